"""What would change a finding: what may be held, and for counsel everything."""

import pytest

from safeconduct.assessment.change import Change, changes_of
from safeconduct.base.truth import Verdict
from safeconduct.rulebook.record import Rulebook
from tests.assessment.case_kit import interview, state
from tests.assessment.law_kit import clock, rules

T, F = Verdict.TRUE, Verdict.FALSE


def _changes(
    rulebook: Rulebook, facts: dict[str, object] | None = None, *, counsel: bool = False
) -> tuple[Change, ...]:
    found = interview(rulebook, "xx.p", counsel=counsel)
    return changes_of(found, state(rulebook, facts), "xx.p")


def _short(found: tuple[Change, ...]) -> list[tuple[str, tuple[str, ...], Verdict]]:
    return [(item.key, item.answer.values, item.verdict) for item in found]


def test_an_open_fact_may_change_it() -> None:
    found = _changes(rules("CLOSED xx.p IF f.a OR f.b"), {"f.b": False})
    assert _short(found) == [("f.a", ("true",), T), ("f.a", ("false",), F)]
    assert not found[0].is_known


def test_what_changes_nothing_alone_is_not_told() -> None:
    assert _changes(rules("CLOSED xx.p IF f.a AND f.b")) != ()
    assert _short(_changes(rules("xx.p IF f.a AND f.b"))) == []


def test_a_known_fact_is_varied_for_counsel_only() -> None:
    rulebook = rules("CLOSED xx.p IF f.a")
    assert _changes(rulebook, {"f.a": True}) == ()
    (found,) = _changes(rulebook, {"f.a": True}, counsel=True)
    assert (found.verdict, found.is_known) == (F, True)


def test_a_disputed_fact_is_open() -> None:
    rulebook = rules("CLOSED xx.p IF f.a")
    found = _changes(rulebook, {"f.a": frozenset({True, False})})
    assert {item.verdict for item in found} == {T, F}


FOR_COUNSEL = {
    "a counsel-only fact": ("CLOSED xx.p IF s.act", True),
    "a paper that nobody holds": ("CLOSED xx.p IF w.has", False),
}


@pytest.mark.parametrize(("text", "marked"), FOR_COUNSEL.values(), ids=FOR_COUNSEL)
def test_only_counsel_is_told_of(text: str, marked: bool) -> None:  # noqa: FBT001 (a column of the table)
    assert _changes(rules(text)) == ()
    found = _changes(rules(text), counsel=True)
    assert [item.counsel_only for item in found] == [marked, marked]


def test_a_clock_is_no_answer() -> None:
    rulebook = rules("CLOSED xx.p IF USED xx.clock >= 90", blocks=clock())
    assert _changes(rulebook, counsel=True) == ()


def test_a_list_may_change_it() -> None:
    rulebook = rules("CLOSED xx.p IF EXISTS charges WHERE (charges.article = a337)")
    assert [item.verdict for item in _changes(rulebook)] == [F, T]


def test_a_counsel_only_list_changes_nothing_without_counsel() -> None:
    rulebook = rules("CLOSED xx.p IF EXISTS crimes WHERE (crimes.grave)")
    assert _changes(rulebook) == ()
    assert len(_changes(rulebook, counsel=True)) == 2


def test_an_open_norm_is_counsel_s_to_decide() -> None:
    rulebook = rules("CLOSED xx.p IF xx.n\nOPEN NORM xx.n")
    assert _changes(rulebook) == ()
    assert len(_changes(rulebook, counsel=True)) == 2
