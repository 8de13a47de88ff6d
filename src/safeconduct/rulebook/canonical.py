"""The canonical compiled form of a rulebook: one JSON text (spec/law-page.md §6).

The cases of the pages are not in it: they test the law, and no assessment reads them.
"""

import json
from dataclasses import replace

from safeconduct.base import text as text_module
from safeconduct.base.day import DayRange, Period
from safeconduct.base.digest import canonical
from safeconduct.base.errors import OurFaultError
from safeconduct.base.pack import Unpacker, pack
from safeconduct.rulebook import condition, deadline, record, vocabulary
from safeconduct.rulebook.holiday import HolidayTable
from safeconduct.rulebook.length import Length
from safeconduct.rulebook.record import Rulebook

_DAMAGED = "A compiled rulebook is damaged."
TYPES = (
    text_module.Text,
    Period,
    DayRange,
    Length,
    HolidayTable,
    condition.Named,
    condition.Operand,
    condition.Compare,
    condition.Member,
    condition.Exists,
    condition.Used,
    condition.Not,
    condition.Group,
    condition.Rule,
    condition.Norm,
    deadline.Reading,
    deadline.Deemed,
    deadline.Pause,
    deadline.Extension,
    deadline.Said,
    deadline.Deadline,
    deadline.Window,
    deadline.Clock,
    record.Source,
    record.Notice,
    record.Finding,
    record.ParameterValue,
    record.Parameter,
    record.Burden,
    record.Incident,
    record.StateNote,
    record.Page,
    record.Rulebook,
    vocabulary.FactSpec,
    vocabulary.ColumnSpec,
    vocabulary.ListSpec,
    vocabulary.Vocabulary,
)


def compiled(rulebook: Rulebook) -> Rulebook:
    """What of a rulebook the compiled form keeps."""
    pages = tuple(replace(page, cases=()) for page in rulebook.pages)
    return replace(rulebook, pages=pages)


def to_text(rulebook: Rulebook) -> str:
    """Write a rulebook; the same rulebook always gives the same text."""
    return canonical(pack(compiled(rulebook)))


def from_text(text: str) -> Rulebook:
    """Read what `to_text` wrote.

    Raises:
        OurFaultError: the text was not written by this version.
    """
    try:
        content: object = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise OurFaultError(_DAMAGED) from error
    found = Unpacker(TYPES).unpack(content)
    if not isinstance(found, Rulebook):
        raise OurFaultError(_DAMAGED)
    return found
