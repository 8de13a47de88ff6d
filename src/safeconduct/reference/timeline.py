"""The versions of a page on a line of time; the table beside it says the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from safeconduct.reference.entry import Entry
from safeconduct.rulebook.record import Page

WIDTH = 600
ROW = 30
_LEFT = 12
_RIGHT = WIDTH - 12
_MARGIN_DAYS = 240


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One version: where it lies, and whether it is open to the left and right."""

    entry: Entry
    first: date | None
    last: date | None
    x: int
    width: int
    y: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Bars from the oldest version down, the day of the site, the years."""

    bars: tuple[Bar, ...]
    today: int
    years: tuple[tuple[int, int], ...]
    height: int


def _span(page: Page, versions: Sequence[Entry]) -> tuple[date | None, date | None]:
    """The days for which a version holds: until its own end, or a newer law."""
    since = page.binds_from or date.min
    newer = [
        entry.page.binds_from
        for entry in versions
        if entry.page.binds_from and entry.page.binds_from > since
    ]
    last = page.applies_to or (min(newer) - timedelta(days=1) if newer else None)
    return page.applies_from or page.binds_from, last


def timeline_of(versions: Sequence[Entry], *, on: date) -> Timeline:
    """The timeline of the versions of one page."""
    spans = [_span(entry.page, versions) for entry in versions]
    days = [day for span in spans for day in span if day is not None] + [on]
    low = min(days).toordinal() - _MARGIN_DAYS
    high = max(days).toordinal() + _MARGIN_DAYS

    def place(day: date) -> int:
        share = (day.toordinal() - low) / (high - low)
        return round(_LEFT + share * (_RIGHT - _LEFT))

    bars: list[Bar] = []
    for at, (entry, (first, last)) in enumerate(zip(versions, spans, strict=True)):
        start = place(first) if first else _LEFT
        end = place(last) if last else _RIGHT
        width = max(4, end - start)
        bar = Bar(entry=entry, first=first, last=last, x=start, width=width, y=at * ROW)
        bars.append(bar)
    years = range(date.fromordinal(low).year + 1, date.fromordinal(high).year + 1)
    return Timeline(
        bars=tuple(bars),
        today=place(on),
        years=tuple((year, place(date(year, 1, 1))) for year in years),
        height=len(bars) * ROW,
    )
