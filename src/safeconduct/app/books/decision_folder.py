"""Reading the published decisions that a folder of law is replayed against."""

from pathlib import Path

from safeconduct.app.books.law_folder import MAX_FILE_BYTES
from safeconduct.app.machine.file import read_text
from safeconduct.rulebook.decision import Docket, read_docket


def read_decisions(folder: Path) -> Docket | None:
    """The decisions of a folder of law; None if it has none.

    Raises:
        InputError: a file of them is at fault.
    """
    paths = sorted((folder / "replay").glob("*.toml"))
    if not paths:
        return None
    return read_docket(
        {path.name: read_text(path, most=MAX_FILE_BYTES) for path in paths}
    )
