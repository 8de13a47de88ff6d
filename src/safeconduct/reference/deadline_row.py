"""All deadlines in one table: how long, from what day, whom against, whose holidays."""

from collections.abc import Sequence
from dataclasses import dataclass

from safeconduct.base.text import Text
from safeconduct.reference.address import anchor
from safeconduct.reference.branch import Branches
from safeconduct.reference.entry import Entries
from safeconduct.reference.graph import timed_items
from safeconduct.reference.naming import UNION
from safeconduct.reference.standing import Standing
from safeconduct.reference.timed_view import TimedView, TimedViews
from safeconduct.rulebook.condition import Condition, Member, every_part
from safeconduct.rulebook.deadline import Clock, Deadline
from safeconduct.rulebook.holiday import HolidayTables
from safeconduct.rulebook.record import TODAY, Page, Source

GRADES = ("primary", "official", "secondary", "weak", "memory")
# The fact that says in which state a claim runs.
CLAIM_STATE = "claim.state"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineRow:
    """One deadline or clock.

    `best` is the source of the best grade among those that carry it; `dated_by` is what
    the day of which chooses the version, None for the day of the question; `states` are
    those, beside the jurisdiction of its page, in which a person must keep to it.
    """

    page: Page
    view: TimedView
    address: str
    best: Source
    standing: Standing
    dated_by: Text | None
    states: frozenset[str]


def deadline_rows(
    entries: Entries, branches: Branches, holidays: HolidayTables
) -> tuple[DeadlineRow, ...]:
    """Every deadline and clock of the versions that stand, by country."""
    views = TimedViews(branches.speaker, entries.names, holidays)
    members = union_states(entries.graph.rulebook.pages)
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
            dated_by=branches.speaker.label(entry.page.dated_by)
            if entry.page.dated_by != TODAY
            else None,
            states=_states(entry.page, item, members),
        )
        for code in entries.codes()
        for entry in entries.within(code)
        for item in timed_items(entry.page)
    )


def union_states(pages: Sequence[Page]) -> frozenset[str]:
    """The states in which the Union's law holds something of a claim that runs there.

    Rules to the contrary and exceptions name the states in which it does not.
    """
    return frozenset(
        value
        for page in pages
        if page.jurisdiction == UNION
        for rule in page.rules
        if not rule.contrary
        for value in claim_states(rule.body)
    )


def claim_states(condition: Condition) -> frozenset[str]:
    """The states of which a condition asks whether the claim runs there."""
    return frozenset(
        value
        for part in every_part(condition)
        if isinstance(part, Member) and part.name == CLAIM_STATE
        for value in part.values
    )


def _states(
    page: Page, item: Deadline | Clock, members: frozenset[str]
) -> frozenset[str]:
    """Where a limit of the Union's law binds a person: whose holidays it counts by."""
    if page.jurisdiction != UNION or isinstance(item, Clock):
        return frozenset()
    if item.holidays:
        return frozenset({item.holidays.partition("-")[0]})
    binds = item.against == "person" and item.region == CLAIM_STATE
    return members if binds else frozenset()
