"""Whether a rulebook is sound: what its cases show, dead rules, unused names."""

import re

import pytest

from safeconduct.assessment.law_check import check_rulebook, coverage
from safeconduct.base.errors import Fault
from safeconduct.base.truth import Verdict
from safeconduct.rulebook.record import Rulebook
from tests.assessment.case_kit import page_cases
from tests.assessment.law_kit import DAY, Told, clock, fact, law, page

USED = fact("f.a") + fact("f.b") + fact("d.left", "day")


def _case(name: str, facts: str, truth: str) -> str:
    body = f'on = 2026-06-01\n[facts]\n{facts}\n[expect]\n"xx.p" = "{truth}"'
    return f"```case {name}\n{body}\n```"


YES = _case("yes", '"f.a" = true\n"f.b" = true', "true")
NO = _case("no", '"f.a" = false', "false")
OPEN = _case("open", "", "unknown")
BODY = "CLOSED xx.p IF f.a AND f.b"


def _law(rule: str, *cases: str, vocabulary: str = USED, **head: str) -> Rulebook:
    body = page(rule, blocks="\n".join(cases), **head)  # type: ignore[arg-type]  # keys of a head
    unused = page("xx.rest IF d.left < 2020-01-01", name="xx.rest")
    return law(body, unused, vocabulary=vocabulary)


def _faults(rulebook: Rulebook, file: str = "0.md") -> list[str]:
    found = check_rulebook(page_cases(rulebook), on=DAY, tell=Told())
    return [fault.what for fault in found if fault.file == file]


def test_a_page_whose_cases_show_everything_is_sound() -> None:
    assert _faults(_law(BODY, YES, NO, OPEN)) == []


SHOWN: dict[str, tuple[str, tuple[str, ...], str]] = {
    "a rule applying": (BODY, (NO, OPEN), "No case of the page shows the rule .* true"),
    "a rule open": (BODY, (YES, NO), "No case of the page shows the rule .* unknown"),
    "a head false": (BODY, (YES, OPEN), "'xx.p' can be false, and no case"),
    "a contrary rule applying": (
        f"{BODY}\nNOT xx.p IF NOT f.a AND f.b",
        (YES, NO, OPEN),
        "No case of the page shows the rule 'xx.law.2' true",
    ),
}


@pytest.mark.parametrize(("rule", "cases", "what"), SHOWN.values(), ids=SHOWN)
def test_what_no_case_shows_is_a_fault(
    rule: str, cases: tuple[str, ...], what: str
) -> None:
    (found,) = _faults(_law(rule, *cases))
    assert re.match(what, found)


def test_a_head_that_nothing_makes_false_needs_no_such_case() -> None:
    assert _faults(_law("xx.p IF f.a AND f.b", YES, OPEN)) == []


def test_a_contrary_rule_without_exception_need_not_be_shown_open() -> None:
    no = _case("no", '"f.a" = false\n"f.b" = true', "false")
    assert _faults(_law("NOT xx.p IF NOT f.a AND f.b", no)) == []


def test_a_false_as_decided_is_false_shown() -> None:
    burden = '```burden\nfacts = ["f.a"]\n```'
    proof = (
        '```case burden\non = 2026-06-01\n[marks]\n"f.a" = "no evidence"\n'
        '[expect_as_decided]\n"xx.p" = "false"\n```'
    )
    assert _faults(_law(BODY, YES, OPEN, burden, proof)) == []


def test_a_rule_of_another_version_is_shown_by_its_own_cases() -> None:
    before = YES.replace("2026-06-01", "2025-06-01").replace("case yes", "case before")
    aged = _law(
        BODY,
        before,
        NO.replace("2026-06-01", "2025-06-01"),
        OPEN.replace("2026-06-01", "2025-06-01"),
        applies_to="2025-12-31",
    )
    assert _faults(aged) == []


DEAD: dict[str, tuple[str, str]] = {
    "a rule that contradicts itself": (
        "xx.p IF ALL OF\n  f.a\n  f.b\n  NOT f.a",
        "'xx.law.1' can never apply",
    ),
    "a rule that always applies": ("xx.p IF f.a OR NOT f.a OR f.b", "always applies"),
    "a day after itself": (
        "xx.p IF ALL OF\n  f.a\n  f.b\n  d.left < d.left - 1 day",
        "can never apply: 'd.left < d.left - 1 days'",
    ),
    "an exception that always holds": (
        "xx.p IF f.a AND f.b\n  UNLESS f.a OR NOT f.a",
        "can never apply",
    ),
    "no group": (
        "xx.p IF NOT (f.a OR NOT f.a OR f.b)",
        "can never apply: 'NOT (f.a OR NOT f.a OR f.b)'.",
    ),
}


@pytest.mark.parametrize(("rule", "what"), DEAD.values(), ids=DEAD)
def test_a_dead_or_constant_rule_is_a_fault_with_a_small_witness(
    rule: str, what: str
) -> None:
    assert any(what in found for found in _faults(_law(rule, OPEN)))


def test_a_witness_names_no_more_than_cannot_hold_together() -> None:
    rulebook = _law("xx.p IF ALL OF\n  f.b\n  f.a\n  NOT f.a", OPEN)
    (found,) = [what for what in _faults(rulebook) if "never" in what]
    assert "'f.b'" not in found


def test_a_rule_that_hangs_on_the_day_alone_is_neither_dead_nor_constant() -> None:
    rulebook = _law("xx.p IF TODAY >= 2026-01-01 AND f.a AND f.b", YES, OPEN)
    assert _faults(rulebook) == []


def test_a_rule_not_relied_on_or_out_of_its_days_is_not_judged_dead() -> None:
    dead = "xx.p IF f.a AND f.b AND NOT f.a"
    weak = _law(dead, OPEN, bears="protection", grade="weak")
    gone = _law(dead, OPEN, applies_to="2025-12-31")
    for rulebook in (weak, gone):
        assert not any("never" in what for what in _faults(rulebook))


UNUSED: dict[str, tuple[str, str]] = {
    "a fact": (fact("k.idle"), "'k.idle' is declared and nothing uses it."),
    "a list": (
        (
            '[[list]]\nname = "idle"\nlabel = { en = "l", ru = "l", fr = "l" }\n'
            'ask = { en = "l", ru = "l", fr = "l" }'
        ),
        "'idle' is declared and nothing uses it.",
    ),
}


@pytest.mark.parametrize(("more", "what"), UNUSED.values(), ids=UNUSED)
def test_a_name_that_nothing_uses_is_a_fault(more: str, what: str) -> None:
    rulebook = _law(BODY, YES, NO, OPEN, vocabulary=USED + more)
    assert _faults(rulebook, "vocabulary") == [what]


def test_a_parameter_that_nothing_uses_is_a_fault() -> None:
    title = 'title = { en = "t", ru = "t", fr = "t" }'
    head = f'```parameter xx.idle\ntype = "bool"\n{title}'
    idle = f"{head}\nvalues = [{{ value = true }}]\n```"
    assert _faults(_law(BODY, YES, NO, OPEN, idle)) == [
        "The parameter 'xx.idle' is used by nothing."
    ]


def test_what_is_kept_for_the_record_or_asked_first_need_not_be_used() -> None:
    kept = fact("k.kept", for_record=True) + fact("k.first")
    rulebook = _law(
        BODY, YES, NO, OPEN, vocabulary=f'opening = ["k.first"]\n{USED}{kept}'
    )
    assert _faults(rulebook, "vocabulary") == []


def test_every_way_of_using_a_name_counts() -> None:
    title = 'title = { en = "t", ru = "t", fr = "t" }'
    stays = (
        '[[list]]\nname = "stays"\nlabel = { en = "l", ru = "l", fr = "l" }\n'
        'ask = { en = "l", ru = "l", fr = "l" }\n'
        '[[list.column]]\nname = "country"\ntype = "enum"\nvalues = ["KZ", "other"]\n'
        '[[list.column]]\nname = "from"\ntype = "day"\n'
        '[[list.column]]\nname = "to"\ntype = "day"\n'
    )
    more = (
        fact("k.key", "enum", values=["one", "other"])
        + fact("k.day", "day") + fact("k.when") + fact("k.start", "day")
        + fact("k.except") + fact("k.colour", "enum", values=["one", "other"])
    )  # fmt: skip
    blocks = "\n".join(
        (
            (
                f'```parameter xx.par\ntype = "set"\n{title}\nkeyed_by = "k.key"\n'
                'dated_by = "k.day"\nvalues = [{ key = "one", value = ["one"] }]\n```'
            ),
            (
                f'```deadline xx.due\n{title}\nruns_against = "person"\n'
                'starts = "k.start"\n'
                'length = "1 month"\nwhen = "k.when"\n```'
            ),
            clock(),
        )
    )
    rule = "xx.p IF f.a AND f.b AND k.colour IN xx.par\n  UNLESS k.except"
    rulebook = _law(rule, OPEN, blocks, vocabulary=USED + more + stays)
    assert _faults(rulebook, "vocabulary") == []


def test_progress_is_told() -> None:
    told = Told()
    list(check_rulebook(page_cases(_law(BODY, YES)), on=DAY, tell=told))
    assert told.steps == [
        "0/4 cases",
        "1/4 coverage",
        "2/4 rules",
        "3/4 names",
        "4/4 done",
    ]


def test_a_case_that_cannot_be_read_shows_nothing_and_is_told_once() -> None:
    broken = '```case broken\n[facts]\n"f.zz" = true\n```'
    found = _faults(_law(BODY, YES, NO, OPEN, broken))
    assert len(found) == 1
    assert "no fact is called" in found[0]


def test_a_key_that_no_answer_can_be_is_a_fault() -> None:
    title = 'title = { en = "t", ru = "t", fr = "t" }'
    keyed = (
        f'```parameter xx.par\ntype = "bool"\n{title}\nkeyed_by = "k.key"\n'
        'values = [{ key = "on", value = true }]\n```'
    )
    more = fact("k.key", "enum", values=["one", "other"])
    rulebook = _law(
        "CLOSED xx.p IF f.a AND f.b AND (xx.par OR f.a)",
        YES,
        NO,
        OPEN,
        keyed,
        vocabulary=USED + more,
    )
    (found,) = [what for what in _faults(rulebook) if "is no value" in what]
    assert found.startswith("'on' is no value of 'k.key' (key).")


def test_what_the_cases_of_a_page_show_of_its_rules_is_a_table() -> None:
    rulebook = _law(BODY, YES, OPEN)
    (own, other) = coverage(page_cases(rulebook))
    assert own.rule.id == "xx.law.1"
    assert own.applied == {Verdict.TRUE, Verdict.UNKNOWN}
    assert (other.page.id, other.applied) == ("xx.rest", frozenset())


def test_notes_are_kept_apart_from_faults() -> None:
    more = page("xx.p IF f.a AND f.b AND d.left < 2020-01-01", name="xx.more")
    both = law(page(BODY, blocks=f"{YES}\n{NO}\n{OPEN}"), more, vocabulary=USED)
    notes: list[Fault] = []
    found = list(check_rulebook(page_cases(both), on=DAY, tell=Told(), notes=notes))
    assert not any("says no more" in fault.what for fault in found)
    (note,) = notes
    assert note.file == "1.md"


def test_a_statement_missing_in_a_language_is_a_fault() -> None:
    whole = page("CLOSED xx.p IF f.a")
    rulebook = law(whole.replace("```prose fr\nfr words of xx.law.\n```\n", ""))
    found = _faults(rulebook)
    assert any("missing in 'fr'" in fault for fault in found)
    assert not any("missing in 'ru'" in fault for fault in found)
