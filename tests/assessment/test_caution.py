"""What must stand beside the findings, lest they claim more than they can."""

from datetime import timedelta

import pytest

from safeconduct.assessment import words
from safeconduct.assessment.record import AssessedFinding, Assessment
from safeconduct.base.text import same
from safeconduct.base.truth import Verdict
from tests.assessment.case_kit import (
    assessed,
    case,
    judgement,
)
from tests.assessment.law_kit import DAY, VOCABULARY, fact, law, page, read, rules

T, F, U, D = Verdict.TRUE, Verdict.FALSE, Verdict.UNKNOWN, Verdict.DISPUTED
BOTH = frozenset({True, False})
AXIOM = page("xx.ax IF NOT (f.a AND f.b)", name="xx.axiom", kind="axiom")
SHIELD = {"xx.p": 'kind = "protection"'}


def _finding(found: Assessment, name: str = "xx.p") -> AssessedFinding:
    return next(item for item in found.findings if item.id == name)


def _warnings(found: Assessment, name: str = "xx.p") -> list[str]:
    return [item.text.en for item in found.warnings if item.finding == name]


def test_contradictory_facts_are_set_aside_and_named() -> None:
    rulebook, _ = read(AXIOM, page("CLOSED xx.p IF f.a\nCLOSED xx.q IF f.c"))
    found = assessed(rulebook, {"f.a": True, "f.b": True, "f.c": True})
    assert (_finding(found).truth, _finding(found).marks) == (U, ("contradiction",))
    assert _finding(found, "xx.q").truth is T
    (warning,) = _warnings(found, "")
    assert warning == f"{words.CONTRADICTION.en}EN f.a; EN f.b."


def test_disputes_beyond_the_cap_are_told() -> None:
    names = [f"k.f{at}" for at in range(9)]
    vocabulary = VOCABULARY + "\n".join(fact(name) for name in names)
    rulebook = law(page("xx.p IF f.a"), vocabulary=vocabulary)
    found = assessed(rulebook, dict.fromkeys(names, BOTH))
    assert _warnings(found, "") == [f"{words.TOO_MANY.en}EN k.f8."]


def test_a_conflict_is_told_with_the_finding() -> None:
    found = assessed(rules("xx.p IF f.a\nNOT xx.p IF f.b"), {"f.a": True, "f.b": True})
    assert _finding(found).truth is U
    assert _warnings(found) == [words.CONFLICT.en]


GUARDED = page(
    "CLOSED xx.p IF f.a\n  UNLESS xx.excluded\nCLOSED xx.excluded IF f.b",
    findings={**SHIELD, "xx.excluded": 'kind = "exclusion"'},
)


EXCLUSIONS: dict[str, tuple[dict[str, object], bool]] = {
    "arguable, not examined": ({"f.a": True}, True),
    "arguable in one version": ({"f.a": BOTH}, True),
    "arguable, examined": ({"f.a": True, "f.b": False}, False),
    "not arguable yet": ({}, False),
    "not arguable": ({"f.a": False}, False),
}


@pytest.mark.parametrize(("facts", "warned"), EXCLUSIONS.values(), ids=EXCLUSIONS)
def test_exclusion_that_is_not_examined_stands_beside_the_protection(
    facts: dict[str, object],
    warned: bool,  # noqa: FBT001 (a column of the table)
) -> None:
    found = assessed(law(GUARDED), facts)
    assert (words.EXCLUSION.en in _warnings(found)) is warned


DUTY = page(
    "CLOSED xx.duty IF f.a\nCLOSED xx.danger IF f.b",
    bears="duty",
    findings={"xx.duty": 'kind = "duty"\ndanger_beside = "xx.danger"'},
)


def test_a_dangerous_duty_stands_with_its_danger_beside_it() -> None:
    beside = f"{words.DANGER_BESIDE.en}EN xx.danger"
    for facts in ({"f.a": True}, {}):
        assert _warnings(assessed(law(DUTY), facts), "xx.duty") == [beside]
    assert not _warnings(assessed(law(DUTY), {"f.a": False}), "xx.duty")


def test_a_danger_that_is_an_inner_step_stands_beside_all_the_same() -> None:
    hidden = page(
        "CLOSED xx.duty IF f.a\nCLOSED xx.danger IF f.b",
        bears="duty",
        findings={
            "xx.duty": 'kind = "duty"\ndanger_beside = "xx.danger"',
            "xx.danger": 'kind = "danger"\ngoal = 0',
        },
    )
    found = _warnings(assessed(law(hidden), {"f.a": True}), "xx.duty")
    assert found == [f"{words.DANGER_BESIDE.en}EN xx.danger"]


def test_a_danger_of_counsel_s_page_stands_beside_for_counsel_only() -> None:
    duty = page(
        "CLOSED xx.duty IF f.a",
        findings={"xx.duty": 'kind = "duty"\ndanger_beside = "xx.danger"'},
    )
    secret = page("CLOSED xx.danger IF f.b", name="xx.secret", counsel_only=True)
    rulebook = law(duty, secret)
    assert not _warnings(assessed(rulebook, {"f.a": True}), "xx.duty")
    assert _warnings(assessed(rulebook, {"f.a": True}, counsel=True), "xx.duty")


def test_a_version_that_has_ended_makes_nothing_stale_and_asks_for_no_review() -> None:
    old = page(
        "CLOSED xx.p IF f.a",
        applies_to="2025-12-31",
        unusable_after="2026-05-20",
        review_by="2026-05-20",
    )
    new = page("CLOSED xx.p IF f.a", applies_from="2026-01-01")
    found = assessed(law(old, new), {"f.a": True})
    assert (_finding(found).truth, _finding(found).stale) == (T, False)
    assert not _warnings(found)


def test_a_weak_protection_says_what_is_missing_and_is_unknown() -> None:
    rulebook = rules("xx.p IF f.a", bears="protection", grade="weak", findings=SHIELD)
    found = assessed(rulebook, {"f.a": True})
    assert _finding(found).truth is U
    assert _finding(found).missing == (same("the text itself"),)
    assert _warnings(found) == [f"{words.MISSING.en}the text itself."]


def test_a_weak_danger_stands_and_says_since_when_it_is_not_confirmed() -> None:
    rulebook = rules("CLOSED xx.p IF f.a", bears="danger", grade="weak")
    since = f"{words.STALE_STANDS.en}2026-05-01."
    assert _warnings(assessed(rulebook, {"f.a": True})) == [since]
    assert _warnings(assessed(rulebook)) == [since]
    assert not _warnings(assessed(rulebook, {"f.a": False}))


@pytest.mark.parametrize("bears", ["danger", "duty"])
def test_an_expired_danger_stands_and_says_since_when_it_is_not_confirmed(
    bears: str,
) -> None:
    rulebook = rules("CLOSED xx.p IF f.a", bears=bears, unusable_after="2026-05-20")
    found = assessed(rulebook, {"f.a": True})
    assert _finding(found).truth is T
    assert _finding(found).stale
    assert f"{words.STALE_STANDS.en}2026-05-01." in _warnings(found)


def test_an_expired_protection_is_unknown_and_stale() -> None:
    rulebook = rules("xx.p IF f.a", bears="protection", unusable_after="2026-05-20")
    found = _finding(assessed(rulebook, {"f.a": True}))
    assert (found.truth, found.stale, "stale" in found.marks) == (U, True, True)


def test_a_page_due_for_review_says_so_the_day_after() -> None:
    rulebook = rules("xx.p IF f.a", review_by="2026-06-01")
    assert not _warnings(assessed(rulebook))
    later = DAY + timedelta(days=1)
    assert _warnings(assessed(rulebook, on=later)) == [f"{words.REVIEW.en}2026-06-01)."]


def test_a_judgement_of_one_s_own_counsel_is_told_with_what_rests_on_it() -> None:
    rulebook = law(page("CLOSED xx.p IF xx.n", name="xx.a"), page("OPEN NORM xx.n"))
    decided = case(rulebook, judgements=[judgement("xx.n", decided=True)])
    found = assessed(rulebook, decided, counsel=True)
    assert _finding(found).truth is T
    assert words.OWN_COUNSEL.en in _warnings(found)
    assert words.OWN_COUNSEL.en not in _warnings(assessed(rulebook, counsel=True))


def test_what_warns_stands_on_an_expired_page_of_protection_too() -> None:
    rulebook = rules(
        "xx.p IF f.a",
        bears="protection",
        unusable_after="2026-05-20",
        findings={"xx.p": 'kind = "danger"\ngoal = 1'},
    )
    found = assessed(rulebook, {"f.a": True})
    assert (_finding(found).truth, _finding(found).stale) == (T, True)
    assert f"{words.STALE_STANDS.en}2026-05-01." in _warnings(found)


def test_what_denies_a_danger_gives_way_on_an_expired_page_of_protection() -> None:
    rulebook = rules(
        "NOT xx.p IF f.a",
        bears="protection",
        unusable_after="2026-05-20",
        findings={"xx.p": 'kind = "danger"\ngoal = 1'},
    )
    assert _finding(assessed(rulebook, {"f.a": True})).truth is U
