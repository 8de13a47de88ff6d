"""Where things stand in a text."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.base.place import (
    Path,
    Place,
    find_word,
    locate,
    place_at,
    places_of,
)

TEXT = '''format = 1
a.b = 2
"x.y" = { k = [1, 2, { z = "}" }], 'q' = 3 } # c = 1
story = """
[[fact]]
name = "in a story" """
[[fact]]
name = "first" # [[fact]]
[[fact]]
  name = 'second = "x"'
[list.charges]
complete = "no"
[[list.charges.row]]
article = [
  "a", # "b]"
  "c",
]
[[list.charges.row]]
witness = { kind = "press" }
"esc\\u0061ped" = true
text = \'\'\'
[head]
x = 1\'\'\'\'
end = 2026-01-02 10:00:00
'''


@pytest.mark.parametrize(
    ("path", "line", "column"),
    [
        pytest.param((), 1, 1, id="the whole text"),
        pytest.param(("format",), 1, 1, id="a key"),
        pytest.param(("a", "b"), 2, 3, id="a dotted key"),
        pytest.param(("x.y",), 3, 1, id="a quoted key"),
        pytest.param(("x.y", "k"), 3, 11, id="a key of an inline table"),
        pytest.param(("x.y", "k", 1), 3, 19, id="an item of a list"),
        pytest.param(("x.y", "k", 2, "z"), 3, 24, id="a key in a list"),
        pytest.param(("x.y", "q"), 3, 36, id="after a list"),
        pytest.param(("fact",), 7, 1, id="the first of many tables"),
        pytest.param(("fact", 1), 9, 1, id="the second of many tables"),
        pytest.param(("fact", 0, "name"), 8, 1, id="not what a story says"),
        pytest.param(("fact", 1, "name"), 10, 3, id="an indented key"),
        pytest.param(("fact", 1, "value"), 9, 1, id="a missing key: its table"),
        pytest.param(("list", "charges", "complete"), 12, 1, id="a table in a table"),
        pytest.param(
            ("list", "charges", "row", 0, "article", 1), 16, 3, id="a long list"
        ),
        pytest.param(
            ("list", "charges", "row", 1, "witness", "kind"), 19, 13, id="the last row"
        ),
        pytest.param(
            ("list", "charges", "row", 1, "escaped"), 20, 1, id="an escaped key"
        ),
        pytest.param(
            ("list", "charges", "row", 1, "end"), 24, 1, id="after a literal text"
        ),
        pytest.param(("nothing", "at", "all"), 1, 1, id="an unknown path"),
    ],
)
def test_a_key_is_found_where_it_stands(path: Path, line: int, column: int) -> None:
    tomllib.loads(TEXT)
    assert locate(places_of(TEXT), path) == Place(line=line, column=column)


def test_a_text_within_a_file_counts_from_its_first_line() -> None:
    places = places_of("a = 1\nb = 2\n")
    assert locate(places, ("b",), first_line=11) == Place(line=12, column=1)


def test_the_whole_of_a_block_is_the_line_that_opens_it() -> None:
    assert locate({}, (), first_line=11) == Place(line=10, column=1)


KEYS = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=4)
LEAVES = st.one_of(st.integers(0, 9), st.booleans(), KEYS)
TREES = st.dictionaries(
    KEYS,
    st.recursive(
        LEAVES,
        lambda inner: st.one_of(
            st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=3)
        ),
        max_leaves=6,
    ),
    max_size=4,
)


def _quoted(text: str) -> str:
    return '"' + "".join(f"\\U{ord(char):08x}" for char in text) + '"'


def _written(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case int():
            return str(value)
        case str():
            return _quoted(value)
        case list():
            return "[ " + ", # c\n ".join(map(_written, value)) + "\n]"
        case dict():
            pairs = (
                f"{_quoted(key)} = {_written(part)}" for key, part in value.items()
            )
            return "{" + ", ".join(pairs) + "}"
        case _:
            raise TypeError


def _paths(value: object, path: Path) -> list[Path]:
    inner: list[tuple[Path, object]] = []
    if isinstance(value, dict):
        inner = [((*path, key), part) for key, part in value.items()]
    elif isinstance(value, list):
        inner = [((*path, at), part) for at, part in enumerate(value)]
    return [*(p for p, _ in inner), *(q for p, part in inner for q in _paths(part, p))]


@given(TREES)
def test_every_key_of_any_text_has_a_place_of_its_own(tree: dict[str, object]) -> None:
    text = "".join(f"{_quoted(key)} = {_written(part)}\n" for key, part in tree.items())
    assert tomllib.loads(text) == tree
    places = places_of(text)
    assert set(_paths(tree, ())) == set(places)
    assert len({(place.line, place.column) for place in places.values()}) == len(places)


@pytest.mark.parametrize(
    "text", ["a = [ }", "a = { = }", "[a", "=", "a = [", "a = {", '"\\ud800"', '"\\q"=']
)
def test_a_scan_of_what_is_no_toml_ends(text: str) -> None:
    assert len(places_of(text)) <= 3


@given(st.text(st.sampled_from("ab.=\"'[]{}#,\n 1"), max_size=40))
def test_a_text_that_is_no_toml_is_left_where_it_is_wrong(text: str) -> None:
    assert all(place.line >= 1 for place in places_of(text).values())


@pytest.mark.parametrize(
    ("word", "first_line", "found"),
    [
        pytest.param("left.day", 1, (1, 5), id="a name"),
        pytest.param("left.day", 2, (3, 1), id="from a line on"),
        pytest.param("left", 1, (2, 2), id="not half of a name"),
        pytest.param("day", 1, None, id="not the other half"),
        pytest.param("KZ", 1, (3, 13), id="a word"),
    ],
)
def test_a_word_is_found_where_it_stands_alone(
    word: str, first_line: int, found: tuple[int, int] | None
) -> None:
    text = "IF (left.day = 1)\n left\nleft.day IN KZ"
    place = find_word(text, word, first_line=first_line)
    assert found == (None if place is None else (place.line, place.column))


@given(st.text(st.sampled_from("ab\n"), min_size=1), st.data())
def test_a_character_is_where_its_line_and_column_say(
    text: str, data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, len(text) - 1))
    place = place_at(text, index)
    line = text.split("\n")[place.line - 1]
    assert (line + "\n")[place.column - 1] == text[index]
