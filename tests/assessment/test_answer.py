"""The answers that a fact could still get, as classes that the tests tell apart."""

from collections.abc import Mapping
from datetime import date

import pytest

from safeconduct.assessment.answer import MAX_PIECES, Answer, Answers, answers_to
from safeconduct.assessment.compiler import compile_tape
from safeconduct.assessment.lane import Forced, Lanes
from safeconduct.assessment.state import RowSet, State
from safeconduct.base.value import FIRST, LAST, Choice, Span
from safeconduct.rulebook.record import Rulebook
from tests.assessment.case_kit import row_set, state
from tests.assessment.law_kit import DAY, law, page, rules


def _answers(
    rulebook: Rulebook,
    key: str,
    seen: State | None = None,
    prior: Mapping[str, float] | None = None,
) -> tuple[Answer, ...]:
    return _found(rulebook, key, seen, prior).each


def _found(
    rulebook: Rulebook,
    key: str,
    seen: State | None = None,
    prior: Mapping[str, float] | None = None,
) -> Answers:
    tape = compile_tape(rulebook, on=DAY, known_on=DAY)
    return answers_to(
        key,
        tape=tape,
        state=seen or state(rulebook),
        atoms=tape.atoms_of_key[key],
        spec=rulebook.vocabulary.fact_table().get(key.partition(" OF ")[0]),
        prior=prior or {},
    )


def _words(found: tuple[Answer, ...]) -> list[str]:
    return [" ".join(item.values) for item in found]


def _shares(found: tuple[Answer, ...]) -> list[float]:
    return [item.share for item in found]


COLOURS = rules("xx.p IF e.colour IN (red, green)\nxx.q IF e.colour = red")


def test_values_that_no_test_tells_apart_are_one_answer() -> None:
    found = _answers(COLOURS, "e.colour")
    assert _words(found) == ["red", "green", "blue other"]
    assert _shares(found) == [0.25, 0.25, 0.5]


def test_only_what_is_still_possible_is_an_answer() -> None:
    seen = state(COLOURS, {"e.colour": ["red", "blue"]})
    assert _words(_answers(COLOURS, "e.colour", seen)) == ["red", "blue"]


def test_a_dispute_is_answered_by_one_of_the_claims() -> None:
    seen = state(COLOURS, {"e.colour": frozenset({"red", "blue"})})
    found = _answers(COLOURS, "e.colour", seen)
    assert sorted(_words(found)) == ["blue", "red"]
    assert _shares(found) == [0.5, 0.5]


def test_a_disputed_day_is_answered_by_its_spans() -> None:
    rulebook = rules("xx.p IF d.left < 2024-01-01")
    seen = state(rulebook, {"d.left": frozenset({"2023-12-31", "2024-01-01"})})
    first = date(2023, 12, 31).toordinal()
    assert _words(_answers(rulebook, "d.left", seen)) == [
        f"{first}..{first}",
        f"{first + 1}..{first + 1}",
    ]


PRIORS: dict[str, tuple[dict[str, float], list[float]]] = {
    "none": ({}, [0.25, 0.25, 0.5]),
    "one known": ({"red": 0.4}, [0.4, 0.2, 0.4]),
    "more than all": ({"red": 1.5, "green": 0.5}, [0.75, 0.25, 0.0]),
    "nothing left for the others": ({"red": 1.0}, [1.0, 0.0, 0.0]),
    "all impossible": (
        {"red": 0.0, "green": 0.0, "blue": 0.0, "other": 0.0},
        [0.0, 0.0, 0.0],
    ),
}


@pytest.mark.parametrize(("prior", "shares"), PRIORS.values(), ids=PRIORS)
def test_what_a_prior_leaves_is_shared_by_the_rest(
    prior: dict[str, float], shares: list[float]
) -> None:
    found = _shares(_answers(COLOURS, "e.colour", prior=prior))
    assert found == pytest.approx(shares)


SPANS: dict[str, tuple[str, str, dict[str, object], list[str]]] = {
    "a day against a day": (
        "d.left < 2024-01-01",
        "d.left",
        {},
        ["..2023-12-31", "2024-01-01..2024-01-01", "2024-01-02.."],
    ),
    "a day known in part": (
        "d.left < 2024-01-01",
        "d.left",
        {"d.left": "2024-01"},
        ["2024-01-01..2024-01-01", "2024-01-02..2024-01-31"],
    ),
    "a day against today": (
        "d.left < TODAY",
        "d.left",
        {},
        ["..2026-05-31", "2026-06-01..2026-06-01", "2026-06-02.."],
    ),
    "a day moved": (
        "d.left + 1 month < 2024-03-01",
        "d.left",
        {},
        ["..2024-01-31", "2024-02-01..2024-02-01", "2024-02-02.."],
    ),
    "a day against a known day": (
        "d.left < d.order",
        "d.left",
        {"d.order": "2024-01-01"},
        ["..2023-12-31", "2024-01-01..2024-01-01", "2024-01-02.."],
    ),
    "the other side": (
        "d.order < d.left",
        "d.left",
        {"d.order": "2024-01-01"},
        ["..2023-12-31", "2024-01-01..2024-01-01", "2024-01-02.."],
    ),
    "a day against an unknown day": ("d.left < d.order", "d.left", {}, [".."]),
    "a day against itself": ("d.left < d.left + 1 day", "d.left", {}, [".."]),
    "a number": (
        "n.age >= 18",
        "n.age",
        {"n.age": [10, 30]},
        ["10..17", "18..18", "19..30"],
    ),
    "a number moved": (
        "n.age + 1 day >= 18",
        "n.age",
        {"n.age": [10, 30]},
        ["10..16", "17..17", "18..30"],
    ),
}


@pytest.mark.parametrize(("body", "key", "facts", "words"), SPANS.values(), ids=SPANS)
def test_days_and_numbers_are_cut_where_a_test_may_change(
    body: str, key: str, facts: dict[str, object], words: list[str]
) -> None:
    rulebook = rules(f"xx.p IF {body}")
    found = _answers(rulebook, key, state(rulebook, facts))
    assert _words(found) == words
    assert sum(_shares(found)) == pytest.approx(1)


def test_a_day_is_cut_into_a_few_pieces_at_most() -> None:
    years = "\n".join(f"xx.p{y} IF d.left < {y}-01-01" for y in range(2000, 2020))
    found = _answers(rules(years), "d.left")
    assert len(found) == MAX_PIECES
    first, last = found[0].supposed, found[-1].supposed
    assert isinstance(first, Span)
    assert isinstance(last, Span)
    assert (first.low, last.high) == (FIRST, LAST)


def test_a_norm_is_answered_by_a_judgement() -> None:
    rulebook = law(page("OPEN NORM xx.n"), page("xx.p IF xx.n", name="xx.b"))
    assert _words(_answers(rulebook, "xx.n")) == ["true", "false"]


def test_a_list_has_nothing_more_or_what_a_test_looks_for() -> None:
    rulebook = rules(
        "xx.p IF EXISTS charges WHERE (charges.article = a337)\n"
        "xx.q IF EXISTS charges WHERE (charges.article = a338)"
    )
    rows = row_set(rulebook, "charges", {"article": "other"}, complete="no")
    for seen, kept in (
        (state(rulebook), ()),
        (state(rulebook, lists={"charges": rows}), rows.rows),
    ):
        found = _answers(rulebook, "list.charges", seen)
        assert found[0].supposed == RowSet(complete="yes", rows=kept)
        assert [item.supposed for item in found[1:]] == [
            Forced(atoms=frozenset({0})),
            Forced(atoms=frozenset({1})),
        ]
        assert _shares(found) == [1 / 3] * 3


def test_a_known_bool_leaves_one_answer() -> None:
    rulebook = rules("xx.p IF f.a")
    found = _answers(rulebook, "f.a", state(rulebook, {"f.a": True}))
    assert [item.supposed for item in found] == [Choice(values=frozenset({"true"}))]


CHARGED = rules(
    "xx.p IF EXISTS charges WHERE (charges.article = a337)\n"
    "xx.q IF EXISTS charges WHERE (charges.article = a338)\n"
    "xx.r IF EXISTS charges WHERE (charges.count = 2)"
)
JUDGED = law(page("OPEN NORM xx.n"), page("xx.p IF xx.n", name="xx.b"))
OPEN: dict[str, tuple[Rulebook, str, State]] = {
    "an enum": (COLOURS, "e.colour", state(COLOURS)),
    "an enum known in part": (
        COLOURS,
        "e.colour",
        state(COLOURS, {"e.colour": ["red", "blue"]}),
    ),
    "a norm": (JUDGED, "xx.n", state(JUDGED)),
    "a list": (CHARGED, "list.charges", state(CHARGED)),
    "a list with rows": (
        CHARGED,
        "list.charges",
        state(
            CHARGED,
            lists={
                "charges": row_set(
                    CHARGED, "charges", {"article": "other"}, complete="no"
                )
            },
        ),
    ),
}


@pytest.mark.parametrize(("rulebook", "key", "seen"), OPEN.values(), ids=OPEN)
def test_what_answers_make_of_open_tests_is_what_supposing_them_makes(
    rulebook: Rulebook, key: str, seen: State
) -> None:
    found = _found(rulebook, key, seen)
    tape = compile_tape(rulebook, on=DAY, known_on=DAY)
    supposed = [{key: item.supposed} for item in found.each]
    planes = Lanes(tape, seen, supposed).planes
    assert found.planes == tuple(
        (planes.true[index], planes.false[index]) for index in tape.atoms_of_key[key]
    )


ELSEWHERE: dict[str, tuple[str, str, dict[str, object]]] = {
    "a day": ("d.left < d.order", "d.left", {}),
    "a dispute": ("f.a", "f.a", {"f.a": frozenset({True, False})}),
}


@pytest.mark.parametrize(("body", "key", "facts"), ELSEWHERE.values(), ids=ELSEWHERE)
def test_where_more_than_the_answers_decides_nothing_is_said_of_the_tests(
    body: str, key: str, facts: dict[str, object]
) -> None:
    rulebook = rules(f"xx.p IF {body}")
    assert _found(rulebook, key, state(rulebook, facts)).planes == ()
