"""The exact check decides what every completion of the facts agrees on."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from safeconduct.assessment.exact import ExactCheck
from tests.evaluator.completions import Bounded, bounded, enumerated
from tests.evaluator.judged import tape_of
from tests.evaluator.rulebooks import Sample, random_sample
from tests.evaluator.shrink import described, shrunk
from tests.evaluator.states import seeded


def _differences(found: Bounded) -> list[str]:
    sample, expected = found.sample, enumerated(found)
    check = ExactCheck(tape_of(sample), sample.state, sample.vocabulary)
    contradiction = check.contradiction()
    if contradiction or expected is None:
        is_same = bool(contradiction) == (expected is None)
        return [] if is_same else [f"contradiction {contradiction}: {expected}"]
    return [
        f"{name}: every completion {verdict}, exact check {check.decides(name)}"
        for name, verdict in expected.items()
        if check.decides(name) is not verdict
    ]


@given(seed=st.integers(min_value=0, max_value=2**48))
def test_exact_check_is_enumeration(seed: int) -> None:
    found = bounded(seeded("bounded", seed), random_sample(seed))
    if not _differences(found):
        return

    def fails(other: Sample) -> bool:
        """Only pages are made smaller: the ways it may turn out stay the same."""
        is_same = other.state == found.sample.state
        return is_same and bool(_differences(replace(found, sample=other)))

    small = shrunk(found.sample, fails)
    wrong = _differences(replace(found, sample=small))
    raise AssertionError("\n".join(["", described(small), *wrong]))
