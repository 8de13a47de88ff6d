"""Reading a TOML table: every fault is kept, none is guessed away."""

from collections.abc import Callable
from datetime import date

import pytest

from safeconduct.base.day import DayRange
from safeconduct.base.errors import InputError
from safeconduct.base.table import (
    MOST_FAULTS,
    FaultList,
    Table,
    read_json,
    read_toml,
)

Use = Callable[[Table], object]


def _table(text: str) -> Table:
    faults = FaultList(file="a.toml", text=text)
    content = read_toml(faults)
    assert content is not None, faults.found
    return Table(content=content, path=(), faults=faults)


def _lines(table: Table) -> list[str]:
    return [str(fault) for fault in table.faults.found]


GOOD: dict[str, tuple[str, Use, object]] = {
    "a text": ('x = "a"', lambda t: t.string("x"), "a"),
    "a text by default": ("", lambda t: t.string("x", "a"), "a"),
    "a number": ("x = 7", lambda t: t.integer("x"), 7),
    "a number by default": ("", lambda t: t.integer("x", 7), 7),
    "true": ("x = true", lambda t: t.boolean("x"), True),
    "false by default": ("", lambda t: t.boolean("x", default=False), False),
    "a word": ('x = "a"', lambda t: t.choice("x", "ab"), "a"),
    "a word by default": ("", lambda t: t.choice("x", "ab", ""), ""),
    "texts": ('x = ["a", "b"]', lambda t: t.strings("x"), ("a", "b")),
    "no texts": ("", lambda t: t.strings("x"), ()),
    "a full day": ("x = 2022-09-21", lambda t: t.day("x"), date(2022, 9, 21)),
    "no day": ("", lambda t: t.day("x"), None),
    "a year": ("x = 2022", lambda t: str(t.day_range("x")), "2022"),
    "a month": ('x = "2022-09"', lambda t: str(t.day_range("x")), "2022-09"),
    "no table": ("", lambda t: t.table("x"), None),
    "no text in languages": ("", lambda t: t.text("x", required=False), None),
    "what it is": ("x = [1]", lambda t: t.raw("x"), [1]),
    "read by another": ("", lambda t: t.attempt("x", lambda: 2), 2),
}


@pytest.mark.parametrize("name", GOOD)
def test_a_right_value_is_read(name: str) -> None:
    text, use, value = GOOD[name]
    table = _table(text)
    assert use(table) == value
    table.done()
    assert not _lines(table)


WRONG: dict[str, tuple[str, Use, str]] = {
    "a missing text": ("", lambda t: t.string("x"), "'x' is missing (a text"),
    "a number for a text": ("x = 1", lambda t: t.string("x"), "'x' must be a text"),
    "a text for a number": ('x = "1"', lambda t: t.integer("x"), "a whole number"),
    "true for a number": ("x = true", lambda t: t.integer("x", 1), "a whole number"),
    "a fraction": ("x = 1.5", lambda t: t.integer("x"), "a whole number"),
    "yes for true": ('x = "yes"', lambda t: t.boolean("x"), "true or false"),
    "another word": (
        'x = "aple"',
        lambda t: t.choice("x", ("apple", "pear")),
        "it must be one of: apple, pear. Did you mean 'apple'?",
    ),
    "a text for texts": ('x = "a"', lambda t: t.strings("x"), "a list of texts"),
    "a number in texts": ('x = ["a", 1]', lambda t: t.strings("x"), "a list of texts"),
    "half a day": ("x = 2022", lambda t: t.day("x"), "must be a full day"),
    "no day of the calendar": (
        'x = "2022-02-30"',
        lambda t: t.day("x"),
        "'2022-02-30' is not a day of the calendar.",
    ),
    "a time": ("x = 2022-01-01T10:00:00", lambda t: t.day_range("x"), "a day such as"),
    "true for a day": ("x = true", lambda t: t.day_range("x"), "a day such as"),
    "a text for a table": ('x = "a"', lambda t: t.table("x"), "no table"),
    "a missing table": ("", lambda t: t.table("x", required=True), "missing or no"),
    "a table for tables": ("[x]", lambda t: t.tables("x"), "a list of tables"),
    "a number in tables": ("x = [1]", lambda t: t.tables("x"), "a list of tables"),
    "a language missing": (
        'x = { en = "a", fr = " ", ru = "b" }',
        lambda t: t.text("x"),
        "The text is missing in 'fr'.",
    ),
    "refused by another": (
        'x = "a"',
        lambda t: t.attempt("x", lambda: int("a")),
        "int",
    ),
    "a key nobody knows": ("name = 1\nnmae = 2", lambda t: t.raw("name"), "'nmae' is"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_value_is_one_fault_at_its_key(name: str) -> None:
    text, use, what = WRONG[name]
    table = _table(text)
    use(table)
    table.raw("x")
    table.done()
    (line,) = _lines(table)
    assert line.startswith(f"a.toml:{2 if 'nmae' in text else 1}:1: ")
    assert what in line


def test_a_fault_of_an_inner_table_is_told_at_its_own_line() -> None:
    table = _table('[[row]]\nname = "a"\n[[row]]\n  name = 1\n')
    assert [row.string("name") for row in table.tables("row")] == ["a", ""]
    assert _lines(table) == ["a.toml:4:3: 'name' must be a text in quotes."]


def test_a_fault_is_told_once() -> None:
    table = _table("x = 1")
    table.string("x")
    table.string("x")
    assert len(_lines(table)) == 1


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param("a = \n", "a.toml:1:5: This is not TOML:", id="no value"),
        pytest.param("a = [\n1,\n", "a.toml:3: This is not TOML:", id="no end"),
        pytest.param("a = 1\na = 2\n", "a.toml:2:6: This is not TOML:", id="twice"),
        pytest.param("a = 2023-02-30\n", "a.toml:1:5: This is not TOML:", id="no day"),
        pytest.param(
            "a = " + "9" * 5000, "a.toml:1: A number has too", id="a long one"
        ),
        pytest.param(
            "a = " + "[" * 40 + "]" * 40, "a.toml:1:1: This TOML is", id="deep"
        ),
        pytest.param("a = " + "[" * 9999, "a.toml:1: This TOML is nested", id="deeper"),
        pytest.param("a." * 50 + "b = 1", "a.toml:1:1: This TOML is nested", id="dots"),
        pytest.param("[" + "a." * 50 + "b]", "a.toml:1:1: This TOML is", id="a head"),
        pytest.param(
            'a = "\\u001b"', "a.toml:1:1: A control character (U+001B)", id="c"
        ),
        pytest.param('b = [{ "\\u202e" = 1 }]', "a.toml:1:6: A control", id="a key"),
        pytest.param(
            'b = 1\na = ["", "\\b"]', "a.toml:2:10: A control", id="in a list"
        ),
    ],
)
def test_what_cannot_be_read_is_one_fault(text: str, line: str) -> None:
    faults = FaultList(file="a.toml", text=text)
    assert read_toml(faults) is None
    (fault,) = faults.found
    assert str(fault).startswith(line)


def test_a_block_counts_lines_of_its_file() -> None:
    faults = FaultList(file="a.md", text="a = 1\nb = \n", first_line=10)
    assert read_toml(faults) is None
    assert faults.found[0].line == 11


def test_so_many_faults_that_nobody_reads_them_end_the_reading() -> None:
    table = _table("".join(f"x{number} = 1\n" for number in range(MOST_FAULTS + 9)))
    with pytest.raises(InputError) as caught:
        table.done()
    assert len(caught.value.faults) == MOST_FAULTS + 2
    assert "More than" in str(caught.value.faults[0])


def test_a_day_range_is_read_by_its_form() -> None:
    table = _table("x = 2022-09-21")
    assert table.day_range("x") == DayRange.exactly(date(2022, 9, 21))
    assert table.has("x")
    assert not table.has("y")


def test_json_says_what_toml_says() -> None:
    faults = FaultList(file="a.json", text='{"x": {"y": [1, true, "ж"]}, "z": ""}')
    assert read_json(faults) == read_toml(
        FaultList(file="a.toml", text='z = ""\n[x]\ny = [1, true, "ж"]\n')
    )
    assert faults.found == []


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("[1]", id="no object"),
        pytest.param('{"x": [{"y": null}]}', id="nothing"),
        pytest.param('{"x": 1, "x": 2}', id="a key twice"),
        pytest.param('{"x": -Infinity}', id="no number"),
        pytest.param('{"x": ' + "[" * 40 + "]" * 40 + "}", id="too deep"),
        pytest.param('{"x": "\\u202e"}', id="turned around"),
    ],
)
def test_json_that_toml_could_not_say_is_one_fault(text: str) -> None:
    faults = FaultList(file="a.json", text=text)
    assert read_json(faults) is None
    assert len(faults.found) == 1
