"""A case: one person and what is said about them, as frozen records.

Nothing here decides anything: several facts may disagree, and all are kept.
The file form is spec/case-file.md.
"""

from dataclasses import dataclass
from typing import Literal

from safeconduct.base.day import DayRange
from safeconduct.base.value import Value

Complete = Literal["yes", "no", "unknown"]
UnknownKind = Literal["not asked", "does not know", "no evidence", "withheld"]
WitnessKind = Literal[
    "person", "relative", "document", "authority", "caseworker", "press", "other"
]
Compartment = Literal["main", "papers", "counsel"]
APPLICANT = "applicant"


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """Who or what says so."""

    kind: WitnessKind
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a statement comes from and how far it may go."""

    witness: Witness
    said: DayRange | None = None
    evidence: tuple[str, ...] = ()
    confirmed: bool = False
    released: bool = False
    compartment: Compartment = "main"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One statement: a name, what it leaves possible, when it holds, who says so.

    `possible` is None where the statement is that it is unknown; `mark` says why.
    `holds_from` and `holds_to` matter for facts that change.
    """

    name: str
    of: str = APPLICANT
    possible: Value | None
    mark: UnknownKind | None = None
    holds_from: DayRange | None = None
    holds_to: DayRange | None = None
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a list, such as one charge or one stay."""

    values: tuple[tuple[str, Value], ...]
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseList:
    """A list of rows; only a complete list can show that something is not there."""

    name: str
    complete: Complete
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One line of the timeline, in the person's or the report's words."""

    day: DayRange | None
    texts: tuple[tuple[str, str], ...]
    place: str
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One thing that shows something, and who holds it."""

    id: str
    kind: str
    what: str
    held_by: str
    seen: DayRange | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A named person's decision on an open norm, with reasons."""

    name: str
    value: bool
    by: str
    reasons: str
    day: DayRange
    facts_hash: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """The person's statement in one language."""

    language: str
    text: str
    confirmed: bool
    released: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """What the person allowed, to whom, till when, and whether it was withdrawn."""

    to: str
    what: str
    day: DayRange | None
    withdrawn: bool
    until: DayRange | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """All that is kept about one person, under an alias."""

    alias: str
    languages: tuple[str, ...]
    as_of: DayRange | None
    facts: tuple[Fact, ...]
    lists: tuple[CaseList, ...] = ()
    events: tuple[Event, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    statements: tuple[Statement, ...] = ()
    consents: tuple[Consent, ...] = ()
    family: tuple[str, ...] = ()
    notes: str = ""
