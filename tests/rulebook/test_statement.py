"""From the text of a rule block to statements."""

import pytest

from safeconduct.rulebook.condition import Group, Named, Norm, Rule
from safeconduct.rulebook.statement import read_statements

A, B, C = Named(name="a"), Named(name="b"), Named(name="c")


def _rules(text: str) -> tuple[Rule, ...]:
    rules, _, faults = read_statements(text, page="xx.p")
    assert not faults
    return rules


def test_a_rule_is_named_by_its_page_and_place_or_by_its_label() -> None:
    text = "xx.q IF a\nlabel: NOT xx.q IF b\nCLOSED xx.q IF c"
    first, second, third = _rules(text)
    assert [rule.id for rule in (first, second, third)] == ["xx.p.1", "label", "xx.p.3"]
    assert [rule.line for rule in (first, second, third)] == [1, 2, 3]
    assert (first.closed, second.contrary, third.closed) == (False, True, True)
    assert (first.head, first.body) == ("xx.q", A)


def test_a_group_holds_the_lines_below_it() -> None:
    text = "q IF AT LEAST 2 OF\n  a\n  ANY OF\n    b\n    c\n  ALL OF\n    b\n    c"
    (rule,) = _rules(text)
    either, both = Group(at_least=1, parts=(B, C)), Group(at_least=2, parts=(B, C))
    assert rule.body == Group(at_least=2, parts=(A, either, both))


def test_exceptions_and_overridden_rules_stand_below_a_rule() -> None:
    text = "NOT q IF a\n  UNLESS b\n  UNLESS ANY OF\n    b\n    c\n  OVERRIDES r, s\n"
    (rule,) = _rules(text)
    assert rule.unless == (B, Group(at_least=1, parts=(B, C)))
    assert rule.overrides == ("r", "s")


def test_a_presumption_stands_for_two_rules() -> None:
    presumed, rebutted = _rules("PRESUME q WHEN a\n  REBUTTED BY b")
    assert (presumed.id, rebutted.id) == ("xx.p.1.presumed", "xx.p.1.rebutted")
    assert (presumed.body, presumed.unless, presumed.contrary) == (A, (B,), False)
    assert (rebutted.body, rebutted.unless, rebutted.contrary) == (B, (), True)
    assert presumed.rebuttable
    assert rebutted.rebuttable


def test_an_open_norm_is_no_rule() -> None:
    rules, norms, faults = read_statements("OPEN NORM q.r\nOPEN  NORM s", page="xx.p")
    assert norms == (Norm(name="q.r", line=1), Norm(name="s", line=2))
    assert not rules
    assert not faults


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        pytest.param("a AND b", 1, "A statement is a rule", id="a condition alone"),
        pytest.param("UNLESS a", 1, "A statement is a rule", id="UNLESS alone"),
        pytest.param("q IF a\n  b", 2, "no group", id="a member of no group"),
        pytest.param("q IF ALL OF", 1, "needs members", id="an empty group"),
        pytest.param("q IF AT LEAST 0 OF\n  a", 1, "cannot be", id="at least none"),
        pytest.param(
            "q IF AT LEAST 2 OF\n  a", 1, "cannot be", id="more than there are"
        ),
        pytest.param(
            "q IF ALL OF\n  ANY OF\n    a\n    UNLESS b", 4, "the rule only", id="deep"
        ),
        pytest.param("q IF a\n  REBUTTED BY b", 2, "to PRESUME", id="a plain rule"),
        pytest.param("PRESUME q WHEN a", 1, "needs one REBUTTED", id="no rebuttal"),
        pytest.param(
            "PRESUME q WHEN a\n  REBUTTED BY b\n  UNLESS c",
            1,
            "nothing beside",
            id="both",
        ),
        pytest.param("PRESUME q WHEN a\n  UNLESS b", 2, "REBUTTED BY", id="unless"),
        pytest.param("q IF a\n\tb", 2, "not tabs", id="a tab"),
        pytest.param("q IF", 1, "missing at the end", id="cut short"),
    ],
)
def test_a_wrong_statement_is_told_with_its_line(
    text: str, line: int, what: str
) -> None:
    _, _, (fault,) = read_statements(text, page="xx.p")
    assert fault.line == line
    assert what in str(fault)


def test_all_wrong_statements_are_told_and_the_right_ones_read() -> None:
    rules, _, faults = read_statements("q IF\nq IF a\nIF b", page="xx.p")
    assert [fault.line for fault in faults] == [1, 3]
    assert [rule.body for rule in rules] == [A]
