"""Reading a case file: what is not written is unknown, and every fault is named."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from safeconduct.base.case import Case
from safeconduct.base.day import DayRange
from safeconduct.base.errors import InputError
from safeconduct.base.value import Choice, Span
from safeconduct.facts.case_file import MAX_BYTES, read_case
from safeconduct.rulebook.record import Rulebook
from tests.app.call_kit import CASES, HEAD
from tests.rulebook.page_kit import finding, good, head, rules

SAID = '[[fact]]\nname = "refusal.said"\nvalue = true\n'
LEFT = '[[fact]]\nname = "left.day"\n'
JUDGED = '[[judgement]]\nname = "xx.n"\nvalue = true\nby = "a"\nreasons = "b"\n'
PLACE = '[[fact]]\nname = "place.country"\n'


@pytest.fixture(scope="module")
def small() -> Rulebook:
    """A rulebook of the invented country, with one open norm."""
    text = rules("xx.q IF refusal.said\nOPEN NORM xx.n") + finding("xx.q")
    return good(head() + text + finding("xx.n"))


def _read(text: str, rulebook: Rulebook, before: str = HEAD) -> Case:
    return read_case((before + text).encode(), file="a.toml", rulebook=rulebook)


def _told(text: str, rulebook: Rulebook, before: str = HEAD) -> list[str]:
    with pytest.raises(InputError) as caught:
        _read(text, rulebook, before)
    return str(caught.value).splitlines()


def test_what_is_not_written_is_unknown_and_never_no(small: Rulebook) -> None:
    case = _read("", small)
    assert (case.facts, case.lists, case.events) == ((), (), ())
    assert case.as_of == DayRange.exactly(date(2024, 6, 30))


def test_a_fact_is_said_by_somebody_on_a_day(small: Rulebook) -> None:
    (fact,) = _read(SAID, small).facts
    assert fact.possible == Choice(values=frozenset({"true"}))
    assert (fact.of, fact.mark, fact.origin.witness.kind) == (
        "applicant",
        None,
        "other",
    )
    assert fact.origin.said == DayRange.exactly(date(2024, 6, 30))
    assert (fact.origin.confirmed, fact.origin.released) == (False, False)
    assert fact.origin.compartment == "main"


def test_a_witness_is_a_word_or_has_a_source(small: Rulebook) -> None:
    word = _read(f'{SAID}witness = "press"\nsource = "AFP"\n', small).facts[0].origin
    table = 'witness = { kind = "press", source = "AFP" }\n'
    assert _read(SAID + table, small).facts[0].origin == word
    assert (word.witness.kind, word.witness.source) == ("press", "AFP")


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        pytest.param("value = 2022", "2022-01-01", "2022-12-31", id="a year"),
        pytest.param('value = "2022-09"', "2022-09-01", "2022-09-30", id="a month"),
        pytest.param("value = 2022-09-21", "2022-09-21", "2022-09-21", id="a day"),
        pytest.param('any_of = ["2022-09", 2022-11-02]', "2022-09-01", "2022-11-02"),
    ],
)
def test_a_day_leaves_what_it_says(
    small: Rulebook, text: str, low: str, high: str
) -> None:
    (fact,) = _read(f"{LEFT}{text}\n", small).facts
    first, last = date.fromisoformat(low), date.fromisoformat(high)
    assert fact.possible == Span(low=first.toordinal(), high=last.toordinal())


def test_a_changing_fact_holds_from_and_to(small: Rulebook) -> None:
    text = f'{PLACE}value = "KZ"\n'
    (fact,) = _read(f'{text}from = 2023\nto = "2024-02"\n', small).facts
    assert (str(fact.holds_from), str(fact.holds_to)) == ("2023", "2024-02")
    (fact,) = _read(f"{text}day = 2023\n", small).facts
    assert (str(fact.holds_from), str(fact.holds_to)) == ("2023", "2023")


@pytest.mark.parametrize("mark", ["does not know", "no evidence", "withheld"])
def test_the_unknown_has_a_reason_and_no_value(small: Rulebook, mark: str) -> None:
    (fact,) = _read(f'{LEFT}unknown = "{mark}"\n', small).facts
    assert (fact.possible, fact.mark) == (None, mark)


def test_a_value_may_stand_without_evidence(small: Rulebook) -> None:
    (fact,) = _read(f'{SAID}unknown = "no evidence"\n', small).facts
    assert (fact.possible is not None, fact.mark) == (True, "no evidence")


def test_both_versions_of_a_dispute_stay(small: Rulebook) -> None:
    case = _read(SAID + SAID.replace("true", "false"), small)
    assert [fact.possible for fact in case.facts] == [
        Choice(values=frozenset({"true"})),
        Choice(values=frozenset({"false"})),
    ]


def test_an_old_name_is_read_through_its_new_one(small: Rulebook) -> None:
    text = LEFT.replace("left.day", "departure.day") + "value = 2022\n"
    assert _read(text, small).facts[0].name == "left.day"


def test_a_name_that_was_split_is_told_with_its_parts(small: Rulebook) -> None:
    parts = ("left.day", "callup.report_by")
    vocabulary = replace(small.vocabulary, renames=(("old.day", parts),))
    text = LEFT.replace("left.day", "old.day") + "value = 2022\n"
    assert _told(text, replace(small, vocabulary=vocabulary)) == [
        "a.toml:6:1: 'old.day' was split: write left.day and callup.report_by."
    ]


def test_a_list_keeps_its_rows_and_says_whether_it_is_all(small: Rulebook) -> None:
    text = """[list.charges]
complete = "yes"
[[list.charges.row]]
article = ["a337", "a338"]
day = "2023-01"
witness = "press"
[list.stays]
"""
    charges, stays = _read(text, small).lists
    assert (charges.name, charges.complete) == ("charges", "yes")
    assert dict(charges.rows[0].values)["article"] == Choice(
        values=frozenset({"a337", "a338"})
    )
    assert charges.rows[0].origin.witness.kind == "press"
    assert (stays.complete, stays.rows) == ("unknown", ())


def test_events_evidence_judgements_statements_and_consents_are_kept(
    small: Rulebook,
) -> None:
    text = """family = ["spouse", "child"]
notes = "x"
[[event]]
day = "2022-09"
text = "Он ушёл"
text_en = "He left"
text_ru = "другое"
place = "KZ"
evidence = ["order-1"]
[[evidence]]
id = "order-1"
kind = "order"
what = "the order"
seen = 2023
[[judgement]]
name = "xx.n"
value = true
by = "counsel"
reasons = "so"
day = 2024-01-02
[[statement]]
language = "ru"
text = "Я"
[[consent]]
to = "counsel"
what = "to read"
withdrawn = true
"""
    case = _read(text, small)
    assert case.events[0].texts == (("ru", "Он ушёл"), ("en", "He left"))
    assert case.evidence[0].held_by == "other"
    assert (case.judgements[0].value, str(case.judgements[0].day)) == (
        True,
        "2024-01-02",
    )
    assert (case.statements[0].confirmed, case.consents[0].withdrawn) == (False, True)
    assert (case.family, case.notes) == (("spouse", "child"), "x")


def test_what_is_counsels_only_stands_in_counsels_compartment(
    shipped: Rulebook,
) -> None:
    text = '[[fact]]\nname = "acts.took_part"\nvalue = false\n'
    assert _read(text, shipped).facts[0].origin.compartment == "counsel"


def test_a_file_with_the_line_ends_of_windows_reads_the_same(small: Rulebook) -> None:
    text = HEAD + SAID
    windows = read_case(
        text.replace("\n", "\r\n").encode(), file="a.toml", rulebook=small
    )
    assert windows == _read(SAID, small)


@pytest.mark.parametrize(
    "path", sorted(CASES.glob("*.toml")), ids=lambda path: path.stem
)
def test_the_stories_that_ship_are_read(path: Path, shipped: Rulebook) -> None:
    assert read_case(path.read_bytes(), file="a.toml", rulebook=shipped).facts


BAD: dict[str, tuple[str, str]] = {
    "a value twice": (f"{SAID}any_of = [true]\n", "8:1: Write 'value' or 'any_of'"),
    "no value": (f"{LEFT}witness = 'press'\n", "6:1: Write 'value', 'any_of' or"),
    "one value in any_of": (f"{LEFT}any_of = 2022\n", "7:1: 'any_of' is a list of"),
    "a list in value": (f"{LEFT}value = [2022]\n", "7:1: 'value' is one value;"),
    "a fraction": (f"{LEFT}value = 1.5\n", "7:1: A value is a text, a number"),
    "an open norm as a fact": (
        '[[fact]]\nname = "xx.n"\nvalue = true\n', "6:1: 'xx.n' is an open norm",
    ),
    "no open norm": (
        JUDGED.replace("xx.n", "xx.m") + "day = 2024-01-01\n",
        "6:1: No open norm is called 'xx.m'.",
    ),
    "a judgement without a day": (
        JUDGED,
        "5:1: 'day' is missing",
    ),
    "a judgement on half a day": (JUDGED + "day = 2024\n", "10:1: 'day' must be"),
    "a list that is none": ("[list]\ncharges = 1\n", "6:1: 'charges' is missing or no"),
    "a list of nothing known": ("[list.chrges]\n", "5:1: No list is called 'chrges'."),
    "a witness of no kind": (
        f"{SAID}witness = {{ kind = 'pres' }}\n", "8:13: 'kind' is 'pres'",
    ),
    "two sources": (
        f"{SAID}witness = {{ source = 'a' }}\nsource = 'b'\n", "9:1: The witness has a",
    ),
    "an escape": (f'{SAID}source = "a\\u001bb"\n', "8:1: A control character (U+001B)"),
    "an escaped turn": (f'{SAID}source = "a\\u202eb"\n', "8:1: A control character"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_what_is_wrong_is_told_with_its_place(name: str, small: Rulebook) -> None:
    text, line = BAD[name]
    told = _told(text, small)
    assert told[0].startswith(f"a.toml:{line}"), told


def test_a_format_of_another_version_is_refused(small: Rulebook) -> None:
    before = HEAD.replace("format = 1", "format = 2")
    assert _told("", small, before) == ["a.toml:1:1: This program reads format 1 only."]


def test_a_head_without_anything_is_told_whole(small: Rulebook) -> None:
    assert [line.partition(": ")[2] for line in _told("x = 1", small, "")] == [
        "'alias' is missing (a text in quotes).",
        "'format' is missing (a whole number).",
        "'x' is not known here.",
        "Name at least one language the person reads.",
    ]


def test_a_file_too_large_is_refused_before_it_is_read(small: Rulebook) -> None:
    with pytest.raises(InputError, match=f"at most {MAX_BYTES} are read"):
        read_case(b"#" * (MAX_BYTES + 1), file="a.toml", rulebook=small)


def test_an_empty_file_is_said_to_be_empty(small: Rulebook) -> None:
    assert _told("", small, " \n") == ["a.toml: The file is empty."]
