"""Law pages and the rulebook they make, as frozen records (spec/law-page.md §3-§5)."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from safeconduct.base.case import Complete, UnknownKind
from safeconduct.base.day import DayRange
from safeconduct.base.text import Text
from safeconduct.rulebook.condition import Condition, Norm, Rule
from safeconduct.rulebook.deadline import Clock, Deadline
from safeconduct.rulebook.loose import LooseValue
from safeconduct.rulebook.vocabulary import Vocabulary

PageKind = Literal["law", "practice", "axiom"]
Bears = Literal["protection", "permission", "danger", "duty"]
Grade = Literal["primary", "official", "secondary", "weak", "memory"]
FindingKind = Literal[
    "protection",
    "danger",
    "duty",
    "exposure",
    "exclusion",
    "open_norm",
    "practice",
    "step",
]
NoticeWhen = Literal["true", "false", "unknown", "disputed", "open", "always"]
NoticeFor = Literal["all", "person", "relative", "caseworker", "counsel"]
StateColumn = Literal["document", "stay", "work", "asylum", "risk"]
TODAY = "TODAY"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One source: what, its place in it, where to read it, when it was read."""

    cite: str
    place: str
    address: str
    read: date
    grade: Grade


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Advice or a warning that goes with a finding (or stands alone)."""

    id: str
    when: NoticeWhen
    audience: NoticeFor
    text: Text
    names_organisation: bool = False
    topic: str = ""
    order: int = 0
    listed_if: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """How a proposition is shown: its kind, title, weight and notices.

    `goal` is the weight of the finding among the questions; 0 is an inner step.
    """

    id: str
    kind: FindingKind
    jurisdiction: str
    title: Text
    goal: int = 0
    notices: tuple[Notice, ...] = ()
    danger_beside: str = ""
    names_organisation: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterValue:
    """One dated value of a parameter; both days included, None is open."""

    holds_from: date | None
    holds_to: date | None
    key: str
    value: frozenset[str] | int | bool
    source: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A dated value that rules use; a gap is unknown."""

    id: str
    type: "ParameterType"
    dated_by: str
    keyed_by: str
    title: Text
    values: tuple[ParameterValue, ...]


Effect = Literal["raises", "lowers", "other"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """A dated event that changed the risk of a place; its day may be known in part.

    `source` is the number of its source on the page, from 0.
    """

    id: str
    day: DayRange
    kind: str
    effect: "Effect"
    text: Text
    source: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StateNote:
    """One cell of the table of states: the page summed up in a short line.

    `source` is the number of its source on the page, from 0.
    """

    column: StateColumn
    text: Text
    source: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Burden:
    """Facts whose missing proof counts against somebody in *as decided*."""

    facts: tuple[str, ...]
    against: Literal["person", "authority"]


LooseRow = tuple[tuple[str, LooseValue], ...]
CaseRows = tuple[str, Complete, tuple[LooseRow, ...]]
ParameterType = Literal["bool", "set", "integer", "day"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageCase:
    """One test on a page: facts in, findings out; values as they are written.

    `expect_timed` holds what is expected of deadlines and clocks, field by field.
    """

    name: str
    on: date
    facts: tuple[tuple[str, LooseValue], ...]
    disputed: tuple[tuple[str, LooseValue], ...]
    lists: tuple[CaseRows, ...]
    marks: tuple[tuple[str, UnknownKind], ...]
    expect: tuple[tuple[str, str], ...]
    expect_prima_facie: tuple[tuple[str, str], ...]
    expect_as_decided: tuple[tuple[str, str], ...]
    expect_timed: tuple[tuple[str, LooseRow], ...]
    ask: str
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One version of one law page.

    `conditions` say when a deadline, a clock or a notice is listed, by its id.
    """

    id: str
    file: str
    kind: PageKind
    jurisdiction: str
    bears: Bears
    dated_by: str
    applies_from: date | None
    applies_to: date | None
    binds_from: date | None
    span_from: date | None
    review_by: date
    unusable_after: date
    sources: tuple[Source, ...]
    missing: tuple[Text, ...]
    counsel_only: bool
    only_origin: str
    prose: Text
    rules: tuple[Rule, ...] = ()
    norms: tuple[Norm, ...] = ()
    findings: tuple[Finding, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    clocks: tuple[Clock, ...] = ()
    burdens: tuple[Burden, ...] = ()
    notices: tuple[Notice, ...] = ()
    cases: tuple[PageCase, ...] = ()
    conditions: tuple[tuple[str, Condition], ...] = ()
    incidents: tuple[Incident, ...] = ()
    state_notes: tuple[StateNote, ...] = ()
    conflicts_with: tuple[str, ...] = ()

    def version(self) -> str:
        """The page's name among all versions: id and its first day."""
        first = self.applies_from or self.binds_from
        return f"{self.id}@{first.isoformat()}" if first else self.id

    def best_grade(self) -> Grade:
        """The best grade among the sources."""
        order: tuple[Grade, ...] = (
            "primary",
            "official",
            "secondary",
            "weak",
            "memory",
        )
        return min((source.grade for source in self.sources), key=order.index)

    def shields(self) -> bool:
        """Whether age and weak sources must make the page unknown."""
        return self.bears in {"protection", "permission"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulebook:
    """All pages with the vocabulary, and when each page was first recorded.

    `good_until` is the last day of the signed pack that they come from, if they do.
    """

    vocabulary: Vocabulary
    pages: tuple[Page, ...]
    recorded: tuple[tuple[str, date], ...]
    digest: str
    vocabulary_digest: str
    good_until: date | None = None
