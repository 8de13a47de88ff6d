"""Truth has three values and is no condition of Python."""

import pytest

from safeconduct.base.truth import Truth, Verdict


@pytest.mark.parametrize("truth", [*Truth, *Verdict])
def test_a_truth_is_never_a_condition(truth: Truth | Verdict) -> None:
    with pytest.raises(TypeError, match="compare it by name"):
        bool(truth)
