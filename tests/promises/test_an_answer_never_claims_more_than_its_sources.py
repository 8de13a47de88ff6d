"""Promise 11. Age and weak sources take protections away and leave dangers standing."""

from dataclasses import replace

import pytest

from safeconduct.assessment import assess as assess_room
from safeconduct.assessment import compiler
from safeconduct.assessment.caution import Cautions
from safeconduct.assessment.exact import ExactCheck
from safeconduct.assessment.state import State, state_of
from safeconduct.base.case import Case
from safeconduct.base.truth import Verdict
from safeconduct.rulebook.record import Page
from safeconduct.rulebook.vocabulary import Vocabulary
from tests.assessment.case_kit import assessed, no
from tests.assessment.law_kit import law, page, read, rules
from tests.promises.kept import must_fail

T, F, U = Verdict.TRUE, Verdict.FALSE, Verdict.UNKNOWN
UNSURE = {
    "expired": {"unusable_after": "2026-05-31"},
    "before its span": {"span_from": "2026-06-02"},
    "weak": {"grade": "weak"},
    "from memory": {"grade": "memory"},
}
GOOD = frozenset({T})


def _truths(bears: str, head: dict[str, str]) -> set[Verdict]:
    """What is said where all facts speak for it, and where all speak against it."""
    rulebook = rules("CLOSED xx.p IF f.a", bears=bears, **head)
    found = [assessed(rulebook, {"f.a": fact}).findings[0] for fact in (True, False)]
    return {
        truth
        for item in found
        for truth in (item.truth, item.prima_facie, item.as_decided)
    }


def protections_are_unknown() -> None:
    """No protection or permission rests on an expired or weak page."""
    for head in UNSURE.values():
        for bears in ("protection", "permission"):
            assert _truths(bears, head) == {U}, (bears, head)


def dangers_stand_and_say_since_when_they_are_not_confirmed() -> None:
    """No danger or duty vanishes because its page is old or weak."""
    for head in UNSURE.values():
        for bears in ("danger", "duty"):
            rulebook = rules("CLOSED xx.p IF f.a", bears=bears, **head)
            found = assessed(rulebook, {"f.a": True})
            assert found.findings[0].truth is T, (bears, head)
            said = [item.text.en for item in found.warnings]
            assert any("not confirmed since 2026-05-01" in text for text in said)


def a_missing_fact_is_never_no() -> None:
    """What nobody said decides nothing, whichever way it is asked."""
    rulebook = rules(
        "CLOSED xx.p IF f.a\nCLOSED xx.q IF NOT f.a\nxx.r IF e.colour != red"
    )
    assert {item.truth for item in assessed(rulebook).findings} == {U}


def one_rule_that_fails_is_never_no() -> None:
    """A rulebook that is not complete prints no firm "no protection"."""
    rulebook = rules("xx.p IF f.a\nxx.p IF f.b", bears="protection")
    found = assessed(rulebook, {"f.a": False, "f.b": False})
    assert found.findings[0].truth is U


def contradictory_facts_decide_nothing() -> None:
    """Facts that cannot all be true are named, and nothing is concluded from them."""
    axiom = page("xx.ax IF NOT (f.a AND f.b)", name="xx.axiom", kind="axiom")
    rulebook, _ = read(axiom, page("CLOSED xx.p IF f.a AND f.b"))
    found = assessed(rulebook, {"f.a": True, "f.b": True})
    assert found.findings[0].truth is not T
    assert "EN f.a; EN f.b" in " ".join(item.text.en for item in found.warnings)


def unexamined_exclusion_is_said_with_the_protection() -> None:
    """A protection that looks arguable warns while exclusion is open."""
    kinds = {"xx.p": 'kind = "protection"', "xx.out": 'kind = "exclusion"'}
    text = "CLOSED xx.p IF f.a\n  UNLESS xx.out\nCLOSED xx.out IF f.b"
    found = assessed(law(page(text, findings=kinds)), {"f.a": True})
    assert any("Exclusion is not examined" in item.text.en for item in found.warnings)


PROMISES = (
    protections_are_unknown,
    dangers_stand_and_say_since_when_they_are_not_confirmed,
    a_missing_fact_is_never_no,
    one_rule_that_fails_is_never_no,
    contradictory_facts_decide_nothing,
    unexamined_exclusion_is_said_with_the_protection,
)


@pytest.mark.parametrize("promise", PROMISES, ids=lambda item: item.__name__)
def test_kept(promise: object) -> None:
    assert callable(promise)
    promise()


def test_without_the_look_at_age_and_grade_protections_claim_too_much(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def good(page: Page, **_: object) -> str:
        del page
        return ""

    monkeypatch.setattr(compiler, "unusable", good)
    must_fail(protections_are_unknown)


def test_without_the_rule_that_warnings_stand_dangers_vanish(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(compiler, "gives_way", lambda _page, _rule, _kind: True)
    must_fail(dangers_stand_and_say_since_when_they_are_not_confirmed)


def test_with_a_default_for_what_is_missing_it_decides(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole = state_of

    def filled(case: Case, vocabulary: Vocabulary, **more: object) -> State:
        found = whole(case, vocabulary, **more)  # type: ignore[arg-type]  # handed on
        return replace(found, claims={"f.a": (no(),), **found.claims})

    monkeypatch.setattr(assess_room, "state_of", filled)
    must_fail(a_missing_fact_is_never_no)


def test_with_every_list_of_rules_taken_as_complete_it_says_no(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(compiler._Compiler, "_closed", lambda _self, _head: 1)  # noqa: SLF001 (planted)
    must_fail(one_rule_that_fails_is_never_no)


def test_without_setting_them_aside_contradictory_facts_decide(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def kept(tape: object, state: State, *_: object) -> tuple[object, ...]:
        return state, (), ExactCheck(tape, state, *_)  # type: ignore[arg-type]  # planted

    monkeypatch.setattr(assess_room, "agreed", kept)
    must_fail(contradictory_facts_decide_nothing)


def test_without_the_look_below_a_protection_nothing_warns(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Cautions, "_exclusion_open", lambda *_: False)
    must_fail(unexamined_exclusion_is_said_with_the_protection)
