"""A desk's store, bag and files, and what is done to them, one step after another."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from safeconduct.log.name import (
    NO_ENTRY,
    CaseId,
    Compartment,
    EntryId,
    LogName,
)
from safeconduct.log.stores.bag import Bag, open_bag
from safeconduct.log.stores.file_folder import FileFolder, open_file_folder
from safeconduct.log.stores.store import Arrival, Cursor, Outgoing, Store, open_store
from safeconduct.sealing.context import SUITE
from safeconduct.sealing.grant import GRANT_BYTES
from safeconduct.sealing.wrap import WRAP_BYTES

MAILBOX = bytes(16)
CIRCLES = tuple(Compartment)


def stuff(seed: int, size: int) -> bytes:
    """Bytes that look sealed and are the same in each run."""
    return hashlib.shake_128(f"stuff {seed}".encode()).digest(size)


def log_of(number: int, compartment: Compartment = Compartment.MAIN) -> LogName:
    """A log of a case."""
    return LogName(case=CaseId(stuff(-number - 1, 16)), compartment=compartment)


def arrival(log: LogName, seed: int, size: int = 700) -> Arrival:
    """An entry of a log."""
    raw = stuff(seed, size)
    return Arrival(log=log, id=EntryId(hashlib.sha256(raw).digest()), envelope=raw)


def wrap(log: LogName, seed: int) -> bytes:
    """Something of the form of a wrap."""
    head = SUITE + log.raw
    return head + stuff(seed, WRAP_BYTES - len(head))


def grant(seed: int) -> bytes:
    """Something of the form of a grant."""
    return SUITE + stuff(seed, GRANT_BYTES - len(SUITE))


def tip(number: int, link: bytes) -> bytes:
    """A seal of the chain's end that anybody can open."""
    return number.to_bytes(8, "big") + link


def post(log: LogName, item: Arrival) -> Outgoing:
    """An entry on its way."""
    return Outgoing(circle=log.compartment, payload=b"\x01" + log.raw + item.envelope)


def fill(store: Store, log: LogName, seeds: range, size: int = 700) -> list[Arrival]:
    """Put entries into a log, with what a desk sends of them."""
    items = [arrival(log, seed, size) for seed in seeds]
    outgoing = [post(log, item) for item in items]
    row = {log: stuff(seeds.stop, 322)}
    store.append(items, tip=tip, outgoing=outgoing, rows=row)
    return items


def raw(path: Path) -> bytes:
    """All bytes of a store on the disk."""
    return b"".join(file.read_bytes() for file in path.parent.glob("vault.db*"))


@dataclass(slots=True, kw_only=True)
class Desk:
    """The three, open."""

    folder: Path
    store: Store
    bag: Bag
    files: FileFolder

    def close(self) -> None:
        """Let go of them."""
        try:
            self.store.close()
        finally:
            self.bag.close()

    def reopen(self) -> None:
        """Close and open them."""
        self.close()
        opened = open_desk(self.folder)
        self.store, self.bag, self.files = opened.store, opened.bag, opened.files

    def append(self, number: int, seeds: range, *, size: int = 700) -> None:
        """One batch into the main log of a case, with all that may go with it."""
        log = log_of(number)
        items = [arrival(log, seed, size) for seed in seeds]
        self.store.append(
            items,
            tip=tip,
            outgoing=[post(log, item) for item in items],
            rows={log: stuff(seeds.stop, 322)},
            cursor=Cursor(mailbox=MAILBOX, last=seeds.stop),
        )


def open_desk(folder: Path) -> Desk:
    """Open the three in a folder."""
    store = open_store(folder / "vault.db")
    try:
        bag = open_bag(folder / "bag.db")
        try:
            files = open_file_folder(folder / "files")
        except BaseException:
            bag.close()
            raise
    except BaseException:
        store.close()
        raise
    return Desk(folder=folder, store=store, bag=bag, files=files)


@contextmanager
def desk_in(folder: Path) -> Iterator[Desk]:
    """A desk, open for a while."""
    desk = open_desk(folder)
    try:
        yield desk
    finally:
        desk.close()


FILE = stuff(1000, 9000)
PIECES = stuff(1001, 9000)
STEPS: tuple[Callable[[Desk], object], ...] = (
    lambda desk: desk.append(1, range(1, 4)),
    lambda desk: desk.append(2, range(4, 6)),
    lambda desk: desk.bag.put_wraps([wrap(log_of(n), n) for n in (1, 2, 3)]),
    lambda desk: desk.bag.put_grants([(log_of(2).raw, grant(1)), (b"\1", grant(2))]),
    lambda desk: desk.append(3, range(6, 7), size=9000),
    lambda desk: desk.files.put(FILE, name=hashlib.sha256(FILE).digest()),
    lambda desk: desk.store.sent([1, 2]),
    Desk.reopen,
    lambda desk: desk.append(1, range(7, 9)),
    lambda desk: desk.store.erase_entries(log_of(1), [arrival(log_of(1), 2).id]),
    lambda desk: desk.bag.erase(log_of(2).case),
    lambda desk: desk.store.erase_case(log_of(2).case, entry=NO_ENTRY),
    lambda desk: desk.append(3, range(9, 12)),
    lambda desk: desk.bag.erase_grants([]),
    lambda desk: desk.bag.put_wraps([wrap(log_of(1), 9)]),
    lambda desk: desk.files.write_part(
        hashlib.sha256(PIECES).digest(), 4096, PIECES[4096:]
    ),
    lambda desk: desk.files.write_part(
        hashlib.sha256(PIECES).digest(), 0, PIECES[:4096]
    ),
    lambda desk: desk.files.complete(hashlib.sha256(PIECES).digest()),
    lambda desk: desk.files.remove(hashlib.sha256(FILE).digest()),
    lambda desk: desk.append(1, range(12, 14)),
    lambda desk: desk.append(4, range(14, 17)),
    lambda desk: desk.store.erase_entries(log_of(4), [arrival(log_of(4), 15).id]),
    lambda desk: desk.append(5, range(17, 20), size=5000),
    lambda desk: desk.append(4, range(20, 22)),
    lambda desk: desk.append(5, range(22, 23)),
)
# What must be nowhere on the disk after a step, and is there before it.
GONE = {
    9: arrival(log_of(1), 2).envelope,
    10: wrap(log_of(2), 2),
    11: stuff(4, 700),
    21: stuff(15, 700),
}

Snapshot = tuple[object, ...]


def observe(folder: Path, steps: int = 0) -> Snapshot:
    """All that a desk holds, after so many steps at least; it must be sound."""
    with desk_in(folder) as desk:
        found = observed(desk)
    raw = b"".join(path.read_bytes() for path in folder.glob("*.db*"))
    assert not [step for step, gone in GONE.items() if step < steps and gone in raw]
    return found


def observed(desk: Desk) -> Snapshot:
    """All that an open desk holds; it must be sound."""
    store, bag, files = desk.store, desk.bag, desk.files
    number, link, sealed = store.end()
    assert sealed == (tip(number, link) if number else b"")
    assert not [*store.walk(), *bag.faults(), *files.changed()]
    logs = store.logs()
    return (
        number,
        link,
        [store.envelopes(log) for log in logs],
        sorted(store.rows()),
        [store.outgoing(circle, 1 << 40) for circle in CIRCLES],
        store.cursor(MAILBOX),
        sorted(store.tombstones().items()),
        [bag.wraps(log_of(n)) for n in (1, 2, 3)],
        sorted(bag.grants()),
        files.names(),
    )


def snapshots(folder: Path) -> list[Snapshot]:
    """What a desk holds before the first step and after each."""
    with desk_in(folder) as desk:
        found = [observed(desk)]
        for step in STEPS:
            step(desk)
            found.append(observed(desk))
    return found
