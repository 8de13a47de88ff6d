"""How a version stands on the day of the site: in force, how old, how good."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from safeconduct.rulebook.force import (
    binds,
    covers,
    has_expired,
    in_force,
    needs_review,
    unusable,
)
from safeconduct.rulebook.record import TODAY, Grade, Page, Rulebook

Force = Literal["now", "past", "future", "dated"]
Health = Literal["good", "review", "stale", "weak", "expired"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A version on a day.

    `force` is `dated` where the day of an event, not the day of the question, chooses
    the version. `stands` is whether what it says counts in spite of its health: age and
    weak sources never hide a danger or a duty. What is from memory was never read: the
    days are None where all of it is.
    """

    force: Force
    health: Health
    newest_read: date | None
    oldest_read: date | None
    grade: Grade
    stands: bool


class Standings:
    """How every version of a rulebook stands on one day."""

    def __init__(self, rulebook: Rulebook, *, on: date, known_on: date) -> None:
        """Ask the rulebook what is in force; everything recorded counts as known."""
        self.on = on
        self._expired = has_expired(rulebook, on=on, known_on=known_on)
        families = in_force(rulebook, on=on, known_on=date.max)
        self._applies = {
            dated.page.version() for family in families for dated in family
            if dated.applies
        }  # fmt: skip
        self.newest = self._newest(rulebook)

    def _newest(self, rulebook: Rulebook) -> Mapping[str, Page]:
        """For each id the version that stands for it: the latest that applies."""
        found: dict[str, Page] = {}
        for page in sorted(rulebook.pages, key=Page.version):
            applies = page.version() in self._applies
            if page.id not in found or applies:
                found[page.id] = page
        return found

    def of(self, page: Page) -> Standing:
        """How a version stands."""
        read = [item.read for item in page.sources if item.grade != "memory"]
        health = self._health(page)
        return Standing(
            force=self._force(page),
            health=health,
            newest_read=max(read, default=None),
            oldest_read=min(read, default=None),
            grade=page.best_grade(),
            stands=not page.shields() or health in {"good", "review"},
        )

    def _force(self, page: Page) -> Force:
        if page.kind == "axiom":
            return "now"
        first = page.applies_from
        if not binds(page, self.on):
            return "future"
        if page.dated_by != TODAY:
            return "dated"
        if page.version() in self._applies:
            return "now"
        is_ahead = first is not None and first > self.on
        return "future" if is_ahead and not covers(page, self.on) else "past"

    def _health(self, page: Page) -> Health:
        match unusable(page, on=self.on, expired=self._expired):
            case "stale":
                return "stale"
            case "weak":
                return "weak"
            case "expired":
                return "expired"
            case _:
                return "review" if needs_review(page, on=self.on) else "good"
