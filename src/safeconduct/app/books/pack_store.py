"""The law packs of an installation on disk (spec/law-pack.md §8).

Light on purpose: every command asks which pack is in use. Signatures are another
matter and are looked at when a pack is installed.
"""

import base64
import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from safeconduct.app.books.law_folder import MAX_FILE_BYTES
from safeconduct.app.machine.file import read_file, read_text, resolved, write_whole
from safeconduct.base.errors import Fault, InputError
from safeconduct.base.table import FaultList, Table, read_toml
from safeconduct.log.stores.disk import to_disk
from safeconduct.rulebook.law_text import whole_digest

INSTALLED = "installed.toml"
_FORMAT = 1
_MAX_BYTES = 16 * 1024 * 1024
_KINDS = {".md", ".toml", ".json"}
_NEW = ".new-"
_NO_FILE = b"\0"  # no text of law holds it


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPack:
    """One pack that was installed here; `archive` and `files` are SHA-256 names."""

    number: int
    expires: date
    installed: date
    archive: str
    files: str
    rulebook: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed:
    """What an installation trusts and keeps; `current` 0 is: no pack yet."""

    root: bytes = b""
    timestamp: bytes = b""
    current: int = 0
    packs: tuple[KeptPack, ...] = ()

    def pack(self, number: int) -> KeptPack | None:
        """The pack of a number, if it was installed here."""
        found = [item for item in self.packs if item.number == number]
        return found[0] if found else None


def pack_folder(home: Path, number: int) -> Path:
    """Where a pack lies unpacked."""
    return home / "law" / "packs" / str(number)


def find_pack(home: Path | None, asked: Path | None) -> tuple[Path, KeptPack] | None:
    """The pack that a command uses; None where it uses another folder of law.

    Raises:
        InputError: the pack is not as it was installed, or was never installed.
    """
    if home is None:
        return None
    name = "" if asked is None else _name_among_packs(home, asked)
    if asked is not None and not name:
        return None
    state = read_installed(home)
    if asked is None and not state.current:
        return None
    number = name or str(state.current)
    found = state.pack(int(number)) if number.isdecimal() else None
    if found is None:
        what = "This is no law pack that was installed here."
        raise InputError([Fault(file=f"packs/{number}", what=what)])
    folder = pack_folder(home, found.number)
    if digest_on_disk(folder) != found.files:
        what = "The installed law pack was altered on disk: it is not used."
        mend = "Install the file of this pack again."
        raise InputError([Fault(file=f"packs/{number}", what=what, mend=mend)])
    return folder, found


def _name_among_packs(home: Path, asked: Path) -> str:
    """What a folder is called among the packs; empty for one that lies elsewhere.

    A link that stands among the packs is one of them, wherever it leads.
    """
    packs, place = resolved(pack_folder(home, 0).parent), resolved(asked)
    if place.is_relative_to(packs):
        return place.relative_to(packs).as_posix()
    return asked.name if resolved(asked.parent) == packs else ""


def digest_on_disk(folder: Path) -> str:
    """The name of all that a folder holds of law and metadata.

    No pack is a link or holds one, or a pipe or folder with the name of a file: each
    counts.
    """
    if folder.is_symlink():
        return whole_digest({folder.name: _NO_FILE})
    return whole_digest(
        {
            path.relative_to(folder).as_posix(): read_file(path, most=MAX_FILE_BYTES)
            if path.is_file() and not path.is_symlink()
            else _NO_FILE
            for path in sorted(folder.rglob("*"))
            if path.suffix in _KINDS or path.is_symlink()
        }
    )


def archive_digest(raw: bytes) -> str:
    """The name of an archive: what `sha256sum` prints of the file."""
    return f"sha256:{hashlib.sha256(raw).hexdigest()}"


def read_installed(home: Path) -> Installed:
    """Read what an installation trusts and keeps; nothing if nothing is there.

    Raises:
        InputError: the file was damaged.
    """
    path = home / "law" / INSTALLED
    if not path.exists():
        if any((home / "law" / "packs").glob("*")):
            # Without it the older rulebook that ships would be used in silence.
            what = "Packs lie here, and the note of which one is in use is gone."
            mend = (
                f"Put {INSTALLED} back, or move the folder 'packs' away and begin anew."
            )
            raise InputError([Fault(file=INSTALLED, what=what, mend=mend)])
        return Installed()
    faults = FaultList(file=INSTALLED, text=read_text(path, most=_MAX_BYTES))
    content = read_toml(faults)
    table = Table(content=content or {}, path=(), faults=faults)
    if table.integer("format") != _FORMAT:
        table.fault("format", f"'format' must be {_FORMAT}.")
    found = Installed(
        root=_bytes(table, "root"),
        timestamp=_bytes(table, "timestamp"),
        current=table.integer("current"),
        packs=tuple(_kept(inner) for inner in table.tables("pack")),
    )
    table.done()
    if faults.found:
        raise InputError(faults.found)
    return found


def _bytes(table: Table, key: str) -> bytes:
    text = table.string(key)
    found = table.attempt(key, lambda: base64.b64decode(text, validate=True))
    return found or b""


def _kept(table: Table) -> KeptPack:
    found = KeptPack(
        number=table.integer("number"),
        expires=table.day("expires") or date.min,
        installed=table.day("installed") or date.min,
        archive=table.string("archive"),
        files=table.string("files"),
        rulebook=table.string("rulebook"),
    )
    table.done()
    return found


def write_installed(home: Path, state: Installed) -> None:
    """Replace what an installation trusts and keeps, in one step.

    Raises:
        InputError: the place cannot be written to.
    """
    lines = [
        "# Written by `safeconduct law trust` and `law install`, never by hand.",
        f"format = {_FORMAT}",
        f"current = {state.current}",
        f'root = "{base64.b64encode(state.root).decode()}"',
        f'timestamp = "{base64.b64encode(state.timestamp).decode()}"',
    ]
    for item in sorted(state.packs, key=lambda item: item.number):
        lines += [
            "[[pack]]",
            f"number = {item.number}",
            f"expires = {item.expires}",
            f"installed = {item.installed}",
            f'archive = "{item.archive}"',
            f'files = "{item.files}"',
            f'rulebook = "{item.rulebook}"',
        ]
    text = "\n".join(lines) + "\n"
    write_whole(home / "law" / INSTALLED, text.encode(), durable=True)


def write_pack(home: Path, number: int, files: Mapping[str, bytes]) -> None:
    """Unpack a pack beside the others: it gets its name once it is whole on disk.

    Raises:
        InputError: the place cannot be written to.
    """
    folder = pack_folder(home, number)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(dir=folder.parent, prefix=_NEW))
        try:
            for name, raw in files.items():
                _write_through(made / name, raw)
            for inner in (made, *(path for path in made.rglob("*") if path.is_dir())):
                to_disk(inner)
            # What stands there is a pack that was altered, or one never completed.
            if folder.is_symlink() or folder.is_file():
                folder.unlink()
            shutil.rmtree(folder, ignore_errors=True)
            made.rename(folder)
            to_disk(folder.parent)
        finally:
            shutil.rmtree(made, ignore_errors=True)
    except OSError as error:
        what = f"The pack cannot be written ({error.strerror}); nothing is installed."
        raise InputError([Fault(file=f"packs/{number}", what=what)]) from error


def _write_through(path: Path, raw: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as out:
        out.write(raw)
        out.flush()
        os.fsync(out.fileno())


def _sweep(home: Path) -> None:
    """Throw away what an installation that was killed left half written."""
    for left in pack_folder(home, 0).parent.glob(f"{_NEW}*"):
        if left.is_dir() and not left.is_symlink():
            shutil.rmtree(left, ignore_errors=True)


@contextmanager
def locked(home: Path) -> Iterator[None]:
    """Let one installation of law run at a time.

    Raises:
        InputError: another one runs, or the place cannot be written to.
    """
    path = home / "law" / ".lock"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            _sweep(home)
            yield
    except BlockingIOError as error:
        what = "Law is being installed here by another command; try again."
        raise InputError([Fault(file="law", what=what)]) from error
    except OSError as error:
        what = f"The folder of the installation cannot be written ({error.strerror})."
        raise InputError([Fault(file="law", what=what)]) from error
