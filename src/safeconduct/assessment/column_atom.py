"""The atomiser of a caseload: columns of facts to planes of packed words.

A case is a row; a row's bit is set where the atom is known true (or known false).
Held equal to `lane.Lanes` by a property test.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from safeconduct.assessment.atom import (
    NOW,
    CompareAtom,
    MemberAtom,
    NormAtom,
    Side,
    comparison,
)
from safeconduct.assessment.column import (
    ALL,
    Bits,
    Caseload,
    ChoiceColumn,
    CodeColumn,
    Column,
    FlagColumn,
    Numbers,
    PointColumn,
    Points,
    SpanColumn,
    Words,
    pack,
    unpack,
)
from safeconduct.assessment.kernel import AtomPlanes
from safeconduct.assessment.tape import Tape
from safeconduct.base.errors import OurFaultError
from safeconduct.base.truth import Truth
from safeconduct.base.value import FIRST, HIGHEST, LAST, LOWEST
from safeconduct.rulebook.condition import Relation

_FEW = 4
_EPOCH = date(1970, 1, 1).toordinal()


def atom_planes(
    tape: Tape, caseload: Caseload, atoms: Sequence[int] | None = None
) -> AtomPlanes[Words]:
    """Work out the planes of all atoms (or of some; the others are unknown)."""
    size = (caseload.rows + 63) // 64
    none = np.zeros(size, dtype=np.uint64)
    full = np.full(size, ALL)
    true = [none] * len(tape.atoms)
    false = [none] * len(tape.atoms)
    for index in range(len(tape.atoms)) if atoms is None else atoms:
        planes = _planes(tape, index, caseload)
        if planes is not None:
            true[index], false[index] = planes
    return AtomPlanes(
        true=true, false=false, not_shown=[none] * len(true), none=none, full=full
    )


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
    match column:
        case FlagColumn(true=true, false=false):
            return (true, false) if "true" in values else (false, true)
        case CodeColumn():
            inside = pack(_picked(column, values))
            return inside & column.known, ~inside & column.known
        case ChoiceColumn(masks=masks):
            bits = [1 << at for at, name in enumerate(column.values) if name in values]
            wanted, nothing = np.uint64(sum(bits)), np.uint64(0)
            return pack((masks & ~wanted) == nothing), pack((masks & wanted) == nothing)
        case _:
            return None


def _picked(column: CodeColumn, values: frozenset[str]) -> Bits:
    """The rows whose code is of one of the values."""
    inside = [at for at, name in enumerate(column.values) if name in values]
    outside = [at for at, name in enumerate(column.values) if name not in values]
    few = min(inside, outside, key=len)
    if len(few) > _FEW:
        table = np.isin(np.arange(256), inside)
        return table[column.codes]
    found = np.zeros(len(column.codes), dtype=np.bool_)
    for place in few:
        found |= column.codes == place
    return found if few is inside else ~found


def _compared(atom: CompareAtom, caseload: Caseload) -> tuple[Words, Words]:
    exact = _exact(atom, caseload)
    return exact if exact is not None else _by_bounds(atom, caseload)


def _exact(atom: CompareAtom, caseload: Caseload) -> tuple[Words, Words] | None:
    """Both sides exact or unknown: one comparison decides both planes.

    None where a side that is unknown could still decide the test, or is a span.
    """
    left, right = _points(atom.left, caseload), _points(atom.right, caseload)
    if left is None or right is None or not _needs_both(atom, left, right):
        return None
    first, second = _aligned(left, right)
    met = pack(np.broadcast_to(_RELATIONS[atom.relation](first, second), caseload.rows))
    known = left.known & right.known
    return met & known, ~met & known


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sided:
    """One side in each row; `domain` is what it may be where it is unknown."""

    numbers: Points
    origin: int
    known: Words
    edges: tuple[int, int]
    domain: tuple[int, int] | None


def _aligned(left: _Sided, right: _Sided) -> tuple[Points, Points]:
    """Numbers of both sides from one origin; a column is copied only if it must be."""
    gap = right.origin - left.origin
    if len(left.numbers) == 1:
        return _like(left.numbers - gap, right.numbers), right.numbers
    if len(right.numbers) == 1:
        return left.numbers, _like(right.numbers + gap, left.numbers)
    return left.numbers, right.numbers + np.int32(gap) if gap else right.numbers


def _like(single: Points, others: Points) -> Points:
    """A single number in the type of the others, so that these are not copied."""
    is_short = others.dtype == np.int32 and _is_short(single[0])
    return single.astype(np.int32) if is_short else single


def _is_short(number: np.int32 | np.int64) -> bool:
    return bool(-(2**31) <= number < 2**31)


def _points(side: Side, caseload: Caseload) -> _Sided | None:
    """A side in each row, where each row is exact or unknown."""
    if side.key in {NOW, ""}:
        number = _fixed(side, caseload)
        known = np.full((caseload.rows + 63) // 64, ALL)
        only = int(number[0])
        return _Sided(
            numbers=number, origin=0, known=known, edges=(only, only), domain=None
        )
    column = caseload.columns.get(side.key)
    if not isinstance(column, PointColumn) or not len(column.numbers):
        return None
    step = _step(side, column.edges)
    if step is None:
        return None
    low, high = _domain(side)
    return _Sided(
        numbers=column.numbers,
        origin=column.origin + step,
        known=column.known,
        edges=(column.edges[0] + step, column.edges[1] + step),
        domain=(int(low[0]), int(high[0])),
    )


def _step(side: Side, edges: tuple[int, int]) -> int | None:
    """What is added to every number; None where days are cut off or months move."""
    offset = side.offset
    if offset is None:
        return 0
    if not side.is_day or offset.unit not in {"days", "weeks"}:
        return None
    step = offset.count * (7 if offset.unit == "weeks" else 1)
    return step if edges[0] + step >= FIRST and edges[1] + step <= LAST else None


def _needs_both(atom: CompareAtom, left: _Sided, right: _Sided) -> bool:
    """Whether the test is unknown in every row in which a side is."""
    compare = comparison(atom.relation)
    firsts = [(left.edges[0],) * 2, (left.edges[1],) * 2]
    seconds = [(right.edges[0],) * 2, (right.edges[1],) * 2]
    open_pairs: list[tuple[tuple[int, int], tuple[int, int]]] = []
    if left.domain is not None:
        open_pairs += [(left.domain, second) for second in seconds]
    if right.domain is not None:
        open_pairs += [(first, right.domain) for first in firsts]
    if left.domain is not None and right.domain is not None:
        open_pairs.append((left.domain, right.domain))
    return all(compare(*pair) is Truth.UNKNOWN for pair in open_pairs)


_RELATIONS = {
    "<=": np.less_equal,
    "<": np.less,
    ">=": np.greater_equal,
    ">": np.greater,
    "=": np.equal,
    "!=": np.not_equal,
}


def _by_bounds(atom: CompareAtom, caseload: Caseload) -> tuple[Words, Words]:
    left, right = _bounds(atom.left, caseload), _bounds(atom.right, caseload)
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
        moved = _fixed(side, caseload)
        return moved, moved
    column = caseload.columns.get(side.key)
    if column is None:
        return None
    if isinstance(column, PointColumn):
        column = _span_column(column, side)
    if not isinstance(column, SpanColumn):
        msg = "A column of choices stands where numbers are needed."
        raise OurFaultError(msg)
    return _moved(column.low, side), _moved(column.high, side)


def _fixed(side: Side, caseload: Caseload) -> Numbers:
    """The query day or a constant, moved."""
    today = caseload.today.toordinal()
    number = today if side.key == NOW else side.constant
    return _moved(np.array([number], dtype=np.int64), side)


def _span_column(column: PointColumn, side: Side) -> SpanColumn:
    low, high = (FIRST, LAST) if side.is_day else (LOWEST, HIGHEST)
    is_known = unpack(column.known, len(column.numbers))
    numbers = column.numbers.astype(np.int64) + column.origin
    return SpanColumn(
        low=np.where(is_known, numbers, low), high=np.where(is_known, numbers, high)
    )


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
