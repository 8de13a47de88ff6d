"""A sealed file is in its folder whole, under its hash, or not at all."""

import hashlib
from pathlib import Path
from typing import IO

import pytest

from safeconduct.log.errors import LogError
from safeconduct.log.stores.file_folder import FileFolder, open_file_folder
from tests.log.desk_kit import stuff

CONTENT = stuff(1, 10_000)
NAME = hashlib.sha256(CONTENT).digest()


@pytest.fixture
def files(tmp_path: Path) -> FileFolder:
    """A folder with no file."""
    return open_file_folder(tmp_path / "files")


def lying(tmp_path: Path) -> list[str]:
    return sorted(file.name for file in (tmp_path / "files").iterdir())


def test_a_file_lies_under_its_hash(files: FileFolder, tmp_path: Path) -> None:
    files.put(CONTENT, name=NAME)
    files.put(CONTENT, name=NAME)
    assert files.has(NAME)
    assert files.names() == (NAME,)
    assert files.path(NAME).read_bytes() == CONTENT
    assert lying(tmp_path) == [NAME.hex()]
    assert [*files.changed()] == []


def test_a_file_tells_neither_its_hour_nor_anybody_else_its_bytes(
    files: FileFolder, tmp_path: Path
) -> None:
    files.put(CONTENT, name=NAME)
    found = files.path(NAME).stat()
    assert (found.st_mtime, found.st_atime) == (0, 0)
    assert found.st_mode & 0o077 == 0
    assert (tmp_path / "files").stat().st_mode & 0o077 == 0


def test_a_file_can_be_written_as_it_is_made(files: FileFolder) -> None:
    def write(file: IO[bytes]) -> bytes:
        file.write(CONTENT[:5000])
        file.write(CONTENT[5000:])
        return NAME

    assert files.write(write) == NAME
    assert files.path(NAME).read_bytes() == CONTENT


def test_bytes_of_another_name_are_not_kept(files: FileFolder, tmp_path: Path) -> None:
    with pytest.raises(LogError) as caught:
        files.put(CONTENT[1:], name=NAME)
    assert caught.value.kind == "damaged"
    assert lying(tmp_path) == []


def test_a_writer_that_breaks_off_leaves_nothing(
    files: FileFolder, tmp_path: Path
) -> None:
    def broken(file: IO[bytes]) -> bytes:
        file.write(CONTENT)
        raise OSError(28, "No space left on device")

    with pytest.raises(LogError) as caught:
        files.write(broken)
    assert caught.value.kind == "full"
    assert lying(tmp_path) == []


def test_a_removed_file_and_its_parts_are_gone(
    files: FileFolder, tmp_path: Path
) -> None:
    files.put(CONTENT, name=NAME)
    files.write_part(NAME, 3, b"part")
    files.remove(NAME)
    files.remove(NAME)
    assert not files.has(NAME)
    assert lying(tmp_path) == []


def test_parts_make_a_file_in_any_order_and_over_a_restart(
    files: FileFolder, tmp_path: Path
) -> None:
    files.write_part(NAME, 4096, CONTENT[4096:])
    assert not files.complete(NAME)
    again = open_file_folder(tmp_path / "files")
    again.write_part(NAME, 0, CONTENT[:4096])
    assert not again.has(NAME)
    assert again.parts(NAME) == {0: 4096, 4096: len(CONTENT) - 4096}
    assert again.names() == ()
    assert again.complete(NAME)
    assert again.path(NAME).read_bytes() == CONTENT
    assert lying(tmp_path) == [NAME.hex()]


def test_the_first_bytes_are_found_whole_or_not(files: FileFolder) -> None:
    assert files.first(NAME) is None
    files.write_part(NAME, 4096, CONTENT[4096:])
    assert files.first(NAME) is None
    files.write_part(NAME, 0, CONTENT[:4096])
    begun = files.first(NAME)
    assert begun is not None
    assert begun.read_bytes() == CONTENT[:4096]
    files.complete(NAME)
    assert files.first(NAME) == files.path(NAME)


def test_a_false_part_makes_no_file_until_the_true_one_comes(files: FileFolder) -> None:
    files.write_part(NAME, 0, CONTENT[:4096])
    files.write_part(NAME, 4096, bytes(len(CONTENT) - 4096))
    assert not files.complete(NAME)
    files.write_part(NAME, 4096, CONTENT[4096:])
    assert files.complete(NAME)


def test_nothing_half_written_survives_a_start(
    files: FileFolder, tmp_path: Path
) -> None:
    files.put(CONTENT, name=NAME)
    for name in ("partial-x", f"{NAME.hex()}.0", f"{'0' * 64}.0"):
        (tmp_path / "files" / name).write_bytes(b"left")
    open_file_folder(tmp_path / "files")
    assert lying(tmp_path) == [f"{'0' * 64}.0", NAME.hex()]


def test_a_changed_or_unreadable_file_is_named_and_the_rest_reads(
    files: FileFolder,
) -> None:
    for number in range(4):
        content = stuff(number, 100)
        files.put(content, name=hashlib.sha256(content).digest())
    flipped, cut, unread, _ = files.names()
    files.path(flipped).write_bytes(stuff(9, 100))
    files.path(cut).write_bytes(b"")
    files.path(unread).unlink()
    files.path(unread).mkdir()
    assert [*files.changed()] == [flipped, cut, unread]


def test_a_place_where_no_folder_can_be_is_refused() -> None:
    with pytest.raises(LogError) as caught:
        open_file_folder(Path("/proc/files"))
    assert caught.value.kind == "refused"
