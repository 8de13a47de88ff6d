"""Who may see what: the view, the claims, and what is refused."""

from dataclasses import replace

import pytest

from safeconduct.assessment.record import AssessedFinding
from safeconduct.base.errors import InputError
from safeconduct.base.truth import Verdict
from safeconduct.dossier.record import AUDIENCES
from safeconduct.dossier.release import PARTS, View, conflicts_in, view_of
from tests.dossier.build import (
    ASSESSMENT,
    CASE,
    FACTS,
    FINDINGS,
    LEFT,
    choice,
    fact,
    origin,
)
from tests.dossier.reason import finding, leaf
from tests.dossier.vocabulary import VOCABULARY, text


def authority_view(*findings: AssessedFinding) -> View:
    assessment = replace(ASSESSMENT, findings=findings)
    return view_of(CASE, assessment, VOCABULARY, "authority")


def test_every_part_has_a_rule_for_every_audience() -> None:
    assert all(set(extents) == set(AUDIENCES) for extents in PARTS.values())


def test_a_line_goes_out_only_if_confirmed_and_released_and_not_counsels() -> None:
    base = origin(out=True)
    lines = {
        "both": base,
        "not released": replace(base, released=False),
        "not confirmed": replace(base, confirmed=False),
        "counsel's": replace(base, compartment="counsel"),
    }
    for name, line in lines.items():
        case = replace(CASE, facts=(fact("refusal.left_unit", choice("true"), line),))
        view = view_of(case, ASSESSMENT, VOCABULARY, "authority")
        assert len(view.case.facts) == (name == "both"), name


def test_that_something_is_unknown_does_not_go_out() -> None:
    case = replace(CASE, facts=(fact("wanted.federal", None, origin(out=True)),))
    view = view_of(case, ASSESSMENT, VOCABULARY, "authority")
    assert view.case.facts == ()


def test_why_a_released_value_has_no_evidence_does_not_go_out() -> None:
    line = replace(
        fact("refusal.left_unit", choice("true"), origin(out=True)), mark="no evidence"
    )
    view = view_of(replace(CASE, facts=(line,)), ASSESSMENT, VOCABULARY, "authority")
    assert view.case.facts[0].mark is None


def test_a_counsel_only_fact_does_not_go_out_even_if_released() -> None:
    line = fact("acts.saw_crimes", choice("true"), origin(out=True))
    view = view_of(replace(CASE, facts=(line,)), ASSESSMENT, VOCABULARY, "authority")
    assert view.case.facts == ()


def test_released_lines_that_disagree_are_refused() -> None:
    lines = (
        fact("service.basis", choice("officer"), origin(out=True)),
        fact("service.basis", choice("civilian"), origin(out=True)),
    )
    with pytest.raises(InputError, match=r"service\.basis"):
        view_of(replace(CASE, facts=lines), ASSESSMENT, VOCABULARY, "authority")


def test_evidence_goes_out_only_with_a_released_line_that_names_it() -> None:
    assert [item.id for item in authority_view().case.evidence] == ["order", "ticket"]


def test_nobody_sees_counsels_notes() -> None:
    for audience in AUDIENCES:
        assert view_of(CASE, ASSESSMENT, VOCABULARY, audience).case.notes == ""


LEFT_THE_UNIT = leaf("refusal.left_unit", LEFT, Verdict.TRUE)
CLAIMS = {
    "a protection that holds": (
        finding("int.a", "protection", text("A"), LEFT_THE_UNIT),
        True,
    ),
    "a step that holds": (finding("int.a", "step", text("A"), LEFT_THE_UNIT), True),
    "a protection that holds at first sight": (
        finding(
            "int.a",
            "protection",
            text("A"),
            truth=Verdict.UNKNOWN,
            first_sight=Verdict.TRUE,
        ),
        True,
    ),
    "a protection that is open": (
        finding("int.a", "protection", text("A"), truth=Verdict.UNKNOWN),
        False,
    ),
    "a protection that is disputed": (
        finding(
            "int.a",
            "protection",
            text("A"),
            truth=Verdict.DISPUTED,
            first_sight=Verdict.TRUE,
        ),
        False,
    ),
    "a danger": (finding("int.a", "danger", text("A"), LEFT_THE_UNIT), False),
    "an exposure": (finding("int.a", "exposure", text("A"), LEFT_THE_UNIT), False),
    "a practice": (
        replace(finding("int.a", "step", text("A"), LEFT_THE_UNIT), practice=True),
        False,
    ),
    "a step with a danger beside it": (
        replace(
            finding("int.a", "step", text("A"), LEFT_THE_UNIT), danger_beside="int.b"
        ),
        False,
    ),
    "a step on exclusion": (
        finding("int.exclusion.a", "step", text("A"), LEFT_THE_UNIT),
        False,
    ),
    "an inner step": (
        finding("int.a", "step", text("A"), LEFT_THE_UNIT, goal=0),
        False,
    ),
    "counsel's own": (
        finding("int.a", "protection", text("A"), LEFT_THE_UNIT, counsel_only=True),
        False,
    ),
    "one that rests on a line held back": (
        finding(
            "int.a",
            "protection",
            text("A"),
            LEFT_THE_UNIT,
            leaf("objection.shown", text("B"), Verdict.TRUE),
        ),
        False,
    ),
    "one whose exception names a line held back": (
        finding(
            "int.a",
            "protection",
            text("A"),
            LEFT_THE_UNIT,
            leaf("acts.saw_crimes", text("B"), Verdict.FALSE, role="unless"),
        ),
        False,
    ),
    "one that rests on a list held back": (
        finding(
            "int.a",
            "protection",
            text("A"),
            leaf("list.charges", text("B"), Verdict.TRUE),
        ),
        False,
    ),
    "one that also names a fact of which nothing is known": (
        finding(
            "int.a",
            "protection",
            text("A"),
            LEFT_THE_UNIT,
            leaf("place.hiding", text("B"), Verdict.UNKNOWN, role="unless"),
        ),
        True,
    ),
}


@pytest.mark.parametrize("name", CLAIMS)
def test_what_is_claimed_before_an_authority(name: str) -> None:
    found, claimed = CLAIMS[name]
    assert bool(authority_view(found).assessment.findings) == claimed


def test_an_authority_sees_no_question_deadline_warning_or_notice() -> None:
    seen = authority_view(*FINDINGS).assessment
    assert (seen.questions, seen.deadlines, seen.clocks) == ((), (), ())
    assert (seen.warnings, seen.notices) == ((), ())


def test_a_changing_fact_at_different_times_is_no_conflict() -> None:
    earlier = fact("place.country", choice("RU"), origin(said="2022-01"), since="2021")
    later = fact("place.country", choice("KZ"), origin(said="2023-01"), since="2022-10")
    case = replace(CASE, facts=(earlier, later))
    assert conflicts_in(case, VOCABULARY) == frozenset()


def test_a_changing_fact_at_one_time_is_a_conflict() -> None:
    one = fact("place.country", choice("RU"), origin(said="2023-01"))
    other = fact("place.country", choice("KZ"), origin(said="2023-01"))
    assert conflicts_in(replace(CASE, facts=(one, other)), VOCABULARY) == {
        "place.country"
    }


def test_a_less_exact_line_that_agrees_is_no_conflict() -> None:
    lines = (
        fact("service.basis", choice("officer"), origin()),
        fact("service.basis", choice("officer", "civilian"), origin("press")),
    )
    assert conflicts_in(replace(CASE, facts=lines), VOCABULARY) == frozenset()


def test_the_conflict_of_the_case_is_found() -> None:
    assert conflicts_in(replace(CASE, facts=FACTS), VOCABULARY) == {"service.basis"}
