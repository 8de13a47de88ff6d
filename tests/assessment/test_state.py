"""What a case says on a day: claims, disputes, marks, and what a viewpoint sees."""

from datetime import date

import pytest

from safeconduct.assessment.state import RowSet, distinct, state_of
from safeconduct.base.case import Case
from safeconduct.base.value import Choice, Span, Value
from tests.assessment.case_kit import Said, case, case_list, judgement, no, yes
from tests.assessment.law_kit import DAY, rules

LAW = rules("xx.p IF f.a\nOPEN NORM xx.n")


def _claims(case_: Case, *, on: date = DAY, counsel: bool = True) -> dict[str, int]:
    found = state_of(case_, LAW.vocabulary, on=on, counsel=counsel)
    return {key: len(values) for key, values in found.claims.items()}


def test_a_fact_that_nobody_speaks_of_is_not_there() -> None:
    found = state_of(case(LAW), LAW.vocabulary, on=DAY)
    assert (found.claims, found.marks, found.lists, found.today) == ({}, {}, {}, DAY)


def test_statements_that_cannot_both_be_true_are_a_dispute_in_any_order() -> None:
    said = Said(name="f.a", plain=True), Said(name="f.a", plain=False)
    for statements in (said, said[::-1]):
        found = state_of(case(LAW, {}, *statements), LAW.vocabulary, on=DAY)
        assert found.claims == {"f.a": (no(), yes())}


def test_a_less_exact_statement_that_agrees_disputes_nothing() -> None:
    found = case(
        LAW,
        {},
        Said(name="d.left", plain="2022-09"),
        Said(name="d.left", plain="2022-09-24"),
    )
    exact = date(2022, 9, 24).toordinal()
    claims = state_of(found, LAW.vocabulary, on=DAY).claims
    assert claims == {"d.left": (Span(low=exact, high=exact),)}


def test_the_same_fact_of_another_person_disputes_nothing() -> None:
    found = case(
        LAW,
        {},
        Said(name="w.has", plain=True),
        Said(name="w.has", of="wife", plain=False),
    )
    assert _claims(found) == {"w.has": 1, "w.has OF wife": 1}


CHANGING: dict[str, tuple[Said, date, bool]] = {
    "on a day between from and to": (
        Said(name="c.place", plain="KZ", since="2026-05", until="2026-06-30"),
        date(2026, 6, 1),
        True,
    ),
    "on its last sure day": (
        Said(name="c.place", plain="KZ", since="2026-05-01", until="2026-06"),
        date(2026, 6, 1),
        True,
    ),
    "a day after its last sure day": (
        Said(name="c.place", plain="KZ", since="2026-05-01", until="2026-06"),
        date(2026, 6, 2),
        False,
    ),
    "before it can surely have begun": (
        Said(name="c.place", plain="KZ", since="2026-06", said="2026-06"),
        date(2026, 6, 29),
        False,
    ),
    "on its first sure day": (
        Said(name="c.place", plain="KZ", since="2026-06", said="2026-06"),
        date(2026, 6, 30),
        True,
    ),
    "while it is fresh": (
        Said(name="c.free", plain=True, said="2026-05-22"),
        date(2026, 6, 1),
        True,
    ),
    "a day after it was fresh": (
        Said(name="c.free", plain=True, said="2026-05-22"),
        date(2026, 6, 2),
        False,
    ),
    "where nobody says when": (
        Said(name="c.free", plain=True, said=""),
        date(2026, 6, 1),
        False,
    ),
    "begun later than it was said": (
        Said(name="c.free", plain=True, said="2026-01", since="2026-05-30"),
        date(2026, 6, 9),
        True,
    ),
}


@pytest.mark.parametrize(("said", "on", "holds"), CHANGING.values(), ids=CHANGING)
def test_a_changing_fact_holds(said: Said, on: date, holds: bool) -> None:  # noqa: FBT001 (a column of the table)
    found = state_of(case(LAW, {}, said), LAW.vocabulary, on=on)
    assert (said.name in found.claims) is holds
    assert found.marks == ({} if holds else {said.name: "stale"})


def test_a_changing_fact_that_changed_is_no_dispute() -> None:
    found = case(
        LAW,
        {},
        Said(name="c.place", plain="KZ", since="2025-01-01", until="2025-12-31"),
        Said(name="c.place", plain="FR", since="2026-05-01", until="2026-06-30"),
    )
    claims = state_of(found, LAW.vocabulary, on=DAY).claims
    assert claims == {"c.place": (Choice(values=frozenset({"FR"})),)}


def test_a_changing_fact_over_the_same_days_is_a_dispute() -> None:
    found = case(
        LAW,
        {},
        Said(name="c.place", plain="KZ", since="2026-05-01", until="2026-06-30"),
        Said(name="c.place", plain="FR", since="2026-05-15", until="2026-06-30"),
    )
    assert _claims(found) == {"c.place": 2}


MARKS: dict[str, tuple[tuple[Said, ...], str]] = {
    "withheld before all else": (
        (Said(name="f.a", mark="does not know"), Said(name="f.a", mark="withheld")),
        "withheld",
    ),
    "no evidence before not knowing": (
        (Said(name="f.a", mark="does not know"), Said(name="f.a", mark="no evidence")),
        "no evidence",
    ),
    "does not know": ((Said(name="f.a", mark="does not know"),), "does not know"),
    "a statement that says nothing": ((Said(name="f.a"),), "not asked"),
}


@pytest.mark.parametrize(("said", "mark"), MARKS.values(), ids=MARKS)
def test_an_unknown_fact_says_why(said: tuple[Said, ...], mark: str) -> None:
    found = state_of(case(LAW, {}, *said), LAW.vocabulary, on=DAY)
    assert found.claims == {}
    assert found.marks == {"f.a": mark}


def test_a_value_beside_a_mark_counts() -> None:
    found = case(LAW, {}, Said(name="f.a", plain=True, mark="no evidence"))
    assert _claims(found) == {"f.a": 1}


def test_two_deciders_who_differ_dispute_an_open_norm() -> None:
    found = case(
        LAW,
        judgements=[judgement("xx.n", decided=True), judgement("xx.n", decided=False)],
    )
    assert _claims(found) == {"xx.n": 2}


COUNSELS: dict[str, Case] = {
    "a counsel-only fact": case(LAW, {"s.act": True}),
    "a fact in counsel's compartment": case(
        LAW, {}, Said(name="f.a", plain=True, compartment="counsel")
    ),
    "a judgement": case(LAW, judgements=[judgement("xx.n", decided=True)]),
}


@pytest.mark.parametrize("found", COUNSELS.values(), ids=COUNSELS)
def test_what_is_counsels_is_not_there_without_counsel(found: Case) -> None:
    assert _claims(found, counsel=True)
    assert not _claims(found, counsel=False)


def test_a_counsel_only_list_is_not_there_without_counsel() -> None:
    found = case(LAW, lists=[case_list(LAW, "crimes", {"grave": True})])
    assert state_of(found, LAW.vocabulary, on=DAY, counsel=False).lists == {}
    assert "crimes" in state_of(found, LAW.vocabulary, on=DAY).lists


def test_a_list_with_a_hidden_row_is_never_complete() -> None:
    found = case(
        LAW,
        lists=[case_list(LAW, "charges", {"article": "a337"}, compartment="counsel")],
    )
    without = state_of(found, LAW.vocabulary, on=DAY, counsel=False).lists
    assert without == {"charges": RowSet(complete="unknown", rows=())}
    assert state_of(found, LAW.vocabulary, on=DAY).lists["charges"].complete == "yes"


def test_a_list_without_hidden_rows_keeps_what_it_says_of_itself() -> None:
    found = case(LAW, lists=[case_list(LAW, "charges", complete="yes")])
    without = state_of(found, LAW.vocabulary, on=DAY, counsel=False).lists
    assert without == {"charges": RowSet(complete="yes", rows=())}


DISTINCT: dict[str, tuple[tuple[Value, ...], int]] = {
    "nothing": ((), 0),
    "the same twice": ((yes(), yes()), 1),
    "contraries": ((yes(), no()), 2),
    "a wider one": (
        (Choice(values=frozenset({"a", "b"})), Choice(values=frozenset("a"))),
        1,
    ),
    "spans that overlap": ((Span(low=1, high=5), Span(low=4, high=9)), 1),
    "spans apart": ((Span(low=1, high=2), Span(low=4, high=9)), 2),
}


@pytest.mark.parametrize(("values", "count"), DISTINCT.values(), ids=DISTINCT)
def test_what_agrees_is_one_claim(values: tuple[Value, ...], count: int) -> None:
    assert len(distinct(values)) == count


def test_sets_that_differ_stand_in_the_order_of_their_words() -> None:
    """In no other: a set alone is written in another order in each process."""
    mixed = [Choice(values=frozenset({first, f"z{first}"})) for first in "abcdefgh"]
    assert distinct(reversed(mixed)) == tuple(mixed)
