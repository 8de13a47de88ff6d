"""Tables of public holidays, read from text (spec/deadline.md §11)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from safeconduct.base.table import FaultList, Table, read_toml

_WEEKEND = frozenset({6, 7})


@dataclass(frozen=True, slots=True, kw_only=True)
class HolidayTable:
    """The holidays of one country or region, and how far they are known.

    `weekend` holds ISO weekdays (1 is Monday). `adds_to` names the table whose days
    hold here too; empty for a country. `years` are those that the table lists.
    """

    name: str
    days: frozenset[date]
    years: frozenset[int]
    known_until: int
    weekend: frozenset[int] = _WEEKEND
    adds_to: str = ""
    read: date
    source: str
    notes: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HolidayTables:
    """All tables of a rulebook by name, such as `DE` and `DE-BY`."""

    tables: Mapping[str, HolidayTable] = field(default_factory=dict)

    def get(self, name: str) -> HolidayTable | None:
        """The table of that name with the days that it is added to; None if none.

        A region without a table of its own is its country.
        """
        table = self.tables.get(name) or self.tables.get(name.partition("-")[0])
        whole = self.tables.get(table.adds_to) if table is not None else None
        if table is None or whole is None:
            return table
        return HolidayTable(
            name=table.name,
            days=table.days | whole.days,
            years=whole.years,
            known_until=min(table.known_until, whole.known_until),
            weekend=whole.weekend,
            read=table.read,
            source=f"{whole.source}; {table.source}",
            notes=table.notes,
        )

    def regions(self, name: str) -> tuple[HolidayTable, ...]:
        """The country's own table and that of each region, in the order of names."""
        names = [
            name,
            *sorted(key for key in self.tables if key.startswith(f"{name}-")),
        ]
        found = [self.get(key) for key in names if key in self.tables]
        return tuple(table for table in found if table is not None)


def parse_holidays(text: str, *, name: str, file: str = "") -> HolidayTable:
    """Read the table `name` from the text of its file.

    Raises:
        ValueError: the text is no such table; the message lists every fault.
    """
    faults = FaultList(file=file or name, text=text)
    content = read_toml(faults)
    table = Table(content=content or {}, path=(), faults=faults)
    days = table.table("days", required=True)
    found = HolidayTable(
        name=name,
        days=frozenset() if days is None else _days(days),
        years=frozenset() if days is None else _years(days),
        known_until=table.integer("known_until"),
        weekend=_weekend(table),
        adds_to=table.string("adds_to", ""),
        read=table.day("read") or date.min,
        source=table.string("source"),
        notes=table.string("notes", ""),
    )
    table.done()
    if faults.found:
        raise ValueError("\n".join(str(fault) for fault in faults.found))
    return found


def _weekend(table: Table) -> frozenset[int]:
    raw = table.raw("weekend")
    if raw is None:
        return _WEEKEND
    if isinstance(raw, list) and all(day in range(1, 8) for day in raw):
        return frozenset(int(str(day)) for day in raw)
    table.fault("weekend", "'weekend' is a list of weekdays, 1 for Monday to 7.")
    return _WEEKEND


def _years(days: Table) -> frozenset[int]:
    # Digits of other scripts are digits to Python, and no number.
    years = (year for year in days.content if year.isascii() and year.isdigit())
    return frozenset(int(year) for year in years)


def _days(days: Table) -> frozenset[date]:
    found: set[date] = set()
    for year in days.content:
        for day in days.strings(year):
            try:
                found.add(date.fromisoformat(f"{year}-{day}"))
            except ValueError:
                days.fault(year, f"'{year}-{day}' is no day of the calendar.")
    return frozenset(found)
