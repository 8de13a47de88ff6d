"""What a list shows of a log without opening it, and how far each device is in it.

Derived from the entries and made again from them (spec/log.md §11).
"""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from safeconduct.base.digest import Json, canonical
from safeconduct.log.entries.body_codec import MOST_NUMBER
from safeconduct.log.entries.frame import MAX_MINUTE
from safeconduct.log.name import DeviceId, EntryId, KeyId, LogName, Upto
from safeconduct.log.replay.log_view import DIFFERS, LogView
from safeconduct.log.stores.keyring import Keyring
from safeconduct.sealing.errors import SealError
from safeconduct.sealing.row import open_row, row_key_id, seal_row
from safeconduct.sealing.symmetric import LogKey, RowKey

STORE = "list"
_MINUTES_A_DAY = 24 * 60
_LAST_DAY = MAX_MINUTE // _MINUTES_A_DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRow:
    """One log: `day` of its newest entry from 1970; how far each device counts."""

    log: LogName
    alias: str
    stage: str
    day: int
    entries: int
    upto: Mapping[DeviceId, Upto]

    def is_called(self, text: str) -> bool:
        """Whether a case has a name; of one that has several, by each of them."""
        names = (self.alias, *self.alias.split(DIFFERS))
        return text.casefold() in map(str.casefold, names)


def row_of(view: LogView) -> ListRow:
    """The row of a log with an entry that counts."""
    opened = view.opened()
    newest = max(item.frame.minute for item in view.entries)
    return ListRow(
        log=view.log,
        alias=view.alias(),
        stage=opened.stage if opened is not None else "",
        day=newest // _MINUTES_A_DAY,
        entries=len(view.entries),
        upto=view.upto,
    )


def seal_list_row(row: ListRow, *, key: RowKey, salt: bytes) -> bytes:
    """The row under a key of its log."""
    upto: dict[str, list[Json]] = {
        device.hex(): [number, name.hex()]
        for device, (number, name) in row.upto.items()
    }
    content: Json = [row.alias, row.stage, row.day, row.entries, upto]
    text = canonical(content).encode()
    return seal_row(text, key=key, log=row.log.raw, store=STORE, salt=salt)


def open_list_row(
    raw: bytes, log: LogName, keys: Mapping[KeyId, LogKey]
) -> ListRow | None:
    """A row, opened; None where it cannot be read: it is made again from the entries.

    A backup of another's brings rows that his program wrote.
    """
    held = {bytes(name): key.row_key() for name, key in keys.items()}
    try:
        text = open_row(raw, keys=held, log=log.raw, store=STORE)
        return _row(log, json.loads(text))
    except (SealError, ValueError, TypeError, RecursionError):
        return None


def open_list_rows(
    rows: Collection[tuple[LogName, bytes]], ring: Keyring
) -> Iterator[ListRow]:
    """Every row that the keys of a device open, each by its one key."""
    picked = ring.picked({log: _key_of(row) for log, row in rows})
    for log, row in rows:
        found = open_list_row(row, log, picked.get(log) or ring.of_log(log))
        if found is not None:
            yield found


def _key_of(raw: bytes) -> KeyId:
    """The key that a row is sealed under; of what is no row, none."""
    try:
        return KeyId(row_key_id(raw))
    except SealError:
        return KeyId(b"")


def _row(log: LogName, content: object) -> ListRow:
    """The row in some JSON; whatever is wrong is a ValueError or a TypeError."""
    alias, stage, day, entries, upto = cast("list[object]", content)
    if not isinstance(alias, str) or not isinstance(stage, str):
        raise TypeError
    if not isinstance(day, int) or not isinstance(entries, int):
        raise TypeError
    if not 0 <= day <= _LAST_DAY or not isinstance(upto, dict):
        raise ValueError
    return ListRow(
        log=log,
        alias=alias,
        stage=stage,
        day=day,
        entries=entries,
        upto={
            DeviceId(bytes.fromhex(device)): _upto(number, bytes.fromhex(name))
            for device, (number, name) in upto.items()
        },
    )


def _upto(number: object, name: bytes) -> Upto:
    """How far a device counts, as it can go into a sheet."""
    if not isinstance(number, int) or not 0 <= number <= MOST_NUMBER:
        raise ValueError
    return number, EntryId(name)
