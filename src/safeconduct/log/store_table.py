"""The tables of the vault's database, and what is done to them (spec/log.md §11, §13).

Each function is a part of a transaction of `store`.
"""

import hashlib
import sqlite3

from safeconduct.log.database import Form
from safeconduct.log.name import HASH_BYTES, OF_A_CASE, EntryId, LogName

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
        "CREATE INDEX entries_by_id ON entries (id)",
        "CREATE INDEX entries_there ON entries (log) WHERE envelope IS NOT NULL",
        "CREATE INDEX entries_gone ON entries (log) WHERE envelope IS NULL",
        "CREATE TABLE erased (id BLOB PRIMARY KEY) STRICT, WITHOUT ROWID",
        """CREATE TABLE rows (log BLOB PRIMARY KEY, row BLOB NOT NULL)
        STRICT, WITHOUT ROWID""",
        # AUTOINCREMENT: a number that was sent is never another item's.
        """CREATE TABLE outbox (
            n INTEGER PRIMARY KEY AUTOINCREMENT,
            circle INTEGER NOT NULL, payload BLOB NOT NULL
        ) STRICT""",
        "CREATE INDEX outbox_of_circle ON outbox (circle)",
        """CREATE TABLE cursors (mailbox BLOB PRIMARY KEY, last INTEGER NOT NULL)
        STRICT, WITHOUT ROWID""",
        """CREATE TABLE tombstones ("case" BLOB PRIMARY KEY, entry BLOB NOT NULL)
        STRICT, WITHOUT ROWID""",
        """CREATE TABLE meta (key TEXT PRIMARY KEY, value BLOB NOT NULL)
        STRICT, WITHOUT ROWID""",
    ),
    locking="EXCLUSIVE",
    journal="WAL",
    synchronous="FULL",
)
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
    wanted = "SELECT n, envelope FROM entries WHERE id = ? AND log = ?"
    found = db.execute(wanted, (name, log.raw)).fetchone()
    if found is not None and found[1] == envelope:
        return False
    if found is not None:
        db.execute("UPDATE entries SET envelope = ? WHERE n = ?", (envelope, found[0]))
        return True
    number, link = end_of_chain(db)
    row = (number + 1, name, next_link(link, name), log.raw, envelope)
    db.execute("INSERT INTO entries VALUES (?, ?, ?, ?, ?)", row)
    return True


def is_erased(db: sqlite3.Connection, name: EntryId) -> bool:
    """Whether an entry must not come again."""
    wanted = "SELECT 1 FROM erased WHERE id = ?"
    return db.execute(wanted, (name,)).fetchone() is not None


def is_of_erased_case(db: sqlite3.Connection, log: LogName) -> bool:
    """Whether nothing of a log may come again."""
    wanted = 'SELECT 1 FROM tombstones WHERE "case" = ?'
    found = db.execute(wanted, (log.case,)).fetchone()
    # The roster outlives any case, whatever an act calls one.
    return found is not None and log.compartment in OF_A_CASE


def erase_entry(db: sqlite3.Connection, name: EntryId) -> None:
    """Delete an entry, and what waits to be sent of it."""
    db.execute("INSERT OR IGNORE INTO erased VALUES (?)", (name,))
    wanted = "SELECT envelope FROM entries WHERE id = ? AND envelope IS NOT NULL"
    for (envelope,) in db.execute(wanted, (name,)).fetchall():
        db.execute("DELETE FROM outbox WHERE instr(payload, ?)", (envelope,))
    db.execute("UPDATE entries SET envelope = NULL WHERE id = ?", (name,))


def erase_log(db: sqlite3.Connection, log: bytes) -> None:
    """Delete a log, and what waits to be sent of it; its entries' names stay."""
    for wanted in (
        """INSERT OR IGNORE INTO erased
        SELECT id FROM entries WHERE envelope IS NOT NULL AND log = ?""",
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
