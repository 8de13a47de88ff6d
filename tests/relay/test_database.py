"""What is no store of a relay is not opened as one."""

import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from safeconduct.base.errors import InputError
from safeconduct.relay.database import open_database


def test_a_store_is_opened_again(where: str) -> None:
    open_database(where).dispose()
    open_database(where).dispose()


def test_a_store_of_another_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "relay.db"
    open_database(str(path)).dispose()
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE form SET form = 1")
    with pytest.raises(InputError, match="Another version"):
        open_database(str(path))


BAD: dict[str, tuple[str, str]] = {
    "another database": ("mysql://somebody@host/name", "A store is a file"),
    "SQLite as an address": ("sqlite:///relay.db", "A store is a file"),
    "no address": ("://", "no address"),
    "no port": ("postgresql://app@host:port/relay", "no address"),
    "nobody there": ("postgresql://app@127.0.0.1:1/relay", "cannot be opened"),
}


@pytest.mark.parametrize(("where", "what"), BAD.values(), ids=BAD)
def test_what_is_no_store_is_refused(where: str, what: str) -> None:
    with pytest.raises(InputError, match=what):
        open_database(where)


def test_a_folder_or_a_text_is_no_store(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("no database, but a text of some length\n" * 40)
    for path in (tmp_path, tmp_path / "none" / "relay.db", tmp_path / "text"):
        with pytest.raises(InputError, match="cannot be opened"):
            open_database(str(path))


def test_without_its_driver_the_other_database_is_not_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(InputError, match="extra 'server'"):
        open_database("postgresql://app@127.0.0.1:1/relay")
