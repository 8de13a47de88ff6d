"""Reading a folder of law from disk: texts in, nothing understood here."""

from datetime import date
from pathlib import Path

from safeconduct.app.machine.file import read_file, read_text, resolved
from safeconduct.base.errors import Fault, InputError
from safeconduct.base.table import FaultList, Table, read_toml
from safeconduct.rulebook.law_text import LawTexts

MAX_FILES = 5000
MAX_FILE_BYTES = 4 * 1024 * 1024


def shipped_law() -> Path:
    """The rulebook that ships: in the wheel, or beside the source tree."""
    inside = Path(__file__).parents[2] / "_law"
    return inside if inside.is_dir() else Path(__file__).parents[4] / "law"


def shipped_cases() -> Path:
    """The case files that ship: in the wheel, or beside the source tree."""
    inside = Path(__file__).parents[2] / "_cases"
    return inside if inside.is_dir() else Path(__file__).parents[4] / "cases"


def recorded_days(path: Path) -> dict[str, date]:
    """What `law record` has written down; nothing if it never ran.

    Raises:
        InputError: the file is at fault.
    """
    if not path.is_file():
        return {}
    faults = FaultList(file=path.name, text=read_text(path, most=MAX_FILE_BYTES))
    content = read_toml(faults)
    whole = Table(content=content or {}, path=(), faults=faults)
    inner = whole.table("recorded")
    if faults.found:
        raise InputError(faults.found)
    found = inner.content.items() if inner is not None else ()
    return {key: day for key, day in found if type(day) is date}


def read_law(folder: Path) -> LawTexts:
    """Read the pages and the vocabulary of a folder.

    Raises:
        InputError: there is no such folder, or a file cannot be read.
    """
    if not resolved(folder).is_dir():
        raise InputError([Fault(file=str(folder), what="There is no such folder.")])
    pages = sorted(folder.rglob("*.md"))
    vocabulary = sorted((folder / "vocabulary").glob("*.toml"))
    if len(pages) + len(vocabulary) > MAX_FILES:
        what = f"More than {MAX_FILES} files of law."
        raise InputError([Fault(file=str(folder), what=what)])
    recorded = folder / "recorded.toml"
    return LawTexts(
        pages=dict(_named(path, folder) for path in pages),
        vocabulary=dict(_named(path, folder) for path in vocabulary),
        recorded=_named(recorded, folder)[1] if recorded.exists() else b"",
    )


def _named(path: Path, folder: Path) -> tuple[str, bytes]:
    """The name of a file within the folder, and what is in it."""
    name = path.relative_to(folder).as_posix()
    return name, read_file(path, most=MAX_FILE_BYTES, name=name, plain=True)
