"""Sealed files, each named by the hash of its bytes (spec/log.md §11)."""

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfileobj
from tempfile import NamedTemporaryFile
from typing import IO

from safeconduct.log.errors import LogError
from safeconduct.log.stores.disk import (
    damaged_error,
    disk_errors_told,
    make_folder,
    to_disk,
)
from safeconduct.sealing.file_box import file_name

_NAME = re.compile(r"[0-9a-f]{64}")
# What is being written, till it has its name.
_PARTIAL = "partial-"
_SHOWN = "files"
# When a file came is nobody's business: access and change, both in 1970.
_TIMES = (0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFolder:
    """The sealed files of a desk, and parts of some that have not wholly come.

    What a call writes is whole and on the disk when it returns, or not there. Every
    call may raise `LogError`: *full* or *refused*.
    """

    _folder: Path

    def put(self, content: bytes, *, name: bytes) -> None:
        """Keep a file.

        Raises:
            LogError: *damaged*: these bytes have another name.
        """

        def fill(file: IO[bytes]) -> bytes:
            file.write(content)
            return name

        self.write(fill)

    def write(self, fill: Callable[[IO[bytes]], bytes]) -> bytes:
        """Keep what `fill` writes under the name that it returns; gives the name.

        Raises:
            LogError: *damaged*: what was written has another name.
        """
        with disk_errors_told(_SHOWN):
            return self._place(fill)

    def has(self, name: bytes) -> bool:
        """Whether a file is there whole."""
        return self.path(name).exists()

    def path(self, name: bytes) -> Path:
        """Where a file is, or would be."""
        return self._folder / name.hex()

    def first(self, name: bytes) -> Path | None:
        """Where the first bytes of a file are, whole or not; None: not here."""
        places = (self.path(name), self._folder / f"{name.hex()}.0")
        return next((path for path in places if path.exists()), None)

    def remove(self, name: bytes) -> None:
        """Take away a file and its parts: its bytes say nothing without its key."""
        with disk_errors_told(_SHOWN):
            for path in (self.path(name), *self._parts(name).values()):
                path.unlink(missing_ok=True)
            to_disk(self._folder)

    def names(self) -> tuple[bytes, ...]:
        """The names of all files that are there whole."""
        with disk_errors_told(_SHOWN):
            found = sorted(file.name for file in self._folder.iterdir())
        return tuple(bytes.fromhex(name) for name in found if _NAME.fullmatch(name))

    def changed(self) -> Iterator[bytes]:
        """The names of files whose bytes are others, or cannot be read."""
        for name in self.names():
            try:
                with self.path(name).open("rb") as file:
                    is_whole = file_name(file) == name
            except OSError:
                is_whole = False
            if not is_whole:
                yield name

    def write_part(self, name: bytes, offset: int, content: bytes) -> None:
        """Keep a part of a file, from `offset` on, till all of it has come."""
        with disk_errors_told(_SHOWN), self._new_file() as file:
            file.write(content)
            self._settle(file, self._folder / f"{name.hex()}.{offset}")

    def parts(self, name: bytes) -> Mapping[int, int]:
        """The parts of a file that have come: their lengths by their offsets."""
        with disk_errors_told(_SHOWN):
            found = self._parts(name)
            return {offset: part.stat().st_size for offset, part in found.items()}

    def complete(self, name: bytes) -> bool:
        """Make a file of its parts; false while one is missing or false."""
        with disk_errors_told(_SHOWN):
            parts = self._parts(name)
            joined = tuple(_in_a_row(parts))
            try:
                self._place(lambda file: _join(joined, file, name))
            except LogError:
                return False
            for part in parts.values():
                part.unlink()
        return True

    def _place(self, fill: Callable[[IO[bytes]], bytes]) -> bytes:
        with self._new_file() as file:
            name = fill(file)
            file.seek(0)
            if file_name(file) != name:
                what = "what was written is not what was meant."
                raise damaged_error(_SHOWN, what)
            self._settle(file, self.path(name))
        return name

    @contextmanager
    def _new_file(self) -> Iterator[IO[bytes]]:
        """A file that is gone again unless it got its place."""
        with NamedTemporaryFile(
            dir=self._folder, prefix=_PARTIAL, delete=False
        ) as file:
            try:
                yield file
            finally:
                Path(file.name).unlink(missing_ok=True)

    def _settle(self, file: IO[bytes], path: Path) -> None:
        file.flush()
        os.utime(file.fileno(), _TIMES)
        os.fsync(file.fileno())
        Path(file.name).replace(path)
        to_disk(self._folder)

    def _parts(self, name: bytes) -> dict[int, Path]:
        found = self._folder.glob(f"{name.hex()}.*")
        return dict(sorted((int(part.suffix[1:]), part) for part in found))


def open_file_folder(folder: Path) -> FileFolder:
    """The files in a folder, which is made; what was half written there is taken away.

    Raises:
        LogError: *full* or *refused*.
    """
    with disk_errors_told(_SHOWN):
        make_folder(folder)
        for path in folder.iterdir():
            is_joined = path.suffix and path.with_suffix("").exists()
            if is_joined or path.name.startswith(_PARTIAL):
                path.unlink()
    return FileFolder(_folder=folder)


def _in_a_row(parts: Mapping[int, Path]) -> Iterator[Path]:
    """The parts from the first on, each where the one before it ends.

    What lies beyond a gap is nothing of the file: it came from somebody else.
    """
    end = 0
    for offset, path in parts.items():
        if offset != end:
            return
        end += path.stat().st_size
        yield path


def _join(parts: Iterable[Path], whole: IO[bytes], name: bytes) -> bytes:
    for path in parts:
        with path.open("rb") as part:
            copyfileobj(part, whole)
    return name
