"""The index of words: what this desk can open, to be found again (spec/log.md §11).

It is disposable: damaged, foreign or behind, it is made again from the entries. It
holds no text, only which words stand in the arrival of which number; and it never
outlives the key that is sealed in the store.
"""

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import RLock
from typing import TypeVar, cast

from sqlcipher3 import dbapi2

from safeconduct.log.log_view import LogView
from safeconduct.log.name import CaseId, Compartment, EntryId, LogName, read_log_name
from safeconduct.log.reading import read_log
from safeconduct.log.vault import Vault
from safeconduct.log.words import excerpt_of, folded, query_of, text_of

STORE = "index"
FILE = "index.db"
_KEY_BYTES = 32
_VERSION = 1
_PRIMARY = 0xFF
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_SCHEMA = (
    # No text: excerpts are opened anew. No places of words: half the size, and only
    # phrases would need them. Beginnings of words: what is typed is found at once.
    """CREATE VIRTUAL TABLE words USING fts5(
        text, content='', contentless_delete=1, detail=none, prefix='2 3 4',
        tokenize='unicode61 remove_diacritics 2'
    )""",
    "CREATE TABLE logs (ref INTEGER PRIMARY KEY, log BLOB NOT NULL UNIQUE, stamp TEXT)",
    "CREATE TABLE docs (n INTEGER PRIMARY KEY, ref INTEGER NOT NULL)",
    "CREATE INDEX docs_of_log ON docs (ref)",
    # What was taken out and whose words still lie in the file.
    "CREATE TABLE gone (n INTEGER PRIMARY KEY)",
)
_NEWEST = "SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid DESC LIMIT ?"
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An entry with the words that were looked for; `minute` by its author's clock."""

    log: LogName
    entry: EntryId
    minute: int
    excerpt: str


@dataclass(slots=True, kw_only=True)
class TextIndex:
    """The words of every entry that counts and that this desk can open."""

    vault: Vault
    _db: sqlite3.Connection
    _turn: RLock = field(default_factory=RLock)

    def close(self) -> None:
        """Let go of the file."""
        with self._turn:
            self._db.close()

    def search(self, words: str, *, most: int = 20) -> tuple[Hit, ...]:
        """Entries with all of the words, those that came last first."""
        query = query_of(words)
        if not query or self.vault.closed:
            return ()
        rows = self._mended(lambda: self._rows(query, most))
        found = (self._hit(number, words) for number in rows)
        return tuple(hit for hit in found if hit is not None)

    def refresh(self, view: LogView) -> None:
        """Follow a log. The entries are safe already: a full disk stops nothing here.

        What could not be followed is caught up with when the index is next opened, and
        then too the file is cleaned of the words of what counts no more.
        """
        try:
            self._mended(lambda: self._follow(view))
        except dbapi2.Error:
            return

    def erase(self, case: CaseId) -> None:
        """Let nothing of a case be readable in it any more."""
        try:
            with self._turn, self._writing() as db:
                named = "SELECT ref FROM logs WHERE substr(log, 1, 16) = ?"
                for (ref,) in db.execute(named, (case,)).fetchall():
                    self._forget(ref)
            self._renew()
        except dbapi2.Error:
            self.rebuild()

    def catch_up(self) -> None:
        """Follow every log that has changed since it was followed last."""
        if self.vault.closed:
            return
        extents = self.vault.store.extents()
        known = self._mended(self._stamps)
        for log in extents:
            keys = len(self.vault.ring.of_log(log))
            is_words = keys > 0 and log.compartment is not Compartment.ROSTER
            if is_words and known.get(log) != _stamp(*extents[log], keys):
                self.refresh(self.vault.view(log))
        for case in {log.case for log in known.keys() - extents.keys()}:
            self.erase(case)
        if self._mended(self._is_unclean):
            self._renew()

    def rebuild(self) -> None:
        """Throw the index away and make it again from the entries."""
        with self._turn:
            self._db.close()
            self._db = _made(self.vault)
            self.catch_up()

    def _rows(self, query: str, most: int) -> tuple[int, ...]:
        try:
            found = self._db.execute(_NEWEST, (query, most)).fetchall()
        except dbapi2.OperationalError:
            # A few letters of rare scripts are letters to Python only.
            return ()
        return tuple(number for (number,) in found)

    def _hit(self, number: int, words: str) -> Hit | None:
        arrival = self.vault.store.at(number)
        if arrival is None:
            return None
        keys = self.vault.ring.of_log(arrival.log)
        readout = read_log(
            arrival.log, [arrival], keys=keys, author_of=self.vault.author_key
        )
        for entry in readout.entries:
            return Hit(
                log=entry.log,
                entry=entry.id,
                minute=entry.frame.minute,
                excerpt=excerpt_of(text_of(entry.body), words),
            )
        return None

    def _follow(self, view: LogView) -> None:
        """Put in what is new, take out what counts no more."""
        numbers = self.vault.store.numbers(view.log)
        wanted = {
            numbers[item.id]: text
            for item in view.entries
            if item.id in numbers and (text := text_of(item.body))
        }
        keys = len(self.vault.ring.of_log(view.log))
        stamp = _stamp(max(numbers.values(), default=0), len(numbers), keys)
        with self._writing() as db:
            ref = _ref(db, view.log)
            there = _docs(db, ref)
            for number in there - wanted.keys():
                _take_out(db, number)
            for number in sorted(wanted.keys() - there):
                _put_in(db, ref, number, wanted[number])
            db.execute("UPDATE logs SET stamp = ? WHERE ref = ?", (stamp, ref))

    def _forget(self, ref: int) -> None:
        for number in _docs(self._db, ref):
            _take_out(self._db, number)
        self._db.execute("DELETE FROM logs WHERE ref = ?", (ref,))

    def _renew(self) -> None:
        """Rewrite what is left, without the words that went, under a new key.

        The old key goes first: what a power cut leaves under it opens to nobody.
        """
        with self._turn:
            self._db.execute("INSERT INTO words (words) VALUES ('optimize')")
            self._db.execute("DELETE FROM gone")
            key = _new_key(self.vault)
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            self._db.execute(f"PRAGMA rekey = {_quoted(key)}").fetchall()
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def _is_unclean(self) -> bool:
        return self._db.execute("SELECT 1 FROM gone").fetchone() is not None

    def _stamps(self) -> Mapping[LogName, str]:
        found = self._db.execute("SELECT log, stamp FROM logs").fetchall()
        return {log: stamp for raw, stamp in found if (log := read_log_name(raw))}

    def _mended(self, work: Callable[[], T]) -> T:
        """Do something; if the index turns out to be damaged, make it again first."""
        with self._turn:
            try:
                return work()
            except dbapi2.DatabaseError as error:
                if not _is_damage(error):
                    raise
                self.rebuild()
                return work()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        db = self._db
        db.execute("BEGIN IMMEDIATE")
        try:
            yield db
            db.execute("COMMIT")
        finally:
            if db.in_transaction:
                db.execute("ROLLBACK")


def open_text_index(vault: Vault) -> TextIndex:
    """The index of an open vault, up to date; it follows the vault from now on."""
    index = TextIndex(vault=vault, _db=_opened(vault))
    index.catch_up()
    vault.derived.append(index)
    return index


def _opened(vault: Vault) -> sqlite3.Connection:
    """The index as it is; a new one where there is none, or another's, or no key."""
    path = vault.folder / FILE
    key = vault.seal.open(STORE, vault.store.meta(STORE) or b"")
    if key is None or not path.exists():
        return _made(vault)
    try:
        db = _connect(path, key)
    except dbapi2.DatabaseError:
        return _made(vault)
    try:
        (version,) = db.execute("PRAGMA user_version").fetchone()
    except dbapi2.DatabaseError:
        version = 0
    if version == _VERSION:
        return db
    db.close()
    return _made(vault)


def _made(vault: Vault) -> sqlite3.Connection:
    """An empty index under a new key."""
    path = vault.folder / FILE
    for end in ("", "-wal", "-journal"):
        path.with_name(FILE + end).unlink(missing_ok=True)
    db = _connect(path, _new_key(vault))
    for statement in (*_SCHEMA, f"PRAGMA user_version = {_VERSION}"):
        db.execute(statement)
    return db


def _new_key(vault: Vault) -> bytes:
    """A new key; the one before is gone, also out of the write-ahead log."""
    key = vault.around.entropy(_KEY_BYTES)
    vault.store.set_meta(STORE, vault.seal.seal(STORE, key))
    vault.store.wipe()
    return key


def _connect(path: Path, key: bytes) -> sqlite3.Connection:
    # The driver has the interface of sqlite3, and ships no types.
    db = cast(
        "sqlite3.Connection",
        dbapi2.connect(str(path), isolation_level=None, check_same_thread=False),
    )
    for pragma in (
        "cipher_log_level = NONE",  # it would write to standard error
        f"key = {_quoted(key)}",
        "locking_mode = EXCLUSIVE",
        "journal_mode = WAL",
        "synchronous = NORMAL",
        "temp_store = MEMORY",
        "secure_delete = ON",
        "trusted_schema = OFF",
    ):
        db.execute(f"PRAGMA {pragma}").fetchall()
    return db


def _quoted(key: bytes) -> str:
    return f"\"x'{key.hex()}'\""


def _stamp(newest: int, entries: int, keys: int) -> str:
    """What tells whether a log has changed: entries that came, went or can be read."""
    return f"{newest} {entries} {keys}"


def _ref(db: sqlite3.Connection, log: LogName) -> int:
    db.execute("INSERT OR IGNORE INTO logs (log) VALUES (?)", (log.raw,))
    wanted = "SELECT ref FROM logs WHERE log = ?"
    return int(db.execute(wanted, (log.raw,)).fetchone()[0])


def _docs(db: sqlite3.Connection, ref: int) -> frozenset[int]:
    found = db.execute("SELECT n FROM docs WHERE ref = ?", (ref,)).fetchall()
    return frozenset(number for (number,) in found)


def _put_in(db: sqlite3.Connection, ref: int, number: int, text: str) -> None:
    row = (number, folded(text))
    db.execute("INSERT INTO words (rowid, text) VALUES (?, ?)", row)
    db.execute("INSERT INTO docs VALUES (?, ?)", (number, ref))


def _take_out(db: sqlite3.Connection, number: int) -> None:
    db.execute("DELETE FROM words WHERE rowid = ?", (number,))
    db.execute("DELETE FROM docs WHERE n = ?", (number,))
    db.execute("INSERT OR IGNORE INTO gone VALUES (?)", (number,))


def _is_damage(error: Exception) -> bool:
    return getattr(error, "sqlite_errorcode", 0) & _PRIMARY in _DAMAGED
