"""A map of states as squares: no borders to draw, none to argue about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from safeconduct.base.text import Text
from safeconduct.reference.country import CountryPage, Coverage
from safeconduct.reference.naming import BODIES

SIDE = 52
# Rows from north to south, columns from west to east, roughly as on a globe.
_GRID = """
.  .  IS .  NO SE FI .  .  .  .  .  .  .
CA .  IE GB .  DK EE LV RU .  .  .  .  .
US .  .  NL DE PL LT BY .  .  KZ MN .  .
MX .  BE LU CZ SK UA MD GE UZ KG CN .  JP
.  .  FR CH AT HU RO .  AM AZ TM TJ .  KR
.  PT ES IT SI HR RS BG TR IR AF PK VN .
AR .  .  AL ME BA MK GR CY SY IN LK TH .
BR .  .  .  MA TN EG IL ER AE ID .  .  .
"""
PLACES: Mapping[str, tuple[int, int]] = {
    code: (column, row)
    for row, line in enumerate(_GRID.split("\n")[1:-1])
    for column, code in enumerate(line.split())
    if code != "."
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """One state: where its square lies, and how far it is covered."""

    code: str
    name: Text
    x: int
    y: int
    coverage: Coverage


@dataclass(frozen=True, slots=True, kw_only=True)
class StateMap:
    """The squares of all states that we name."""

    tiles: tuple[Tile, ...]
    width: int
    height: int


def map_of(
    countries: Mapping[str, CountryPage], states: Mapping[str, Text]
) -> StateMap:
    """The map; a state without a place in the grid stands in a row below it."""
    codes = sorted({*countries, *states} - BODIES.keys())
    rows = 1 + max(row for _, row in PLACES.values())
    columns = 1 + max(column for column, _ in PLACES.values())
    spare = [code for code in codes if code not in PLACES]
    places = {
        **PLACES,
        **{code: (at % columns, rows + at // columns) for at, code in enumerate(spare)},
    }
    tiles = tuple(_tile(code, places[code], countries, states) for code in codes)
    return StateMap(
        tiles=tiles,
        width=columns * SIDE,
        height=(rows + _rows_for(spare, columns)) * SIDE,
    )


def _rows_for(spare: Sequence[str], columns: int) -> int:
    return -(-len(spare) // columns)


def _tile(
    code: str,
    place: tuple[int, int],
    countries: Mapping[str, CountryPage],
    states: Mapping[str, Text],
) -> Tile:
    page = countries.get(code)
    column, row = place
    return Tile(
        code=code,
        name=states[code] if page is None else page.name,
        x=column * SIDE,
        y=row * SIDE,
        coverage="none" if page is None else page.coverage,
    )
