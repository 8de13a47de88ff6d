"""Texts fitted to where they will be read.

Inside Russia contact with several organisations is punished: there no organisation is
named, no address stands, and only articles of law are cited.
"""

import re
from dataclasses import replace

from safeconduct.assessment.record import AssessedFinding, Assessment, Reason
from safeconduct.rulebook.record import Source

GUARDED = frozenset({"RU"})
_ARTICLE = re.compile(r"\b(Art\.|Article|Decree|Constitution|Code|Law \d)")
_OUTSIDE = re.compile(r"report|press|review|after |portal|page of|note", re.IGNORECASE)


def fit_to_reader(item: Assessment, country: str) -> Assessment:
    """The assessment as it may be read in a country."""
    if country not in GUARDED:
        return item
    findings = tuple(
        _fitted(finding)
        for finding in item.findings
        if finding.jurisdiction == country and not finding.names_organisation
    )
    kept = {finding.id for finding in findings}
    return replace(
        item,
        findings=findings,
        deadlines=(),
        clocks=(),
        warnings=tuple(
            warning
            for warning in item.warnings
            if not warning.finding or warning.finding in kept
        ),
        notices=tuple(
            notice for notice in item.notices if not notice.names_organisation
        ),
    )


def _fitted(item: AssessedFinding) -> AssessedFinding:
    return replace(
        item,
        notices=tuple(n for n in item.notices if not n.names_organisation),
        why=_only_articles(item.why),
        missing=(),
    )


def only_articles(reason: Reason, country: str) -> Reason:
    """A reason tree as it may be read in a country."""
    return _only_articles(reason) if country in GUARDED else reason


def _only_articles(reason: Reason) -> Reason:
    return replace(
        reason,
        sources=tuple(
            Source(
                cite=source.cite.partition(",")[0]
                if "Art." not in source.cite
                else source.cite,
                place="",
                address="",
                read=source.read,
                grade=source.grade,
            )
            for source in reason.sources
            if _is_article(source)
        ),
        of=tuple(_only_articles(part) for part in reason.of),
    )


def _is_article(source: Source) -> bool:
    """A text of law itself, not somebody's report of it."""
    return (
        source.grade in {"primary", "official"}
        and _ARTICLE.search(source.cite) is not None
        and _OUTSIDE.search(source.cite) is None
    )
