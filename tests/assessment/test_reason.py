"""Why a finding is what it is: only what bears on it, each thing unfolded once."""

import pytest

from safeconduct.assessment.reason import COUNSELS, facts_of, marks_of
from safeconduct.assessment.record import Reason
from safeconduct.base.truth import Verdict
from safeconduct.rulebook.record import Rulebook
from tests.assessment.case_kit import Said, assessor, case, judgement
from tests.assessment.law_kit import clock, law, page, rules

T, F, U, D = Verdict.TRUE, Verdict.FALSE, Verdict.UNKNOWN, Verdict.DISPUTED


def _why(
    rulebook: Rulebook, facts: dict[str, object] | None = None, *said: Said
) -> Reason:
    found = assessor(rulebook, case(rulebook, facts, *said), counsel=True)
    return found.explainer.why("xx.p")


def _leaves(reason: Reason) -> list[tuple[str, Verdict]]:
    own = [(reason.id, reason.truth)] if reason.kind in {"fact", "norm"} else []
    return own + [leaf for part in reason.of for leaf in _leaves(part)]


def _find(reason: Reason, name: str) -> Reason:
    found = [reason] if reason.id == name else []
    for part in reason.of:
        if not found:
            found = [item for item in [_find(part, name)] if item.id == name]
    return found[0] if found else reason


KEPT: dict[str, tuple[str, dict[str, object], list[tuple[str, Verdict]]]] = {
    "what is true by one of its ways": (
        "CLOSED xx.p IF f.a OR f.b",
        {"f.a": True, "f.b": False},
        [("f.a", T)],
    ),
    "what is false by one of its needs": (
        "CLOSED xx.p IF f.a AND f.b",
        {"f.a": True, "f.b": False},
        [("f.b", F)],
    ),
    "what is open by what is open": (
        "CLOSED xx.p IF f.a AND f.b AND f.c",
        {"f.a": True},
        [("f.b", U), ("f.c", U)],
    ),
    "what is disputed by what is disputed": (
        "CLOSED xx.p IF f.a AND f.b",
        {"f.a": True, "f.b": frozenset({True, False})},
        [("f.b", D)],
    ),
    "a contrary": ("CLOSED xx.p IF NOT f.a", {"f.a": False}, [("f.a", F)]),
    "the rule that applies": (
        "CLOSED xx.p IF f.a\nxx.p IF f.b",
        {"f.a": False, "f.b": True},
        [("f.b", T)],
    ),
    "all ways where all fail": (
        "CLOSED xx.p IF f.a\nxx.p IF f.b",
        {"f.a": False, "f.b": False},
        [("f.a", F), ("f.b", F)],
    ),
    "the rule that speaks against": (
        "xx.p IF f.a\nNOT xx.p IF f.b",
        {"f.a": False, "f.b": True},
        [("f.b", T)],
    ),
    "the exception that may yet be": (
        "xx.p IF f.a\n  UNLESS f.b",
        {"f.a": True},
        [("f.a", T), ("f.b", U)],
    ),
    "the exception that is not": (
        "xx.p IF f.a\n  UNLESS f.b",
        {"f.a": True, "f.b": False},
        [("f.a", T), ("f.b", F)],
    ),
    "an exception that is away where the rule is open": (
        "xx.p IF f.a\n  UNLESS f.b",
        {"f.b": False},
        [("f.a", U)],
    ),
    "a group of some": (
        "CLOSED xx.p IF AT LEAST 2 OF\n  f.a\n  f.b\n  f.c",
        {"f.a": True, "f.b": True},
        [("f.a", T), ("f.b", T)],
    ),
    "all that may apply where rules are open": (
        "xx.p IF f.a\nxx.p IF f.b",
        {"f.b": False},
        [("f.a", U)],
    ),
}


@pytest.mark.parametrize(("text", "facts", "leaves"), KEPT.values(), ids=KEPT)
def test_a_reason_keeps(
    text: str, facts: dict[str, object], leaves: list[tuple[str, Verdict]]
) -> None:
    assert _leaves(_why(rules(text), facts)) == leaves


def test_a_group_none_of_whose_parts_bears_alone_keeps_all_of_them() -> None:
    text = "CLOSED xx.p IF AT LEAST 2 OF\n  f.a\n  f.b\n  f.c"
    both = frozenset({True, False})
    found = _why(rules("CLOSED xx.p IF f.a OR NOT f.a"), {"f.a": both})
    assert found.truth is T
    assert _leaves(found) == [("f.a", D), ("f.a", D)]
    found = _why(rules(text), {"f.a": True, "f.b": False})
    assert _leaves(found) == [("f.c", U)]


def test_a_rule_brings_its_sources() -> None:
    (rule,) = _why(rules("xx.p IF f.a"), {"f.a": True}).of
    assert [source.cite for source in rule.sources] == ["Act of xx.law"]
    assert (rule.kind, rule.role) == ("rule", "for")


def test_a_contrary_rule_stands_against() -> None:
    (rule,) = _why(rules("NOT xx.p IF f.a"), {"f.a": True}).of
    assert (rule.truth, rule.role) == (T, "against")


def test_a_step_is_unfolded_once_and_then_only_named() -> None:
    rulebook = rules("xx.p IF xx.q AND (f.b OR xx.q)\nCLOSED xx.q IF f.a")
    found = _why(rulebook, {"f.a": True, "f.b": True})
    assert _leaves(found) == [("f.a", T), ("f.b", T)]
    second = found.of[0].of[1].of[1]
    assert (second.id, second.of) == ("xx.q", ())
    assert second.says.fr == "FR xx.q (voir plus haut)"


def test_a_conflict_is_marked_and_names_both_rules() -> None:
    found = _why(rules("xx.p IF f.a\nNOT xx.p IF f.b"), {"f.a": True, "f.b": True})
    assert (found.truth, found.marks) == (U, ("conflict",))
    assert [rule.id for rule in found.of] == ["xx.law.1", "xx.law.2"]
    assert [rule.role for rule in found.of] == ["for", "against"]


def test_an_open_norm_says_so_with_its_sources_until_somebody_decides() -> None:
    rulebook = law(page("CLOSED xx.p IF xx.n", name="xx.a"), page("OPEN NORM xx.n"))
    found = _find(_why(rulebook), "xx.n")
    assert (found.kind, found.truth, found.marks) == ("norm", U, ("open norm",))
    assert [source.cite for source in found.sources] == ["Act of xx.law"]
    decided = assessor(
        rulebook,
        case(rulebook, judgements=[judgement("xx.n", decided=True)]),
        counsel=True,
    )
    norm = _find(decided.explainer.why("xx.p"), "xx.n")
    assert (norm.truth, norm.marks) == (T, ())


@pytest.mark.parametrize("head", [{"unusable_after": "2020-01-01"}, {"grade": "weak"}])
def test_a_rule_that_cannot_be_relied_on_says_why(head: dict[str, str]) -> None:
    rulebook = rules("xx.p IF f.a", bears="protection", **head)
    (rule,) = _why(rulebook, {"f.a": True}).of
    assert (rule.truth, rule.marks) == (U, ("weak" if "grade" in head else "stale",))


MARKS = {
    "not asked": (),
    "does not know": (Said(name="f.a", mark="does not know"),),
    "no evidence": (Said(name="f.a", mark="no evidence"),),
    "withheld": (Said(name="f.a", mark="withheld"),),
}


@pytest.mark.parametrize("mark", MARKS)
def test_an_open_fact_says_why(mark: str) -> None:
    assert marks_of(_why(rules("xx.p IF f.a"), {}, *MARKS[mark])) == (mark,)


def test_a_stale_fact_says_that_it_is_stale() -> None:
    said = Said(name="c.free", plain=True, said="2026-01-01")
    assert marks_of(_why(rules("xx.p IF c.free"), {}, said)) == ("stale",)


def test_a_disputed_fact_says_that_it_is_disputed() -> None:
    found = _why(rules("xx.p IF f.a"), {"f.a": frozenset({True, False})})
    assert marks_of(found) == ("disputed",)


def test_a_comparison_marks_only_what_is_missing_of_it() -> None:
    found = _why(rules("xx.p IF d.left < d.order"), {"d.left": "2024"})
    assert marks_of(found) == ("not asked",)
    assert facts_of(found) == ("d.left", "d.order")


def test_a_test_on_a_list_or_a_clock_has_a_name_and_no_mark() -> None:
    listed = rules("xx.p IF EXISTS charges WHERE (charges.article = a337)")
    assert (facts_of(_why(listed)), marks_of(_why(listed))) == (("list.charges",), ())
    timed = rules("xx.p IF USED xx.clock >= 90", blocks=clock())
    assert (facts_of(_why(timed)), marks_of(_why(timed))) == (("clock.xx.clock",), ())


def test_a_parameter_is_a_dated_value() -> None:
    title = 'title = { en = "t", ru = "t", fr = "t" }'
    head = f'```parameter xx.par\ntype = "bool"\n{title}'
    block = f"{head}\nvalues = [{{ value = true }}]\n```"
    (rule,) = _why(rules("xx.p IF xx.par", blocks=block)).of
    assert rule.of[0].says.en == "a dated value of law or practice"


def test_a_test_on_the_day_alone_names_the_day() -> None:
    found = _why(rules("xx.p IF TODAY >= 2026-01-01"))
    assert _leaves(found) == [("TODAY", T)]


def test_a_version_that_cannot_apply_is_left_out() -> None:
    old = page("CLOSED xx.p IF f.a", applies_to="2025-12-31")
    new = page("CLOSED xx.p IF f.b", applies_from="2026-01-01")
    assert _leaves(_why(law(old, new), {"f.a": True, "f.b": False})) == [("f.b", F)]


def test_groups_are_named_by_how_many_they_need() -> None:
    inner = "  ANY OF\n    f.c\n    ALL OF\n      f.d\n      f.e"
    text = f"xx.p IF AT LEAST 2 OF\n  f.a\n  f.b\n{inner}"
    found = _why(rules(text))
    says = {part.says.en for part in _all(found)}
    assert {"at least 2 of 3", "any of", "all of"} <= says


def _all(reason: Reason) -> list[Reason]:
    return [reason, *(item for part in reason.of for item in _all(part))]


HIDDEN: dict[str, tuple[str, str]] = {
    "a counsel-only fact": ("CLOSED xx.p IF f.a AND s.act", ""),
    "a counsel-only list": (
        "CLOSED xx.p IF f.a AND EXISTS crimes WHERE (crimes.grave)",
        "",
    ),
    "a step of counsel's page": ("CLOSED xx.p IF f.a AND xx.s", "CLOSED xx.s IF f.b"),
    "an open norm of counsel's page": ("CLOSED xx.p IF f.a AND xx.s", "OPEN NORM xx.s"),
}


@pytest.mark.parametrize(("text", "secret"), HIDDEN.values(), ids=HIDDEN)
def test_who_is_not_counsel_does_not_see_named(text: str, secret: str) -> None:
    more = [page(secret, name="xx.secret", counsel_only=True)] if secret else []
    rulebook = law(page(text), *more)

    def seen(*, counsel: bool) -> Reason:
        found = assessor(rulebook, {"f.a": True}, counsel=counsel)
        return found.explainer.why("xx.p")

    (kept,) = seen(counsel=False).of[0].of
    assert (kept.id, kept.truth, kept.says, kept.of, kept.sources) == (
        "", U, COUNSELS, (), (),
    )  # fmt: skip
    assert marks_of(seen(counsel=False)) == ()
    assert seen(counsel=True).of[0].of[0].says != COUNSELS
