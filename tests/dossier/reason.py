# ruff: noqa: PLR0913 -- a builder with many defaults
"""Findings with their reasons and sources, for the tests of documents."""

from datetime import date

from safeconduct.assessment.record import AssessedFinding, Reason
from safeconduct.base.text import Text, same
from safeconduct.base.truth import Verdict
from safeconduct.rulebook.record import FindingKind, Notice, Source

READ = date(2026, 11, 22)
CONVENTION = Source(
    cite="Convention relating to the Status of Refugees, 28 July 1951",
    place="Article 1A(2)",
    address="https://example.org/convention",
    read=READ,
    grade="primary",
)
REPORT = Source(
    cite="A press report of February 2026",
    place="hand-over of 2 February 2026",
    address="",
    read=READ,
    grade="secondary",
)


def leaf(key: str, says: Text, truth: Verdict, *, role: str = "if") -> Reason:
    return Reason(id=key, kind="fact", role=role, truth=truth, says=says)


def finding(
    name: str,
    kind: FindingKind,
    title: Text,
    *leaves: Reason,
    truth: Verdict = Verdict.TRUE,
    first_sight: Verdict | None = None,
    source: Source = CONVENTION,
    goal: int = 9,
    counsel_only: bool = False,
    notices: tuple[Notice, ...] = (),
    missing: tuple[str, ...] = (),
) -> AssessedFinding:
    rule = Reason(
        id=f"{name}.rule",
        kind="rule",
        role="for",
        truth=truth,
        says=title,
        sources=(source,),
        of=leaves,
    )
    why = Reason(
        id=name, kind="finding", role="if", truth=truth, says=title, of=(rule,)
    )
    return AssessedFinding(
        id=name,
        jurisdiction=name.split(".", maxsplit=1)[0].upper(),
        kind=kind,
        title=title,
        goal=goal,
        truth=truth,
        prima_facie=truth if first_sight is None else first_sight,
        as_decided=truth,
        exact=True,
        stale=False,
        counsel_only=counsel_only,
        practice=False,
        marks=(),
        notices=notices,
        danger_beside="",
        why=why,
        missing=tuple(same(text) for text in missing),
    )
