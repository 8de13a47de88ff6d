"""What the entries of one log make, by replay alone (spec/log.md §4-§6).

Two values of one field stay side by side until somebody who saw both decides; what a
removed device wrote beyond what a sheet vouches for is shown apart, and counts only
once a member has adopted it.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from safeconduct.log.entries.act import MemberId
from safeconduct.log.entries.body import (
    CheckIn,
    ConsentGiven,
    Erased,
    FactSaid,
    Membership,
    Opened,
    Passed,
    RowSaid,
    Task,
    UnknownBody,
    may_stand,
)
from safeconduct.log.entries.body_codec import Record
from safeconduct.log.entries.entry import Entry
from safeconduct.log.entries.graph import Graph, GraphFault, Place
from safeconduct.log.name import Compartment, DeviceId, EntryId, KeyId, LogName, Upto
from safeconduct.log.replay.reading import BadEntry, Readout
from safeconduct.log.roster.roster import Roster

B = TypeVar("B", bound=Record)
# How far the entries of a device in this log count; a device not named counts whole.
Vouched = Mapping[DeviceId, Upto]
_Line = tuple[Collection[EntryId], int]
Why = Literal["late", "not allowed", "unknown kind"]
# What says who holds a log and what went out of it stays: else an entry would undo it.
_KEPT = (Opened, Membership, Passed, Erased)
# Between the names of a case of which none is heard more than another.
DIFFERS = " ≠ "


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    """An entry that is shown and does not count, and why."""

    entry: Entry
    why: Why


@dataclass(frozen=True, slots=True, kw_only=True)
class LogView:
    """One log as it stands: what counts, in order; what is shown apart; faults.

    `forked` are entries that count beside each other and end nothing; `replaced` those
    that a later one took out of what is current. `upto` tells how far each device
    counts, `place` where the reader's own next entry stands. `unheard` are openings
    that fewer members had built on than on another.
    """

    log: LogName
    entries: tuple[Entry, ...]
    apart: tuple[Apart, ...]
    forked: frozenset[EntryId]
    replaced: frozenset[EntryId]
    upto: Mapping[DeviceId, Upto]
    faults: tuple[GraphFault, ...]
    bad: tuple[BadEntry, ...]
    place: Place
    authors: Mapping[EntryId, MemberId]
    unheard: frozenset[EntryId] = frozenset()

    def current(self, kind: type[B]) -> Iterator[tuple[Entry, B]]:
        """The entries of a kind that nothing has replaced, in order."""
        for item in self.entries:
            if isinstance(item.body, kind) and item.id not in self.replaced:
                yield item, item.body

    def opened(self) -> Opened | None:
        """What the case was opened with; None before that, and where they differ."""
        found = set(self._openings())
        return found.pop() if len(found) == 1 else None

    def alias(self) -> str:
        """What the case is called, by all who are heard alike; empty before that."""
        return DIFFERS.join(dict.fromkeys(body.alias for body in self._openings()))

    def retired(self) -> frozenset[KeyId]:
        """Keys of the log that nobody writes under again."""
        return frozenset(
            key for _, body in self.current(Membership) for key in body.retires
        )

    def deleted(self) -> frozenset[EntryId]:
        """Entries whose bytes are to go from every desk."""
        kept = {item.id for item in self.entries if isinstance(item.body, _KEPT)}
        alone = (item for item in self.entries if item.id not in self.forked)
        return _deleted(alone) - kept

    def _openings(self) -> Iterator[Opened]:
        """The openings that are heard."""
        for item, body in self.current(Opened):
            if item.id not in self.unheard:
                yield body


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who reads a log, and what is known of it beside its entries.

    `vouched` names the removed devices of the log, with the newest entry that a sheet
    vouches for; `gone` are entries that were here and were deleted.
    """

    device: DeviceId
    roster: Roster
    vouched: Vouched
    gone: frozenset[EntryId]


def view_log(log: LogName, readout: Readout, reader: Reader) -> LogView:
    """Replay one log."""
    vouched, roster = reader.vouched, reader.roster
    graph = Graph(readout.entries, unread=readout.unread | reader.gone)
    late = frozenset(_late(graph, vouched))
    outside = _outside(log, roster)
    late -= _adopted(graph, vouched, outside)
    counted: list[Entry] = []
    apart: list[Apart] = []
    for item in graph.order:
        why = _why_apart(item, late, outside)
        if why is None:
            counted.append(item)
        else:
            apart.append(Apart(entry=item, why=why))
    forked = _forked(counted)
    # What does not count excuses no gap: who is out could else hide what he took away.
    graph.excuse(_deleted(item for item in counted if item.id not in forked))
    authors = {item.id: roster.authors.get(item.device, "") for item in counted}
    return LogView(
        log=log,
        entries=tuple(counted),
        apart=tuple(apart),
        forked=forked,
        replaced=frozenset(_replaced(counted, forked)),
        upto=_upto(counted, vouched),
        faults=graph.faults(),
        bad=readout.bad,
        place=graph.place_of(reader.device, _devices(graph, log, roster)),
        authors=authors,
        unheard=_unheard(graph, counted, authors),
    )


def _deleted(entries: Iterable[Entry]) -> frozenset[EntryId]:
    """What entries say is gone; it may never have come here."""
    return frozenset(
        item.body.entry for item in entries if isinstance(item.body, Passed | Erased)
    )


def _unheard(
    graph: Graph, counted: Sequence[Entry], authors: Mapping[EntryId, MemberId]
) -> frozenset[EntryId]:
    """The openings that fewer members had built on alone than on another's.

    Who sets his clock back comes first in the order, and would else rename a case. Of
    each member the first is looked at: he can write as many as he likes.
    """
    every = [item for item in counted if isinstance(item.body, Opened)]
    firsts = {authors[item.id]: item.id for item in reversed(every)}
    voices: dict[EntryId, set[MemberId]] = {name: set() for name in firsts.values()}
    for item in counted if len(firsts) > 1 else ():
        before = [name for name in voices if graph.is_after(item.id, name)]
        if len(before) == 1:
            voices[before[0]].add(authors[item.id])
    most = max(map(len, voices.values()), default=0)
    return frozenset(
        item.id
        for item in every
        if item.id not in voices or len(voices[item.id]) < most
    )


def _outside(log: LogName, roster: Roster) -> frozenset[DeviceId]:
    """The devices that neither are nor were of a log's circle."""
    return frozenset(roster.authors) - roster.ever_held(log.compartment)


def _why_apart(
    item: Entry, late: Collection[EntryId], outside: Collection[DeviceId]
) -> Why | None:
    if isinstance(item.body, UnknownBody):
        return "unknown kind"
    if not _may_stand(item, outside):
        return "not allowed"
    return "late" if item.id in late else None


def _may_stand(item: Entry, outside: Collection[DeviceId]) -> bool:
    """Whether an entry is where it belongs: from outside only what main may hold."""
    part = item.log.compartment
    if part is Compartment.ROSTER:
        return True
    is_guest = item.device in outside
    return may_stand(item.body, part) and (
        not is_guest or may_stand(item.body, Compartment.MAIN)
    )


def _late(graph: Graph, vouched: Vouched) -> Iterator[EntryId]:
    """What removed devices wrote beyond what is vouched for, whatever its number."""
    lines = {device: _line(graph, upto) for device, upto in vouched.items()}
    used = Counter((item.device, item.sequence) for item in graph.order)
    seen = _seen(graph, vouched, lines.values()) if vouched else frozenset()
    for item in graph.order:
        if item.device not in lines:
            continue
        line, below = lines[item.device]
        is_sure = used[item.device, item.sequence] == 1 or item.id in seen
        if item.id not in line and not (item.sequence < below and is_sure):
            yield item.id


def _seen(graph: Graph, vouched: Vouched, lines: Iterable[_Line]) -> frozenset[EntryId]:
    """What the lines, and the entries of who was not removed, come after."""
    found = {item.id for item in graph.order if item.device not in vouched}
    found.update(*(line for line, _ in lines))
    for item in reversed(graph.order):
        if item.id in found:
            found |= {item.frame.previous, *(head.id for head in item.frame.heads)}
    return frozenset(found)


def _line(graph: Graph, upto: Upto) -> _Line:
    """The entries from the last that counts back; below which number all count.

    Where an entry of the line is deleted or did not come, nothing tells which were
    before it but their numbers.
    """
    below, name = upto
    line: list[EntryId] = []
    while name in graph.by_id:
        line.append(name)
        below = graph.by_id[name].sequence - 1
        name = graph.by_id[name].frame.previous
    return frozenset(line), below


def _adopted(
    graph: Graph, vouched: Vouched, outside: Collection[DeviceId]
) -> frozenset[EntryId]:
    """What is cited, having been seen, by an entry that counts of who was not removed.

    Who is removed could else write a citation first, and what it adopts afterwards.
    """
    return frozenset(
        name
        for item in graph.order
        if item.device not in vouched and _why_apart(item, (), outside) is None
        for name in getattr(item.body, "cites", ())
        if graph.is_after(item.id, name)
    )


def _upto(counted: Iterable[Entry], vouched: Vouched) -> Mapping[DeviceId, Upto]:
    """How far each device counts; what was adopted vouches for nothing beside it."""
    found = dict(vouched)
    for item in counted:
        if item.device not in vouched:
            own = (item.sequence, item.id)
            found[item.device] = max(found.get(item.device, own), own)
    return found


def _devices(graph: Graph, log: LogName, roster: Roster) -> tuple[DeviceId, ...]:
    """Whose newest entries the next one names, the first of them first.

    On the roster anybody may bring the card of a device that nobody lets in; in other
    logs its entries are none.
    """
    known = roster.devices()
    if log.compartment is Compartment.ROSTER:
        return known
    return tuple(dict.fromkeys([*known, *sorted({one.device for one in graph.order})]))


def _forked(counted: Collection[Entry]) -> frozenset[EntryId]:
    """What counts beside another of its number."""
    used = Counter((item.device, item.sequence) for item in counted)
    return frozenset(
        item.id for item in counted if used[item.device, item.sequence] > 1
    )


def _replaced(
    counted: Iterable[Entry], forked: Collection[EntryId]
) -> Iterator[EntryId]:
    """What a later entry of its kind takes out: who names an id had seen it."""
    kinds = {item.id: type(item.body) for item in counted}
    for item in counted:
        if item.id not in forked:
            names = replaces(item.body)
            yield from (name for name in names if kinds.get(name) is type(item.body))


def replaces(body: Record) -> tuple[EntryId, ...]:
    """The entries that a body is said to replace or end."""
    match body:
        case FactSaid(replaces=names) | RowSaid(replaces=names):
            return names
        case ConsentGiven(withdraws=names) | Task(done=names) | CheckIn(met=names):
            return names
        case _:
            return ()
