"""Random rulebooks and cases that touch every part of the law engine, by seed.

All edges go from later propositions to earlier ones and from later rules to earlier
ones, so no rulebook has a cycle. The same seed gives the same rulebook and case.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random  # noqa: TID251 -- seeded, and only for tests

from safeconduct.assessment.state import RowSet, State, distinct
from safeconduct.base.case import APPLICANT
from safeconduct.base.day import Period
from safeconduct.base.text import same
from safeconduct.base.value import Choice, Span, Value
from safeconduct.rulebook.condition import (
    Compare,
    Condition,
    Exists,
    Group,
    Member,
    Named,
    Norm,
    Not,
    Operand,
    Rule,
)
from safeconduct.rulebook.record import (
    TODAY,
    Burden,
    Finding,
    Page,
    Parameter,
    ParameterType,
    ParameterValue,
    Source,
)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One random rulebook with one random case."""

    seed: int
    pages: tuple[Page, ...]
    vocabulary: Vocabulary
    state: State
    recorded: Mapping[str, date]
    known_on: date


def random_sample(seed: int, *, plain: bool = False) -> Sample:
    """A rulebook, a case and when the pages were recorded."""
    pages, vocabulary = random_rulebook(seed, plain=plain)
    rng = Random(f"recorded {seed}")
    known_on = date(2026, 6, 1)
    recorded = {
        page.version(): known_on + timedelta(days=rng.choice((-9,) * 30 + (0, 1)))
        for page in pages
        if plain or rng.random() < 0.98
    }
    if plain:
        recorded = {page.version(): known_on for page in pages}
    return Sample(
        seed=seed,
        pages=pages,
        vocabulary=vocabulary,
        state=random_state(seed, vocabulary),
        recorded=recorded,
        known_on=known_on,
    )


def random_rulebook(
    seed: int, *, plain: bool = False
) -> tuple[tuple[Page, ...], Vocabulary]:
    """Pages and vocabulary; `plain` leaves out versions, age, gaps and open norms."""
    rng = Random(f"rulebook {seed}")
    maker = _Maker(rng=rng, vocabulary=_vocabulary(rng), plain=plain)
    return maker.pages(), maker.vocabulary


def random_state(seed: int, vocabulary: Vocabulary) -> State:
    """A case with unknown, partly known and disputed facts, marks and open lists."""
    rng = Random(f"state {seed}")
    claims: dict[str, tuple[Value, ...]] = {}
    marks: dict[str, str] = {}
    disputes = 3
    known = rng.choice((0.3, 0.6, 0.9))
    for spec in vocabulary.facts:
        for key in (fact_key(spec.name, of) for of in spec.of):
            if rng.random() > known:
                kinds = ("not asked", "does not know", "no evidence", "withheld", "stale")
                marks |= {key: rng.choice(kinds)} if rng.random() < 0.7 else {}
                continue
            count = rng.choice((2, 2, 3)) if disputes and rng.random() < 0.1 else 1
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
    rows = tuple(
        {
            column.name: random_value(rng, column)
            for column in item.columns
            if rng.random() < 0.8
        }
        for _ in range(rng.randint(0, 3))
    )
    return RowSet(complete=rng.choice(("yes", "yes", "no", "unknown")), rows=rows)


def random_value(rng: Random, spec: FactSpec | ColumnSpec) -> Value:
    """Something said of a fact: exact two times out of three."""
    exact = rng.random() < 0.67
    if spec.type in {"bool", "enum"}:
        size = 1 if exact else rng.randint(1, len(spec.values) - 1)
        return Choice(values=frozenset(rng.sample(spec.values, size)))
    low = rng.randint(-2, 6) if spec.type == "integer" else _day(rng).toordinal()
    wide = rng.choice((1, 3)) if spec.type == "integer" else rng.choice((1, 27, 200))
    return Span(low=low, high=low if exact else low + wide)


def _day(rng: Random) -> date:
    return rng.choice(DAYS) + timedelta(days=rng.choice((-1, 0, 0, 1)))


def _vocabulary(rng: Random) -> Vocabulary:
    kinds = [rng.choice(TYPES) for _ in range(rng.randint(1, 12))]
    return Vocabulary(
        facts=tuple(_fact(rng, f"f.{kind}{i}", kind) for i, kind in enumerate(kinds)),
        lists=tuple(_list(rng, f"l{i}") for i in range(rng.choice((0, 1, 1, 2)))),
        renames=(),
    )


def _values(rng: Random, kind: FactType) -> tuple[str, ...]:
    words = (*rng.sample(WORDS[:-1], rng.randint(1, 4)), "other")
    return {"bool": BOOL_VALUES, "enum": words}.get(kind, ())


def _fact(rng: Random, name: str, kind: FactType) -> FactSpec:
    return FactSpec(
        name=name,
        type=kind,
        values=_values(rng, kind),
        cardinality="one",
        of=(APPLICANT, WIFE) if rng.random() < 0.15 else (APPLICANT,),
        label=same(name),
        ask=same(f"{name}?"),
        cost=rng.randint(1, 9),
        distress=rng.randint(0, 3),
        danger=rng.randint(0, 3),
        counsel_only=rng.random() < 0.1,
        held=rng.choice(("maybe", "no")),
        fresh_days=30,
    )


def _list(rng: Random, name: str) -> ListSpec:
    columns = tuple(
        ColumnSpec(
            name=f"{name}.{kind}", type=kind, values=_values(rng, kind), label=same(name)
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
