"""The key bag: wraps and grants, and nothing else; what it forgets is gone.

The rest of a vault may lie in old copies: without these keys it opens to nobody.
Spec: spec/log.md §11, §13.
"""

import sqlite3
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from safeconduct.log.name import (
    ID_BYTES,
    LOG_BYTES,
    OF_A_CASE,
    CaseId,
    DeviceId,
    KeyId,
    LogName,
    read_log_name,
)
from safeconduct.log.stores.database import Database, Form, open_database
from safeconduct.sealing.grant import read_grant
from safeconduct.sealing.wrap import read_wrap

Grant = tuple[bytes, bytes]
FORM = Form(
    mark=0x53434B42,
    version=1,
    schema=(
        # A false wrap may name what a true one does: it must not keep that out.
        """CREATE TABLE wraps (
            n INTEGER PRIMARY KEY AUTOINCREMENT, log BLOB NOT NULL, key BLOB NOT NULL,
            circle_key BLOB NOT NULL, wrap BLOB NOT NULL,
            UNIQUE (log, key, circle_key, wrap)
        ) STRICT""",
        """CREATE TABLE grants (
            subject BLOB, key BLOB, device BLOB, grant BLOB,
            PRIMARY KEY (subject, key, device, grant)
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE tombstones ("case" BLOB PRIMARY KEY) STRICT, WITHOUT ROWID""",
    ),
    locking="NORMAL",
    # No log of writes lies beside it, in which keys would outlast their erasure.
    journal="DELETE",
    # FULL does not wait for the journal's name to be gone: a power cut would bring it
    # back, and undo what was acknowledged.
    synchronous="EXTRA",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bag:
    """The sealed keys of a desk.

    Each call is one transaction, on the disk when it returns, or not there. Every call
    may raise `LogError`: *damaged*, *full*, *refused*, or *taken* by another process.
    """

    _database: Database

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def put_wraps(self, wraps: Iterable[bytes]) -> None:
        """Keep wraps; those that are there, or of an erased case, are passed over.

        Raises:
            SealError: one of them is none; none is kept.
        """
        read = [(read_wrap(wrap), wrap) for wrap in wraps]
        with self._database.writing() as db:
            erased = _erased(db)
            db.executemany(
                """INSERT OR IGNORE INTO wraps (log, key, circle_key, wrap)
                VALUES (?, ?, ?, ?)""",
                [
                    (head.log, head.key_id, head.circle_key_id, wrap)
                    for head, wrap in read
                    if head.log[:ID_BYTES] not in erased
                ],
            )

    def put_grants(self, grants: Iterable[Grant]) -> None:
        """Keep grants, each behind its subject: the byte of a circle, or a log.

        Raises:
            SealError: one of them is none; none is kept.
        """
        read = [(subject, read_grant(grant), grant) for subject, grant in grants]
        with self._database.writing() as db:
            erased = _erased(db)
            db.executemany(
                "INSERT OR IGNORE INTO grants VALUES (?, ?, ?, ?)",
                [
                    (subject, head.key_id, head.device, grant)
                    for subject, head, grant in read
                    if subject[:ID_BYTES] not in erased
                ],
            )

    def wraps(self, log: LogName) -> tuple[bytes, ...]:
        """The wraps of a log's keys, oldest first."""
        wanted = "SELECT wrap FROM wraps WHERE log = ? ORDER BY n"
        with self._database.reading() as db:
            found = db.execute(wanted, (log.raw,)).fetchall()
        return tuple(wrap for (wrap,) in found)

    def log_of(self, key: KeyId) -> LogName | None:
        """The log that a key is wrapped for."""
        wanted = "SELECT log FROM wraps WHERE key = ?"
        with self._database.reading() as db:
            found = db.execute(wanted, (key,)).fetchone()
        return None if found is None else read_log_name(found[0])

    def every_wrap(self) -> tuple[bytes, ...]:
        """Every wrap, oldest first."""
        with self._database.reading() as db:
            found = db.execute("SELECT wrap FROM wraps ORDER BY n").fetchall()
        return tuple(wrap for (wrap,) in found)

    def picked(self, wanted: Mapping[bytes, KeyId]) -> tuple[tuple[bytes, bytes], ...]:
        """The wraps of one key of each log, each behind its log, oldest first."""
        every = "SELECT log, key, wrap FROM wraps ORDER BY n"
        with self._database.reading() as db:
            return tuple(
                (log, wrap)
                for log, key, wrap in db.execute(every)
                if wanted.get(log) == key
            )

    def grants(self, *, subject: bytes | None = None) -> tuple[Grant, ...]:
        """Every grant behind its subject, or those of one subject."""
        wanted = "SELECT subject, grant FROM grants"
        with self._database.reading() as db:
            if subject is None:
                return tuple(db.execute(wanted))
            return tuple(db.execute(f"{wanted} WHERE subject = ?", (subject,)))

    def granted_logs(self) -> tuple[tuple[LogName, DeviceId], ...]:
        """The logs of which single keys were granted, each with a device."""
        wanted = "SELECT DISTINCT subject, device FROM grants WHERE length(subject) = ?"
        with self._database.reading() as db:
            found = db.execute(wanted, (LOG_BYTES,)).fetchall()
        return tuple(
            (log, DeviceId(device))
            for subject, device in found
            if (log := read_log_name(subject)) is not None
        )

    def erase(self, case: CaseId) -> None:
        """Forget every key of a case, and take none of it from now on."""
        logs = [(LogName(case=case, compartment=one).raw,) for one in OF_A_CASE]
        with self._database.erasing() as db:
            db.execute("INSERT OR IGNORE INTO tombstones VALUES (?)", (case,))
            db.executemany("DELETE FROM wraps WHERE log = ?", logs)
            db.executemany("DELETE FROM grants WHERE subject = ?", logs)

    def erase_grants(self, keys: Collection[KeyId]) -> None:
        """Forget every grant of some keys."""
        with self._database.erasing() as db:
            named = [(key,) for key in keys]
            db.executemany("DELETE FROM grants WHERE key = ?", named)

    def faults(self) -> tuple[str, ...]:
        """What SQLite's own full check finds wrong."""
        return self._database.faults()


def open_bag(path: Path, *, salvage: bool = False) -> Bag:
    """Open the bag in a file, or make it; `salvage` reads what a damaged one gives.

    Raises:
        LogError: *damaged* (or foreign, or newer), *full*, *refused*, or *taken*.
    """
    return Bag(_database=open_database(path, FORM, salvage=salvage))


def _erased(db: sqlite3.Connection) -> frozenset[bytes]:
    return frozenset(case for (case,) in db.execute('SELECT "case" FROM tombstones'))
