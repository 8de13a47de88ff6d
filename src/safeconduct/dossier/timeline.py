"""The timeline as a picture: SVG, the same for the same lines.

A day is a mark; a day known in part is an open, dashed bar over all days that it may
be; a period is a full bar. Versions that disagree stand together behind a bracket with
a sign, so nothing hangs on colour (spec/dossier.md §5).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from safeconduct.dossier.chronology import Happening
from safeconduct.dossier.record import Picture

_WIDTH = 520.0
_LABELS = 228.0
_RIGHT = 6.0
_ROW = 15.0
_TOP = 27.0
_BOTTOM = 8.0
_LABEL_WIDTH = 198.0
_SIZE = 7.0
_SHORTEST_SPAN = 60
ROWS_ON_A_PICTURE = 40
_INK = "#1c2733"
_GRID = "#c9d1d9"
_ACCENT = "#1f4e79"
_CONFLICT = "#8a1c1c"


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """The span of time that a picture shows."""

    first: date
    last: date

    def x(self, day: date) -> float:
        """Where a day lies, in points."""
        share = (day - self.first).days / max(1, (self.last - self.first).days)
        return round(_LABELS + share * (_WIDTH - _LABELS - _RIGHT), 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a picture says: beside the line of the query day, and instead of itself."""

    today: str
    alt: str


def axis_of(happenings: Sequence[Happening], *, today: date) -> Axis | None:
    """The axis that holds every known day and the query day; None if none is known."""
    starts = [item.start for item in happenings if item.start is not None]
    if not starts:
        return None
    ends = [item.end for item in happenings if item.end is not None]
    first = min(day.earliest for day in starts)
    last = max([today, *(day.latest for day in (*starts, *ends))])
    if (last - first).days < _SHORTEST_SPAN:
        first = date.fromordinal(max(1, last.toordinal() - _SHORTEST_SPAN))
    return Axis(first=first, last=last)


def draw_timeline(
    rows: Sequence[tuple[int, Happening]], axis: Axis, *, today: date, words: Words
) -> Picture:
    """Draw numbered lines that have a day. `rows` are at most `ROWS_ON_A_PICTURE`."""
    height = _TOP + _ROW * len(rows) + _BOTTOM
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH:g}" '
        f'height="{height:g}" viewBox="0 0 {_WIDTH:g} {height:g}" '
        'font-family="Noto Serif" font-size="7">'
    )
    parts = [head, *_grid(axis, height), *_today(axis, height, today, words.today)]
    for at, (number, item) in enumerate(rows):
        parts += _row(number, item, axis, _TOP + _ROW * at)
    parts += _brackets(rows)
    svg = "".join([*parts, "</svg>"])
    return Picture(svg=svg, width=_WIDTH, height=height, alt=words.alt)


def _grid(axis: Axis, height: float) -> Iterator[str]:
    spaced = -1000.0
    for day, label in _ticks(axis):
        x = axis.x(day)
        yield (
            f'<path d="M{x:g} {_TOP - 4:g}V{height - 2:g}" stroke="{_GRID}" '
            'stroke-width="0.5" fill="none"/>'
        )
        if x - spaced >= 34 and x < _WIDTH - 22:
            yield f'<text x="{x + 1.5:g}" y="{_TOP - 7:g}" fill="{_INK}">{label}</text>'
            spaced = x


def _ticks(axis: Axis) -> Iterator[tuple[date, str]]:
    """Years; months where the span is short."""
    days = (axis.last - axis.first).days
    step = 12 if days > 1100 else 3 if days > 400 else 1
    year, month = axis.first.year, 1
    while date(year, month, 1) <= axis.last:
        day = date(year, month, 1)
        if day >= axis.first:
            yield day, str(year) if step == 12 else f"{year}-{month:02d}"
        month += step
        if month > 12:
            year, month = year + 1, 1
        if year > date.max.year:
            return


def _today(axis: Axis, height: float, today: date, word: str) -> Iterator[str]:
    x = axis.x(today)
    yield (
        f'<path d="M{x:g} {_TOP - 4:g}V{height - 2:g}" stroke="{_CONFLICT}" '
        'stroke-width="0.8" stroke-dasharray="1.5 1.5" fill="none"/>'
        f'<text x="{x - 1.5:g}" y="7.5" text-anchor="end" fill="{_CONFLICT}">'
        f"{escape(word)}</text>"
    )


def _row(number: int, item: Happening, axis: Axis, top: float) -> Iterator[str]:
    middle = top + _ROW / 2
    label = escape(_short(item.also or item.text))
    yield (
        f'<text x="14" y="{middle + 2.5:g}" text-anchor="end" fill="{_ACCENT}" '
        f'font-weight="bold">{number}</text>'
        f'<text x="22" y="{middle + 2.5:g}" fill="{_INK}">{label}</text>'
        f'<path d="M{_LABELS:g} {top + _ROW:g}H{_WIDTH:g}" stroke="#e8ecf0" '
        'stroke-width="0.4" fill="none"/>'
    )
    colour = _CONFLICT if item.conflict else _ACCENT
    if item.start is None:
        return
    if item.end is not None or item.open_end:
        yield _period(item, axis, middle, colour)
    elif item.start.is_exact():
        yield _mark(axis.x(item.start.earliest), middle, colour)
    else:
        yield _maybe(
            axis.x(item.start.earliest), axis.x(item.start.latest), middle, colour
        )


def _short(text: str) -> str:
    """As much of a text as fits before the bars."""
    one_line = " ".join(text.split())
    width = 0.0
    for at, letter in enumerate(one_line):
        width += _width(letter)
        if width > _LABEL_WIDTH:
            return one_line[:at].rstrip(" ,;:") + "\u2026"
    return one_line


def _width(letter: str) -> float:
    """About how wide the face draws a letter; rather too wide than too narrow."""
    if letter in " .,:;!'il|":
        return 0.3 * _SIZE
    if letter.isupper() or letter in "\u0448\u0449\u0436\u0444\u044e\u043c\u044bmw":
        return 0.8 * _SIZE
    return (0.56 if letter.isascii() else 0.61) * _SIZE


def _mark(x: float, y: float, colour: str) -> str:
    return f'<path d="M{x:g} {y - 4:g}l4 4l-4 4l-4 -4z" fill="{colour}"/>'


def _maybe(first: float, last: float, y: float, colour: str) -> str:
    """A day somewhere in here."""
    width = max(4.0, last - first)
    return (
        f'<rect x="{first:g}" y="{y - 3.5:g}" width="{width:g}" height="7" rx="3" '
        f'fill="#ffffff" stroke="{colour}" stroke-width="0.9" '
        'stroke-dasharray="2.2 1.4"/>'
    )


def _period(item: Happening, axis: Axis, y: float, colour: str) -> str:
    """Full where it surely held, dashed where it may have."""
    if item.start is None:
        return ""
    end = item.end or item.start
    left, right = axis.x(item.start.earliest), axis.x(end.latest)
    sure = axis.x(item.start.latest), axis.x(end.earliest)
    parts = (
        [] if left == sure[0] and right == sure[1] else [_maybe(left, right, y, colour)]
    )
    if sure[1] > sure[0]:
        parts.append(
            f'<rect x="{sure[0]:g}" y="{y - 2.5:g}" width="{sure[1] - sure[0]:g}" '
            f'height="5" fill="{colour}"/>'
        )
    elif not parts:
        parts.append(_mark(left, y, colour))
    if item.open_end:
        parts.append(
            f'<path d="M{right + 1:g} {y:g}h9l-3 -2.5m3 2.5l-3 2.5" stroke="{colour}" '
            'stroke-width="0.9" fill="none" stroke-dasharray="none"/>'
        )
    return "".join(parts)


def _brackets(rows: Sequence[tuple[int, Happening]]) -> Iterator[str]:
    """A bracket and the sign of inequality before the lines that disagree."""
    places: dict[int, list[int]] = {}
    for at, (_, item) in enumerate(rows):
        if item.conflict:
            places.setdefault(item.conflict, []).append(at)
    for ats in places.values():
        top = _TOP + _ROW * min(ats) + 2
        bottom = _TOP + _ROW * (max(ats) + 1) - 2
        x, y = _LABELS - 3, (top + bottom) / 2
        yield (
            f'<path d="M{x + 3:g} {top:g}h-3V{bottom:g}h3" stroke="{_CONFLICT}" '
            'stroke-width="1" fill="none"/>'
            f'<rect x="{x - 5:g}" y="{y - 5:g}" width="10" height="10" fill="#ffffff"/>'
            f'<path d="M{x - 4:g} {y - 1.6:g}h8m-8 3.2h8m-1.6 -5.2l-4.8 7.2" '
            f'stroke="{_CONFLICT}" stroke-width="1.1" fill="none"/>'
        )
