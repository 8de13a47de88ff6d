"""Tests on the rows of a list, as EXISTS makes them (spec/law-page.md §1).

They read columns only; a set parameter inside is the one of the query day.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from safeconduct.assessment.atom import NOW, CompareAtom, MemberAtom, RowTest, Side
from safeconduct.base.errors import OurFaultError
from safeconduct.rulebook.condition import (
    Compare,
    Condition,
    Exists,
    Group,
    Member,
    Named,
    Not,
    Operand,
    Used,
)
from safeconduct.rulebook.record import Parameter
from safeconduct.rulebook.vocabulary import ColumnSpec, ListSpec, fact_key


@dataclass(frozen=True, slots=True, kw_only=True)
class RowTests:
    """Makes row tests for one day."""

    columns: Mapping[str, ColumnSpec]
    parameters: Mapping[str, Parameter]
    on: date

    def test(self, condition: Condition) -> RowTest:
        """The test that a condition makes on one row.

        Raises:
            OurFaultError: it looks at more than columns (the rulebook is unchecked).
        """
        match condition:
            case Group(at_least=least, parts=parts):
                inner = tuple(self.test(part) for part in parts)
                return RowTest(at_least=least, parts=inner)
            case Not(part=part):
                return RowTest(negated=True, at_least=1, parts=(self.test(part),))
            case Named(name=name):
                atom = MemberAtom(key=_column(name), values=frozenset({"true"}))
                return RowTest(atom=atom)
            case Member(name=name, values=values, parameter=parameter):
                chosen = self._set_today(parameter) if parameter else values
                return self._member(name, chosen)
            case Compare(left=left, relation=relation, right=right):
                specs = self.columns
                is_day = any(is_a_day(item, specs) for item in (left, right))
                return RowTest(
                    atom=CompareAtom(
                        left=_side_of(left, is_day=is_day),
                        relation=relation,
                        right=_side_of(right, is_day=is_day),
                    )
                )
            case Exists() | Used():
                msg = "A test inside EXISTS reads columns only."
                raise OurFaultError(msg)

    def _member(self, name: str, values: frozenset[str] | None) -> RowTest:
        """A column is one of some values; None is a parameter without a value."""
        if values is None:
            return RowTest(atom=MemberAtom(key="", values=frozenset()))
        if values >= set(self.columns[name].values):
            return RowTest(at_least=0)
        return RowTest(atom=MemberAtom(key=_column(name), values=values))

    def _set_today(self, name: str) -> frozenset[str] | None:
        parameter = self.parameters.get(name)
        for value in parameter.values if parameter else ():
            first, last = value.holds_from or date.min, value.holds_to or date.max
            if first <= self.on <= last and isinstance(value.value, frozenset):
                return value.value
        return None


def columns_of(lists: Iterable[ListSpec]) -> Mapping[str, ColumnSpec]:
    """Every column by its name in conditions."""
    return {column.name: column for item in lists for column in item.columns}


class Typed(Protocol):
    """What has a type: a fact, a column, a dated value."""

    @property
    def type(self) -> str:
        """Such as `day` or `bool`."""
        ...


def is_a_day(operand: Operand, *tables: Mapping[str, Typed]) -> bool:
    """Whether a side of a comparison is a day, by the tables of what it may name."""
    found = (table.get(operand.name) for table in tables)
    named = any(item is not None and item.type == "day" for item in found)
    return operand.today or operand.is_day or named


def _column(name: str) -> str:
    return name.rpartition(".")[2]


def side_of(operand: Operand, *, is_day: bool) -> Side:
    """The side of a comparison, before any parameter in it has a value."""
    if operand.today:
        return Side(key=NOW, is_day=True, offset=operand.offset)
    key = fact_key(operand.name, operand.of) if operand.name else ""
    return Side(
        key=key, constant=operand.number or 0, is_day=is_day, offset=operand.offset
    )


def _side_of(operand: Operand, *, is_day: bool) -> Side:
    side = side_of(operand, is_day=is_day)
    key = side.key if side.key in {"", NOW} else _column(side.key)
    return Side(key=key, constant=side.constant, is_day=is_day, offset=side.offset)
