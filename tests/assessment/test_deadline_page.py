"""The cases of the law pages hold: their deadlines and their clocks.

Spec: spec/deadline.md §13.
"""

from datetime import date
from pathlib import Path
from typing import cast

import pytest

from safeconduct.assessment.clock import compute_clock
from safeconduct.assessment.state import RowSet
from safeconduct.base.case import Complete
from safeconduct.base.day import DayRange
from safeconduct.base.value import Value, span_of
from tests.assessment.deadline_kit import (
    LAW,
    Block,
    all_clocks,
    all_deadlines,
    all_pages,
    blocks_of,
    compute,
    known,
    shown,
)

Content = dict[str, object]
DEADLINES = all_deadlines()
CLOCKS = all_clocks()
PAGES = all_pages()
CASES = [
    pytest.param(content, id=f"{path.parent.name}/{path.stem}/{name}")
    for path in PAGES
    for kind, name, content in blocks_of(path)
    if kind == "case" and ("expect_deadlines" in content or "expect_clocks" in content)
]


def _table(content: Content, key: str) -> Content:
    return cast("Content", content.get(key, {}))


def _rows(content: Content, name: str) -> RowSet | None:
    lists = _table(content, "lists")
    if name not in lists:
        return None
    item = _table(lists, name)
    rows = [
        {key: _value(raw) for key, raw in row.items()}
        for row in cast("list[Content]", item["rows"])
    ]
    return RowSet(complete=cast("Complete", item["complete"]), rows=tuple(rows))


def _value(raw: object) -> Value:
    found = known(raw)
    return span_of(found) if isinstance(found, DayRange) else cast("Value", found)


@pytest.mark.parametrize("content", CASES)
def test_a_case_of_a_page_comes_out_as_its_page_says(content: Content) -> None:
    for name, expected in _table(content, "expect_deadlines").items():
        result = compute(DEADLINES[name], _table(content, "facts"))
        for key, value in cast("Content", expected).items():
            assert shown(result, key) == value, (name, key, result)


@pytest.mark.parametrize("content", CASES)
def test_a_clock_of_a_page_comes_out_as_its_page_says(content: Content) -> None:
    on = content.get("on", date(2026, 11, 22))
    assert isinstance(on, date)
    for name, expected in _table(content, "expect_clocks").items():
        clock = CLOCKS[name]
        result = compute_clock(clock, _rows(content, clock.list), on=on)
        for key, value in cast("Content", expected).items():
            assert shown(result, key) == value, (name, key, result)


def _sources(path: Path) -> list[str]:
    head = path.read_text("utf-8").split("+++")[1]
    return [line for line in head.splitlines() if line.lstrip().startswith("{ cite")]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(LAW)))
def test_counting_is_settled_by_a_primary_source_and_effects_have_one(
    path: Path,
) -> None:
    sources = _sources(path)
    blocks: list[Block] = [b for b in blocks_of(path) if b[0] in {"deadline", "clock"}]
    for kind, name, _ in blocks:
        item = DEADLINES[name] if kind == "deadline" else CLOCKS[name]
        used = (*item.said.source, item.said.effect_source)
        assert all(index < len(sources) for index in used), name
        settled = DEADLINES[name].settled if kind == "deadline" else -1
        assert settled < 0 or 'grade = "primary"' in sources[settled], name


def test_every_deadline_is_in_a_case() -> None:
    named = {
        name
        for path in PAGES
        for kind, _, content in blocks_of(path)
        if kind == "case"
        for name in _table(content, "expect_deadlines")
    }
    # Limits of the same words and counting as a neighbour that has a case.
    assert not sorted(set(DEADLINES) - named), "no case"
