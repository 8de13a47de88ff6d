"""A file is written whole or not at all, whatever happens meanwhile."""

from pathlib import Path

import pytest

from safeconduct.app.machine.file import write_whole
from safeconduct.base.errors import InputError
from tests.promises.kept import ROOT, must_fail, run_planted

CASE = str(ROOT / "cases" / "composite.toml")
BEFORE = b"what stood here before"
# The disk is full after some bytes of each file, as a full disk is.
FULL_DISK = """
import tempfile, builtins, io, pathlib
from safeconduct.app.answers import document_command
from safeconduct.app.machine import file
def full(handle):
    whole = handle.write
    def write(content):
        whole(content[:100])
        raise OSError(28, "No space left on device")
    handle.write = write
    return handle
named = tempfile.NamedTemporaryFile
tempfile.NamedTemporaryFile = lambda *a, **k: full(named(*a, **k))
"""
# The same disk, and a writer that writes in place.
IN_PLACE = """
from safeconduct.base.errors import Fault, InputError
def write(path, content):
    path.write_bytes(content[:100])
    raise InputError([Fault(file=path.name, what="The file cannot be written.")])
document_command.write_whole = write
"""


def a_full_disk_leaves_what_was_there(folder: Path, planted: str) -> None:
    """The old file stands as it was, nothing lies beside it, and one line says so."""
    out = folder / "card.pdf"
    out.write_bytes(BEFORE)
    found = run_planted(planted, "alarm-card", CASE, "-o", str(out))
    assert found.returncode == 1, found.stderr
    assert len(found.stderr.strip().splitlines()) == 1
    assert "cannot be written" in found.stderr
    assert out.read_bytes() == BEFORE
    assert [path.name for path in folder.iterdir()] == ["card.pdf"]


def test_a_full_disk_leaves_what_was_there(tmp_path: Path) -> None:
    a_full_disk_leaves_what_was_there(tmp_path, FULL_DISK)


def test_with_a_writer_in_place_half_a_file_is_left(tmp_path: Path) -> None:
    must_fail(lambda: a_full_disk_leaves_what_was_there(tmp_path, IN_PLACE))


def test_an_interrupted_replacement_leaves_what_was_there(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    out = tmp_path / "card.pdf"
    out.write_bytes(BEFORE)

    def broken(_self: Path, _target: Path) -> Path:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "replace", broken)
    with pytest.raises(InputError, match="cannot be written"):
        write_whole(out, b"new")
    assert out.read_bytes() == BEFORE
    assert [path.name for path in tmp_path.iterdir()] == ["card.pdf"]


def test_what_is_written_is_readable_by_its_owner_alone(tmp_path: Path) -> None:
    out = tmp_path / "case" / "card.pdf"
    write_whole(out, b"new")
    assert out.stat().st_mode & 0o077 == 0
