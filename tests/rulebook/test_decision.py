"""Published decisions, from their files to records (spec/law-replay.md §1)."""

import pytest

from safeconduct.base.errors import InputError
from safeconduct.rulebook.decision import Docket, read_docket

ELEMENT = '[[element]]\nid = "MS-CALLED"\nshows = ["eu.refuser.called"]\n'
DECISION = """[[decision]]
id = "xx-1"
jurisdiction = "FR"
court = "A court"
day = "2023-07"
cite = "no 1"
quality = "A"
outcome = "refused"
elements = ["MS-CALLED"]
facts = { "service.basis" = "mobilised" }
findings = { "ruling.callup" = "unlikely" }
"""
WHY = 'reason = { en = "a", ru = "б", fr = "c" }\n'


def docket(*texts: str) -> Docket:
    return read_docket({f"{at}.toml": text for at, text in enumerate(texts)})


def test_a_decision_keeps_its_facts_apart_from_the_courts_findings() -> None:
    (decision,) = docket(ELEMENT, DECISION).decisions
    assert decision.facts == (("service.basis", "mobilised"),)
    assert decision.findings == (("ruling.callup", "unlikely"),)
    assert (str(decision.day), decision.is_scored) == ("2023-07", True)


def test_a_group_of_decisions_is_known_by_its_file() -> None:
    other = DECISION.replace("xx-1", "xx-2")
    found = docket(ELEMENT, DECISION, other).decisions
    assert [(item.id, item.group) for item in found] == [("xx-1", "1"), ("xx-2", "2")]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        pytest.param(
            DECISION.replace("MS-CALLED", "MS-X"),
            "names an unknown element 'MS-X'",
            id="an element that is not listed",
        ),
        pytest.param(
            DECISION + DECISION, "Two decisions are called", id="one id twice"
        ),
        pytest.param(
            DECISION.replace('day = "2023-07"\n', ""), "needs its day", id="no day"
        ),
        pytest.param(
            DECISION.replace('"refused"', '"won"'), "it must be one of", id="outcome"
        ),
        pytest.param(
            '[[element]]\nid = "X"\n', "either 'shows' or", id="element without either"
        ),
        pytest.param(
            ELEMENT.replace("CALLED", "X") + WHY, "either 'shows' or", id="both"
        ),
    ],
)
def test_a_file_at_fault_is_refused(text: str, what: str) -> None:
    with pytest.raises(InputError, match=what):
        docket(ELEMENT, text)
