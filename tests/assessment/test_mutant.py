"""Small changes of a rule, one at a time."""

import pytest

from safeconduct.assessment.mutant import Mutator
from tests.assessment.law_kit import clock, law, page

GONE = "the rule is gone"
MUTANTS = {
    "a fact": ("xx.p IF f.a", ["f.a → NOT f.a"]),
    "what is closed": ("CLOSED xx.p IF f.a", ["CLOSED is gone", "f.a → NOT f.a"]),
    "a contrary": ("xx.p IF NOT f.a", ["NOT f.a without NOT"]),
    "all of two": (
        "xx.p IF f.a AND f.b",
        [
            "f.a AND f.b: at least 1",
            "f.a is gone",
            "f.b is gone",
            "f.a → NOT f.a",
            "f.b → NOT f.b",
        ],
    ),
    "any of two": (
        "xx.p IF f.a OR f.b",
        [
            "f.a OR f.b: at least 2",
            "f.a is gone",
            "f.b is gone",
            "f.a → NOT f.a",
            "f.b → NOT f.b",
        ],
    ),
    "an exception": (
        "xx.p IF f.a\n  UNLESS f.b",
        ["f.a → NOT f.a", "UNLESS f.b is gone", "UNLESS: f.b → NOT f.b"],
    ),
    "an overrider": (
        "one: NOT xx.p IF f.a\n  OVERRIDES two\ntwo: xx.p IF f.b",
        ["f.a → NOT f.a", "OVERRIDES two is gone"],
    ),
    "a day": (
        "xx.p IF d.left < 2022-09-21",
        [
            "d.left < 2022-09-21 → NOT d.left < 2022-09-21",
            "d.left < 2022-09-21 → d.left <= 2022-09-21",
            "d.left < 2022-09-21 → d.left < 2022-09-20",
            "d.left < 2022-09-21 → d.left < 2022-09-22",
        ],
    ),
    "a moved day": (
        "xx.p IF d.left + 1 month >= TODAY",
        [
            "d.left + 1 months >= TODAY → NOT d.left + 1 months >= TODAY",
            "d.left + 1 months >= TODAY → d.left + 1 months > TODAY",
            "d.left + 1 months >= TODAY → d.left + 0 months >= TODAY",
            "d.left + 1 months >= TODAY → d.left + 2 months >= TODAY",
        ],
    ),
    "a value": (
        "xx.p IF e.colour = red",
        ["e.colour = red → NOT e.colour = red", "e.colour = red → e.colour = green"],
    ),
    "the last of some values": (
        "xx.p IF e.colour IN (red, other)",
        [
            "e.colour IN (other, red) → NOT e.colour IN (other, red)",
            "e.colour IN (other, red) → e.colour IN (green, red)",
            "e.colour IN (other, red) → e.colour IN (green, other)",
        ],
    ),
    "a row": (
        "xx.p IF EXISTS charges WHERE (charges.open)",
        [
            (
                "EXISTS charges WHERE (charges.open) → "
                "NOT EXISTS charges WHERE (charges.open)"
            ),
            "EXISTS charges WHERE (charges.open): one more row",
            "charges.open → NOT charges.open",
        ],
    ),
    "days used": (
        "xx.p IF USED xx.clock >= 31",
        [
            "USED xx.clock >= 31 → NOT USED xx.clock >= 31",
            "USED xx.clock >= 31 → USED xx.clock >= 30",
            "USED xx.clock >= 31 → USED xx.clock >= 32",
        ],
    ),
}


@pytest.mark.parametrize(("text", "wanted"), MUTANTS.values(), ids=MUTANTS)
def test_a_rule_is_changed_in_one_place_at_a_time(text: str, wanted: list[str]) -> None:
    rulebook = law(page(text, blocks=clock()))
    rule = rulebook.pages[0].rules[0]
    found = list(Mutator(rulebook.vocabulary).mutants(rule))
    assert [item.what for item in found] == [GONE, *wanted]
    assert found[0].rule is None
    assert len({item.rule for item in found}) == len(found)
    assert rule not in [item.rule for item in found]
