"""Atoms: the tests at the leaves, as data, and their truth for one set of values.

The query day enters only here. Bounds decide: a test is true if every value left
possible satisfies it, false if none does, else unknown (spec/law-page.md §2).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Protocol

from safeconduct.assessment.state import RowSet
from safeconduct.base.day import Period, shift
from safeconduct.base.truth import Truth
from safeconduct.base.value import FIRST, HIGHEST, LAST, LOWEST, Choice, Span, Value
from safeconduct.rulebook.condition import Relation

NOW = "TODAY"


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One side of a comparison: a fact, the query day, or a constant, moved.

    `key` is a fact's key or `NOW`, else empty and `constant` counts. `is_day` tells
    day ordinals from integers.
    """

    key: str = ""
    constant: int = 0
    is_day: bool = False
    offset: Period | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberAtom:
    """An enum or bool fact is one of some values."""

    key: str
    values: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareAtom:
    """`left <= right`, `left < right` or `left = right` on bounds."""

    left: Side
    relation: Relation
    right: Side


@dataclass(frozen=True, slots=True, kw_only=True)
class NormAtom:
    """An open norm: true or false only by a named person's judgement."""

    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RowTest:
    """A condition on one row: an atom over columns, or a threshold of such."""

    atom: MemberAtom | CompareAtom | None = None
    negated: bool = False
    at_least: int = 0
    parts: "tuple[RowTest, ...]" = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ExistsAtom:
    """At least so many rows of a list satisfy a test."""

    list: str
    at_least: int
    where: RowTest


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedAtom:
    """At least so many days of a clock are used."""

    clock: str
    at_least: int


Atom = MemberAtom | CompareAtom | NormAtom | ExistsAtom | UsedAtom
Lookup = Callable[[str], Value | None]


class ClockReader(Protocol):
    """Gives the days used of a clock: at least, at most (None: unknown)."""

    def __call__(self, clock: str) -> tuple[int, int | None]:
        """Bounds of the days used on the query day."""
        ...


def keys_of(atom: Atom) -> tuple[str, ...]:
    """The facts that an atom reads; a list counts as `list.<name>`."""
    match atom:
        case MemberAtom(key=key) | NormAtom(key=key):
            return (key,)
        case CompareAtom(left=left, right=right):
            return tuple(
                side.key for side in (left, right) if side.key not in {"", NOW}
            )
        case ExistsAtom(list=name):
            return (f"list.{name}",)
        case UsedAtom(clock=clock):
            return (f"clock.{clock}",)


def is_idle(atom: Atom) -> bool:
    """Whether a test is unknown on every day while no fact of its own is known."""
    match atom:
        case CompareAtom(left=left, right=right):
            is_unknown = simple_truth(atom, _nothing, 0) is Truth.UNKNOWN
            return is_unknown and NOW not in {left.key, right.key}
        case UsedAtom():
            return False
        case _:
            return True


def _nothing(_: str) -> None:
    """What is known of a fact of which nothing is known."""


def bounds(side: Side, value: Value | None, today: int) -> tuple[int, int]:
    """The lowest and the highest number that a side may be."""
    if side.key == NOW:
        low = high = today
    elif not side.key:
        low = high = side.constant
    elif isinstance(value, Span):
        low, high = value.low, value.high
    else:
        low, high = (FIRST, LAST) if side.is_day else (LOWEST, HIGHEST)
    if side.offset is None:
        return low, high
    return _moved(low, side), _moved(high, side)


def _moved(number: int, side: Side) -> int:
    offset = side.offset
    if offset is None:
        return number
    if not side.is_day:
        return number + offset.count
    return _shifted(number, offset.count, offset.unit)


@lru_cache(maxsize=4096)
def _shifted(ordinal: int, count: int, unit: str) -> int:
    period = Period(count=count, unit=unit)  # type: ignore[arg-type]  # a cache key
    inside = max(FIRST, min(LAST, ordinal))
    return shift(date.fromordinal(inside), period).toordinal()


Bounds = tuple[int, int]


def comparison(relation: Relation) -> Callable[[Bounds, Bounds], Truth]:
    """How a comparison is decided from the bounds of both sides."""
    return _COMPARISONS[relation]


def compared(atom: CompareAtom, left: Bounds, right: Bounds) -> Truth:
    """The truth of a comparison from the bounds of both sides."""
    return comparison(atom.relation)(left, right)


def _is_at_most(left: Bounds, right: Bounds) -> Truth:
    if left[1] <= right[0]:
        return Truth.TRUE
    return Truth.FALSE if left[0] > right[1] else Truth.UNKNOWN


def _is_below(left: Bounds, right: Bounds) -> Truth:
    if left[1] < right[0]:
        return Truth.TRUE
    return Truth.FALSE if left[0] >= right[1] else Truth.UNKNOWN


def _is_equal(left: Bounds, right: Bounds) -> Truth:
    if left[1] < right[0] or right[1] < left[0]:
        return Truth.FALSE
    if left[0] == left[1] == right[0] == right[1]:
        return Truth.TRUE
    return Truth.UNKNOWN


_COMPARISONS: Mapping[Relation, Callable[[Bounds, Bounds], Truth]] = {
    "<=": _is_at_most,
    "<": _is_below,
    ">=": lambda left, right: _is_at_most(right, left),
    ">": lambda left, right: _is_below(right, left),
    "=": _is_equal,
    "!=": lambda left, right: negated(_is_equal(left, right)),
}


def negated(truth: Truth) -> Truth:
    """The contrary; unknown stays unknown."""
    match truth:
        case Truth.TRUE:
            return Truth.FALSE
        case Truth.FALSE:
            return Truth.TRUE
        case Truth.UNKNOWN:
            return Truth.UNKNOWN


def member(atom_values: frozenset[str], value: Value | None) -> Truth:
    """Whether a value is surely, surely not or maybe one of the values."""
    if not isinstance(value, Choice):
        return Truth.UNKNOWN
    if value.values <= atom_values:
        return Truth.TRUE
    if value.values.isdisjoint(atom_values):
        return Truth.FALSE
    return Truth.UNKNOWN


def simple_truth(
    atom: MemberAtom | CompareAtom | NormAtom, look: Lookup, today: int
) -> Truth:
    """The truth of a test on plain facts (or on the columns of one row)."""
    match atom:
        case MemberAtom(key=key, values=values):
            return member(values, look(key))
        case NormAtom(key=key):
            return member(frozenset({"true"}), look(key))
        case CompareAtom(left=left, right=right):
            return compared(
                atom,
                bounds(left, look(left.key), today),
                bounds(right, look(right.key), today),
            )


def row_truth(test: RowTest, row: Mapping[str, Value], today: int) -> Truth:
    """The truth of a condition on one row; a missing column is unknown."""
    if test.atom is not None:
        truth = simple_truth(test.atom, row.get, today)
    else:
        parts = [row_truth(part, row, today) for part in test.parts]
        truth = threshold(parts, test.at_least)
    return negated(truth) if test.negated else truth


def threshold(parts: list[Truth], at_least: int) -> Truth:
    """Kleene's AT LEAST n of m."""
    if parts.count(Truth.TRUE) >= at_least:
        return Truth.TRUE
    if len(parts) - parts.count(Truth.FALSE) < at_least:
        return Truth.FALSE
    return Truth.UNKNOWN


def exists_truth(atom: ExistsAtom, rows: RowSet | None, today: int) -> Truth:
    """Surely enough rows; or too few even if all that may, do, in a complete list."""
    if rows is None:
        return Truth.UNKNOWN
    found = [row_truth(atom.where, row, today) for row in rows.rows]
    if found.count(Truth.TRUE) >= atom.at_least:
        return Truth.TRUE
    possible = len(found) - found.count(Truth.FALSE)
    if rows.complete == "yes" and possible < atom.at_least:
        return Truth.FALSE
    return Truth.UNKNOWN


def used_truth(atom: UsedAtom, used: tuple[int, int | None]) -> Truth:
    """Whether at least so many days are used, from the clock's bounds."""
    low, high = used
    if low >= atom.at_least:
        return Truth.TRUE
    if high is not None and high < atom.at_least:
        return Truth.FALSE
    return Truth.UNKNOWN
