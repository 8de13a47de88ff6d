"""The matrix: from an element to its finding, facts, evidence and source."""

from dataclasses import replace

import pytest

from safeconduct.base.truth import Verdict
from safeconduct.dossier.record import Heading, Table
from safeconduct.rulebook.record import Notice
from tests.dossier.build import ASSESSMENT
from tests.dossier.reading import content_of, lines_of, part, texts_of
from tests.dossier.reason import finding, leaf
from tests.dossier.vocabulary import text

NOTICE = Notice(id="n", when="true", audience="caseworker", text=text("Advice."))


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
