"""Established: what is added and contradicts nothing takes no finding back."""

from dataclasses import replace
from random import Random  # noqa: TID251 -- seeded, and only for tests

from hypothesis import given
from hypothesis import strategies as st

from safeconduct.assessment.state import RowSet
from safeconduct.base.truth import Reading, Verdict
from safeconduct.base.value import Choice, Span, Value, meet
from safeconduct.rulebook.vocabulary import BOOL_VALUES, fact_key
from tests.evaluator.judged import by_kernel
from tests.evaluator.rulebooks import Sample, random_sample
from tests.evaluator.shrink import described
from tests.evaluator.states import NORMS, random_row, random_value, seeded

FIRM = {Verdict.TRUE, Verdict.FALSE}
STEPS = 6


@given(seed=st.integers(min_value=0, max_value=2**48))
def test_what_is_added_takes_no_finding_back(seed: int) -> None:
    rng = seeded("more", seed)
    sample = random_sample(seed)
    before = by_kernel(sample, Reading.ESTABLISHED)
    for _ in range(STEPS):
        more = _with_more(rng, sample)
        after = by_kernel(more, Reading.ESTABLISHED)
        lost = [
            f"{name} was {verdict}, is {after[reading, name]}"
            for (reading, name), verdict in before.items()
            if verdict in FIRM and after[reading, name] is not verdict
        ]
        assert not lost, "\n".join([described(sample), described(more), *lost])
        sample, before = more, after


def _with_more(rng: Random, sample: Sample) -> Sample:
    """The sample with one more thing said, which contradicts nothing."""
    state, vocabulary = sample.state, sample.vocabulary
    if vocabulary.lists and rng.random() < 0.3:
        item = rng.choice(vocabulary.lists)
        known = state.lists.get(item.name, RowSet(complete="unknown", rows=()))
        if known.complete == "yes":
            return sample
        rows = (*known.rows, *(random_row(rng, item) for _ in range(rng.randint(0, 1))))
        more = RowSet(complete=rng.choice(("yes", "no", "unknown")), rows=rows)
        lists = {**state.lists, item.name: more}
        return replace(sample, state=replace(state, lists=lists))
    if rng.random() < 0.2:
        answer: Value = Choice(values=frozenset({rng.choice(BOOL_VALUES)}))
        key = rng.choice(NORMS)
    else:
        spec = rng.choice(vocabulary.facts)
        key, answer = fact_key(spec.name, rng.choice(spec.of)), random_value(rng, spec)
    claims = {**state.claims, key: _narrowed(state.claims.get(key), answer)}
    return replace(sample, state=replace(state, claims=claims))


def _narrowed(known: tuple[Value, ...] | None, answer: Value) -> tuple[Value, ...]:
    """What the answer leaves of what is claimed; all of it if it contradicts all."""
    if known is None:
        return (answer,)
    left = [both for value in known if (both := meet(value, answer)) is not None]
    return tuple(left) or tuple(map(_first, known))


def _first(value: Value) -> Value:
    if isinstance(value, Choice):
        return Choice(values=frozenset({min(value.values)}))
    return Span(low=value.low, high=value.low)
