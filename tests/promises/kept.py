"""What the tests of promises share: the command line as a user runs it, planted faults.

Each promise is one function that asserts. It runs as the product stands, and again
with its guard planted out: then it must fail, or it proves nothing.
"""

import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import pypdfium2
import pytest
from click.testing import CliRunner

from safeconduct.app.books.law_folder import shipped_law
from safeconduct.app.books.library import Library
from safeconduct.app.command import cli
from safeconduct.rulebook.record import Rulebook

ROOT = Path(__file__).parents[2]

CASES = tuple(sorted((ROOT / "cases").glob("*.toml")))
REPORTS = "2024-06-30"
TODAY = "2026-11-22"
_TAG = re.compile(r"<[^>]+>")
# A whole command line in a process of its own, with something planted before it runs.
_PLANTED = """
import sys
{planted}
from safeconduct.app.command import main
sys.argv = ["safeconduct", *sys.argv[1:]]
main()
"""


def must_fail(promise: Callable[[], None]) -> None:
    """The promise is broken once its guard is away."""
    with pytest.raises(AssertionError):
        promise()


def told(*arguments: str) -> str:
    """What a command prints; it must end well."""
    found = CliRunner().invoke(cli, arguments)
    assert found.exit_code == 0, (arguments, found.output, found.exception)
    return found.output


def run_planted(
    planted: str, *arguments: str, settings: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command in a new process after some lines of Python."""
    surroundings = {**os.environ, **(settings or {})}  # noqa: TID251 -- handed on
    return subprocess.run(  # noqa: S603 -- our own interpreter and program
        [sys.executable, "-c", _PLANTED.format(planted=planted), *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env=surroundings,
    )


@cache
def library() -> Library:
    """The law that ships, read once."""
    return Library(shipped_law(), ROOT / "build" / "cache")


def shipped() -> Rulebook:
    """The rulebook that ships."""
    return library().rulebook


def letters(text: str) -> str:
    """The letters and digits alone: a reader of PDF drops hyphens and spaces."""
    return "".join(filter(str.isalnum, text)).lower()


def words_in(path: Path) -> str:
    """Everything that a document says, as a reader extracts it."""
    match path.suffix:
        case ".pdf":
            document = pypdfium2.PdfDocument(path)
            pages = [
                document[at].get_textpage().get_text_range()
                for at in range(len(document))
            ]
            document.close()
            return " ".join(pages)
        case ".docx":
            with zipfile.ZipFile(path) as file:
                parts = [name for name in file.namelist() if name.endswith(".xml")]
                return _TAG.sub(
                    "", " ".join(file.read(name).decode() for name in parts)
                )
        case _:
            return path.read_text("utf-8")
