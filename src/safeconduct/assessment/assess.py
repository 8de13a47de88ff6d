"""One case on one day: findings, questions, deadlines, clocks, warnings, receipt.

Pure: the same inputs give the same record.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from safeconduct.assessment import words
from safeconduct.assessment.agreement import agreed
from safeconduct.assessment.answer_text import answer_text
from safeconduct.assessment.caution import Cautions
from safeconduct.assessment.clock import ClockResult, compute_clock
from safeconduct.assessment.deadline import DeadlineResult, compute_deadline
from safeconduct.assessment.deadline_start import Zones, known_facts
from safeconduct.assessment.kernel import Run, run_readings
from safeconduct.assessment.lane import Lanes, versions_of
from safeconduct.assessment.question import Interview, Priors, Ranked, rank
from safeconduct.assessment.reason import Explainer, marks_of
from safeconduct.assessment.record import (
    AssessedFinding,
    Assessment,
    Question,
    Receipt,
    Settled,
    Warning,  # noqa: A004 (the contract's word)
)
from safeconduct.assessment.say import Speaker
from safeconduct.assessment.state import state_of
from safeconduct.assessment.tape import Proposition, Tape, live_pages, may_apply
from safeconduct.assessment.whereabouts import known_states, states_spoken_of
from safeconduct.base.case import Case
from safeconduct.base.codec import encode
from safeconduct.base.digest import canonical, digest
from safeconduct.base.truth import Reading, Verdict
from safeconduct.rulebook.force import has_expired
from safeconduct.rulebook.holiday import HolidayTables
from safeconduct.rulebook.record import Notice, Page, Rulebook


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """What the law side gives: rulebook, its tape for the day, tables, priors."""

    rulebook: Rulebook
    tape: Tape
    holidays: HolidayTables
    zones: Zones
    priors: Priors
    engine: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """The question put: on what day, as known when, seen by whom."""

    on: date
    known_on: date
    counsel: bool = False


def assess(books: Books, case: Case, ask: Ask) -> Assessment:
    """Assess a case from one viewpoint."""
    return Assessor(books, case, ask).assessment()


class Assessor:
    """Everything that one assessment needs, worked out once."""

    def __init__(self, books: Books, case: Case, ask: Ask) -> None:
        """Look at a case on a day; contradictory facts are set aside first."""
        self.books = books
        self.case = case
        self.ask = ask
        self.tape = books.tape
        self.vocabulary = books.rulebook.vocabulary
        self.expired = has_expired(books.rulebook, on=ask.on, known_on=ask.known_on)
        self.speaker = Speaker(self.vocabulary)
        seen = state_of(case, self.vocabulary, on=ask.on, counsel=ask.counsel)
        self.state, self.contradictory, self.exact = agreed(
            self.tape, seen, self.vocabulary
        )
        self._states = states_spoken_of(case, self.vocabulary)
        self._all_states = known_states(self.vocabulary)
        self.clocks = self._clocks()
        self.versions = versions_of(self.state)
        self.lanes = Lanes(
            self.tape, self.state, clock=self.used, versions=self.versions
        )
        self.runs: Mapping[Reading, Run[int]] = run_readings(
            self.tape, self.lanes.planes
        )
        self.explainer = Explainer(
            tape=self.tape,
            lanes=self.lanes,
            result=self.runs[Reading.ESTABLISHED],
            speaker=self.speaker,
            is_hidden=self._is_hidden,
        )

    def _is_hidden(self, name: str) -> bool:
        """Whether this viewpoint may not see a proposition or fact named."""
        if self.ask.counsel:
            return False
        found = self.tape.propositions.get(name)
        return self.vocabulary.is_counsel_only(name) or (
            found is not None and _is_counsels(found)
        )

    def used(self, clock: str) -> tuple[int, int | None]:
        """Days used of a clock: at least, at most."""
        found = self.clocks.get(clock)
        return (0, None) if found is None else found.bounds()

    def verdict(self, node: int, reading: Reading) -> Verdict:
        """The verdict of a node in a reading."""
        result = self.runs[reading]
        return self.lanes.verdict(result.true[node], result.false[node])

    def assessment(self) -> Assessment:
        """The whole assessment."""
        findings = tuple(self._findings())
        return Assessment(
            receipt=self._receipt(),
            findings=findings,
            questions=tuple(self._questions()),
            deadlines=self.deadlines(),
            clocks=tuple(self._listed_clocks()),
            warnings=tuple(self._warnings(findings)),
            notices=tuple(self._notices()),
            counsel=self.ask.counsel,
        )

    def interview(self) -> Interview:
        """What questions are ranked with."""
        goals = {
            item.id: item.finding.goal
            for item in self._goals()
            if item.finding is not None
            and not (self._states and self._is_elsewhere(item.finding.jurisdiction))
        }
        return Interview(
            tape=self.tape,
            vocabulary=self.vocabulary,
            priors=self.books.priors,
            goals=goals,
            counsel=self.ask.counsel,
            clock=self.used,
        )

    def visible(self) -> list[str]:
        """Every proposition that this viewpoint may look at."""
        return [
            name
            for name, item in self.tape.propositions.items()
            if self.ask.counsel or not _is_counsels(item)
        ]

    def _goals(self) -> list[Proposition]:
        found = [
            item
            for item in self.tape.propositions.values()
            if item.finding is not None and item.finding.goal > 0
        ]
        return [
            item
            for item in found
            if (self.ask.counsel or not _is_counsels(item)) and self._concerns(item)
        ]

    def _concerns(self, item: Proposition) -> bool:
        """False where all of it is about people of a state that is surely not his."""
        about = {page.only_origin for page in item.pages} or {""}
        known = self.state.claims.get(self.vocabulary.origin, ())
        possible = {value for claim in known for value in getattr(claim, "values", ())}
        return "" in about or not possible or not possible.isdisjoint(about)

    def _findings(self) -> Iterator[AssessedFinding]:
        order = sorted(
            self._goals(),
            key=lambda item: (-(item.finding.goal if item.finding else 0), item.id),
        )
        for item in order:
            yield self.finding(item)

    def finding(self, item: Proposition) -> AssessedFinding:
        """One proposition as a finding, in the three readings."""
        truth = self.verdict(item.node, Reading.ESTABLISHED)
        exact = False
        if truth is Verdict.UNKNOWN:
            decided = self.exact.decides(item.id)
            exact = decided is not Verdict.UNKNOWN
            truth = decided
        shown = item.finding
        why = self.explainer.why(item.id)
        notices = shown.notices if shown is not None else ()
        return AssessedFinding(
            id=item.id,
            jurisdiction=shown.jurisdiction if shown else "",
            kind=shown.kind if shown else "step",
            title=item.title(),
            goal=shown.goal if shown else 0,
            truth=truth,
            prima_facie=_at_least(truth, self.verdict(item.node, Reading.PRIMA_FACIE)),
            as_decided=self.verdict(item.node, Reading.AS_DECIDED),
            exact=exact,
            stale=any(
                rule.unusable == "stale" and may_apply(self.tape, rule)
                for rule in item.rules
            ),
            counsel_only=_is_counsels(item),
            practice=any(page.kind == "practice" for page in item.pages),
            marks=marks_of(why),
            notices=tuple(n for n in notices if self._speaks(n, truth)),
            danger_beside=shown.danger_beside if shown else "",
            names_organisation=shown is not None and shown.names_organisation,
            why=why,
            elsewhere=shown is not None and self._is_elsewhere(shown.jurisdiction),
            missing=tuple(
                text for page in live_pages(self.tape, item) for text in page.missing
            ),
        )

    def _is_elsewhere(self, jurisdiction: str) -> bool:
        return jurisdiction in self._all_states and jurisdiction not in self._states

    def _speaks(self, notice: Notice, truth: Verdict) -> bool:
        if notice.audience == "counsel" and not self.ask.counsel:
            return False
        if notice.when == "open":
            return truth in {Verdict.UNKNOWN, Verdict.DISPUTED}
        return notice.when in {"always", truth.value}

    def _questions(self) -> Iterator[Question]:
        seen = self.lanes, self.runs[Reading.ESTABLISHED]
        ranked = {
            item.key: item for item in rank(self.interview(), self.state, seen=seen)
        }
        opening = self.vocabulary.opening
        if opening and opening[0] not in self.state.claims:
            first = [key for key in opening if key not in self.state.claims]
        else:
            first = []
        for key in (*first, *(key for key in ranked if key not in first)):
            yield self.question(key, ranked.get(key))

    def question(self, key: str, ranked: Ranked | None) -> Question:
        """One ranked fact as a question; effects are shown to counsel only."""
        settles = ranked.settles if ranked is not None and self.ask.counsel else ()
        return Question(
            fact=key.removeprefix("list."),
            text=self.speaker.question(key),
            score=ranked.score if ranked is not None else 0.0,
            settles=tuple(
                Settled(
                    answer=" | ".join(item.answer.values),
                    answer_text=answer_text(self.speaker, self.tape, key, item.answer),
                    finding=item.goal,
                    truth=item.verdict,
                )
                for item in settles
            ),
            counsel_only=self.vocabulary.is_counsel_only(key),
            disputed=ranked.disputed if ranked is not None else False,
        )

    def _clocks(self) -> dict[str, ClockResult]:
        return {
            clock.id: compute_clock(
                clock, self.state.lists.get(clock.list), on=self.ask.on
            )
            for page in self.tape.pages
            for clock in page.clocks
        }

    def _listed_clocks(self) -> Iterator[ClockResult]:
        for page in self.tape.pages:
            for clock in page.clocks:
                result = self.clocks[clock.id]
                if self._is_listed(page, clock.id, known=not result.missing):
                    yield result

    def deadlines(self) -> tuple[DeadlineResult, ...]:
        """The deadlines of the case, the nearest first, those without a day last."""
        facts = known_facts(self.state.claims)
        found: list[DeadlineResult] = []
        for page in self.tape.pages:
            for deadline in page.deadlines:
                result = compute_deadline(
                    deadline, facts, self.books.holidays, self.books.zones
                )
                if self._is_listed(page, deadline.id, known=result.due is not None):
                    found.append(result)
        return tuple(sorted(found, key=lambda item: (item.due or date.max, item.id)))

    def _is_listed(self, page: Page, name: str, *, known: bool) -> bool:
        """With a known start unless its condition fails; else only if it holds.

        Nothing is listed of a version that is surely not the case's.
        """
        conditions = self.tape.conditions
        guard = self.verdict(conditions[page.version(), ""], Reading.ESTABLISHED)
        node = conditions.get((page.version(), name))
        if guard is Verdict.FALSE:
            return False
        if node is None:
            return known
        verdict = self.verdict(node, Reading.ESTABLISHED)
        return verdict is Verdict.TRUE or (known and verdict is not Verdict.FALSE)

    def _notices(self) -> Iterator[Notice]:
        found = [
            notice
            for page in self.tape.pages
            if self.ask.counsel or not page.counsel_only
            for notice in page.notices
            if self._is_given(page, notice)
        ]
        yield from sorted(found, key=lambda item: (item.topic, item.order, item.id))

    def _is_given(self, page: Page, notice: Notice) -> bool:
        """An unconditional notice; else one whose condition holds in some version."""
        if notice.audience == "counsel" and not self.ask.counsel:
            return False
        node = self.tape.conditions.get((page.version(), notice.id))
        if node is None:
            return True
        verdict = self.verdict(node, Reading.ESTABLISHED)
        return verdict in {Verdict.TRUE, Verdict.DISPUTED}

    def _warnings(self, findings: Sequence[AssessedFinding]) -> Iterator[Warning]:
        cautions = Cautions(
            tape=self.tape,
            speaker=self.speaker,
            on=self.ask.on,
            expired=self.expired,
            counsel=self.ask.counsel,
            verdict=lambda node: self.verdict(node, Reading.ESTABLISHED),
        )
        if self.expired:
            yield cautions.expired_pack(self.books.rulebook)
        opening = self.vocabulary.opening
        if opening and opening[0] not in self.state.claims:
            yield Warning(text=words.WHERE_NOW, finding="")
        if self.ask.counsel:
            yield Warning(text=words.COUNSEL_WARNING, finding="")
        if self.contradictory:
            yield cautions.naming(words.CONTRADICTION, self.contradictory)
        if self.versions.left_out:
            yield cautions.naming(words.TOO_MANY, self.versions.left_out)
        if self._outdated():
            yield cautions.naming(words.REVIEW_JUDGEMENT, self._outdated())
        for item in findings:
            yield from cautions.beside(item)

    def _outdated(self) -> list[str]:
        """Open norms that were judged on other facts than are there now."""
        now = looked_at(self.case)
        return [
            judgement.name
            for judgement in self.case.judgements
            if self.ask.counsel and judgement.facts_hash not in {"", now}
        ]

    def _receipt(self) -> Receipt:
        seen = encode((self.case, self.ask.counsel))
        return Receipt(
            rulebook=self.books.rulebook.digest,
            vocabulary=self.books.rulebook.vocabulary_digest,
            priors=self.books.priors.digest,
            facts=digest(canonical(seen)),
            looked_at=looked_at(self.case),
            engine=self.books.engine,
            on=self.ask.on,
            known_on=self.ask.known_on,
        )


def looked_at(case: Case) -> str:
    """The name of the facts that a judgement is made on: facts and lists alone."""
    return digest(canonical(encode((case.facts, case.lists))))


def _is_counsels(item: Proposition) -> bool:
    return any(page.counsel_only for page in item.pages)


def _at_least(established: Verdict, reading: Verdict) -> Verdict:
    """What is decided whatever the answers is so in every reading that is open."""
    firm = {Verdict.TRUE, Verdict.FALSE}
    return (
        established if reading is Verdict.UNKNOWN and established in firm else reading
    )
