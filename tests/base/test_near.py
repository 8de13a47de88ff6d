"""The nearest right name."""

import pytest

from safeconduct.base.near import nearest

KNOWN = ("left.day", "left.country", "refusal.said")


@pytest.mark.parametrize(
    ("wrong", "mend"),
    [
        pytest.param("left.dya", "Did you mean 'left.day'?", id="two letters swapped"),
        pytest.param("refusal", "Did you mean 'refusal.said'?", id="half of it"),
        pytest.param("xyzzy", "", id="nothing near"),
        pytest.param("", "", id="nothing written"),
        pytest.param("a" * 100_000, "", id="far too long"),
    ],
)
def test_a_wrong_name_is_answered_with_the_nearest(wrong: str, mend: str) -> None:
    assert nearest(wrong, KNOWN) == mend


def test_the_order_of_the_known_names_means_nothing() -> None:
    assert nearest("left", KNOWN) == nearest("left", reversed(KNOWN))
