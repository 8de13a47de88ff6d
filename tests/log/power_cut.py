"""What a power cut may leave of what a process wrote to a folder.

`power_cut.c` records each change of a file or a name, and each sync. Until a file is
synced any part of what was written to it may be lost, sector by sector, in any order;
until its folder is synced, so may its name.
"""

import hashlib
import itertools
import shutil
import struct
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random  # noqa: TID251 -- tests repeat themselves

SOURCE = Path(__file__).with_name("power_cut.c")
ACKNOWLEDGED = "acknowledged"
_HEAD = struct.Struct("=cQQII")
_SECTOR = 512
# All that may be lost of so many changes; of more some, by chance.
_ALL_OF = 4


def compile_recorder(folder: Path) -> Path:
    """The library that is preloaded to record a process."""
    made = folder / "power_cut.so"
    command = ["cc", "-O2", "-shared", "-fPIC", "-o", str(made), str(SOURCE)]
    subprocess.run(command, check=True)  # noqa: S603 -- our own file
    return made


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One line of the record; `path` and `to` name files from the folder."""

    kind: str
    inode: int
    offset: int
    path: str
    to: str
    content: bytes


def read_record(raw: bytes, folder: Path) -> Iterator[Step]:
    """The steps in a record."""
    at = 0
    while at < len(raw):
        kind, inode, offset, first, second = _HEAD.unpack_from(raw, at)
        at += _HEAD.size
        one, two = raw[at : at + first], raw[at + first : at + first + second]
        at += first + second
        is_path = kind in b"cmru"
        yield Step(
            kind=kind.decode(),
            inode=inode,
            offset=offset,
            path=_name(one, folder) if is_path else "",
            to=_name(two, folder) if two else "",
            content=b"" if is_path else one,
        )


def _name(raw: bytes, folder: Path) -> str:
    return Path(raw.decode()).relative_to(folder).as_posix()


@dataclass(frozen=True, slots=True)
class _Change:
    """A write (or a cut, where there is no content) of one file."""

    file: "_File"
    offset: int
    content: bytes | None

    def sectors(self) -> Iterator["_Change"]:
        """Its parts, as a disk writes them."""
        if self.content is None:
            yield self
            return
        at = 0
        while at < len(self.content):
            end = at + _SECTOR - (self.offset + at) % _SECTOR
            yield _Change(self.file, self.offset + at, self.content[at:end])
            at = end

    def apply(self, content: bytearray) -> None:
        """Change the bytes of the file."""
        if self.content is None:
            del content[self.offset :]
            content.extend(bytes(self.offset - len(content)))
            return
        end = self.offset + len(self.content)
        content.extend(bytes(max(0, end - len(content))))
        content[self.offset : end] = self.content


@dataclass(eq=False, slots=True)
class _File:
    """What of a file is surely on the disk; a folder has no bytes."""

    content: bytearray = field(default_factory=bytearray)
    path: str = ""
    is_folder: bool = False


# What names lead to from now on.
_Renaming = dict[str, _File | None]


@dataclass(slots=True)
class Disk:
    """A folder on a disk, as the record of it goes on."""

    names: dict[str, _File] = field(default_factory=dict)
    changes: list[_Change] = field(default_factory=list)
    renamings: list[_Renaming] = field(default_factory=list)
    acknowledged: int = 0
    _by_inode: dict[int, _File] = field(default_factory=dict)
    _now: dict[str, _File] = field(default_factory=dict)

    def take(self, step: Step) -> None:
        """Let one thing happen."""
        match step.kind:
            case "c" | "m":
                file = _File(path=step.path, is_folder=step.kind == "m")
                self._by_inode[step.inode] = file
                self._rename({step.path: file})
            case "r":
                self._rename({step.path: None, step.to: self._now[step.path]})
            case "u":
                self._rename({step.path: None})
            case "s":
                self._sync(self._by_inode.get(step.inode))
            case _:
                self._change(step)

    def _change(self, step: Step) -> None:
        file = self._by_inode[step.inode]
        if file.path == ACKNOWLEDGED:
            self.acknowledged += 1
            return
        content = step.content if step.kind == "w" else None
        self.changes.append(_Change(file, step.offset, content))

    def _rename(self, renaming: _Renaming) -> None:
        self.renamings.append(renaming)
        self._now = _renamed(self._now, [renaming])

    def _sync(self, file: _File | None) -> None:
        """A file's bytes, or (`None` is the folder itself) the names in a folder."""
        if file is None or file.is_folder:
            prefix = "" if file is None else file.path
            here = [
                one
                for one in self.renamings
                if all(str(Path(path).parent) == (prefix or ".") for path in one)
            ]
            self.names = _renamed(self.names, here)
            self.renamings = [one for one in self.renamings if one not in here]
            return
        for change in self.changes:
            if change.file is file:
                change.apply(file.content)
        self.changes = [one for one in self.changes if one.file is not file]

    def cuts(self, chance: Random, number: int) -> Iterator[dict[str, bytes | None]]:
        """What may be there after a cut now: files by name; None is a folder."""
        whole: list[_Change | _Renaming] = [*self.renamings, *self.changes]
        if len(whole) <= _ALL_OF:
            for kept in itertools.product((False, True), repeat=len(whole)):
                yield self._left(list(itertools.compress(whole, kept)))
        else:
            yield self._left(whole)
            yield self._left([])
        torn: list[_Change | _Renaming] = [*self.renamings]
        torn += [part for change in self.changes for part in change.sectors()]
        for _ in range(number if torn else 0):
            share = chance.choice((0.1, 0.5, 0.9, 0.98))
            yield self._left([one for one in torn if chance.random() < share])

    def _left(self, kept: Sequence[_Change | _Renaming]) -> dict[str, bytes | None]:
        names = _renamed(self.names, [one for one in kept if isinstance(one, dict)])
        contents = {file: bytearray(file.content) for file in names.values()}
        for change in kept:
            if isinstance(change, _Change) and change.file in contents:
                change.apply(contents[change.file])
        return {
            name: None if file.is_folder else bytes(contents[file])
            for name, file in names.items()
            if file.path != ACKNOWLEDGED and _has_folder(name, names)
        }


def _has_folder(name: str, names: dict[str, _File]) -> bool:
    parent = str(Path(name).parent)
    return parent == "." or parent in names


def _renamed(
    names: dict[str, _File], renamings: Sequence[_Renaming]
) -> dict[str, _File]:
    found: dict[str, _File | None] = dict(names)
    for renaming in renamings:
        found.update(renaming)
    return {name: file for name, file in found.items() if file is not None}


def lay_out(left: dict[str, bytes | None], folder: Path) -> None:
    """Make a folder hold what a cut left."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, content in sorted(left.items()):
        if content is None:
            (folder / name).mkdir()
        else:
            (folder / name).write_bytes(content)


def fingerprint(left: dict[str, bytes | None]) -> bytes:
    """What tells one outcome from another."""
    told = hashlib.sha256()
    for name, content in sorted(left.items()):
        told.update(repr((name, content and hashlib.sha256(content).digest())).encode())
    return told.digest()
