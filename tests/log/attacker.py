"""What somebody reads who has one device's seeds, and everything that ever was sent."""

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from safeconduct.log.keys.sheet import read_sheet
from safeconduct.log.name import Compartment
from safeconduct.sealing.entry_box import open_entry
from safeconduct.sealing.errors import SealError
from safeconduct.sealing.file_box import open_file
from safeconduct.sealing.grant import (
    GrantHead,
    open_circle_grant,
    open_log_grant,
    read_grant,
)
from safeconduct.sealing.item import (
    EntryItem,
    GrantItem,
    HandedItem,
    Item,
    ParcelItem,
    PieceItem,
    WrapItem,
    open_item,
)
from safeconduct.sealing.opening import OpeningKey
from safeconduct.sealing.parcel import open_handed
from safeconduct.sealing.symmetric import CircleKey, LogKey
from safeconduct.sealing.wrap import open_wrap
from tests.log.town_kit import Desk, Town


@dataclass(slots=True, kw_only=True)
class Loot:
    """Everything sealed that an attacker has."""

    entries: set[tuple[bytes, bytes]] = field(default_factory=set)
    handed: set[HandedItem] = field(default_factory=set)
    wraps: set[bytes] = field(default_factory=set)
    grants: set[tuple[bytes, bytes]] = field(default_factory=set)
    pieces: dict[tuple[bytes, bytes], dict[int, bytes]] = field(default_factory=dict)

    def take(self, item: Item) -> None:
        """Keep one thing that was on its way."""
        match item:
            case EntryItem(log=log, envelope=envelope):
                self.entries.add((log, envelope))
            case WrapItem(wrap=wrap):
                self.wraps.add(wrap)
            case GrantItem(subject=subject, grant=grant):
                self.grants.add((subject, grant))
            case HandedItem():
                self.handed.add(item)
            case ParcelItem():
                # What is in it is in its circle's mailbox too.
                pass
            case PieceItem() as piece:
                parts = self.pieces.setdefault((piece.log, piece.name), {})
                parts[piece.offset] = piece.content


def read_by(town: Town, name: str) -> str:
    """All that the keys of a desk open of everything that was ever sent."""
    desk = town.desks[name]
    found = opened(
        loot_of(town, desk),
        group=desk.vault.group,
        name=desk.device.id,
        key=desk.device.opening_key,
    )
    return b"\n".join(found).decode(errors="replace")


def loot_of(town: Town, desk: Desk) -> Loot:
    """All that went through any mailbox, and all that lies on one desk."""
    loot = Loot()
    lines = {one: town.line(one) for one in Compartment}
    for circle, box in town.boxes.items():
        for _, raw in box.seen:
            line = lines[circle]
            loot.take(open_item(raw, mailbox=line.mailbox, key=line.key))
    vault = desk.vault
    for log in vault.store.logs():
        for arrival in vault.store.envelopes(log):
            loot.entries.add((log.raw, arrival.envelope))
        loot.wraps.update(vault.bag.wraps(log))
    loot.grants.update(vault.bag.grants())
    return loot


def opened(loot: Loot, *, group: bytes, name: bytes, key: OpeningKey) -> list[bytes]:
    """The bodies of every entry that the keys of one device open."""
    grants = loot.grants | set(_handed(loot, group, name, key))
    circles = list(_circle_keys(grants, group, name, key))
    held = {item.id: item for item in circles}
    wraps = loot.wraps | set(_in_sheets(loot, circles))
    keys: dict[bytes, LogKey] = {}
    for wrap in wraps:
        try:
            found = open_wrap(wrap, keys=held)
        except SealError:
            continue
        keys[found.id] = found
    for found in (*_log_keys(grants, group, name, key), *_rosters(circles)):
        keys[found.id] = found
    return list(_bodies(loot.entries, keys))


def _bodies(
    entries: Iterable[tuple[bytes, bytes]], keys: dict[bytes, LogKey]
) -> Iterator[bytes]:
    for log, envelope in entries:
        try:
            yield open_entry(envelope, log=log, keys=keys).frame
        except SealError:
            continue


def _handed(
    loot: Loot, group: bytes, name: bytes, key: OpeningKey
) -> Iterator[tuple[bytes, bytes]]:
    for item in loot.handed:
        try:
            found = open_handed(item, group=group, device=name, key=key)
        except SealError:
            continue
        assert isinstance(found, GrantItem)
        yield found.subject, found.grant


def _circle_keys(
    grants: Iterable[tuple[bytes, bytes]], group: bytes, name: bytes, key: OpeningKey
) -> Iterator[CircleKey]:
    for subject, grant in grants:
        head = GrantHead(device=name, key_id=read_grant(grant).key_id)
        if len(subject) == 1:
            try:
                yield open_circle_grant(
                    grant, group=group, circle=subject, expected=head, key=key
                )
            except SealError:
                continue


def _log_keys(
    grants: Iterable[tuple[bytes, bytes]], group: bytes, name: bytes, key: OpeningKey
) -> Iterator[LogKey]:
    for subject, grant in grants:
        head = GrantHead(device=name, key_id=read_grant(grant).key_id)
        if len(subject) > 1:
            try:
                yield open_log_grant(
                    grant, group=group, log=subject, expected=head, key=key
                )
            except SealError:
                continue


def _rosters(circles: Iterable[CircleKey]) -> Iterator[LogKey]:
    for key in circles:
        yield key.roster_log_key()


def _in_sheets(loot: Loot, circles: Iterable[CircleKey]) -> Iterator[bytes]:
    for (log, name), parts in loot.pieces.items():
        stored = b"".join(parts[at] for at in sorted(parts))
        for key in circles:
            target = io.BytesIO()
            try:
                open_file(
                    io.BytesIO(stored),
                    target,
                    key=key.sheet_key(log),
                    log=log,
                    name=name,
                )
            except SealError:
                continue
            for line in read_sheet(target.getvalue()):
                yield line.wrap
