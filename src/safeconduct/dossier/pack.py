"""The action pack: what the group holds ready for the hours after an arrest.

It stays with the group. It holds no name and nothing of counsel's compartment
(spec/dossier.md §9). What the law says comes from the law pages' notices and steps.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from safeconduct.assessment.record import Assessment
from safeconduct.base.case import APPLICANT, Case
from safeconduct.base.errors import OurFaultError
from safeconduct.base.text import Language
from safeconduct.base.truth import Verdict
from safeconduct.base.value import Choice
from safeconduct.dossier.catalogue import read_catalogue
from safeconduct.dossier.chronology import happenings_of
from safeconduct.dossier.content import labels_of
from safeconduct.dossier.limit import DeadlineSources, LimitPrinter
from safeconduct.dossier.matrix import Matrix
from safeconduct.dossier.part import Teller, paragraphs
from safeconduct.dossier.record import (
    Block,
    Box,
    Column,
    Content,
    Heading,
    Line,
    Prose,
    Row,
    Section,
    Table,
)
from safeconduct.dossier.register import Register, register_of
from safeconduct.dossier.release import View, conflicts_in, view_of
from safeconduct.dossier.request import Forms
from safeconduct.dossier.source import source_table
from safeconduct.dossier.summary import Summary
from safeconduct.dossier.wording import SIGNS, Wording, capital, wording_of
from safeconduct.rulebook.force import in_force
from safeconduct.rulebook.record import Notice, Rulebook
from safeconduct.rulebook.vocabulary import Vocabulary

TOPICS = ("arrest", "remedy", "safety", "relatives")
REMEDY = "remedy."
# The steps of each block of hours, `s1` to `s<n>` in the catalogue.
HOURS: Mapping[str, int] = {
    "before": 7, "h0": 6, "h1": 6, "h6": 3, "h24": 3, "granted": 3, "refused": 2,
}  # fmt: skip


def pack_content(
    case: Case,
    assessment: Assessment,
    vocabulary: Vocabulary,
    *,
    language: Language,
    arrest_notices: Sequence[Notice] = (),
    deadline_sources: DeadlineSources | None = None,
) -> Content:
    """Build the action pack of a case.

    `arrest_notices` are the advice of the law pages for an arrest, spoken or not yet.

    Raises:
        OurFaultError: the assessment was made with counsel's compartment, of which the
            pack must show no effect.
    """
    if assessment.counsel:
        msg = "The action pack needs an assessment made without counsel's compartment."
        raise OurFaultError(msg)
    catalogue = read_catalogue(language)
    view = view_of(case, assessment, vocabulary, audience="counsel")
    wording = wording_of(catalogue, vocabulary)
    register = register_of(view.case, wording)
    maker = _Maker(
        view=view,
        wording=wording,
        register=register,
        conflicts=conflicts_in(view.case, vocabulary),
        arrest_notices=tuple(arrest_notices),
        deadline_sources=deadline_sources or {},
    )
    day = wording.day(assessment.receipt.on)
    return Content(
        title=catalogue.say("pack.title"),
        subject=case.alias,
        language=language,
        banner=catalogue.say("pack.banner"),
        head=f"{case.alias} \u00b7 {day}",
        day=assessment.receipt.on,
        strip=tuple(Summary(view=view, wording=wording, state="").strip())[:-1],
        boxes=tuple(maker.boxes()),
        sections=tuple(maker.sections()),
        labels=labels_of(wording),
    )


def arrest_notices(
    rulebook: Rulebook, case: Case, *, on: date, known_on: date
) -> tuple[Notice, ...]:
    """All advice for an arrest from the pages in force where the person may be."""
    places = {"INT"} | {
        value
        for fact in case.facts
        if fact.name == "place.country"
        and fact.of == APPLICANT
        and isinstance(fact.possible, Choice)
        for value in fact.possible.values
    }
    found = [
        notice
        for family in in_force(rulebook, on=on, known_on=known_on)
        for dated in family
        if dated.applies and dated.page.jurisdiction in places
        for notice in dated.page.notices
        if notice.topic == "arrest"
    ]
    return tuple(sorted(found, key=lambda item: (item.order, item.id)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Maker:
    """Makes the parts of one pack."""

    view: View
    wording: Wording
    register: Register
    conflicts: frozenset[str]
    arrest_notices: tuple[Notice, ...]
    deadline_sources: DeadlineSources

    def _say(self, key: str) -> str:
        return self.wording.catalogue.say(f"pack.{key}")

    def boxes(self) -> Iterator[Box]:
        """What endangers, the nearest deadline, and whom to call."""
        danger, _, deadline, *_ = Summary(
            view=self.view, wording=self.wording, state=""
        ).boxes()
        yield danger
        yield deadline
        calls = ("call_duty", "call_lawyer", "call_second", "call_family")
        yield Box(
            title=self._say("first_call"),
            lines=tuple(Line(text=self._say(key), blanks=1) for key in calls),
            tone="question",
        )

    def sections(self) -> Iterator[Section]:
        """Every part, in the order in which it is needed."""
        yield self._hours()
        yield self._forms().asked()
        yield self._remedies()
        yield self._facts()
        yield self._forms().requests()
        yield self._consents()
        yield self._deadlines()
        yield self._advice()
        if self.register.notes.sources:
            title = self.wording.catalogue.say("part.sources")
            table = source_table(self.register.notes.sources, self.wording)
            yield Section(title=title, blocks=(table,))

    def _forms(self) -> Forms:
        closed = {
            item.id
            for item in self.view.assessment.findings
            if item.truth is Verdict.FALSE
        }
        return Forms(
            wording=self.wording,
            register=self.register,
            conflicts=self.conflicts,
            closed=frozenset(closed),
        )

    def _hours(self) -> Section:
        rows: list[Row] = []
        for hour, steps in HOURS.items():
            title = Line(text=self._say(f"hour.{hour}"), tone="strong")
            rows.append(Row(cells=((title,),), tone="group"))
            rows += [
                Row(
                    cells=(
                        (Line(text=self._say(f"{hour}.s{step}"), tick=True),),
                        (Line(text="", blanks=1),),
                    )
                )
                for step in range(1, steps + 1)
            ]
        columns = (
            Column(title=self._say("col_step"), weight=74),
            Column(title=self._say("col_done"), weight=26),
        )
        table = Table(columns=columns, rows=tuple(rows))
        about = tuple(
            Line(text=self._say(key), tone="quiet") for key in ("about", "no_names")
        )
        return Section(
            title=self._say("part_hours"), blocks=(Prose(lines=about), table)
        )

    def _remedies(self) -> Section:
        """The bodies that the law pages name for this case, with their advice."""
        matrix = Matrix(wording=self.wording, register=self.register, numbers={})
        blocks: list[Block] = []
        for finding in self.view.assessment.findings:
            if not finding.id.startswith(REMEDY) or finding.truth is Verdict.FALSE:
                continue
            title = self.wording.of(finding.title)
            line = Line(text=title, sign=SIGNS[finding.truth])
            sources = tuple(
                source for rule in finding.why.of for source in rule.sources
            )
            state = Line(
                text=matrix.state(finding),
                tone="quiet",
                notes=self.register.notes.cite(sources),
            )
            blocks.append(Heading(line=line))
            blocks.append(Prose(lines=(state, *matrix.notices(finding))))
        if not blocks:
            blocks.append(Prose(lines=(Line(text=self._say("no_remedies")),)))
        return Section(title=self._say("part_remedies"), blocks=tuple(blocks))

    def _facts(self) -> Section:
        """The dated lines of the case, from which every request is written."""
        lines = happenings_of(self.view, self.register, self.wording, self.conflicts)
        rows: list[Row] = []
        for item in lines:
            if item.start is None:
                continue
            day = self.wording.days(item.start)
            if item.end is not None or item.open_end:
                day = capital(self.wording.period(item.start, item.end))
            told = item.also or item.text
            language = "" if item.also else item.language
            rows.append(
                Row(
                    cells=(
                        (Line(text=day),),
                        tuple(
                            Line(text=part, language=language)
                            for part in paragraphs(told)
                        ),
                        (Line(text=self.wording.witness(item.origin), tone="quiet"),),
                    ),
                    tone="conflict" if item.conflict else "plain",
                )
            )
        say = self.wording.catalogue.say
        blocks: tuple[Block, ...] = (Prose(lines=(Line(text=self._say("no_facts")),)),)
        if rows:
            columns = (
                Column(title=say("head.day"), weight=22),
                Column(title=say("head.event"), weight=50),
                Column(title=say("head.witness"), weight=28),
            )
            blocks = (Table(columns=columns, rows=tuple(rows)),)
        return Section(title=self._say("part_facts"), blocks=blocks)

    def _consents(self) -> Section:
        teller = Teller(
            view=self.view,
            wording=self.wording,
            register=self.register,
            conflicts=self.conflicts,
        )
        evidence = Heading(line=Line(text=self._say("evidence")))
        return Section(
            title=self._say("part_consents"),
            blocks=(*teller.consents().blocks, evidence, *teller.evidence().blocks),
        )

    def _deadlines(self) -> Section:
        printer = LimitPrinter(
            wording=self.wording,
            register=self.register,
            sources=self.deadline_sources,
            today=self.view.assessment.receipt.on,
        )
        assessment = self.view.assessment
        blocks = tuple(printer.blocks(assessment.deadlines, assessment.clocks))
        return Section(title=self._say("part_deadlines"), blocks=blocks)

    def _advice(self) -> Section:
        """Advice on arrest in full, and what the case's own facts call for."""
        spoken = [
            notice
            for notice in self.view.assessment.notices
            if notice.topic in TOPICS and notice.topic != "arrest"
        ]
        notices = {
            notice.id: notice
            for notice in (*self.arrest_notices, *self._arrest_spoken(), *spoken)
            if notice.audience != "counsel"
        }
        lines = tuple(
            Line(text="\u2022 " + self.wording.of(notice.text))
            for notice in notices.values()
        )
        if not lines:
            lines = (Line(text=self.wording.catalogue.say("box.nothing")),)
        return Section(title=self._say("part_advice"), blocks=(Prose(lines=lines),))

    def _arrest_spoken(self) -> tuple[Notice, ...]:
        return tuple(
            notice
            for notice in self.view.assessment.notices
            if notice.topic == "arrest"
        )
