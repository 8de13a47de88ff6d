"""Differences of whole numbers: which cannot hold together."""

import pytest

from safeconduct.assessment.difference import ZERO, Constraint, impossible


def _at_most(left: str, right: str, bound: int) -> Constraint:
    return Constraint(left=left, right=right, bound=bound)


POSSIBLE: dict[str, list[Constraint]] = {
    "none": [],
    "one": [_at_most("a", "b", -1)],
    "a chain": [_at_most("a", "b", -1), _at_most("b", "c", -1)],
    "both ways, equal": [_at_most("a", "b", 0), _at_most("b", "a", 0)],
    "between bounds": [_at_most("a", ZERO, 10), _at_most(ZERO, "a", -10)],
}
IMPOSSIBLE: dict[str, list[Constraint]] = {
    "before and after": [_at_most("a", "b", -1), _at_most("b", "a", 0)],
    "a ring": [_at_most("a", "b", 0), _at_most("b", "c", 0), _at_most("c", "a", -1)],
    "beyond its bounds": [_at_most("a", ZERO, 9), _at_most(ZERO, "a", -10)],
    "a ring with a tail": [
        _at_most("z", "a", 0), _at_most("a", "b", -1), _at_most("b", "a", -1),
        _at_most("y", "z", 3),
    ],
}  # fmt: skip


@pytest.mark.parametrize("found", POSSIBLE.values(), ids=POSSIBLE)
def test_what_numbers_can_satisfy_is_possible(found: list[Constraint]) -> None:
    assert impossible(found) == ()


@pytest.mark.parametrize("found", IMPOSSIBLE.values(), ids=IMPOSSIBLE)
def test_what_no_numbers_satisfy_is_told_by_a_ring_that_closes_below_zero(
    found: list[Constraint],
) -> None:
    ring = impossible(found)
    assert ring
    assert set(ring) <= set(found)
    assert sum(item.bound for item in ring) < 0
    assert {item.left for item in ring} == {item.right for item in ring}


def test_a_constraint_and_its_contrary_exclude_each_other() -> None:
    one = _at_most("a", "b", 3)
    assert one.contrary() == _at_most("b", "a", -4)
    assert one.contrary().contrary() == one
    assert impossible([one, one.contrary()])
