"""The tables of the vault's database, and what is done to them (spec/log.md §11, §13).

Each function is a part of a transaction of `store`.
"""

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import suppress

from safeconduct.log.entries.act import Circle
from safeconduct.log.name import HASH_BYTES, OF_A_CASE, EntryId, LogName
from safeconduct.log.stores.database import Form
from safeconduct.sealing.errors import SealError
from safeconduct.sealing.item import EntryItem, read_item, write_item

FORM = Form(
    mark=0x53434C47,
    version=1,
    schema=(
        # An erased entry has no bytes any more; one of an erased case no log either.
        # A false log may come with an entry: it must not keep the true one out.
        """CREATE TABLE entries (
            n INTEGER PRIMARY KEY, id BLOB NOT NULL, link BLOB NOT NULL,
            log BLOB NOT NULL, envelope BLOB
        ) STRICT""",
        # By log first: what comes together stands together, and a batch changes few
        # pages. Four bytes find a name in a log as well as all of it.
        """CREATE INDEX entries_there ON entries (log, substr(id, 1, 4))
        WHERE envelope IS NOT NULL""",
        """CREATE INDEX entries_gone ON entries (log, substr(id, 1, 4))
        WHERE envelope IS NULL""",
        # Each a log and an entry of it: anybody may post what is another log's in his
        # own, and have it erased there. The name alone, as it was, speaks of every log.
        "CREATE TABLE erased (id BLOB PRIMARY KEY) STRICT, WITHOUT ROWID",
        """CREATE TABLE rows (log BLOB PRIMARY KEY, row BLOB NOT NULL)
        STRICT, WITHOUT ROWID""",
        # An entry that is here waits by its number: its bytes stand once.
        """CREATE TABLE outbox (
            n INTEGER PRIMARY KEY, circle INTEGER NOT NULL, entry INTEGER, payload BLOB
        ) STRICT""",
        """CREATE TABLE cursors (mailbox BLOB PRIMARY KEY, last INTEGER NOT NULL)
        STRICT, WITHOUT ROWID""",
        """CREATE TABLE tombstones ("case" BLOB PRIMARY KEY, entry BLOB NOT NULL)
        STRICT, WITHOUT ROWID""",
        """CREATE TABLE meta (key TEXT PRIMARY KEY, value BLOB NOT NULL)
        STRICT, WITHOUT ROWID""",
    ),
    # Of pages of 4,096 bytes a seventh is lost: what is left of one holds no entry.
    page_bytes=8192,
    locking="EXCLUSIVE",
    journal="WAL",
    synchronous="FULL",
)
# What was queued last. A number that was sent is never another item's, and to count in
# `meta`, which every append changes, costs no page as AUTOINCREMENT does.
_QUEUED = "queued"
# By name and log, the first two values that the statement is given.
_NAMED = """FROM entries
WHERE id = ?1 AND log = ?2 AND substr(id, 1, 4) = substr(?1, 1, 4)"""
# Every log, by one step in the index for each: a log may have many entries.
EVERY_LOG = """
WITH RECURSIVE every (log) AS (
    SELECT min(log) FROM entries WHERE envelope IS NOT NULL
    UNION ALL
    SELECT (
        SELECT min(log) FROM entries
        WHERE envelope IS NOT NULL AND entries.log > every.log
    ) FROM every WHERE every.log IS NOT NULL
)
SELECT log FROM every WHERE log IS NOT NULL
"""
# An entry by its name alone, in each log that it came with.
_ANYWHERE = f"""
SELECT n, entries.log, envelope
FROM ({EVERY_LOG}) AS every CROSS JOIN entries ON entries.log = every.log
WHERE id = ?1 AND substr(id, 1, 4) = substr(?1, 1, 4) AND envelope IS NOT NULL
ORDER BY n
"""  # noqa: S608 -- our own words


def next_link(link: bytes, name: EntryId) -> bytes:
    """The next link of the chain of arrivals."""
    return hashlib.sha256(link + name).digest()


def end_of_chain(db: sqlite3.Connection) -> tuple[int, bytes]:
    """The number and the link of the newest arrival."""
    wanted = "SELECT n, link FROM entries ORDER BY n DESC LIMIT 1"
    number, link = db.execute(wanted).fetchone() or (0, bytes(HASH_BYTES))
    return number, link


def put_entry(
    db: sqlite3.Connection, log: LogName, name: EntryId, envelope: bytes
) -> bool:
    """Keep an entry; whether it was new. Bytes that the disk changed are mended."""
    there = f"SELECT n, envelope {_NAMED} AND envelope IS NOT NULL"
    lost = f"SELECT n, envelope {_NAMED} AND envelope IS NULL"
    found = db.execute(f"{there} UNION ALL {lost}", (name, log.raw)).fetchone()
    if found is not None and found[1] == envelope:
        return False
    if found is not None:
        db.execute("UPDATE entries SET envelope = ? WHERE n = ?", (envelope, found[0]))
        return True
    number, link = end_of_chain(db)
    row = (number + 1, name, next_link(link, name), log.raw, envelope)
    db.execute("INSERT INTO entries VALUES (?, ?, ?, ?, ?)", row)
    return True


def put_waiting(db: sqlite3.Connection, circle: Circle, payload: bytes) -> None:
    """Let something wait to be sent; an entry that is here waits by its number."""
    number = int.from_bytes(meta(db, _QUEUED)) + 1
    set_meta(db, _QUEUED, number.to_bytes(8))
    entry = _number_in(db, payload)
    row = (number, circle, entry, payload if entry is None else None)
    db.execute("INSERT INTO outbox VALUES (?, ?, ?, ?)", row)


def _number_in(db: sqlite3.Connection, payload: bytes) -> int | None:
    """The number of the entry in a payload; None where it is none, or not here."""
    item = None
    with suppress(SealError):
        item = read_item(payload)
    if not isinstance(item, EntryItem):
        return None
    name = EntryId(hashlib.sha256(item.envelope).digest())
    found = find_entry(db, name, item.log)
    return found[0][0] if found else None


def waiting(db: sqlite3.Connection, circle: Circle) -> Iterator[tuple[int, bytes]]:
    """What waits for a circle, by its number, oldest first.

    An entry whose bytes the disk has changed is held back: nobody could open it.
    """
    wanted = """
    SELECT outbox.n, payload, id, log, envelope
    FROM outbox LEFT JOIN entries ON entries.n = entry
    WHERE circle = ? ORDER BY outbox.n"""
    for number, payload, name, log, envelope in db.execute(wanted, (circle,)):
        if payload is not None:
            yield number, payload
        elif envelope is not None and hashlib.sha256(envelope).digest() == name:
            yield number, write_item(EntryItem(log=log, envelope=envelope))


def find_entry(
    db: sqlite3.Connection, name: EntryId, log: bytes | None = None
) -> tuple[tuple[int, bytes, bytes], ...]:
    """Number, log and envelope of an entry, in each log that it came with, or in one.

    In all of them it is sought log by log, which takes a while where there are many.
    """
    if log is None:
        return tuple(db.execute(_ANYWHERE, (name,)))
    wanted = f"SELECT n, log, envelope {_NAMED} AND envelope IS NOT NULL"
    return tuple(db.execute(wanted, (name, log)))


def is_erased(db: sqlite3.Connection, log: LogName, name: EntryId) -> bool:
    """Whether an entry must not come again to a log."""
    wanted = "SELECT 1 FROM erased WHERE id IN (?, ?)"
    return db.execute(wanted, (log.raw + name, name)).fetchone() is not None


def is_of_erased_case(db: sqlite3.Connection, log: LogName) -> bool:
    """Whether nothing of a log may come again."""
    wanted = 'SELECT 1 FROM tombstones WHERE "case" = ?'
    found = db.execute(wanted, (log.case,)).fetchone()
    # The roster outlives any case, whatever an act calls one.
    return found is not None and log.compartment in OF_A_CASE


def erase_entry(db: sqlite3.Connection, log: LogName, name: EntryId) -> None:
    """Delete an entry of a log, and what waits to be sent of it."""
    db.execute("INSERT OR IGNORE INTO erased VALUES (?)", (log.raw + name,))
    gone = "DELETE FROM outbox WHERE entry = ? OR instr(payload, ?)"
    for number, _, envelope in find_entry(db, name, log.raw):
        db.execute(gone, (number, log.raw + envelope))
        db.execute("UPDATE entries SET envelope = NULL WHERE n = ?", (number,))


def erase_log(db: sqlite3.Connection, log: bytes) -> None:
    """Delete a log, and what waits to be sent of it; its entries' names stay."""
    for wanted in (
        """DELETE FROM outbox WHERE entry IN (
            SELECT n FROM entries WHERE envelope IS NOT NULL AND log = ?)""",
        "DELETE FROM erased WHERE substr(id, 1, 17) = ?",
        """UPDATE entries SET envelope = NULL, log = x''
        WHERE envelope IS NOT NULL AND log = ?""",
        "UPDATE entries SET log = x'' WHERE envelope IS NULL AND log = ?",
    ):
        db.execute(wanted, (log,))
    db.execute("DELETE FROM rows WHERE log = ?", (log,))
    db.execute("DELETE FROM outbox WHERE instr(payload, ?)", (log,))


def meta(db: sqlite3.Connection, key: str) -> bytes:
    """What `set_meta` kept; empty where it kept nothing."""
    found = db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return b"" if found is None else bytes(found[0])


def set_meta(db: sqlite3.Connection, key: str, value: bytes) -> None:
    """Keep something about the store itself."""
    db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))
