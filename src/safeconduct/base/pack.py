"""Many records as columns of JSON and back, quickly: for the compiled rulebook.

A record, tuple, set or day is one row of a table; what is equal is one row. Tables
stand in an order in which each row names rows before it only, by their number among
all, and the last row of all is the record that was packed (spec/law-page.md §6).
"""

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from functools import partial
from typing import cast

from safeconduct.base.digest import Json
from safeconduct.base.errors import OurFaultError

# Height above plain values, kind, row; of a plain value 0, its type, itself.
_Cell = tuple[int, str, object]
_Row = tuple[_Cell, ...]
_Setter = Callable[[object, object], None]
_DAY, _SET, _PLAINS, _ROWS, _MIXED = "day", "set", "plains", "rows", "mixed"
_OTHER = "This was not packed by this version."


def pack(record: object) -> Json:
    """Put a record, with all in it, into columns; the same gives the same.

    Raises:
        OurFaultError: something in it is no record, tuple, set, day or plain value.
    """
    tables: dict[tuple[int, str], dict[_Row, int]] = {}
    _put(record, tables)
    first: dict[tuple[int, str], int] = {}
    count = 0
    for place in sorted(tables):
        first[place] = count
        count += len(tables[place])

    def number(cell: _Cell) -> int:
        return first[cell[0], cell[1]] + cast("int", cell[2])

    return [
        [kind, *_columns(kind, list(tables[height, kind]), number)]
        for height, kind in sorted(tables)
    ]


def _put(item: object, tables: dict[tuple[int, str], dict[_Row, int]]) -> _Cell:
    if item is None or isinstance(item, str | int | float | bool):
        return 0, type(item).__name__, item
    kind, parts = _parts(item)
    row = tuple([_put(part, tables) for part in parts])
    if kind == _ROWS and not all(cell[0] for cell in row):
        kind = _MIXED if any(cell[0] for cell in row) else _PLAINS
    height = 1 + max((cell[0] for cell in row), default=0)
    rows = tables.setdefault((height, kind), {})
    return height, kind, rows.setdefault(row, len(rows))


def _parts(item: object) -> tuple[str, Iterable[object]]:
    if isinstance(item, tuple):
        return _ROWS, item
    if isinstance(item, date):
        return _DAY, (item.isoformat(),)
    if isinstance(item, frozenset):
        return _SET, sorted(str(part) for part in item)
    if is_dataclass(item) and not isinstance(item, type):
        values = [getattr(item, part.name) for part in fields(item)]
        return type(item).__name__, values
    msg = f"A {type(item).__name__} has no packed form."
    raise OurFaultError(msg)


def _columns(
    kind: str, rows: Sequence[_Row], number: Callable[[_Cell], int]
) -> list[Json]:
    """How many rows, how each column is written, and the columns."""
    if kind in {_SET, _PLAINS}:
        return [[[cast("Json", cell[2]) for cell in row] for row in rows]]
    if kind == _ROWS:
        return [[[number(cell) for cell in row] for row in rows]]
    if kind == _MIXED:
        return [[_mixed(row, number) for row in rows]]
    if kind == _DAY:
        return [[cast("Json", cell[2]) for (cell,) in rows]]
    found: list[Json] = [len(rows), ""]
    ways = ""
    for column in zip(*rows, strict=True):
        if not any(cell[0] for cell in column):
            ways += "p"
            found.append([cast("Json", cell[2]) for cell in column])
        elif all(cell[0] for cell in column):
            ways += "r"
            found.append([number(cell) for cell in column])
        else:
            ways += "m"
            found.append(_mixed(column, number))
    found[1] = ways
    return found


def _mixed(cells: _Row, number: Callable[[_Cell], int]) -> list[Json]:
    """Rows by their number, plain values in a list of their own."""
    return [number(cell) if cell[0] else [cast("Json", cell[2])] for cell in cells]


class Unpacker:
    """Turns columns back into records of known types."""

    def __init__(self, types: Iterable[type]) -> None:
        """Know the record types by their names."""
        self._types: Mapping[str, tuple[type, tuple[_Setter, ...]]] = {
            item.__name__: (item, tuple(_setters(item))) for item in types
        }

    def unpack(self, content: object) -> object:
        """The record that was packed.

        Raises:
            OurFaultError: the content was not written by `pack` of this version.
        """
        pool: list[object] = []
        try:
            for table in cast("list[list[object]]", content):
                pool += self._table(str(table[0]), table[1:], pool)
            return pool[-1]
        except (TypeError, ValueError, LookupError, AttributeError) as error:
            raise OurFaultError(_OTHER) from error

    def _table(
        self, kind: str, columns: Sequence[object], pool: list[object]
    ) -> Sequence[object]:
        rows = cast("list[list[int]]", columns[0])
        get = pool.__getitem__
        if kind == _DAY:
            return list(map(date.fromisoformat, cast("list[str]", rows)))
        if kind == _SET:
            return list(map(frozenset, rows))
        if kind == _PLAINS:
            return list(map(tuple, rows))
        if kind == _ROWS:
            return [tuple(map(get, row)) for row in rows]
        if kind == _MIXED:
            return [tuple(_unmixed(row, pool)) for row in rows]
        return self._records(kind, columns, pool)

    def _records(
        self, kind: str, columns: Sequence[object], pool: list[object]
    ) -> list[object]:
        """Filled column by column; nobody sees a record before it is whole."""
        record, setters = self._types[kind]
        count, ways = cast("int", columns[0]), str(columns[1])
        written = cast("list[list[object]]", columns[2:])
        # A file may name any count: so many records are made once so many are there.
        if {len(column) for column in written} != {count}:
            raise ValueError(_OTHER)
        made: list[object] = [object.__new__(record) for _ in range(count)]
        for setter, way, column in zip(setters, ways, written, strict=True):
            values = column
            if way == "r":
                values = list(map(pool.__getitem__, cast("list[int]", column)))
            elif way == "m":
                values = _unmixed(column, pool)
            deque(map(setter, made, values), maxlen=0)
        return made


def _setters(record: type) -> Iterable[_Setter]:
    """What sets each field of a frozen record while it is made."""
    for part in fields(record):
        slot = getattr(record, part.name, None)
        found = getattr(slot, "__set__", None)
        yield found or partial(_set_by_name, part.name)


def _set_by_name(name: str, item: object, value: object) -> None:
    object.__setattr__(item, name, value)


def _unmixed(cells: Sequence[object], pool: list[object]) -> list[object]:
    return [pool[cell] if isinstance(cell, int) else cell[0] for cell in cells]  # type: ignore[index]  # a list of one
