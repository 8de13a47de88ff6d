"""What of the law must be read again first, and whom it would hurt.

A page is frail by its sources, its age and what it misses; it matters by the findings
that rest on it and by the cases in which they hold (spec/law-page.md §9).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from safeconduct.assessment.dependence import names_in, resting, said_by
from safeconduct.assessment.record import AssessedFinding, Reason
from safeconduct.base.truth import Verdict
from safeconduct.rulebook.force import in_force
from safeconduct.rulebook.record import Finding, Page, Rulebook

Why = Literal[
    "stale", "review past", "unusable soon", "review soon", "memory", "weak",
    "unconfirmed", "missing",
]  # fmt: skip
WEIGHTS: Mapping[Why, int] = {
    "stale": 30,
    "memory": 30,
    "weak": 20,
    "unconfirmed": 20,
    "review past": 10,
    "unusable soon": 10,
    "review soon": 4,
    "missing": 1,
}
UNUSABLE_SOON_DAYS = 60
REVIEW_SOON_DAYS = 30
CASE_WEIGHT = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The findings of one case, by its alias."""

    alias: str
    findings: Sequence[AssessedFinding]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hurt:
    """A case with those of its findings that rest on a page."""

    alias: str
    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageDanger:
    """One page that must be read again, and what hangs on it.

    `shields`: out of date it takes protections away (they become unknown); else its
    dangers and duties stand and may be wrong.
    """

    page: Page
    score: int
    why: tuple[Why, ...]
    shields: bool
    findings: tuple[Finding, ...]
    hurt: tuple[Hurt, ...]


def law_danger(
    rulebook: Rulebook, seen: Sequence[Seen], *, on: date
) -> tuple[PageDanger, ...]:
    """Every frail page on which a finding rests, the most dangerous first."""
    families = in_force(rulebook, on=on, known_on=date.max)
    live = [d.page for family in families for d in family if d.applies]
    above = resting(rulebook)
    goals = {f.id: f for page in rulebook.pages for f in page.findings if f.goal}
    used = [(case, _used(case, rulebook)) for case in seen]
    found: list[PageDanger] = []
    for page in live:
        names = {head for name in said_by(page) for head in above.get(name, ())}
        findings = sorted(
            (goals[name] for name in names if name in goals),
            key=lambda item: (-item.goal, item.id),
        )
        hurt = tuple(_hurt(page, used))
        why = tuple(frailty(page, on=on))
        if why and (findings or hurt):
            weight = sum(item.goal for item in findings) + CASE_WEIGHT * len(hurt)
            found.append(
                PageDanger(
                    page=page,
                    score=sum(WEIGHTS[item] for item in why) * weight,
                    why=why,
                    shields=page.shields(),
                    findings=tuple(findings),
                    hurt=hurt,
                )
            )
    return tuple(sorted(found, key=lambda item: (-item.score, item.page.version())))


def frailty(page: Page, *, on: date) -> Iterator[Why]:
    """Why a page must be read again: age, sources, what it misses."""
    age = _age(page, on)
    yield from age
    grade = page.best_grade()
    if grade in {"memory", "weak"}:
        yield "memory" if grade == "memory" else "weak"
    if not page.shields() and ("stale" in age or grade in {"memory", "weak"}):
        yield "unconfirmed"
    if page.missing:
        yield "missing"


def _age(page: Page, on: date) -> tuple[Why, ...]:
    if on > page.unusable_after:
        return ("stale",)
    found: list[Why] = []
    if on > page.review_by:
        found.append("review past")
    elif (page.review_by - on).days <= REVIEW_SOON_DAYS:
        found.append("review soon")
    if (page.unusable_after - on).days <= UNUSABLE_SOON_DAYS:
        found.append("unusable soon")
    return tuple(found)


_Rests = Mapping[str, frozenset[str]]


def _used(case: Seen, rulebook: Rulebook) -> _Rests:
    """For each finding of a case that says something, what it rests on by name.

    The rules of its reason, and the parameters that they name.
    """
    read = {
        rule.id: {name for part in (rule.body, *rule.unless) for name in names_in(part)}
        for page in rulebook.pages
        for rule in page.rules
    }
    found: dict[str, frozenset[str]] = {}
    for item in case.findings:
        if item.truth is not Verdict.UNKNOWN or item.prima_facie is Verdict.TRUE:
            rules = set(_rules(item.why))
            named = {name for rule in rules for name in read.get(rule, ())}
            found[item.id] = frozenset(rules | named)
    return found


def _rules(reason: Reason) -> Iterator[str]:
    """The rules in a reason, at any depth."""
    if reason.kind == "rule":
        yield reason.id
    for part in reason.of:
        yield from _rules(part)


def _hurt(page: Page, used: Sequence[tuple[Seen, _Rests]]) -> Iterator[Hurt]:
    own = {rule.id for rule in page.rules} | {item.id for item in page.parameters}
    for case, rests in used:
        findings = tuple(sorted(f for f, names in rests.items() if names & own))
        if findings:
            yield Hurt(alias=case.alias, findings=findings)
