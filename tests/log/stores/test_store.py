"""The store keeps whole batches, forgets what is erased, and names what is damaged."""

from collections.abc import Iterator
from pathlib import Path
from threading import Barrier, Thread

import pytest

from safeconduct.base.errors import OurFaultError
from safeconduct.log.errors import LogError
from safeconduct.log.name import (
    HASH_BYTES,
    NO_ENTRY,
    CaseId,
    Compartment,
    EntryId,
    LogName,
)
from safeconduct.log.stores.store import Arrival, Cursor, Outgoing, Store, open_store
from tests.log.desk_kit import arrival, fill, log_of, post, raw, stuff, tip

ONE, TWO = log_of(1), log_of(2)
PAPERS = log_of(1, Compartment.PAPERS)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the store is."""
    return tmp_path / "vault.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    """A store with nothing in it."""
    found = open_store(path)
    yield found
    found.close()


def waiting(store: Store, circle: Compartment = Compartment.MAIN) -> list[bytes]:
    return [item.payload for item in store.outgoing(circle, 1 << 40)]


def test_entries_stand_in_the_order_of_their_arrival(store: Store) -> None:
    late, early = fill(store, ONE, range(5, 7)), fill(store, ONE, range(1, 3))
    fill(store, PAPERS, range(3, 4))
    assert store.envelopes(ONE) == (*late, *early)
    assert store.count(ONE) == 4
    assert store.one(late[0].id) == late[0]
    assert store.one(late[0].id, ONE) == late[0]
    assert store.one(late[0].id, PAPERS) is None
    assert set(store.logs()) == {ONE, PAPERS}
    assert store.at(4) == early[1]
    assert store.at(6) is None
    assert store.numbers(PAPERS) == {arrival(PAPERS, 3).id: 5}
    assert store.extents() == {ONE: (4, 4), PAPERS: (5, 1)}


def test_an_empty_store_has_nothing(store: Store) -> None:
    assert store.logs() == ()
    assert store.rows() == ()
    assert store.row(ONE) is None
    assert store.one(NO_ENTRY) is None
    assert store.cursor(b"box") == 0
    assert store.end() == (0, bytes(HASH_BYTES), b"")
    assert store.outgoing(Compartment.MAIN, 100) == ()
    assert store.tombstones() == {}
    assert [*store.walk()] == []


def test_all_that_goes_with_a_batch_is_there_after_reopening(path: Path) -> None:
    store, items = open_store(path), [arrival(ONE, n) for n in range(3)]
    cursor = Cursor(mailbox=b"box", last=7)
    sent = [Outgoing(circle=Compartment.MAIN, payload=b"wrap")]
    new = store.append(items, tip=tip, outgoing=sent, rows={ONE: b"row"}, cursor=cursor)
    store.set_meta("group", b"sealed")
    store.close()
    assert [file.name for file in path.parent.iterdir()] == ["vault.db"]
    store = open_store(path)
    assert new == len(items)
    assert store.envelopes(ONE) == tuple(items)
    assert waiting(store) == [b"wrap"]
    assert store.rows() == ((ONE, b"row"),)
    assert store.row(ONE) == b"row"
    assert store.cursor(b"box") == 7
    assert store.meta("group") == b"sealed"
    assert store.meta("none") == b""
    number, link, sealed = store.end()
    assert (number, sealed) == (3, tip(3, link))
    store.close()


def test_what_is_there_already_is_passed_over(store: Store) -> None:
    items = fill(store, ONE, range(3))
    before = store.end()
    assert store.append([*items, arrival(ONE, 9)], tip=tip) == 1
    assert store.append(items, tip=tip) == 0
    assert store.count(ONE) == 4
    assert store.end()[0] == before[0] + 1


def test_a_false_log_keeps_no_entry_out_of_its_own(store: Store) -> None:
    item = arrival(ONE, 1)
    false = Arrival(log=TWO, id=item.id, envelope=item.envelope)
    assert store.append([false], tip=tip) == 1
    assert store.append([item], tip=tip) == 1
    assert store.envelopes(ONE) == (item,)
    assert [*store.walk()] == []


def test_what_is_erased_in_a_false_log_stays_in_its_own(store: Store) -> None:
    item = arrival(ONE, 1)
    false = Arrival(log=TWO, id=item.id, envelope=item.envelope)
    sent = [post(ONE, item), post(TWO, item)]
    store.append([item, false], tip=tip, outgoing=sent)
    assert store.erase_entries(TWO, [item.id])
    assert not store.erase_entries(TWO, [item.id])
    assert store.append([item, false], tip=tip) == 0
    assert store.envelopes(ONE) == (item,)
    assert store.count(TWO) == 0
    assert waiting(store) == [post(ONE, item).payload]
    assert [*store.walk()] == []


@pytest.mark.parametrize("whole", [True, False])
def test_what_went_with_a_false_log_still_comes_to_its_own(
    store: Store, *, whole: bool
) -> None:
    item = arrival(ONE, 1)
    store.append([Arrival(log=TWO, id=item.id, envelope=item.envelope)], tip=tip)
    if whole:
        store.erase_case(TWO.case, entry=NO_ENTRY)
    else:
        store.erase_entries(TWO, [item.id])
    assert store.append([item], tip=tip) == 1
    assert store.envelopes(ONE) == (item,)
    assert [*store.walk()] == []


def test_what_an_older_program_erased_stays_erased(store: Store) -> None:
    items = fill(store, ONE, range(2))
    with store._database.writing() as db:  # noqa: SLF001 -- as it was written
        db.execute("UPDATE entries SET envelope = NULL WHERE n = 2")
        db.execute("INSERT INTO erased VALUES (?)", (items[1].id,))
    assert [*store.walk()] == []
    assert store.append(items, tip=tip) == 0


def test_an_entry_under_another_name_than_its_hash_is_our_fault(store: Store) -> None:
    false = Arrival(log=ONE, id=NO_ENTRY, envelope=b"other")
    with pytest.raises(OurFaultError):
        store.append([arrival(ONE, 1), false], tip=tip)
    assert store.end()[0] == 0


def test_a_batch_whose_end_cannot_be_sealed_is_not_there(store: Store) -> None:
    def broken(_number: int, _link: bytes) -> bytes:
        raise OSError

    items, sent = [arrival(ONE, 1)], [Outgoing(circle=ONE.compartment, payload=b"a")]
    with pytest.raises(LogError):
        store.append(items, tip=broken, outgoing=sent, rows={ONE: b"row"})
    assert (store.count(ONE), waiting(store), store.rows()) == (0, [], ())
    assert store.append(items, tip=tip) == 1


def test_threads_append_together_and_each_is_told_of_its_own(store: Store) -> None:
    gate, new = Barrier(16), dict[int, int]()

    def write(number: int) -> None:
        gate.wait()
        items = [arrival(log_of(number), 10 * number + n) for n in range(number % 3)]
        new[number] = store.append(items, tip=tip)

    threads = [Thread(target=write, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert new == {number: number % 3 for number in range(16)}
    assert [*store.walk()] == []
    assert store.end()[0] == sum(new.values())


def test_batches_that_wait_for_a_failed_one_are_written_on_their_own(
    store: Store,
) -> None:
    began, goes_on, new = Barrier(2), Barrier(2), list[int]()

    def broken(_number: int, _link: bytes) -> bytes:
        began.wait()
        goes_on.wait()
        raise OSError

    def fails() -> None:
        with pytest.raises(LogError):
            store.append([arrival(ONE, 1)], tip=broken)

    def waits() -> None:
        new.append(store.append([arrival(TWO, 2)], tip=tip))

    threads = [Thread(target=fails), Thread(target=waits), Thread(target=waits)]
    threads[0].start()
    began.wait()
    for thread in threads[1:]:
        thread.start()
    goes_on.wait()
    for thread in threads:
        thread.join()
    assert sorted(new) == [0, 1]
    assert store.logs() == (TWO,)


def test_what_waits_is_given_in_order_as_far_as_it_fits(store: Store) -> None:
    payloads = [bytes([n]) * 10 for n in range(4)]
    sent = [Outgoing(circle=Compartment.MAIN, payload=item) for item in payloads]
    other = Outgoing(circle=Compartment.PAPERS, payload=b"papers")
    store.append((), tip=tip, outgoing=[*sent, other])
    assert [n.payload for n in store.outgoing(Compartment.MAIN, 25)] == payloads[:2]
    assert [n.payload for n in store.outgoing(Compartment.MAIN, 5)] == payloads[:1]
    store.sent(n.number for n in store.outgoing(Compartment.MAIN, 25))
    assert waiting(store) == payloads[2:]
    assert waiting(store, Compartment.PAPERS) == [b"papers"]


def test_an_entry_that_waits_stands_on_the_disk_once(path: Path) -> None:
    store = open_store(path)
    items = fill(store, ONE, range(40))
    assert len(waiting(store)) == 40
    store.close()
    left = path.read_bytes()
    assert {left.count(item.envelope) for item in items} == {1}


def test_an_entry_that_is_not_here_waits_with_its_bytes(store: Store) -> None:
    item = arrival(ONE, 1)
    false = Arrival(log=TWO, id=item.id, envelope=item.envelope)
    store.append([false], tip=tip, outgoing=[post(ONE, item)])
    assert waiting(store) == [post(ONE, item).payload]


def test_an_entry_that_the_disk_changed_waits_till_it_is_mended(store: Store) -> None:
    items = fill(store, ONE, range(3))
    with store._database.writing() as db:  # noqa: SLF001 -- what a disk does
        db.execute("UPDATE entries SET envelope = x'00' WHERE n = 2")
        db.execute("UPDATE entries SET envelope = NULL WHERE n = 3")
    assert waiting(store) == [post(ONE, items[0]).payload]
    store.append(items, tip=tip)
    assert waiting(store) == [post(ONE, item).payload for item in items]


def test_the_number_of_something_sent_is_never_given_again(store: Store) -> None:
    sent = [Outgoing(circle=Compartment.MAIN, payload=b"a")]
    numbers = set[int]()
    for _ in range(3):
        store.append((), tip=tip, outgoing=sent)
        (queued,) = store.outgoing(Compartment.MAIN, 1)
        assert queued.number not in numbers
        numbers.add(queued.number)
        store.sent([queued.number])


def test_an_erased_entry_is_gone_and_never_comes_again(
    store: Store, path: Path
) -> None:
    items = fill(store, ONE, range(3))
    store.erase_entries(ONE, [])
    store.erase_entries(ONE, [items[1].id])
    assert store.append(items, tip=tip) == 0
    assert store.envelopes(ONE) == (items[0], items[2])
    assert store.gone(ONE) == {items[1].id}
    assert waiting(store) == [post(ONE, item).payload for item in (items[0], items[2])]
    assert store.end()[0] == 3
    assert [*store.walk()] == []
    assert items[1].envelope not in raw(path)


def test_an_entry_erased_before_it_came_never_comes(store: Store) -> None:
    item = arrival(ONE, 1)
    store.erase_entries(ONE, [item.id])
    assert store.append([item], tip=tip) == 0
    assert store.gone(ONE) == frozenset()
    assert [*store.walk()] == []


def test_nothing_of_an_erased_case_is_left_but_its_tombstone(
    store: Store, path: Path
) -> None:
    act, other = EntryId(stuff(99, HASH_BYTES)), fill(store, TWO, range(10, 12))
    items = fill(store, ONE, range(3), size=9000)
    papers = fill(store, PAPERS, range(3, 5))
    store.erase_entries(ONE, [items[0].id])
    store.erase_case(ONE.case, entry=act)
    store.erase_case(ONE.case, entry=act)
    assert store.tombstones() == {ONE.case: act}
    assert store.logs() == (TWO,)
    assert [log for log, _ in store.rows()] == [TWO]
    assert store.gone(ONE) == frozenset()
    assert store.envelopes(TWO) == tuple(other)
    assert [*store.walk()] == []
    left = raw(path)
    assert not [item for item in (*items, *papers) if item.envelope in left]
    assert ONE.raw not in left
    assert PAPERS.raw not in left


def test_nothing_of_an_erased_case_comes_again(store: Store) -> None:
    store.erase_case(ONE.case, entry=NO_ENTRY)
    rows = {PAPERS: b"row", TWO: b"row"}
    items = [arrival(ONE, 1), arrival(TWO, 2)]
    assert store.append(items, tip=tip, rows=rows) == 1
    assert store.logs() == (TWO,)
    assert [log for log, _ in store.rows()] == [TWO]


def test_the_roster_cannot_be_erased_as_a_case(store: Store) -> None:
    roster = LogName(case=CaseId(bytes(16)), compartment=Compartment.ROSTER)
    items = fill(store, roster, range(2))
    store.erase_case(roster.case, entry=NO_ENTRY)
    fill(store, roster, range(2, 3))
    assert store.envelopes(roster)[:2] == tuple(items)
    assert store.count(roster) == 3


def test_a_copy_is_the_store_as_of_its_moment(store: Store, tmp_path: Path) -> None:
    fill(store, ONE, range(2))
    store.copy_to(tmp_path / "copy.db")
    fill(store, ONE, range(2, 3))
    copy = open_store(tmp_path / "copy.db")
    assert copy.count(ONE) == 2
    assert [*copy.walk()] == []
    copy.close()


def test_a_store_is_open_in_one_place(store: Store, path: Path) -> None:
    with pytest.raises(LogError, match="open in another process") as caught:
        open_store(path)
    assert caught.value.kind == "taken"
    assert store.count(ONE) == 0


def test_a_store_that_is_closed_is_our_fault(path: Path) -> None:
    store = open_store(path)
    store.close()
    with pytest.raises(OurFaultError):
        store.count(ONE)


def test_a_batch_for_which_there_is_no_room_is_not_there(store: Store) -> None:
    fill(store, ONE, range(3))
    with store._database.reading() as db:  # noqa: SLF001 -- how a disk is full
        db.execute("PRAGMA max_page_count = 1").fetchall()
    with pytest.raises(LogError, match="full") as caught:
        fill(store, TWO, range(3, 50), size=9000)
    assert caught.value.kind == "full"
    assert store.logs() == (ONE,)
    with store._database.reading() as db:  # noqa: SLF001 -- and has room again
        db.execute("PRAGMA max_page_count = 1000000").fetchall()
    fill(store, TWO, range(3, 50), size=9000)
    assert [*store.walk()] == []


@pytest.mark.parametrize("folder", ["/proc/none", "/proc"])
def test_a_place_where_nothing_can_be_is_refused(folder: str) -> None:
    with pytest.raises(LogError) as caught:
        open_store(Path(folder) / "vault.db")
    assert caught.value.kind == "refused"
