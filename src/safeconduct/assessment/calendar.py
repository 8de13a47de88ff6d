"""Working days, and periods added to days (spec/deadline.md §3, §5, §6, §11)."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import cast

from safeconduct.base.day import FIRST_DAY, LAST_DAY, Period, Unit, shift
from safeconduct.rulebook.deadline import Roll
from safeconduct.rulebook.holiday import HolidayTable, HolidayTables
from safeconduct.rulebook.length import Length

ONE_DAY = timedelta(days=1)
_NEVER = 9999


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """Which days are worked. `weekend` holds ISO weekdays, 1 is Monday."""

    weekend: frozenset[int] = frozenset({6, 7})
    holidays: frozenset[date] = field(default_factory=frozenset)

    def is_working(self, day: date) -> bool:
        """Whether the day is neither weekend nor holiday."""
        return day.isoweekday() not in self.weekend and day not in self.holidays

    def is_holiday(self, day: date) -> bool:
        """Whether the day is a public holiday, also on a weekend."""
        return day in self.holidays

    def roll(self, day: date, direction: Roll) -> date:
        """Move a day that is not worked: on, back, or not at all. Monotone."""
        if direction == "none":
            return day
        step, end = (ONE_DAY, LAST_DAY) if direction == "on" else (-ONE_DAY, FIRST_DAY)
        while day != end and not self.is_working(day):
            day += step
        return day

    def add_working(self, day: date, count: int) -> date:
        """The `count`-th working day after a day; before it if `count` is negative."""
        step, end = (ONE_DAY, LAST_DAY) if count > 0 else (-ONE_DAY, FIRST_DAY)
        left = abs(count)
        while left and day != end:
            day += step
            left -= self.is_working(day)
        return day

    def add(self, day: date, length: Length, *, first_counts: bool = False) -> date:
        """The last day of a length that begins with, or after, a day. Monotone."""
        if length.unit == "working days":
            before = day - ONE_DAY if first_counts and day > FIRST_DAY else day
            return self.add_working(before, length.count)
        period = Period(count=length.count, unit=cast("Unit", length.unit))
        end = shift(day, period)
        return end - ONE_DAY if first_counts else end


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendars:
    """The calendars that a place may have, as two bounds.

    `fewest` has only the holidays of every possible region, `most` those of any.
    `known_until` is the last year for which they are known.
    """

    fewest: Calendar
    most: Calendar
    known_until: int = _NEVER
    is_known: bool = True
    is_region_open: bool = False


WEEKENDS = Calendars(fewest=Calendar(), most=Calendar(), is_known=False)


def calendars(
    tables: HolidayTables, *, name: str, regions: frozenset[str] | None
) -> Calendars:
    """What is known of the working days of a place (spec/deadline.md §6).

    `name` is the table of the country, empty where a region names it alone;
    `regions` holds the regions still possible: None if that is not known, empty if
    it does not matter.
    """
    if regions is None:
        found = tables.regions(name) if name else ()
    else:
        joined = [f"{name}-{region}".strip("-") for region in sorted(regions)]
        found = tuple(
            table
            for key in (joined or [name])
            if key and (table := tables.get(key)) is not None
        )
    return _bounds(found, is_region_open=regions is None or len(regions) > 1)


def _bounds(found: tuple[HolidayTable, ...], *, is_region_open: bool) -> Calendars:
    if not found:
        return Calendars(
            fewest=WEEKENDS.fewest,
            most=WEEKENDS.most,
            is_known=False,
            is_region_open=is_region_open,
        )
    weekend = found[0].weekend
    days = [table.days for table in found]
    return Calendars(
        fewest=Calendar(weekend=weekend, holidays=frozenset.intersection(*days)),
        most=Calendar(weekend=weekend, holidays=frozenset.union(*days)),
        known_until=min(table.known_until for table in found),
        is_region_open=is_region_open,
    )
