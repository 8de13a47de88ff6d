"""What a thief of a disk can tell without a key: names, sizes, rows, pages."""

import re
import sqlite3
import struct
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path

_HASHED = re.compile(r"[0-9a-f]{64}")
# The kinds of pages of a tree, and how much longer than that of a leaf a head is.
_LONGER = {10: 0, 13: 0, 2: 4, 5: 4}
# Where SQLite keeps what it deletes from being read, places and sizes of it are left.
_MOST_LEFT = 64
_CELLS = struct.Struct(">BHHHB")
# A value of a database by its table and column.
Values = Mapping[tuple[str, str], frozenset[object]]


def names(folder: Path) -> list[tuple[str, int, int]]:
    """Every file by its name, size and rights; a name that is a hash is none."""
    return sorted(
        (
            _HASHED.sub("#", path.relative_to(folder).as_posix()),
            path.stat().st_size,
            path.stat().st_mode,
        )
        for path in folder.rglob("*")
        if path.is_file()
    )


def hashed_names(folder: Path) -> frozenset[str]:
    """The names of files that are hashes."""
    return frozenset(
        path.name for path in folder.rglob("*") if _HASHED.fullmatch(path.name)
    )


def _rows(path: Path) -> Iterator[tuple[str, list[str], list[tuple[object, ...]]]]:
    with closing(sqlite3.connect(path)) as db:
        found = db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
        for (table,) in found.fetchall():
            rows = db.execute(f"SELECT * FROM {table}")  # noqa: S608 -- its own names
            columns = [column[0] for column in rows.description]
            yield table, columns, rows.fetchall()


def shape(path: Path) -> list[object]:
    """Every row, with its numbers and words; of bytes only how many there are."""
    return [
        (table, sorted(str([_size(cell) for cell in row]) for row in rows))
        for table, _, rows in _rows(path)
    ]


def values(path: Path) -> Values:
    """The bytes that stand in each column."""
    return {
        (table, column): frozenset(row[at] for row in rows)
        for table, columns, rows in _rows(path)
        for at, column in enumerate(columns)
    }


def _size(cell: object) -> object:
    return f"{len(cell)} bytes" if isinstance(cell, bytes) else cell


def pages(path: Path) -> Counter[tuple[int, int]]:
    """The pages of a closed database by kind and number of cells; (0, 0): no tree's.

    What is free in them is looked at, too: of what was deleted nothing may be left.
    """
    raw = path.read_bytes()
    (size,) = struct.unpack_from(">H", raw, 16)
    every = [raw[at : at + size] for at in range(0, len(raw), size)]
    assert not any(any(every[number - 1]) for number in _unused(every))
    found = Counter([_page(every[0], 100)])
    found.update(_page(page, 0) for page in every[1:])
    return found


def _page(page: bytes, top: int) -> tuple[int, int]:
    kind, block, cells, begin, _ = _CELLS.unpack_from(page, top)
    if kind not in _LONGER:
        return 0, 0
    free = page[top + _CELLS.size + _LONGER[kind] + 2 * cells : begin]
    while block:
        block, length, start = *struct.unpack_from(">HH", page, block), block
        free += page[start + 4 : start + length]
    left = sum(map(bool, free))
    assert left < _MOST_LEFT, f"{left} bytes of what was deleted are left."
    return kind, cells


def _unused(every: Sequence[bytes]) -> Iterator[int]:
    """The numbers of the pages of which nothing is used."""
    (trunk,) = struct.unpack_from(">I", every[0], 32)
    while trunk:
        trunk, number, *leaves = struct.unpack(
            f">{len(every[0]) // 4}I", every[trunk - 1]
        )
        yield from leaves[:number]
