"""The exact check: decided whatever the answers are, and facts that cannot agree."""

from datetime import date

import pytest

from safeconduct.assessment.compiler import compile_tape
from safeconduct.assessment.exact import ExactCheck
from safeconduct.assessment.state import State
from safeconduct.base.truth import Verdict
from safeconduct.rulebook.record import Rulebook
from tests.assessment.case_kit import row_set, state, verdict
from tests.assessment.law_kit import DAY, clock, law, page, read, rules

T, F, U = Verdict.TRUE, Verdict.FALSE, Verdict.UNKNOWN
BOTH = frozenset({True, False})
COLOURS = "e.colour = red OR e.colour = green OR e.colour = blue OR e.colour = other"


def _check(
    rulebook: Rulebook, seen: State | dict[str, object] | None = None
) -> ExactCheck:
    whole = seen if isinstance(seen, State) else state(rulebook, seen)
    tape = compile_tape(rulebook, on=DAY, known_on=date.max)
    return ExactCheck(tape, whole, rulebook.vocabulary)


DECIDED: dict[str, tuple[str, dict[str, object], Verdict]] = {
    "a or not a": ("f.a OR NOT f.a", {}, T),
    "a and not a": ("f.a AND NOT f.a", {}, F),
    "a alone": ("f.a", {}, U),
    "all values of an enum": (COLOURS, {}, T),
    "two values at once": ("e.colour = red AND e.colour = blue", {}, F),
    "a value among those left": (
        "e.colour = red OR e.colour = blue",
        {"e.colour": ["red", "blue"]},
        T,
    ),
    "at least two of three that exclude each other": (
        "AT LEAST 2 OF\n  e.colour = red\n  e.colour = blue\n  e.colour = green",
        {},
        F,
    ),
    "two of a, not a and b": (
        "AT LEAST 2 OF\n  f.a\n  NOT f.a\n  f.b",
        {"f.b": True},
        T,
    ),
    "ordered days": ("d.left <= d.order OR d.order < d.left", {}, T),
    "ordered days, as unequal": ("d.left != d.order OR d.left = d.order", {}, T),
    "a day before itself moved": ("d.left < d.left + 3 weeks", {}, T),
    "a day after itself moved": ("d.left > d.left + 2 days", {}, F),
    "three days in a ring": (
        "d.left < d.order AND d.order < d.dating AND d.dating < d.left",
        {},
        F,
    ),
    "a number and its neighbour": ("n.age > 17 OR n.age < 18", {}, T),
    "a number that is not": ("n.age >= 18 AND n.age <= 17", {}, F),
    "a number moved": ("n.age + 2 days > 19 OR n.age < 18", {}, T),
    "months move a day": ("d.left + 1 month >= d.left", {}, T),
    "more months move it further": (
        "d.left + 1 month < TODAY OR d.left + 2 months >= TODAY",
        {},
        T,
    ),
    "months of another length": ("d.left + 1 month >= d.left + 29 days", {}, U),
    "months from a fixed day": (
        "d.left + 1 month < 2024-03-01 OR d.left >= 2024-02-01",
        {},
        T,
    ),
    "a fixed day after months": (
        "2024-03-01 > d.left + 1 month OR d.left >= 2024-02-01",
        {},
        T,
    ),
    "today": ("d.left < TODAY OR d.left >= 2026-06-01", {}, T),
    "today moved": ("d.left < TODAY - 1 month OR d.left >= 2026-05-01", {}, T),
    "an open norm or not": ("xx.n OR NOT xx.n", {}, T),
    "an open norm": ("xx.n", {}, U),
    "a dispute that does not matter": ("f.a OR NOT f.a OR f.b", {"f.a": BOTH}, T),
    "a disputed day": (
        "d.left < 2025-01-01",
        {"d.left": frozenset({"2023", "2024"})},
        T,
    ),
    "a list or not": (
        (
            "ANY OF\n  EXISTS charges WHERE (charges.open)\n"
            "  NOT EXISTS charges WHERE (charges.open)"
        ),
        {},
        T,
    ),
    "a clock or not": ("USED xx.clock >= 90 OR NOT USED xx.clock >= 90", {}, T),
}


@pytest.mark.parametrize(("body", "facts", "truth"), DECIDED.values(), ids=DECIDED)
def test_what_every_answer_leads_to_is_decided(
    body: str, facts: dict[str, object], truth: Verdict
) -> None:
    rulebook = rules(f"CLOSED xx.p IF {body}\nOPEN NORM xx.n", blocks=clock())
    check = _check(rulebook, facts)
    assert check.contradiction() == ()
    assert check.decides("xx.p") is truth


def test_what_the_planes_decide_the_exact_check_decides_too() -> None:
    rulebook = rules("CLOSED xx.p IF f.a AND f.b\nNOT xx.q IF f.a")
    for facts in ({"f.a": True, "f.b": True}, {"f.a": False}, {"f.a": True}):
        for name in ("xx.p", "xx.q"):
            plain = verdict(rulebook, name, facts)
            assert _check(rulebook, dict(facts)).decides(name) is plain


def test_a_conflict_is_not_decided() -> None:
    rulebook = rules("CLOSED xx.p IF f.a OR NOT f.a\nNOT xx.p IF f.b OR NOT f.b")
    assert _check(rulebook).decides("xx.p") is U


def test_practice_is_no_law_to_the_exact_check() -> None:
    office = page("NOT xx.p IF f.a OR NOT f.a", name="xx.office", kind="practice")
    assert _check(law(page("xx.p IF f.b OR NOT f.b"), office)).decides("xx.p") is T


def test_a_version_of_an_unknown_day_is_decided_where_all_agree() -> None:
    old = page("CLOSED xx.p IF f.a", dated_by="d.dating", applies_to="2024-12-31")
    new = page("CLOSED xx.p IF NOT f.b", dated_by="d.dating", applies_from="2025-01-01")
    check = _check(law(old, new), {"f.a": True, "f.b": False})
    assert check.decides("xx.p") is T


def test_an_exception_that_cannot_be_is_none() -> None:
    rulebook = rules("xx.p IF f.a\n  UNLESS f.b AND NOT f.b")
    assert _check(rulebook, {"f.a": True}).decides("xx.p") is T


AXIOM = page("xx.ax IF NOT (f.a AND f.b)", name="xx.axiom", kind="axiom")
DAYS = page("xx.ax IF d.left <= d.order", name="xx.axiom", kind="axiom")
CONTRARY: dict[str, tuple[str, dict[str, object], tuple[str, ...]]] = {
    "two facts": (AXIOM, {"f.a": True, "f.b": True, "f.c": True}, ("f.a", "f.b")),
    "two days": (DAYS, {"d.left": "2024", "d.order": "2023"}, ("d.left", "d.order")),
    "days that may agree": (DAYS, {"d.left": "2024", "d.order": "2024"}, ()),
    "a dispute one side of which agrees": (AXIOM, {"f.a": True, "f.b": BOTH}, ()),
    "one fact of the two": (AXIOM, {"f.a": True}, ()),
}


@pytest.mark.parametrize(("axiom", "facts", "named"), CONTRARY.values(), ids=CONTRARY)
def test_facts_that_cannot_all_be_true_are_named(
    axiom: str, facts: dict[str, object], named: tuple[str, ...]
) -> None:
    rulebook, _ = read(
        axiom, page("CLOSED xx.p IF f.a AND f.b AND f.c\nxx.q IF d.left < d.order")
    )
    check = _check(rulebook, facts)
    assert check.contradiction() == named
    if named:
        assert check.decides("xx.p") is U


def test_an_axiom_decides() -> None:
    rulebook, _ = read(AXIOM, page("CLOSED xx.p IF f.b"))
    assert verdict(rulebook, "xx.p", {"f.a": True}) is U
    assert _check(rulebook, {"f.a": True}).decides("xx.p") is F


def test_a_list_may_be_what_contradicts() -> None:
    axiom = page(
        "xx.ax IF NOT (f.a AND EXISTS charges WHERE (charges.open))",
        name="xx.axiom",
        kind="axiom",
    )
    rulebook, _ = read(axiom, page("xx.p IF f.a"))
    rows = {"charges": row_set(rulebook, "charges", {"open": True})}
    check = _check(rulebook, state(rulebook, {"f.a": True}, lists=rows))
    assert check.contradiction() == ("f.a", "list.charges")
    none = {"charges": row_set(rulebook, "charges")}
    assert (
        _check(rulebook, state(rulebook, {"f.a": True}, lists=none)).contradiction()
        == ()
    )


def test_axioms_that_cannot_hold_are_contrary_to_every_fact() -> None:
    axiom = page("xx.ax IF f.c AND NOT f.c", name="xx.axiom", kind="axiom")
    rulebook, _ = read(axiom, page("xx.p IF f.a"))
    assert _check(rulebook, {"f.a": True}).contradiction() == ("f.a",)


def test_on_any_day_the_query_day_too_is_left_open() -> None:
    rulebook = rules("CLOSED xx.p IF TODAY >= 2026-01-01")
    tape = compile_tape(rulebook, on=DAY, known_on=DAY)
    node = tape.propositions["xx.p"].node
    for any_day in (False, True):
        check = ExactCheck(tape, state(rulebook), rulebook.vocabulary, any_day=any_day)
        assert check.can_be(node, truth=False) is any_day
        assert check.can_be(node, truth=True)
        assert check.can_be(node, truth=None) is any_day


def test_nodes_that_exclude_each_other_cannot_all_be_true() -> None:
    rulebook = rules("xx.p IF e.colour = red\nxx.q IF e.colour = blue\nxx.r IF f.a")
    check = _check(rulebook)
    nodes = {name: item.node for name, item in check.tape.propositions.items()}
    true = [check.true[nodes[name]] for name in ("xx.p", "xx.q", "xx.r")]
    assert check.can_all([true[0], true[2]])
    assert not check.can_all(true[:2])
    assert check.fewest(true) == (true[0], true[1])
    assert check.fewest(true[1:]) == (true[1], true[2])


def test_nodes_that_say_the_same_in_other_words_are_the_same() -> None:
    rulebook = rules(
        "CLOSED xx.p IF NOT (f.a OR f.b)\nCLOSED xx.q IF NOT f.a AND NOT f.b\n"
        "CLOSED xx.r IF NOT f.a"
    )
    check = _check(rulebook)
    p, q, r = (check.tape.propositions[f"xx.{name}"].node for name in "pqr")
    assert check.are_same(p, q)
    assert not check.are_same(p, r)


def test_what_is_shown_in_one_list_is_shown_for_every_lesser_wish() -> None:
    rulebook = rules(
        "xx.p IF EXISTS charges WHERE (charges.article = a337 AND charges.open)\n"
        "xx.q IF EXISTS charges WHERE (charges.article IN (a337, a338))"
    )
    check = _check(rulebook)
    p, q = (check.true[check.tape.propositions[f"xx.{name}"].node] for name in "pq")
    assert check.can_all([p, -q])
    check.order_lists()
    assert not check.can_all([p, -q])
    assert check.can_all([q, -p])


MOVED: dict[str, tuple[dict[str, object], Verdict]] = {
    "surely": ({"d.left": "2024-01-01", "d.order": "2024-05-01"}, T),
    "surely not": ({"d.left": "2024-05-01", "d.order": "2024-01-01"}, F),
    "perhaps": ({"d.left": "2024", "d.order": "2024"}, U),
    "a day missing": ({"d.left": "2024"}, U),
}


@pytest.mark.parametrize(("facts", "truth"), MOVED.values(), ids=MOVED)
def test_where_months_move_both_sides_the_claims_decide(
    facts: dict[str, object], truth: Verdict
) -> None:
    rulebook = rules("CLOSED xx.p IF d.left + 1 month < d.order + 1 month")
    assert verdict(rulebook, "xx.p", facts) is truth
    assert _check(rulebook, facts).decides("xx.p") is truth
