"""The states that a case speaks of, and the findings that belong to other states."""

from collections.abc import Iterator

from safeconduct.base.case import Case
from safeconduct.base.value import Choice, Value
from safeconduct.rulebook.vocabulary import Vocabulary


def states_spoken_of(case: Case, vocabulary: Vocabulary) -> frozenset[str]:
    """Where he is or ever was, applied, or what he fears, on any day and by anybody.

    Empty where the case names no state at all: then none is another one.
    """
    return frozenset(
        state
        for value in _values(case, vocabulary)
        if isinstance(value, Choice)
        for state in value.values
    )


def _values(case: Case, vocabulary: Vocabulary) -> Iterator[Value]:
    named = set(vocabulary.states)
    for fact in case.facts:
        if fact.name in named and fact.possible is not None:
            yield fact.possible
    for item in case.lists:
        for row in item.rows:
            for column, value in row.values:
                if f"{item.name}.{column}" in named:
                    yield value


def known_states(vocabulary: Vocabulary) -> frozenset[str]:
    """Every state that the vocabulary can name; other jurisdictions hold everywhere."""
    facts = vocabulary.fact_table()
    return frozenset(
        value
        for name in vocabulary.states
        if name in facts
        for value in facts[name].values
    )
