"""Databases with some bytes changed: a desk's own, or out of somebody else's backup."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

from safeconduct.log.name import Compartment
from safeconduct.log.stores.bag import open_bag
from safeconduct.log.stores.store import open_store
from tests.fuzz.feed import Feed
from tests.fuzz.target import Target, memory_folder
from tests.log.desk_kit import MAILBOX, fill, grant, log_of, wrap

_LOGS = (log_of(1), log_of(1, Compartment.COUNSEL), log_of(2))


@cache
def _stores() -> tuple[bytes, bytes]:
    """A store and a bag with something in each of their tables."""
    with memory_folder() as made:
        folder = Path(made)
        store, bag = open_store(folder / "vault.db"), open_bag(folder / "bag.db")
        for at, log in enumerate(_LOGS):
            fill(store, log, range(10 * at, 10 * at + 3))
            bag.put_wraps([wrap(log, at)])
            bag.put_grants([(log.raw, grant(at))])
        store.set_meta("tip", bytes(100))
        store.close()
        bag.close()
        return (folder / "vault.db").read_bytes(), (folder / "bag.db").read_bytes()


def _changed(raw: bytes, changes: bytes) -> bytes:
    """Some bytes put elsewhere into a file, or its end cut off."""
    found, feed = bytearray(raw), Feed(raw=changes)
    while not feed.is_over():
        at, new = feed.number(3) % len(raw), feed.take(1 + feed.number() % 8)
        if not feed.number() % 32:
            return bytes(found[:at])
        found[at : at + len(new)] = new
    return bytes(found[: len(raw)])


def _store(path: Path) -> None:
    store = open_store(path)
    try:
        for log in (*_LOGS, *store.logs()):
            store.envelopes(log)
            store.numbers(log)
            store.gone(log)
            store.row(log)
        for look in (store.extents, store.rows, store.tombstones, store.end):
            look()
        store.meta("tip")
        store.cursor(MAILBOX)
        for circle in Compartment:
            store.outgoing(circle, 1 << 20)
        tuple(store.walk())
    finally:
        store.close()


def _bag(path: Path) -> None:
    bag = open_bag(path)
    try:
        for log in _LOGS:
            bag.wraps(log)
        for look in (bag.every_wrap, bag.grants, bag.faults):
            look()
    finally:
        bag.close()


def _opened(number: int, name: str, look: Callable[[Path], None]) -> Target:
    def way(raw: bytes) -> None:
        with memory_folder() as made:
            path = Path(made) / name
            path.write_bytes(_changed(_stores()[number], raw))
            look(path)

    return Target(ways=(way,), most_bytes=256)


TARGETS = {
    "store_file": _opened(0, "vault.db", _store),
    "bag_file": _opened(1, "bag.db", _bag),
}
