"""The content of a dossier: its parts, its numbers, and what is told in full."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from safeconduct.assessment.record import Assessment, Question, Settled
from safeconduct.base.case import Case
from safeconduct.base.truth import Verdict
from safeconduct.dossier.content import Order, dossier_content
from safeconduct.dossier.record import Content, Heading, Line, Section, Table
from safeconduct.rulebook.record import Notice
from tests.dossier.build import (
    ASSESSMENT,
    CASE,
    CONVENTION,
    DEADLINES,
    TODAY,
    VOCABULARY,
    choice,
    fact,
    finding,
    leaf,
    origin,
    text,
)

NOTICE = Notice(id="n", when="true", audience="caseworker", text=text("Advice."))


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
    assert "and 6 more" in texts_of(section)
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


def test_a_deadline_in_full_tells_instant_effect_danger_and_what_moves_it() -> None:
    limit = replace(
        DEADLINES[0],
        against="authority",
        due_at=datetime(2026, 11, 27, 15, 20, tzinfo=UTC),
        effect=text("Then it is closed."),
        danger=text("Registering endangers."),
        could_change=("left.day", "left.day"),
    )
    content = content_of(assessment=replace(ASSESSMENT, deadlines=(limit,)))
    texts = texts_of(part(content, "Deadlines"))
    for told in (
        "hour: 2026-11-27 15:20+00:00",
        "This limit binds the authority, not the person.",
        "Then it is closed.",
        "Registering endangers.",
        "Speak to counsel first.",
        "Could move the day: Day of leaving Russia",
        "last arguable: 1 December 2026",
    ):
        assert told in texts, told


def test_a_deadline_of_today_says_today_on_page_one_with_its_danger() -> None:
    limit = replace(DEADLINES[0], due=TODAY, danger=text("Registering endangers."))
    content = content_of(assessment=replace(ASSESSMENT, deadlines=(limit,)))
    texts = [line.text for line in content.boxes[2].lines]
    assert texts[2:] == ["today", "Registering endangers."]
    assert "today" in texts_of(part(content, "Deadlines"))


def test_without_any_deadline_it_says_that_this_is_no_proof() -> None:
    bare = replace(ASSESSMENT, deadlines=(), clocks=())
    texts = texts_of(part(content_of(assessment=bare), "Deadlines"))
    assert "no proof that none runs" in texts[0]


def test_a_clock_of_which_the_list_is_missing_says_so() -> None:
    (clock,) = ASSESSMENT.clocks
    empty = replace(
        clock,
        window=0,
        used_most=None,
        ends=None,
        missing=("charges",),
        warnings=(text("Stays not listed."),),
        effect=text("Then removal."),
        danger=text("Do not overstay."),
    )
    open_end = replace(clock, ends_latest=DEADLINES[0].latest, used_least=71)
    content = content_of(assessment=replace(ASSESSMENT, clocks=(empty, open_end)))
    texts = texts_of(part(content, "Deadlines"))
    for told in (
        "missing: Charges",
        "allowed: 90 days",
        "Stays not listed.",
        "Then removal.",
        "Do not overstay.",
        "days used: 71",
        "last arguable: 1 December 2026",
    ):
        assert told in texts, told


READINGS = {
    "at first sight": ({"prima_facie": Verdict.TRUE}, "at first sight: holds"),
    "as decided": (
        {"prima_facie": Verdict.TRUE, "as_decided": Verdict.FALSE},
        "as authorities decide: does not hold",
    ),
    "weak": ({"prima_facie": Verdict.TRUE, "marks": ("weak",)}, "weak source"),
    "stale": ({"prima_facie": Verdict.TRUE, "stale": True}, "out of date, check first"),
}


@pytest.mark.parametrize("name", READINGS)
def test_readings_that_differ_and_marks_are_told(name: str) -> None:
    changes, told = READINGS[name]
    found = finding("int.a", "protection", text("A"), truth=Verdict.UNKNOWN)
    found = replace(found, **changes)  # type: ignore[arg-type]  # named fields
    content = content_of(assessment=replace(ASSESSMENT, findings=(found,)))
    texts = texts_of(part(content, "What follows from the law"))
    assert any(told in line for line in texts)


def test_two_rules_and_one_against_are_named_with_their_sources() -> None:
    found = finding("int.a", "protection", text("A"))
    (rule,) = found.why.of
    against = replace(rule, id="int.a.2", role="against")
    found = replace(found, why=replace(found.why, of=(rule, against)))
    content = content_of(assessment=replace(ASSESSMENT, findings=(found,)))
    texts = texts_of(part(content, "What follows from the law"))
    assert "the rule int.a.rule" in texts
    assert "against it, the rule int.a.2" in texts


def test_an_exception_and_an_open_norm_are_told_as_such() -> None:
    norm = replace(
        leaf("int.norm", text("It is persecution"), Verdict.UNKNOWN),
        kind="norm",
        marks=("open norm",),
    )
    fault = leaf("left.day", text("Left late"), Verdict.FALSE, role="unless")
    nothing = leaf("objection.kind", text("x" * 400), Verdict.UNKNOWN, role="not")
    found = finding(
        "int.a", "protection", text("A"), norm, fault, nothing,
        truth=Verdict.UNKNOWN, first_sight=Verdict.TRUE,
        notices=(
            replace(NOTICE, when="open"), replace(NOTICE, when="always"),
            replace(NOTICE, when="true"),
        ),
        missing=("the text of the act",),
    )  # fmt: skip
    content = content_of(assessment=replace(ASSESSMENT, findings=(found,)))
    texts = texts_of(part(content, "What follows from the law"))
    for told in (
        "no fact decides it: judge it, with reasons",
        "open norm",
        "unless: Left late",
        "nothing is said about it",
        "• could not be found: the text of the act",
    ):
        assert told in texts, told
    assert texts.count("• Advice.") == 2
    assert max(map(len, texts)) < 400


def test_an_open_finding_in_one_line_counts_what_is_missing() -> None:
    norm = replace(leaf("n", text("It is grave"), Verdict.UNKNOWN), kind="norm")
    leaves = [leaf(f"no.such{at}", text("x"), Verdict.UNKNOWN) for at in range(8)]
    found = finding(
        "int.a", "protection", text("A"), norm, *leaves, truth=Verdict.UNKNOWN
    )
    content = content_of(assessment=replace(ASSESSMENT, findings=(found,)))
    texts = texts_of(part(content, "What follows from the law"))
    assert any(line.startswith("It is grave; no.such0;") for line in texts)
    assert "and 3 more" in texts


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
