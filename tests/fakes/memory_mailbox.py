"""A mailbox in memory: our own port without a network."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from safeconduct.base.parcel import ItemId, item_id
from safeconduct.log.exchange.mailbox import Fetched


@dataclass(slots=True, kw_only=True)
class MemoryMailbox:
    """Keeps items by number, each once; `seen` keeps what was dropped, too."""

    items: dict[ItemId, tuple[int, bytes]] = field(default_factory=dict)
    last: int = 0
    seen: list[tuple[int, bytes]] = field(default_factory=list)

    def post(self, items: Sequence[bytes]) -> tuple[int, ...]:
        """Number what is new."""
        for item in items:
            if item_id(item) not in self.items:
                self.last += 1
                self.items[item_id(item)] = (self.last, item)
                self.seen.append((self.last, item))
        return tuple(self.items[item_id(item)][0] for item in items)

    def fetch(self, after: int, most_bytes: int) -> Fetched:
        """Items after a number, one at least if there is one."""
        found: list[tuple[int, bytes]] = []
        size = 0
        for number, item in sorted(self.items.values()):
            if number > after and (not found or size + len(item) <= most_bytes):
                found.append((number, item))
                size += len(item)
        return Fetched(items=tuple(found), last=self.last)

    def drop(self, ids: Sequence[ItemId]) -> None:
        """Delete items."""
        for name in ids:
            self.items.pop(name, None)
