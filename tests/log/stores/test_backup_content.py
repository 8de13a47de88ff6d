"""What a backup holds: one form of bytes; whatever else comes is refused."""

import hashlib
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from safeconduct.log.errors import LogError
from safeconduct.log.name import EntryId
from safeconduct.log.stores.backup_content import Joined, Keys, OpenKey, Same, Unpacker
from safeconduct.sealing.wrap import WRAP_BYTES

FIRST = EntryId(b"f" * 32)
KEYS = Keys(
    first=FIRST,
    keys=(
        OpenKey(subject=b"\x01", key=b"k" * 32),
        OpenKey(subject=b"l" * 16 + b"\x03", key=b"s" * 32),
    ),
    wraps=(b"w" * WRAP_BYTES, b"v" * WRAP_BYTES),
)
FILE = b"x" * 70_000


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    """A folder with a store and two files, one of them empty."""
    folder = tmp_path / "vault"
    (folder / "files").mkdir(parents=True)
    (folder / "vault.db").write_bytes(b"store" * 20_000)
    for content in (FILE, b""):
        name = hashlib.sha256(content).hexdigest()
        (folder / "files" / name).write_bytes(content)
    return folder


def joined(vault: Path, keys: Keys = KEYS) -> Joined:
    return Joined(keys, vault / "vault.db", sorted((vault / "files").iterdir()))


def whole(vault: Path, keys: Keys = KEYS) -> bytes:
    content = joined(vault, keys)
    return content.read(content.length)


def unpacked(raw: bytes, folder: Path, step: int = 4000) -> Keys:
    with closing(Unpacker(folder)) as target:
        for at in range(0, len(raw), step):
            target.write(raw[at : at + step])
        return target.end()


def new_folder(tmp_path: Path, name: str = "new") -> Path:
    folder = tmp_path / name
    (folder / "files").mkdir(parents=True)
    return folder


@pytest.mark.parametrize("step", [7, 4000, 1_000_000])
def test_what_was_joined_is_unpacked(vault: Path, tmp_path: Path, step: int) -> None:
    raw = whole(vault)
    assert len(raw) == joined(vault).length
    new = new_folder(tmp_path)
    assert unpacked(raw, new, step) == KEYS
    assert (new / "vault.db").read_bytes() == (vault / "vault.db").read_bytes()
    for path in (vault / "files").iterdir():
        assert (new / "files" / path.name).read_bytes() == path.read_bytes()


def test_no_key_is_shown() -> None:
    assert "kkkk" not in repr(KEYS)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(end=st.integers(min_value=0, max_value=170_000))
def test_what_is_cut_off_is_refused(
    vault: Path, tmp_path_factory: pytest.TempPathFactory, end: int
) -> None:
    raw = whole(vault)[:-1]
    new = new_folder(tmp_path_factory.mktemp("cut"))
    with pytest.raises(LogError):
        unpacked(raw[:end], new)


def replaced(raw: bytes, at: int, by: bytes) -> bytes:
    return raw[:at] + by + raw[at + len(by) :]


TOP = 1 + 32 + 4 + 4
PARTS = TOP + 34 + 50 + 2 * WRAP_BYTES
BAD = {
    "another form": (0, b"\x02", "unknown form"),
    "a subject of another length": (TOP, b"\x02", "malformed"),
    "a file before the store": (PARTS, b"n" * 32, "malformed"),
    "the store twice": (PARTS + 40 + 100_000, bytes(32), "malformed"),
    "a file of another name": (PARTS + 40 + 100_000, b"n" * 32, "damaged"),
    "more keys than are there": (TOP - 8, b"\xff" * 4, "malformed"),
    "more wraps than are there": (TOP - 4, b"\xff" * 4, "malformed"),
}


@pytest.mark.parametrize(("at", "by", "kind"), BAD.values(), ids=BAD)
def test_what_is_not_so_formed_is_refused(
    vault: Path, tmp_path: Path, at: int, by: bytes, kind: str
) -> None:
    with pytest.raises(LogError) as refused:
        unpacked(replaced(whole(vault), at, by), new_folder(tmp_path))
    assert refused.value.kind == kind


def test_nothing_stands_after_the_end(vault: Path, tmp_path: Path) -> None:
    with pytest.raises(LogError):
        unpacked(whole(vault) + b"more", new_folder(tmp_path))


def test_two_runs_are_compared_to_their_ends(vault: Path) -> None:
    raw = whole(vault)
    same = Same(joined(vault))
    same.write(raw)
    same.end()
    short = Same(joined(vault))
    short.write(raw[:-1])
    with pytest.raises(LogError, match="cannot be read back"):
        short.end()
    other = Same(joined(vault))
    with pytest.raises(LogError, match="cannot be read back"):
        other.write(b"other")
