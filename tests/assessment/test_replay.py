"""Published decisions run through the rulebook (spec/law-replay.md §2, §3)."""

from dataclasses import replace

import pytest

from safeconduct.assessment.question import Priors
from safeconduct.assessment.replay import Replay, Replayed
from safeconduct.base.day import DayRange
from safeconduct.base.errors import InputError
from safeconduct.base.truth import Verdict
from safeconduct.rulebook.decision import Claim, Decision, Docket, Element
from safeconduct.rulebook.record import LooseRow
from tests.assessment.law_kit import VOCABULARY, fact, law, page

STATES = ["KZ", "FR", "other"]
WORDS = VOCABULARY + "\n".join(
    (
        fact("place.country", "enum", values=STATES),
        fact("claim.state", "enum", values=STATES),
        fact("claim.here"),
        fact("claim.lodged", "day"),
    )
)
RULES = (
    "CLOSED xx.refugee IF place.country = FR AND xx.ground\n"
    "xx.ground IF f.a\nNOT xx.ground IF f.b"
)
LAW = law(page(RULES), page("xx.other IF f.g", name="xx.more"), vocabulary=WORDS)
CLAIM = Claim(
    jurisdictions=("FR",),
    refugee="xx.refugee",
    subsidiary="",
    ground="xx.ground",
    bar="",
    excluded="",
)
DECISION = Decision(
    id="fr-1",
    jurisdiction="FR",
    court="A court",
    day=DayRange.parse("2026-05"),
    cite="1",
    address="",
    quality="A",
    is_scored=True,
    outcome="refused",
    elements=("E-GROUND", "E-OTHER"),
    facts=(("f.a", False),),
    lists=(),
    findings=(("f.b", True),),
    because=None,
    group="decisions",
)
ELEMENTS = (
    Element(id="E-GROUND", shows=("xx.ground",), reason=None),
    Element(id="E-OTHER", shows=("xx.other",), reason=None),
)


def replayed(**more: object) -> Replayed:
    decision = replace(DECISION, **more)  # type: ignore[arg-type]
    docket = Docket(decisions=(decision,), elements=ELEMENTS, claims=(CLAIM,))
    (found,) = Replay(rulebook=LAW, priors=Priors(), docket=docket).results()
    return found


def test_the_courts_findings_are_withheld_first_and_given_then() -> None:
    found = replayed()
    assert found.withheld.refugee is Verdict.UNKNOWN
    assert found.given.refugee is Verdict.FALSE
    assert (found.contradicts, found.follows) == (False, True)


def test_an_element_of_the_claim_is_named_and_one_beside_it_is_not() -> None:
    found = replayed()
    assert (found.named, found.unnamed) == (("E-GROUND",), ("E-OTHER",))
    assert not found.disagrees()
    assert replayed(elements=("E-OTHER",)).disagrees()


def test_what_is_already_decided_counts_as_a_reason() -> None:
    facts: LooseRow = (("f.a", True), ("f.b", False))
    assert replayed(facts=facts, findings=()).named == ("E-GROUND",)


def test_a_firm_answer_against_the_outcome_is_told() -> None:
    facts: LooseRow = (("f.a", True), ("f.b", False))
    found = replayed(facts=facts, findings=())
    assert (found.contradicts, found.follows) == (True, False)


@pytest.mark.parametrize(
    ("more", "what"),
    [
        ({"jurisdiction": "DE"}, "no claim is set out for DE"),
        ({"facts": (("f.none", True),)}, "no fact is called 'f.none'"),
    ],
)
def test_a_decision_that_the_rulebook_cannot_read_is_refused(
    more: dict[str, object], what: str
) -> None:
    with pytest.raises(InputError, match=what):
        replayed(**more)


def test_a_finding_that_is_not_there_is_refused() -> None:
    claim = replace(CLAIM, bar="xx.nothing")
    docket = Docket(decisions=(DECISION,), elements=ELEMENTS, claims=(claim,))
    with pytest.raises(InputError, match=r"no finding is called 'xx\.nothing'"):
        list(Replay(rulebook=LAW, priors=Priors(), docket=docket).results())
