"""What came after what, one order for all desks, and what is wrong (spec/log.md §4).

Only what is here and names another by its id counts as having seen it: a number that
somebody claims to have seen proves nothing.
"""

import heapq
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from safeconduct.log.entries.entry import Entry
from safeconduct.log.entries.frame import MAX_HEADS, Head
from safeconduct.log.name import NO_ENTRY, DeviceId, EntryId

FaultKind = Literal["missing", "changed", "fork"]
# A run is a line of entries, each the `previous` of the next, named by its first. How
# far a clock is in each run says exactly which entries came before.
_Clock = dict[EntryId, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the next entry of a device stands."""

    sequence: int
    previous: EntryId
    heads: tuple[Head, ...]


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class GraphFault:
    """One thing wrong with a log: at which number of which device's entries.

    `by` is the device whose entry says so: who names what never was blames himself.
    """

    device: DeviceId
    sequence: int
    kind: FaultKind
    by: DeviceId


class Graph:
    """The entries of one log.

    `unread` are ids of entries that are there unopened, or were and are deleted.
    """

    def __init__(
        self, entries: Iterable[Entry], *, unread: Collection[EntryId] = ()
    ) -> None:
        """Put the entries into their order."""
        self.by_id: Mapping[EntryId, Entry] = {item.id: item for item in entries}
        self.unread = frozenset(unread)
        self._at: dict[tuple[DeviceId, int], list[Entry]] = {}
        for item in self.by_id.values():
            self._at.setdefault((item.device, item.sequence), []).append(item)
        self._runs: dict[EntryId, EntryId] = {}
        self._clocks: dict[EntryId, _Clock] = {}
        self.order: tuple[Entry, ...] = tuple(self._ordered())

    def is_after(self, later: EntryId, earlier: EntryId) -> bool:
        """Whether an entry that is here had seen another, or is it."""
        if earlier not in self.by_id:
            return False
        seen = self._clocks[later].get(self._runs[earlier], 0)
        return seen >= self.by_id[earlier].sequence

    def is_apart(self, one: EntryId, other: EntryId) -> bool:
        """Whether neither of two entries had seen the other."""
        return not (self.is_after(one, other) or self.is_after(other, one))

    def newest(self) -> tuple[Head, ...]:
        """The newest entry that is here of each device."""
        found: dict[DeviceId, Head] = {}
        for item in self.by_id.values():
            best = found.get(item.device)
            if best is None or best < item.head():
                found[item.device] = item.head()
        return tuple(sorted(found.values()))

    def place_of(
        self, device: DeviceId, devices: Sequence[DeviceId] | None = None
    ) -> Place:
        """Where the next entry of a device stands: after all that is here.

        After what certain other devices wrote where they are given, the first of them
        first: only so many can be named.
        """
        every = {head.device: head for head in self.newest()}
        own = every.pop(device, None)
        known = sorted(every) if devices is None else devices
        newest = [every[one] for one in known if one in every]
        last = self._last_of(device, own)
        heads = tuple(
            head for head in newest if own is None or not self.is_after(own.id, head.id)
        )
        return Place(
            sequence=last.sequence + 1 if last is not None else 1,
            previous=last.id if last is not None else NO_ENTRY,
            heads=tuple(sorted(heads[:MAX_HEADS])),
        )

    def excuse(self, names: Collection[EntryId]) -> None:
        """Take it that some entries are deleted, also where they never came."""
        self.unread |= frozenset(names)

    def faults(self) -> tuple[GraphFault, ...]:
        """Everything wrong with the graph, in the order of devices and numbers."""
        return tuple(sorted({*self._forks(), *self._missing_or_changed()}))

    def _last_of(self, device: DeviceId, own: Head | None) -> Head | None:
        """The last entry of a device, also where its bytes are deleted.

        Its number is then known from others only. Each number in between must be that
        of an entry which is unread as well: nobody can push a device to the last one.
        """
        here = own.sequence if own is not None else 0
        named = (
            head
            for item in self.by_id.values()
            for head in item.frame.heads
            if head.device == device and head.id in self.unread
        )
        most = here + len(self.unread)
        known = (head for head in named if here < head.sequence <= most)
        return max(known, default=own)

    def _ordered(self) -> Iterator[Entry]:
        waits: dict[EntryId, int] = {}
        after: dict[EntryId, list[Entry]] = {}
        ready: list[tuple[int, bytes, int, EntryId]] = []
        for item in self.by_id.values():
            needed = {name for name in _named(item) if name in self.by_id}
            waits[item.id] = len(needed)
            for name in needed:
                after.setdefault(name, []).append(item)
            if not needed:
                heapq.heappush(ready, _rank(item))
        while ready:
            item = self.by_id[heapq.heappop(ready)[3]]
            self._place(item)
            yield item
            for other in after.get(item.id, ()):
                waits[other.id] -= 1
                if not waits[other.id]:
                    heapq.heappush(ready, _rank(other))

    def _place(self, item: Entry) -> None:
        """Write down the run of an entry and what it had seen."""
        clock: _Clock = {}
        for name in _named(item):
            for run, sequence in self._clocks.get(name, {}).items():
                clock[run] = max(clock.get(run, 0), sequence)
        self._runs[item.id] = run = self._run(item)
        clock[run] = item.sequence
        self._clocks[item.id] = clock

    def _run(self, item: Entry) -> EntryId:
        before = self.by_id.get(item.frame.previous)
        if before is None or not _is_next(before, item):
            return item.id
        same = self._at[item.device, item.sequence]
        is_first = min(other.id for other in same if other.frame.previous == before.id)
        return self._runs[before.id] if is_first == item.id else item.id

    def _forks(self) -> Iterator[GraphFault]:
        for (device, sequence), items in self._at.items():
            if len(items) > 1:
                yield GraphFault(
                    device=device, sequence=sequence, kind="fork", by=device
                )

    def _missing_or_changed(self) -> Iterator[GraphFault]:
        """What entries name that is not there, or is there otherwise."""
        for item in self.by_id.values():
            before = Head(
                device=item.device,
                sequence=item.sequence - 1,
                id=item.frame.previous,
            )
            firsts = () if before.id == NO_ENTRY else (before,)
            for head in (*firsts, *item.frame.heads):
                kind = self._wrong(head)
                if kind is not None:
                    yield GraphFault(
                        device=head.device,
                        sequence=head.sequence,
                        kind=kind,
                        by=item.device,
                    )

    def _wrong(self, head: Head) -> FaultKind | None:
        found = self.by_id.get(head.id)
        if found is not None and found.head() == head:
            return None
        # Also beside what is deleted: its number is free, and somebody may fill it.
        if found is not None or (head.device, head.sequence) in self._at:
            return "changed"
        return None if head.id in self.unread else "missing"


def _is_next(before: Entry, item: Entry) -> bool:
    return (before.device, before.sequence + 1) == (item.device, item.sequence)


def _named(item: Entry) -> Iterator[EntryId]:
    if item.frame.previous != NO_ENTRY:
        yield item.frame.previous
    for head in item.frame.heads:
        yield head.id


def _rank(item: Entry) -> tuple[int, bytes, int, EntryId]:
    return item.frame.minute, item.device, item.sequence, item.id
