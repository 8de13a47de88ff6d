"""Where a period is stopped and runs again (spec/deadline.md §7)."""

from dataclasses import dataclass, replace
from datetime import date

from safeconduct.assessment.calendar import ONE_DAY
from safeconduct.assessment.deadline_count import Count, Stop, end_of, last_day
from safeconduct.assessment.deadline_start import Facts, Known, Start, days_known
from safeconduct.assessment.deadline_text import say, text_of_day
from safeconduct.base.day import DayRange
from safeconduct.base.text import Text
from safeconduct.base.value import Choice
from safeconduct.rulebook.deadline import Deadline, Pause, Reading
from safeconduct.rulebook.length import Length


@dataclass(frozen=True, slots=True, kw_only=True)
class Paused:
    """The pause as each reading sees it; None where it does not stop the period.

    `is_open`: a day that ends it is not known.
    """

    early: Stop | None
    late: Stop | None
    is_open: bool

    def warnings(self, due: date) -> list[Text]:
        """What is to be said of it."""
        found: list[Text] = []
        if self.early is None:
            found.append(say("pause_late"))
        if self.is_open:
            found.append(say("pause_open", day=text_of_day(due)))
        return found


def is_true(known: Known | None) -> bool:
    """Whether a bool fact is known to be true."""
    return isinstance(known, Choice) and known.values == {"true"}


def is_false(known: Known | None) -> bool:
    """Whether a bool fact is known to be false."""
    return isinstance(known, Choice) and known.values == {"false"}


def pauses(
    deadline: Deadline, start: Start, facts: Facts, *, late: Count
) -> Paused | None:
    """The pause of a deadline; None if nothing is known of one.

    The early reading believes in it only where it surely came in time, the late one
    where it may have.
    """
    pause = deadline.pause
    asked = None if pause is None else days_known(facts.get(pause.fact), None)
    if pause is None or asked is None:
        return None
    first, last = start.days.earliest, start.days.latest
    again = [days_known(facts.get(name), None) for name in pause.until]
    known = [days for days in again if days is not None]
    sure = asked.latest <= _limit(first, pause, late, is_late=False)
    maybe = asked.earliest <= _limit(last, pause, late, is_late=True)
    return Paused(
        early=_early(asked, known) if sure else None,
        late=_late(asked, known, late.reading) if maybe else None,
        is_open=maybe and len(known) < len(again),
    )


def _limit(start: date, pause: Pause, late: Count, *, is_late: bool) -> date:
    """The last day on which what stops the period stops it."""
    if pause.within is None:
        return last_day(start, late)
    lengths: tuple[Length, ...] = (pause.within,)
    if is_late:
        return end_of(start, replace(late, lengths=lengths)).day
    return last_day(start, replace(late, lengths=lengths, reading=Reading()))


def _early(asked: DayRange, known: list[DayRange]) -> Stop:
    again = max([asked.latest, *(days.earliest for days in known)])
    return Stop(stopped=asked.latest, again=again)


def _late(asked: DayRange, known: list[DayRange], reading: Reading) -> Stop:
    """By the délai franc the day on which it runs again is not counted either."""
    again = max([asked.earliest, *(days.latest for days in known)])
    if reading.franc and known:
        again += ONE_DAY
    return Stop(stopped=asked.earliest, again=again)
