"""Reading the directory of help of a folder of law: only who asks for it pays for it.

Not a part of `Library`: an assessment has no use for it and must not wait for it.
"""

from collections.abc import Mapping
from pathlib import Path

from safeconduct.app.books.law_folder import MAX_FILE_BYTES
from safeconduct.app.machine.file import read_file
from safeconduct.base.decode import decode_text
from safeconduct.base.errors import Fault, InputError
from safeconduct.base.text import Text
from safeconduct.rulebook.help import Directory, read_help
from safeconduct.rulebook.record import Rulebook

PLACE = "place.country"
ELSEWHERE = "other"


def country_names(rulebook: Rulebook) -> Mapping[str, Text]:
    """The countries that the vocabulary of a rulebook knows, by code."""
    spec = rulebook.vocabulary.fact_table().get(PLACE)
    labels = dict(spec.value_labels) if spec is not None else {}
    values = spec.values if spec is not None else ()
    return {
        code: labels.get(code, Text(en=code, ru=code, fr=code))
        for code in values
        if code != ELSEWHERE
    }


def try_help(folder: Path, rulebook: Rulebook) -> tuple[Directory, tuple[Fault, ...]]:
    """Read the directory of a folder of law, with every fault; it may be empty.

    Raises:
        InputError: a file of it cannot be read.
    """
    texts: dict[str, str] = {}
    for path in sorted((folder / "help").glob("*.toml")):
        name = path.relative_to(folder).as_posix()
        content = read_file(path, most=MAX_FILE_BYTES, name=name)
        texts[name] = decode_text(content, file=name, most=MAX_FILE_BYTES)
    return read_help(texts, countries=country_names(rulebook))


def read_directory(folder: Path, rulebook: Rulebook) -> Directory:
    """The directory of a folder of law.

    Raises:
        InputError: a file of it is at fault, or there is none.
    """
    directory, faults = try_help(folder, rulebook)
    if not directory.kinds and not faults:
        what = "This folder of law has no directory of help."
        raise InputError([Fault(file="help", what=what)])
    if faults:
        raise InputError(faults)
    return directory
