"""Reading a folder of law from disk: texts in, nothing understood here."""

import tomllib
from datetime import date
from pathlib import Path

from safeconduct.app.file import read_file, resolved
from safeconduct.base.errors import Fault, InputError
from safeconduct.rulebook.law_text import LawTexts

MAX_FILES = 5000
MAX_FILE_BYTES = 4 * 1024 * 1024


def shipped_law() -> Path:
    """The rulebook that ships: in the wheel, or beside the source tree."""
    inside = Path(__file__).parents[1] / "_law"
    return inside if inside.is_dir() else Path(__file__).parents[3] / "law"


def shipped_cases() -> Path:
    """The case files that ship: in the wheel, or beside the source tree."""
    inside = Path(__file__).parents[1] / "_cases"
    return inside if inside.is_dir() else Path(__file__).parents[3] / "cases"


def recorded_days(path: Path) -> dict[str, date]:
    """What `law record` has written down; nothing if it never ran."""
    if not path.is_file():
        return {}
    content = tomllib.loads(path.read_text(encoding="utf-8")).get("recorded", {})
    return {str(key): day for key, day in content.items() if isinstance(day, date)}


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
        pages={_name(path, folder): _bytes(path, folder) for path in pages},
        vocabulary={_name(path, folder): _bytes(path, folder) for path in vocabulary},
        recorded=_bytes(recorded, folder) if recorded.exists() else b"",
    )


def _name(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()


def _bytes(path: Path, folder: Path) -> bytes:
    return read_file(path, most=MAX_FILE_BYTES, name=_name(path, folder), plain=True)
