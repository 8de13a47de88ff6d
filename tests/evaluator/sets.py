"""The reference evaluator's lower half: what is known of facts, by sets."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import NamedTuple, TypeVar

from safeconduct.assessment.state import State
from safeconduct.base.case import APPLICANT
from safeconduct.base.day import shift
from safeconduct.base.value import FIRST, HIGHEST, LAST, LOWEST, Choice, Span, Value
from safeconduct.rulebook import condition as c
from safeconduct.rulebook.record import TODAY, Parameter
from safeconduct.rulebook.vocabulary import ColumnSpec, FactSpec, fact_key


class Known(NamedTuple):
    """Known true, known false; and whether it may be, once what is hard is decided."""

    true: bool
    false: bool
    may: bool
    may_not: bool


TRUE = Known(true=True, false=False, may=True, may_not=False)
FALSE = Known(true=False, false=True, may=False, may_not=True)
OPEN = Known(true=False, false=False, may=False, may_not=False)
HARD = Known(true=False, false=False, may=True, may_not=True)
_KEYLESS = Choice(values=frozenset({""}))
Item = TypeVar("Item")


def negated(part: Known) -> Known:
    return Known(part.false, part.true, part.may_not, part.may)


def at_least(count: int, parts: Sequence[Known]) -> Known:
    counts = (count, len(parts) - count + 1) * 2
    return Known(*(sum(p[i] for p in parts) >= n for i, n in enumerate(counts)))


def any_of(parts: Sequence[Known]) -> Known:
    return at_least(1, parts)


def agreed(parts: Iterable[Known]) -> Known:
    return Known(*map(all, zip(*parts, strict=True)))


def shown(part: Known) -> Known:
    return Known(part.true, not part.may, part.may, not part.true)


def truth(*, sure: bool, never: bool) -> Known:
    return TRUE if sure else FALSE if never else OPEN


def within(value: object, allowed: frozenset[str]) -> Known:
    assert isinstance(value, Choice)
    return truth(sure=value.values <= allowed, never=not value.values & allowed)


def related(left: Span, relation: str, right: Span) -> Known:
    match relation:
        case ">=":
            return truth(sure=left.low >= right.high, never=left.high < right.low)
        case "=":
            single = left.low == left.high == right.low == right.high
            apart = left.high < right.low or right.high < left.low
            return truth(sure=single, never=apart)
        case "<=":
            return related(right, ">=", left)
        case _:
            return negated(
                related(left, {"<": ">=", ">": "<=", "!=": "="}[relation], right)
            )


def days(first: date | None, last: date | None) -> Span:
    low = first.toordinal() if first else FIRST
    return Span(low=low, high=last.toordinal() if last else LAST)


def moved(span: Span, side: c.Operand, kind: str) -> Span:
    if side.offset is None:
        return span
    if kind == "day":
        low, high = date.fromordinal(span.low), date.fromordinal(span.high)
        return days(shift(low, side.offset), shift(high, side.offset))
    return Span(low=span.low + side.offset.count, high=span.high + side.offset.count)


def possible(days: Span, options: Sequence[tuple[Span, Item]]) -> list[Item | None]:
    """What may hold on days of the span, None for nothing; of two, the later item."""
    edges = {edge for span, _ in options for edge in (span.low, span.high + 1)}
    inside = {edge for edge in edges if days.low < edge <= days.high} | {days.low}
    return [
        ([None] + [item for span, item in options if span.low <= day <= span.high])[-1]
        for day in inside
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """One version of a case: each fact has one value, or is unknown."""

    specs: Mapping[str, FactSpec | ColumnSpec]
    parameters: Mapping[str, Parameter]
    unproven: frozenset[str]
    facts: Mapping[str, Value]
    state: State

    def value(self, name: str, of: str = APPLICANT) -> Value:
        """What is still possible of a fact; all of its domain if nothing is said."""
        if name == TODAY:
            return days(self.state.today, self.state.today)
        spec = self.specs[name]
        whole: dict[str, Value] = {
            "day": Span(low=FIRST, high=LAST),
            "integer": Span(low=LOWEST, high=HIGHEST),
        }
        unknown = whole.get(spec.type, Choice(values=frozenset(spec.values)))
        return self.facts.get(fact_key(name, of), unknown)

    def span(self, name: str, of: str = APPLICANT) -> Span:
        """The days or numbers it may still be."""
        value = self.value(name, of)
        assert isinstance(value, Span)
        return value

    def choices(self, name: str) -> list[frozenset[str] | int | None]:
        """The values a parameter may have, None for a gap; a gap if it is not there."""
        if name not in self.parameters:
            return [None]
        one = self.parameters[name]
        keys = self.value(one.keyed_by) if one.keyed_by else _KEYLESS
        assert isinstance(keys, Choice)
        dated = [(days(p.holds_from, p.holds_to), p) for p in one.values]
        return [
            None if found is None else found.value
            for key in keys.values
            for found in possible(
                self.span(one.dated_by), [(s, p) for s, p in dated if p.key == key]
            )
        ]

    def spans(self, side: c.Operand) -> list[Span | None]:
        """What a side of a comparison may be, apart for each value of a parameter."""
        kind = "day" if side.today or side.is_day else "integer"
        if side.today or side.name in self.specs:
            name = TODAY if side.today else side.name
            kind = "day" if side.today else self.specs[name].type
            return [moved(self.span(name, side.of), side, kind)]
        if side.name in self.parameters:
            kind = self.parameters[side.name].type
        found = self.choices(side.name) if side.name else [side.number]
        return [
            moved(Span(low=n, high=n), side, kind) if isinstance(n, int) else None
            for n in found
        ]

    def test(self, part: c.Compare | c.Member) -> Known:
        """A test of facts, agreed over the values that its parameters may have."""
        if isinstance(part, c.Member):
            value = self.value(part.name, part.of)
            allowed = self.choices(part.parameter) if part.parameter else [part.values]
            found = [
                within(value, item) if isinstance(item, frozenset) else None
                for item in allowed
            ]
            return self.proven((part,), found)
        pairs = product(self.spans(part.left), self.spans(part.right))
        return self.proven(
            (part.left, part.right),
            [related(a, part.relation, b) if a and b else None for a, b in pairs],
        )

    def named(self, part: c.Named) -> Known | None:
        """A bool fact or parameter; None for a proposition."""
        if part.name in self.specs:
            held = within(self.value(part.name, part.of), frozenset({"true"}))
            return self.proven((part,), [held])
        if part.name in self.parameters:
            found = self.choices(part.name)
            return agreed(truth(sure=b is True, never=b is False) for b in found)
        return None

    def proven(
        self, sides: Sequence[c.Named | c.Member | c.Operand], found: list[Known | None]
    ) -> Known:
        """What is found; where the burden is not met, what is not true is false.

        None, for a gap in the law, stays open: it is not the person's to prove.
        """
        if any(fact_key(side.name, side.of) in self.unproven for side in sides):
            found = [one and (one if one.true else FALSE) for one in found]
        return agreed(one or OPEN for one in found)
