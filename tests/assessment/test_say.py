"""Facts and tests in words, in three languages."""

from datetime import date

import pytest

from safeconduct.assessment.atom import (
    NOW,
    Atom,
    CompareAtom,
    ExistsAtom,
    MemberAtom,
    NormAtom,
    RowTest,
    Side,
    UsedAtom,
)
from safeconduct.assessment.say import Speaker
from safeconduct.base.day import Period
from safeconduct.base.text import Text
from safeconduct.base.value import Choice, Span, Value
from tests.assessment.law_kit import VOCABULARY, law, page, text

ENUM = f"""
[[fact]]
name = "k.kind"
type = "enum"
values = ["one", "other"]
label = {text("kind")}
ask = {text("kind?")}
[fact.value_labels]
one = {text("the one")}
"""
LAW = law(page("xx.p IF f.a"), vocabulary=VOCABULARY + ENUM)
SPEAKER = Speaker(LAW.vocabulary)
LEFT = Side(key="d.left", is_day=True)


def _day(text_of_day: str) -> int:
    return date.fromisoformat(text_of_day).toordinal()


LABELS = {
    "f.a": "RU f.a",
    "w.has OF wife": "RU w.has (wife)",
    "list.charges": "RU charges",
    "list.nothing": "list.nothing",
    "xx.n": "xx.n",
}
QUESTIONS = {
    "f.a": "RU f.a?",
    "w.has OF wife": "RU w.has?",
    "list.charges": "RU charges?",
    "list.nothing": "list.nothing",
    "xx.n": "xx.n",
}


@pytest.mark.parametrize(("key", "words"), LABELS.items())
def test_a_fact_is_called_by_its_label_and_else_by_its_name(
    key: str, words: str
) -> None:
    assert SPEAKER.label(key).ru == words


@pytest.mark.parametrize(("key", "words"), QUESTIONS.items())
def test_a_fact_is_asked_for_in_the_words_of_the_vocabulary(
    key: str, words: str
) -> None:
    assert SPEAKER.question(key).ru == words


VALUES: dict[str, tuple[str, Value | None, Text]] = {
    "nothing": ("f.a", None, Text(en="not known", ru="неизвестно", fr="inconnu")),
    "yes": (
        "f.a",
        Choice(values=frozenset({"true"})),
        Text(en="yes", ru="да", fr="oui"),
    ),
    "yes or no": (
        "f.a",
        Choice(values=frozenset({"true", "false"})),
        Text(en="no or yes", ru="нет или да", fr="non ou oui"),
    ),
    "a labelled value": (
        "k.kind",
        Choice(values=frozenset({"one"})),
        Text(en="EN the one", ru="RU the one", fr="FR the one"),
    ),
    "a value without a label": (
        "k.kind",
        Choice(values=frozenset({"other"})),
        Text(en="other", ru="other", fr="other"),
    ),
    "a column's value": (
        "charges.article",
        Choice(values=frozenset({"a337"})),
        Text(en="a337", ru="a337", fr="a337"),
    ),
    "a month": (
        "d.left",
        Span(low=_day("2022-09-01"), high=_day("2022-09-30")),
        Text(en="2022-09", ru="2022-09", fr="2022-09"),
    ),
    "a column's day": (
        "charges.day",
        Span(low=_day("2022-09-01"), high=_day("2022-09-01")),
        Text(en="2022-09-01", ru="2022-09-01", fr="2022-09-01"),
    ),
    "a number": ("n.age", Span(low=7, high=7), Text(en="7", ru="7", fr="7")),
    "a span": ("n.age", Span(low=7, high=9), Text(en="7–9", ru="7–9", fr="7–9")),
    "a number of an unknown name": (
        "xx.n",
        Span(low=7, high=7),
        Text(en="7", ru="7", fr="7"),
    ),
}


@pytest.mark.parametrize(("key", "value", "words"), VALUES.values(), ids=VALUES)
def test_a_value_is_said(key: str, value: Value | None, words: Text) -> None:
    assert SPEAKER.value(key, value) == words


TESTS: dict[str, tuple[Atom, str]] = {
    "membership": (
        MemberAtom(key="f.a", values=frozenset({"true"})),
        "EN f.a: yes",
    ),
    "a norm": (NormAtom(key="xx.n"), "xx.n"),
    "a list": (
        ExistsAtom(list="charges", at_least=1, where=RowTest(at_least=0)),
        "EN charges",
    ),
    "a clock": (UsedAtom(clock="xx.clock", at_least=90), "xx.clock ≥ 90"),
    "two days": (
        CompareAtom(
            left=LEFT,
            relation="<",
            right=Side(constant=_day("2022-09-21"), is_day=True),
        ),
        "EN d.left before 2022-09-21",
    ),
    "a day and today": (
        CompareAtom(left=LEFT, relation=">=", right=Side(key=NOW, is_day=True)),
        "EN d.left on or after the day of the question",
    ),
    "a day moved on": (
        CompareAtom(
            left=LEFT,
            relation="=",
            right=Side(
                key="d.order", is_day=True, offset=Period(count=2, unit="weeks")
            ),
        ),
        "EN d.left is EN d.order + 2 weeks",
    ),
    "a day moved back": (
        CompareAtom(
            left=LEFT,
            relation="!=",
            right=Side(
                key="d.order", is_day=True, offset=Period(count=-1, unit="months")
            ),
        ),
        "EN d.left is not EN d.order − 1 months",
    ),
    "numbers": (
        CompareAtom(left=Side(key="n.age"), relation=">", right=Side(constant=17)),
        "EN n.age > 17",
    ),
}


@pytest.mark.parametrize(("atom", "words"), TESTS.values(), ids=TESTS)
def test_a_test_is_said(atom: Atom, words: str) -> None:
    assert SPEAKER.test(atom).en == words
