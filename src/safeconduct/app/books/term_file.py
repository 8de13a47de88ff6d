"""Reading the words that a folder of law explains."""

from pathlib import Path

from safeconduct.app.books.law_folder import MAX_FILE_BYTES
from safeconduct.app.machine.file import read_text
from safeconduct.base.errors import Fault
from safeconduct.rulebook.term import Term, read_terms


def try_terms(folder: Path) -> tuple[tuple[Term, ...], tuple[Fault, ...]]:
    """Read the words that a folder of law explains, with every fault; it may have none.

    Raises:
        InputError: the file cannot be read.
    """
    path = folder / "terms.toml"
    if not path.exists():
        return (), ()
    return read_terms(read_text(path, most=MAX_FILE_BYTES), file=path.name)
