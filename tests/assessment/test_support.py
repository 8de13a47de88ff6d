"""The facts that suffice: a minimal set, and the smallest."""

from unittest.mock import patch

import pytest

from safeconduct.assessment import support as support_room
from safeconduct.assessment.compiler import compile_tape
from safeconduct.assessment.state import State
from safeconduct.assessment.support import Support, Supporter
from safeconduct.rulebook.record import Rulebook
from tests.assessment.case_kit import row_set, state
from tests.assessment.law_kit import DAY, clock, rules


def _supporter(rulebook: Rulebook, seen: State) -> Supporter:
    return Supporter(compile_tape(rulebook, on=DAY, known_on=DAY), seen, "xx.p")


SUPPORTS: dict[str, tuple[str, dict[str, object], tuple[str, ...]]] = {
    "one of two ways": (
        "CLOSED xx.p IF f.a OR f.b",
        {"f.a": True, "f.b": True},
        ("f.b",),
    ),
    "both needs": (
        "CLOSED xx.p IF f.a AND f.b",
        {"f.a": True, "f.b": True},
        ("f.a", "f.b"),
    ),
    "one failing need": (
        "CLOSED xx.p IF f.a AND f.b",
        {"f.a": False, "f.b": True},
        ("f.a",),
    ),
    "what does not bear is left out": (
        "CLOSED xx.p IF f.a",
        {"f.a": True, "f.c": True},
        ("f.a",),
    ),
    "nothing at all": ("CLOSED xx.p IF TODAY >= 2026-01-01", {"f.a": True}, ()),
}


@pytest.mark.parametrize(("text", "facts", "keys"), SUPPORTS.values(), ids=SUPPORTS)
def test_no_fact_can_be_left_out_of_a_minimal_set(
    text: str, facts: dict[str, object], keys: tuple[str, ...]
) -> None:
    rulebook = rules(text)
    assert _supporter(rulebook, state(rulebook, facts)).minimal() == keys


def test_the_smallest_is_found_where_the_minimal_is_larger() -> None:
    rulebook = rules("CLOSED xx.p IF (f.a AND f.b) OR f.c")
    found = _supporter(
        rulebook, state(rulebook, dict.fromkeys(("f.a", "f.b", "f.c"), True))
    )
    assert found.smallest(("f.a", "f.b")) == Support(keys=("f.c",), is_smallest=True)


def test_a_minimal_set_with_none_smaller_is_the_smallest() -> None:
    rulebook = rules("CLOSED xx.p IF f.a AND f.b")
    found = _supporter(rulebook, state(rulebook, {"f.a": True, "f.b": True}))
    expected = Support(keys=("f.a", "f.b"), is_smallest=True)
    assert found.smallest(found.minimal()) == expected


def test_a_search_that_would_be_too_long_says_so() -> None:
    rulebook = rules("CLOSED xx.p IF f.a AND f.b")
    found = _supporter(rulebook, state(rulebook, {"f.a": True, "f.b": True}))
    with patch.object(support_room, "MAX_LANES", 2):
        assert not found.smallest(("f.a", "f.b")).is_smallest


def test_a_start_that_suffices_is_kept_and_one_that_does_not_is_left() -> None:
    rulebook = rules("CLOSED xx.p IF f.a OR f.b")
    found = _supporter(rulebook, state(rulebook, {"f.a": True, "f.b": True}))
    assert found.minimal(["f.a"]) == ("f.a",)
    assert found.minimal([]) == ("f.b",)


def test_a_list_is_one_fact_of_the_set() -> None:
    rulebook = rules(
        "CLOSED xx.p IF EXISTS charges WHERE (charges.article = a337) AND f.a"
    )
    rows = {"charges": row_set(rulebook, "charges", {"article": "a337"})}
    found = _supporter(rulebook, state(rulebook, {"f.a": True}, lists=rows))
    assert set(found.minimal()) == {"list.charges", "f.a"}


def test_a_clock_s_days_are_given_and_not_looked_for() -> None:
    rulebook = rules("CLOSED xx.p IF USED xx.clock >= 90 AND f.a", blocks=clock())
    tape = compile_tape(rulebook, on=DAY, known_on=DAY)
    seen = state(rulebook, {"f.a": True})
    found = Supporter(tape, seen, "xx.p", clock=lambda _clock: (90, None))
    assert found.minimal() == ("f.a",)
