"""The cases on a page are its tests: what comes out otherwise is a fault of it."""

from collections.abc import Sequence

import pytest

from safeconduct.base.truth import Reading, Verdict
from safeconduct.rulebook.record import Rulebook
from tests.assessment.case_kit import page_cases
from tests.assessment.law_kit import clock, law, page, rules

RULE = "CLOSED xx.p IF f.a\n  UNLESS f.b"
DEADLINE = """```deadline xx.due
title = { en = "E", ru = "R", fr = "F" }
runs_against = "person"
starts = "d.left"
length = "1 month"
```"""


def _page(case: str, rule: str = RULE, blocks: str = "") -> Rulebook:
    return rules(rule, blocks=f"{blocks}\n```case one\non = 2026-06-01\n{case}\n```")


def _faults(rulebook: Rulebook) -> Sequence[str]:
    return [fault.what for fault in page_cases(rulebook).faults()]


GOOD: dict[str, tuple[str, str, str]] = {
    "true": (
        RULE,
        '[facts]\n"f.a" = true\n"f.b" = false\n[expect]\n"xx.p" = "true"',
        "",
    ),
    "false": (RULE, '[facts]\n"f.a" = false\n[expect]\n"xx.p" = "false"', ""),
    "unknown with its question": (
        RULE,
        'ask = "f.b"\n[facts]\n"f.a" = true\n[expect]\n"xx.p" = "unknown"',
        "",
    ),
    "disputed": (
        "CLOSED xx.p IF f.a",
        '[disputed]\n"f.a" = ["true", "false"]\n[expect]\n"xx.p" = "disputed"',
        "",
    ),
    "a dispute of one": (
        "CLOSED xx.p IF f.a",
        '[disputed]\n"f.a" = true\n[expect]\n"xx.p" = "true"',
        "",
    ),
    "presumed": (
        RULE,
        (
            '[facts]\n"f.a" = true\n[expect]\n"xx.p" = "unknown"\n'
            '[expect_prima_facie]\n"xx.p" = "true"'
        ),
        "",
    ),
    "as decided by a mark": (
        "CLOSED xx.p IF f.a",
        '[marks]\n"f.a" = "no evidence"\n[expect_as_decided]\n"xx.p" = "false"',
        '```burden\nfacts = ["f.a"]\n```',
    ),
    "a norm": (
        "CLOSED xx.p IF xx.n\nOPEN NORM xx.n",
        '[facts]\n"xx.n" = true\n[expect]\n"xx.p" = "true"',
        "",
    ),
    "a day in part": (
        "CLOSED xx.p IF d.left < 2023-01-01",
        '[facts]\n"d.left" = "2022-09"\n[expect]\n"xx.p" = "true"',
        "",
    ),
    "rows of a list": (
        "CLOSED xx.p IF EXISTS charges WHERE (charges.article = a337)",
        (
            '[lists.charges]\ncomplete = "yes"\nrows = [{ article = "a338" }]\n'
            '[expect]\n"xx.p" = "false"'
        ),
        "",
    ),
    "a question for a list": (
        "CLOSED xx.p IF EXISTS charges WHERE (charges.article = a337)",
        'ask = "charges"\n[expect]\n"xx.p" = "unknown"',
        "",
    ),
    "a deadline": (
        RULE,
        (
            '[facts]\n"d.left" = 2026-05-20\n[expect_deadlines."xx.due"]\n'
            "due = 2026-06-19\nmissing = []"
        ),
        DEADLINE,
    ),
    "a deadline without its start": (
        RULE,
        '[expect_deadlines."xx.due"]\ndue = ""\nmissing = ["d.left"]',
        DEADLINE,
    ),
    "a clock": (
        "CLOSED xx.p IF USED xx.clock >= 1",
        (
            '[lists.stays]\ncomplete = "yes"\n'
            'rows = [{ country = "KZ", from = 2026-05-01, to = 2026-05-10 }]\n'
            '[expect]\n"xx.p" = "true"\n[expect_clocks."xx.clock"]\nused_most = 10\n'
            'within = "true"'
        ),
        clock(),
    ),
    "a clock that is not there on the day": (
        "CLOSED xx.p IF f.a",
        '[expect]\n"xx.p" = "unknown"',
        clock(),
    ),
}


@pytest.mark.parametrize(("rule", "case", "blocks"), GOOD.values(), ids=GOOD)
def test_a_case_that_comes_out_as_written_is_no_fault(
    rule: str, case: str, blocks: str
) -> None:
    assert _faults(_page(case, rule, blocks)) == []


BAD: dict[str, tuple[str, str, str]] = {
    "another truth": (
        '[facts]\n"f.a" = true\n[expect]\n"xx.p" = "true"',
        "",
        "case 'one': xx.p is unknown, not true (established).",
    ),
    "another reading": (
        '[facts]\n"f.a" = true\n[expect_prima_facie]\n"xx.p" = "false"',
        "",
        "case 'one': xx.p is true, not false (prima_facie).",
    ),
    "another question": (
        'ask = "f.b"\n[expect]\n"xx.p" = "unknown"',
        "",
        "case 'one': the next question for xx.p is f.a, not f.b (in order: f.a, f.b).",
    ),
    "a question where nothing is open": (
        'ask = "f.b"\n[facts]\n"f.a" = false\n[expect]\n"xx.p" = "false"',
        "",
        "case 'one': the next question for xx.p is nothing, not f.b (in order: ).",
    ),
    "a finding misspelt": (
        '[expect]\n"xx.pp" = "true"',
        "",
        "case 'one': no finding is called 'xx.pp'. Did you mean 'xx.p'?",
    ),
    "a fact misspelt": (
        '[facts]\n"f.aa" = true',
        "",
        "case 'one': no fact is called 'f.aa'. Did you mean 'f.a'?",
    ),
    "a mark on no fact": (
        '[marks]\n"k.zzzzzz" = "withheld"',
        "",
        "case 'one': no fact is called 'k.zzzzzz'. ",
    ),
    "a value that is none": (
        '[facts]\n"e.colour" = "pink"',
        "",
        "case 'one': 'pink' is no value of 'e.colour'.",
    ),
    "a column that is none": (
        '[lists.charges]\nrows = [{ artikel = "a337" }]',
        "",
        (
            "case 'one': no fact is called 'charges.artikel'. "
            "Did you mean 'charges.article'?"
        ),
    ),
    "another deadline": (
        '[facts]\n"d.left" = 2026-05-20\n[expect_deadlines."xx.due"]\ndue = 2026-06-20',
        DEADLINE,
        "case 'one': xx.due.due is '2026-06-19', not '2026-06-20'.",
    ),
    "a deadline misspelt": (
        '[expect_deadlines."xx.duo"]\ndue = 2026-06-20',
        DEADLINE,
        "case 'one': no deadline or clock is called 'xx.duo'.",
    ),
}


@pytest.mark.parametrize(("case", "blocks", "what"), BAD.values(), ids=BAD)
def test_a_case_that_comes_out_otherwise_is_told(
    case: str, blocks: str, what: str
) -> None:
    found = _faults(_page(case, blocks=blocks))
    assert len(found) == 1
    assert found[0].startswith(what)


def test_a_page_with_rules_needs_a_case() -> None:
    assert _faults(rules(RULE)) == ["The page has rules and no case."]
    assert _faults(law(page("", blocks=clock()))) == []


def test_a_question_needs_a_finding_that_it_is_for() -> None:
    found = _faults(_page('ask = "f.a"'))
    assert found == ["case 'one': it asks for f.a and expects nothing."]


def test_a_question_is_ranked_with_the_case_s_own_clocks() -> None:
    stay = (
        '[lists.stays]\ncomplete = "yes"\n'
        'rows = [{ country = "KZ", from = 2026-05-01, to = 2026-05-10 }]\n'
    )
    case = f'ask = "f.a"\n{stay}[expect]\n"xx.p" = "unknown"'
    rule = (
        "CLOSED xx.p IF (USED xx.clock >= 10 AND f.a) OR (USED xx.clock >= 11 AND f.b)"
    )
    assert _faults(_page(case, rule, clock())) == []


def test_a_case_that_cannot_be_read_is_not_run() -> None:
    rulebook = _page('[expect]\n"xx.pp" = "true"')
    (found,) = rulebook.pages
    assert page_cases(rulebook).run(found, found.cases[0]) is None


def test_a_case_is_run_in_every_reading_on_its_own_day() -> None:
    rulebook = _page('[facts]\n"f.a" = true\n[expect]\n"xx.p" = "unknown"')
    (found,) = rulebook.pages
    done = page_cases(rulebook).run(found, found.cases[0])
    assert done is not None
    assert set(done.day.runs) == set(Reading)
    node = done.day.tape.propositions["xx.p"].node
    assert done.verdict(node, Reading.PRIMA_FACIE) is Verdict.TRUE


def test_the_cases_of_a_day_are_run_once() -> None:
    rulebook = _page('[expect]\n"xx.p" = "unknown"')
    found = page_cases(rulebook)
    day = rulebook.pages[0].cases[0].on
    assert found.day(day) is found.day(day)


def test_a_limit_in_hours_is_told_to_the_minute() -> None:
    hours = """```deadline xx.hours
title = { en = "E", ru = "R", fr = "F" }
runs_against = "authority"
starts = "d.left"
length = "48 hours"
zone = "Europe/Paris"
```"""
    expected = '[expect_deadlines."xx.hours"]\ndue_at = "never"'
    case = f'[facts]\n"d.left" = 2026-05-20\n{expected}'
    found = _faults(_page(case, blocks=hours))
    assert len(found) == 1
    assert "xx.hours.due_at is '" in found[0]
