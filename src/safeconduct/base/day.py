"""Days known in full or in part, and periods of the calendar."""

import calendar
import re
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta
from typing import Literal, Self

from safeconduct.base.override import override

Unit = Literal["days", "weeks", "months", "years"]
FIRST_DAY = date(1, 1, 1)
LAST_DAY = date(9999, 12, 31)
_FORM = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRange:
    """A day known to lie between two days, both included."""

    earliest: date
    latest: date

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `2022`, `2022-09` or `2022-09-21`.

        Raises:
            ValueError: the text has another form, or names no day.
        """
        form = _FORM.fullmatch(text.strip())
        if form is None:
            msg = f"'{text}' is not a day: write 2022, 2022-09 or 2022-09-21."
            raise ValueError(msg)
        year, month, day = form.groups()
        try:
            first = date(int(year), int(month or 1), int(day or 1))
        except ValueError as error:
            msg = f"'{text}' is not a day of the calendar."
            raise ValueError(msg) from error
        if day is not None:
            return cls(earliest=first, latest=first)
        last_month = first.month if month is not None else 12
        last_day = calendar.monthrange(first.year, last_month)[1]
        return cls(earliest=first, latest=date(first.year, last_month, last_day))

    @classmethod
    def exactly(cls, day: date) -> Self:
        """The range that holds one day."""
        return cls(earliest=day, latest=day)

    def is_exact(self) -> bool:
        """Whether the day is known in full."""
        return self.earliest == self.latest

    @override
    def __str__(self) -> str:
        """The shortest form that reads back to the same range, else both ends."""
        if self.is_exact():
            return self.earliest.isoformat()
        whole = self.earliest.isoformat()
        for form in (whole[:4], whole[:7]):
            if DayRange.parse(form) == self:
                return form
        return f"{whole}/{self.latest.isoformat()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A length of calendar time, such as one month."""

    count: int
    unit: Unit


def shift(day: date, period: Period) -> date:
    """Move a day by a period; a missing day of a month becomes its last day.

    Monotone in `day`; clamped to the calendar of Python (years 1 to 9999).
    """
    if period.unit in {"days", "weeks"}:
        step = period.count * (7 if period.unit == "weeks" else 1)
        ordinal = day.toordinal() + step
        return date.fromordinal(max(1, min(ordinal, LAST_DAY.toordinal())))
    months = period.count * (12 if period.unit == "years" else 1)
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year < 1:
        return FIRST_DAY
    if year > MAXYEAR:
        return LAST_DAY
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def days_between(first: date, second: date) -> int:
    """Days from the first to the second, negative if it is earlier."""
    return (second - first) // timedelta(days=1)
