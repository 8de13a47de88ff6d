"""One page a state: what holds there by topic, law and practice side by side."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from safeconduct.base.text import Text
from safeconduct.reference.branch import Branch, Branches
from safeconduct.reference.deadline_row import DeadlineRow, claim_states
from safeconduct.reference.entry import Entries, Entry
from safeconduct.reference.naming import TOPICS, UNION
from safeconduct.reference.standing import Standing
from safeconduct.rulebook.record import Incident, Notice, Source, StateColumn, StateNote
from safeconduct.rulebook.state_note import COLUMNS

Coverage = Literal["deep", "partly", "none"]
DEEP_TOPICS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """What is said on one topic: law, and what authorities do."""

    name: str
    law: tuple[Entry, ...]
    practice: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell of the table of states: None where nothing is summed up."""

    column: StateColumn
    note: StateNote | None
    source: Source | None
    address: str
    standing: Standing | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A dated event, with its source and the page that names it."""

    incident: Incident
    source: Source
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryPage:
    """Everything that the page of a state shows.

    `common` are the limits of the Union's law to which a person must keep there too,
    those of this state alone first; `warnings` what is said of them, and on what
    condition.
    """

    code: str
    name: Text
    coverage: Coverage
    cells: tuple[Cell, ...]
    topics: tuple[Topic, ...]
    deadlines: tuple[DeadlineRow, ...]
    common: tuple[DeadlineRow, ...]
    warnings: tuple[tuple[Notice, Branch], ...]
    events: tuple[Event, ...]
    missing: tuple[tuple[Entry, Text], ...]
    entries: tuple[Entry, ...]


def country_of(
    code: str,
    entries: Entries,
    deadlines: Sequence[DeadlineRow],
    branches: Branches,
) -> CountryPage:
    """The page of a state."""
    own = entries.within(code)
    common = [row for row in deadlines if code in row.states]
    common.sort(key=lambda row: len(row.states))
    return CountryPage(
        code=code,
        name=entries.names.jurisdiction(code),
        coverage=coverage_of(own),
        cells=cells_of(own),
        topics=tuple(topics_of(own)),
        deadlines=tuple(row for row in deadlines if row.page.jurisdiction == code),
        common=tuple(common),
        warnings=tuple(_warnings(code, entries, branches)) if common else (),
        events=tuple(
            sorted(events_of(own), key=lambda item: item.incident.day.latest)[::-1]
        ),
        missing=tuple((item, text) for item in own for text in item.page.missing),
        entries=own,
    )


def _warnings(
    code: str, entries: Entries, branches: Branches
) -> Iterator[tuple[Notice, Branch]]:
    """What the Union's pages of limits say of claims in this state by name."""
    for entry in entries.within(UNION):
        conditions = dict(entry.page.conditions)
        for notice in entry.page.notices if entry.page.deadlines else ():
            condition = conditions.get(notice.id)
            if condition is not None and code in claim_states(condition):
                yield notice, branches.of(condition)


def topics_of(entries: Sequence[Entry]) -> list[Topic]:
    """The topics of some pages, in the order in which a helper needs them."""
    found: list[Topic] = []
    for name in (*TOPICS, "other"):
        own = [item for item in entries if item.topic == name]
        if own:
            law = tuple(item for item in own if item.page.kind != "practice")
            practice = tuple(item for item in own if item.page.kind == "practice")
            found.append(Topic(name=name, law=law, practice=practice))
    return found


def coverage_of(entries: Sequence[Entry]) -> Coverage:
    """How far a state is covered: `deep` from five topics on."""
    if not entries:
        return "none"
    topics = {item.topic for item in entries}
    return "deep" if len(topics) >= DEEP_TOPICS else "partly"


def cells_of(entries: Sequence[Entry]) -> tuple[Cell, ...]:
    """The cells of a state: of several notes for a column that read last."""
    notes = [(item, note) for item in entries for note in item.page.state_notes]
    cells: list[Cell] = []
    for column in COLUMNS:
        own = [pair for pair in notes if pair[1].column == column]
        if not own:
            empty = Cell(
                column=column, note=None, source=None, address="", standing=None
            )
            cells.append(empty)
            continue
        entry, note = max(own, key=lambda pair: _source(*pair).read)
        cells.append(
            Cell(
                column=column,
                note=note,
                source=_source(entry, note),
                address=entry.address,
                standing=entry.standing,
            )
        )
    return tuple(cells)


def _source(entry: Entry, note: StateNote | Incident) -> Source:
    return entry.page.sources[note.source]


def events_of(entries: Sequence[Entry]) -> list[Event]:
    """The dated events on some pages."""
    return [
        Event(incident=item, source=_source(entry, item), address=entry.address)
        for entry in entries
        for item in entry.page.incidents
    ]
