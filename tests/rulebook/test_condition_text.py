"""From a line to the condition that it says."""

from datetime import date

import pytest

from safeconduct.base.day import Period
from safeconduct.rulebook.condition import (
    Compare,
    Condition,
    Exists,
    Group,
    Member,
    Named,
    Not,
    Operand,
    Used,
)
from safeconduct.rulebook.condition_text import read_condition
from safeconduct.rulebook.line import StatementError

A, B, C = Named(name="a.b"), Named(name="c"), Named(name="d")
LEFT = Operand(name="left.day")
DAY = date(2022, 9, 24).toordinal()


def _both(*parts: Condition) -> Group:
    return Group(at_least=len(parts), parts=parts)


def _any(*parts: Condition) -> Group:
    return Group(at_least=1, parts=parts)


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        pytest.param("a.b", A, id="a name"),
        pytest.param("a.b OF wife", Named(name="a.b", of="wife"), id="of somebody"),
        pytest.param("NOT a.b", Not(part=A), id="the contrary"),
        pytest.param("NOT NOT a.b", Not(part=Not(part=A)), id="twice the contrary"),
        pytest.param("a.b AND c", _both(A, B), id="both"),
        pytest.param("a.b OR c", _any(A, B), id="either"),
        pytest.param("a.b OR c AND d", _any(A, _both(B, C)), id="AND binds closer"),
        pytest.param("(a.b OR c) AND d", _both(_any(A, B), C), id="parentheses"),
        pytest.param(
            "left.day >= 2022-09-24",
            Compare(left=LEFT, relation=">=", right=Operand(number=DAY, is_day=True)),
            id="a day",
        ),
        pytest.param(
            "left.day OF son < TODAY - 1 month",
            Compare(
                left=Operand(name="left.day", of="son"),
                relation="<",
                right=Operand(today=True, offset=Period(count=-1, unit="months")),
            ),
            id="today, moved back",
        ),
        pytest.param(
            "person.age + 2 years != 18",
            Compare(
                left=Operand(name="person.age", offset=Period(count=2, unit="years")),
                relation="!=",
                right=Operand(number=18),
            ),
            id="a number, moved on",
        ),
        pytest.param(
            "left.day <= call.day OF wife",
            Compare(
                left=LEFT, relation="<=", right=Operand(name="call.day", of="wife")
            ),
            id="two facts",
        ),
        pytest.param(
            "place = KZ", Member(name="place", values=frozenset({"KZ"})), id="a word"
        ),
        pytest.param(
            "place OF wife != KZ",
            Not(part=Member(name="place", of="wife", values=frozenset({"KZ"}))),
            id="not a word",
        ),
        pytest.param(
            "place IN (KZ, AT, BY)",
            Member(name="place", values=frozenset({"KZ", "AT", "BY"})),
            id="one of words",
        ),
        pytest.param(
            "place IN (KZ)", Member(name="place", values=frozenset({"KZ"})), id="one"
        ),
        pytest.param(
            "place IN xx.safe", Member(name="place", parameter="xx.safe"), id="of a set"
        ),
        pytest.param(
            "EXISTS charges WHERE (charges.severe)",
            Exists(list="charges", at_least=1, where=Named(name="charges.severe")),
            id="a row",
        ),
        pytest.param(
            "EXISTS charges AT LEAST 2 WHERE (charges.severe)",
            Exists(list="charges", at_least=2, where=Named(name="charges.severe")),
            id="two rows",
        ),
        pytest.param(
            "USED kz.stay >= 80", Used(clock="kz.stay", at_least=80), id="days"
        ),
    ],
)
def test_a_condition_says_what_the_grammar_says(
    text: str, condition: Condition
) -> None:
    assert read_condition(f"  {text} ") == condition


@pytest.mark.parametrize(
    ("text", "column", "what"),
    [
        pytest.param("left.day > KZ", 1, "'KZ' is a word", id="the order of words"),
        pytest.param("18 = KZ", 1, "Only a fact", id="a number and a word"),
        pytest.param("a + 1 day = KZ", 1, "Only a fact", id="a moved fact and a word"),
        pytest.param("a.b = 2022-02-30", 7, "'2022-02-30' is not", id="no such day"),
        pytest.param("a.b = 12345678901", 7, "too large", id="a number too large"),
        pytest.param("a.b > TODAY + 9999999999 days", 15, "too large", id="an offset"),
        pytest.param("USED a.b < 3", 10, ">= only", id="less than used"),
        pytest.param("USED a.b >= 12345678901", 13, "too large", id="days used"),
        pytest.param("a.b IF c", 1, "A condition was expected", id="a rule"),
        pytest.param("OPEN NORM c", 1, "A condition was expected", id="a norm"),
        pytest.param("ALL OF", 1, "A condition was expected", id="a group"),
        pytest.param("EXISTS a", 9, "missing at the end", id="no test of rows"),
        pytest.param("EXISTS a AT LEAST 12345678901 WHERE (b)", 19, "large", id="rows"),
    ],
)
def test_what_is_no_condition_is_refused_at_its_place(
    text: str, column: int, what: str
) -> None:
    with pytest.raises(StatementError) as caught:
        read_condition(text)
    assert what in str(caught.value)
    assert (caught.value.line, caught.value.column) == (1, column)
