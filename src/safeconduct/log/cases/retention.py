"""Until when a case is kept, and the warning before (spec/log.md §13).

A day that has come erases nothing: somebody does.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from safeconduct.base.day import Period, shift
from safeconduct.log.entries.act import SetRetention
from safeconduct.log.name import CaseId, EntryId
from safeconduct.log.vault.standing import act_in
from safeconduct.log.vault.vault import Vault

WARNED_DAYS = 30
_DAY_ZERO = date(1970, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A case that is due to be erased; `last` is the last day on which it is kept."""

    case: CaseId
    alias: str
    last: date
    is_over: bool


def set_retention(vault: Vault, months: int) -> EntryId:
    """Say for the group how many months after its newest entry a case is due.

    Raises:
        LogError: not allowed, or no such number of months.
    """
    return act_in(vault, SetRetention(months=months))


def due_cases(vault: Vault, *, today: date) -> Iterator[Due]:
    """The cases that are due, or will be within 30 days; the oldest first.

    Counted from the newest entry in whatever part of a case this desk can open.
    """
    months = vault.roster.retention_months
    if not months:
        return
    newest: dict[CaseId, int] = {}
    for row in vault.rows():
        newest[row.log.case] = max(newest.get(row.log.case, 0), row.day)
    cases = sorted(vault.cases(), key=lambda row: newest[row.log.case])
    for row in cases:
        day = _DAY_ZERO + timedelta(days=newest[row.log.case])
        last = shift(day, Period(count=months, unit="months"))
        if today >= last - timedelta(days=WARNED_DAYS):
            yield Due(
                case=row.log.case, alias=row.alias, last=last, is_over=today > last
            )
