"""A group on paper: desks that write acts, sealed by nobody, and what they make."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from safeconduct.log.entries.act import Approve, Found, Propose, Seen, write_act
from safeconduct.log.entries.body import write_body
from safeconduct.log.entries.body_codec import Record
from safeconduct.log.entries.entry import Entry
from safeconduct.log.entries.frame import Frame, Head, write_frame
from safeconduct.log.entries.graph import Graph, Place
from safeconduct.log.name import (
    NO_ENTRY,
    CaseId,
    Compartment,
    DeviceId,
    EntryId,
    KeyId,
    LogName,
)
from safeconduct.log.roster.roster import Roster
from safeconduct.log.roster.roster_replay import read_roster

GROUP = CaseId(b"group".ljust(16, b"."))
ROSTER = LogName(case=GROUP, compartment=Compartment.ROSTER)
MAIN = LogName(case=CaseId(b"case".ljust(16, b".")), compartment=Compartment.MAIN)
KEYS = tuple(KeyId(bytes([number]) * 32) for number in range(1, 5))
START = Place(sequence=1, previous=NO_ENTRY, heads=())


def card_of(name: str) -> bytes:
    """Something that stands for the card of a device."""
    return b"card " + name.encode()


def device_of(card: bytes) -> DeviceId | None:
    """The device of such a card; None if it is none."""
    is_card = card.startswith(b"card ")
    return DeviceId(hashlib.sha256(card).digest()[:16]) if is_card else None


def device(name: str) -> DeviceId:
    """A device by its name."""
    return DeviceId(hashlib.sha256(card_of(name)).digest()[:16])


def key(number: int) -> KeyId:
    """A key that is none of the first."""
    return KeyId(number.to_bytes(32, "big"))


def entry(
    name: str,
    body: Record,
    place: Place = START,
    *,
    minute: int = 0,
    log: LogName = ROSTER,
) -> Entry:
    """An entry of a device at a place."""
    is_act = log.compartment is Compartment.ROSTER
    frame = Frame(
        device=device(name),
        sequence=place.sequence,
        previous=place.previous,
        minute=minute,
        heads=tuple(sorted(place.heads)),
        content=write_act(body) if is_act else write_body(body),
    )
    name_of = EntryId(hashlib.sha256(log.raw + write_frame(frame)).digest())
    return Entry(id=name_of, log=log, key=KEYS[0], frame=frame, body=body)


def after(*entries: Entry, sequence: int, previous: Entry | None = None) -> Place:
    """A place after some entries, and after one of the same device."""
    heads: Sequence[Head] = sorted(item.head() for item in entries)
    return Place(
        sequence=sequence,
        previous=previous.id if previous is not None else NO_ENTRY,
        heads=tuple(heads),
    )


@dataclass(slots=True, kw_only=True)
class Desk:
    """A device with the entries of one log that it has."""

    name: str
    log: LogName = ROSTER
    entries: dict[EntryId, Entry] = field(default_factory=dict)
    minute: int = 0

    def write(self, body: Record) -> Entry:
        """Write after all that is here, as our program does."""
        self.minute += 1
        place = self.graph().place_of(device(self.name))
        found = entry(self.name, body, place, minute=self.minute, log=self.log)
        self.entries[found.id] = found
        return found

    def forge(self, body: Record, place: Place, *, minute: int = 0) -> Entry:
        """Write anywhere, as a changed program does."""
        found = entry(self.name, body, place, minute=minute, log=self.log)
        self.entries[found.id] = found
        return found

    def learn(self, *others: "Desk") -> None:
        """Get what others have."""
        for other in others:
            self.entries |= other.entries
            self.minute = max(self.minute, other.minute)

    def graph(self) -> Graph:
        """The graph of what is here."""
        return Graph(self.entries.values())

    def roster(self) -> Roster:
        """The group as this desk knows it."""
        return read(self.entries.values())


def read(entries: Iterable[Entry]) -> Roster:
    """The group that some entries make; its founder is the one with the number 1."""
    graph = Graph(entries)
    (first,) = (
        item.id
        for item in graph.order
        if isinstance(item.body, Found) and item.body.group == "the group"
    )
    return read_roster(graph, device_of, first=first)


def founded(name: str = "anna") -> Desk:
    """The desk of somebody who has founded a group."""
    desk = Desk(name=name)
    desk.write(
        Found(
            group="the group",
            member=name,
            name=name.title(),
            role="coordinator",
            card=card_of(name),
            keys=KEYS,
        )
    )
    return desk


def proposal(name: str, role: str, *, of: str = "") -> Propose:
    """A proposal of a person with a device of the same name, or of another device."""
    member = of or name
    return Propose(member=member, name=member.title(), role=role, card=card_of(name))


def join(
    name: str, role: str, *, by: Desk, second: Desk | None = None, of: str = ""
) -> Desk:
    """Let somebody in; all three desks know it then."""
    proposed = by.write(proposal(name, role, of=of))
    desk = Desk(name=name)
    if second is not None:
        second.learn(by)
        second.write(Approve(proposal=proposed.id))
        by.learn(second)
    desk.learn(by)
    return desk


def group(*names: str) -> list[Desk]:
    """Coordinators anna and boris, then others, each by name and role, all in sync.

    Each has written once since all were in, so that its last word has seen all of it.
    """
    anna = founded()
    boris = join("boris", "coordinator", by=anna)
    desks = [anna, boris]
    for text in names:
        name, _, role = text.partition(":")
        desks.append(join(name, role or "first_line", by=anna, second=boris))
    all_seen(*desks)
    return desks


def all_seen(*desks: Desk) -> None:
    """Each desk says that it has seen what is there, and all get it."""
    sync(*desks)
    for desk in desks:
        desk.write(Seen())
    sync(*desks)


def sync(*desks: Desk) -> None:
    """Everybody gets everything."""
    for desk in desks:
        desk.learn(*desks)


def not_allowed(desk: Desk, body: Record) -> bool:
    """Whether an act of a desk is kept, named, and changes nothing."""
    before = desk.roster()
    found = desk.write(body)
    now = desk.roster()
    assert found.id in desk.entries
    now.refused, extra = before.refused, {*now.refused} - {*before.refused}
    same = now == before
    return same and {item.kind for item in extra if item.entry == found.id} == {
        "not allowed"
    }
