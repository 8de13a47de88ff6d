"""The timeline: its order, its picture, and the words instead of it."""

from dataclasses import replace
from xml.etree import ElementTree as ET

from safeconduct.base.case import CaseList, Row
from safeconduct.base.day import DayRange
from safeconduct.dossier.catalogue import read_catalogue
from safeconduct.dossier.chronology import Happening, happenings_of
from safeconduct.dossier.content import Order, dossier_content
from safeconduct.dossier.record import Picture
from safeconduct.dossier.register import register_of
from safeconduct.dossier.release import conflicts_in, view_of
from safeconduct.dossier.timeline import (
    ROWS_ON_A_PICTURE,
    Words,
    axis_of,
    draw_timeline,
)
from safeconduct.dossier.wording import wording_of
from tests.dossier.build import ASSESSMENT, CASE, TODAY, choice, day, fact, origin
from tests.dossier.vocabulary import VOCABULARY

WORDS = Words(today="today", alt="words instead")


def happening(start: str, *, end: str = "") -> Happening:
    return Happening(
        start=DayRange.parse(start),
        end=DayRange.parse(end) if end else None,
        text="a < b & c",
        origin=origin(),
    )


def draw(*lines: Happening) -> Picture:
    axis = axis_of(lines, today=TODAY)
    assert axis is not None
    rows = list(enumerate(lines, 1))
    return draw_timeline(rows, axis, today=TODAY, words=WORDS)


def test_the_same_lines_give_the_same_picture_with_words() -> None:
    first = draw(happening("2022-09-21"), happening("2023"))
    assert first == draw(happening("2022-09-21"), happening("2023"))
    assert first.alt == "words instead"
    ET.fromstring(first.svg)  # noqa: S314 -- drawn by us


def test_a_day_a_maybe_and_a_period_look_different() -> None:
    svg = draw(happening("2022-09-21")).svg
    maybe = draw(happening("2022")).svg
    period = draw(happening("2022-01-01", end="2023-01-01")).svg
    assert "l4 4l-4 4" in svg
    assert "<rect" not in svg
    assert "<rect" in maybe
    assert "stroke-dasharray" in maybe
    assert 'height="5"' in period


def test_a_period_that_may_be_empty_is_only_dashed() -> None:
    svg = draw(happening("2022", end="2022")).svg
    assert 'height="5"' not in svg


def test_versions_that_disagree_stand_together_behind_a_sign() -> None:
    lines = (
        fact("left.day", day("2023-05-12"), origin()),
        fact("left.day", day("2022-01-01"), origin("relative")),
    )
    case = replace(CASE, facts=lines)
    view = view_of(case, ASSESSMENT, VOCABULARY, "counsel")
    wording = wording_of(read_catalogue("en"), VOCABULARY)
    conflicts = conflicts_in(case, VOCABULARY)
    found = happenings_of(view, register_of(case, wording), wording, conflicts)
    places = [at for at, item in enumerate(found) if item.conflict]
    assert places == [0, 1]
    assert "#8a1c1c" in draw(*found[:2]).svg


def test_a_line_without_a_day_is_in_the_table_alone() -> None:
    content = dossier_content(CASE, ASSESSMENT, VOCABULARY, Order(language="en"))
    timeline = content.sections[1]
    pictures = [block for block in timeline.blocks if block.kind == "picture"]
    tables = [block for block in timeline.blocks if block.kind == "table"]
    assert len(pictures) == 1
    assert "5 numbered lines" in pictures[0].alt
    assert len(tables[0].rows) == 6


def test_many_lines_make_several_pictures_of_about_one_height() -> None:
    event = CASE.events[0]
    case = replace(CASE, events=(event,) * (2 * ROWS_ON_A_PICTURE))
    content = dossier_content(case, ASSESSMENT, VOCABULARY, Order(language="en"))
    pictures = [
        block for block in content.sections[1].blocks if block.kind == "picture"
    ]
    heights = [picture.height for picture in pictures]
    assert len(pictures) == 3
    assert max(heights) - min(heights) <= 40


def test_no_line_at_all_is_said_in_words() -> None:
    case = replace(CASE, events=(), facts=(), lists=())
    content = dossier_content(case, ASSESSMENT, VOCABULARY, Order(language="en"))
    assert [block.kind for block in content.sections[1].blocks] == ["prose"]


def test_the_axis_is_never_too_short_and_holds_the_day_of_the_document() -> None:
    axis = axis_of((happening("2026-11-20"),), today=TODAY)
    assert axis is not None
    assert (axis.last - axis.first).days >= 60
    assert axis.last == TODAY
    assert axis_of((), today=TODAY) is None


def test_the_ends_of_the_calendar_can_be_drawn() -> None:
    assert draw(happening("0001-01-01"), happening("9999-12-31")).svg


def lines_of(rows: tuple[Row, ...]) -> list[Happening]:
    stays = CaseList(name="stays", complete="no", rows=rows)
    case = replace(CASE, facts=(), events=(), lists=(stays,))
    view = view_of(case, ASSESSMENT, VOCABULARY, "counsel")
    wording = wording_of(read_catalogue("en"), VOCABULARY)
    register = register_of(case, wording)
    return list(happenings_of(view, register, wording, frozenset()))


def test_a_row_with_from_and_to_is_one_period() -> None:
    country = ("country", choice("KZ"))
    whole = Row(
        values=(country, ("from", day("2022-09-24")), ("to", day("2023-01"))),
        origin=origin(),
    )
    still = Row(values=(("from", day("2023-02")),), origin=origin())
    first, second = lines_of((whole, still))
    assert (first.text, first.open_end) == ("Stays: Country: Kazakhstan", False)
    assert first.end == DayRange.parse("2023-01")
    assert (second.text, second.open_end) == ("Stays", True)


def test_a_row_without_a_day_is_not_on_the_timeline() -> None:
    row = Row(values=(("country", choice("KZ")),), origin=origin())
    assert lines_of((row,)) == []


def test_a_fact_that_held_at_a_time_is_on_the_timeline_and_one_without_is_not() -> None:
    held = replace(
        fact("place.country", choice("KZ"), origin(), since="2022"),
        holds_to=DayRange.parse("2024"),
    )
    until = replace(held, holds_from=None)
    lines = (held, until, fact("refusal.left_unit", choice("true"), origin()))
    case = replace(CASE, facts=lines, events=(), lists=())
    view = view_of(case, ASSESSMENT, VOCABULARY, "counsel")
    wording = wording_of(read_catalogue("en"), VOCABULARY)
    register = register_of(case, wording)
    found = happenings_of(view, register, wording, frozenset())
    assert [(item.start, item.end) for item in found] == [
        (DayRange.parse("2022"), DayRange.parse("2024")),
        (DayRange.parse("2024"), None),
    ]
