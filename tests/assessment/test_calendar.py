"""Working days and added periods; the tables that ship.

Spec: spec/deadline.md §3, §5, §6, §11.
"""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.assessment.calendar import Calendar, calendars
from safeconduct.rulebook.holiday import HolidayTable, HolidayTables, parse_holidays
from safeconduct.rulebook.length import Length, parse_length
from tests.assessment.deadline_kit import TABLES

FRANCE = calendars(TABLES, name="FR", regions=frozenset()).most
PLAIN = Calendar()
TEXT = """
read = 2026-11-22
source = "a test"
known_until = 2026
weekend = [5, 6]
[days]
2026 = ["01-01"]
"""


@pytest.mark.parametrize(
    ("start", "length", "end"),
    [
        ("2026-01-31", "1 month", "2026-02-28"),
        ("2028-01-31", "1 month", "2028-02-29"),
        ("2025-08-31", "6 months", "2026-02-28"),
        ("2024-02-29", "1 year", "2025-02-28"),
        ("1998-03-13", "3 weeks", "1998-04-03"),
        ("2026-04-02", "15 working days", "2026-04-24"),
        ("2026-12-31", "1 day", "2027-01-01"),
    ],
)
def test_a_length_is_added_by_the_calendar(start: str, length: str, end: str) -> None:
    found = FRANCE.add(date.fromisoformat(start), parse_length(length))
    assert found.isoformat() == end


def test_the_first_day_can_be_day_one() -> None:
    friday, saturday = date(2026, 4, 17), date(2026, 4, 18)
    five = Length(count=5, unit="working days")
    assert PLAIN.add(friday, five, first_counts=True) == date(2026, 4, 23)
    assert PLAIN.add(saturday, five, first_counts=True) == date(2026, 4, 24)
    assert PLAIN.add(friday, Length(count=5, unit="days"), first_counts=True) == date(
        2026, 4, 21
    )


def test_a_day_that_is_not_worked_rolls_on_back_or_not_at_all() -> None:
    bastille = date(2026, 7, 14)
    assert FRANCE.roll(bastille, "none") == bastille
    assert FRANCE.roll(bastille, "on") == date(2026, 7, 15)
    assert FRANCE.roll(bastille, "back") == date(2026, 7, 13)
    assert FRANCE.roll(date(2026, 7, 13), "on") == date(2026, 7, 13)


def test_the_calendar_ends_with_that_of_python() -> None:
    assert PLAIN.add_working(date.max, 3) == date.max
    assert PLAIN.add_working(date.min, -3) == date.min
    one = Length(count=1, unit="working days")
    assert PLAIN.add(date.min, one, first_counts=True) == date(1, 1, 2)


@given(
    st.dates(date(1999, 1, 1), date(2029, 1, 1)),
    st.dates(date(1999, 1, 1), date(2029, 1, 1)),
    st.sampled_from(["5 days", "1 month", "15 working days", "3 weeks", "1 year"]),
    st.sampled_from([True, False]),
)
def test_adding_and_rolling_are_monotone(
    one: date,
    two: date,
    length: str,
    first: bool,  # noqa: FBT001 (drawn)
) -> None:
    low, high = sorted((one, two))
    span = parse_length(length)
    first_end = FRANCE.add(low, span, first_counts=first)
    second_end = FRANCE.add(high, span, first_counts=first)
    assert first_end <= second_end
    assert FRANCE.roll(first_end, "on") <= FRANCE.roll(second_end, "on")
    assert FRANCE.roll(first_end, "back") <= FRANCE.roll(second_end, "back")


def test_a_region_adds_its_days_to_those_of_its_country() -> None:
    corpus_christi, unity = date(2026, 6, 4), date(2026, 10, 3)
    bavaria = calendars(TABLES, name="DE", regions=frozenset({"BY"})).most
    berlin = calendars(TABLES, name="DE", regions=frozenset({"BE"})).most
    assert corpus_christi in bavaria.holidays
    assert corpus_christi not in berlin.holidays
    assert unity in bavaria.holidays & berlin.holidays


def test_an_unknown_region_is_between_the_fewest_and_the_most_holidays() -> None:
    found = calendars(TABLES, name="DE", regions=None)
    assert found.is_region_open
    assert date(2026, 6, 4) in found.most.holidays - found.fewest.holidays


def test_a_region_alone_names_the_table() -> None:
    assert calendars(TABLES, name="", regions=frozenset({"FR"})).most == FRANCE
    unknown = calendars(TABLES, name="", regions=None)
    assert not unknown.is_known
    assert unknown.is_region_open


def test_a_region_without_a_table_is_its_country() -> None:
    found = calendars(TABLES, name="DE", regions=frozenset({"other"}))
    assert found.most == calendars(TABLES, name="DE", regions=frozenset()).most


def test_a_place_without_a_table_has_weekends_only() -> None:
    found = calendars(TABLES, name="XX", regions=frozenset())
    assert not found.is_known
    assert found.most.is_working(date(2026, 12, 25))


def test_a_table_says_its_weekend_and_how_far_it_is_known() -> None:
    table = parse_holidays(TEXT, name="XX")
    tables = HolidayTables(tables={"XX": table})
    found = calendars(tables, name="XX", regions=frozenset())
    assert found.known_until == 2026
    assert found.most.is_working(date(2026, 11, 22))
    assert not found.most.is_working(date(2026, 11, 20))
    assert found.most.is_holiday(date(2026, 1, 1))


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        ('"01-01"', '"02-30"', "no day of the calendar"),
        ("[5, 6]", "[9]", "list of weekdays"),
        ("known_until", "known", "known_until"),
        ("[days]", "[day]", "'days' is missing"),
        ("read =", "read :", "not TOML"),
        ("[days]", '[days]\n"²" = [""]', "no day of the calendar"),
    ],
)
def test_a_table_at_fault_is_refused_with_the_reason(
    old: str, new: str, part: str
) -> None:
    with pytest.raises(ValueError, match=part):
        parse_holidays(TEXT.replace(old, new), name="XX")


@pytest.mark.parametrize("text", ["", "1", "month", "0 days", "1 fortnight", "x days"])
def test_a_length_at_fault_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a length"):
        parse_length(text)


def test_a_length_reads_back_from_its_text() -> None:
    for text in ("1 month", "15 working days", "48 hours", "1 year"):
        assert parse_length(str(parse_length(text))) == parse_length(text)


@pytest.mark.parametrize("table", TABLES.tables.values(), ids=lambda item: item.name)
def test_every_table_that_ships_is_known_for_its_years(table: HolidayTable) -> None:
    assert table.source
    assert table.read.year >= 2026
    assert table.known_until in table.years
    assert not table.adds_to or table.adds_to in TABLES.tables
