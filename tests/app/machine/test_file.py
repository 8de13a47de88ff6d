"""Files of the user's: read with a bound, written whole or not at all."""

import errno
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from safeconduct.app.machine.file import (
    check_place,
    read_file,
    read_text,
    write_whole,
)
from safeconduct.base.errors import InputError

MOST = 1024
HUGE = 100 * 1024 * 1024


def _sparse(folder: Path) -> Path:
    path = folder / "huge.toml"
    with path.open("wb") as file:
        file.truncate(HUGE)
    return path


def _loop(folder: Path) -> Path:
    path = folder / "loop.toml"
    path.symlink_to(path)
    return path


def _folder(folder: Path) -> Path:
    path = folder / "folder.toml"
    path.mkdir()
    return path


def test_a_pipe_is_not_waited_for_where_a_plain_file_is_asked_for(
    tmp_path: Path,
) -> None:
    os.mkfifo(tmp_path / "pipe")
    for name in ("pipe", "."):
        with pytest.raises(InputError, match="This is no file"):
            read_file(tmp_path / name, most=MOST, plain=True)
    with pytest.raises(InputError, match="cannot be read"):
        read_file(tmp_path / ("a" * 999), most=MOST, plain=True)


def test_a_file_is_read_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes(b"\x00" * MOST)
    assert read_file(path, most=MOST) == b"\x00" * MOST


@pytest.mark.parametrize(
    ("make", "what"),
    [
        pytest.param(
            lambda f: f / "none.toml", "none.toml: The file cannot", id="none"
        ),
        pytest.param(_folder, "folder.toml: The file cannot be read", id="a folder"),
        pytest.param(_loop, "loop.toml: The file cannot be read", id="a loop"),
        pytest.param(_sparse, f"huge.toml: The file has {HUGE} bytes", id="100 MB"),
        pytest.param(
            lambda _: Path("/dev/zero"), "zero: The file has more", id="endless"
        ),
        pytest.param(lambda f: f / "a\0b", "no such name", id="no name"),
        pytest.param(lambda f: f / ("a" * 999), "cannot be read", id="a long name"),
    ],
)
def test_what_cannot_be_read_is_one_line(
    tmp_path: Path, make: Callable[[Path], Path], what: str
) -> None:
    with pytest.raises(InputError, match=re.escape(what)) as caught:
        read_file(make(tmp_path), most=MOST)
    assert len(str(caught.value).splitlines()) == 1


@pytest.mark.parametrize(
    ("make", "what"),
    [
        pytest.param(_folder, "No file can be written here", id="a folder"),
        pytest.param(lambda _: Path("/dev/full"), "No file can be", id="a device"),
        pytest.param(
            lambda _: Path("/proc/none/a"), "cannot be written", id="no place"
        ),
        pytest.param(lambda f: f / "a\0b", "no such name", id="no name"),
        pytest.param(lambda f: f / ("a" * 999), "cannot be written", id="a long name"),
    ],
)
def test_a_place_that_takes_no_file_is_left_as_it_was(
    tmp_path: Path, make: Callable[[Path], Path], what: str
) -> None:
    path = make(tmp_path)
    before = sorted(tmp_path.iterdir())
    with pytest.raises(InputError, match=what):
        write_whole(path, b"x")
    with pytest.raises(InputError, match=what):
        check_place(path)
    assert sorted(tmp_path.iterdir()) == before


def test_a_place_that_is_looked_at_is_left_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    check_place(path)
    assert list(tmp_path.iterdir()) == []
    path.write_bytes(b"old")
    check_place(path)
    assert path.read_bytes() == b"old"


def test_a_disk_that_fills_leaves_the_old_file_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.pdf"
    write_whole(path, b"old")

    def full(_: Path, target: Path) -> Path:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(target))

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(InputError, match="No space left"):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert [found.name for found in tmp_path.iterdir()] == ["a.pdf"]


def test_a_text_is_read_as_text(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes("а\r\n".encode())
    assert read_text(path, most=MOST) == "а\n"
    path.write_bytes(b"\xff")
    with pytest.raises(InputError, match=r"a\.toml:1: This is not UTF-8 text"):
        read_text(path, most=MOST)


def test_a_file_is_written_with_the_folders_it_needs(tmp_path: Path) -> None:
    path = tmp_path / "x" / "y" / "a.pdf"
    write_whole(path, b"old")
    write_whole(path, b"new")
    assert path.read_bytes() == b"new"
    assert [found.name for found in path.parent.iterdir()] == ["a.pdf"]


def test_what_is_written_is_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    write_whole(path, b"")
    assert path.stat().st_mode & 0o077 == 0
