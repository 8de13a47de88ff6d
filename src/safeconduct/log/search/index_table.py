"""The tables of the index of words, and what is done to them (spec/log.md §11).

Each function is a part of a transaction of `text_index`.
"""

import sqlite3
from pathlib import Path
from typing import cast

from sqlcipher3 import dbapi2

from safeconduct.log.name import LogName
from safeconduct.log.search.words import folded

_VERSION = 2
_PRIMARY = 0xFF
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
# Beginnings of words, by their lengths: of one that is not here every entry with such a
# word would be gone through, and of the longer ones there are few.
_BEGINNINGS = " ".join(str(length) for length in range(2, 13))
_SCHEMA = (
    # No text: excerpts are opened anew. No places of words: half the size, and only
    # phrases would need them.
    f"""CREATE VIRTUAL TABLE words USING fts5(
        text, content='', contentless_delete=1, detail=none, prefix='{_BEGINNINGS}',
        tokenize='unicode61 remove_diacritics 2'
    )""",
    "CREATE TABLE logs (ref INTEGER PRIMARY KEY, log BLOB NOT NULL UNIQUE, note TEXT)",
    "CREATE TABLE docs (n INTEGER PRIMARY KEY, ref INTEGER NOT NULL)",
    "CREATE INDEX docs_of_log ON docs (ref)",
    # What was taken out and whose words still lie in the file.
    "CREATE TABLE gone (n INTEGER PRIMARY KEY)",
)


def make_tables(db: sqlite3.Connection) -> None:
    """The tables of an empty index."""
    for statement in (*_SCHEMA, f"PRAGMA user_version = {_VERSION}"):
        db.execute(statement)


def is_ours(db: sqlite3.Connection) -> bool:
    """Whether an open database is an index of this form."""
    (version,) = db.execute("PRAGMA user_version").fetchone()
    return bool(version == _VERSION)


def connect(path: Path, key: bytes) -> sqlite3.Connection:
    """Open the file of an index, or make it, under a key.

    Raises:
        dbapi2.DatabaseError: it is damaged, or under another key.
    """
    # The driver has the interface of sqlite3, and ships no types.
    db = cast(
        "sqlite3.Connection",
        dbapi2.connect(str(path), isolation_level=None, check_same_thread=False),
    )
    for pragma in (
        "cipher_log_level = NONE",  # it would write to standard error
        f"key = {quoted(key)}",
        "locking_mode = EXCLUSIVE",
        "journal_mode = WAL",
        "synchronous = NORMAL",
        "temp_store = MEMORY",
        "secure_delete = ON",
        "trusted_schema = OFF",
    ):
        db.execute(f"PRAGMA {pragma}").fetchall()
    return db


def quoted(key: bytes) -> str:
    """A key as SQLCipher takes it: as it is, not stretched."""
    return f"\"x'{key.hex()}'\""


def ref_of(db: sqlite3.Connection, log: LogName) -> int:
    """The number that a log has in the index."""
    db.execute("INSERT OR IGNORE INTO logs (log) VALUES (?)", (log.raw,))
    wanted = "SELECT ref FROM logs WHERE log = ?"
    return int(db.execute(wanted, (log.raw,)).fetchone()[0])


def docs_of(db: sqlite3.Connection, ref: int) -> frozenset[int]:
    """The numbers of arrival that are indexed of a log."""
    found = db.execute("SELECT n FROM docs WHERE ref = ?", (ref,)).fetchall()
    return frozenset(number for (number,) in found)


def put_in(db: sqlite3.Connection, ref: int, number: int, text: str) -> None:
    """Index the words of an arrival."""
    row = (number, folded(text))
    db.execute("INSERT INTO words (rowid, text) VALUES (?, ?)", row)
    db.execute("INSERT INTO docs VALUES (?, ?)", (number, ref))


def take_out(db: sqlite3.Connection, number: int) -> None:
    """Let an arrival be found no more; its words lie in the file till `optimize`."""
    db.execute("DELETE FROM words WHERE rowid = ?", (number,))
    db.execute("DELETE FROM docs WHERE n = ?", (number,))
    db.execute("INSERT OR IGNORE INTO gone VALUES (?)", (number,))


def is_damage(error: Exception) -> bool:
    """Whether an error says that the file is damaged."""
    return getattr(error, "sqlite_errorcode", 0) & _PRIMARY in _DAMAGED
