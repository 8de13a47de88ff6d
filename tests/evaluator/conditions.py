"""Random conditions over a vocabulary, parameters, norms and earlier propositions."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random  # noqa: TID251 -- seeded, and only for tests

from safeconduct.base.day import Period, Unit
from safeconduct.rulebook.condition import (
    Compare,
    Condition,
    Exists,
    Group,
    Member,
    Named,
    Not,
    Operand,
    Relation,
)
from safeconduct.rulebook.record import TODAY, Parameter, ParameterType
from safeconduct.rulebook.vocabulary import ColumnSpec, FactSpec, ListSpec, Vocabulary
from tests.evaluator.states import random_day

RELATIONS: tuple[Relation, ...] = ("=", "!=", "<", "<=", ">", ">=")
UNITS: tuple[Unit, ...] = ("days", "weeks", "months", "years")
DEPTH = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """Draws conditions that name what is there, and only earlier propositions."""

    rng: Random
    vocabulary: Vocabulary
    parameters: tuple[Parameter, ...]
    norms: tuple[str, ...]

    def draw(self, earlier: tuple[str, ...], depth: int = 0) -> Condition:
        """A condition on facts and on the propositions named."""
        inner = self.rng.random() if depth < DEPTH else 0.0
        if inner < 0.55:
            return self._leaf(earlier)
        if inner < 0.7:
            return Not(part=self.draw(earlier, depth + 1))
        size = self.rng.randint(1, 4)
        parts = tuple(self.draw(earlier, depth + 1) for _ in range(size))
        return Group(at_least=self.rng.randint(1, size), parts=parts)

    def _leaf(self, earlier: tuple[str, ...]) -> Condition:
        makers: list[Callable[[], Condition]] = [
            lambda: self._fact(self.rng.choice(self.vocabulary.facts)),
        ] * 3
        if earlier:
            makers += [lambda: Named(name=self.rng.choice(earlier))] * 3
        if self.norms:
            makers.append(lambda: Named(name=self.rng.choice(self.norms)))
        if self.vocabulary.lists:
            makers.append(lambda: self._exists(self.rng.choice(self.vocabulary.lists)))
        flags = self._of_type("bool")
        if flags:
            makers.append(lambda: Named(name=self.rng.choice(flags).id))
        return self.rng.choice(makers)()

    def _of_type(self, kind: ParameterType) -> list[Parameter]:
        return [one for one in self.parameters if one.type == kind]

    def _exists(self, item: ListSpec) -> Condition:
        tests = tuple(
            self._fact(self.rng.choice(item.columns))
            for _ in range(self.rng.randint(1, 3))
        )
        where: Condition = Group(at_least=self.rng.randint(1, len(tests)), parts=tests)
        return Exists(
            list=item.name,
            at_least=self.rng.choice((1, 1, 2)),
            where=where if self.rng.random() < 0.8 else Not(part=where),
        )

    def _fact(self, spec: FactSpec | ColumnSpec) -> Condition:
        """A test of a fact or, in a row, of a column."""
        of = self.rng.choice(spec.of) if isinstance(spec, FactSpec) else "applicant"
        if spec.type == "bool":
            return Named(name=spec.name, of=of)
        if spec.type == "enum":
            return self._member(spec, of)
        side = Operand(name=spec.name, of=of, offset=self._offset(spec))
        other = self._other(spec)
        left, right = (side, other) if self.rng.random() < 0.8 else (other, side)
        return Compare(left=left, relation=self.rng.choice(RELATIONS), right=right)

    def _member(self, spec: FactSpec | ColumnSpec, of: str) -> Condition:
        sets = [one for one in self._of_type("set") if _suits(one, spec)]
        if sets and self.rng.random() < 0.4:
            return Member(name=spec.name, of=of, parameter=self.rng.choice(sets).id)
        size = self.rng.randint(1, len(spec.values))
        values = frozenset(self.rng.sample(spec.values, size))
        return Member(name=spec.name, of=of, values=values)

    def _offset(self, spec: FactSpec | ColumnSpec) -> Period | None:
        if self.rng.random() < 0.6:
            return None
        if spec.type == "integer":
            return Period(count=self.rng.randint(-3, 3), unit="days")
        counts = (-40, -1, 1, 15)
        return Period(count=self.rng.choice(counts), unit=self.rng.choice(UNITS))

    def _other(self, spec: FactSpec | ColumnSpec) -> Operand:
        """What a number or day is compared with: constant, TODAY, fact, parameter."""
        is_day = spec.type == "day"
        number = random_day(self.rng).toordinal() if is_day else self.rng.randint(-2, 6)
        found = [Operand(number=number, is_day=is_day)] * 2
        if is_day:
            found.append(Operand(today=True, offset=self._offset(spec)))
        found += [
            Operand(name=fact.name, offset=self._offset(spec))
            for fact in self.vocabulary.facts
            if fact.type == spec.type and isinstance(spec, FactSpec)
        ]
        found += [
            Operand(name=one.id, offset=self._offset(spec))
            for one in self._of_type("day" if is_day else "integer")
            if isinstance(spec, FactSpec)
        ]
        return self.rng.choice(found)


def _suits(one: Parameter, spec: FactSpec | ColumnSpec) -> bool:
    """Whether a set holds values of the fact; rows know only sets of the day alone."""
    known = frozenset(spec.values)
    is_of_day = one.dated_by == TODAY and not one.keyed_by
    return (isinstance(spec, FactSpec) or is_of_day) and all(
        isinstance(part.value, frozenset) and part.value <= known for part in one.values
    )
