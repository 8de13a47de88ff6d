"""Which versions of which pages are in force, and which can be relied on.

spec/law-page.md §3: `binds_from` against the day of the question, `recorded` against
what was known; age and weak sources never hide a danger, a duty or a deadline.
"""

from dataclasses import dataclass
from datetime import date

from safeconduct.rulebook.condition import Rule
from safeconduct.rulebook.record import TODAY, Page, Rulebook

# Findings that no lack of ours may hide.
WARNING_KINDS = frozenset({"danger", "duty", "exposure"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A version in force, and the later-binding versions that displace it.

    `applies` is whether a version dated by the query day covers that day; of others
    the dating fact decides.
    """

    page: Page
    applies: bool
    displaced_by: tuple[Page, ...] = ()


def in_force(
    rulebook: Rulebook, *, on: date, known_on: date
) -> tuple[tuple[Dated, ...], ...]:
    """The versions in force, grouped by page id; axioms give no rules."""
    recorded = dict(rulebook.recorded)
    families: dict[str, list[Page]] = {}
    for page in rulebook.pages:
        was_known = recorded.get(page.version(), date.max) <= known_on
        if page.kind != "axiom" and was_known and binds(page, on):
            families.setdefault(page.id, []).append(page)
    return tuple(_dated(pages, on) for _, pages in sorted(families.items()))


def binds(page: Page, on: date) -> bool:
    """Whether the version is law at all on a day."""
    return page.binds_from is None or page.binds_from <= on


def covers(page: Page, day: date) -> bool:
    """Whether a day of the dating fact lies in the version's window."""
    first, last = page.applies_from or date.min, page.applies_to or date.max
    return first <= day <= last


def _dated(pages: list[Page], on: date) -> tuple[Dated, ...]:
    """Of versions that overlap, the later-binding displaces the earlier."""
    found: list[Dated] = []
    for page in pages:
        others = (other for other in pages if other is not page)
        later = tuple(other for other in others if _displaces(other, page))
        gone = any(covers(other, on) for other in later)
        applies = page.dated_by != TODAY or (covers(page, on) and not gone)
        found.append(Dated(page=page, applies=applies, displaced_by=later))
    return tuple(found)


def _displaces(later: Page, page: Page) -> bool:
    first = max(later.applies_from or date.min, page.applies_from or date.min)
    last = min(later.applies_to or date.max, page.applies_to or date.max)
    newer = (later.binds_from or date.min) > (page.binds_from or date.min)
    return newer and first <= last


def has_expired(rulebook: Rulebook, *, on: date, known_on: date) -> bool:
    """Whether the signed pack of a rulebook is good no longer (spec/law-pack.md §9)."""
    until = rulebook.good_until
    return until is not None and max(on, known_on) > until


def unusable(page: Page, *, on: date, expired: bool = False) -> str:
    """Why a page cannot be relied on for a protection: empty if it can.

    `stale` and `weak` are the page's own fault, `expired` is that of its pack.
    """
    if on > page.unusable_after or (page.span_from and on < page.span_from):
        return "stale"
    if page.best_grade() in {"weak", "memory"}:
        return "weak"
    return "expired" if expired else ""


def gives_way(page: Page, rule: Rule, kind: str) -> bool:
    """Whether age, weak sources or an expired pack make a rule say nothing.

    `kind` is that of the finding it concludes: what warns stands, on any page.
    """
    return page.shields() and (rule.contrary or kind not in WARNING_KINDS)


def needs_review(page: Page, *, on: date) -> bool:
    """Whether the day of review has passed."""
    return on > page.review_by
