"""The page of the day: hours to harm first (spec/desk.md §4)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from safeconduct.base.text import Text
from safeconduct.desk.views.outlook import Outlook
from safeconduct.log.name import CaseId

AHEAD = timedelta(days=30)
_MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing that is due in a case in so many `days`; below 0 it has passed."""

    case: CaseId
    alias: str
    title: Text
    day: date
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """What the day asks for.

    `waiting` cases are not looked at yet: what they hold is missing here. `more` lines
    are or were due within the times shown and are not listed; `faulty` cases cannot be
    assessed.
    """

    day: date
    held: tuple[Outlook, ...]
    passed: tuple[Line, ...]
    lines: tuple[Line, ...]
    more: int
    later: int
    faulty: tuple[Outlook, ...]
    waiting: int


def today_of(outlooks: Iterable[Outlook], *, day: date, waiting: int) -> Today:
    """Put what was found in the order in which it can do harm."""
    every = sorted(outlooks, key=lambda one: (one.alias, one.case))
    dues = sorted(
        (
            Line(
                case=one.case,
                alias=one.alias,
                title=due.title,
                day=due.day,
                days=(due.day - day).days,
            )
            for one in every
            for due in one.dues
        ),
        key=lambda line: (line.day, line.alias),
    )
    passed = tuple(line for line in dues if line.days < 0)
    ahead = dues[len(passed) :]
    soon = [line for line in ahead if line.day <= day + AHEAD]
    return Today(
        day=day,
        held=tuple(one for one in every if one.is_held),
        # What passed last may be saved first.
        passed=passed[::-1][:_MOST],
        lines=tuple(soon[:_MOST]),
        more=max(0, len(soon) - _MOST) + max(0, len(passed) - _MOST),
        later=len(ahead) - len(soon),
        faulty=tuple(one for one in every if one.fault),
        waiting=waiting,
    )
