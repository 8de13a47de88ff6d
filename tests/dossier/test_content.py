"""The content of a dossier: its parts, its numbers, and what is told in full."""

from dataclasses import replace

import pytest

from safeconduct.assessment.record import Assessment, Question, Settled
from safeconduct.base.case import Case
from safeconduct.base.truth import Verdict
from safeconduct.dossier.content import Order, dossier_content
from safeconduct.dossier.record import Content, Heading, Line, Section, Table
from tests.dossier.build import (
    ASSESSMENT,
    CASE,
    CONVENTION,
    DEADLINES,
    VOCABULARY,
    finding,
    leaf,
    text,
)


def content_of(
    *, case: Case = CASE, assessment: Assessment = ASSESSMENT, for_state: str = ""
) -> Content:
    order = Order(language="en", for_state=for_state)
    return dossier_content(case, assessment, VOCABULARY, order)


def part(content: Content, title: str) -> Section:
    (found,) = [item for item in content.sections if item.title == title]
    return found


def lines_of(section: Section) -> list[Line]:
    found: list[Line] = []
    for block in section.blocks:
        match block.kind:
            case "table":
                found += [
                    line for row in block.rows for cell in row.cells for line in cell
                ]
            case "prose" | "box":
                found += block.lines
            case "heading":
                found.append(block.line)
            case "picture":
                pass
    return found


def texts_of(section: Section) -> list[str]:
    return [line.text for line in lines_of(section)]


def test_page_one_tells_danger_protection_deadline_and_question_first() -> None:
    boxes = content_of().boxes
    assert [box.tone for box in boxes[:4]] == [
        "danger", "protection", "deadline", "question",
    ]  # fmt: skip
    assert boxes[2].lines[0].text == "27 November 2026"
    assert boxes[3].lines[0].text == "Is he on the wanted list?"


def test_a_deadline_that_is_past_is_not_the_nearest_but_is_told() -> None:
    texts = [line.text for line in content_of().boxes[2].lines]
    assert any(text.startswith("Already past: 1") for text in texts)


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


def test_the_matrix_leads_from_element_to_finding_facts_evidence_and_source() -> None:
    section = part(content_of(), "What follows from the law")
    tables = [block for block in section.blocks if isinstance(block, Table)]
    assert [column.title for column in tables[0].columns] == [
        "Element", "Finding", "Facts", "Evidence", "Source",
    ]  # fmt: skip
    rows = [row for table in tables for row in table.rows]
    told = [[line.text for cell in row.cells for line in cell] for row in rows]
    assert ["Left the unit: yes", "holds", "F4 yes", "E1"] in told
    assert next(line.notes for line in lines_of(section) if line.notes) == (1,)


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


def test_a_step_that_another_table_unfolds_is_named_by_its_number() -> None:
    inner = replace(
        leaf("int.b", text("Inner step"), Verdict.TRUE),
        kind="finding",
        of=(leaf("refusal.left_unit", text("Left"), Verdict.TRUE),),
    )
    findings = (
        finding("int.a", "protection", text("A"), inner),
        finding("int.c", "protection", text("C"), inner),
    )
    content = content_of(assessment=replace(ASSESSMENT, findings=findings))
    texts = texts_of(part(content, "What follows from the law"))
    assert texts.count("Left") == 1
    assert "see M1" in texts


def test_another_state_is_told_in_one_line() -> None:
    here = content_of(for_state="FR")
    away = finding("am.stay", "protection", text("Stay in Armenia"))
    content = content_of(
        assessment=replace(ASSESSMENT, findings=(*ASSESSMENT.findings, away)),
        for_state="FR",
    )
    section = part(content, "What follows from the law")
    headings = [item.line.text for item in section.blocks if isinstance(item, Heading)]
    assert "Holds in other states" in headings
    assert not any("Stay in Armenia" in text for text in headings)
    assert "Stay in Armenia" in texts_of(section)
    assert ("To be read in", "France") in here.strip


def test_an_open_finding_tells_what_is_missing() -> None:
    texts = texts_of(part(content_of(), "What follows from the law"))
    assert "On the federal wanted list" in texts


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
    assert "and 5 more" in texts_of(section)
    assert "Counsel asks, after the warning." in texts_of(section)


def test_deadlines_stand_by_day_and_those_without_a_day_tell_what_is_missing() -> None:
    texts = texts_of(part(content_of(), "Deadlines"))
    order = ["27 November 2026", "1 November 2026", "Appeal in France"]
    assert sorted(order, key=texts.index) == order
    assert texts[texts.index("Appeal in France") + 1] == "Day of leaving Russia"


@pytest.mark.parametrize("against", ["person", "authority"])
def test_a_limit_of_the_authority_is_never_the_nearest_deadline(against: str) -> None:
    limit = replace(DEADLINES[0], against="authority")
    if against == "person":
        limit = DEADLINES[0]
    content = content_of(assessment=replace(ASSESSMENT, deadlines=(limit,)))
    first = content.boxes[2].lines[0].text
    assert (first == "27 November 2026") == (against == "person")


def test_the_sources_of_a_deadline_are_cited() -> None:
    order = Order(language="en", deadline_sources={"kz.claim": (CONVENTION,)})
    assessment = replace(ASSESSMENT, findings=())
    content = dossier_content(CASE, assessment, VOCABULARY, order)
    assert (1,) in [line.notes for line in lines_of(part(content, "Deadlines"))]
