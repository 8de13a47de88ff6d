"""How answers stand to the outcome of a decision (spec/law-replay.md §3)."""

import pytest

from safeconduct.assessment.outcome import CONTRADICTS, FOLLOWS, Answers
from safeconduct.base.truth import Verdict
from safeconduct.rulebook.decision import OUTCOMES, Outcome

LETTERS = {"t": Verdict.TRUE, "f": Verdict.FALSE, "u": Verdict.UNKNOWN}


def answers(letters: str) -> Answers:
    """Refugee, subsidiary, ground, bar, excluded, a letter each."""
    refugee, subsidiary, ground, bar, excluded = (LETTERS[item] for item in letters)
    return Answers(
        refugee=refugee,
        subsidiary=subsidiary,
        ground=ground,
        bar=bar,
        excluded=excluded,
    )


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_what_is_not_known_contradicts_nothing(outcome: Outcome) -> None:
    assert not CONTRADICTS[outcome](answers("uuuuu"))


@pytest.mark.parametrize(
    ("outcome", "letters"),
    [
        ("refugee", "fuuuu"),
        ("asylum", "ffuuu"),
        ("subsidiary", "ufuuu"),
        ("subsidiary", "tuuuu"),
        ("refused_refugee_only", "tuuuu"),
        ("refused", "tuuuu"),
        ("refused", "utuuu"),
        ("refused", "uuutu"),
        ("remitted", "tuuuu"),
        ("remitted", "fuuuu"),
        ("excluded", "tuuuu"),
        ("non_refoulement", "uuufu"),
    ],
)
def test_a_firm_answer_against_the_outcome_is_counted(
    outcome: Outcome, letters: str
) -> None:
    assert CONTRADICTS[outcome](answers(letters))


@pytest.mark.parametrize(
    ("outcome", "letters", "follows"),
    [
        ("refugee", "tuuuu", True),
        ("refugee", "uuuuu", False),
        ("asylum", "utuuu", True),
        ("asylum", "uuuuu", False),
        ("subsidiary", "utuuu", True),
        ("subsidiary", "ttuuu", False),
        ("refused_refugee_only", "utfuu", True),
        ("refused_refugee_only", "uuuuu", False),
        ("refused", "uufuu", True),
        ("refused", "fuuuu", True),
        ("refused", "utfuu", False),
        ("refused", "tufuu", False),
        ("refused", "uuuuu", False),
        ("remitted", "uuuuu", True),
        ("remitted", "fuuuu", False),
        ("excluded", "uuuut", True),
        ("excluded", "uuuuu", False),
        ("non_refoulement", "uuutu", True),
        ("non_refoulement", "uuuuu", False),
    ],
)
def test_an_outcome_follows_only_from_what_decides_it(
    outcome: Outcome,
    letters: str,
    follows: bool,  # noqa: FBT001 (a row)
) -> None:
    assert FOLLOWS[outcome](answers(letters)) is follows
