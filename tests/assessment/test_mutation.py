"""How many small changes of the rules the cases of the pages notice."""

from dataclasses import replace

import pytest

from safeconduct.assessment.mutation import Score, Trial, mutate, score_of
from safeconduct.assessment.page_case import PageCases
from safeconduct.rulebook.record import Rulebook
from tests.assessment.case_kit import page_cases
from tests.assessment.law_kit import Told, clock, law, page


def _case(name: str, facts: str, expect: str, more: str = "") -> str:
    body = f"on = 2026-06-01\n{more}\n[facts]\n{facts}\n[expect]\n{expect}"
    return f"```case {name}\n{body}\n```"


YES = _case("yes", '"f.a" = true\n"f.b" = true', '"xx.p" = "true"')
NO_A = _case("no_a", '"f.a" = false\n"f.b" = true', '"xx.p" = "false"')
NO_B = _case("no_b", '"f.a" = true\n"f.b" = false', '"xx.p" = "false"')


def _left(rulebook: Rulebook) -> list[str]:
    trials = mutate(page_cases(rulebook), tell=Told())
    return [t.mutant.what for t in trials if t.counts() and not t.by_page]


def _page(rule: str, *cases: str) -> str:
    return page(rule, blocks="\n".join(cases))


def test_cases_that_show_each_part_alone_notice_every_mutant() -> None:
    assert _left(law(_page("CLOSED xx.p IF f.a AND f.b", YES, NO_A, NO_B))) == []


def test_a_part_that_no_case_shows_alone_is_not_noticed() -> None:
    rulebook = law(_page("CLOSED xx.p IF f.a AND f.b", YES, NO_A))
    assert _left(rulebook) == ["f.b is gone"]


def test_a_mutant_that_no_answer_tells_from_its_rule_is_none() -> None:
    same = "CLOSED xx.p IF f.a AND f.b AND NOT (f.c AND NOT f.c)"
    trials = mutate(page_cases(law(_page(same, YES, NO_A, NO_B))), tell=Told())
    equal = [t.mutant.what for t in trials if not t.counts()]
    assert "NOT (f.c AND NOT f.c) is gone" in equal
    assert score_of(trials).mutants == len(trials) - len(equal)


def test_a_mutant_that_differs_in_another_reading_only_is_one() -> None:
    rule = "CLOSED xx.p IF f.a AND f.b\n  UNLESS NOT f.b"
    trials = mutate(page_cases(law(_page(rule, YES, NO_A))), tell=Told())
    (found,) = [t for t in trials if t.mutant.what == "f.b is gone"]
    assert found.same is False


def test_a_mutant_noticed_by_another_page_only_is_told_so() -> None:
    first = _page("CLOSED xx.p IF f.a AND f.b", YES, NO_A)
    deep = _case("deep", '"f.a" = true\n"f.b" = false', '"xx.q" = "false"')
    second = page("CLOSED xx.q IF xx.p", name="xx.more", blocks=deep)
    trials = mutate(page_cases(law(first, second)), tell=Told())
    (found,) = [t for t in trials if t.mutant.what == "f.b is gone"]
    assert (found.by_page, found.by_any) == (False, True)


def test_the_next_question_notices_too() -> None:
    ask = _case("ask", '"f.b" = false', '"xx.p" = "unknown"', 'ask = "f.a"')
    rule = "CLOSED xx.p IF (f.a AND f.c) OR (f.b AND f.d)"
    noticed = set(_left(law(_page(rule, ask.replace('ask = "f.a"', "")))))
    assert set(_left(law(_page(rule, ask)))) < noticed


def test_a_mutant_of_a_rule_that_no_case_looks_at_is_left() -> None:
    old = page("CLOSED xx.p IF f.a", blocks=NO_A, applies_to="2020-01-01")
    trials = mutate(page_cases(law(old)), tell=Told())
    assert trials
    assert all(t.counts() and not t.by_any for t in trials)


def test_a_score_of_nothing_is_whole() -> None:
    assert score_of([]).share() == 1.0
    assert Score(mutants=4, by_page=3, by_any=4).share() == 0.75


SAMPLE = law(
    page(
        "CLOSED xx.p IF xx.q AND NOT xx.r\n  UNLESS f.e\n"
        "NOT xx.p IF f.c\nxx.q IF f.a OR d.left < 2022-09-21\n"
        "PRESUME xx.r WHEN f.b\n  REBUTTED BY f.d\n"
        "xx.used IF USED xx.clock >= 31 OR e.colour IN (red, blue)",
        blocks=clock()
        + "\n"
        + _case("one", '"f.a" = true\n"f.b" = false', '"xx.p" = "unknown"')
        + "\n"
        + _case("two", '"d.left" = "2022-09"\n"f.b" = true', '"xx.r" = "unknown"')
        + '\n```case three\non = 2026-06-01\n[facts]\n"f.b" = true\n"f.a" = true\n'
        '[expect_prima_facie]\n"xx.r" = "true"\n"xx.p" = "false"\n```\n'
        + _case("four", '"e.colour" = "red"', '"xx.used" = "true"')
        + "\n"
        + _case("five", '"f.c" = true\n"f.a" = true', '"xx.p" = "unknown"'),
    )
)


def _trials() -> list[Trial]:
    return list(mutate(page_cases(SAMPLE), tell=Told()))


@pytest.mark.parametrize(
    "trial", _trials(), ids=lambda t: f"{t.mutant.of.id} {t.mutant.what}"
)
def test_a_mutant_is_noticed_where_the_whole_rulebook_with_it_has_a_fault(
    trial: Trial,
) -> None:
    (whole,) = SAMPLE.pages
    each = (
        trial.mutant.rule if rule.id == trial.mutant.of.id else rule
        for rule in whole.rules
    )
    changed = replace(whole, rules=tuple(rule for rule in each if rule is not None))
    again: PageCases = page_cases(replace(SAMPLE, pages=(changed,)))
    assert bool(list(again.faults())) is trial.by_page
