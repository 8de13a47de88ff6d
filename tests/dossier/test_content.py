"""The content of a dossier: its parts, its numbers, and page one."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from safeconduct.assessment.record import Question, Settled
from safeconduct.base.case import Case
from safeconduct.base.day import DayRange
from safeconduct.base.truth import Verdict
from safeconduct.dossier.content import Order, dossier_content
from safeconduct.dossier.record import Table
from tests.dossier.build import ASSESSMENT, CASE, TODAY, choice, fact, origin
from tests.dossier.reading import content_of, lines_of, part, texts_of
from tests.dossier.reason import CONVENTION, finding
from tests.dossier.vocabulary import VOCABULARY, text


def test_without_anything_page_one_says_that_this_proves_nothing() -> None:
    empty = replace(ASSESSMENT, findings=(), deadlines=(), questions=(), clocks=())
    boxes = content_of(assessment=empty).boxes
    assert "no proof" in boxes[0].lines[0].text
    assert "No day could be worked out." in boxes[2].lines[0].text


def test_the_parts_come_in_the_order_of_the_table() -> None:
    assert [item.title for item in content_of().sections] == [
        "Statement in the person’s own words",
        "Timeline",
        "Facts and who says so",
        "What follows from the law",
        "Open questions",
        "Deadlines",
        "Judgements on open norms",
        "Evidence",
        "Consents",
        "Sources",
        "Receipt",
    ]


def test_facts_are_numbered_without_a_gap_and_in_the_order_of_the_print() -> None:
    texts = texts_of(part(content_of(), "Facts and who says so"))
    numbers = [text for text in texts if text[0] == "F" and text[1:].isdigit()]
    assert numbers == [f"F{at}" for at in range(1, 10)]


def test_a_source_has_one_number_and_the_table_of_sources_leads_back() -> None:
    (table,) = part(content_of(), "Sources").blocks
    assert isinstance(table, Table)
    assert [row.anchor for row in table.rows] == [1, 2]
    assert table.rows[0].cells[1][0].text == CONVENTION.cite


def test_a_source_that_is_no_web_address_is_never_a_link() -> None:
    hostile = replace(CONVENTION, address="javascript:alert(1)")
    found = finding("int.a", "protection", text("A"), source=hostile)
    content = content_of(assessment=replace(ASSESSMENT, findings=(found,)))
    (table,) = part(content, "Sources").blocks
    assert isinstance(table, Table)
    assert [line.link for line in table.rows[0].cells[1]] == ["", "", ""]


def test_later_questions_are_a_list() -> None:
    settled = Settled(
        answer="true",
        answer_text=text("yes"),
        finding="int.refugee",
        truth=Verdict.FALSE,
    )
    question = Question(
        fact="left.day",
        text=text("When?"),
        score=1.0,
        settles=(settled,) * 9,
        counsel_only=True,
        disputed=True,
    )
    content = content_of(assessment=replace(ASSESSMENT, questions=(question,) * 12))
    section = part(content, "Open questions")
    tables = [block for block in section.blocks if isinstance(block, Table)]
    assert [len(table.rows) for table in tables] == [10, 2]
    assert "and 6 more" in texts_of(section)
    assert "Counsel asks, after the warning." in texts_of(section)


def test_how_far_a_line_may_go_is_told_to_counsel() -> None:
    base = origin()
    lines = (
        fact("refusal.left_unit", choice("true"), replace(base, confirmed=True)),
        fact("objection.shown", choice("true"), replace(base, released=True)),
    )
    content = content_of(case=replace(CASE, facts=lines))
    texts = texts_of(part(content, "Facts and who says so"))
    assert "confirmed, not released" in texts
    assert "released, not confirmed: stays here" in texts


def test_an_empty_case_says_of_each_part_that_there_is_nothing() -> None:
    bare = Case(alias="A", languages=("ru",), as_of=None, facts=())
    content = content_of(case=bare)
    for title, told in (
        ("Statement in the person\u2019s own words", "There is no statement"),
        ("Facts and who says so", "There is no fact"),
        ("Evidence", "There is no evidence"),
        ("Consents", "No consent is recorded"),
        ("Judgements on open norms", "No open norm has been judged"),
    ):
        assert any(told in line for line in texts_of(part(content, title))), title


def test_a_withdrawn_consent_cannot_be_overlooked() -> None:
    (consent,) = CASE.consents
    case = replace(CASE, consents=(replace(consent, withdrawn=True),))
    lines = lines_of(part(content_of(case=case), "Consents"))
    assert [line.tone for line in lines if line.text == "WITHDRAWN"] == ["danger"]


@pytest.mark.parametrize(
    ("until", "told", "tone"),
    [
        (TODAY, "stands", "quiet"),
        (TODAY - timedelta(days=1), "NO LONGER COUNTS", "danger"),
    ],
    ids=["on its last day", "on the day after"],
)
def test_a_consent_that_is_over_is_not_told_as_one(
    until: date, told: str, tone: str
) -> None:
    (consent,) = CASE.consents
    ending = replace(consent, until=DayRange.exactly(until))
    case = replace(CASE, consents=(ending,))
    *_, day, counts = lines_of(part(content_of(case=case), "Consents"))
    assert day.text.startswith("until ")
    assert (counts.text, counts.tone) == (told, tone)


def test_an_authority_without_a_claim_reads_that_the_facts_are_relied_on() -> None:
    order = Order(language="en", audience="authority")
    content = dossier_content(CASE, replace(ASSESSMENT, findings=()), VOCABULARY, order)
    section = part(content, "What is claimed, and on what it rests")
    assert texts_of(section) == ["The applicant relies on the facts set out above."]


def test_two_places_said_on_one_day_stand_beside_each_other() -> None:
    lines = (
        fact("place.country", choice("KZ"), origin()),
        fact("place.country", choice("FR"), origin("relative")),
        fact("place.country", choice("RU"), origin(said="2020")),
    )
    strip = dict(content_of(case=replace(CASE, facts=lines)).strip)
    assert strip["Was last said to be in"] == "Kazakhstan / France"
