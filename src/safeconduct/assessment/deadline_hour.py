"""Limits in hours: elapsed time, across the change of summer time.

Spec: spec/deadline.md §9.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from safeconduct.assessment.calendar import ONE_DAY
from safeconduct.assessment.deadline_start import (
    Facts,
    Start,
    Zones,
    started,
    zone_of,
)
from safeconduct.base.value import Span
from safeconduct.rulebook.deadline import Deadline
from safeconduct.rulebook.length import Length


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """The instants of a limit in hours, in the zone of the place."""

    length: Length
    started: datetime
    started_last: datetime
    first: datetime
    last: datetime
    is_hour_open: bool

    def day_of(self, instant: datetime) -> date:
        """The local day of an end; midnight belongs to the day before."""
        return (instant - timedelta(microseconds=1)).date()


def elapsed(deadline: Deadline, start: Start, facts: Facts, zones: Zones) -> Hours:
    """The ends of a limit in hours, from the earliest and the latest start."""
    zone = zone_of(deadline, zones) or UTC
    known = started(deadline, facts)
    hour = facts.get(deadline.hour) if deadline.hour else None
    if isinstance(known, datetime):
        first = last = known.astimezone(zone)
        is_open = False
    else:
        low, high = (hour.low, hour.high) if isinstance(hour, Span) else (0, 23)
        first = _local(start.days.earliest, low, zone)
        last = _local(start.days.latest, high + 1, zone)
        is_open = hour is None and bool(deadline.hour)
    return Hours(
        length=deadline.frame[0],
        started=first,
        started_last=last,
        first=_later(first, deadline.frame[0], zone),
        last=_later(last, deadline.frame[-1], zone),
        is_hour_open=is_open,
    )


def _local(day: date, hour: int, zone: tzinfo) -> datetime:
    """A local hour of a day; hour 24 is midnight of the day after."""
    days, hour = divmod(min(max(hour, 0), 24), 24)
    return datetime.combine(day + days * ONE_DAY, time(hour), tzinfo=zone)


def _later(instant: datetime, length: Length, zone: tzinfo) -> datetime:
    """So many elapsed hours later: counted in UTC, shown in the zone."""
    ended = instant.astimezone(UTC) + timedelta(hours=length.count)
    return ended.astimezone(zone)
