"""The group that a recovered one succeeds: its log is read on, nobody writes in it.

Its members' entries stay signed as they were, and count as far as the first sheets of
the successor vouch for them (spec/log.md §14).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from safeconduct.log.entries.act import CIRCLES_OF, Found
from safeconduct.log.entries.entry import Entry
from safeconduct.log.entries.graph import Graph
from safeconduct.log.name import (
    HASH_BYTES,
    ID_BYTES,
    CaseId,
    Compartment,
    EntryId,
    LogName,
)
from safeconduct.log.replay.reading import device_of, read_group
from safeconduct.log.roster.roster import Removal, Roster
from safeconduct.log.roster.roster_replay import read_roster
from safeconduct.log.stores.keyring import Keyring
from safeconduct.log.stores.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Elder:
    """A group, its first act and the newest acts that its successor had seen."""

    group: CaseId
    first: EntryId
    heads: tuple[EntryId, ...]

    @property
    def log(self) -> LogName:
        """Its roster."""
        return LogName(case=self.group, compartment=Compartment.ROSTER)

    def to_bytes(self) -> bytes:
        """What stands in the successor's first act."""
        return self.group + self.first + b"".join(self.heads)


def read_elder(raw: bytes) -> Elder | None:
    """The elder group that some bytes name; None where they name none."""
    heads, rest = divmod(len(raw) - ID_BYTES, HASH_BYTES)
    if rest or heads < 1:
        return None
    names = [
        EntryId(raw[at : at + HASH_BYTES])
        for at in range(ID_BYTES, len(raw), HASH_BYTES)
    ]
    return Elder(group=CaseId(raw[:ID_BYTES]), first=names[0], heads=tuple(names[1:]))


def inherit(
    roster: Roster,
    entries: Mapping[EntryId, Entry],
    first: EntryId,
    *,
    store: Store,
    ring: Keyring,
) -> frozenset[LogName] | None:
    """Let a roster know the members of the group that it succeeds, as people who left.

    Their entries are read and checked by their cards as before; an erased case stays
    erased. Returns the rosters of the groups before; None while it cannot be told
    which these are.
    """
    found = entries.get(first)
    body = found.body if found is not None else None
    if not isinstance(body, Found):
        return None
    elder = read_elder(body.succeeds)
    if elder is None:
        return frozenset()
    keys = ring.of_log(elder.log)
    readout = read_group(elder.log, store.envelopes(elder.log), keys=keys)
    graph = _up_to(elder, Graph(readout.entries, unread=readout.unread))
    old = read_roster(graph, device_of, first=elder.first)
    before = inherit(old, graph.by_id, elder.first, store=store, ring=ring)
    roster.authors = old.authors | roster.authors
    roster.cards = old.cards | roster.cards
    roster.names = old.names | roster.names
    roster.erased = old.erased | roster.erased
    roster.removals[first] = Removal(
        member="",
        device=b"",
        devices=frozenset(old.cards),
        circles=frozenset(CIRCLES_OF["counsel"]),
    )
    return None if before is None else before | {elder.log}


def _up_to(elder: Elder, graph: Graph) -> Graph:
    """The acts that the successor had seen; what came after is not the new one's."""
    heads = [name for name in elder.heads if name in graph.by_id]
    seen = [
        item
        for item in graph.order
        if any(graph.is_after(head, item.id) for head in heads)
    ]
    return Graph(seen, unread=graph.unread)
