"""A store is walked from its first arrival to its last (spec/log.md §11).

What is wrong is named; what is not is read as before.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from safeconduct.log.errors import LogError
from safeconduct.log.name import HASH_BYTES, EntryId, read_log_name
from safeconduct.log.stores.database import Database
from safeconduct.log.stores.store_table import next_link

FaultKind = Literal["database", "chain", "missing", "changed", "misplaced"]
_NO_ID = EntryId(b"")
# So many at a time: others use the store meanwhile, and an entry may have 1 MiB.
_AT_ONCE = 64
_ROWS = """
SELECT n, id, link, log, envelope,
    log = x'' OR EXISTS (
        SELECT 1 FROM erased
        WHERE erased.id IN (entries.id, CAST(entries.log || entries.id AS BLOB)))
FROM entries
"""
_AFTER = _ROWS + "WHERE n > ? ORDER BY n LIMIT ?"
_ONE = _ROWS + "WHERE n = ?"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreFault:
    """One thing wrong with a store.

    *database*: SQLite finds it (`what` says where), or an arrival cannot be read;
    *chain*: an arrival was put in, taken out or changed; *missing*: an entry has no
    bytes and was not erased; *changed*: its bytes are others; *misplaced*: it has no
    log that is one.
    `number` counts arrivals from 1; it is 0, and `id` empty, where none is meant.
    """

    kind: FaultKind
    number: int = 0
    id: EntryId = _NO_ID
    what: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    number: int
    id: EntryId
    link: bytes
    log: bytes
    envelope: bytes | None
    is_erased: bool


def walk_store(database: Database) -> Iterator[StoreFault]:
    """Every fault, in the order of arrival; those of the database come first."""
    for what in database.faults():
        yield StoreFault(kind="database", what=what)
    number, link = 0, bytes(HASH_BYTES)
    for at, row in _rows(database):
        if row is None:
            yield StoreFault(kind="database", number=at, what="It cannot be read.")
            continue
        if row.number != number + 1 or row.link != next_link(link, row.id):
            yield StoreFault(kind="chain", number=row.number, id=row.id)
        number, link = row.number, row.link
        yield from _faults_of(row)


def _faults_of(row: _Row) -> Iterator[StoreFault]:
    if row.envelope is None:
        if not row.is_erased:
            yield StoreFault(kind="missing", number=row.number, id=row.id)
    elif hashlib.sha256(row.envelope).digest() != row.id:
        yield StoreFault(kind="changed", number=row.number, id=row.id)
    elif read_log_name(row.log) is None:
        yield StoreFault(kind="misplaced", number=row.number, id=row.id)


def _rows(database: Database) -> Iterator[tuple[int, _Row | None]]:
    """Each arrival by its number; None where the disk gives none."""
    after = 0
    while True:
        try:
            found = _found(database, _AFTER, after, _AT_ONCE)
        except LogError:
            found = tuple(_one_by_one(database, after))
            if all(row is None for _, row in found):
                yield after + 1, None
                return
        if not found:
            return
        yield from found
        after = found[-1][0]


def _one_by_one(database: Database, after: int) -> Iterator[tuple[int, _Row | None]]:
    """The arrivals around a damaged place, as far as each can be read."""
    for number in range(after + 1, after + 1 + _AT_ONCE):
        try:
            yield from _found(database, _ONE, number)
        except LogError:
            yield number, None


def _found(
    database: Database, wanted: str, *values: int
) -> tuple[tuple[int, _Row | None], ...]:
    with database.reading() as db:
        rows = db.execute(wanted, values).fetchall()
    return tuple(
        (
            number,
            _Row(
                number=number,
                id=EntryId(_bytes(name)),
                link=_bytes(link),
                log=_bytes(log),
                envelope=None if envelope is None else _bytes(envelope),
                is_erased=bool(is_erased),
            ),
        )
        for number, name, link, log, envelope, is_erased in rows
    )


def _bytes(value: object) -> bytes:
    """A damaged page may hold a number where bytes were."""
    return value if isinstance(value, bytes) else b""
