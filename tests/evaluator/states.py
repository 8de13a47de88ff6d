"""Random vocabularies and cases for the reference evaluator, by seed."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random  # noqa: TID251 -- seeded, and only for tests

from safeconduct.assessment.state import RowSet, State, distinct
from safeconduct.base.case import APPLICANT
from safeconduct.base.text import same
from safeconduct.base.value import Choice, Span, Value
from safeconduct.rulebook.vocabulary import (
    BOOL_VALUES,
    ColumnSpec,
    FactSpec,
    FactType,
    ListSpec,
    Vocabulary,
    fact_key,
)

TYPES: tuple[FactType, ...] = ("bool", "enum", "day", "integer")
WORDS = ("red", "green", "blue", "grey", "other")
DAYS = tuple(
    date.fromisoformat(text)
    for text in ("2025-12-31", "2026-01-30", "2026-02-28", "2026-06-12", "2026-07-01")
)
NORMS = ("xx.norm0", "xx.norm1")
WIFE = "wife"


def seeded(what: str, seed: int) -> Random:
    """The source of chance for one thing of one seed."""
    return Random(f"{what} {seed}")  # noqa: S311 -- a test that repeats itself


def random_state(seed: int, vocabulary: Vocabulary) -> State:
    """A case with unknown, partly known and disputed facts, marks and open lists."""
    rng = seeded("state", seed)
    claims: dict[str, tuple[Value, ...]] = {}
    marks: dict[str, str] = {}
    # Now and then more disputes than there may be versions.
    disputes, share = (12, 0.9) if rng.random() < 0.004 else (3, 0.1)
    known = rng.choice((0.3, 0.7, 0.95, 1.0))
    for spec in vocabulary.facts:
        for key in (fact_key(spec.name, of) for of in spec.of):
            if rng.random() > known:
                kinds = (
                    "not asked",
                    "does not know",
                    "no evidence",
                    "withheld",
                    "stale",
                )
                marks |= {key: rng.choice(kinds)} if rng.random() < 0.7 else {}
                continue
            count = rng.choice((2, 2, 3)) if disputes and rng.random() < share else 1
            claims[key] = distinct(random_value(rng, spec) for _ in range(count))
            disputes -= len(claims[key]) > 1
    for norm in NORMS:
        if rng.random() < 0.4:
            answers = rng.sample(BOOL_VALUES, rng.choice((1, 1, 1, 2)))
            claims[norm] = tuple(Choice(values=frozenset({a})) for a in sorted(answers))
    return State(
        today=rng.choice(DAYS) + timedelta(days=rng.randint(-1, 1)),
        claims=claims,
        marks=marks,
        lists={
            item.name: _rows(rng, item)
            for item in vocabulary.lists
            if rng.random() < 0.8
        },
    )


def _rows(rng: Random, item: ListSpec) -> RowSet:
    rows = tuple(random_row(rng, item) for _ in range(rng.randint(0, 3)))
    return RowSet(complete=rng.choice(("yes", "yes", "no", "unknown")), rows=rows)


def random_row(rng: Random, item: ListSpec) -> dict[str, Value]:
    """A row that says something of most columns."""
    return {
        column.name.partition(".")[2]: random_value(rng, column)
        for column in item.columns
        if rng.random() < 0.8
    }


def random_value(rng: Random, spec: FactSpec | ColumnSpec) -> Value:
    """Something said of a fact: exact two times out of three."""
    exact = rng.random() < 0.67
    if spec.type in {"bool", "enum"}:
        size = 1 if exact else rng.randint(1, len(spec.values) - 1)
        return Choice(values=frozenset(rng.sample(spec.values, size)))
    low = rng.randint(-2, 6) if spec.type == "integer" else random_day(rng).toordinal()
    wide = rng.choice((1, 3)) if spec.type == "integer" else rng.choice((1, 27, 200))
    return Span(low=low, high=low if exact else low + wide)


def random_day(rng: Random) -> date:
    """One of few days, so that comparisons meet their edges."""
    return rng.choice(DAYS) + timedelta(days=rng.choice((-1, 0, 0, 1)))


def random_vocabulary(rng: Random) -> Vocabulary:
    """Up to a dozen facts of all types and up to two lists."""
    kinds = [rng.choice(TYPES) for _ in range(rng.randint(1, 12))]
    return Vocabulary(
        facts=tuple(_fact(rng, f"f.{kind}{i}", kind) for i, kind in enumerate(kinds)),
        lists=tuple(_list(rng, f"l{i}") for i in range(rng.choice((0, 1, 1, 2)))),
        renames=(),
    )


def _values(rng: Random, kind: FactType) -> tuple[str, ...]:
    words = (*rng.sample(WORDS[:-1], rng.randint(1, 4)), "other")
    return {"bool": BOOL_VALUES, "enum": words}.get(kind, ())


def plain_fact(name: str, kind: FactType, values: tuple[str, ...] = ()) -> FactSpec:
    """A fact of the applicant that costs nothing much to ask."""
    return FactSpec(
        name=name,
        type=kind,
        values=values,
        cardinality="one",
        of=(APPLICANT,),
        label=same(name),
        ask=same(f"{name}?"),
        cost=1,
        distress=0,
        danger=0,
        counsel_only=False,
        held="maybe",
        fresh_days=30,
    )


def _fact(rng: Random, name: str, kind: FactType) -> FactSpec:
    of = (APPLICANT, WIFE) if rng.random() < 0.15 else (APPLICANT,)
    return replace(plain_fact(name, kind, _values(rng, kind)), of=of)


def _list(rng: Random, name: str) -> ListSpec:
    columns = tuple(
        ColumnSpec(
            name=f"{name}.{kind}",
            type=kind,
            values=_values(rng, kind),
            label=same(name),
        )
        for kind in rng.sample(TYPES, rng.randint(1, 4))
    )
    return ListSpec(
        name=name,
        label=same(name),
        ask=same(f"{name}?"),
        columns=columns,
        cost=3,
        counsel_only=False,
    )
