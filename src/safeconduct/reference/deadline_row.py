"""All deadlines in one table: how long, from what day, whom against, whose holidays."""

from collections.abc import Iterator
from dataclasses import dataclass

from safeconduct.base.text import Text, same
from safeconduct.reference.address import anchor
from safeconduct.reference.branch import Branches
from safeconduct.reference.entry import Entries, Entry
from safeconduct.reference.graph import timed_items
from safeconduct.reference.naming import Names
from safeconduct.reference.standing import Standing
from safeconduct.rulebook.deadline import Clock, Deadline
from safeconduct.rulebook.holiday import HolidayTable, HolidayTables
from safeconduct.rulebook.record import Page, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineRow:
    """One deadline or clock; `known_until` is 0 where no holidays are known.

    `best` is the source of the best grade among those that carry it.
    """

    page: Page
    item: Deadline | Clock
    is_deadline: bool
    address: str
    starts: Text
    best: Source
    standing: Standing
    holidays: Text
    known_until: int


GRADES = ("primary", "official", "secondary", "weak", "memory")


def deadline_rows(
    entries: Entries, branches: Branches, holidays: HolidayTables
) -> tuple[DeadlineRow, ...]:
    """Every deadline and clock of the versions that stand, by country."""
    rows = [
        row
        for code in entries.codes()
        for entry in entries.within(code)
        for row in _rows(entry, branches, holidays, entries.names)
    ]
    return tuple(rows)


def _rows(
    entry: Entry, branches: Branches, holidays: HolidayTables, names: Names
) -> Iterator[DeadlineRow]:
    page = entry.page
    for item in timed_items(page):
        named = [page.sources[at] for at in item.said.source] or list(page.sources)
        is_deadline = isinstance(item, Deadline)
        table = holidays.get(item.holidays) if isinstance(item, Deadline) else None
        yield DeadlineRow(
            page=page,
            item=item,
            is_deadline=is_deadline,
            address=f"{entry.address}#{anchor(item.id)}",
            starts=_start(item, branches),
            best=min(named, key=lambda source: GRADES.index(source.grade)),
            standing=entry.standing,
            holidays=names.jurisdiction(state_of(table)) if table else same(""),
            known_until=table.known_until if table is not None else 0,
        )


def _start(item: Deadline | Clock, branches: Branches) -> Text:
    """The day from which it runs, or the list that is counted."""
    key = item.starts if isinstance(item, Deadline) else f"list.{item.list}"
    return branches.speaker.label(key)


def state_of(table: HolidayTable) -> str:
    """The state whose holidays a table lists, also where it is a region's."""
    return table.name.partition("-")[0]
