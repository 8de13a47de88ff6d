"""All deadlines in one table: how long, from what day, whom against, whose holidays."""

from dataclasses import dataclass

from safeconduct.reference.address import anchor
from safeconduct.reference.branch import Branches
from safeconduct.reference.entry import Entries
from safeconduct.reference.graph import timed_items
from safeconduct.reference.standing import Standing
from safeconduct.reference.timed_view import TimedView, TimedViews
from safeconduct.rulebook.holiday import HolidayTables
from safeconduct.rulebook.record import Page, Source

GRADES = ("primary", "official", "secondary", "weak", "memory")


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineRow:
    """One deadline or clock.

    `best` is the source of the best grade among those that carry it.
    """

    page: Page
    view: TimedView
    address: str
    best: Source
    standing: Standing


def deadline_rows(
    entries: Entries, branches: Branches, holidays: HolidayTables
) -> tuple[DeadlineRow, ...]:
    """Every deadline and clock of the versions that stand, by country."""
    views = TimedViews(branches.speaker, entries.names, holidays)
    return tuple(
        DeadlineRow(
            page=entry.page,
            view=views.of(item, when=None),
            address=f"{entry.address}#{anchor(item.id)}",
            best=min(
                [entry.page.sources[at] for at in item.said.source]
                or entry.page.sources,
                key=lambda source: GRADES.index(source.grade),
            ),
            standing=entry.standing,
        )
        for code in entries.codes()
        for entry in entries.within(code)
        for item in timed_items(entry.page)
    )
