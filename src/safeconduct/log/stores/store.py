"""The vault's database: sealed entries, what is to be sent, tombstones.

Nothing here can open an envelope. Spec: spec/log.md §11, §13.
"""

import hashlib
import sqlite3
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from types import MappingProxyType

from safeconduct.base.errors import OurFaultError
from safeconduct.log.entries.act import Circle
from safeconduct.log.errors import LogError
from safeconduct.log.name import (
    OF_A_CASE,
    CaseId,
    EntryId,
    LogName,
    read_log_name,
)
from safeconduct.log.stores.database import Database, open_database
from safeconduct.log.stores.store_table import (
    EVERY_LOG,
    FORM,
    end_of_chain,
    erase_entry,
    erase_log,
    find_entry,
    is_erased,
    is_of_erased_case,
    meta,
    put_entry,
    put_waiting,
    set_meta,
    waiting,
)
from safeconduct.log.stores.store_walk import StoreFault, walk_store

_TIP = "tip"
_THERE = "FROM entries WHERE envelope IS NOT NULL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A sealed entry of a log, named by its hash."""

    log: LogName
    id: EntryId
    envelope: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """Something for a circle's mailbox, not yet sealed for its way."""

    circle: Circle
    payload: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Queued:
    """Something that waits to be sent, under its number."""

    number: int
    payload: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """The last number of a mailbox that is safely stored."""

    mailbox: bytes
    last: int


Tip = Callable[[int, bytes], bytes]
_NO_ROWS: Mapping[LogName, bytes] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What is done in one step with an append: sent, noted (`meta`), erased of logs."""

    outgoing: Sequence[Outgoing] = ()
    notes: Sequence[tuple[str, bytes]] = ()
    erased: Collection[tuple[LogName, EntryId]] = ()


NOTHING_BESIDE = Beside()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Batch:
    """One call of `append`; `new` is set once it is on the disk."""

    arrivals: Sequence[Arrival]
    outgoing: Sequence[Outgoing]
    rows: Mapping[LogName, bytes]
    cursor: Cursor | None
    beside: Beside
    new: Future[int] = field(default_factory=Future)


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """All that a desk keeps but its keys and files.

    Each call is one transaction, on the disk when it returns, or not there. Every call
    may raise `LogError`: *damaged*, *full* or *refused*.
    """

    _database: Database
    _waiting: deque[_Batch] = field(default_factory=deque)
    _turn: Lock = field(default_factory=Lock)

    def close(self) -> None:
        """Let go of the file; nothing lies beside it then."""
        self._database.close()

    def append(
        self,
        arrivals: Sequence[Arrival],
        *,
        tip: Tip,
        outgoing: Sequence[Outgoing] = (),
        rows: Mapping[LogName, bytes] = _NO_ROWS,
        cursor: Cursor | None = None,
        beside: Beside = NOTHING_BESIDE,
    ) -> int:
        """Keep all of this, or nothing; returns how many entries were new.

        Entries that are there, erased or of an erased case are passed over. `tip`
        seals the number and link of the chain's end. Calls that wait for each other
        are written together, and then the seal of one of them stands for all.
        """
        for item in arrivals:
            if hashlib.sha256(item.envelope).digest() != item.id:
                msg = "An entry was to be stored under another name than its hash."
                raise OurFaultError(msg)
        own = _Batch(
            arrivals=arrivals,
            outgoing=outgoing,
            rows=rows,
            cursor=cursor,
            beside=beside,
        )
        self._waiting.append(own)
        with self._turn:
            if not own.new.done():
                self._write(own, tip)
        if beside.erased:
            # It is done: who were told that it failed would do it twice, under one
            # number. What lies in the log of writes the next opening takes out.
            with suppress(LogError):
                self.wipe()
        return own.new.result()

    def envelopes(self, log: LogName) -> tuple[Arrival, ...]:
        """The entries of a log in the order of their arrival."""
        wanted = f"SELECT id, envelope {_THERE} AND log = ? ORDER BY n"
        with self._database.reading() as db:
            found = db.execute(wanted, (log.raw,)).fetchall()
        return tuple(
            Arrival(log=log, id=EntryId(name), envelope=envelope)
            for name, envelope in found
        )

    def one(self, name: EntryId, log: LogName | None = None) -> Arrival | None:
        """An entry, if it is there: in a log, or in the first that it came with."""
        with self._database.reading() as db:
            found = find_entry(db, name, None if log is None else log.raw)
        _, raw, envelope = found[0] if found else (0, b"", b"")
        at = read_log_name(raw)
        return None if at is None else Arrival(log=at, id=name, envelope=envelope)

    def at(self, number: int) -> Arrival | None:
        """The entry with a number of arrival, if it is there."""
        wanted = f"SELECT log, id, envelope {_THERE} AND n = ?"
        with self._database.reading() as db:
            found = db.execute(wanted, (number,)).fetchone()
        log = None if found is None else read_log_name(found[0])
        if log is None:
            return None
        return Arrival(log=log, id=EntryId(found[1]), envelope=found[2])

    def numbers(self, log: LogName) -> Mapping[EntryId, int]:
        """The numbers of arrival of a log's entries."""
        wanted = f"SELECT id, n {_THERE} AND log = ?"
        with self._database.reading() as db:
            found = db.execute(wanted, (log.raw,)).fetchall()
        return {EntryId(name): number for name, number in found}

    def extents(self) -> Mapping[LogName, tuple[int, int]]:
        """Of every log the number of its newest arrival, and how many are there."""
        wanted = f"SELECT log, max(n), count(*) {_THERE} GROUP BY log"
        with self._database.reading() as db:
            found = db.execute(wanted).fetchall()
        return {
            log: (newest, count)
            for raw, newest, count in found
            if (log := read_log_name(raw))
        }

    def logs(self) -> tuple[LogName, ...]:
        """Every log that has an entry."""
        with self._database.reading() as db:
            found = db.execute(EVERY_LOG).fetchall()
        return tuple(log for (raw,) in found if (log := read_log_name(raw)))

    def count(self, log: LogName) -> int:
        """How many entries of a log are there."""
        wanted = f"SELECT count(*) {_THERE} AND log = ?"
        with self._database.reading() as db:
            return int(db.execute(wanted, (log.raw,)).fetchone()[0])

    def gone(self, log: LogName) -> frozenset[EntryId]:
        """The entries of a log that were there and were erased."""
        wanted = "SELECT id FROM entries WHERE envelope IS NULL AND log = ?"
        with self._database.reading() as db:
            found = db.execute(wanted, (log.raw,)).fetchall()
        return frozenset(EntryId(name) for (name,) in found)

    def end(self) -> tuple[int, bytes, bytes]:
        """The end of the chain: number, link, and what `tip` sealed of them."""
        with self._database.reading() as db:
            return (*end_of_chain(db), meta(db, _TIP))

    def meta(self, key: str) -> bytes:
        """What `set_meta` kept; empty where it kept nothing."""
        with self._database.reading() as db:
            return meta(db, key)

    def set_meta(self, key: str, value: bytes) -> None:
        """Keep something sealed about the store itself."""
        with self._database.writing() as db:
            set_meta(db, key, value)

    def rows(self) -> tuple[tuple[LogName, bytes], ...]:
        """What a list shows, sealed, of every log that has it."""
        with self._database.reading() as db:
            found = db.execute("SELECT log, row FROM rows").fetchall()
        return tuple((log, row) for raw, row in found if (log := read_log_name(raw)))

    def row(self, log: LogName) -> bytes | None:
        """What a list shows, sealed, of one log."""
        wanted = "SELECT row FROM rows WHERE log = ?"
        with self._database.reading() as db:
            found = db.execute(wanted, (log.raw,)).fetchone()
        return None if found is None else bytes(found[0])

    def outgoing(self, circle: Circle, most_bytes: int) -> tuple[Queued, ...]:
        """What waits for a circle, oldest first: one item at least, if there is one."""
        with self._database.reading() as db:
            return tuple(_fitting(db, circle, most_bytes))

    def sent(self, numbers: Iterable[int]) -> None:
        """Let go of what a relay has."""
        with self._database.writing() as db:
            db.executemany("DELETE FROM outbox WHERE n = ?", [(n,) for n in numbers])

    def cursor(self, mailbox: bytes) -> int:
        """The last number of a mailbox that is safely stored; 0 for a new one."""
        wanted = "SELECT last FROM cursors WHERE mailbox = ?"
        with self._database.reading() as db:
            found = db.execute(wanted, (mailbox,)).fetchone()
        return 0 if found is None else int(found[0])

    def tombstones(self) -> Mapping[CaseId, EntryId]:
        """The cases that were erased, each with the act that says so."""
        with self._database.reading() as db:
            found = db.execute('SELECT "case", entry FROM tombstones').fetchall()
        return {CaseId(case): EntryId(entry) for case, entry in found}

    def erase_entries(self, log: LogName, names: Collection[EntryId]) -> bool:
        """Delete entries of a log; their names stay, and they never come to it again.

        Whether any was to be deleted still: of what is gone already nothing is written.
        """
        with self._database.reading() as db:
            left = [name for name in names if not is_erased(db, log, name)]
        if not left:
            return False
        with self._database.writing() as db:
            for name in left:
                erase_entry(db, log, name)
        self.wipe()
        return True

    def erase_case(self, case: CaseId, *, entry: EntryId) -> None:
        """Delete a case and refuse it from now on; `entry` is the act that says so."""
        with self._database.writing() as db:
            db.execute("INSERT OR IGNORE INTO tombstones VALUES (?, ?)", (case, entry))
            for compartment in OF_A_CASE:
                erase_log(db, LogName(case=case, compartment=compartment).raw)
        self.wipe()

    def walk(self) -> Iterator[StoreFault]:
        """Everything that is wrong: the database, the chain, each entry's bytes."""
        return walk_store(self._database)

    def copy_to(self, target: Path) -> None:
        """Write the whole store as of now to a new file."""
        self._database.copy_to(target)

    def _write(self, own: _Batch, tip: Tip) -> None:
        """Write all that waits, in one transaction; if it fails, each tries alone."""
        batches = {id(own): own}
        while self._waiting:
            batch = self._waiting.popleft()
            batches[id(batch)] = batch
        with self._database.writing() as db:
            new = [_put(db, batch) for batch in batches.values()]
            if any(new):
                set_meta(db, _TIP, tip(*end_of_chain(db)))
        for batch, number in zip(batches.values(), new, strict=True):
            batch.new.set_result(number)

    def wipe(self) -> None:
        """Take what was deleted out of the write-ahead log too."""
        with self._database.reading() as db:
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def open_store(path: Path, *, salvage: bool = False) -> Store:
    """Open the store in a file, or make it; `salvage` reads what a damaged one gives.

    Raises:
        LogError: *damaged* (or foreign, or newer), *full*, *refused*, or *taken*.
    """
    store = Store(_database=open_database(path, FORM, salvage=salvage))
    if not salvage:
        # An erasure that a power cut came between is finished. Where it cannot be, the
        # next opening tries again: a full disk keeps nobody from reading.
        with suppress(LogError):
            store.wipe()
    return store


def _put(db: sqlite3.Connection, batch: _Batch) -> int:
    logs = {item.log for item in batch.arrivals} | set(batch.rows)
    refused = {log for log in logs if is_of_erased_case(db, log)}
    new = 0
    for item in batch.arrivals:
        if item.log not in refused and not is_erased(db, item.log, item.id):
            new += put_entry(db, item.log, item.id, item.envelope)
    rows = [(log.raw, row) for log, row in batch.rows.items() if log not in refused]
    db.executemany("INSERT OR REPLACE INTO rows VALUES (?, ?)", rows)
    _put_rest(db, batch)
    return new


def _put_rest(db: sqlite3.Connection, batch: _Batch) -> None:
    beside = batch.beside
    for log, name in beside.erased:
        erase_entry(db, log, name)
    for key, note in beside.notes:
        set_meta(db, key, note)
    for item in (*batch.outgoing, *beside.outgoing):
        put_waiting(db, item.circle, item.payload)
    if batch.cursor is not None:
        row = (batch.cursor.mailbox, batch.cursor.last)
        db.execute("INSERT OR REPLACE INTO cursors VALUES (?, ?)", row)


def _fitting(
    db: sqlite3.Connection, circle: Circle, most_bytes: int
) -> Iterator[Queued]:
    whole = 0
    for number, payload in waiting(db, circle):
        whole += len(payload)
        if whole > most_bytes and whole > len(payload):
            return
        yield Queued(number=number, payload=payload)
