"""What to ask next: what settles most for what it costs, and nothing else."""

from dataclasses import replace

import pytest

from safeconduct.assessment.question import Priors, Ranked, rank
from safeconduct.base.truth import Verdict
from safeconduct.rulebook.record import Rulebook
from tests.assessment.case_kit import interview, row_set, state
from tests.assessment.law_kit import VOCABULARY, clock, fact, law, page, rules

T, F = Verdict.TRUE, Verdict.FALSE
BOTH = frozenset({True, False})


def _ranked(
    rulebook: Rulebook,
    facts: dict[str, object] | None = None,
    *,
    goals: tuple[str, ...] = ("xx.p",),
    counsel: bool = False,
) -> tuple[Ranked, ...]:
    return rank(interview(rulebook, *goals, counsel=counsel), state(rulebook, facts))


def _keys(found: tuple[Ranked, ...]) -> list[str]:
    return [item.key for item in found]


def test_what_settles_a_goal_comes_first() -> None:
    rulebook = rules("CLOSED xx.p IF f.a OR (f.b AND f.c)")
    assert _keys(_ranked(rulebook)) == ["f.a", "f.b", "f.c"]


def test_what_cannot_reach_an_open_goal_is_not_asked() -> None:
    rulebook = rules("CLOSED xx.p IF f.a OR (f.b AND f.c)\nxx.q IF f.d")
    assert _keys(_ranked(rulebook, {"f.b": False})) == ["f.a"]


def test_questions_stop_when_nothing_unknown_matters() -> None:
    rulebook = rules("CLOSED xx.p IF f.a OR f.b")
    assert _ranked(rulebook, {"f.a": True}) == ()


def test_a_goal_of_no_weight_asks_nothing() -> None:
    rulebook = rules("CLOSED xx.p IF f.a")
    table = replace(interview(rulebook, "xx.p"), goals={"xx.p": 0})
    assert rank(table, state(rulebook)) == ()


def test_what_an_answer_settles_is_told_with_it() -> None:
    (found,) = _ranked(rules("CLOSED xx.p IF f.a"))
    told = [(item.answer.values, item.goal, item.verdict) for item in found.settles]
    assert told == [(("true",), "xx.p", T), (("false",), "xx.p", F)]
    assert found.score == pytest.approx(1 / 3)


def test_a_dispute_is_asked_again() -> None:
    (found,) = _ranked(rules("CLOSED xx.p IF f.a"), {"f.a": BOTH})
    assert found.disputed
    assert {item.verdict for item in found.settles} == {T, F}


def test_a_dispute_that_decides_nothing_is_not_asked() -> None:
    rulebook = rules("CLOSED xx.p IF f.a OR f.b")
    assert _ranked(rulebook, {"f.a": BOTH, "f.b": True}) == ()


def test_the_cheaper_comes_first_and_distress_and_danger_cost() -> None:
    vocabulary = VOCABULARY + "\n".join(
        (
            fact("k.cheap", cost=1),
            fact("k.hurts", cost=1, distress=2),
            fact("k.risks", cost=1, danger=2),
        )
    )
    rulebook = law(
        page("CLOSED xx.p IF k.risks OR k.hurts OR k.cheap"), vocabulary=vocabulary
    )
    assert _keys(_ranked(rulebook)) == ["k.cheap", "k.hurts", "k.risks"]


def test_equals_come_in_the_order_of_the_vocabulary() -> None:
    assert _keys(_ranked(rules("CLOSED xx.p IF f.c OR f.b OR f.a"))) == [
        "f.a",
        "f.b",
        "f.c",
    ]


def test_a_prior_moves_what_is_likely_to_settle() -> None:
    rulebook = rules("CLOSED xx.p IF f.a OR f.b")
    likely = Priors(table={"f.b": {"true": 0.9}})
    table = replace(interview(rulebook, "xx.p"), priors=likely)
    assert _keys(rank(table, state(rulebook))) == ["f.b", "f.a"]


def test_a_heavier_goal_pulls_its_question_up() -> None:
    rulebook = rules("CLOSED xx.p IF f.a\nCLOSED xx.q IF f.b")
    table = replace(interview(rulebook), goals={"xx.p": 1, "xx.q": 9})
    assert _keys(rank(table, state(rulebook))) == ["f.b", "f.a"]


def test_on_a_plateau_what_settles_more_open_steps_comes_first() -> None:
    rulebook = rules(
        "xx.p IF xx.one AND xx.two AND f.c\n"
        "CLOSED xx.one IF f.b\nCLOSED xx.two IF f.b OR f.a"
    )
    found = _ranked(rulebook)
    assert _keys(found)[0] == "f.b"
    assert found[0].settles == ()
    assert 0 < found[0].score < 0.001


UNASKED = {
    "counsel only": "CLOSED xx.p IF s.act",
    "very dangerous": "CLOSED xx.p IF s.danger",
    "a counsel-only list": "CLOSED xx.p IF EXISTS crimes WHERE (crimes.grave)",
    "an open norm": "CLOSED xx.p IF xx.n\nOPEN NORM xx.n",
}


@pytest.mark.parametrize("body", UNASKED.values(), ids=UNASKED)
def test_only_counsel_asks_what_is(body: str) -> None:
    rulebook = rules(body)
    assert _ranked(rulebook) == ()
    assert len(_ranked(rulebook, counsel=True)) == 1


def test_a_clock_is_never_asked_for() -> None:
    rulebook = rules("CLOSED xx.p IF USED xx.clock >= 90", blocks=clock())
    assert _ranked(rulebook, counsel=True) == ()


def test_a_list_is_asked_for() -> None:
    rulebook = rules("CLOSED xx.p IF EXISTS charges WHERE (charges.article = a337)")
    (found,) = _ranked(rulebook)
    assert (found.key, len(found.answers)) == ("list.charges", 2)
    assert {item.verdict for item in found.settles} == {T, F}


def test_a_list_that_decides_is_not_asked_for() -> None:
    rulebook = rules("CLOSED xx.p IF EXISTS charges WHERE (charges.article = a337)")
    rows = {"charges": row_set(rulebook, "charges", {"article": "a337"})}
    assert rank(interview(rulebook, "xx.p"), state(rulebook, lists=rows)) == ()


def test_a_fact_of_somebody_else_is_asked_by_its_key() -> None:
    assert _keys(_ranked(rules("CLOSED xx.p IF w.has OF wife"))) == ["w.has OF wife"]


def test_the_same_inputs_give_the_same_order() -> None:
    rulebook = rules(
        "CLOSED xx.p IF AT LEAST 2 OF\n  f.a\n  f.b\n  f.c\n  e.colour = red"
    )
    assert _ranked(rulebook) == _ranked(rulebook)


def test_more_versions_than_questions_look_at_still_give_questions() -> None:
    names = "abcde"
    rulebook = rules(f"CLOSED xx.p IF {' OR '.join(f'f.{name}' for name in names)}")
    found = _ranked(rulebook, {f"f.{name}": BOTH for name in names})
    assert set(_keys(found)) == {f"f.{name}" for name in names}
