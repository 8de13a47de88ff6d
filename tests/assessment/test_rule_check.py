"""Rules that are dead, constant or add nothing, and opposites that can both apply."""

import pytest

from safeconduct.assessment.compiler import compile_tape
from safeconduct.assessment.rule_check import RuleCheck
from safeconduct.rulebook.record import Rulebook
from tests.assessment.law_kit import DAY, law, page, rules


def _checked(rulebook: Rulebook) -> RuleCheck:
    tape = compile_tape(rulebook, on=DAY, known_on=DAY)
    return RuleCheck(rulebook, tape, on=DAY)


def _faults(rulebook: Rulebook) -> list[str]:
    return [fault.what for fault in _checked(rulebook).faults()]


ALONE = {
    "dead": (
        "xx.p IF f.a AND f.b AND NOT f.a",
        "The rule 'xx.law.1' can never apply: 'f.a' and 'NOT f.a'.",
    ),
    "dead by its exception": (
        "xx.p IF f.a AND f.b\n  UNLESS f.a OR f.c",
        "The rule 'xx.law.1' can never apply: 'f.a' and 'UNLESS f.a OR f.c'.",
    ),
    "constant": (
        "xx.p IF f.a OR f.b OR NOT f.a",
        ("The rule 'xx.law.1' always applies, whatever the facts: 'f.a' or 'NOT f.a'."),
    ),
}


@pytest.mark.parametrize(("rule", "what"), ALONE.values(), ids=ALONE)
def test_a_dead_or_constant_rule_is_told_with_the_fewest_parts(
    rule: str, what: str
) -> None:
    assert _faults(rules(rule)) == [what]


def test_a_rule_outside_the_days_of_its_page_is_dead() -> None:
    rulebook = rules(
        "xx.p IF d.dating < 2020-01-01 AND f.a",
        dated_by="d.dating",
        applies_from="2024-01-01",
    )
    (found,) = _faults(rulebook)
    assert found.endswith(
        "can never apply: 'd.dating < 2020-01-01' and 'the days of its page'."
    )


def test_a_rule_that_a_parameter_of_the_day_stops_is_not_dead() -> None:
    title = 'title = { en = "t", ru = "t", fr = "t" }'
    for values in ('{ to = "2020-01-01", value = true }', "{ value = false }"):
        blocks = (
            f'```parameter xx.par\ntype = "bool"\n{title}\nvalues = [{values}]\n```'
        )
        assert _faults(rules("xx.p IF xx.par AND f.a", blocks=blocks)) == []


SUBSUMED = {
    "a body that asks for more": ("xx.p IF f.a", "xx.p IF f.a AND f.b"),
    "the same again": ("xx.p IF f.a AND f.b", "xx.p IF f.b AND f.a"),
    "an exception more": ("xx.p IF f.a", "xx.p IF f.a\n  UNLESS f.b"),
    "through a conclusion": ("xx.q IF f.b\nxx.p IF xx.q", "xx.p IF xx.q AND f.c"),
}


@pytest.mark.parametrize(("first", "second"), SUBSUMED.values(), ids=SUBSUMED)
def test_a_rule_that_adds_nothing_is_told_with_the_one_that_says_it(
    first: str, second: str
) -> None:
    (found,) = _faults(
        rules(
            f"one: {first}\ntwo: {second}".replace(
                "one: xx.q IF f.b\n", "xx.q IF f.b\none: "
            )
        )
    )
    assert (
        found == "The rule 'two' adds nothing to 'one', which applies whenever it does."
    )


ADDS = {
    "another body": "xx.p IF f.a\nxx.p IF f.b",
    "the other has an exception": "xx.p IF f.a\n  UNLESS f.c\nxx.p IF f.a AND f.b",
    "for and against": "xx.p IF f.a\nNOT xx.p IF NOT f.a AND f.b",
    "more where less is shown": (
        "xx.p IF f.a OR f.b\nPRESUME xx.p WHEN f.c\n  REBUTTED BY NOT f.a AND NOT f.b"
    ),
}


@pytest.mark.parametrize("text", ADDS.values(), ids=ADDS)
def test_a_rule_that_adds_something_in_some_reading_is_no_fault(text: str) -> None:
    assert not [what for what in _faults(rules(text)) if "adds nothing" in what]


def test_another_source_for_the_same_is_noted_and_no_fault() -> None:
    rulebook = law(
        page("one: xx.p IF f.a"), page("two: xx.p IF f.a AND f.b", name="xx.more")
    )
    checked = _checked(rulebook)
    assert list(checked.faults()) == []
    (note,) = checked.notes
    assert (note.file, note.what) == (
        "1.md",
        "The rule 'two' says no more than 'one' (0.md): another source for the same.",
    )


def test_a_version_for_other_days_takes_nothing_from_a_rule() -> None:
    old = page("one: xx.p IF f.a", applies_to="2024-12-31", dated_by="d.dating")
    new = page(
        "two: xx.p IF f.a AND f.b",
        name="xx.more", applies_from="2024-01-01", dated_by="d.dating",
    )  # fmt: skip
    checked = _checked(law(old, new))
    assert list(checked.faults()) == []
    assert checked.notes == []


def test_opposites_that_can_both_apply_are_told_with_the_fewest_tests() -> None:
    rulebook = rules("one: xx.p IF f.a AND f.c\ntwo: NOT xx.p IF NOT f.b\n  UNLESS f.d")
    (found,) = _checked(rulebook).faults()
    start, _, witness = found.what.rstrip(".").partition(": ")
    assert start == (
        "The rules 'one' and 'two' say the contrary of xx.p, and both can apply"
    )
    assert sorted(witness.split(", ")) == ["NOT f.b", "NOT f.d", "f.a", "f.c"]


AGREED = {
    "one overrides the other": (
        "one: xx.p IF f.a\ntwo: NOT xx.p IF f.b\n  OVERRIDES one"
    ),
    "they exclude each other": "xx.p IF f.a\nNOT xx.p IF NOT f.a",
    "a presumption": "PRESUME xx.p WHEN f.a\n  REBUTTED BY f.b",
    "months apart": (
        "xx.p IF d.left + 6 months <= TODAY\nNOT xx.p IF d.left + 3 months > TODAY"
    ),
    "lists that exclude each other": (
        "xx.p IF EXISTS charges WHERE (charges.open AND charges.count = 1)\n"
        "NOT xx.p IF NOT EXISTS charges WHERE (charges.open)"
    ),
}


@pytest.mark.parametrize("text", AGREED.values(), ids=AGREED)
def test_opposites_that_never_meet_are_no_fault(text: str) -> None:
    assert _faults(rules(text)) == []


def test_practice_against_law_is_no_fault() -> None:
    rulebook = law(
        page("xx.p IF f.a"), page("NOT xx.p IF f.b", name="xx.office", kind="practice")
    )
    assert _faults(rulebook) == []


BOTH = "one: xx.p IF f.a\ntwo: NOT xx.p IF f.b"


@pytest.mark.parametrize("label", ["one", "two"])
def test_a_page_may_say_that_the_law_is_in_conflict(label: str) -> None:
    assert _faults(rules(BOTH, conflicts_with=[label])) == []


def test_a_conflict_that_cannot_be_is_a_fault() -> None:
    never = "No rule of this page can conflict with 'two'."
    rulebook = rules(
        "one: xx.p IF f.a\ntwo: NOT xx.p IF NOT f.a", conflicts_with=["two"]
    )
    assert _faults(rulebook) == [never]
    (found,) = _checked(rules("one: xx.p IF f.a", conflicts_with=["onne"])).faults()
    assert found.mend == "Did you mean 'one'?"
