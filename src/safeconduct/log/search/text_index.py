"""The index of words: what this desk can open, to be found again (spec/log.md §11).

It is disposable: damaged, foreign or behind, it is made again from the entries. It
holds no text, only which words stand in the arrival of which number; and it never
outlives the key that is sealed in the store.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import RLock
from typing import TypeVar

from sqlcipher3 import dbapi2

from safeconduct.log.name import (
    CaseId,
    Compartment,
    EntryId,
    LogName,
    read_log_name,
)
from safeconduct.log.replay.log_view import LogView
from safeconduct.log.replay.reading import read_log
from safeconduct.log.search.index_note import note_of, read_note
from safeconduct.log.search.index_table import (
    connect,
    docs_of,
    is_damage,
    is_ours,
    make_tables,
    put_in,
    quoted,
    ref_of,
    take_out,
)
from safeconduct.log.search.words import excerpt_of, query_of, text_of
from safeconduct.log.stores.database import transaction
from safeconduct.log.stores.disk import refused_error
from safeconduct.log.vault.vault import Vault

STORE = "index"
FILE = "index.db"
_KEY_BYTES = 32
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
        """Entries with all of the words, those that came last first.

        Raises:
            LogError: *refused*: the disk does not let the index be used or made again.
        """
        query = query_of(words)
        if not query or self.vault.closed:
            return ()
        with _told():
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
        """Let nothing of a case be readable in it any more.

        Raises:
            LogError: *refused*: the file could be neither cleaned nor made again; its
                key is gone all the same.
        """
        with self.vault.turn, self._turn, _told():
            try:
                self._forget([log for log in self._notes() if log.case == case])
                self._renew()
            except dbapi2.Error:
                self._rebuild()

    def catch_up(self) -> None:
        """Follow every log that has changed since it was followed last.

        A full disk stops nothing here either.
        """
        try:
            self._mended(self._catch_up)
        except dbapi2.Error:
            return

    def rebuild(self) -> None:
        """Throw the index away and make it again from the entries.

        Raises:
            LogError: *refused*: the disk does not let it be made.
        """
        with self.vault.turn, self._turn, _told():
            self._rebuild()

    def _rebuild(self) -> None:
        self._db.close()
        self._db = _made(self.vault)
        self._catch_up()

    def _catch_up(self) -> None:
        if self.vault.closed:
            return
        extents, known = self.vault.store.extents(), self._notes()
        for log, extent in extents.items():
            if log.compartment is Compartment.ROSTER:
                continue
            note = known.get(log)
            if note is not None and read_note(note).is_of(self.vault, log, extent):
                continue
            if self.vault.ring.of_log(log):
                self._follow(self.vault.view(log))
        self._forget(known.keys() - extents.keys())
        if self._is_unclean():
            self._renew()

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
        note = note_of(self.vault, view, numbers).write()
        db = self._db
        with transaction(db):
            ref = ref_of(db, view.log)
            there = docs_of(db, ref)
            for number in there - wanted.keys():
                take_out(db, number)
            for number in sorted(wanted.keys() - there):
                put_in(db, ref, number, wanted[number])
            db.execute("UPDATE logs SET note = ? WHERE ref = ?", (note, ref))

    def _forget(self, logs: Iterable[LogName]) -> None:
        db = self._db
        with transaction(db):
            for ref in [ref_of(db, log) for log in logs]:
                for number in docs_of(db, ref):
                    take_out(db, number)
                db.execute("DELETE FROM logs WHERE ref = ?", (ref,))

    def _renew(self) -> None:
        """Rewrite what is left, without the words that went, under a new key.

        The old key goes first: what a power cut leaves under it opens to nobody.
        """
        self._db.execute("INSERT INTO words (words) VALUES ('optimize')")
        self._db.execute("DELETE FROM gone")
        key = _new_key(self.vault)
        checkpoint = "PRAGMA wal_checkpoint(TRUNCATE)"
        for statement in (checkpoint, f"PRAGMA rekey = {quoted(key)}", checkpoint):
            self._db.execute(statement).fetchall()

    def _is_unclean(self) -> bool:
        return self._db.execute("SELECT 1 FROM gone").fetchone() is not None

    def _notes(self) -> Mapping[LogName, str]:
        found = self._db.execute("SELECT log, note FROM logs").fetchall()
        return {log: note for raw, note in found if (log := read_log_name(raw))}

    def _mended(self, work: Callable[[], T]) -> T:
        """Do something; if the index turns out to be damaged, make it again first."""
        with self._turn:
            try:
                return work()
            except dbapi2.DatabaseError as error:
                if not is_damage(error):
                    raise
        # The vault's turn first, as whoever writes has it.
        with self.vault.turn, self._turn:
            self._rebuild()
            return work()


def open_text_index(vault: Vault) -> TextIndex:
    """The index of an open vault, up to date; it follows the vault from now on.

    Raises:
        LogError: *refused*: the disk does not let it be made.
    """
    with _told():
        index = TextIndex(vault=vault, _db=_opened(vault))
    index.catch_up()
    vault.derived.append(index)
    return index


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except dbapi2.Error as error:
        raise refused_error(FILE) from error


def _opened(vault: Vault) -> sqlite3.Connection:
    """The index as it is; a new one where there is none, or another's, or no key."""
    path = vault.folder / FILE
    key = vault.seal.open(STORE, vault.store.meta(STORE) or b"")
    if key is None or not path.exists():
        return _made(vault)
    try:
        db = connect(path, key)
        if is_ours(db):
            return db
    except dbapi2.DatabaseError:
        return _made(vault)
    db.close()
    return _made(vault)


def _made(vault: Vault) -> sqlite3.Connection:
    """An empty index under a new key."""
    path = vault.folder / FILE
    for end in ("", "-wal", "-journal"):
        path.with_name(FILE + end).unlink(missing_ok=True)
    path.touch(mode=0o600)
    db = connect(path, _new_key(vault))
    make_tables(db)
    return db


def _new_key(vault: Vault) -> bytes:
    """A new key; the one before is gone, also out of the write-ahead log."""
    key = vault.around.entropy(_KEY_BYTES)
    vault.store.set_meta(STORE, vault.seal.seal(STORE, key))
    vault.store.wipe()
    return key
