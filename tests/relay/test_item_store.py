"""What a relay keeps, in both databases: numbers, rights, and nothing it need not."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import astuple
from pathlib import Path

import pytest
from sqlalchemy import NullPool, create_engine, event, inspect, text

from safeconduct.base.parcel import (
    EVERY_RIGHT,
    MAX_ITEM_BYTES,
    CapabilityHash,
    DropToken,
    MailboxId,
    Right,
    capability_hash,
    item_id,
    posted_name,
)
from safeconduct.relay.database import SCHEMA, open_database
from safeconduct.relay.errors import RefusedError, UnavailableError
from safeconduct.relay.item_store import ItemStore
from safeconduct.relay.protocol import Allowance, Found, Wish
from tests.relay.relay_kit import DAY, Box, named, opened, some_items, token_of

ALL = 8 * 1024 * 1024
OTHER = capability_hash(b"another")


def post(box: Box, items: list[bytes]) -> tuple[int, ...]:
    return box.store.post(box.holder, named(items), DAY)


def fetch(box: Box, after: int = 0, most: int = ALL) -> Found:
    return box.store.fetch(box.holder, Wish(after=after, most_bytes=most))


def allow(box: Box, capability: CapabilityHash, rights: Right) -> None:
    wanted = Allowance(mailbox=box.mailbox, capability=capability, rights=rights)
    box.store.allow(box.administrator, wanted)


def test_numbers_begin_with_one_and_grow_by_one(box: Box) -> None:
    assert post(box, some_items(3)) == (1, 2, 3)
    assert post(box, some_items(2, seed=2)) == (4, 5)


def test_items_come_back_as_they_were_in_their_order(box: Box) -> None:
    items = [*some_items(3), bytes(1), b"\xff" * MAX_ITEM_BYTES]
    post(box, items)
    assert fetch(box) == Found(last=5, items=tuple(enumerate(items, 1)))


def test_an_item_posted_again_keeps_its_number(box: Box) -> None:
    one, two, three = some_items(3)
    post(box, [one, two])
    assert post(box, [two, three, one, three]) == (2, 3, 1, 3)
    assert fetch(box).last == 3


def test_nothing_posted_is_nothing_done(box: Box) -> None:
    assert post(box, []) == ()
    assert fetch(box) == Found(last=0, items=())


def test_more_items_than_a_database_takes_at_once_are_kept(box: Box) -> None:
    items = some_items(2500, size=60)
    assert post(box, items) == tuple(range(1, 2501))
    assert post(box, items) == tuple(range(1, 2501))
    box.store.drop(box.holder, [token_of(item_id(one)) for one in items])
    assert fetch(box) == Found(last=2500, items=())


def test_a_fetch_gives_what_fits_and_one_item_at_least(box: Box) -> None:
    post(box, some_items(5, size=100))
    assert [number for number, _ in fetch(box, 1, 8 + 2 * 112).items] == [2, 3]
    assert [number for number, _ in fetch(box, 1, 8 + 2 * 112 - 1).items] == [2]
    assert [number for number, _ in fetch(box, 1, 0).items] == [2]


def test_a_fetch_beyond_the_newest_gives_nothing(box: Box) -> None:
    post(box, some_items(2))
    for after in (2, 3, 2**63 - 1):
        assert fetch(box, after) == Found(last=2, items=())


def test_a_dropped_item_is_gone_and_its_number_is_never_given_again(box: Box) -> None:
    one, two, three = some_items(3)
    post(box, [one, two])
    box.store.drop(box.holder, [token_of(item_id(two)), token_of(item_id(b"unknown"))])
    assert fetch(box) == Found(last=2, items=((1, one),))
    assert post(box, [two, three]) == (2, 3)
    assert fetch(box).items == ((1, one), (3, three))


def test_who_holds_the_capability_and_the_item_drops_it_not(box: Box) -> None:
    """Only its poster's token does."""
    (one,) = some_items(1)
    ((name, _),) = named([one])
    post(box, [one])
    known = [item_id(one), name, posted_name(DropToken(name)), box.holder]
    box.store.drop(box.holder, [DropToken(raw) for raw in known])
    assert fetch(box).items == ((1, one),)


def test_what_another_posted_too_stays_when_he_drops_his(box: Box) -> None:
    """He who has the bytes from elsewhere may come first: it is another item."""
    (one,), token = some_items(1), DropToken(b"t" * 32)
    box.store.post(box.holder, [(posted_name(token), one)], DAY)
    assert post(box, [one]) == (2,)
    box.store.drop(box.holder, [token])
    assert fetch(box).items == ((2, one),)


def test_what_one_dropped_another_posts_anew(box: Box) -> None:
    (one,), token = some_items(1), DropToken(b"t" * 32)
    for _ in range(2):
        assert post(box, [one]) == (1,)
        box.store.drop(box.holder, [token_of(item_id(one))])
        assert fetch(box).items == ()
    assert box.store.post(box.holder, [(posted_name(token), one)], DAY) == (2,)
    assert fetch(box).items == ((2, one),)


def test_parallel_posts_leave_neither_gap_nor_double(box: Box) -> None:
    """Every reader meanwhile sees numbers without a gap, too."""
    shared = some_items(10)

    def one_desk(seed: int) -> list[tuple[bytes, int]]:
        got: list[tuple[bytes, int]] = []
        for at in range(10):
            items = [*some_items(3, seed=100 * seed + at), shared[at]]
            got += zip(items, post(box, items), strict=True)
            numbers = [number for number, _ in fetch(box).items]
            assert numbers == list(range(1, len(numbers) + 1))
        return got

    with ThreadPoolExecutor(8) as desks:
        every = [pair for got in desks.map(one_desk, range(1, 9)) for pair in got]
    found = fetch(box)
    assert found.last == 8 * 10 * 3 + 10
    assert {item: number for number, item in found.items} == dict(every)


CALLS: dict[str, tuple[Right, Callable[[Box, CapabilityHash], object]]] = {
    "post": (Right.POST, lambda box, key: box.store.post(key, named([b"x"]), DAY)),
    "fetch": (
        Right.FETCH,
        lambda box, key: box.store.fetch(key, Wish(after=0, most_bytes=ALL)),
    ),
    "drop": (
        Right.DROP,
        lambda box, key: box.store.drop(key, [token_of(item_id(b"x"))]),
    ),
    "open": (
        Right.ADMINISTER,
        lambda box, key: box.store.open_mailbox(key, MailboxId(b"m" * 16), OTHER),
    ),
    "allow": (
        Right.ADMINISTER,
        lambda box, key: box.store.allow(
            key, Allowance(mailbox=box.mailbox, capability=OTHER, rights=Right.POST)
        ),
    ),
    "revoke": (Right.ADMINISTER, lambda box, key: box.store.revoke(key, box.holder)),
}


@pytest.mark.parametrize(("right", "call"), CALLS.values(), ids=CALLS)
def test_a_call_needs_its_own_right(
    box: Box, right: Right, call: Callable[[Box, CapabilityHash], object]
) -> None:
    key = capability_hash(b"under test")
    with pytest.raises(RefusedError):
        call(box, key)
    if right is Right.ADMINISTER:
        allow(box, key, EVERY_RIGHT)
        with pytest.raises(RefusedError):
            call(box, key)
        call(box, box.administrator)
        return
    with pytest.raises(RefusedError):
        call(box, box.administrator)
    allow(box, key, EVERY_RIGHT & ~right)
    with pytest.raises(RefusedError):
        call(box, key)
    allow(box, key, right)
    call(box, key)


def test_a_revoked_capability_does_nothing_more(box: Box) -> None:
    box.store.revoke(box.administrator, box.holder)
    box.store.revoke(box.administrator, box.holder)
    with pytest.raises(RefusedError):
        post(box, [])
    with pytest.raises(RefusedError):
        fetch(box)


def test_the_administrator_stays(box: Box) -> None:
    box.store.revoke(box.administrator, box.administrator)
    with pytest.raises(RefusedError):
        allow(box, box.administrator, Right.POST)
    box.store.check(box.administrator, Right.ADMINISTER)
    assert box.store.has_administrator()


def test_nothing_is_allowed_in_a_mailbox_that_is_none(box: Box) -> None:
    wanted = Allowance(
        mailbox=MailboxId(bytes(16)), capability=OTHER, rights=Right.POST
    )
    with pytest.raises(RefusedError):
        box.store.allow(box.administrator, wanted)


def test_mailboxes_know_nothing_of_each_other(box: Box) -> None:
    other = box.another(5)
    (one,) = some_items(1)
    assert post(box, [one]) == post(other, [one]) == (1,)
    other.store.drop(other.holder, [token_of(item_id(one))])
    assert fetch(box).items == ((1, one),)
    assert fetch(other).items == ()


def dump(where: str) -> dict[str, list[tuple[object, ...]]]:
    """Every row of a store, with the length in place of what is bytes."""
    address = where if "://" in where else f"sqlite:///{where}"
    address = address.replace("postgresql:", "postgresql+psycopg:")
    found: dict[str, list[tuple[object, ...]]] = {}
    with create_engine(address, poolclass=NullPool).connect() as db:
        assert sorted(inspect(db).get_table_names()) == sorted(SCHEMA.tables)
        for name in SCHEMA.tables:
            rows = db.execute(text(f"SELECT * FROM {name}"))  # noqa: S608 -- our names
            found[name] = sorted(
                (
                    tuple(
                        len(cell) if isinstance(cell, bytes) else cell for cell in row
                    )
                    for row in rows
                ),
                key=repr,
            )
    return found


def test_two_corpora_of_one_shape_leave_the_same_but_for_the_bytes(
    where: str, tmp_path: Path
) -> None:
    """Two sets of cases, alike in sizes and order, of two groups."""
    dumps: list[dict[str, list[tuple[object, ...]]]] = []
    for seed in (1, 2):
        place = where if "://" in where else str(tmp_path / f"{seed}.db")
        if dumps and "://" in where:
            engine = open_database(where)
            SCHEMA.drop_all(engine)
            engine.dispose()
        with opened(place, seed) as box:
            for size in (700, 1200, 5000):
                post(box, some_items(20, seed=seed, size=size))
            kept = some_items(20, seed=seed)
            box.store.drop(box.holder, [token_of(item_id(one)) for one in kept[:5]])
        dumps.append(dump(place))
    assert dumps[0] == dumps[1]
    assert len(dumps[0]["item"]) == 60


def test_of_a_time_the_day_is_kept_and_of_a_capability_its_hash(where: str) -> None:
    with opened(where) as box:
        post(box, some_items(1))
        mailbox = box.mailbox
    found = dump(where)
    (row,) = found["item"]
    assert row == (len(mailbox), 1, 32, 20779, 700)
    assert {row[0] for row in found["capability"]} == {32}


def test_acknowledged_is_written_whatever_the_server_is_set_to(
    postgres_store: str,
) -> None:
    engine = open_database(postgres_store)
    name = engine.url.database
    with engine.begin() as db:
        db.execute(text(f'ALTER DATABASE "{name}" SET synchronous_commit = off'))
    engine.dispose()
    with engine.connect() as db:
        assert db.execute(text("SHOW synchronous_commit")).scalar_one() == "on"
    engine.dispose()


def test_sqlite_writes_through_and_wipes_what_it_deletes(tmp_path: Path) -> None:
    engine = open_database(str(tmp_path / "relay.db"))
    with engine.connect() as db:
        found = {
            name: db.execute(text(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "synchronous", "secure_delete", "temp_store")
        }
    engine.dispose()
    expected = {
        "journal_mode": "wal", "synchronous": 2, "secure_delete": 1, "temp_store": 2,
    }  # fmt: skip
    assert found == expected


def test_a_dropped_item_is_in_no_file_any_more(tmp_path: Path) -> None:
    with opened(tmp_path / "relay.db") as box:
        items = some_items(3)
        post(box, items)
        assert _anywhere(tmp_path, items[1])
        box.store.drop(box.holder, [token_of(item_id(items[1]))])
        assert not _anywhere(tmp_path, items[1])
        assert _anywhere(tmp_path, items[0])


def _anywhere(folder: Path, item: bytes) -> bool:
    return any(item[100:300] in path.read_bytes() for path in folder.iterdir())


def test_no_file_lies_beside_the_store_and_nobody_else_reads_it(tmp_path: Path) -> None:
    with opened(tmp_path / "relay.db") as box:
        post(box, some_items(3))
        names = {path.name for path in tmp_path.iterdir()}
        assert names <= {"relay.db", "relay.db-wal", "relay.db-shm"}
        assert not [path for path in tmp_path.iterdir() if path.stat().st_mode & 0o077]
    assert [path.name for path in tmp_path.iterdir()] == ["relay.db"]


def test_a_full_disk_takes_nothing_and_says_so(tmp_path: Path) -> None:
    engine = open_database(str(tmp_path / "relay.db"))
    event.listen(
        engine, "begin", lambda db: db.exec_driver_sql("PRAGMA max_page_count = 40")
    )
    store = ItemStore(engine)
    store.set_administrator(OTHER)
    made = capability_hash(b"holder")
    store.open_mailbox(OTHER, MailboxId(b"m" * 16), made)
    with pytest.raises(UnavailableError):
        store.post(made, named([*some_items(2), bytes(1024 * 1024)]), DAY)
    assert astuple(store.fetch(made, Wish(after=0, most_bytes=ALL))) == (0, ())
    assert store.post(made, named(some_items(1)), DAY) == (1,)
    store.close()


def test_a_database_that_is_gone_is_said_to_be_so(tmp_path: Path) -> None:
    with opened(tmp_path / "relay.db") as box:
        box.store.close()
        (tmp_path / "relay.db").write_bytes(b"no database, but a text " * 400)
        with pytest.raises(UnavailableError, match="cannot be used now"):
            fetch(box)
        with pytest.raises(UnavailableError):
            post(box, [])
