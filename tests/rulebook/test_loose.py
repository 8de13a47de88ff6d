"""A value as it is written, and what it leaves possible."""

import re
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.base.day import DayRange
from safeconduct.base.value import HIGHEST, LOWEST, Choice, Span, Value, span_of
from safeconduct.rulebook.loose import LooseValue, read_loose, to_value
from safeconduct.rulebook.vocabulary import BOOL_VALUES, ColumnSpec, FactType

VALUES = {"bool": BOOL_VALUES, "enum": ("KZ", "KG", "other")}


def _spec(kind: FactType) -> ColumnSpec:
    return ColumnSpec(name="x.y", type=kind, values=VALUES.get(kind, ()), label=None)


def _choice(*values: str) -> Choice:
    return Choice(values=frozenset(values))


@pytest.mark.parametrize(
    ("raw", "loose"),
    [
        pytest.param("a", "a", id="a text"),
        pytest.param(True, True, id="true"),
        pytest.param(7, 7, id="a number"),
        pytest.param(date(2022, 9, 21), "2022-09-21", id="a day"),
        pytest.param(
            ["a", True, 7, date(2022, 9, 21)], ("a", "true", "7", "2022-09-21")
        ),
        pytest.param([], (), id="an empty list"),
    ],
)
def test_a_value_is_kept_as_it_is_written(raw: object, loose: LooseValue) -> None:
    assert read_loose(raw) == loose


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(1.5, id="a fraction"),
        pytest.param(datetime(2022, 9, 21, 10), id="a time"),  # noqa: DTZ001 (as TOML)
        pytest.param({"a": 1}, id="a table"),
        pytest.param([["a"]], id="a list of lists"),
        pytest.param([{"a": 1}], id="a list of tables"),
        pytest.param(None, id="nothing"),
    ],
)
def test_what_is_no_value_is_refused(raw: object) -> None:
    with pytest.raises(ValueError, match="A value is a text"):
        read_loose(raw)


GOOD: dict[str, tuple[FactType, LooseValue, Value]] = {
    "true": ("bool", True, _choice("true")),
    "true or false": ("bool", ("true", "false"), _choice("true", "false")),
    "a word": ("enum", "KZ", _choice("KZ")),
    "one of words": ("enum", ("KZ", "KG"), _choice("KZ", "KG")),
    "a year": ("day", "2022", span_of(DayRange.parse("2022"))),
    "a year as a number": ("day", 2022, span_of(DayRange.parse("2022"))),
    "one of days": ("day", ("2022-02", "2022-01"), Span(low=738156, high=738214)),
    "between days": ("day", "2022-01/2022-02", Span(low=738156, high=738214)),
    "a number": ("integer", 18, Span(low=18, high=18)),
    "one of numbers": ("integer", ("20", "-3"), Span(low=-3, high=20)),
    "the largest number": ("integer", HIGHEST, Span(low=HIGHEST, high=HIGHEST)),
}


@pytest.mark.parametrize("name", GOOD)
def test_a_written_value_leaves_what_it_says(name: str) -> None:
    kind, loose, value = GOOD[name]
    assert to_value(loose, _spec(kind)) == value


BAD: dict[str, tuple[FactType, LooseValue, str]] = {
    "yes for true": ("bool", "yes", "'x.y' is true or false without quotes, not 'yes'"),
    "true in quotes": (
        "bool",
        "true",
        "'x.y' is true or false without quotes, not 'true'",
    ),
    "a number for true": ("bool", 1, "true or false without quotes, not '1'"),
    "one of truths": (
        "bool",
        ("true", "maybe"),
        "true or false without quotes, not 'maybe'",
    ),
    "another word": (
        "enum",
        "othr",
        "'othr' is no value of 'x.y'. Did you mean 'other'?",
    ),
    "one other word": ("enum", ("KZ", "XX"), "'XX' is no value"),
    "true for a word": ("enum", True, "'true' is no value"),
    "no day": ("day", "2022-02-30", "not a day of the calendar"),
    "true for a day": ("day", True, "a day such as 2022-09-21, not 'True'"),
    "backwards": ("day", "2022-02/2022-01", "ends before it begins"),
    "one of no days": ("day", ("2022", "soon"), "'soon' is not a day"),
    "a word for a number": ("integer", "18", "a whole number, not '18'"),
    "true for a number": ("integer", True, "a whole number, not 'True'"),
    "one of no numbers": ("integer", ("1", "1.5"), "a whole number, not '1.5'"),
    "too large": ("integer", HIGHEST + 1, "twelve digits"),
    "too small": ("integer", LOWEST - 1, "twelve digits"),
    "far too large": ("integer", 10**400, "twelve digits"),
    "digits of another script": ("integer", ("٣",), "a whole number"),
    "one of nothing": ("enum", (), "is empty"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_value_of_the_fact_is_refused(name: str) -> None:
    kind, loose, what = BAD[name]
    with pytest.raises(ValueError, match=re.escape(what)):
        to_value(loose, _spec(kind))


@given(st.lists(st.integers(LOWEST, HIGHEST), min_size=1))
def test_one_of_numbers_is_the_span_that_covers_them_all(numbers: list[int]) -> None:
    loose = tuple(str(number) for number in numbers)
    assert to_value(loose, _spec("integer")) == Span(
        low=min(numbers), high=max(numbers)
    )
