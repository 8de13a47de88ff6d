"""What an assessment says, as frozen records (the JSON is interface of `app`)."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from safeconduct.assessment.clock import ClockResult
from safeconduct.assessment.deadline import DeadlineResult
from safeconduct.base.text import Text
from safeconduct.base.truth import Verdict
from safeconduct.rulebook.record import FindingKind, Notice, Source

ReasonKind = Literal["finding", "rule", "fact", "norm", "test"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One node of a reason tree: a proposition, a rule of it, or a tested fact.

    `id` names the proposition, rule or fact; `role` is `if`, `unless`, `overridden`
    or `not`, how the node stands to the one above it.
    """

    id: str
    kind: ReasonKind
    role: str
    truth: Verdict
    says: Text
    sources: tuple[Source, ...] = ()
    marks: tuple[str, ...] = ()
    of: "tuple[Reason, ...]" = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessedFinding:
    """One finding for the case on the day, in the three readings.

    `truth` is the established reading. `exact` says whether the exact check looked
    (an unknown that it leaves is unknown whatever the answers can decide).
    `needs` are the facts still open for it. `elsewhere` if it is a finding of a state
    that the case does not speak of.
    """

    id: str
    jurisdiction: str
    kind: FindingKind
    title: Text
    goal: int
    truth: Verdict
    prima_facie: Verdict
    as_decided: Verdict
    exact: bool
    stale: bool
    counsel_only: bool
    practice: bool
    marks: tuple[str, ...]
    notices: tuple[Notice, ...]
    danger_beside: str
    why: Reason
    missing: tuple[Text, ...] = ()
    names_organisation: bool = False
    elsewhere: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What one answer would settle."""

    answer: str
    answer_text: Text
    finding: str
    truth: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A fact worth asking, with its score and what each answer would settle."""

    fact: str
    text: Text
    score: float
    settles: tuple[Settled, ...]
    counsel_only: bool
    disputed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Warning:  # noqa: A001 (the contract's word)
    """One warning, and the finding it belongs to (empty: the whole case)."""

    text: Text
    finding: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What is needed to repeat the assessment.

    `looked_at` names the facts and lists alone, as a judgement records them.
    """

    rulebook: str
    vocabulary: str
    priors: str
    facts: str
    looked_at: str
    engine: str
    on: date
    known_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """Everything said about one case on one day from one viewpoint."""

    receipt: Receipt
    findings: tuple[AssessedFinding, ...]
    questions: tuple[Question, ...]
    deadlines: tuple[DeadlineResult, ...]
    clocks: tuple[ClockResult, ...]
    warnings: tuple[Warning, ...]
    notices: tuple[Notice, ...]
    counsel: bool
