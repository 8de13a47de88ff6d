"""What a backup holds, as one run of bytes (spec/log.md §14).

Written and read in pieces, so that a vault of any size needs little memory.
"""

import hashlib
import os
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from safeconduct.log.errors import LogError
from safeconduct.log.name import HASH_BYTES, ID_BYTES, EntryId
from safeconduct.log.stores.disk import damaged_error, disk_errors_told
from safeconduct.sealing.symmetric import KEY_BYTES
from safeconduct.sealing.wrap import WRAP_BYTES

STORE_FILE = "vault.db"
FILES_FOLDER = "files"
_FORM = b"\x01"
_NO_NAME = bytes(HASH_BYTES)  # of the store; every other part is a file
_TOP = struct.Struct(f">{HASH_BYTES}sII")
_PART = struct.Struct(f">{HASH_BYTES}sQ")
_CIRCLE, _LOG = 1, ID_BYTES + 1
_BLOCK = 65536
_SHOWN = "backup"
# As in the folder of files: when one came is nobody's business.
_TIMES = (0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenKey:
    """A key in clear, of a circle or (`subject` of 17 bytes) of one log."""

    subject: bytes
    key: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """What opens the entries of a backup on another device.

    `first` is the act that founded the group; wraps are as they lie in the bag.
    """

    first: EntryId
    keys: tuple[OpenKey, ...]
    wraps: tuple[bytes, ...]


class Joined:
    """The content of a backup, read from its parts: sealed keys, store, files."""

    def __init__(self, keys: Keys, store: Path, files: Sequence[Path]) -> None:
        """Put the parts into one row; none is read yet."""
        self._head = _write_keys(keys)
        self._parts = ((_NO_NAME, store), *((_name(path), path) for path in files))
        sizes = [path.stat().st_size for _, path in self._parts]
        self.length = len(self._head) + sum(_PART.size + size for size in sizes)
        self._sizes = sizes
        self._blocks = self._all()
        self._left = b""

    def read(self, length: int, /) -> bytes:
        """The next bytes."""
        while len(self._left) < length:
            block = next(self._blocks, b"")
            if not block:
                break
            self._left += block
        found, self._left = self._left[:length], self._left[length:]
        return found

    def _all(self) -> Iterator[bytes]:
        yield self._head
        for (name, path), size in zip(self._parts, self._sizes, strict=True):
            yield _PART.pack(name, size)
            with path.open("rb") as file:
                while block := file.read(_BLOCK):
                    yield block


class Same:
    """Takes the content of a backup and compares it with another run of the same."""

    def __init__(self, wanted: Joined) -> None:
        """Compare with this."""
        self._wanted = wanted

    def write(self, raw: bytes, /) -> None:
        """Take the next bytes.

        Raises:
            LogError: *damaged*: they are others.
        """
        if self._wanted.read(len(raw)) != raw:
            raise _unlike()

    def end(self) -> None:
        """There must be no more."""
        if self._wanted.read(1):
            raise _unlike()


class Unpacker:
    """Takes the content of a backup, and writes store and files into a folder."""

    def __init__(self, folder: Path) -> None:
        """Write into this folder, which is empty."""
        self._folder = folder
        self._left = bytearray()
        self._keys: Keys | None = None
        self._part: _Part | None = None
        self._has_store = False

    def write(self, raw: bytes, /) -> None:
        """Take the next bytes.

        Raises:
            LogError: *malformed*, *damaged*, *full* or *refused*.
        """
        self._left += raw
        with disk_errors_told(_SHOWN):
            while self._step():
                pass

    def close(self) -> None:
        """Let go of what is being written."""
        if self._part is not None:
            self._part.file.close()

    def end(self) -> Keys:
        """What opens what was written.

        Raises:
            LogError: *malformed*: something is missing at the end.
        """
        is_over = self._part is None and not self._left and self._has_store
        if self._keys is None or not is_over:
            raise _malformed()
        return self._keys

    def _step(self) -> bool:
        """Take what can be taken of what is left; whether anything was."""
        if self._keys is None:
            end = _keys_end(self._left)
            if len(self._left) < end:
                return False
            self._keys = _read_keys(self._given(end))
        elif self._part is None:
            if len(self._left) < _PART.size:
                return False
            self._begin(*_PART.unpack(self._given(_PART.size)))
        elif not self._part.is_whole():
            if not self._left:
                return False
            self._part.take(self._given(self._part.left))
        else:
            self._part.finish()
            self._part = None
        return True

    def _given(self, length: int) -> bytes:
        found = bytes(self._left[:length])
        del self._left[:length]
        return found

    def _begin(self, name: bytes, size: int) -> None:
        if self._has_store == (name == _NO_NAME):
            raise _malformed()
        self._has_store = True
        path = self._folder / STORE_FILE
        if name != _NO_NAME:
            path = self._folder / FILES_FOLDER / name.hex()
        path.parent.mkdir(mode=0o700, exist_ok=True)
        self._part = _Part(path, name, size)


class _Part:
    """The store or a file, while it is written."""

    def __init__(self, path: Path, name: bytes, size: int) -> None:
        self.left = size
        self._name = name
        self._hash = hashlib.sha256()
        self._path = path
        path.touch(mode=0o600, exist_ok=False)
        self.file = path.open("wb", buffering=0)

    def is_whole(self) -> bool:
        return self.left == 0

    def take(self, raw: bytes) -> None:
        self.file.write(raw)
        self._hash.update(raw)
        self.left -= len(raw)

    def finish(self) -> None:
        os.fsync(self.file.fileno())
        os.utime(self.file.fileno(), _TIMES)
        self.file.close()
        if self._name not in {_NO_NAME, self._hash.digest()}:
            raise damaged_error(_SHOWN, "a file in it is not what it is named.")


def _write_keys(keys: Keys) -> bytes:
    top = _TOP.pack(keys.first, len(keys.keys), len(keys.wraps))
    opened = (bytes([len(one.subject)]) + one.subject + one.key for one in keys.keys)
    return _FORM + top + b"".join(opened) + b"".join(keys.wraps)


def _keys_end(raw: bytearray) -> int:
    """How many bytes the keys take; more than are there while that is not known."""
    at = len(_FORM) + _TOP.size
    if len(raw) < at:
        return at
    if raw[: len(_FORM)] != _FORM:
        msg = "The backup has a newer form."
        raise LogError(msg, kind="unknown form")
    keys: int
    wraps: int
    _, keys, wraps = _TOP.unpack_from(raw, len(_FORM))
    for _ in range(keys):
        if len(raw) <= at:
            return at + 1
        at += 1 + raw[at] + KEY_BYTES
    return at + wraps * WRAP_BYTES


def _read_keys(raw: bytes) -> Keys:
    """The keys in bytes that end where `_keys_end` says."""
    first, keys, _ = _TOP.unpack_from(raw, len(_FORM))
    at = len(_FORM) + _TOP.size
    found: list[OpenKey] = []
    for _ in range(keys):
        subject = raw[at + 1 : at + 1 + raw[at]]
        if len(subject) not in {_CIRCLE, _LOG}:
            raise _malformed()
        at += 1 + len(subject) + KEY_BYTES
        found.append(OpenKey(subject=subject, key=raw[at - KEY_BYTES : at]))
    cut = (raw[one : one + WRAP_BYTES] for one in range(at, len(raw), WRAP_BYTES))
    return Keys(first=EntryId(first), keys=tuple(found), wraps=tuple(cut))


def _name(path: Path) -> bytes:
    return bytes.fromhex(path.name)


def _unlike() -> LogError:
    what = "what was written cannot be read back; the disk is failing."
    return damaged_error(_SHOWN, what)


def _malformed() -> LogError:
    return LogError("The backup is not as it must be.", kind="malformed")
