"""Days known in full or in part, and periods of the calendar."""

from datetime import date, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.base.day import (
    FIRST_DAY,
    LAST_DAY,
    DayRange,
    Period,
    Unit,
    days_between,
    shift,
)

DAYS = st.dates()
PERIODS = st.builds(
    Period, count=st.integers(-20_000, 20_000), unit=st.sampled_from(get_args(Unit))
)


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        pytest.param("2022", "2022-01-01", "2022-12-31", id="a year"),
        pytest.param("2022-09", "2022-09-01", "2022-09-30", id="a month"),
        pytest.param("2024-02", "2024-02-01", "2024-02-29", id="a leap February"),
        pytest.param("2022-09-21", "2022-09-21", "2022-09-21", id="a day"),
        pytest.param(" 2022 ", "2022-01-01", "2022-12-31", id="with spaces"),
    ],
)
def test_a_day_has_the_precision_of_its_form(
    text: str, earliest: str, latest: str
) -> None:
    found = DayRange.parse(text)
    assert (str(found.earliest), str(found.latest)) == (earliest, latest)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("20 September 2022", id="words"),
        pytest.param("22", id="two digits"),
        pytest.param("2022-9", id="one digit of a month"),
        pytest.param("2022-13", id="a thirteenth month"),
        pytest.param("2022-00", id="no month"),
        pytest.param("2023-02-29", id="no leap year"),
        pytest.param("2023-02-00", id="no day"),
        pytest.param("0000", id="the year nought"),
        pytest.param("2022-09-21T10:00", id="a time of day"),
        pytest.param("٢٠٢٢", id="digits of another script"),
    ],
)
def test_what_names_no_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a day"):
        DayRange.parse(text)


@given(DAYS, DAYS)
def test_every_range_reads_back_from_its_shortest_form(first: date, last: date) -> None:
    found = DayRange(earliest=min(first, last), latest=max(first, last))
    ends = str(found).partition("/")
    read = [DayRange.parse(end) for end in ends[::2] if end]
    assert read[0].earliest == found.earliest
    assert read[-1].latest == found.latest


@given(DAYS)
def test_a_full_day_is_exact_and_printed_as_itself(day: date) -> None:
    assert DayRange.exactly(day).is_exact()
    assert str(DayRange.exactly(day)) == day.isoformat()


@pytest.mark.parametrize("text", ["2022", "2022-09", "2022-09-21"])
def test_a_form_is_printed_as_it_was_written(text: str) -> None:
    assert str(DayRange.parse(text)) == text


@pytest.mark.parametrize(
    ("day", "count", "unit", "moved"),
    [
        pytest.param("2024-01-31", 1, "months", "2024-02-29", id="clamped"),
        pytest.param("2024-02-29", 1, "years", "2025-02-28", id="clamped by a year"),
        pytest.param("2024-12-15", 1, "months", "2025-01-15", id="over a year's end"),
        pytest.param("2024-01-15", -1, "months", "2023-12-15", id="backwards"),
        pytest.param("2024-01-01", 2, "weeks", "2024-01-15", id="weeks"),
        pytest.param("2024-01-01", -1, "days", "2023-12-31", id="a day back"),
        pytest.param("9999-12-01", 1, "months", "9999-12-31", id="the end of time"),
        pytest.param("0001-01-01", -1, "years", "0001-01-01", id="its beginning"),
        pytest.param("9999-12-31", 9, "days", "9999-12-31", id="the last day"),
        pytest.param("0001-01-01", -9, "weeks", "0001-01-01", id="the first day"),
    ],
)
def test_a_period_moves_a_day(day: str, count: int, unit: Unit, moved: str) -> None:
    found = shift(date.fromisoformat(day), Period(count=count, unit=unit))
    assert found == date.fromisoformat(moved)


@given(DAYS, DAYS, PERIODS)
def test_moving_never_changes_the_order_of_days(
    first: date, second: date, period: Period
) -> None:
    early, late = sorted((first, second))
    assert FIRST_DAY <= shift(early, period) <= shift(late, period) <= LAST_DAY


@given(DAYS, DAYS)
def test_days_between_is_what_must_be_added(first: date, second: date) -> None:
    assert first + timedelta(days=days_between(first, second)) == second
