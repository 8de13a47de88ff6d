"""Conditions as trees."""

from safeconduct.rulebook.condition import Named, every_part, parts_of
from safeconduct.rulebook.condition_text import read_condition


def test_every_part_is_found_outermost_first() -> None:
    whole = read_condition("NOT (a AND EXISTS b WHERE (b.c OR b.d)) OR e < TODAY")
    names = [part.name for part in every_part(whole) if isinstance(part, Named)]
    assert names == ["a", "b.c", "b.d"]
    assert every_part(whole)[0] is whole


def test_a_test_has_no_parts() -> None:
    for text in ("a", "a = b", "a < 1", "USED a >= 1"):
        assert parts_of(read_condition(text)) == ()
