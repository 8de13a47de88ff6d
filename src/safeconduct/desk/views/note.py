"""Notes of helpers in a case: written, and shown newest first."""

from dataclasses import dataclass
from datetime import date, timedelta

from safeconduct.base.errors import Fault, InputError
from safeconduct.log.cases.case_work import main_log, say
from safeconduct.log.entries.body import TextWritten
from safeconduct.log.name import CaseId
from safeconduct.log.replay.log_view import LogView
from safeconduct.log.roster.roster import Roster
from safeconduct.log.vault.vault import Vault

_FIRST = date(1970, 1, 1)
_MINUTES_A_DAY = 24 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What a helper wrote, and on which day by his clock."""

    text: str
    by: str
    day: date


def notes_in(view: LogView, roster: Roster) -> tuple[Note, ...]:
    """The notes of a log that stand, newest first."""
    found = [
        Note(
            text=body.text,
            by=roster.names.get(view.authors.get(item.id, ""), ""),
            day=_FIRST + timedelta(days=item.frame.minute // _MINUTES_A_DAY),
        )
        for item, body in view.current(TextWritten)
    ]
    return tuple(reversed(found))


def write_note(vault: Vault, case: CaseId, text: str) -> None:
    """Write a note into main's log.

    Raises:
        InputError: there is nothing in it.
        LogError: the member may not write there.
    """
    if not text.strip():
        raise InputError([Fault(file="note", what="The note is empty.")])
    say(vault, main_log(case), TextWritten(text=text.strip()))
