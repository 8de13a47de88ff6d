"""Which tests on a list ask for more than others."""

import pytest

from safeconduct.assessment.atom import ExistsAtom
from safeconduct.assessment.compiler import compile_tape
from safeconduct.assessment.row_order import asks_more
from tests.assessment.law_kit import DAY, rules

MORE = {
    "the same": ("charges.open", "charges.open", True),
    "a part": ("charges.open AND charges.count = 1", "charges.open", True),
    "a whole": ("charges.open", "charges.open AND charges.count = 1", False),
    "one of two": ("charges.open", "charges.open OR charges.count = 1", True),
    "either of two": (
        "charges.open OR charges.count = 1",
        "charges.count = 1 OR charges.open OR charges.count = 2",
        True,
    ),
    "fewer values": ("charges.article = a337", "charges.article IN (a337, a338)", True),
    "more values": ("charges.article IN (a337, a338)", "charges.article = a337", False),
    "value by value": (
        "charges.article IN (a337, a338) AND charges.open",
        "charges.article = a337 OR (charges.article = a338 AND charges.open)",
        True,
    ),
    "not value by value": (
        "charges.article IN (a337, a338) AND charges.open",
        "charges.article = a337 OR (charges.article = a338 AND charges.count = 1)",
        False,
    ),
    "turned round": ("NOT charges.open", "charges.open", False),
    "a contrary of more": (
        "NOT (charges.article = a337)", "NOT (charges.article = a338)", False,
    ),
    "every value": ("charges.open", "charges.article IN (a337, a338, other)", True),
}  # fmt: skip


def _test(where: str, more: str = "") -> ExistsAtom:
    rulebook = rules(f"xx.p IF EXISTS charges{more} WHERE ({where})")
    tape = compile_tape(rulebook, on=DAY, known_on=DAY)
    (atom,) = [atom for atom in tape.atoms if isinstance(atom, ExistsAtom)]
    return atom


@pytest.mark.parametrize(("first", "second", "is_more"), MORE.values(), ids=MORE)
def test_what_asks_for_more_of_a_row_is_seen(
    first: str, second: str, *, is_more: bool
) -> None:
    assert asks_more(_test(first), _test(second)) is is_more


def test_more_rows_are_more() -> None:
    one, two = _test("charges.open"), _test("charges.open", " AT LEAST 2")
    assert asks_more(two, one)
    assert not asks_more(one, two)


def test_another_list_is_another_question() -> None:
    rulebook = rules("xx.p IF EXISTS crimes WHERE (crimes.grave)")
    tape = compile_tape(rulebook, on=DAY, known_on=DAY)
    (other,) = [atom for atom in tape.atoms if isinstance(atom, ExistsAtom)]
    assert not asks_more(_test("charges.open"), other)
