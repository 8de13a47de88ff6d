"""A judgement made on other facts asks to be looked at again."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from safeconduct.app.books.law_folder import shipped_law
from safeconduct.app.books.library import Library
from safeconduct.assessment import words
from safeconduct.assessment.assess import Ask, assess, looked_at
from safeconduct.base.case import Judgement
from safeconduct.base.day import DayRange
from safeconduct.facts.case_file import read_case

DAY = date(2026, 11, 22)
FILE = b'format = 1\nalias = "A"\nlanguages = ["ru"]\n'


@pytest.mark.parametrize(
    ("facts_hash", "asks"),
    [("sha256:of other facts", True), ("", False), ("now", False)],
    ids=["other facts", "nothing noted", "the same facts"],
)
def test_a_judgement_on_other_facts_is_to_be_reviewed(
    facts_hash: str,
    asks: bool,  # noqa: FBT001 (a row of the table)
    tmp_path: Path,
) -> None:
    library = Library(shipped_law(), tmp_path)
    case = read_case(FILE, file="a.toml", rulebook=library.rulebook)
    noted = looked_at(case) if facts_hash == "now" else facts_hash
    judged = Judgement(
        name="int.exclusion.serious_reasons",
        value=False,
        by="counsel",
        reasons="nothing in the papers",
        day=DayRange.exactly(DAY),
        facts_hash=noted,
    )
    found = assess(
        library.books(on=DAY, known_on=DAY),
        replace(case, judgements=(judged,)),
        Ask(on=DAY, known_on=DAY, counsel=True),
    )
    leads = [warning.text.en for warning in found.warnings]
    lead = words.REVIEW_JUDGEMENT.en
    assert any(text.startswith(lead) for text in leads) is asks
