"""Which versions are in force, and which can be relied on."""

from dataclasses import replace
from datetime import date

import pytest

from safeconduct.rulebook.force import (
    binds,
    covers,
    has_expired,
    in_force,
    needs_review,
    unusable,
)
from tests.rulebook.page_kit import SOURCE, TITLE, good, head, only_page

TODAY = date(2026, 11, 22)


def _chosen(*pages: str, on: date = TODAY, known_on: date = TODAY) -> list[str]:
    found = in_force(good(*pages), on=on, known_on=known_on)
    return [one.page.file for family in found for one in family if one.applies]


@pytest.mark.parametrize(
    ("on", "file"),
    [("2026-06-11", "0.md"), ("2026-06-12", "1.md"), ("2026-06-13", "1.md")],
)
def test_of_two_versions_that_day_decides(on: str, file: str) -> None:
    old, new = head(applies_to="2026-06-11"), head(applies_from="2026-06-12")
    assert _chosen(old, new, on=date.fromisoformat(on)) == [file]


@pytest.mark.parametrize(
    ("on", "file"), [("2026-06-11", "0.md"), ("2026-06-12", "1.md")]
)
def test_of_two_that_overlap_the_later_binding_displaces_the_earlier(
    on: str, file: str
) -> None:
    pages = head(), head(binds_from="2026-06-12")
    assert _chosen(*pages, on=date.fromisoformat(on)) == [file]


def test_a_version_dated_by_a_fact_may_always_apply() -> None:
    text = head(dated_by='"left.day"', applies_from="2030-01-01")
    assert _chosen(text) == ["0.md"]


def test_a_page_that_was_not_yet_known_is_not_in_force() -> None:
    assert _chosen(head(), known_on=date(2026, 1, 1)) == []
    assert _chosen(head(), known_on=date(2026, 1, 2)) == ["0.md"]


def test_an_axiom_gives_no_rules() -> None:
    assert _chosen(head(kind='"axiom"')) == []


def test_a_page_of_another_name_displaces_nothing() -> None:
    assert _chosen(head(), head("xx.b", binds_from="2026-06-12")) == ["1.md", "0.md"]


def test_a_window_holds_both_its_days() -> None:
    page = only_page(head(applies_from="2026-01-01", applies_to="2026-01-03"))
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 1, 3), date(2026, 1, 4)]
    assert [covers(page, day) for day in days] == [False, True, True, False]
    assert binds(page, date.min)


WEAK = SOURCE.replace('"primary"', '"weak"')


@pytest.mark.parametrize(
    ("keys", "on", "why"),
    [
        pytest.param({}, "2028-01-02", "", id="on the last day"),
        pytest.param({}, "2028-01-03", "stale", id="on the day after"),
        pytest.param({"span_from": "2025-01-01"}, "2024-12-31", "stale", id="before"),
        pytest.param({"span_from": "2025-01-01"}, "2025-01-01", "", id="its first day"),
        pytest.param(
            {"sources": f"[{WEAK}]", "missing": f"[{TITLE}]"},
            "2026-11-22",
            "weak",
            id="a weak source",
        ),
    ],
)
def test_a_page_cannot_be_relied_on_when_old_or_weak(
    keys: dict[str, str], on: str, why: str
) -> None:
    assert unusable(only_page(head(**keys)), on=date.fromisoformat(on)) == why


def test_a_page_is_due_for_review_the_day_after_its_day() -> None:
    page = only_page(head(review_by="2027-01-01"))
    assert not needs_review(page, on=date(2027, 1, 1))
    assert needs_review(page, on=date(2027, 1, 2))


@pytest.mark.parametrize(
    ("until", "on", "known_on", "expired"),
    [
        pytest.param(None, "2090-01-01", "2090-01-01", False, id="no pack"),
        pytest.param("2026-11-22", "2026-11-22", "2026-11-22", False, id="last day"),
        pytest.param("2026-11-22", "2026-11-23", "2026-11-22", True, id="asked late"),
        pytest.param("2026-11-22", "2026-11-01", "2026-11-23", True, id="known late"),
        pytest.param("2026-11-22", "2026-11-01", "2026-11-01", False, id="repeated"),
    ],
)
def test_a_pack_is_good_for_days_up_to_its_last(
    until: str | None,
    on: str,
    known_on: str,
    expired: bool,  # noqa: FBT001 (a row)
) -> None:
    last = date.fromisoformat(until) if until else None
    rulebook = replace(good(head()), good_until=last)
    days = {"on": date.fromisoformat(on), "known_on": date.fromisoformat(known_on)}
    assert has_expired(rulebook, **days) is expired


@pytest.mark.parametrize(
    ("on", "grade", "why"),
    [
        pytest.param("2026-11-22", "primary", "expired", id="a good page"),
        pytest.param("2026-11-22", "weak", "weak", id="a weak page"),
        pytest.param("2030-11-22", "primary", "stale", id="an old page"),
    ],
)
def test_a_page_of_an_expired_pack_says_its_own_fault_first(
    on: str, grade: str, why: str
) -> None:
    source = SOURCE.replace("primary", grade)
    page = only_page(head(sources=f"[{source}]", missing=f"[{TITLE}]"))
    assert unusable(page, on=date.fromisoformat(on), expired=True) == why
