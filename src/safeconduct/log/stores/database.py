"""SQLite, opened so that what is acknowledged outlasts a power cut (spec/log.md §11).

One connection for each file, in one process: writers and readers take turns at it.
"""

import os
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import RLock
from typing import Literal

from safeconduct.base.errors import OurFaultError
from safeconduct.log.errors import LogError
from safeconduct.log.stores.disk import (
    damaged_error,
    disk_errors_told,
    full_error,
    refused_error,
    to_disk,
)

_PRIMARY = 0xFF  # the rest of a code says more than anybody can act on
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
# While a file is opened: it says that it is of a form which there is not.
_ODD = {sqlite3.SQLITE_ERROR}
_REFUSED = {
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_PERM,
}
_DAMAGE = "the database is damaged."
_SOUND = ("ok",)
_WIPED_BYTES = 65536
# A write-ahead log of this size is taken into the database, whatever its pages are.
_WAL_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What one of our databases is: `mark` and `version` stand in its first page."""

    mark: int
    version: int
    schema: tuple[str, ...]
    page_bytes: int = 4096
    locking: Literal["EXCLUSIVE", "NORMAL"]
    journal: Literal["WAL", "DELETE"]
    synchronous: Literal["FULL", "EXTRA", "OFF"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Database:
    """An open database; every use of it raises `LogError` for what the disk does.

    The kinds are *damaged*, *full*, *refused*, and *taken* by another process.
    """

    path: Path
    _db: sqlite3.Connection
    _turn: RLock

    def close(self) -> None:
        """Let go of the file."""
        with self.reading() as db:
            db.close()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Use the database alone, outside of any transaction of another thread."""
        with self._turn, disk_errors_told(self.path.name), _told(self.path.name):
            yield self._db

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Write in one transaction: it is on the disk when this ends, or not there."""
        with self.reading() as db, transaction(db):
            yield db

    @contextmanager
    def erasing(self) -> Iterator[sqlite3.Connection]:
        """Write in one transaction what must leave nothing: neither here nor beside.

        For databases whose journal is deleted: it holds what was there before, so it
        is kept, overwritten, and deleted then.
        """
        with self.reading() as outer:
            outer.execute("PRAGMA journal_mode = PERSIST").fetchall()
            try:
                with self.writing() as db:
                    yield db
                # Not where it failed: the journal may be wanted to undo it.
                _wipe_journal(self.path)
            finally:
                outer.execute("PRAGMA journal_mode = DELETE").fetchall()

    def faults(self) -> tuple[str, ...]:
        """What SQLite's own full check finds wrong."""
        try:
            with self.reading() as db:
                return _check(db, "integrity_check")
        except LogError as error:
            return (str(error),)

    def copy_to(self, target: Path) -> None:
        """Write the database as of now to a new file."""
        target.touch(mode=0o600, exist_ok=False)
        with self.reading() as db, closing(sqlite3.connect(target)) as copy:
            db.backup(copy)


def open_database(path: Path, form: Form, *, salvage: bool = False) -> Database:
    """Open a database, or make it; `salvage` opens a damaged one, to read what reads.

    Raises:
        LogError: *damaged* (or foreign, or newer), *full*, *refused*, or *taken*.
    """
    with disk_errors_told(path.name), _told(path.name, _ODD):
        if not path.exists():
            _make(path, form)
        with ExitStack() as undo:
            db = undo.enter_context(closing(_connect(path, form)))
            _prepare(db, form, path, salvage=salvage)
            undo.pop_all()
    return Database(path=path, _db=db, _turn=RLock())


def _make(path: Path, form: Form) -> None:
    """A new database gets its name when it is whole: an empty one was damaged."""
    if any(path.with_name(path.name + end).exists() for end in ("-wal", "-journal")):
        raise damaged_error(path.name, "the database is gone, its journal is there.")
    made = path.with_name(f"{path.name}-new")
    made.unlink(missing_ok=True)
    os.close(os.open(made, os.O_RDWR | os.O_CREAT, 0o600))
    with closing(_connect(made, form)) as db:
        _set_up(db, form)
        mark = f"PRAGMA application_id = {form.mark}"
        version = f"PRAGMA user_version = {form.version}"
        for statement in ("BEGIN IMMEDIATE", *form.schema, mark, version, "COMMIT"):
            db.execute(statement)
    made.replace(path)
    to_disk(path.parent)


def _connect(path: Path, form: Form) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=0, isolation_level=None, check_same_thread=False)
    db.text_factory = bytes  # what is damaged may be no text
    # Before all else: in exclusive mode no memory is shared in a file beside it.
    db.execute(f"PRAGMA locking_mode = {form.locking}")
    return db


def _prepare(db: sqlite3.Connection, form: Form, path: Path, *, salvage: bool) -> None:
    # Before anything is written: whose file it is.
    (mark,) = db.execute("PRAGMA application_id").fetchone()
    (version,) = db.execute("PRAGMA user_version").fetchone()
    _check_form(form, mark, version, name=path.name)
    if salvage:
        db.execute("PRAGMA query_only = ON")
        return
    _set_up(db, form)
    if not _has_tables(db, form) or _check(db, "quick_check"):
        raise damaged_error(path.name, _DAMAGE)
    if form.journal == "DELETE":
        _sweep(db, path)


def _sweep(db: sqlite3.Connection, path: Path) -> None:
    """Wipe a journal that an erasure left, done but cut short.

    What was half written was undone when the database was first read, and its journal
    is gone. Nobody may begin to write meanwhile.
    """
    db.execute("BEGIN IMMEDIATE")
    try:
        _wipe_journal(path)
        _journal(path).unlink(missing_ok=True)
    finally:
        db.execute("ROLLBACK")


def _set_up(db: sqlite3.Connection, form: Form) -> None:
    for pragma in (
        f"page_size = {form.page_bytes}",  # of a new file, and before all else
        f"journal_mode = {form.journal}",
        f"synchronous = {form.synchronous}",
        f"wal_autocheckpoint = {_WAL_BYTES // form.page_bytes}",
        "fullfsync = ON",  # where a disk is told to sync in another way
        "secure_delete = ON",
        "foreign_keys = ON",
        "temp_store = MEMORY",  # nothing of it lies in a temporary file
        "cell_size_check = ON",
        "trusted_schema = OFF",
    ):
        db.execute(f"PRAGMA {pragma}").fetchall()


def _wipe_journal(path: Path) -> None:
    """Overwrite a journal whose transaction has ended."""
    journal = _journal(path)
    if not journal.exists():
        return
    with journal.open("rb+") as file:
        for _ in range(0, journal.stat().st_size, _WIPED_BYTES):
            file.write(bytes(_WIPED_BYTES))
        file.flush()
        os.fsync(file.fileno())


def _journal(path: Path) -> Path:
    return path.with_name(f"{path.name}-journal")


def _check_form(form: Form, mark: int, version: int, *, name: str) -> None:
    if mark != form.mark:
        raise damaged_error(name, "this was emptied, or is no file of Safe Conduct.")
    if version > form.version:
        what = f"{name} was written by a newer Safe Conduct. Install that one."
        raise LogError(what, kind="damaged")


def _has_tables(db: sqlite3.Connection, form: Form) -> bool:
    wanted = "SELECT sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite!_%' ESCAPE '!'"
    return {sql for (sql,) in db.execute(wanted)} == {
        statement.encode() for statement in form.schema
    }


def _check(
    db: sqlite3.Connection, check: Literal["quick_check", "integrity_check"]
) -> tuple[str, ...]:
    found = tuple(
        line.decode(errors="replace") for (line,) in db.execute(f"PRAGMA {check}")
    )
    return () if found == _SOUND else found


@contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[None]:
    """One transaction: it is on the disk when this ends, or nothing of it is."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    finally:
        # A disk that is full has ended the transaction already.
        if db.in_transaction:
            db.execute("ROLLBACK")


@contextmanager
def _told(name: str, odd: Collection[int] = ()) -> Iterator[None]:
    """Say what SQLite says in our words; `odd` codes mean a damaged file here."""
    try:
        yield
    except UnicodeDecodeError as error:
        # SQLite said what is wrong in words out of the damaged file.
        raise damaged_error(name, _DAMAGE) from error
    except sqlite3.Error as error:
        if _code_of(error) in odd:
            raise damaged_error(name, _DAMAGE) from error
        raise _error(error, name) from error


def _code_of(error: sqlite3.Error) -> int:
    return getattr(error, "sqlite_errorcode", 0) & _PRIMARY


def _error(error: sqlite3.Error, name: str) -> LogError | OurFaultError:
    code = _code_of(error)
    if code in _DAMAGED:
        return damaged_error(name, _DAMAGE)
    if code == sqlite3.SQLITE_FULL:
        return full_error(name)
    if code in _REFUSED:
        return refused_error(name)
    if code == sqlite3.SQLITE_BUSY:
        what = f"{name} is open in another process. Close it there first."
        return LogError(what, kind="taken")
    return OurFaultError(f"{name}: the database was used in a wrong way.")
