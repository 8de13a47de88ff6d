"""The atomiser of one case and that of a caseload give equal planes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from secrets import randbits

import numpy as np
import pytest
from hypothesis import settings

from safeconduct.assessment.atom import CompareAtom, MemberAtom, NormAtom
from safeconduct.assessment.column import (
    Caseload,
    ChoiceColumn,
    CodeColumn,
    Column,
    FlagColumn,
    PointColumn,
    SpanColumn,
    pack,
    unpack,
)
from safeconduct.assessment.column_atom import atom_planes
from safeconduct.assessment.lane import Lanes, versions_of
from safeconduct.assessment.state import State
from safeconduct.base.value import FIRST, HIGHEST, LAST, LOWEST, Choice, Span, Value
from safeconduct.rulebook.vocabulary import BOOL_VALUES, Vocabulary
from tests.evaluator.judged import tape_of
from tests.evaluator.rulebooks import Sample, random_sample
from tests.evaluator.states import random_state

RULEBOOKS = max(300, settings().max_examples // 10)
# The same rulebooks each time, unless more examples are asked for.
FIRST_SEED = 0 if settings().derandomize else randbits(48)
ORIGIN = 719163  # Arrow counts days from 1970-01-01.
Row = Mapping[str, Value]


def _rows(sample: Sample) -> list[Row]:
    """Several cases, each disputed one with a row for each of its versions."""
    others = [
        random_state(sample.seed + number, sample.vocabulary) for number in range(1, 9)
    ]
    return [
        values
        for state in (sample.state, *others)
        for values in versions_of(state, cap=16).values
    ]


def _exact(row: Row) -> Row:
    """The row with what is known in part left out."""
    return {
        key: value
        for key, value in row.items()
        if (value.is_exact() if isinstance(value, Span) else len(value.values) == 1)
    }


def _domain(vocabulary: Vocabulary, key: str) -> tuple[str, tuple[str, ...]]:
    spec = vocabulary.fact_table().get(key.partition(" OF ")[0])
    return (spec.type, spec.values) if spec is not None else ("bool", BOOL_VALUES)


def _partly(kind: str, values: Sequence[str], column: Sequence[Value | None]) -> Column:
    """A column of what is known in part: masks, or bounds."""
    if kind in {"bool", "enum"}:
        masks = [_mask(values, value) for value in column]
        return ChoiceColumn(
            values=tuple(values), masks=np.array(masks, dtype=np.uint64)
        )
    low, high = (FIRST, LAST) if kind == "day" else (LOWEST, HIGHEST)
    spans = [x if isinstance(x, Span) else Span(low=low, high=high) for x in column]
    return SpanColumn(
        low=np.array([span.low for span in spans], dtype=np.int64),
        high=np.array([span.high for span in spans], dtype=np.int64),
    )


def _mask(values: Sequence[str], value: Value | None) -> int:
    if not isinstance(value, Choice):
        return 2**64 - 1
    return sum(1 << at for at, name in enumerate(values) if name in value.values)


def _wholly(kind: str, values: Sequence[str], column: Sequence[Value | None]) -> Column:
    """A column of what is exact or unknown: planes, codes, or numbers."""
    known = pack(np.array([value is not None for value in column]))
    if kind == "bool":
        is_true = [value == Choice(values=frozenset({"true"})) for value in column]
        true = pack(np.array(is_true))
        return FlagColumn(true=true, false=~true & known)
    if kind == "enum":
        codes = [
            values.index(next(iter(value.values))) if isinstance(value, Choice) else 0
            for value in column
        ]
        coded = np.array(codes, dtype=np.uint8)
        return CodeColumn(values=tuple(values), codes=coded, known=known)
    origin = ORIGIN if kind == "day" else 0
    numbers = [value.low - origin if isinstance(value, Span) else 0 for value in column]
    points = np.array(numbers, dtype=np.int32)
    return PointColumn(numbers=points, known=known, origin=origin)


def _agree(
    sample: Sample,
    rows: Sequence[Row],
    column_of: Callable[[str, Sequence[str], Sequence[Value | None]], Column],
) -> None:
    tape, state = tape_of(sample), sample.state
    keys = sorted({key for row in rows for key in row})
    columns = {
        key: column_of(*_domain(sample.vocabulary, key), [row.get(key) for row in rows])
        for key in keys
    }
    caseload = Caseload(rows=len(rows), today=state.today, columns=columns)
    many = atom_planes(tape, caseload)
    one_by_one = [Lanes(tape, _alone(state, row)).planes for row in rows]
    for index, atom in enumerate(tape.atoms):
        if isinstance(atom, MemberAtom | CompareAtom | NormAtom):
            true = [bool(planes.true[index]) for planes in one_by_one]
            false = [bool(planes.false[index]) for planes in one_by_one]
            assert list(unpack(many.true[index], len(rows))) == true, atom
            assert list(unpack(many.false[index], len(rows))) == false, atom


def _alone(state: State, row: Row) -> State:
    claims = {key: (value,) for key, value in row.items()}
    return replace(state, claims=claims, marks={}, lists={})


@pytest.mark.parametrize("block", range(10))
def test_what_is_known_in_part_gives_equal_planes(block: int) -> None:
    for seed in range(FIRST_SEED + block, FIRST_SEED + RULEBOOKS, 10):
        sample = random_sample(seed)
        _agree(sample, _rows(sample), _partly)


@pytest.mark.parametrize("block", range(10))
def test_what_is_exact_or_unknown_gives_equal_planes(block: int) -> None:
    for seed in range(FIRST_SEED + block, FIRST_SEED + RULEBOOKS, 10):
        sample = random_sample(seed)
        _agree(sample, [_exact(row) for row in _rows(sample)], _wholly)


def test_a_column_that_is_missing_is_unknown_in_every_row() -> None:
    sample = random_sample(FIRST_SEED)
    _agree(sample, [{}] * 70, _partly)
