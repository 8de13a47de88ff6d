"""What is wrong with a store is named, and the rest of it reads."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from safeconduct.log.errors import LogError
from safeconduct.log.name import LogName
from safeconduct.log.stores.store import Store, open_store
from safeconduct.log.stores.store_table import FORM
from tests.log.desk_kit import fill, log_of, raw, tip

ONE, TWO = log_of(1), log_of(2)
PAGE = FORM.page_bytes


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the store is."""
    return tmp_path / "vault.db"


def changed(path: Path, *statements: str) -> None:
    """Change a database as somebody with the disk in his hands does."""
    db = sqlite3.connect(path)
    for statement in statements:
        db.execute(statement)
    db.commit()
    db.close()


TAMPERED: dict[str, tuple[str, list[tuple[str, int]]]] = {
    "an entry's bytes are others": (
        "UPDATE entries SET envelope = x'00' WHERE n = 3",
        [("changed", 3)],
    ),
    "an entry's bytes are taken away": (
        "UPDATE entries SET envelope = NULL WHERE n = 3",
        [("missing", 3)],
    ),
    "an entry's log is none": (
        "UPDATE entries SET log = x'07' WHERE n = 3",
        [("misplaced", 3)],
    ),
    "an entry is taken out": ("DELETE FROM entries WHERE n = 3", [("chain", 4)]),
    "an entry has another name": (
        "UPDATE entries SET id = x'07' WHERE n = 3",
        [("chain", 3), ("changed", 3)],
    ),
    "two change places": (
        "UPDATE entries SET n = CASE n WHEN 3 THEN -4 WHEN 4 THEN -3 ELSE n END",
        [("chain", 1), ("chain", 2), ("chain", 5)],
    ),
}


@pytest.mark.parametrize(("statement", "faults"), TAMPERED.values(), ids=TAMPERED)
def test_what_was_tampered_with_is_named_and_the_rest_reads(
    path: Path, statement: str, faults: list[tuple[str, int]]
) -> None:
    store = open_store(path)
    items = fill(store, ONE, range(5))
    fill(store, TWO, range(10, 12))
    store.close()
    changed(path, statement)
    store = open_store(path)
    found = [(fault.kind, fault.number) for fault in store.walk()]
    if not statement.startswith("UPDATE entries SET n"):
        assert found == faults
        assert items[4] in store.envelopes(ONE)
    assert found
    assert store.count(TWO) == 2
    store.close()


def test_an_entry_taken_off_the_end_no_longer_fits_its_seal(path: Path) -> None:
    store = open_store(path)
    fill(store, ONE, range(3))
    store.close()
    changed(path, "DELETE FROM entries WHERE n = 3")
    store = open_store(path)
    number, link, sealed = store.end()
    assert number == 2
    assert sealed != tip(number, link)
    store.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entries SET envelope = x'00' WHERE n = 2",
        "UPDATE entries SET envelope = NULL WHERE n = 2",
    ],
)
def test_bytes_that_the_disk_lost_are_mended_when_they_come_again(
    path: Path, statement: str
) -> None:
    store = open_store(path)
    items = fill(store, ONE, range(3))
    store.close()
    changed(path, statement)
    store = open_store(path)
    assert [*store.walk()] != []
    assert store.append(items, tip=tip) == 1
    assert [*store.walk()] == []
    assert store.envelopes(ONE) == tuple(items)
    store.close()


def test_a_row_or_entry_of_a_log_that_is_none_is_left_out(path: Path) -> None:
    store = open_store(path)
    (item,) = fill(store, ONE, range(1))
    fill(store, TWO, range(1, 2))
    store.close()
    changed(
        path,
        "UPDATE rows SET log = x'07' WHERE log = (SELECT log FROM entries WHERE n = 1)",
        "UPDATE entries SET log = x'07' WHERE n = 1",
    )
    store = open_store(path)
    assert store.logs() == (TWO,)
    assert [log for log, _ in store.rows()] == [TWO]
    assert store.one(item.id) is None
    assert store.at(1) is None
    assert [*store.extents()] == [TWO]
    store.close()


def foreign(path: Path) -> None:
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE theirs (a)")
    db.close()


def newer(path: Path) -> None:
    open_store(path).close()
    changed(path, "PRAGMA user_version = 2")


def flip(path: Path, at: int) -> None:
    """Turn a byte over."""
    content = bytearray(path.read_bytes())
    content[at] ^= 0xFF
    path.write_bytes(content)


def filled(path: Path, size: int = 700) -> None:
    store = open_store(path)
    for number in range(40):
        fill(store, log_of(number), range(4 * number, 4 * number + 4), size=size)
    store.close()


def cut(path: Path) -> None:
    filled(path)
    path.write_bytes(path.read_bytes()[:-5000])


def flipped(path: Path) -> None:
    filled(path)
    for page in range(2, 9):
        flip(path, page * PAGE)


def of_no_form(path: Path) -> None:
    filled(path)
    flip(path, 47)  # the number of the form in which SQLite writes its schema


def journal_alone(path: Path) -> None:
    path.with_name("vault.db-wal").write_bytes(b"left")


BAD: dict[str, tuple[Callable[[Path], object], str]] = {
    "no database": (lambda path: path.write_bytes(b"text" * 100), "is damaged"),
    "nothing": (lambda path: path.write_bytes(b""), "emptied"),
    "another's": (foreign, "no file of Safe Conduct"),
    "a newer one": (newer, "newer Safe Conduct"),
    "cut off": (cut, "is damaged"),
    "pages turned over": (flipped, "is damaged"),
    "of a form that SQLite has not": (of_no_form, "is damaged"),
    "a journal alone": (journal_alone, "its journal is there"),
}


@pytest.mark.parametrize(("make", "what"), BAD.values(), ids=BAD)
def test_a_file_that_is_no_sound_store_is_named_and_left_as_it_is(
    path: Path, make: Callable[[Path], object], what: str
) -> None:
    make(path)
    before = raw(path)
    with pytest.raises(LogError, match=what) as caught:
        open_store(path)
    assert caught.value.kind == "damaged"
    assert raw(path) == before


def reads(store: Store, log: LogName) -> bool:
    """Whether a log is there; it is refused whole if any of it is damaged."""
    try:
        return store.count(log) == len(store.envelopes(log)) == 4
    except LogError as error:
        return error.kind != "damaged"


def test_of_a_damaged_store_the_rest_can_be_read(path: Path) -> None:
    filled(path, size=PAGE // 2)
    for page in range(12, path.stat().st_size // PAGE, 12):
        flip(path, page * PAGE)
    store = open_store(path, salvage=True)
    faults = [*store.walk()]
    assert {fault.kind for fault in faults} >= {"database"}
    read = [number for number in range(40) if reads(store, log_of(number))]
    assert 0 < len(read) < 40
    damaged = {fault.number for fault in faults if fault.number}
    assert damaged
    assert damaged < set(range(1, 161))
    with pytest.raises(LogError) as caught:
        fill(store, ONE, range(500, 501))
    assert caught.value.kind == "refused"
    store.close()


def test_every_turned_byte_is_found_or_changes_nothing(path: Path) -> None:
    """Each 211th byte in turn: refused, named by the walk, or all reads as before."""
    store = open_store(path)
    items = [*fill(store, ONE, range(3)), *fill(store, TWO, range(3, 5), size=5000)]
    store.close()
    whole = path.read_bytes()
    for at in range(0, len(whole), 211):
        path.write_bytes(whole)
        flip(path, at)
        try:
            store = open_store(path)
        except LogError as error:
            assert error.kind == "damaged"  # noqa: PT017 -- one of three outcomes
            continue
        number, link, sealed = store.end()
        is_named = bool([*store.walk()]) or sealed != tip(number, link)
        # An entry whose log is another's is named by the seal, which binds the log.
        if not is_named and {*store.logs()} == {ONE, TWO}:
            found = {*store.envelopes(ONE), *store.envelopes(TWO)}
            assert found == set(items), at
        store.close()


def test_a_walk_ends_where_nothing_can_be_read(path: Path) -> None:
    filled(path)
    content = bytearray(path.read_bytes())
    content[2 * PAGE :] = bytes(len(content) - 2 * PAGE)
    path.write_bytes(content)
    store = open_store(path, salvage=True)
    faults = [*store.walk()]
    assert faults
    assert {fault.kind for fault in faults} == {"database"}
    store.close()
