"""What must stand beside the findings, lest they seem to say more than they can.

Each caution has its reason in the design: contradictions, conflicts, exclusion that
nobody examined, one's own counsel's judgement, sources that are weak or have aged.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from safeconduct.assessment import words
from safeconduct.assessment.reason import CONFLICT
from safeconduct.assessment.record import (
    AssessedFinding,
    Warning,  # noqa: A004 (the contract's word)
)
from safeconduct.assessment.say import Speaker, build
from safeconduct.assessment.tape import Proposition, Tape, cone, live_pages
from safeconduct.base.text import Text
from safeconduct.base.truth import Verdict
from safeconduct.rulebook.force import WARNING_KINDS, needs_review, unusable
from safeconduct.rulebook.record import Page, Rulebook

_ARGUABLE = frozenset({Verdict.TRUE, Verdict.DISPUTED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Cautions:
    """Warnings of one assessment; `verdict` is that of a node, established."""

    tape: Tape
    speaker: Speaker
    on: date
    expired: bool
    counsel: bool
    verdict: Callable[[int], Verdict]

    def naming(self, lead: Text, keys: Sequence[str]) -> Warning:
        """A warning that names some facts."""
        labels = [self.speaker.label(key) for key in keys]
        text = build(
            lambda at: lead.within(at) + "; ".join(x.within(at) for x in labels) + "."
        )
        return Warning(text=text, finding="")

    def expired_pack(self, rulebook: Rulebook) -> Warning:
        """The warning that the law pack vouches for nothing any more."""
        return Warning(text=expired_text(rulebook, words.EXPIRED_EFFECT), finding="")

    def beside(self, item: AssessedFinding) -> Iterator[Warning]:
        """The warnings of one finding."""
        proposition = self.tape.propositions[item.id]
        texts = [*self._on_finding(item, proposition)]
        for page in live_pages(self.tape, proposition):
            texts.extend(self._on_page(page, item))
        yield from (Warning(text=text, finding=item.id) for text in texts)

    def _on_finding(
        self, item: AssessedFinding, proposition: Proposition
    ) -> Iterator[Text]:
        if item.kind == "protection" and self._exclusion_open(proposition, item):
            yield words.EXCLUSION
        if CONFLICT in item.marks:
            yield words.CONFLICT
        if self._rests_on_judgement(proposition, item):
            yield words.OWN_COUNSEL
        danger = self.tape.propositions.get(item.danger_beside)
        if danger is not None and item.truth is not Verdict.FALSE:
            hidden = any(page.counsel_only for page in danger.pages)
            if self.counsel or not hidden:
                lead, title = words.DANGER_BESIDE, danger.title()
                yield build(lambda at: f"{lead.within(at)}{title.within(at)}")

    def _exclusion_open(self, item: Proposition, finding: AssessedFinding) -> bool:
        """A protection that looks arguable while an exclusion below it is open."""
        shown = {finding.truth, finding.prima_facie, finding.as_decided}
        if _ARGUABLE.isdisjoint(shown):
            return False
        return any(
            other.finding is not None
            and other.finding.kind == "exclusion"
            and self.verdict(other.node) is not Verdict.FALSE
            for other in self._below(item)
        )

    def _rests_on_judgement(self, item: Proposition, finding: AssessedFinding) -> bool:
        """Whether somebody's decision on an open norm may bear on what is shown."""
        if {finding.truth, finding.prima_facie} == {Verdict.UNKNOWN}:
            return False
        return any(
            other.is_norm and self.verdict(other.node) is not Verdict.UNKNOWN
            for other in self._below(item)
        )

    def _below(self, item: Proposition) -> list[Proposition]:
        needed = cone(self.tape, (item.node,))
        return [
            other for other in self.tape.propositions.values() if needed[other.node]
        ]

    def _on_page(self, page: Page, item: AssessedFinding) -> Iterator[Text]:
        why = unusable(page, on=self.on, expired=self.expired)
        if page.shields() and item.kind not in WARNING_KINDS:
            if why == "weak":
                yield _to_find(page)
        elif why and item.truth is not Verdict.FALSE:
            # Age and weak sources never hide a danger: it stands, marked.
            read = max(source.read for source in page.sources).isoformat()
            since = words.STALE_STANDS
            yield build(lambda at: f"{since.within(at)}{read}.")
        if needs_review(page, on=self.on):
            review = words.REVIEW
            yield build(lambda at: f"{review.within(at)}{page.review_by}).")


def expired_text(rulebook: Rulebook, effect: Text) -> Text:
    """That the law pack was good until a day, and what follows."""
    lead, day = words.EXPIRED, rulebook.good_until
    return build(lambda at: f"{lead.within(at)}{day}{effect.within(at)}")


def _to_find(page: Page) -> Text:
    """What the page could not find, in one sentence."""
    return build(
        lambda at: (
            words.MISSING.within(at)
            + "; ".join(text.within(at) for text in page.missing)
            + "."
        )
    )
