"""What counts of what was done beside a removal (spec/log.md §4).

Who was removed can still write, with any clock and as if he knew nothing. What he did
counts only if more of the others had built on it than on his removal: so what he brings
up later finds nobody, and what the group went on from stays.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from safeconduct.log.entries.act import MemberId, NewRecovery, Propose, Remove
from safeconduct.log.entries.entry import Entry
from safeconduct.log.entries.graph import Graph
from safeconduct.log.name import DeviceId, EntryId
from safeconduct.log.roster.roster import Roster


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """A removal, and the acts of each device that are nearest to it.

    A device that had built on something else without the removal had so in the last of
    those; one that had seen the removal and not something else had so in the first.
    """

    removal: Entry
    last_without: Mapping[DeviceId, EntryId]
    first_with: Mapping[DeviceId, EntryId]


def beside(graph: Graph, removal: EntryId) -> Beside:
    """What stands around a removal."""
    last: dict[DeviceId, EntryId] = {}
    first: dict[DeviceId, EntryId] = {}
    for item in graph.order:
        if graph.is_after(item.id, removal):
            first.setdefault(item.device, item.id)
        else:
            last[item.device] = item.id
    return Beside(removal=graph.by_id[removal], last_without=last, first_with=first)


def is_lost(
    item: Entry,
    other: Beside,
    graph: Graph,
    *,
    owners: Mapping[DeviceId, MemberId],
    is_in: Callable[[MemberId], bool],
) -> bool:
    """Whether an act gives way to a removal of its author that stands beside it.

    `is_in` tells who was a member before both: neither side can bring voices of its
    own. Where the voices are equal a removal stands, and all else gives way.
    """
    for_it = {
        owners.get(device, "")
        for device, act in other.last_without.items()
        if graph.is_after(act, item.id)
    } - {owners.get(item.device, "")}
    against = {
        owners.get(device, "")
        for device, act in other.first_with.items()
        if not graph.is_after(act, item.id)
    } - {owners.get(other.removal.device, "")}
    ours, theirs = (sum(map(is_in, voices)) for voices in (for_it, against))
    return ours < theirs if isinstance(item.body, Remove) else ours <= theirs


def is_built_on(item: Entry, graph: Graph, own: Collection[DeviceId]) -> bool:
    """Whether a proposal that counts at once stands against its author's others.

    `own`: his devices. Of those beside each other the one stands that most devices of
    others came after, and not after the other; the first, where it is as many.
    """
    rivals = (
        other
        for other in graph.order
        if isinstance(other.body, Propose | NewRecovery)
        and other.device in own
        and graph.is_apart(other.id, item.id)
    )
    places = {one.id: at for at, one in enumerate(graph.order)}
    return all(
        (_voices(graph, item, other, own), places[other.id])
        > (_voices(graph, other, item, own), places[item.id])
        for other in rivals
    )


def _voices(graph: Graph, one: Entry, other: Entry, own: Collection[DeviceId]) -> int:
    """How many devices beside their author's have built on one and not on another."""
    found = {
        item.device
        for item in graph.order
        if graph.is_after(item.id, one.id) and not graph.is_after(item.id, other.id)
    }
    return len(found - {*own})


def owes_seen(graph: Graph, roster: Roster, member: MemberId) -> bool:
    """Whether a removal stands that no act of a member comes after: he is to say so."""
    own = [item.id for item in graph.order if roster.authors.get(item.device) == member]
    return any(
        not any(graph.is_after(act, removal) for act in own)
        for removal in roster.removals
    )
