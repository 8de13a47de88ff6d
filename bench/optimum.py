"""The least expected cost of settling a small book, by exhaustive search.

A state is what is known of each flag: 0 nothing, 1 true, 2 false, one digit to the
base of three a flag. All states are one caseload of the kernel; from the states with
nothing left unknown up, each takes the best question.
"""

from dataclasses import replace
from functools import cache
from random import Random  # noqa: TID251 -- seeded

import numpy as np
from numpy.typing import NDArray

from bench.book import ON, Book, Shape, random_book
from safeconduct.assessment.column import Caseload, FlagColumn, pack, unpack
from safeconduct.assessment.column_atom import atom_planes
from safeconduct.assessment.kernel import run
from safeconduct.assessment.question import Interview, Priors, rank
from safeconduct.assessment.state import State
from safeconduct.base.truth import Reading
from safeconduct.base.value import Choice

ANSWERS = ("", "true", "false")


def small_book(seed: int, flags: int) -> Book:
    """A book over few flags, which cost 1 to 4 to ask."""
    shape = Shape(flags=flags, enums=0, days=0, rules=12, levels=3)
    book = random_book(seed, shape)
    rng = Random(seed)  # noqa: S311 -- a benchmark that repeats itself
    vocabulary = book.rulebook.vocabulary
    facts = tuple(replace(fact, cost=rng.randint(1, 4)) for fact in vocabulary.facts)
    priced = replace(vocabulary, facts=facts)
    return replace(book, rulebook=replace(book.rulebook, vocabulary=priced))


def interview_of(book: Book) -> Interview:
    """All goals weigh the same."""
    return Interview(
        tape=book.tape(),
        vocabulary=book.rulebook.vocabulary,
        priors=Priors(),
        goals=dict.fromkeys(book.goals, 1),
        counsel=True,
    )


def least_cost(book: Book) -> float:
    """The expected cost of the best order of questions, all flags being even."""
    facts = book.rulebook.vocabulary.facts
    states = 3 ** len(facts)
    digits = [(np.arange(states) // 3**at) % 3 for at in range(len(facts))]
    settled = _settled(book, digits)
    unknown = sum((digit == 0).astype(np.int64) for digit in digits)
    costs = np.zeros(states)
    for count in range(1, len(facts) + 1):
        here = np.flatnonzero((unknown == count) & ~settled)
        best = np.full(len(here), np.inf)
        for at, fact in enumerate(facts):
            is_open = digits[at][here] == 0
            asked = here[is_open]
            step = 3**at
            after = (costs[asked + step] + costs[asked + 2 * step]) / 2
            best[is_open] = np.minimum(best[is_open], fact.cost + after)
        costs[here] = best
    return float(costs[0])


def _settled(book: Book, digits: list[NDArray[np.int64]]) -> NDArray[np.bool_]:
    """In which states every goal is decided."""
    tape = book.tape()
    columns = {
        fact.name: FlagColumn(true=pack(digit == 1), false=pack(digit == 2))
        for fact, digit in zip(book.rulebook.vocabulary.facts, digits, strict=True)
    }
    rows = len(digits[0])
    planes = atom_planes(tape, Caseload(rows=rows, today=ON, columns=columns))
    result = run(tape, planes, Reading.ESTABLISHED)
    found = np.ones(rows, dtype=np.bool_)
    for goal in book.goals:
        node = tape.propositions[goal].node
        found &= unpack(result.true[node] | result.false[node], rows)
    return found


def our_cost(book: Book) -> float:
    """The expected cost of asking what is ranked first."""
    interview = interview_of(book)

    @cache
    def rest(known: frozenset[tuple[str, str]]) -> float:
        claims = {key: (Choice(values=frozenset({value})),) for key, value in known}
        state = State(today=ON, claims=claims, marks={}, lists={})
        ranked = rank(interview, state)
        if not ranked:
            return 0.0
        key = ranked[0].key
        after = sum(rest(known | {(key, value)}) for value in ANSWERS[1:]) / 2
        return interview.cost(key) + after

    return rest(frozenset())
