"""A random caseload as an Arrow table: one column a fact, null where unknown.

Flags are booleans, enums are places of their values in eight bits, days are dates.
"""

from datetime import date

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from bench.book import FIRST_DAY, LAST_DAY
from safeconduct.assessment.column import (
    CodeColumn,
    Column,
    FlagColumn,
    PointColumn,
    Words,
)
from safeconduct.rulebook.vocabulary import FactSpec, Vocabulary

_EPOCH = date(1970, 1, 1).toordinal()


def random_table(
    vocabulary: Vocabulary, *, cases: int, unknown: float, seed: int
) -> pa.Table:
    """The same seed gives the same table."""
    rng = np.random.default_rng(seed)
    columns = {
        fact.name: _random_column(rng, fact, cases=cases, unknown=unknown)
        for fact in vocabulary.facts
    }
    return pa.table(columns)


def _random_column(
    rng: np.random.Generator, fact: FactSpec, *, cases: int, unknown: float
) -> pa.Array:
    nulls = rng.random(cases, dtype=np.float32) < unknown
    if fact.type == "bool":
        return pa.array(rng.random(cases, dtype=np.float32) < 0.5, mask=nulls)
    if fact.type == "enum":
        codes = rng.integers(len(fact.values), size=cases, dtype=np.int8)
        return pa.array(codes, mask=nulls)
    days = rng.integers(FIRST_DAY, LAST_DAY, size=cases, endpoint=True) - _EPOCH
    return pa.array(days.astype(np.int32), mask=nulls).cast(pa.date32())


def columns_of(table: pa.Table, vocabulary: Vocabulary) -> dict[str, Column]:
    """The columns of a table as the kernel takes them; Arrow's bitmaps are not copied.

    Every column is one chunk from its start, as a file that was just read has them.
    """
    specs = vocabulary.fact_table()
    return {
        name: _column(table.column(name).chunk(0), specs[name])
        for name in table.column_names
    }


def _column(array: pa.Array, fact: FactSpec) -> Column:
    rows = len(array)
    validity, content = array.buffers()
    known = _words(validity, rows) if validity is not None else _all(rows)
    if fact.type == "bool":
        held = _words(content, rows)
        return FlagColumn(true=held & known, false=~held & known)
    if fact.type == "enum":
        codes = np.frombuffer(content, dtype=np.uint8, count=rows)
        return CodeColumn(values=fact.values, codes=codes, known=known)
    days = np.frombuffer(content, dtype=np.int32, count=rows)
    return PointColumn(numbers=days, known=known, origin=_EPOCH)


def _words(buffer: pa.Buffer, rows: int) -> Words:
    """A bitmap as words; copied only if its last word is not whole."""
    size = (rows + 63) // 64
    if buffer.size >= size * 8:
        return np.frombuffer(buffer, dtype=np.uint64, count=size)
    whole = np.zeros(size * 8, dtype=np.uint8)
    found = np.frombuffer(buffer, dtype=np.uint8)
    whole[: len(found)] = found
    return whole.view(np.uint64)


def _all(rows: int) -> Words:
    filled: NDArray[np.uint64] = np.full((rows + 63) // 64, ~np.uint64(0))
    return filled
