"""Columns of facts of a caseload, and bits of its rows as words.

A case is a row. Shapes: `rows` values a column, planes of `(rows + 63) // 64` words of
64 bits, the first row in the lowest bit.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Words = NDArray[np.uint64]
Masks = NDArray[np.uint64]
Numbers = NDArray[np.int64]
Bits = NDArray[np.bool_]
ALL = np.uint64(0xFFFF_FFFF_FFFF_FFFF)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagColumn:
    """A bool or an open norm as it is stored: the rows known true, known false."""

    true: Words
    false: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeColumn:
    """An enum of which each row is exact or unknown, as places in `values`."""

    values: tuple[str, ...]
    codes: NDArray[np.uint8]
    known: Words


Points = NDArray[np.int32] | Numbers


@dataclass(frozen=True, kw_only=True)
class PointColumn:
    """Numbers or day ordinals of which each is exact or unknown.

    `origin` is added to each (days may be counted from any day). What stands in a row
    that is unknown does not matter; it should be near the others.
    """

    numbers: Points
    known: Words
    origin: int = 0

    @cached_property
    def edges(self) -> tuple[int, int]:
        """The lowest and the highest number that stand there, from the origin."""
        low, high = int(self.numbers.min()), int(self.numbers.max())
        return self.origin + low, self.origin + high


Column = ChoiceColumn | SpanColumn | FlagColumn | CodeColumn | PointColumn


@dataclass(frozen=True, slots=True, kw_only=True)
class Caseload:
    """Columns by fact key, all of `rows` rows; a missing column is unknown."""

    rows: int
    today: date
    columns: Mapping[str, Column]


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
