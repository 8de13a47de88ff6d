"""From a case to what the kernel is given on one day: claims, marks and lists.

Disputes stay: a fact of which different values are claimed keeps each of them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from safeconduct.base.case import (
    Case,
    CaseList,
    Complete,
    Fact,
    Row,
    UnknownKind,
)
from safeconduct.base.value import Choice, Value, meet
from safeconduct.rulebook.vocabulary import FactSpec, Vocabulary, fact_key

STALE = "stale"


@dataclass(frozen=True, slots=True, kw_only=True)
class RowSet:
    """The rows of a list: columns that are missing in a row are unknown in it."""

    complete: Complete
    rows: tuple[Mapping[str, Value], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """One case on one day as the kernel sees it.

    `claims` maps a fact's key to what is claimed of it: one value, or several that
    differ (a dispute); a key that is missing is unknown. `marks` says of an unknown
    fact why. `today` is the query day.
    """

    today: date
    claims: Mapping[str, tuple[Value, ...]]
    marks: Mapping[str, str]
    lists: Mapping[str, RowSet]


def state_of(
    case: Case, vocabulary: Vocabulary, *, on: date, counsel: bool = True
) -> State:
    """What the case says on that day, from a viewpoint.

    Without `counsel`, facts of counsel's compartment and counsel-only facts are not
    there at all.
    """
    specs = vocabulary.fact_table()
    claims: dict[str, tuple[Value, ...]] = {}
    marks: dict[str, str] = {}
    for key, facts in _by_key(_visible(case.facts, specs, counsel=counsel)).items():
        spec = specs[facts[0].name]
        current, was_stale = _current(facts, spec, on)
        values = distinct(fact.possible for fact in current if fact.possible)
        if values:
            claims[key] = values
        else:
            marks[key] = _mark(facts, stale=was_stale)
    # A judgement stands in counsel's compartment (spec/case-file.md §9).
    for judgement in case.judgements if counsel else ():
        decided = Choice(values=frozenset({str(judgement.value).lower()}))
        claims[judgement.name] = distinct((*claims.get(judgement.name, ()), decided))
    lists = {
        item.name: _row_set(item, counsel=counsel)
        for item in case.lists
        if counsel or not vocabulary.list_table()[item.name].counsel_only
    }
    return State(today=on, claims=claims, marks=marks, lists=lists)


def distinct(values: Iterable[Value]) -> tuple[Value, ...]:
    """The different claims: what agrees is joined, what contradicts stays apart.

    A less exact statement that agrees with a more exact one adds nothing.
    """
    kept: list[Value] = []
    for value in sorted(set(values), key=_width):
        if all(meet(value, other) is None for other in kept):
            kept.append(value)
    return tuple(sorted(kept, key=_text))


def _width(value: Value) -> tuple[int, str]:
    size = len(value.values) if isinstance(value, Choice) else value.high - value.low
    return size, _text(value)


def _text(value: Value) -> str:
    """What values are ordered by: a set alone is written in another order each time."""
    return repr(sorted(value.values) if isinstance(value, Choice) else value)


def _visible(
    facts: Iterable[Fact], specs: Mapping[str, FactSpec], *, counsel: bool
) -> list[Fact]:
    return [
        fact
        for fact in facts
        if counsel
        or not (fact.origin.compartment == "counsel" or specs[fact.name].counsel_only)
    ]


def _by_key(facts: Iterable[Fact]) -> dict[str, list[Fact]]:
    found: dict[str, list[Fact]] = {}
    for fact in facts:
        found.setdefault(fact_key(fact.name, fact.of), []).append(fact)
    return found


def _current(facts: list[Fact], spec: FactSpec, on: date) -> tuple[list[Fact], bool]:
    """The facts that speak of the day, and whether others were once good."""
    if spec.cardinality == "one":
        return facts, False
    good = [fact for fact in facts if _holds_on(fact, spec, on)]
    return good, len(good) < len(facts) and not good


def _holds_on(fact: Fact, spec: FactSpec, on: date) -> bool:
    """A changing fact holds from its first day to its last, or while it is fresh."""
    start = fact.holds_from or fact.origin.said
    if start is None or start.latest > on:
        return False
    if fact.holds_to is not None:
        return on <= fact.holds_to.earliest
    said = fact.origin.said or start
    last = max(start.latest, said.earliest)
    return on <= last + timedelta(days=spec.fresh_days)


def _mark(facts: list[Fact], *, stale: bool) -> str:
    if stale:
        return STALE
    order: tuple[UnknownKind, ...] = (
        "withheld", "no evidence", "does not know", "not asked",
    )  # fmt: skip
    found = {fact.mark for fact in facts}
    return next((kind for kind in order if kind in found), "not asked")


def _row_set(item: CaseList, *, counsel: bool) -> RowSet:
    def is_visible(row: Row) -> bool:
        return counsel or row.origin.compartment != "counsel"

    rows = tuple(dict(row.values) for row in item.rows if is_visible(row))
    hidden = len(rows) < len(item.rows)
    return RowSet(complete="unknown" if hidden else item.complete, rows=rows)
