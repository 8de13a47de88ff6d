"""Installing beyond what the vectors hold: what is kept here already."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from safeconduct.app.pack_install import check, install
from safeconduct.app.pack_store import Installed, read_installed, write_installed
from safeconduct.base.errors import InputError
from tests.sealing.pack_kit import FILE, ROOT, TODAY, archive, pack, root


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An installation that trusts the root of the packs."""
    write_installed(tmp_path, Installed(root=ROOT))
    return tmp_path


def test_a_number_is_never_used_for_two_packs(home: Path) -> None:
    (home / FILE).write_bytes(archive(pack(5)))
    install(home / FILE, home, today=TODAY)
    # Under a root of other keys what was seen no longer counts, but it is kept.
    fresh = root("DEF", by="ABDE", after=ROOT)
    state = replace(read_installed(home), root=fresh)
    other = archive(pack(5, by="DE", roots=(ROOT, fresh)))
    with pytest.raises(InputError, match="Another pack with the number 5"):
        check(other, state, today=TODAY, file=FILE)
    fewer = archive(pack(4, by="DE", roots=(ROOT, fresh)))
    assert check(fewer, state, today=TODAY, file=FILE).state.current == 4


def test_a_pack_that_is_whole_is_not_written_again(home: Path) -> None:
    (home / FILE).write_bytes(archive(pack()))
    install(home / FILE, home, today=TODAY)
    page = home / "law" / "packs" / "1" / "xx" / "leave.md"
    before = page.stat().st_ino
    again = install(home / FILE, home, today=date(2090, 1, 1))
    assert (again.kept.installed, page.stat().st_ino) == (TODAY, before)


def test_a_file_too_large_is_not_read(home: Path) -> None:
    with (home / FILE).open("wb") as out:
        out.truncate(40 * 1024 * 1024)
    with pytest.raises(InputError, match="at most"):
        install(home / FILE, home, today=TODAY)
