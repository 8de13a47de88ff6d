"""A clock for a case: the days used of an allowance, as bounds.

Pure. Spec: spec/deadline.md §12. Days are ordinals here. The two extreme readings of
the stays (`most`, `least`) are each tried in each window, since an earlier first
entry may also end a span sooner.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import cast

from safeconduct.assessment.clock_text import clock_warnings
from safeconduct.assessment.state import RowSet
from safeconduct.base.day import Period, Unit, shift
from safeconduct.base.text import Text
from safeconduct.base.truth import Truth
from safeconduct.base.value import Choice, Span, Value
from safeconduct.rulebook.deadline import Clock, Window

_MOST_DAYS = 800


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockResult:
    """One clock for one case (spec/deadline.md §12 says what each field means).

    `window` is 0 where the first window has no length in days. None stands for what
    cannot be given; `missing` then names the list.
    """

    id: str
    title: Text
    used_most: int | None = None
    used_least: int | None = None
    allowed: int = 0
    window: int = 0
    ends: date | None = None
    ends_latest: date | None = None
    within: Truth = Truth.UNKNOWN
    is_complete: bool = False
    warnings: tuple[Text, ...] = ()
    missing: tuple[str, ...] = ()
    effect: Text | None = None
    danger: Text | None = None
    source: tuple[int, ...] = ()

    def bounds(self) -> tuple[int, int | None]:
        """Days used at least, and at most (None: more may be, the list is open)."""
        return self.used_least or 0, self.used_most if self.is_complete else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stay:
    """One stay, as ordinals: the shortest and the longest it may have been."""

    is_sure: bool
    from_low: int
    from_high: int
    to_low: int
    to_high: int


def compute_clock(clock: Clock, rows: RowSet | None, *, on: date) -> ClockResult:
    """Work out one clock on the query day from the rows of its list."""
    today = on.toordinal()
    is_complete = rows is not None and rows.complete == "yes"
    stays = [] if rows is None else _stays(clock, rows, today)
    base = ClockResult(
        id=clock.id,
        title=clock.said.title,
        is_complete=is_complete,
        effect=clock.said.effect,
        danger=clock.said.danger,
        source=clock.said.source,
    )
    if not stays and not is_complete:
        return _with(base, clock, missing=(clock.list,))
    spans = [
        _Span(window, stays, clock, today, is_most=is_most)
        for window in clock.windows
        for is_most in (True, False)
    ]
    return _with(base, clock, spans=tuple(spans))


def _with(
    base: ClockResult,
    clock: Clock,
    *,
    missing: tuple[str, ...] = (),
    spans: "tuple[_Span, ...]" = (),
) -> ClockResult:
    """The result with its numbers, or with what is missing for them."""
    used = [span.used() for span in spans]
    ends = [span.last_lawful() for span in spans]
    most, least = (max(used), min(used)) if used else (None, None)
    allowed = min((span.allowed for span in spans), default=clock.allowed.count)
    warnings = clock_warnings(
        is_complete=base.is_complete,
        differ=bool(ends) and min(ends) != max(ends),
        latest=max(ends, default=0),
    )
    return ClockResult(
        id=base.id,
        title=base.title,
        used_most=most,
        used_least=least,
        allowed=allowed,
        window=clock.windows[0].days,
        ends=date.fromordinal(min(ends)) if ends else None,
        ends_latest=date.fromordinal(max(ends)) if ends else None,
        within=_within(most, least, allowed, is_complete=base.is_complete),
        is_complete=base.is_complete,
        warnings=(*warnings, *clock.said.notes),
        missing=missing,
        effect=base.effect,
        danger=base.danger,
        source=base.source,
    )


def _within(
    most: int | None, least: int | None, allowed: int, *, is_complete: bool
) -> Truth:
    if most is None or least is None:
        return Truth.UNKNOWN
    if least > allowed:
        return Truth.FALSE
    return Truth.TRUE if is_complete and most <= allowed else Truth.UNKNOWN


def _stays(clock: Clock, rows: RowSet, today: int) -> list[_Stay]:
    floor = 1 if clock.counted_from is None else clock.counted_from.toordinal()
    found: list[_Stay] = []
    for row in rows.rows:
        cells = {key.removeprefix(f"{clock.list}."): row[key] for key in row}
        sure = [_fits(cells.get(name), allowed) for name, allowed in clock.where]
        if Truth.FALSE in sure:
            continue
        stay = _stay(
            cells.get("from"),
            cells.get("to"),
            today,
            is_sure=all(truth is Truth.TRUE for truth in sure),
        )
        if stay.from_high >= floor and stay.from_low <= today:
            found.append(replace(stay, is_sure=stay.is_sure and stay.from_low >= floor))
    return sorted(found, key=lambda stay: (stay.from_low, stay.to_high))


def _fits(value: Value | None, allowed: frozenset[str]) -> Truth:
    if not isinstance(value, Choice):
        return Truth.UNKNOWN
    if value.values <= allowed:
        return Truth.TRUE
    return Truth.FALSE if value.values.isdisjoint(allowed) else Truth.UNKNOWN


def _stay(
    first: Value | None, last: Value | None, today: int, *, is_sure: bool
) -> _Stay:
    to_high = min(last.high, today) if isinstance(last, Span) else today
    if not isinstance(first, Span):
        # An entry on an unknown day: at most the longest span that can matter.
        return _Stay(
            is_sure=False,
            from_low=max(1, to_high - _MOST_DAYS),
            from_high=today + 1,
            to_low=0,
            to_high=to_high,
        )
    known_to = first.low if first.is_exact() else 0
    return _Stay(
        is_sure=is_sure,
        from_low=first.low,
        from_high=first.high,
        to_low=min(last.low, today) if isinstance(last, Span) else known_to,
        to_high=to_high,
    )


class _Span:
    """One window with one extreme reading of the stays; lives for one call."""

    def __init__(
        self,
        window: Window,
        stays: Iterable[_Stay],
        clock: Clock,
        today: int,
        *,
        is_most: bool,
    ) -> None:
        self.window = window
        self.today = today
        days = _days(stays, is_most=is_most)
        self.is_there = today in days
        self.before = sorted(day for day in days if day < today)
        self.entry = _entry(stays, today, is_most=is_most)
        first = date.fromordinal(self.entry or today)
        period = Period(
            count=clock.allowed.count, unit=cast("Unit", clock.allowed.unit)
        )
        self.allowed = (shift(first, period) - first).days

    def used(self) -> int:
        """The days used on the query day."""
        return self._count(self.today, self.today if self.is_there else self.today + 1)

    def last_lawful(self) -> int:
        """The last day within the allowance if he stays on from the query day."""
        for day in range(self.today, self.today + _MOST_DAYS):
            if self._count(day, self.today) > self.allowed:
                return day - 1
        return self.today + _MOST_DAYS

    def _count(self, on: int, there_from: int) -> int:
        """Days used on a day, for one who is there from a day on without a break."""
        first = self._first(on, there_from)
        past = bisect_right(self.before, on) - bisect_left(self.before, first)
        return past + max(0, on - max(first, there_from) + 1)

    def _first(self, on: int, there_from: int) -> int:
        """The first day of the span of the window that holds the day."""
        match self.window.kind:
            case "rolling":
                return on - self.window.days + 1
            case "first entry":
                return self._block(on, there_from)
            case "calendar year":
                return date(date.fromordinal(on).year, 1, 1).toordinal()
            case _:  # each entry
                return self.entry or self.today

    def _block(self, on: int, there_from: int) -> int:
        length = self.window.days
        first = -length
        for day in self.before:
            first = day if day >= first + length else first
        if there_from <= on and there_from >= first + length:
            first = there_from
        while there_from <= on and on >= first + length:
            first += length
        return first if on < first + length else on


def _days(stays: Iterable[_Stay], *, is_most: bool) -> set[int]:
    found: set[int] = set()
    for stay in stays:
        if is_most:
            found.update(range(stay.from_low, stay.to_high + 1))
        elif stay.is_sure:
            found.update(range(stay.from_high, stay.to_low + 1))
    return found


def _entry(stays: Iterable[_Stay], today: int, *, is_most: bool) -> int:
    """The entry of the stay that may last to the query day; 0 if there is none."""
    last = 0
    for stay in stays:
        if stay.to_high >= today and stay.from_low <= today:
            last = max(last, stay.from_low if is_most else min(stay.from_high, today))
    return last
