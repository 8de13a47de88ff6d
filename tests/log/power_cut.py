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


@dataclass(eq=False, slots=True)
class _File:
    """What of a file is surely on the disk; a folder has no bytes.

    `home` is the first part of its path: whose disk it lies on.
    """

    home: str
    path: str = ""
    is_folder: bool = False
    content: bytearray = field(default_factory=bytearray)


# What a cut leaves: files by path; None is a folder.
Left = dict[str, bytes | None]
# A name stands in its folder, whatever that is called by now.
_Name = tuple[_File, str]


@dataclass(frozen=True, slots=True)
class _Change:
    """A write (or a cut, where there is no content) of one file."""

    file: _File
    offset: int
    content: bytes | None

    @property
    def home(self) -> str:
        """Whose disk it is made on."""
        return self.file.home

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


@dataclass(frozen=True, slots=True)
class _Renaming:
    """A name that is gone from now on, one that leads to a file, or both at once."""

    home: str
    gone: _Name | None = None
    there: _Name | None = None
    file: _File | None = None

    def apply(self, names: dict[_Name, _File]) -> None:
        """Change what the names lead to."""
        if self.gone is not None:
            names.pop(self.gone, None)
        if self.there is not None and self.file is not None:
            names[self.there] = self.file

    def is_in(self, folder: _File) -> bool:
        """Whether it is on the disk once a folder is synced."""
        name = self.there or self.gone
        return name is not None and name[0] is folder


_Loss = _Change | _Renaming


@dataclass(slots=True)
class Disk:
    """A folder on a disk, as the record of it goes on."""

    names: dict[_Name, _File] = field(default_factory=dict)
    changes: list[_Change] = field(default_factory=list)
    renamings: list[_Renaming] = field(default_factory=list)
    acknowledged: int = 0
    _root: _File = field(default_factory=lambda: _File("", is_folder=True))
    _by_inode: dict[int, _File] = field(default_factory=dict)
    _now: dict[_Name, _File] = field(default_factory=dict)

    def take(self, step: Step) -> None:
        """Let one thing happen."""
        home = step.path.partition("/")[0]
        match step.kind:
            case "c" | "m":
                file = _File(home, step.path, is_folder=step.kind == "m")
                self._by_inode[step.inode] = file
                name = self._name(step.path)
                self._rename(_Renaming(home, there=name, file=file))
            case "r":
                gone, there = self._name(step.path), self._name(step.to)
                self._rename(_Renaming(home, gone, there, self._now[gone]))
            case "u":
                self._rename(_Renaming(home, gone=self._name(step.path)))
            case "s":
                self._sync(self._by_inode.get(step.inode, self._root))
            case _:
                self._change(step)

    def _name(self, path: str) -> _Name:
        *folders, last = Path(path).parts
        at = self._root
        for part in folders:
            at = self._now[at, part]
        return at, last

    def _change(self, step: Step) -> None:
        file = self._by_inode[step.inode]
        if file.path == ACKNOWLEDGED:
            self.acknowledged += 1
            return
        content = step.content if step.kind == "w" else None
        self.changes.append(_Change(file, step.offset, content))

    def _rename(self, renaming: _Renaming) -> None:
        self.renamings.append(renaming)
        renaming.apply(self._now)

    def _sync(self, file: _File) -> None:
        """A file's bytes, or the names in a folder."""
        if file.is_folder:
            for one in self.renamings:
                if one.is_in(file):
                    one.apply(self.names)
            self.renamings = [one for one in self.renamings if not one.is_in(file)]
            return
        for change in self.changes:
            if change.file is file:
                change.apply(file.content)
        self.changes = [one for one in self.changes if one.file is not file]

    def is_at_risk(self, of: str = "") -> bool:
        """Whether a cut now, of one disk or of all, can lose anything."""
        every: list[_Loss] = [*self.renamings, *self.changes]
        return any(not of or one.home == of for one in every)

    def cuts(self, chance: Random, number: int, *, of: str = "") -> Iterator[Left]:
        """What may be there after a cut now.

        `of` names whose disk is cut, where only one is; the others go on.
        """
        every: list[_Loss] = [*self.renamings, *self.changes]
        safe = [one for one in every if of and one.home != of]
        whole = [one for one in every if not of or one.home == of]
        if len(whole) <= _ALL_OF:
            for kept in itertools.product((False, True), repeat=len(whole)):
                yield self._left([*safe, *itertools.compress(whole, kept)])
        else:
            yield self._left([*safe, *whole])
            yield self._left(safe)
        torn = [part for one in whole for part in _parts(one)]
        for _ in range(number if torn else 0):
            share = chance.choice((0.1, 0.5, 0.9, 0.98))
            some = [one for one in torn if chance.random() < share]
            yield self._left([*safe, *some])

    def _left(self, kept: Sequence[_Loss]) -> Left:
        names = dict(self.names)
        for one in kept:
            if isinstance(one, _Renaming):
                one.apply(names)
        paths = dict(_paths(names, self._root))
        contents = {file: bytearray(file.content) for file in paths.values()}
        for one in kept:
            if isinstance(one, _Change) and one.file in contents:
                one.apply(contents[one.file])
        return {
            path: None if file.is_folder else bytes(contents[file])
            for path, file in paths.items()
            if file.path != ACKNOWLEDGED
        }


def drawn_cuts(
    steps: Sequence[Step], homes: Sequence[str], moments: int, chance: Random
) -> Iterator[tuple[int, Left]]:
    """Of each disk ("": of all at once) some cuts, at moments when it can lose a thing.

    Each with how many steps were acknowledged before it, one at least.
    """
    risky: dict[str, list[int]] = {home: [] for home in homes}
    disk = Disk()
    for at, step in enumerate(steps):
        disk.take(step)
        for home in homes:
            if disk.acknowledged and disk.is_at_risk(home):
                risky[home].append(at)
    drawn = {
        home: frozenset(chance.sample(found, min(len(found), moments)))
        for home, found in risky.items()
    }
    disk = Disk()
    for at, step in enumerate(steps):
        disk.take(step)
        for home in homes:
            if at in drawn[home]:
                every = [*disk.cuts(chance, 3, of=home)]
                yield disk.acknowledged, chance.choice(every)


def _parts(one: _Loss) -> Iterator[_Loss]:
    if isinstance(one, _Change):
        yield from one.sectors()
    else:
        yield one


def _paths(names: dict[_Name, _File], folder: _File) -> Iterator[tuple[str, _File]]:
    """What a folder leads to, however deep; what has lost its folder is gone."""
    for (where, name), file in names.items():
        if where is folder:
            yield name, file
            for path, inner in _paths(names, file) if file.is_folder else ():
                yield f"{name}/{path}", inner


def lay_out(left: Left, folder: Path) -> None:
    """Make a folder hold what a cut left."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, content in sorted(left.items()):
        if content is None:
            (folder / name).mkdir()
        else:
            (folder / name).write_bytes(content)


def fingerprint(left: Left) -> bytes:
    """What tells one outcome from another."""
    told = hashlib.sha256()
    for name, content in sorted(left.items()):
        told.update(repr((name, content and hashlib.sha256(content).digest())).encode())
    return told.digest()
