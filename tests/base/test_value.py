"""What a fact may still be."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.base.day import FIRST_DAY, LAST_DAY, DayRange
from safeconduct.base.value import (
    HIGHEST,
    LOWEST,
    Choice,
    Span,
    Value,
    days_of,
    meet,
    span_of,
)

CHOICES = st.builds(Choice, values=st.frozensets(st.sampled_from("abc"), min_size=1))
SPANS = st.tuples(st.integers(-9, 9), st.integers(-9, 9)).map(
    lambda ends: Span(low=min(ends), high=max(ends))
)
VALUES: st.SearchStrategy[tuple[Value, Value]] = st.one_of(
    st.tuples(CHOICES, CHOICES), st.tuples(SPANS, SPANS)
)


def _possible(value: Value | None) -> set[str] | set[int]:
    match value:
        case Choice(values=values):
            return set(values)
        case Span(low=low, high=high):
            return set(range(low, high + 1))
        case None:
            return set[str]()


@given(VALUES)
def test_two_statements_leave_what_both_leave(pair: tuple[Value, Value]) -> None:
    first, second = pair
    both = {*_possible(first)} & {*_possible(second)}
    assert _possible(meet(first, second)) == both


@given(VALUES)
def test_the_order_of_statements_means_nothing(pair: tuple[Value, Value]) -> None:
    assert meet(*pair) == meet(*reversed(pair))


def test_a_choice_never_meets_a_span() -> None:
    with pytest.raises(TypeError, match="same fact"):
        meet(Choice(values=frozenset("a")), Span(low=0, high=1))


@given(st.dates(), st.dates())
def test_days_become_numbers_and_days_again(first: date, last: date) -> None:
    days = DayRange(earliest=min(first, last), latest=max(first, last))
    assert days_of(span_of(days)) == days
    assert span_of(days).is_exact() == days.is_exact()


def test_an_open_span_is_all_days_of_the_calendar() -> None:
    found = days_of(Span(low=LOWEST, high=HIGHEST))
    assert (found.earliest, found.latest) == (FIRST_DAY, LAST_DAY)
