"""Page one: what a tired reader must see first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from safeconduct.assessment.record import AssessedFinding
from safeconduct.base.case import APPLICANT, Fact
from safeconduct.base.day import days_between
from safeconduct.base.truth import Verdict
from safeconduct.base.value import Choice
from safeconduct.dossier.limit import in_order, is_ahead
from safeconduct.dossier.matrix import ADVERSE, is_live
from safeconduct.dossier.record import Box, Line
from safeconduct.dossier.release import View
from safeconduct.dossier.wording import SIGNS, Wording

MOST_IN_A_BOX = 6
MOST_WARNINGS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The strip and the boxes of page one; `state` is where it will be read."""

    view: View
    wording: Wording
    state: str

    def _say(self, key: str, **values: str | int) -> str:
        return self.wording.catalogue.say(key, **values)

    def strip(self) -> Iterator[tuple[str, str]]:
        """Name and value of what the reader must know of the document itself."""
        case, receipt = self.view.case, self.view.assessment.receipt
        yield self._say("strip.day"), self.wording.day(receipt.on)
        if self.state:
            yield self._say("strip.for"), self.state
        place = self._place()
        if place:
            yield self._say("strip.place"), place
        if self.view.audience != "counsel":
            return
        yield self._say("strip.known_on"), self.wording.day(receipt.known_on)
        names = (
            self.wording.catalogue.say_or(f"language.{code}", code)
            for code in case.languages
        )
        yield self._say("strip.languages"), ", ".join(names)
        if case.family:
            family = (self._say(f"family.{word}") for word in case.family)
            yield self._say("strip.family"), ", ".join(family)
        seen = "strip.with_counsel" if self.view.assessment.counsel else "strip.without"
        yield self._say("strip.viewpoint"), self._say(seen)

    def _place(self) -> str:
        """Where the person was said to be last."""
        found = [
            fact
            for fact in self.view.case.facts
            if fact.name == "place.country"
            and fact.of == APPLICANT
            and isinstance(fact.possible, Choice)
        ]
        if not found:
            return ""
        latest = max(_said(fact) for fact in found)
        values = dict.fromkeys(
            self.wording.fact_value(fact) for fact in found if _said(fact) == latest
        )
        return " / ".join(values)

    def boxes(self) -> Iterator[Box]:
        """What endangers, what can be claimed, the nearest deadline, the question."""
        findings = [item for item in self.view.assessment.findings if item.goal > 0]
        live = sorted(filter(is_live, findings), key=lambda item: (-item.goal, item.id))
        yield Box(
            title=self._say("box.danger"),
            lines=self._list([item for item in live if item.kind in ADVERSE]),
            tone="danger",
        )
        yield Box(
            title=self._say("box.protection"),
            lines=self._list([item for item in live if item.kind == "protection"]),
            tone="protection",
        )
        yield Box(
            title=self._say("box.deadline"),
            lines=tuple(self._deadline()),
            tone="deadline",
        )
        yield Box(
            title=self._say("box.question"),
            lines=tuple(self._question()),
            tone="question",
        )
        warnings = tuple(self._warnings())
        if warnings:
            yield Box(title=self._say("box.warnings"), lines=warnings)

    def _list(self, findings: Sequence[AssessedFinding]) -> tuple[Line, ...]:
        if not findings:
            return (Line(text=self._say("box.nothing"), tone="quiet"),)
        lines = [
            Line(text=self._titled(item), sign=SIGNS[item.truth])
            for item in findings[:MOST_IN_A_BOX]
        ]
        more = len(findings) - MOST_IN_A_BOX
        if more > 0:
            lines.append(Line(text=self._say("more", count=more), tone="quiet"))
        return tuple(lines)

    def _titled(self, finding: AssessedFinding) -> str:
        title = self.wording.of(finding.title)
        if finding.truth is Verdict.TRUE:
            return title
        if finding.truth is Verdict.UNKNOWN:
            return f"{title} ({self._say('box.prima_facie')})"
        return f"{title} ({self.wording.truth(finding.truth)})"

    def _deadline(self) -> Iterator[Line]:
        today = self.view.assessment.receipt.on
        deadlines = self.view.assessment.deadlines
        ahead = in_order(
            item
            for item in deadlines
            if is_ahead(item, today) and item.against == "person"
        )
        if ahead and ahead[0].due is not None:
            yield Line(text=self.wording.day(ahead[0].due), tone="strong")
            yield Line(text=self.wording.of(ahead[0].title))
            yield Line(text=self._left(ahead[0].due), tone="quiet")
            if ahead[0].danger is not None:
                yield Line(text=self.wording.of(ahead[0].danger), tone="danger")
        else:
            yield Line(text=self._say("box.no_deadline"), tone="quiet")
        past = sum(
            item.due is not None and item.due < today and item.against == "person"
            for item in deadlines
        )
        if past:
            yield Line(text=self._say("box.past", count=past), tone="danger")
        undated = sum(item.due is None for item in deadlines)
        if undated:
            yield Line(text=self._say("box.undated", count=undated), tone="quiet")

    def _left(self, day: date) -> str:
        days = days_between(self.view.assessment.receipt.on, day)
        return (
            self._say("deadline.left", count=days)
            if days
            else self._say("deadline.today")
        )

    def _question(self) -> Iterator[Line]:
        if not self.view.assessment.questions:
            yield Line(text=self._say("questions.none"), tone="quiet")
            return
        question = self.view.assessment.questions[0]
        yield Line(text=self.wording.of(question.text), tone="strong")
        if question.counsel_only:
            yield Line(text=self._say("question.counsel"), tone="danger")

    def _warnings(self) -> Iterator[Line]:
        texts = dict.fromkeys(
            self.wording.of(item.text)
            for item in self.view.assessment.warnings
            if not item.finding
        )
        for text in list(texts)[:MOST_WARNINGS]:
            yield Line(text=text)


def _said(fact: Fact) -> date:
    days = [day for day in (fact.holds_from, fact.origin.said) if day is not None]
    return max((day.latest for day in days), default=date.min)
