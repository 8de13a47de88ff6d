"""All ways in which what is open in a case may turn out, one by one."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from math import prod
from random import Random  # noqa: TID251 -- seeded, and only for tests

from safeconduct.assessment.state import RowSet
from safeconduct.base.truth import Reading, Verdict
from safeconduct.base.value import Choice, Span, Value
from safeconduct.rulebook.condition import (
    Compare,
    Condition,
    Member,
    Named,
    every_part,
)
from safeconduct.rulebook.record import Page
from safeconduct.rulebook.vocabulary import (
    BOOL_VALUES,
    ColumnSpec,
    FactSpec,
    ListSpec,
    fact_key,
)
from tests.evaluator.judged import by_reference
from tests.evaluator.rulebooks import KNOWN_ON, Sample
from tests.evaluator.states import random_value

MOST = 40
EXACT_FLAGS = tuple(Choice(values=frozenset({word})) for word in BOOL_VALUES)
Options = dict[str, tuple[Value, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounded:
    """A sample whose open facts may turn out in few ways, and these ways."""

    sample: Sample
    options: Options

    def completions(self) -> Iterator[Sample]:
        """The sample with each open fact exact, in every combination."""
        for values in product(*self.options.values()):
            claims = {k: (v,) for k, v in zip(self.options, values, strict=True)}
            state = replace(self.sample.state, claims=claims)
            yield replace(self.sample, state=state)


def used_keys(sample: Sample) -> list[str]:
    """The facts and norms that the pages test, or that date something."""
    names: set[str] = set()
    for page in sample.pages:
        names |= {page.dated_by, *(one.dated_by for one in page.parameters)}
        names |= {one.keyed_by for one in page.parameters}
        for rule in page.rules:
            for condition in (rule.body, *rule.unless):
                names |= {key for part in every_part(condition) for key in _keys(part)}
    specs, norms = sample.vocabulary.fact_table(), norms_of(sample)
    return sorted(key for key in names if key.partition(" OF ")[0] in {*specs, *norms})


def norms_of(sample: Sample) -> set[str]:
    """The open norms that the pages name."""
    return {norm.name for page in sample.pages for norm in page.norms}


def _keys(part: Condition) -> list[str]:
    match part:
        case Named() | Member():
            return [fact_key(part.name, part.of)]
        case Compare(left=left, right=right):
            return [fact_key(side.name, side.of) for side in (left, right)]
        case _:
            return []


def bounded(rng: Random, sample: Sample) -> Bounded:
    """The sample with a case of few completions; its lists are known in full."""
    specs = sample.vocabulary.fact_table()
    options: Options = {}
    for key in used_keys(sample):
        spec = specs.get(key.partition(" OF ")[0])
        found = _options(rng, spec) if spec else EXACT_FLAGS
        options[key] = found if rng.random() < 0.5 else found[:1]
    while prod(map(len, options.values())) > MOST:
        key = rng.choice([k for k, found in options.items() if len(found) > 1])
        options[key] = options[key][:1]
    state = replace(
        sample.state,
        claims={
            key: claims
            for key, found in options.items()
            if (claims := _claims(rng, found, specs.get(key.partition(" OF ")[0])))
        },
        lists={item.name: _exact_rows(rng, item) for item in sample.vocabulary.lists},
    )
    recorded = {page.version(): KNOWN_ON for page in sample.pages}
    same_day = replace(sample, state=state, recorded=recorded)
    return Bounded(sample=same_day, options=options)


def _options(rng: Random, spec: FactSpec | ColumnSpec) -> tuple[Value, ...]:
    if spec.type in {"bool", "enum"}:
        words = rng.sample(spec.values, rng.randint(2, len(spec.values)))
        return tuple(Choice(values=frozenset({word})) for word in words)
    value = random_value(rng, spec)
    low = value.low if isinstance(value, Span) else 0
    return tuple(Span(low=n, high=n) for n in range(low, low + 3))


def _claims(
    rng: Random, found: tuple[Value, ...], spec: FactSpec | None
) -> tuple[Value, ...]:
    """What is claimed where a fact may be any of these; nothing if it may be all."""
    if rng.random() < 0.2:
        return found
    spans = [value for value in found if isinstance(value, Span)]
    if spans:
        return (Span(low=spans[0].low, high=spans[-1].high),)
    words = frozenset().union(*(v.values for v in found if isinstance(v, Choice)))
    whole = spec.values if spec else BOOL_VALUES
    return () if len(words) == len(whole) else (Choice(values=words),)


def _exact_rows(rng: Random, item: ListSpec) -> RowSet:
    rows = tuple(
        {col.name.partition(".")[2]: _options(rng, col)[0] for col in item.columns}
        for _ in range(rng.randint(0, 2))
    )
    return RowSet(complete="yes", rows=rows)


def with_axioms_asked(sample: Sample) -> Sample:
    """The sample with each axiom a closed rule, so that its truth is found."""
    return replace(
        sample,
        pages=tuple(
            page if page.kind != "axiom" else _asked(page) for page in sample.pages
        ),
    )


def _asked(page: Page) -> Page:
    rules = tuple(
        replace(rule, head=f"axiom.{rule.id}", closed=True) for rule in page.rules
    )
    return replace(page, kind="law", bears="danger", rules=rules)


def enumerated(found: Bounded) -> dict[str, Verdict] | None:
    """What all completions that the axioms allow agree on; None if none is allowed."""
    kept: dict[str, set[Verdict]] = {}
    is_allowed = False
    for sample in found.completions():
        verdicts = by_reference(with_axioms_asked(sample), Reading.ESTABLISHED)
        named = {name: verdict for (_, name), verdict in verdicts.items()}
        if not any(
            name.startswith("axiom.") and verdict is Verdict.FALSE
            for name, verdict in named.items()
        ):
            is_allowed = True
            for name, verdict in named.items():
                kept.setdefault(name, set()).add(verdict)
    agreed = {
        name: kinds.pop() if len(kinds) == 1 else Verdict.UNKNOWN
        for name, kinds in kept.items()
        if not name.startswith("axiom.")
    }
    return agreed if is_allowed else None
