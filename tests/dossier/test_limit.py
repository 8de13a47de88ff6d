"""Deadlines and clocks as a document tells them."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from safeconduct.dossier.content import Order, dossier_content
from tests.dossier.build import ASSESSMENT, CASE, DEADLINES, TODAY
from tests.dossier.reading import content_of, lines_of, part, texts_of
from tests.dossier.reason import CONVENTION
from tests.dossier.vocabulary import VOCABULARY, text


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
