"""What a fact may still be: a set of choices, or a span of numbers or days."""

from dataclasses import dataclass
from datetime import date

from safeconduct.base.day import FIRST_DAY, LAST_DAY, DayRange

LOWEST = -(2**40)
HIGHEST = 2**40
FIRST = FIRST_DAY.toordinal()
LAST = LAST_DAY.toordinal()


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The values that are still possible for a bool (`true`, `false`) or an enum."""

    values: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The numbers still possible, both ends included; days are day ordinals."""

    low: int
    high: int

    def is_exact(self) -> bool:
        """Whether one number is left."""
        return self.low == self.high


Value = Choice | Span


def span_of(days: DayRange) -> Span:
    """The span of ordinals of a day known in part."""
    return Span(low=days.earliest.toordinal(), high=days.latest.toordinal())


def days_of(span: Span) -> DayRange:
    """The day range of a span of ordinals."""
    return DayRange(
        earliest=date.fromordinal(max(span.low, FIRST)),
        latest=date.fromordinal(min(span.high, LAST)),
    )


def meet(first: Value, second: Value) -> Value | None:
    """What both leave possible; None if they contradict each other.

    Raises:
        TypeError: one is a choice and the other a span.
    """
    if isinstance(first, Choice) and isinstance(second, Choice):
        both = first.values & second.values
        return Choice(values=both) if both else None
    if isinstance(first, Span) and isinstance(second, Span):
        low, high = max(first.low, second.low), min(first.high, second.high)
        return Span(low=low, high=high) if low <= high else None
    msg = "A choice and a span cannot be the same fact."
    raise TypeError(msg)
