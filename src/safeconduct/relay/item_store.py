"""Mailboxes, capabilities and items in a database (spec/log.md §12)."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import date
from threading import Lock
from typing import cast

from sqlalchemy import Connection, Engine, delete, func, insert, select, update
from sqlalchemy.exc import SQLAlchemyError

from safeconduct.base.parcel import (
    EVERY_RIGHT,
    LENGTH_BYTES,
    MAX_ITEMS,
    NUMBER_BYTES,
    CapabilityHash,
    DropToken,
    MailboxId,
    PostedName,
    Right,
    posted_name,
)
from safeconduct.relay.database import READS, capability, item, mailbox, wipe_log
from safeconduct.relay.errors import RefusedError, UnavailableError
from safeconduct.relay.protocol import Allowance, Found, Posted, Wish

_FIRST_DAY = date(1970, 1, 1)
# Databases take so many values in one statement at least.
_AT_ONCE = 1000


class ItemStore:
    """All that a relay keeps. Each call is one transaction: done, or not there.

    Every call takes the hash of the caller's capability and looks it up in the same
    transaction, so that one revoked meanwhile does nothing more. What is looked up is
    a hash: how long that takes tells nothing of any capability.

    Each call raises:
        RefusedError: the capability is unknown, or lacks the right.
        UnavailableError: the database cannot, now.
    """

    def __init__(self, engine: Engine) -> None:
        """Use a database as `open_database` opens it."""
        self._engine = engine
        # SQLite has one writer: waiting here is shorter than asking it again and again.
        self._turn: AbstractContextManager[object] = (
            Lock() if engine.dialect.name == "sqlite" else nullcontext()
        )

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def has_administrator(self) -> bool:
        """Whether there is an administrator's capability."""
        with self._reading() as db:
            wanted = select(capability.c.hash).where(capability.c.mailbox.is_(None))
            return db.execute(wanted).first() is not None

    def set_administrator(self, key: CapabilityHash) -> None:
        """Let a capability be the administrator's."""
        with self._writing() as db:
            row = {"hash": key, "mailbox": None, "rights": Right.ADMINISTER.value}
            db.execute(insert(capability).values(row))

    def check(self, key: CapabilityHash, right: Right) -> None:
        """Refuse a capability before the body of its request is read."""
        with self._reading() as db:
            _allowed(db, key, right)

    def open_mailbox(
        self, key: CapabilityHash, box: MailboxId, made: CapabilityHash
    ) -> None:
        """Open a mailbox, with a capability that has every right in it."""
        with self._writing() as db:
            _allowed(db, key, Right.ADMINISTER)
            db.execute(insert(mailbox).values(id=box, last=0))
            row = {"hash": made, "mailbox": box, "rights": EVERY_RIGHT.value}
            db.execute(insert(capability).values(row))

    def allow(self, key: CapabilityHash, wanted: Allowance) -> None:
        """Let a capability count for a mailbox."""
        with self._writing() as db:
            _allowed(db, key, Right.ADMINISTER)
            box = select(mailbox.c.id).where(mailbox.c.id == wanted.mailbox)
            if db.execute(box).first() is None or _is_administrator(
                db, wanted.capability
            ):
                raise RefusedError
            db.execute(delete(capability).where(capability.c.hash == wanted.capability))
            row = {
                "hash": wanted.capability,
                "mailbox": wanted.mailbox,
                "rights": wanted.rights.value,
            }
            db.execute(insert(capability).values(row))

    def revoke(self, key: CapabilityHash, revoked: CapabilityHash) -> None:
        """Let a capability count no more; the administrator's stays."""
        with self._writing() as db:
            _allowed(db, key, Right.ADMINISTER)
            db.execute(
                delete(capability).where(
                    capability.c.hash == revoked, capability.c.mailbox.is_not(None)
                )
            )

    def post(
        self, key: CapabilityHash, items: Sequence[Posted], today: date
    ) -> tuple[int, ...]:
        """Keep items; the numbers they got, or had, or 0 each for who may not look."""
        names = [name for name, _ in items]
        with self._writing() as db:
            box = _allowed(db, key, Right.POST)
            # Who posts to a mailbox waits here for the one before: no gap, no double.
            held = select(mailbox.c.last).where(mailbox.c.id == box).with_for_update()
            last = db.execute(held).scalar_one()
            numbers = _known(db, box, names)
            rows: list[dict[str, object]] = []
            for name, one in items:
                if name not in numbers:
                    last += 1
                    numbers[name] = last
                    rows.append(
                        {
                            "mailbox": box,
                            "number": last,
                            "name": name,
                            "day": (today - _FIRST_DAY).days,
                            "bytes": one,
                        }
                    )
            if rows:
                db.execute(insert(item), rows)
                db.execute(update(mailbox).where(mailbox.c.id == box).values(last=last))
            if not _has(db, key, Right.FETCH):
                # They would tell how much others have left there.
                return (0,) * len(items)
        return tuple(numbers[name] for name in names)

    def fetch(self, key: CapabilityHash, wish: Wish) -> Found:
        """The items after a number, as many as are asked for, one at least."""
        with self._reading() as db:
            box = _allowed(db, key, Right.FETCH)
            # The newest number first: all that it counts is there for what follows.
            newest = select(mailbox.c.last).where(mailbox.c.id == box)
            last = db.execute(newest).scalar_one()
            there = (
                item.c.mailbox == box,
                item.c.number > wish.after,
                item.c.bytes.is_not(None),
            )
            lengths = db.execute(
                select(item.c.number, func.length(item.c.bytes))
                .where(*there, item.c.number <= last)
                .order_by(item.c.number)
                .limit(MAX_ITEMS)
            )
            end = _end(lengths, wish.most_bytes)
            rows = db.execute(
                select(item.c.number, item.c.bytes)
                .where(*there, item.c.number <= end)
                .order_by(item.c.number)
            )
            return Found(last=last, items=tuple(rows))

    def drop(self, key: CapabilityHash, tokens: Sequence[DropToken]) -> None:
        """Delete the bytes of items by the tokens of their posters; others stay."""
        names = [posted_name(token) for token in tokens]
        with self._writing() as db:
            box = _allowed(db, key, Right.DROP)
            for at in range(0, len(names), _AT_ONCE):
                some = names[at : at + _AT_ONCE]
                db.execute(
                    update(item)
                    .where(item.c.mailbox == box, item.c.name.in_(some))
                    .values(bytes=None)
                )
        with self._turn:
            wipe_log(self._engine)

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        try:
            with self._turn, self._engine.begin() as db:
                yield db
        except SQLAlchemyError as error:
            raise UnavailableError from error

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        engine = self._engine.execution_options(**{READS: True})
        try:
            with engine.begin() as db:
                yield db
        except SQLAlchemyError as error:
            raise UnavailableError from error


def _allowed(db: Connection, key: CapabilityHash, right: Right) -> MailboxId:
    """The mailbox of a capability; empty for the administrator's."""
    wanted = select(capability.c.mailbox, capability.c.rights)
    row = db.execute(wanted.where(capability.c.hash == key)).first()
    if row is None or not row.rights & right:
        raise RefusedError
    return MailboxId(row.mailbox or b"")


def _has(db: Connection, key: CapabilityHash, right: Right) -> bool:
    rights = select(capability.c.rights).where(capability.c.hash == key)
    return bool(db.execute(rights).scalar_one() & right)


def _is_administrator(db: Connection, key: CapabilityHash) -> bool:
    found = select(capability.c.mailbox).where(capability.c.hash == key)
    row = db.execute(found).first()
    return row is not None and row.mailbox is None


def _known(
    db: Connection, box: MailboxId, names: Sequence[PostedName]
) -> dict[PostedName, int]:
    """The numbers of those items that the mailbox has, or had."""
    found: dict[PostedName, int] = {}
    for at in range(0, len(names), _AT_ONCE):
        wanted = select(item.c.name, item.c.number).where(
            item.c.mailbox == box, item.c.name.in_(names[at : at + _AT_ONCE])
        )
        found.update(cast("dict[PostedName, int]", dict(db.execute(wanted).all())))
    return found


def _end(lengths: Iterator[tuple[int, int]], most_bytes: int) -> int:
    """The number up to which items fit; the first one always does."""
    end, whole = 0, NUMBER_BYTES
    for number, length in lengths:
        whole += NUMBER_BYTES + LENGTH_BYTES + length
        if end and whole > most_bytes:
            break
        end = number
    return end
