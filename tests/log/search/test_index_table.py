"""The file of the index of words: under a key, and what is taken out is overwritten."""

from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from safeconduct.log.name import Compartment
from safeconduct.log.search.index_table import (
    connect,
    docs_of,
    is_ours,
    make_tables,
    put_in,
    ref_of,
    take_out,
)
from tests.log.desk_kit import log_of

KEY = b"k" * 32
# What is deleted is overwritten, what is sorted stays in memory, a schema is not
# trusted, and nobody else opens the file.
SETTINGS = {
    "secure_delete": 1,
    "temp_store": 2,
    "trusted_schema": 0,
    "locking_mode": "exclusive",
    "journal_mode": "wal",
    "synchronous": 1,
}


@pytest.mark.parametrize("name", SETTINGS)
def test_an_index_is_opened_so_that_it_keeps_no_more_than_it_must(
    tmp_path: Path, name: str
) -> None:
    db = connect(tmp_path / "words.db", KEY)
    (value,) = db.execute(f"PRAGMA {name}").fetchone()
    db.close()
    assert value == SETTINGS[name]


def test_another_key_opens_nothing_and_no_word_stands_in_the_clear(
    tmp_path: Path,
) -> None:
    db = connect(tmp_path / "words.db", KEY)
    make_tables(db)
    put_in(db, ref_of(db, log_of(1)), 1, "katulinsk")
    assert is_ours(db)
    db.close()
    raw = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert raw
    assert b"tulinsk" not in raw
    assert b"SQLite format" not in raw
    with pytest.raises(dbapi2.DatabaseError):
        connect(tmp_path / "words.db", b"l" * 32)


def test_an_arrival_is_of_its_log_until_it_is_taken_out(tmp_path: Path) -> None:
    db = connect(tmp_path / "words.db", KEY)
    make_tables(db)
    refs = [ref_of(db, log_of(1, part)) for part in Compartment]
    assert len(set(refs)) == 4
    assert [ref_of(db, log_of(1, part)) for part in Compartment] == refs
    for number in (1, 2):
        put_in(db, refs[1], number, "word")
    assert docs_of(db, refs[1]) == {1, 2}
    assert docs_of(db, refs[2]) == frozenset()
    take_out(db, 1)
    assert docs_of(db, refs[1]) == {2}
    found = db.execute("SELECT rowid FROM words WHERE words MATCH 'word'").fetchall()
    assert found == [(2,)]
    assert db.execute("SELECT n FROM gone").fetchall() == [(1,)]
    db.close()
