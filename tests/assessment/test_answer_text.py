"""An answer as somebody would give it, in three languages."""

from datetime import date

import pytest

from safeconduct.assessment.answer import Answer
from safeconduct.assessment.answer_text import answer_text
from safeconduct.assessment.compiler import compile_tape
from safeconduct.assessment.lane import Forced, Supposed
from safeconduct.assessment.say import Speaker
from safeconduct.assessment.state import RowSet
from safeconduct.base.value import FIRST, HIGHEST, LAST, LOWEST, Choice, Span
from tests.assessment.law_kit import DAY, VOCABULARY, fact, law, page

WORDS = [f"w{at}" for at in range(12)]
TESTS = (
    "charges.article = a337 AND NOT charges.open",
    "charges.article = a338 OR charges.day < 2024-01-01",
    "charges.count >= 2",
    "charges.day >= TODAY",
)
LAW = law(
    page(
        "\n".join(
            f"xx.p{at} IF EXISTS charges WHERE ({test})"
            for at, test in enumerate(TESTS)
        )
    ),
    vocabulary=VOCABULARY + fact("k.many", "enum", values=[*WORDS, "other"]),
)
TAPE = compile_tape(LAW, on=DAY, known_on=DAY)
SPEAKER = Speaker(LAW.vocabulary)


def _said(key: str, supposed: Supposed, *values: str) -> tuple[str, str, str]:
    answer = Answer(supposed=supposed, values=values, share=1)
    found = answer_text(SPEAKER, TAPE, key, answer)
    return found.en, found.ru, found.fr


def _day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


SPANS: dict[str, tuple[str, Span, str]] = {
    "a day": (
        "d.left",
        Span(low=_day("2024-01-01"), high=_day("2024-01-01")),
        "2024-01-01",
    ),
    "days": (
        "d.left",
        Span(low=_day("2024-01-01"), high=_day("2024-01-31")),
        "from 2024-01-01 until 2024-01-31",
    ),
    "until a day": (
        "d.left",
        Span(low=FIRST, high=_day("2024-01-31")),
        "until 2024-01-31",
    ),
    "from a day": (
        "d.left",
        Span(low=_day("2024-01-01"), high=LAST),
        "from 2024-01-01",
    ),
    "a number": ("n.age", Span(low=7, high=7), "7"),
    "numbers": ("n.age", Span(low=7, high=9), "at least 7, at most 9"),
    "a number and more": ("n.age", Span(low=7, high=HIGHEST), "at least 7"),
    "a number and less": ("n.age", Span(low=LOWEST, high=9), "at most 9"),
}


@pytest.mark.parametrize(("key", "span", "text"), SPANS.values(), ids=SPANS)
def test_days_and_numbers_are_said(key: str, span: Span, text: str) -> None:
    assert _said(key, span)[0] == text


def test_values_are_said_and_very_many_are_cut_short() -> None:
    yes = Choice(values=frozenset({"true"}))
    assert _said("f.a", yes, "true") == ("yes", "да", "oui")
    many = Choice(values=frozenset(WORDS))
    assert _said("k.many", many, *WORDS)[0].startswith("w0 or w1 or w2 or ")
    assert "w5" not in _said("k.many", many, *WORDS)[0]


def test_nothing_more_in_a_list_is_said() -> None:
    found = _said("list.charges", RowSet(complete="yes", rows=()))
    assert all(found)
    assert len(set(found)) == 3


ROWS = {
    0: ("a337", "not: "),
    1: ("a338", "day < 2024-01-01"),
    2: ("count >= 2",),
    3: ("day >= ",),
}


@pytest.mark.parametrize(("index", "parts"), ROWS.items())
def test_a_row_that_a_test_looks_for_is_said(
    index: int, parts: tuple[str, ...]
) -> None:
    found = _said("list.charges", Forced(atoms=frozenset({index})))[0]
    assert [part for part in parts if part not in found] == []


def test_no_answer_is_said_as_nothing() -> None:
    assert _said("f.a", None) == ("", "", "")
