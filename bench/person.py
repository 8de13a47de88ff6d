"""Random cases for a random rulebook: each fact exact, or unknown."""

from random import Random  # noqa: TID251 -- seeded

from bench.book import FIRST_DAY, LAST_DAY, ON
from safeconduct.assessment.state import State
from safeconduct.base.value import Choice, Span, Value
from safeconduct.rulebook.vocabulary import FactSpec, Vocabulary


def random_state(vocabulary: Vocabulary, *, unknown: float, seed: int) -> State:
    """One case; the same seed gives the same case."""
    rng = Random(seed)  # noqa: S311 -- a benchmark that repeats itself
    claims: dict[str, tuple[Value, ...]] = {
        fact.name: (random_value(rng, fact),)
        for fact in vocabulary.facts
        if rng.random() >= unknown
    }
    return State(today=ON, claims=claims, marks={}, lists={})


def random_value(rng: Random, fact: FactSpec) -> Value:
    """An exact value of a fact."""
    if fact.type in {"bool", "enum"}:
        return Choice(values=frozenset({rng.choice(fact.values)}))
    day = rng.randint(FIRST_DAY, LAST_DAY)
    return Span(low=day, high=day)
