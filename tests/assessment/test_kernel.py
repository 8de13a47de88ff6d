"""What becomes of planes: Kleene's logic, conflicts, and the three readings.

`tests/properties` holds the kernel against a reference of its own; here each meaning
that a person's safety hangs on has its name.
"""

import pytest

from safeconduct.base.truth import Reading, Verdict
from tests.assessment.case_kit import judged, row_set, state, verdict
from tests.assessment.law_kit import law, page, rules

T, F, U, D = Verdict.TRUE, Verdict.FALSE, Verdict.UNKNOWN, Verdict.DISPUTED
EST, PF, AD = Reading.ESTABLISHED, Reading.PRIMA_FACIE, Reading.AS_DECIDED
ALL_OF = "CLOSED xx.p IF ALL OF\n  f.a\n  f.b"
ANY_OF = "CLOSED xx.p IF ANY OF\n  f.a\n  f.b"
TWO_OF = "CLOSED xx.p IF AT LEAST 2 OF\n  f.a\n  f.b\n  f.c"
YES, NO, DISPUTED = True, False, frozenset({True, False})
KLEENE: dict[str, tuple[str, dict[str, object], Verdict]] = {
    "all of, all true": (ALL_OF, {"f.a": YES, "f.b": YES}, T),
    "all of, one false": (ALL_OF, {"f.a": NO}, F),
    "all of, one missing": (ALL_OF, {"f.a": YES}, U),
    "any of, one true": (ANY_OF, {"f.a": YES}, T),
    "any of, all false": (ANY_OF, {"f.a": NO, "f.b": NO}, F),
    "any of, one missing": (ANY_OF, {"f.a": NO}, U),
    "two of three, two true": (TWO_OF, {"f.a": YES, "f.c": YES}, T),
    "two of three, two false": (TWO_OF, {"f.a": NO, "f.c": NO}, F),
    "two of three, one of each": (TWO_OF, {"f.a": YES, "f.c": NO}, U),
    "not, missing": ("CLOSED xx.p IF NOT f.a", {}, U),
    "not, false": ("CLOSED xx.p IF NOT f.a", {"f.a": NO}, T),
    "disputed": ("CLOSED xx.p IF f.a", {"f.a": DISPUTED}, D),
    "disputed and unknown is not false": (ALL_OF, {"f.a": DISPUTED}, U),
    "disputed and false": (ALL_OF, {"f.a": DISPUTED, "f.b": NO}, F),
    "disputed and true": (ALL_OF, {"f.a": DISPUTED, "f.b": YES}, D),
    "disputed or unknown is not true": (ANY_OF, {"f.a": DISPUTED}, U),
    "a dispute against itself": ("CLOSED xx.p IF f.a OR NOT f.a", {"f.a": DISPUTED}, T),
}


@pytest.mark.parametrize(("text", "facts", "truth"), KLEENE.values(), ids=KLEENE)
def test_kleene(text: str, facts: dict[str, object], truth: Verdict) -> None:
    assert verdict(rules(text), "xx.p", facts) is truth


def test_a_missing_fact_is_never_no() -> None:
    found = judged(rules("CLOSED xx.p IF f.a\nxx.q IF NOT f.a"))
    assert {found(name, r) for name in ("xx.p", "xx.q") for r in (EST, PF)} == {U}


def test_witnesses_who_differ_on_the_value_but_agree_on_the_test_dispute_nothing() -> (
    None
):
    rulebook = rules("CLOSED xx.p IF d.left < d.order")
    days = frozenset({"2022-09-21", "2022-09-22"})
    assert verdict(rulebook, "xx.p", {"d.left": days, "d.order": "2022-10"}) is T
    assert verdict(rulebook, "xx.p", {"d.left": days, "d.order": "2022-09-22"}) is D


def test_a_rule_that_fails_makes_nothing_false() -> None:
    assert verdict(rules("xx.p IF f.a"), "xx.p", {"f.a": NO}) is U


def test_closed_makes_false_where_all_ways_fail() -> None:
    text = "CLOSED xx.p IF f.a\nxx.p IF f.b"
    assert verdict(rules(text), "xx.p", {"f.a": NO, "f.b": NO}) is F
    assert verdict(rules(text), "xx.p", {"f.a": NO}) is U


def test_a_contrary_rule_makes_false() -> None:
    assert verdict(rules("xx.p IF f.a\nNOT xx.p IF f.b"), "xx.p", {"f.b": YES}) is U
    known: dict[str, object] = {"f.a": NO, "f.b": YES}
    assert verdict(rules("xx.p IF f.a\nNOT xx.p IF f.b"), "xx.p", known) is F


def test_a_conflict_is_unknown_in_every_reading() -> None:
    rulebook = rules("CLOSED xx.p IF f.a\nNOT xx.p IF f.b")
    found = judged(rulebook, {"f.a": YES, "f.b": YES})
    assert [found("xx.p", reading) for reading in Reading] == [U, U, U]


def test_an_overrider_takes_the_rule_away_and_no_conflict_is_left() -> None:
    rulebook = rules("one: CLOSED xx.p IF f.a\nNOT xx.p IF f.b\n  OVERRIDES one")
    assert verdict(rulebook, "xx.p", {"f.a": YES, "f.b": YES}) is F
    assert verdict(rulebook, "xx.p", {"f.a": YES, "f.b": NO}) is T


def test_what_is_taken_away_takes_nothing_away() -> None:
    rulebook = rules(
        "one: xx.p IF f.a\n"
        "two: NOT xx.p IF f.b\n  OVERRIDES one\n"
        "three: xx.p IF f.c\n  OVERRIDES two"
    )
    assert verdict(rulebook, "xx.p", {"f.a": YES, "f.b": YES, "f.c": YES}) is T


PRESUMED = "PRESUME xx.p WHEN f.a\n  REBUTTED BY f.b"
PRESUMPTIONS: dict[str, tuple[dict[str, object], Verdict, Verdict]] = {
    "nothing shown": ({"f.a": YES}, U, T),
    "rebutted": ({"f.a": YES, "f.b": YES}, F, F),
    "surely not rebutted": ({"f.a": YES, "f.b": NO}, T, T),
    "rebuttal disputed": ({"f.a": YES, "f.b": DISPUTED}, D, D),
    "trigger unknown": ({}, U, U),
    "no trigger": ({"f.a": NO}, U, U),
}


@pytest.mark.parametrize(
    ("facts", "established", "prima_facie"), PRESUMPTIONS.values(), ids=PRESUMPTIONS
)
def test_a_presumption_stands_until_it_is_rebutted(
    facts: dict[str, object], established: Verdict, prima_facie: Verdict
) -> None:
    found = judged(rules(PRESUMED), facts)
    assert (found("xx.p", EST), found("xx.p", PF)) == (established, prima_facie)


def test_unless_takes_away_prima_facie_only_what_is_shown() -> None:
    rulebook = rules("xx.p IF f.a\n  UNLESS f.b")
    assert verdict(rulebook, "xx.p", {"f.a": YES}, EST) is U
    assert verdict(rulebook, "xx.p", {"f.a": YES}, PF) is T
    assert verdict(rulebook, "xx.p", {"f.a": YES, "f.b": YES}, PF) is U


STALE = page(
    "CLOSED xx.q IF f.b", name="xx.old", bears="protection", unusable_after="2020-01-01"
)
WEAK = page("CLOSED xx.q IF f.b", name="xx.weak", bears="protection", grade="memory")
CONFLICT = page("xx.q IF f.b\nNOT xx.q IF f.c", name="xx.both")
NORM = page("OPEN NORM xx.q", name="xx.norm")
BOTH: dict[str, object] = {"f.a": YES, "f.b": YES, "f.c": YES}
HARD: dict[str, tuple[str, dict[str, object]]] = {
    "an open norm": (NORM, {"f.a": YES}),
    "a stale rule": (STALE, BOTH),
    "a weak rule": (WEAK, BOTH),
    "a conflict": (CONFLICT, BOTH),
}
OPENINGS: dict[str, str] = {
    "bare": "xx.q",
    "and": "xx.q AND f.a",
    "or": "xx.q OR f.g",
    "not": "NOT xx.q",
    "threshold": "AT LEAST 2 OF\n    xx.q\n    f.a\n    f.g",
    "through a rule": "xx.step",
    "through an exception": "xx.except",
}


@pytest.mark.parametrize("opening", OPENINGS.values(), ids=OPENINGS)
@pytest.mark.parametrize(("hard", "facts"), HARD.values(), ids=HARD)
def test_nothing_is_closed_by_silence_over(
    hard: str, facts: dict[str, object], opening: str
) -> None:
    steps = "xx.step IF xx.q\nCLOSED xx.except IF f.a\n  UNLESS xx.q"
    whole = page(f"xx.p IF f.a\n  UNLESS {opening}\n{steps}")
    rulebook = law(hard, whole)
    assert verdict(rulebook, "xx.p", {**facts, "f.g": NO}, PF) is U


@pytest.mark.parametrize(("hard", "facts"), HARD.values(), ids=HARD)
def test_a_rebuttal_is_not_closed_by_silence_over(
    hard: str, facts: dict[str, object]
) -> None:
    rulebook = law(hard, page("PRESUME xx.p WHEN f.a\n  REBUTTED BY xx.q"))
    assert verdict(rulebook, "xx.p", facts, PF) is U


def test_an_exception_that_a_fact_closes_beside_an_open_norm_is_closed() -> None:
    rulebook = law(NORM, page("xx.p IF f.a\n  UNLESS xx.q AND f.b"))
    assert verdict(rulebook, "xx.p", {"f.a": YES, "f.b": NO}, PF) is T


def test_an_opening_is_not_closed_where_each_of_its_versions_hangs_on_a_norm() -> None:
    old = page(
        "xx.q IF xx.n", name="xx.v", dated_by="d.dating", applies_to="2024-12-31"
    )
    new = page(
        "xx.q IF xx.n AND f.b",
        name="xx.v",
        dated_by="d.dating",
        applies_from="2025-01-01",
    )
    norm = page("OPEN NORM xx.n", name="xx.norm")
    rulebook = law(old, new, norm, page("xx.p IF f.a\n  UNLESS xx.q"))
    assert verdict(rulebook, "xx.p", {"f.a": YES, "f.b": YES}, PF) is U
    later: dict[str, object] = {"f.a": YES, "f.b": NO, "d.dating": "2025-06-01"}
    assert verdict(rulebook, "xx.p", later, PF) is T


def test_an_opening_that_no_judgement_alone_could_show_is_closed() -> None:
    rulebook = law(NORM, page("xx.p IF f.a\n  UNLESS xx.q AND f.b"))
    assert verdict(rulebook, "xx.p", {"f.a": YES}, PF) is T
    assert verdict(rulebook, "xx.p", {"f.a": YES, "f.b": YES}, PF) is U


BURDEN = page(
    "CLOSED xx.p IF f.a AND f.b",
    blocks='```burden\nfacts = ["f.a"]\nagainst = "person"\n```',
)
BURDENS: dict[str, tuple[str, Verdict]] = {
    "asked and not known": ("does not know", F),
    "asked and not evidenced": ("no evidence", F),
    "never asked": ("not asked", U),
    "withheld": ("withheld", U),
    "grown stale": ("stale", U),
}


@pytest.mark.parametrize(("mark", "truth"), BURDENS.values(), ids=BURDENS)
def test_a_burden_closes_only_what_was_asked(mark: str, truth: Verdict) -> None:
    rulebook = law(BURDEN)
    seen = state(rulebook, {"f.b": YES}, marks={"f.a": mark})
    found = judged(rulebook, seen)
    assert [found("xx.p", reading) for reading in Reading] == [U, U, truth]


def test_a_burden_takes_nothing_from_what_is_known() -> None:
    rulebook = law(BURDEN)
    seen = state(rulebook, {"f.a": YES, "f.b": YES}, marks={"f.a": "no evidence"})
    assert judged(rulebook, seen)("xx.p", AD) is T


def test_a_burden_on_a_fact_does_not_touch_another() -> None:
    rulebook = law(BURDEN)
    seen = state(rulebook, {"f.a": YES}, marks={"f.b": "does not know"})
    assert judged(rulebook, seen)("xx.p", AD) is U


def test_an_authority_s_burden_is_not_the_person_s() -> None:
    rulebook = law(BURDEN.replace('"person"', '"authority"'))
    seen = state(rulebook, {"f.b": YES}, marks={"f.a": "no evidence"})
    assert judged(rulebook, seen)("xx.p", AD) is U


PRACTICE = page("NOT xx.p IF f.b", name="xx.office", kind="practice", bears="danger")


def test_practice_stands_beside_law_and_never_in_it() -> None:
    rulebook = law(page("CLOSED xx.p IF f.a"), PRACTICE)
    found = judged(rulebook, {"f.a": YES, "f.b": YES})
    assert [found("xx.p", reading) for reading in Reading] == [T, T, F]


def test_practice_that_closes_a_list_closes_it_as_decided_only() -> None:
    office = page("CLOSED xx.p IF f.b", name="xx.office", kind="practice")
    rulebook = law(page("xx.p IF f.a"), office)
    found = judged(rulebook, {"f.a": NO, "f.b": NO})
    assert [found("xx.p", reading) for reading in Reading] == [U, U, F]


def test_an_exception_that_practice_makes_counts_as_decided_only() -> None:
    office = page("xx.q IF f.b", name="xx.office", kind="practice")
    step = page("CLOSED xx.q IF f.c", name="xx.step")
    rulebook = law(page("xx.p IF f.a\n  UNLESS xx.q"), step, office)
    found = judged(rulebook, {"f.a": YES, "f.b": YES, "f.c": NO})
    assert [found("xx.p", reading) for reading in Reading] == [T, T, U]


def test_practice_whose_exception_hangs_on_a_norm_is_not_closed_by_silence() -> None:
    office = page("xx.q IF xx.n", name="xx.office", kind="practice")
    step = page("xx.q IF f.c", name="xx.step")
    rulebook = law(
        page("xx.p IF f.a\n  UNLESS xx.q"),
        step,
        office,
        page("OPEN NORM xx.n", name="xx.norm"),
    )
    found = judged(rulebook, {"f.a": YES, "f.c": NO})
    assert [found("xx.p", reading) for reading in Reading] == [U, T, U]


def test_a_list_shows_absence_only_where_it_is_complete() -> None:
    rulebook = rules("CLOSED xx.p IF EXISTS charges WHERE (charges.article = a337)")
    for complete, truth in (("yes", F), ("no", U), ("unknown", U)):
        rows = row_set(rulebook, "charges", {"article": "a338"}, complete=complete)  # type: ignore[arg-type]  # of the table
        assert (
            verdict(rulebook, "xx.p", state(rulebook, lists={"charges": rows})) is truth
        )
