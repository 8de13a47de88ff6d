"""The atomiser of a caseload: columns of facts to planes of packed words.

A case is a row; a row's bit is set where the atom is known true (or known false).
Held equal to `lane.Lanes` by a property test. Shapes: `rows` values a column, planes
of `(rows + 63) // 64` words of 64 bits, the first row in the lowest bit.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from safeconduct.assessment.atom import (
    NOW,
    CompareAtom,
    MemberAtom,
    NormAtom,
    Side,
)
from safeconduct.assessment.kernel import AtomPlanes
from safeconduct.assessment.tape import Tape
from safeconduct.base.errors import OurFaultError
from safeconduct.base.value import FIRST, HIGHEST, LAST, LOWEST
from safeconduct.rulebook.condition import Relation

Words = NDArray[np.uint64]
Masks = NDArray[np.uint64]
Numbers = NDArray[np.int64]
Bits = NDArray[np.bool_]
_EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceColumn:
    """The possible values of a bool or enum in each row, as bit masks.

    Bit `i` of a mask stands for `values[i]`, at most 64; all bits set is unknown.
    """

    values: tuple[str, ...]
    masks: Masks


@dataclass(frozen=True, slots=True, kw_only=True)
class SpanColumn:
    """The lowest and highest number (or day ordinal) possible in each row."""

    low: Numbers
    high: Numbers


Column = ChoiceColumn | SpanColumn


@dataclass(frozen=True, slots=True, kw_only=True)
class Caseload:
    """Columns by fact key, all of `rows` rows; a missing column is unknown."""

    rows: int
    today: date
    columns: Mapping[str, Column]


def atom_planes(
    tape: Tape, caseload: Caseload, atoms: Sequence[int] | None = None
) -> AtomPlanes[Words]:
    """Work out the planes of all atoms (or of some; the others are unknown)."""
    size = (caseload.rows + 63) // 64
    none = np.zeros(size, dtype=np.uint64)
    full = np.full(size, np.uint64(0xFFFF_FFFF_FFFF_FFFF))
    true = [none] * len(tape.atoms)
    false = [none] * len(tape.atoms)
    for index in range(len(tape.atoms)) if atoms is None else atoms:
        planes = _planes(tape, index, caseload)
        if planes is not None:
            true[index], false[index] = planes
    return AtomPlanes(
        true=true, false=false, not_shown=[none] * len(true), none=none, full=full
    )


def pack(bits: Bits) -> Words:
    """Bits of rows as words of 64, the first row lowest; the last word is filled up."""
    packed = np.packbits(bits, bitorder="little")
    missing = -len(packed) % 8
    if missing:
        packed = np.concatenate([packed, np.zeros(missing, dtype=np.uint8)])
    return packed.view(np.uint64)


def unpack(words: Words, rows: int) -> Bits:
    """The bits of the rows."""
    bits = np.unpackbits(words.view(np.uint8), bitorder="little", count=rows)
    return bits.astype(np.bool_)


def _planes(tape: Tape, index: int, caseload: Caseload) -> tuple[Words, Words] | None:
    atom = tape.atoms[index]
    match atom:
        case MemberAtom(key=key, values=values):
            return _member(caseload.columns.get(key), values)
        case NormAtom(key=key):
            return _member(caseload.columns.get(key), frozenset({"true"}))
        case CompareAtom():
            return _compared(atom, caseload)
        case _:
            return None


def _member(
    column: Column | None, values: frozenset[str]
) -> tuple[Words, Words] | None:
    if not isinstance(column, ChoiceColumn):
        return None
    inside = np.uint64(
        sum(1 << place for place, name in enumerate(column.values) if name in values)
    )
    outside = ~inside
    nothing = np.uint64(0)
    return (
        pack((column.masks & outside) == nothing),
        pack((column.masks & inside) == nothing),
    )


def _compared(atom: CompareAtom, caseload: Caseload) -> tuple[Words, Words] | None:
    left, right = _bounds(atom.left, caseload), _bounds(atom.right, caseload)
    if left is None and right is None:
        return None
    first = left if left is not None else _domain(atom.left)
    second = right if right is not None else _domain(atom.right)
    true, false = _related(atom.relation, first, second)
    rows = caseload.rows
    return pack(np.broadcast_to(true, rows)), pack(np.broadcast_to(false, rows))


Bound = tuple[Numbers, Numbers]


def _related(relation: Relation, first: Bound, second: Bound) -> tuple[Bits, Bits]:
    """Where a relation surely holds, and where it surely does not."""
    match relation:
        case ">=":
            return _order(second, first, 0)
        case ">":
            return _order(second, first, 1)
        case "<=":
            return _order(first, second, 0)
        case "<":
            return _order(first, second, 1)
        case "=":
            return _equal(first, second)
        case "!=":
            same, apart = _equal(first, second)
            return apart, same


def _order(low: Bound, high: Bound, step: int) -> tuple[Bits, Bits]:
    return low[1] + step <= high[0], low[0] + step > high[1]


def _equal(left: Bound, right: Bound) -> tuple[Bits, Bits]:
    apart = (left[1] < right[0]) | (right[1] < left[0])
    same = (left[0] == left[1]) & (right[0] == right[1]) & (left[0] == right[0])
    return same, apart


def _bounds(side: Side, caseload: Caseload) -> Bound | None:
    """The bounds of a side in each row; None for a fact without a column."""
    if side.key == NOW or not side.key:
        today = caseload.today.toordinal()
        number = today if side.key == NOW else side.constant
        at = np.array([number], dtype=np.int64)
        moved = _moved(at, side)
        return moved, moved
    column = caseload.columns.get(side.key)
    if column is None:
        return None
    if not isinstance(column, SpanColumn):
        msg = "A column of choices stands where numbers are needed."
        raise OurFaultError(msg)
    return _moved(column.low, side), _moved(column.high, side)


def _domain(side: Side) -> Bound:
    low, high = (FIRST, LAST) if side.is_day else (LOWEST, HIGHEST)
    edges = np.array([low], dtype=np.int64), np.array([high], dtype=np.int64)
    return _moved(edges[0], side), _moved(edges[1], side)


def _moved(numbers: Numbers, side: Side) -> Numbers:
    """Numbers moved by the side's offset; months clamp to the last day."""
    offset = side.offset
    if offset is None:
        return numbers
    if not side.is_day:
        return numbers + offset.count
    if offset.unit in {"days", "weeks"}:
        step = offset.count * (7 if offset.unit == "weeks" else 1)
        return np.clip(numbers + step, FIRST, LAST)
    months = offset.count * (12 if offset.unit == "years" else 1)
    return _months(np.clip(numbers, FIRST, LAST), months)


def _months(ordinals: Numbers, months: int) -> Numbers:
    days = (ordinals - _EPOCH).astype("datetime64[D]")
    start = days.astype("datetime64[M]")
    day_of_month = (days - start.astype("datetime64[D]")).astype(np.int64)
    target = start + np.timedelta64(months, "M")
    first = target.astype("datetime64[D]").astype(np.int64)
    after = (target + np.timedelta64(1, "M")).astype("datetime64[D]").astype(np.int64)
    moved: Numbers = np.minimum(first + day_of_month, after - 1) + _EPOCH
    return np.clip(moved, FIRST, LAST)
