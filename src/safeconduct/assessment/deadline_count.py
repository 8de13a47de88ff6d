"""One reading of a deadline, from one start to one end (spec/deadline.md §2-§7)."""

from dataclasses import dataclass
from datetime import date, timedelta

from safeconduct.assessment.calendar import ONE_DAY, Calendar
from safeconduct.assessment.deadline_text import (
    say,
    text_of_day,
    text_of_length,
    text_of_lengths,
)
from safeconduct.base.text import Text
from safeconduct.rulebook.deadline import Reading
from safeconduct.rulebook.length import Length


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """A pause as one reading sees it: from when, and the day it runs again."""

    stopped: date
    again: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """What one reading needs beside the start.

    `counting` is the calendar for working days and for moving on, `back` for moving
    back; they differ where the region is open (spec/deadline.md §6).
    """

    name: str
    reading: Reading
    lengths: tuple[Length, ...]
    counting: Calendar
    back: Calendar
    stop: Stop | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """The end of one reading, before and after it was moved, and its steps."""

    unrolled: date
    day: date
    steps: tuple[Text, ...]


def add_up(first: Length, more: tuple[Length, ...]) -> tuple[Length, ...]:
    """A length and its extensions; those of one unit become one length."""
    found = [first]
    for length in more:
        last = found[-1]
        if last.unit == length.unit:
            found[-1] = Length(count=last.count + length.count, unit=last.unit)
        else:
            found.append(length)
    return tuple(found)


def backwards(length: Length) -> Length:
    """The same length, counted back."""
    return Length(count=-length.count, unit=length.unit)


def last_day(start: date, count: Count) -> date:
    """The last day of the period before any pause and before it is moved."""
    end = start
    first_counts = count.reading.first_day == "counts"
    for length in count.lengths:
        end = count.counting.add(end, length, first_counts=first_counts)
        first_counts = False
    return end + ONE_DAY if count.reading.franc else end


def end_of(start: date, count: Count) -> End:
    """The end by one reading. Monotone in the start."""
    end = last_day(start, count)
    steps = [_counted(count, end)]
    if count.stop is not None and count.stop.stopped <= end:
        stopped = max(count.stop.stopped, start)
        left = end - stopped
        end = max(stopped, count.stop.again) + left
        steps.append(_paused(count.stop, left, end))
    direction = count.reading.roll
    calendar = count.back if direction == "back" else count.counting
    moved = calendar.roll(end, direction)
    if moved != end:
        key = "rolled_back" if direction == "back" else "rolled_on"
        steps.append(say(key, from_day=text_of_day(end), day=text_of_day(moved)))
    return End(unrolled=end, day=moved, steps=tuple(steps))


def _counted(count: Count, end: date) -> Text:
    reading = count.reading
    first: str = "franc" if reading.franc else reading.first_day
    if count.lengths[0].count < 0:
        first = "before"
    return say(
        count.name,
        length=text_of_lengths(count.lengths),
        first=say(first),
        day=text_of_day(end),
    )


def _paused(stop: Stop, left: timedelta, end: date) -> Text:
    rest = Length(count=left.days, unit="days")
    return say(
        "paused",
        day=text_of_day(stop.stopped),
        left=text_of_length(rest),
        until=text_of_day(stop.again),
        end=text_of_day(end),
    )
