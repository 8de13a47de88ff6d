"""The files of cases, written out in clear under neutral names, with an index (§5)."""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from safeconduct.app.cases.case_view import day_of
from safeconduct.app.cases.file_type import KINDS, OTHER
from safeconduct.base.digest import Json
from safeconduct.base.errors import Fault, InputError
from safeconduct.log.cases.attachment import (
    Attachment,
    attachments,
    is_here,
    write_clear,
)
from safeconduct.log.replay.log_view import LogView
from safeconduct.log.stores.disk import to_disk
from safeconduct.log.vault.vault import Vault

INDEX = "index.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """A file that is to leave, and the alias of its case."""

    alias: str
    file: Attachment


def files_of(vault: Vault, views: Sequence[LogView]) -> list[Leaving]:
    """The files of one case in some of its parts.

    Raises:
        InputError: one of them has not wholly come here.
    """
    alias = views[0].alias()
    found = [Leaving(alias=alias, file=one) for one in attachments(views)]
    if not all(is_here(vault, one.file) for one in found):
        what = f"A file of '{alias}' has not wholly come to this desk."
        mend = "Exchange first: safeconduct sync, or the bundles of who has it."
        raise InputError([Fault(file="vault", what=what, mend=mend)])
    return found


def check_new(folder: Path) -> None:
    """Refuse a folder that is there: files are written into one of their own.

    Raises:
        InputError: it is there.
    """
    if folder.exists():
        what = "This is there already; files are written into a folder of their own."
        raise InputError([Fault(file=folder.name, what=what)])


@contextmanager
def written_out(
    vault: Vault, leaving: Sequence[Leaving], folder: Path
) -> Iterator[None]:
    """Files in a new folder with an index; it is there whole, or not if this fails.

    Raises:
        InputError: the folder is there already, or cannot be made.
        SealError: a file is not as its entry says.
    """
    check_new(folder)
    made: Path | None = None
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(dir=folder.parent))
        _fill(vault, leaving, made)
        made.rename(folder)
        to_disk(folder.parent)
        made = folder
        yield
        made = None
    except OSError as error:
        what = f"The files cannot be written ({error.strerror})."
        raise InputError([Fault(file=folder.name, what=what)]) from error
    finally:
        if made is not None:
            shutil.rmtree(made, ignore_errors=True)


def _fill(vault: Vault, leaving: Sequence[Leaving], folder: Path) -> None:
    index: list[Json] = []
    for number, one in enumerate(leaving, 1):
        kind = one.file.body.type if one.file.body.type in KINDS else OTHER
        path = folder / f"{number:04}.{kind}"
        index.append(_line(one, path, _write(vault, one, path)))
    text = json.dumps(index, ensure_ascii=False, indent=1)
    _sync(folder / INDEX, f"{text}\n".encode())
    to_disk(folder)


def _write(vault: Vault, one: Leaving, path: Path) -> int:
    """Write one file; the folder is its user's alone, and nothing in it runs."""
    with path.open("xb") as out:
        length = write_clear(vault, one.file, out)
        out.flush()
        os.fsync(out.fileno())
    return length


def _sync(path: Path, content: bytes) -> None:
    with path.open("xb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())


def _line(one: Leaving, path: Path, length: int) -> Json:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    entry = one.file.entry
    return {
        "file": path.name,
        "case": one.alias,
        "part": entry.log.compartment.name.lower(),
        "entry": entry.id.hex(),
        "day": day_of(entry),
        "title": one.file.body.title,
        "bytes": length,
        "sha256": digest,
    }
