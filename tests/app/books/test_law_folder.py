"""Reading a folder of law from disk."""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from safeconduct.app.books import law_folder
from safeconduct.app.books.law_folder import (
    MAX_FILE_BYTES,
    read_law,
    recorded_days,
    shipped_cases,
    shipped_law,
)
from safeconduct.base.errors import InputError


def _law(folder: Path) -> Path:
    (folder / "vocabulary").mkdir()
    (folder / "xx").mkdir()
    (folder / "xx" / "a.md").write_text("+++")
    (folder / "vocabulary" / "v.toml").write_text("version = 1")
    return folder


def test_files_are_named_by_their_path_in_the_folder(tmp_path: Path) -> None:
    found = read_law(_law(tmp_path))
    assert dict(found.pages) == {"xx/a.md": b"+++"}
    assert dict(found.vocabulary) == {"vocabulary/v.toml": b"version = 1"}
    assert found.recorded == b""


def test_what_was_recorded_is_read(tmp_path: Path) -> None:
    path = _law(tmp_path) / "recorded.toml"
    assert recorded_days(path) == {}
    path.write_text('[recorded]\n"xx.a" = 2026-01-02\n"xx.b" = 3\n')
    assert read_law(tmp_path).recorded == path.read_bytes()
    assert recorded_days(path) == {"xx.a": date(2026, 1, 2)}


@pytest.mark.parametrize("text", [b"\xff", b"x =", b"recorded = 1"])
def test_a_wrong_note_of_what_was_recorded_is_told(tmp_path: Path, text: bytes) -> None:
    path = tmp_path / "recorded.toml"
    path.write_bytes(text)
    with pytest.raises(InputError, match=r"^recorded\.toml"):
        recorded_days(path)


def test_the_law_and_the_cases_ship() -> None:
    assert list(shipped_law().rglob("*.md"))
    assert list(shipped_cases().glob("*.toml"))


def test_a_folder_linked_into_itself_is_read_once(tmp_path: Path) -> None:
    (_law(tmp_path) / "xx" / "again").symlink_to(tmp_path)
    assert list(read_law(tmp_path).pages) == ["xx/a.md"]


def _loop(path: Path) -> None:
    path.symlink_to(path)


def _huge(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(100 * 1024 * 1024)


@pytest.mark.parametrize(
    ("make", "what"),
    [
        pytest.param(Path.mkdir, "xx/b.md: This is no file.", id="a folder"),
        pytest.param(_loop, "xx/b.md: The file cannot be read", id="a loop of links"),
        pytest.param(os.mkfifo, "xx/b.md: This is no file.", id="a pipe"),
        pytest.param(_huge, "xx/b.md: The file has 104857600 bytes", id="100 MB"),
    ],
)
def test_what_is_no_page_is_told_with_its_place(
    tmp_path: Path, make: Callable[[Path], None], what: str
) -> None:
    make(_law(tmp_path) / "xx" / "b.md")
    with pytest.raises(InputError, match=what):
        read_law(tmp_path)


def test_a_page_that_vanishes_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _law(tmp_path)

    def found(self: Path, pattern: str) -> list[Path]:
        return [self / f"gone.{pattern.rpartition('.')[2]}"]

    monkeypatch.setattr(Path, "rglob", found)
    with pytest.raises(InputError, match=r"gone\.md: The file cannot be read"):
        read_law(tmp_path)


def test_no_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="There is no such folder"):
        read_law(tmp_path / "none")


def test_a_folder_of_too_many_files_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(law_folder, "MAX_FILES", 1)
    with pytest.raises(InputError, match="More than 1 files of law"):
        read_law(_law(tmp_path))


def test_a_large_file_of_law_is_read(tmp_path: Path) -> None:
    path = _law(tmp_path) / "xx" / "b.md"
    path.write_bytes(b"x" * MAX_FILE_BYTES)
    assert len(read_law(tmp_path).pages["xx/b.md"]) == MAX_FILE_BYTES
