"""The packs of an installation on disk."""

import os
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from safeconduct.app.books.pack_store import (
    Installed,
    KeptPack,
    digest_on_disk,
    find_pack,
    locked,
    pack_folder,
    read_installed,
    write_installed,
    write_pack,
)
from safeconduct.base.errors import InputError

FILES = {"xx/a.md": b"a", "vocabulary/v.toml": b"v", "metadata/targets.json": b"{}"}
DAY = date(2026, 11, 22)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An installation with one pack."""
    write_pack(tmp_path, 3, FILES)
    digest = digest_on_disk(pack_folder(tmp_path, 3))
    kept = KeptPack(
        number=3,
        expires=date(2027, 1, 1),
        installed=DAY,
        archive="sha256:a",
        files=digest,
        rulebook="sha256:r",
    )
    write_installed(tmp_path, Installed(root=b"\x00root", current=3, packs=(kept,)))
    return tmp_path


def test_what_is_written_is_read_again(home: Path) -> None:
    state = read_installed(home)
    assert (state.root, state.timestamp, state.current) == (b"\x00root", b"", 3)
    again = replace(state, packs=(replace(state.packs[0], number=2), *state.packs))
    write_installed(home, again)
    assert read_installed(home) == again


def test_without_an_installation_no_pack_is_in_use(tmp_path: Path) -> None:
    assert find_pack(None, None) is None
    assert find_pack(tmp_path, None) is None
    assert read_installed(tmp_path) == Installed()


def test_the_pack_in_use_is_the_one_installed_last(home: Path) -> None:
    found = find_pack(home, None)
    assert found is not None
    assert (found[0], found[1].number) == (pack_folder(home, 3), 3)


def test_a_kept_pack_is_known_by_its_folder(home: Path) -> None:
    found = find_pack(home, pack_folder(home, 3) / ".." / "3")
    assert found is not None
    assert found[1].number == 3


def test_another_folder_is_the_users_own_whatever_is_installed(
    home: Path, tmp_path: Path
) -> None:
    (home / "law" / "installed.toml").write_text("damaged")
    assert find_pack(home, tmp_path / "mine") is None


def test_a_folder_among_the_packs_that_was_not_installed_is_refused(home: Path) -> None:
    for name in ("4", ".new-x"):
        with pytest.raises(InputError, match="no law pack that was installed"):
            find_pack(home, home / "law" / "packs" / name)


@pytest.mark.parametrize("name", ["xx/a.md", "vocabulary/v.toml", "xx/more.md"])
def test_a_pack_that_was_altered_on_disk_is_refused(home: Path, name: str) -> None:
    (pack_folder(home, 3) / name).write_bytes(b"other")
    with pytest.raises(InputError, match=r"altered on disk.*Install"):
        find_pack(home, None)


def test_a_page_taken_away_is_noticed(home: Path) -> None:
    (pack_folder(home, 3) / "xx" / "a.md").unlink()
    with pytest.raises(InputError, match="altered on disk"):
        find_pack(home, None)


def test_a_file_that_is_no_law_alters_nothing(home: Path) -> None:
    (pack_folder(home, 3) / ".DS_Store").write_bytes(b"x")
    assert find_pack(home, None)


def test_a_pack_takes_the_place_of_what_was_there(home: Path) -> None:
    folder = pack_folder(home, 3)
    (folder / "xx" / "more.md").write_bytes(b"x")
    write_pack(home, 3, FILES)
    assert not (folder / "xx" / "more.md").exists()
    assert [path.name for path in folder.parent.iterdir()] == ["3"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("format = 1", "format = 2", id="another format"),
        pytest.param('root = "', 'root = "!', id="no bytes"),
        pytest.param("number = 3", 'number = "3"', id="no number"),
        pytest.param("current", "courant", id="an unknown key"),
        pytest.param("format", "=", id="no TOML"),
    ],
)
def test_a_damaged_list_of_packs_is_told(home: Path, old: str, new: str) -> None:
    path = home / "law" / "installed.toml"
    path.write_text(path.read_text().replace(old, new, 1))
    with pytest.raises(InputError, match=r"installed\.toml"):
        read_installed(home)


def test_packs_without_the_note_of_which_is_in_use_are_refused(home: Path) -> None:
    (home / "law" / "installed.toml").unlink()
    with pytest.raises(InputError, match="the note of which one is in use is gone"):
        find_pack(home, None)


def test_one_installation_runs_at_a_time(home: Path) -> None:
    with locked(home), pytest.raises(InputError, match="another command"), locked(home):
        pass


def test_a_place_that_cannot_be_written_to_is_told(tmp_path: Path) -> None:
    (tmp_path / "law").write_text("a file")
    with pytest.raises(InputError, match="cannot be written"), locked(tmp_path):
        pass
    with pytest.raises(InputError, match="nothing is installed"):
        write_pack(tmp_path, 1, FILES)


def test_a_link_or_a_pipe_in_a_pack_alters_it(home: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    link = pack_folder(home, 3) / "help"
    link.symlink_to(elsewhere)
    with pytest.raises(InputError, match="altered on disk"):
        find_pack(home, None)
    link.unlink()
    os.mkfifo(pack_folder(home, 3) / "vocabulary" / "more.toml")
    with pytest.raises(InputError, match="altered on disk"):
        find_pack(home, None)


def test_a_pack_that_became_a_link_is_no_folder_of_the_users(
    home: Path, tmp_path: Path
) -> None:
    folder, elsewhere = pack_folder(home, 3), tmp_path / "elsewhere"
    folder.rename(elsewhere)
    (elsewhere / "xx" / "more.md").write_bytes(b"x")
    folder.symlink_to(elsewhere)
    with pytest.raises(InputError, match="altered on disk"):
        find_pack(home, folder)


def test_a_part_of_a_pack_is_no_folder_of_the_users(home: Path) -> None:
    for folder in (pack_folder(home, 3) / "xx", pack_folder(home, 3).parent):
        with pytest.raises(InputError, match="no law pack that was installed"):
            find_pack(home, folder)


def test_a_pack_that_lies_elsewhere_behind_a_link_is_refused(
    home: Path, tmp_path: Path
) -> None:
    """Whole as it is, it could be changed by whoever may write there."""
    folder, elsewhere = pack_folder(home, 3), tmp_path / "elsewhere"
    folder.rename(elsewhere)
    folder.symlink_to(elsewhere)
    with pytest.raises(InputError, match="altered on disk"):
        find_pack(home, None)


def test_what_a_killed_installation_left_is_swept(home: Path, tmp_path: Path) -> None:
    packs = pack_folder(home, 3).parent
    (packs / ".new-dead" / "xx").mkdir(parents=True)
    (packs / ".new-dead" / "xx" / "a.md").write_text("half")
    (packs / ".new-link").symlink_to(tmp_path)
    with locked(home):
        assert {path.name for path in packs.iterdir()} == {"3", ".new-link"}
    assert find_pack(home, None)


def test_a_pack_takes_the_place_of_a_link_or_a_file(home: Path, tmp_path: Path) -> None:
    folder, elsewhere = pack_folder(home, 3), tmp_path / "elsewhere"
    folder.rename(elsewhere)
    folder.symlink_to(elsewhere)
    write_pack(home, 3, FILES)
    assert find_pack(home, None)
    assert (elsewhere / "xx" / "a.md").exists()
    shutil.rmtree(folder)
    folder.write_bytes(b"x")
    write_pack(home, 3, FILES)
    assert find_pack(home, None)
