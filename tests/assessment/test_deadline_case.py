"""The shared cases of deadlines, and what holds for every deadline of the rulebook.

Spec: spec/deadline.md §1, §2.
"""

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.assessment.deadline import DeadlineResult, compute_deadline
from safeconduct.base.day import DayRange
from safeconduct.rulebook.deadline import Deadline
from tests.assessment.deadline_kit import (
    IN_WORDS,
    LAW,
    ROOT,
    TABLES,
    ZONES,
    Content,
    all_deadlines,
    block,
    compute,
    shown,
)

DEADLINES = all_deadlines()
SHARED = tomllib.loads((ROOT / "tests/data/deadline-cases.toml").read_text("utf-8"))
ALL = cast("list[Content]", SHARED["case"])
CASES = [pytest.param(case, id=str(case["id"])) for case in ALL if "page" not in case]
PAGES = [pytest.param(case, id=str(case["id"])) for case in ALL if "page" in case]


def result_of(case: Content) -> DeadlineResult:
    facts = cast("Content", case["facts"])
    if "deadline" in case:
        return compute(DEADLINES[str(case["deadline"])], facts)
    counting = cast("dict[str, Content]", SHARED["counting"])
    return compute(block(**counting[str(case["counting"])]), facts)


def days_of(result: DeadlineResult) -> set[object]:
    keys = ("due", "earliest", "latest", "due_at", "latest_at")
    return {shown(result, key) for key in keys}


@pytest.mark.parametrize("case", CASES)
def test_a_shared_case_comes_out_as_expected(case: Content) -> None:
    result = result_of(case)
    expected = IN_WORDS.get(str(case["id"]), str(case["expected"]))
    assert expected in days_of(result), result
    if "expected_safe" in case:
        safe = case["expected_safe"]
        assert safe in {shown(result, "due"), shown(result, "due_at")}, result
    if "expected_late" in case:
        assert case["expected_late"] == shown(result, "latest"), result
    if "unrolled" in case and result.unrolled is not None:
        assert str(case["unrolled"])[:10] == shown(result, "unrolled"), result


@pytest.mark.parametrize("case", CASES)
def test_no_shared_case_is_given_a_later_day_than_expected(case: Content) -> None:
    result = result_of(case)
    if case["id"] == "AMMR-APPEAL":
        return  # the case names the least of the frame; the late day is its most
    last = case.get("expected_late", IN_WORDS.get(str(case["id"]), case["expected"]))
    if result.against == "person":
        assert str(shown(result, "latest")) <= str(last)[:10], result


@pytest.mark.parametrize("case", PAGES)
def test_the_dating_fact_chooses_the_regime(case: Content) -> None:
    head = tomllib.loads(
        Path(LAW / str(case["page"])).read_text("utf-8").split("+++")[1]
    )
    day = date.fromisoformat(str(case["day"]))
    first = cast("date", head.get("applies_from", date.min))
    last = cast("date", head.get("applies_to", date.max))
    assert head["dated_by"] == case["dated_by"]
    assert (first <= day <= last) is case["holds"]


def test_every_shared_case_is_tested() -> None:
    assert len(CASES) + len(PAGES) == len(ALL) == 72


def test_every_text_of_a_result_is_in_three_languages() -> None:
    cyrillic = re.compile("[\u0430-\u044f\u0451]")
    for case in ALL:
        if "page" in case:
            continue
        result = result_of(case)
        for text in (*result.steps, *result.warnings):
            assert text.en
            assert text.fr
            assert cyrillic.search(text.ru) or text.en == "x"
            assert not cyrillic.search(text.en + text.fr)


days = st.dates(date(2000, 1, 1), date(2029, 6, 30))
spans = st.tuples(days, st.integers(0, 40)).map(
    lambda item: DayRange(
        earliest=item[0], latest=date.fromordinal(item[0].toordinal() + item[1])
    )
)
deadlines = st.sampled_from(sorted(DEADLINES))


def _at(deadline: Deadline, start: DayRange, others: DayRange) -> DeadlineResult:
    facts: dict[str, DayRange] = {deadline.starts: start}
    if deadline.pause is not None:
        facts |= {deadline.pause.fact: others} | dict.fromkeys(
            deadline.pause.until, others
        )
    return compute_deadline(deadline, facts, TABLES, ZONES)


@given(deadlines, spans, spans, days)
def test_a_later_start_never_gives_an_earlier_day(
    name: str, start: DayRange, other: DayRange, pause: date
) -> None:
    deadline = DEADLINES[name]
    stopped = DayRange.exactly(pause)
    first, second = sorted((start.earliest, other.earliest))
    one = _at(deadline, DayRange.exactly(first), stopped)
    two = _at(deadline, DayRange.exactly(second), stopped)
    for low, high in ((one.earliest, two.earliest), (one.latest, two.latest)):
        assert low is not None
        assert high is not None
        assert low <= high


@given(deadlines, spans, days)
def test_an_interval_of_starts_holds_the_days_of_each_start(
    name: str, start: DayRange, pause: date
) -> None:
    deadline = DEADLINES[name]
    stopped = DayRange.exactly(pause)
    whole = _at(deadline, start, stopped)
    for day in (start.earliest, start.latest):
        exact = _at(deadline, DayRange.exactly(day), stopped)
        assert whole.earliest is not None
        assert whole.latest is not None
        assert exact.earliest is not None
        assert exact.latest is not None
        assert whole.earliest <= exact.earliest
        assert exact.latest <= whole.latest


@given(deadlines, spans)
def test_the_safe_day_is_on_the_side_of_the_person(name: str, start: DayRange) -> None:
    result = _at(DEADLINES[name], start, start)
    assert result.due is not None
    assert result.earliest is not None
    assert result.latest is not None
    if result.against == "person":
        assert result.due == result.earliest <= result.latest
    else:
        assert result.due == result.latest >= result.earliest


@given(deadlines, days)
def test_unsettled_due_is_a_working_day_unless_its_block_says_otherwise(
    name: str, start: date
) -> None:
    deadline = DEADLINES[name]
    if deadline.settled >= 0 or deadline.early.roll == "none" or deadline.in_hours():
        return
    result = _at(deadline, DayRange.exactly(start), DayRange.exactly(start))
    assert result.due is not None
    assert result.due.isoweekday() not in {6, 7}
