"""The lines of a rule block: layout, then grammar."""

import pytest

from safeconduct.base.table import MAX_NESTING
from safeconduct.rulebook.line import Line, StatementError, layout, tree_of


def test_a_line_holds_those_indented_below_it() -> None:
    text = "a\n  b\n\n    # a comment\n    c\n  d\ne\n"
    first, second = layout(text)
    assert (first.text, second.text) == ("a", "e")
    assert [line.text for line in first.below] == ["b", "d"]
    assert [(line.text, line.number) for line in first.below[0].below] == [("c", 5)]


def _read(lines: list[Line]) -> None:
    for line in lines:
        tree_of(line)
        _read(line.below)


@pytest.mark.parametrize(
    ("text", "line", "column", "what"),
    [
        pytest.param("a\n\tb", 2, 1, "spaces, not tabs", id="a tab"),
        pytest.param(
            "\n".join(" " * n + "ALL OF" for n in range(MAX_NESTING + 1)),
            MAX_NESTING + 1,
            MAX_NESTING + 1,
            "Nested deeper",
            id="too many levels",
        ),
        pytest.param("a IF " + "(" * 40, 1, 1, "Nested deeper", id="parentheses"),
        pytest.param("a IF " + "NOT " * 40 + "b", 1, 1, "Nested deeper", id="nots"),
        pytest.param("a IF b AND", 1, 11, "missing at the end", id="cut short"),
        pytest.param("ALL OF\n  a OR OR b", 2, 8, "'OR b'", id="a word too many"),
        pytest.param("a IF ?", 1, 6, "'?'", id="no character of the grammar"),
        pytest.param("a IF b = 12:00", 1, 12, "':00'", id="an hour"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(
    text: str, line: int, column: int, what: str
) -> None:
    with pytest.raises(StatementError) as caught:
        _read(layout(text))
    assert (caught.value.line, caught.value.column) == (line, column)
    assert what in str(caught.value)


def test_many_parts_side_by_side_are_not_nested() -> None:
    text = "a IF " + " AND ".join(["(NOT b)"] * 100)
    (line,) = layout(text)
    assert tree_of(line).data == "rule"
