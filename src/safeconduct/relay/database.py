"""The two databases a relay may use, opened so that what is acknowledged stays."""

import os
from pathlib import Path

from sqlalchemy import (
    URL,
    BigInteger,
    Column,
    Connection,
    Engine,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    UniqueConstraint,
    create_engine,
    event,
    insert,
    make_url,
    select,
)
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from safeconduct.base.errors import Fault, InputError

FORM = 2
# So many requests are worked on at once, each with a connection of its own.
CONNECTIONS = 8
# Marks a transaction that only reads: it waits for no writer.
READS = "safeconduct_reads"

SCHEMA = MetaData()
form = Table("form", SCHEMA, Column("form", Integer, primary_key=True))
mailbox = Table(
    "mailbox",
    SCHEMA,
    Column("id", LargeBinary, primary_key=True),
    Column("last", BigInteger, nullable=False),
)
# The administrator's capability is the one of no mailbox.
capability = Table(
    "capability",
    SCHEMA,
    Column("hash", LargeBinary, primary_key=True),
    Column("mailbox", ForeignKey("mailbox.id")),
    Column("rights", Integer, nullable=False),
)
# A dropped item is a row without bytes: its number is never given again.
item = Table(
    "item",
    SCHEMA,
    Column("mailbox", ForeignKey("mailbox.id"), primary_key=True),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("name", LargeBinary, nullable=False),
    Column("day", Integer, nullable=False),
    Column("bytes", LargeBinary),
    UniqueConstraint("mailbox", "name"),
)


def open_database(where: str) -> Engine:
    """Open the database at a path (SQLite) or an address (PostgreSQL).

    Raises:
        InputError: it cannot be opened, or is no relay's.
    """
    engine = _postgresql(where) if "://" in where else _sqlite(Path(where))
    try:
        SCHEMA.create_all(engine)
        with engine.begin() as db:
            known = db.execute(select(form.c.form)).scalars().all()
            if not known:
                db.execute(insert(form).values(form=FORM))
    except SQLAlchemyError as error:
        engine.dispose()
        what = "The database cannot be opened, or holds something else."
        raise _fault(what) from error
    if known not in ([], [FORM]):
        engine.dispose()
        what = "Another version of Safe Conduct wrote this store."
        raise _fault(what)
    return engine


def wipe_log(engine: Engine) -> None:
    """Take what was deleted out of SQLite's write-ahead log too."""
    if engine.dialect.name != "sqlite":
        return
    held = engine.raw_connection()
    try:
        held.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        held.close()


def _sqlite(path: Path) -> Engine:
    try:
        # For its owner alone; the files that SQLite lays beside it take after it.
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        what = f"The store cannot be opened ({error.strerror})."
        raise _fault(what) from error
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        pool_size=CONNECTIONS,
        max_overflow=0,
        hide_parameters=True,
        connect_args={"isolation_level": None},  # it begins when it is told
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    """Let a connection to SQLite write through, and wipe what it deletes."""
    cursor = connection.cursor()
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",  # an acknowledged item outlasts a power cut
        "secure_delete = ON",
        "temp_store = MEMORY",  # nothing of it lies in a temporary file
        "foreign_keys = ON",
        "busy_timeout = 30000",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(db: Connection) -> None:
    reads = db.get_execution_options().get(READS)
    db.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def _postgresql(where: str) -> Engine:
    try:
        url = make_url(where)
        if url.drivername not in {"postgres", "postgresql", "postgresql+psycopg"}:
            what = "A store is a file, or an address postgresql://…"
            raise _fault(what)
        return create_engine(
            url.set(drivername="postgresql+psycopg"),
            pool_size=CONNECTIONS,
            max_overflow=0,
            pool_pre_ping=True,
            hide_parameters=True,
            connect_args={
                # Whatever the server is set to: acknowledged is written.
                "options": "-c synchronous_commit=on",
                # A plan made while a mailbox was empty reads all of it when it is full.
                "prepare_threshold": None,
            },
        )
    except (ArgumentError, ValueError) as error:
        what = "This is no address of a database."
        raise _fault(what) from error
    except ImportError as error:
        what = "PostgreSQL needs the extra 'server' of this package."
        raise _fault(what) from error


def _fault(what: str) -> InputError:
    return InputError([Fault(file="store", what=what)])
