"""An answer stands in the case once it is written, and what it changed is told."""

from pathlib import Path

import pytest

from safeconduct.base.errors import InputError
from safeconduct.base.truth import Verdict
from safeconduct.desk.views.answering import Told, record_answer
from safeconduct.desk.views.case_page import case_page
from safeconduct.desk.views.keeper import Keeper, Opened
from safeconduct.log.name import CaseId
from tests.desk.desk_kit import PASSPHRASE, make_world
from tests.promises.kept import ROOT

SPARROW = ROOT / "cases" / "sparrow.toml"
WRONG: dict[str, dict[str, str]] = {
    "no such fact": {"name": "no.such_fact", "value": "true"},
    "no fact": {"value": "true"},
    "a fact of counsel's": {"name": "act.crime", "value": "true"},
    "nothing answered": {"name": "held.now", "value": " "},
    "no value of it": {"name": "held.now", "value": "perhaps"},
    "no day": {"name": "left.day", "value": "last week"},
    "nobody of whom it is asked": {"name": "held.now", "value": "true", "of": "cat"},
    "no witness": {"name": "held.now", "value": "true", "witness": ""},
    "no such witness": {"name": "held.now", "value": "true", "witness": "radio"},
}


@pytest.fixture
def opened(tmp_path: Path) -> Opened:
    keeper = Keeper(make_world(tmp_path, cases=(SPARROW,)).ports)
    keeper.unlock(PASSPHRASE)
    return keeper.opened()


def the_case(opened: Opened) -> CaseId:
    (row,) = opened.shelf.rows()
    return row.log.case


def answer(opened: Opened, **given: str) -> Told:
    fields = {"of": "applicant", "witness": "person", **given}
    return record_answer(opened.at, opened.cases, the_case(opened), fields)


def test_what_follows_from_an_answer_is_told(opened: Opened) -> None:
    told = answer(opened, name="held.now", value="true")
    assert told.here
    assert all(one.before is not one.after for one in told.here)
    again = answer(opened, name="held.now", value="true")
    assert again.here == ()


def test_an_answer_stands_with_its_witness_and_its_day(opened: Opened) -> None:
    answer(opened, name="left.day", value="2024-03", witness="relative")
    found = [
        fact
        for fact in opened.at.case(the_case(opened)).facts
        if fact.name == "left.day" and fact.origin.witness.kind == "relative"
    ]
    (fact,) = found
    assert fact.origin.said is not None
    assert fact.origin.said.earliest == opened.at.ports.today()


def test_not_known_is_an_answer_and_never_a_no(opened: Opened) -> None:
    told = answer(opened, name="held.now", value="unknown", witness="relative")
    assert Verdict.FALSE not in {one.after for one in told.here}
    marks = [
        fact.mark
        for fact in opened.at.case(the_case(opened)).facts
        if fact.name == "held.now" and fact.possible is None
    ]
    assert marks == ["does not know"]


@pytest.mark.parametrize("given", WRONG.values(), ids=WRONG)
def test_what_the_law_cannot_read_is_not_written(
    opened: Opened, given: dict[str, str]
) -> None:
    count = opened.at.vault.store.count
    (row,) = opened.shelf.rows()
    before = count(row.log)
    with pytest.raises(InputError):
        answer(opened, **given)
    assert count(row.log) == before


def test_a_question_that_was_answered_is_not_asked_again(opened: Opened) -> None:
    case = the_case(opened)
    asked: list[str] = []
    for _ in range(5):
        form = case_page(opened.at, opened.cases, case, "en").question
        assert form is not None
        asked.append(f"{form.name} {form.of}")
        plain = {"day": "2024-03", "number": "1"}
        value = form.options[0][0] if form.kind == "choice" else plain[form.kind]
        answer(opened, name=form.name, of=form.of, value=value)
    assert len(set(asked)) == len(asked)
