"""What the entries of one log make, by replay alone (spec/log.md §4-§6).

Two values of one field stay side by side until somebody who saw both decides; what a
removed device wrote beyond what a sheet vouches for is shown apart, and counts only
once a member has adopted it.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeVar

from safeconduct.log.act import MemberId
from safeconduct.log.body import (
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
from safeconduct.log.body_codec import Record
from safeconduct.log.entry import Entry
from safeconduct.log.graph import Graph, GraphFault, Place
from safeconduct.log.name import Compartment, DeviceId, EntryId, KeyId, LogName, Upto
from safeconduct.log.reading import BadEntry, Readout
from safeconduct.log.roster import Roster

B = TypeVar("B", bound=Record)
# How far the entries of a device in this log count; a device not named counts whole.
Vouched = Mapping[DeviceId, Upto]
Why = Literal["late", "not allowed", "unknown kind"]


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
    counts, `place` where the reader's own next entry stands.
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

    def current(self, kind: type[B]) -> Iterator[tuple[Entry, B]]:
        """The entries of a kind that nothing has replaced, in order."""
        for item in self.entries:
            if isinstance(item.body, kind) and item.id not in self.replaced:
                yield item, item.body

    def opened(self) -> Opened | None:
        """What the case was opened with; None before that."""
        return next((body for _, body in self.current(Opened)), None)

    def alias(self) -> str:
        """What the case is called; empty before it was opened."""
        opened = self.opened()
        return opened.alias if opened is not None else ""

    def retired(self) -> frozenset[KeyId]:
        """Keys of the log that nobody writes under again."""
        return frozenset(
            key for _, body in self.current(Membership) for key in body.retires
        )

    def deleted(self) -> frozenset[EntryId]:
        """Entries whose bytes are to go from every desk."""
        return frozenset(
            item.body.entry
            for item in self.entries
            if isinstance(item.body, Passed | Erased) and item.id not in self.forked
        )


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
    graph = Graph(
        readout.entries, unread=readout.unread | reader.gone | _deleted(readout)
    )
    late = frozenset(_late(graph, vouched)) - _adopted(graph, vouched)
    counted: list[Entry] = []
    apart: list[Apart] = []
    for item in graph.order:
        why = _why_apart(item, late)
        if why is None:
            counted.append(item)
        else:
            apart.append(Apart(entry=item, why=why))
    forked = frozenset(item.id for item in counted if graph.is_forked(item))
    return LogView(
        log=log,
        entries=tuple(counted),
        apart=tuple(apart),
        forked=forked,
        replaced=frozenset(_replaced(counted, forked)),
        upto=_upto(counted, vouched),
        faults=graph.faults(),
        bad=readout.bad,
        place=graph.place_of(reader.device),
        authors={item.id: roster.authors.get(item.device, "") for item in counted},
    )


def _deleted(readout: Readout) -> frozenset[EntryId]:
    """What entries say is gone; it may never have come here."""
    return frozenset(
        item.body.entry
        for item in readout.entries
        if isinstance(item.body, Passed | Erased)
    )


def _why_apart(item: Entry, late: Collection[EntryId]) -> Why | None:
    if isinstance(item.body, UnknownBody):
        return "unknown kind"
    part = item.log.compartment
    if part is not Compartment.ROSTER and not may_stand(item.body, part):
        return "not allowed"
    return "late" if item.id in late else None


def _late(graph: Graph, vouched: Vouched) -> Iterator[EntryId]:
    """What removed devices wrote beyond what is vouched for, whatever its number."""
    lines = {device: _line(graph, upto) for device, upto in vouched.items()}
    for item in graph.order:
        line, below = lines.get(item.device, ((), item.sequence + 1))
        if item.id not in line and item.sequence >= below:
            yield item.id


def _line(graph: Graph, upto: Upto) -> tuple[Collection[EntryId], int]:
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


def _adopted(graph: Graph, vouched: Vouched) -> frozenset[EntryId]:
    """Late entries that somebody has cited whose own count."""
    late = frozenset(_late(graph, vouched))
    return frozenset(
        name
        for item in graph.order
        if item.id not in late
        for name in getattr(item.body, "cites", ())
    )


def _upto(counted: Iterable[Entry], vouched: Vouched) -> Mapping[DeviceId, Upto]:
    """How far each device counts; what was adopted vouches for nothing beside it."""
    found = dict(vouched)
    for item in counted:
        if item.device not in vouched:
            own = (item.sequence, item.id)
            found[item.device] = max(found.get(item.device, own), own)
    return found


def _replaced(
    counted: Iterable[Entry], forked: Collection[EntryId]
) -> Iterator[EntryId]:
    """What a later entry takes out: who names an id had seen what has it."""
    for item in counted:
        if item.id not in forked:
            yield from replaces(item.body)


def replaces(body: Record) -> tuple[EntryId, ...]:
    """The entries that a body is said to replace or end."""
    match body:
        case FactSaid(replaces=names) | RowSaid(replaces=names):
            return names
        case ConsentGiven(withdraws=names) | Task(done=names) | CheckIn(met=names):
            return names
        case _:
            return ()
