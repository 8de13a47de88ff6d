"""The roster by replay: which acts count (spec/log.md §3, §4).

An act is judged by what its author was in the acts before it, whatever the clocks say;
what stands beside a removal of its author is judged by what the others built on.
"""

from collections import ChainMap
from collections.abc import Mapping
from functools import cache

from safeconduct.log.entries.act import MemberId, Remove
from safeconduct.log.entries.entry import Entry
from safeconduct.log.entries.graph import Graph
from safeconduct.log.name import DeviceId, EntryId
from safeconduct.log.roster.contest import Beside, beside, is_lost
from safeconduct.log.roster.roster import Refused, Removal, Roster
from safeconduct.log.roster.roster_change import DeviceOf, RosterChange

# Which removals count can hang on other removals; honest logs need two rounds.
MOST_ROUNDS = 8


def read_roster(graph: Graph, device_of: DeviceOf, *, first: EntryId) -> Roster:
    """Replay the acts of a roster that `first` has founded.

    `device_of` checks a card and names its device; None for a card that is no good.
    """
    removals: Mapping[EntryId, Removal] = {
        item.id: Removal(
            member=item.body.member,
            device=item.body.device,
            devices=frozenset(),
            circles=frozenset(),
        )
        for item in graph.order
        if isinstance(item.body, Remove)
    }
    roster, read_once = Roster(), cache(device_of)
    around: dict[EntryId, Beside] = {}
    for _ in range(MOST_ROUNDS):
        before = roster
        replay = _Replay(RosterChange(graph, read_once, first), around)
        roster = replay.run(removals, before)
        same = roster.removals.keys() == removals.keys()
        if same and (not removals or roster.authors == before.authors):
            break
        removals = roster.removals
    return roster


class _Replay:
    """One round; acts are taken in the order of the graph."""

    def __init__(self, change: RosterChange, around: dict[EntryId, Beside]) -> None:
        self.change = change
        self.graph = change.graph
        self.around = around

    def run(self, removals: Mapping[EntryId, Removal], before: Roster) -> Roster:
        """Replay beside the removals that counted in the round before."""
        roster = self.change.roster
        owners = ChainMap(roster.authors, before.authors)
        of_member: dict[MemberId, list[tuple[EntryId, Removal]]] = {}
        for name, removal in removals.items():
            of_member.setdefault(removal.member, []).append((name, removal))
        for item in self.graph.order:
            owner = owners.get(item.device, "")
            against = (
                name
                for name, removal in of_member.get(owner, ())
                if removal.means(owner, item.device)
                and self.graph.is_apart(name, item.id)
            )
            if any(self._gives_way(item, name, owners) for name in against):
                roster.refused.append(Refused(entry=item.id, kind="late"))
            elif not self.change.take(item):
                roster.refused.append(Refused(entry=item.id, kind="not allowed"))
        return roster

    def _gives_way(
        self, item: Entry, name: EntryId, owners: Mapping[DeviceId, MemberId]
    ) -> bool:
        if name not in self.around:
            self.around[name] = beside(self.graph, name)
        return is_lost(
            item,
            self.around[name],
            self.graph,
            owners=owners,
            is_in=lambda member: self.change.was_in(member, item.id, name),
        )
