"""Clocks: days used as bounds, and never "within" by default.

Spec: spec/deadline.md §12.
"""

from datetime import date
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.assessment.clock import ClockResult, compute_clock
from safeconduct.assessment.state import RowSet
from safeconduct.base.case import Complete
from safeconduct.base.truth import Truth
from safeconduct.base.value import Choice, Span, Value
from safeconduct.rulebook.deadline import Clock, DeadlineError, parse_clock

ON = date(2026, 11, 22)
TEXT = {"en": "x", "ru": "x", "fr": "x"}
HERE = Choice(values=frozenset({"KZ"}))
Content = dict[str, object]


def clock(**keys: object) -> Clock:
    content: Content = {
        "title": TEXT, "list": "stays", "where": {"country": ["KZ"]},
        "allowed": "90 days", "windows": ["rolling 180 days"],
    }  # fmt: skip
    return parse_clock(content | keys, clock_id="kz.stay")


def span(first: str, last: str = "") -> Span:
    low = date.fromisoformat(first).toordinal()
    return Span(low=low, high=date.fromisoformat(last or first).toordinal())


def stay(
    first: Span | None, last: Span | None, country: Choice | None = HERE
) -> Content:
    cells = {"stays.country": country, "stays.from": first, "stays.to": last}
    return {key: value for key, value in cells.items() if value is not None}


def used(
    *rows: Content, complete: str = "yes", of: Clock | None = None, on: date = ON
) -> ClockResult:
    found = tuple(cast("dict[str, Value]", row) for row in rows)
    listed = RowSet(complete=cast("Complete", complete), rows=found)
    return compute_clock(of or clock(), listed, on=on)


def test_the_day_of_entry_and_the_day_of_exit_both_count() -> None:
    result = used(stay(span("2026-11-01"), span("2026-11-10")))
    assert result.used_most == result.used_least == 10


def test_a_day_in_two_rows_counts_once() -> None:
    result = used(
        stay(span("2026-11-01"), span("2026-11-10")),
        stay(span("2026-11-10"), span("2026-11-12")),
    )
    assert result.used_most == 12


def test_within_is_said_only_of_a_complete_list() -> None:
    row = stay(span("2026-11-01"), span("2026-11-10"))
    assert used(row).within is Truth.TRUE
    assert used(row, complete="unknown").within is Truth.UNKNOWN
    assert used(row, complete="no").bounds() == (10, None)
    assert used(row).bounds() == (10, 10)


def test_more_days_than_allowed_are_said_even_of_an_open_list() -> None:
    row = stay(span("2026-06-01"), span("2026-11-10"))
    result = used(row, complete="no")
    assert result.within is Truth.FALSE
    assert result.ends == date(2026, 11, 21)


def test_a_list_of_which_nothing_is_known_gives_no_number() -> None:
    for result in (
        compute_clock(clock(), None, on=ON),
        used(complete="no"),
        used(stay(span("2026-11-01"), None, Choice(values=frozenset({"GE"}))),
             complete="unknown"),
    ):  # fmt: skip
        assert result.missing == ("stays",)
        assert result.used_most is None
        assert result.ends is None
        assert result.within is Truth.UNKNOWN
        assert result.bounds() == (0, None)


def test_an_empty_complete_list_leaves_the_whole_allowance() -> None:
    result = used()
    assert (result.used_most, result.within) == (0, Truth.TRUE)
    assert result.ends == date(2027, 2, 19)


def test_what_is_not_sure_counts_only_at_most() -> None:
    somewhere = stay(span("2026-11-01"), span("2026-11-10"), None)
    assert used(somewhere).bounds() == (0, 10)
    blurred = stay(span("2026-11-01", "2026-11-05"), span("2026-11-08", "2026-11-10"))
    assert used(blurred).bounds() == (4, 10)


def test_an_exit_that_is_not_known_counts_to_the_query_day_at_most() -> None:
    assert used(stay(span("2026-11-01"), None)).bounds() == (1, 22)
    assert used(stay(span("2026-11-01", "2026-11-03"), None)).bounds() == (0, 22)


def test_an_entry_that_is_not_known_may_be_long_ago() -> None:
    assert used(stay(None, span("2026-11-10"))).bounds() == (0, 168)


def test_days_after_the_query_day_do_not_count() -> None:
    assert used(stay(span("2026-11-20"), span("2026-12-20"))).bounds() == (3, 3)
    assert used(stay(span("2026-12-20"), None)).bounds() == (0, 0)


def test_stays_before_the_rule_do_not_count() -> None:
    rule = clock(counted_from=date(2026, 11, 5))
    old = stay(span("2026-11-01"), span("2026-11-10"))
    assert used(old, of=rule).bounds() == (0, 0)
    blurred = stay(span("2026-11-03", "2026-11-06"), span("2026-11-10"))
    assert used(blurred, of=rule).bounds() == (0, 8)


def test_a_rolling_window_gives_days_back_as_old_ones_fall_out() -> None:
    result = used(
        stay(span("2026-06-01"), span("2026-06-30")),
        stay(span("2026-10-13"), span("2026-11-22")),
    )
    assert result.used_most == 71
    assert result.ends == date(2027, 1, 10)


def test_two_windows_give_the_earlier_and_the_later_end() -> None:
    both = clock(windows=["rolling 180 days", "first entry 180 days"])
    result = used(
        stay(span("2026-05-01"), span("2026-06-29")),
        stay(span("2026-10-24"), span("2026-11-22")),
        of=both,
    )
    assert (result.ends, result.ends_latest) == (date(2027, 1, 21), date(2027, 1, 25))
    assert result.window == 180
    assert any("differ" in text.en for text in result.warnings)


def test_a_span_from_the_first_entry_starts_again_at_the_next_entry() -> None:
    rule = clock(windows=["first entry 180 days"])
    old = stay(span("2026-01-01"), span("2026-03-20"))
    assert used(old, of=rule).used_most == 0
    assert used(old, of=rule).ends == date(2027, 2, 19)
    long = used(stay(span("2026-05-20"), span("2026-11-22")), of=rule)
    assert long.used_most == 7


def test_a_calendar_year_starts_again_on_new_years_day() -> None:
    rule = clock(windows=["calendar year"], allowed="180 days")
    result = used(stay(span("2025-12-01"), span("2026-05-31")), of=rule)
    assert result.used_most == 151
    assert result.ends == date(2026, 12, 20)
    late = used(stay(span("2026-08-01"), span("2026-11-22")), of=rule)
    assert late.ends == date(2027, 6, 29)


def test_each_entry_starts_the_time_again() -> None:
    rule = clock(windows=["each entry"], allowed="1 year")
    result = used(
        stay(span("2025-06-01"), span("2026-03-09")),
        stay(span("2026-03-10"), span("2026-11-22")),
        of=rule,
    )
    assert result.used_most == 258
    assert result.allowed == 365
    assert result.ends == date(2027, 3, 9)
    assert used(of=rule).ends == date(2027, 11, 21)


def test_an_allowance_as_long_as_its_window_never_ends() -> None:
    rule = clock(allowed="180 days")
    result = used(stay(span("2026-05-20"), span("2026-11-22")), of=rule)
    assert result.ends == date.fromordinal(ON.toordinal() + 800)


@given(
    st.lists(
        st.tuples(st.integers(0, 400), st.integers(0, 120), st.integers(0, 9)),
        max_size=5,
    ),
    st.sampled_from(
        ["rolling 180 days", "first entry 180 days", "calendar year", "each entry"]
    ),
)
def test_bounds_are_bounds(stays: list[tuple[int, int, int]], window: str) -> None:
    low = ON.toordinal()
    rows = [
        stay(
            Span(low=low - back, high=low - back + blur),
            Span(low=low - back + blur + length, high=low - back + 2 * blur + length),
        )
        for back, length, blur in stays
    ]
    result = used(*rows, of=clock(windows=[window]))
    least, most = result.bounds()
    assert most is not None
    assert 0 <= least <= most
    assert result.ends is not None
    assert result.ends_latest is not None
    assert result.ends <= result.ends_latest
    if result.within is Truth.TRUE:
        assert most <= result.allowed


@pytest.mark.parametrize(
    ("content", "part"),
    [
        ({"windows": []}, "at least one window"),
        ({"windows": ["rolling 2 weeks"]}, "is no window"),
        ({"windows": ["daily"]}, "is no window"),
        ({"allowed": "1 year"}, "other than days"),
        ({"allowed": "x"}, "not a length"),
        ({"where": 1}, "'where' is missing"),
        ({"unknown": 1}, "not known here"),
    ],
)
def test_a_clock_at_fault_is_refused_with_the_reason(
    content: Content, part: str
) -> None:
    with pytest.raises(DeadlineError, match=part):
        clock(**content)
