"""From which day a deadline runs (spec/deadline.md §4)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from typing import cast

from safeconduct.assessment.deadline_text import (
    say,
    text_of_day,
    text_of_days,
    text_of_length,
)
from safeconduct.base.day import DayRange, Period, Unit, shift
from safeconduct.base.errors import OurFaultError
from safeconduct.base.text import Text
from safeconduct.base.value import Choice, Span, Value, days_of
from safeconduct.rulebook.deadline import Deadline, Deemed

Known = Value | DayRange | datetime
Facts = Mapping[str, Known]
Zones = Mapping[str, tzinfo]


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """The days from which it may run, the fact that says so, and how it was found."""

    days: DayRange
    fact: str
    steps: tuple[Text, ...] = ()
    warnings: tuple[Text, ...] = ()


class UnknownZoneError(OurFaultError):
    """A page names a time zone that the installation was not given."""


def known_facts(claims: Mapping[str, tuple[Value, ...]]) -> dict[str, Known]:
    """One value for each fact: a dispute leaves possible whatever is claimed."""
    found: dict[str, Known] = {}
    for key, values in claims.items():
        spans = [value for value in values if isinstance(value, Span)]
        choices = [value.values for value in values if isinstance(value, Choice)]
        if spans:
            low = min(item.low for item in spans)
            found[key] = Span(low=low, high=max(item.high for item in spans))
        elif choices:
            found[key] = Choice(values=frozenset.union(*choices))
    return found


def zone_of(deadline: Deadline, zones: Zones) -> tzinfo | None:
    """The zone at the place of the event; None where the page names none.

    Raises:
        UnknownZoneError: the zone is not among those given.
    """
    if deadline.zone and deadline.zone not in zones:
        msg = f"The time zone '{deadline.zone}' is not there."
        raise UnknownZoneError(msg)
    return zones[deadline.zone] if deadline.zone else None


def days_known(known: Known | None, zone: tzinfo | None) -> DayRange | None:
    """The days that a day fact leaves possible; None if nothing is known of it."""
    match known:
        case DayRange():
            return known
        case Span():
            return days_of(known)
        case datetime():
            return DayRange.exactly(known.astimezone(zone or known.tzinfo).date())
        case _:
            return None


def started(deadline: Deadline, facts: Facts) -> Known | None:
    """What is known of the act itself; an instant may stand for its hour as well."""
    known = facts.get(deadline.starts)
    hour = facts.get(deadline.hour) if deadline.hour else None
    return hour if known is None and isinstance(hour, datetime) else known


def find_start(deadline: Deadline, facts: Facts, zones: Zones) -> Start | None:
    """The start by the act itself or by a fiction; None if neither is known."""
    zone = zone_of(deadline, zones)
    own = days_known(started(deadline, facts), zone)
    start = None if own is None else _own(deadline, own, facts, zone)
    for deemed in deadline.deemed:
        source = days_known(facts.get(deemed.fact), zone)
        if start is None and source is not None:
            start = _deemed(deemed, source)
    return None if start is None else _not_before(deadline.not_before, start)


def _own(deadline: Deadline, own: DayRange, facts: Facts, zone: tzinfo | None) -> Start:
    """The day of the act; an open fiction that ends earlier goes before it."""
    days = own
    for deemed in deadline.deemed:
        source = days_known(facts.get(deemed.fact), zone)
        if deemed.is_open and source is not None:
            days = DayRange(
                earliest=min(days.earliest, _after(source.earliest, deemed)),
                latest=min(days.latest, _after(source.latest, deemed)),
            )
    steps = (say("start", day=text_of_days(days)),)
    return Start(days=days, fact=deadline.starts, steps=steps)


def _after(day: date, deemed: Deemed) -> date:
    unit = cast("Unit", deemed.after.unit)
    return shift(day, Period(count=deemed.after.count, unit=unit))


def _deemed(deemed: Deemed, source: DayRange) -> Start:
    last = _after(source.latest, deemed)
    first = source.earliest if deemed.is_open else _after(source.earliest, deemed)
    days = DayRange(earliest=first, latest=last)
    step = say(
        "deemed",
        from_day=text_of_days(source),
        length=text_of_length(deemed.after),
        day=text_of_days(days),
    )
    warnings = (say("deemed_earlier"),)
    return Start(days=days, fact=deemed.fact, steps=(step,), warnings=warnings)


def _not_before(first: date | None, start: Start) -> Start:
    if first is None or start.days.earliest >= first:
        return start
    days = DayRange(earliest=first, latest=max(first, start.days.latest))
    step = say("not_before", day=text_of_day(first))
    return replace(start, days=days, steps=(*start.steps, step))
