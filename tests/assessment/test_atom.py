"""Tests at the leaves: true if all that is possible satisfies, false if none does."""

from datetime import date
from typing import get_args

import pytest

from safeconduct.assessment.atom import (
    NOW,
    Atom,
    CompareAtom,
    ExistsAtom,
    MemberAtom,
    NormAtom,
    RowTest,
    Side,
    UsedAtom,
    bounds,
    compared,
    exists_truth,
    keys_of,
    member,
    negated,
    row_truth,
    simple_truth,
    threshold,
    used_truth,
)
from safeconduct.assessment.state import RowSet
from safeconduct.base.case import Complete
from safeconduct.base.day import Period
from safeconduct.base.truth import Truth
from safeconduct.base.value import FIRST, HIGHEST, LAST, LOWEST, Choice, Span, Value
from safeconduct.rulebook.condition import Relation
from tests.assessment.case_kit import no, yes

T, F, U = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN
NUMBER = Side(key="n.age")
TEN = Side(constant=10)
TODAY = date(2026, 6, 1).toordinal()
A337 = MemberAtom(key="article", values=frozenset({"a337"}))


def _row(article: str) -> dict[str, Value]:
    return {"article": Choice(values=frozenset({article}))}


MEMBERS: dict[str, tuple[Value | None, Truth]] = {
    "inside": (Choice(values=frozenset({"red"})), T),
    "all inside": (Choice(values=frozenset({"red", "blue"})), T),
    "outside": (Choice(values=frozenset({"green"})), F),
    "partly inside": (Choice(values=frozenset({"red", "green"})), U),
    "missing": (None, U),
    "a number": (Span(low=1, high=1), U),
}


@pytest.mark.parametrize(("value", "truth"), MEMBERS.values(), ids=MEMBERS)
def test_membership_is_decided_by_all_that_is_possible(
    value: Value | None, truth: Truth
) -> None:
    assert member(frozenset({"red", "blue"}), value) is truth


COMPARED: dict[str, tuple[tuple[int, int], dict[Relation, Truth]]] = {
    "below": ((3, 9), {"<": T, "<=": T, ">": F, ">=": F, "=": F, "!=": T}),
    "up to": ((3, 10), {"<": U, "<=": T, ">": F, ">=": U, "=": U, "!=": U}),
    "just": ((10, 10), {"<": F, "<=": T, ">": F, ">=": T, "=": T, "!=": F}),
    "from": ((10, 12), {"<": F, "<=": U, ">": U, ">=": T, "=": U, "!=": U}),
    "above": ((11, 12), {"<": F, "<=": F, ">": T, ">=": T, "=": F, "!=": T}),
    "around": ((3, 12), {"<": U, "<=": U, ">": U, ">=": U, "=": U, "!=": U}),
}


@pytest.mark.parametrize(("span", "truths"), COMPARED.values(), ids=COMPARED)
def test_a_comparison_with_ten_is_decided_by_bounds(
    span: tuple[int, int], truths: dict[Relation, Truth]
) -> None:
    assert set(truths) == set(get_args(Relation))
    for relation, truth in truths.items():
        atom = CompareAtom(left=NUMBER, relation=relation, right=TEN)
        assert compared(atom, span, (10, 10)) is truth, relation


BOUNDS: dict[str, tuple[Side, Value | None, tuple[int, int]]] = {
    "a constant": (TEN, None, (10, 10)),
    "a number known in part": (NUMBER, Span(low=1, high=4), (1, 4)),
    "a missing number": (NUMBER, None, (LOWEST, HIGHEST)),
    "a missing day": (Side(key="d.left", is_day=True), None, (FIRST, LAST)),
    "today": (Side(key=NOW, is_day=True), None, (TODAY, TODAY)),
    "today and a month": (
        Side(key=NOW, is_day=True, offset=Period(count=1, unit="months")),
        None,
        (date(2026, 7, 1).toordinal(),) * 2,
    ),
    "a number moved": (
        Side(key="n.age", offset=Period(count=-2, unit="days")),
        Span(low=1, high=4),
        (-1, 2),
    ),
    "a day beyond the calendar": (
        Side(constant=LAST, is_day=True, offset=Period(count=9, unit="years")),
        None,
        (LAST, LAST),
    ),
}


@pytest.mark.parametrize(("side", "value", "both"), BOUNDS.values(), ids=BOUNDS)
def test_a_side_has_bounds(
    side: Side, value: Value | None, both: tuple[int, int]
) -> None:
    assert bounds(side, value, TODAY) == both


def test_unknown_has_no_contrary() -> None:
    assert [negated(truth) for truth in (T, F, U)] == [F, T, U]


THRESHOLDS: dict[str, tuple[list[Truth], int, Truth]] = {
    "enough": ([T, T, F], 2, T),
    "never enough": ([T, F, F], 2, F),
    "perhaps": ([T, F, U], 2, U),
    "none needed": ([], 0, T),
}


@pytest.mark.parametrize(
    ("parts", "least", "truth"), THRESHOLDS.values(), ids=THRESHOLDS
)
def test_at_least_counts_what_is_open_both_ways(
    parts: list[Truth], least: int, truth: Truth
) -> None:
    assert threshold(parts, least) is truth


def test_a_norm_is_true_or_false_by_a_judgement_alone() -> None:
    norm = NormAtom(key="xx.n")
    judged: dict[str, Value] = {"xx.n": yes()}
    assert simple_truth(norm, lambda key: judged[key], 0) is T
    judged["xx.n"] = no()
    assert simple_truth(norm, lambda key: judged[key], 0) is F
    assert simple_truth(norm, lambda _key: None, 0) is U


def test_a_missing_column_is_unknown_and_so_is_its_contrary() -> None:
    for negative in (False, True):
        assert row_truth(RowTest(atom=A337, negated=negative), {}, 0) is U


def test_a_row_test_joins_its_parts() -> None:
    other = MemberAtom(key="open", values=frozenset({"true"}))
    both = RowTest(at_least=2, parts=(RowTest(atom=A337), RowTest(atom=other)))
    assert row_truth(both, {**_row("a337"), "open": yes()}, 0) is T
    assert row_truth(both, _row("a338"), 0) is F
    assert row_truth(both, _row("a337"), 0) is U


EXISTS: dict[str, tuple[Complete, list[str], int, Truth]] = {
    "one is enough": ("unknown", ["a338", "a337"], 1, T),
    "two are wanted": ("yes", ["a338", "a337"], 2, F),
    "none in a complete list": ("yes", ["a338"], 1, F),
    "none in a list that may go on": ("unknown", ["a338"], 1, U),
    "none in a list known to go on": ("no", [], 1, U),
    "an empty complete list": ("yes", [], 1, F),
}


@pytest.mark.parametrize(
    ("complete", "articles", "least", "truth"), EXISTS.values(), ids=EXISTS
)
def test_only_a_complete_list_shows_that_something_is_not_there(
    complete: Complete, articles: list[str], least: int, truth: Truth
) -> None:
    atom = ExistsAtom(list="charges", at_least=least, where=RowTest(atom=A337))
    rows = RowSet(complete=complete, rows=tuple(map(_row, articles)))
    assert exists_truth(atom, rows, 0) is truth


def test_a_list_that_nobody_wrote_is_unknown_and_not_empty() -> None:
    atom = ExistsAtom(list="charges", at_least=1, where=RowTest(atom=A337))
    assert exists_truth(atom, None, 0) is U


def test_a_row_that_may_satisfy_keeps_a_complete_list_open() -> None:
    atom = ExistsAtom(list="charges", at_least=1, where=RowTest(atom=A337))
    assert exists_truth(atom, RowSet(complete="yes", rows=({},)), 0) is U


USED: dict[str, tuple[tuple[int, int | None], Truth]] = {
    "surely used": ((90, None), T),
    "surely not": ((10, 89), F),
    "perhaps": ((10, 90), U),
    "the list goes on": ((10, None), U),
}


@pytest.mark.parametrize(("used", "truth"), USED.values(), ids=USED)
def test_days_used_are_bounds(used: tuple[int, int | None], truth: Truth) -> None:
    assert used_truth(UsedAtom(clock="xx.clock", at_least=90), used) is truth


KEYS: dict[str, tuple[Atom, tuple[str, ...]]] = {
    "member": (A337, ("article",)),
    "norm": (NormAtom(key="xx.n"), ("xx.n",)),
    "compare": (CompareAtom(left=NUMBER, relation="<", right=TEN), ("n.age",)),
    "with today": (
        CompareAtom(left=Side(key=NOW), relation="<", right=Side(key="d.left")),
        ("d.left",),
    ),
    "list": (
        ExistsAtom(list="charges", at_least=1, where=RowTest(at_least=0)),
        ("list.charges",),
    ),
    "clock": (UsedAtom(clock="xx.clock", at_least=1), ("clock.xx.clock",)),
}


@pytest.mark.parametrize(("atom", "keys"), KEYS.values(), ids=KEYS)
def test_an_atom_names_what_it_reads(atom: Atom, keys: tuple[str, ...]) -> None:
    assert keys_of(atom) == keys
