"""The content of a dossier: what each part says, before any file format."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from safeconduct.assessment.record import Assessment
from safeconduct.base.case import APPLICANT, Case
from safeconduct.base.text import Language
from safeconduct.base.value import Choice
from safeconduct.dossier.catalogue import read_catalogue
from safeconduct.dossier.inquiry import question_blocks
from safeconduct.dossier.limit import DeadlineSources, LimitPrinter
from safeconduct.dossier.matrix import Matrix, claims, numbers_of, select
from safeconduct.dossier.part import Teller
from safeconduct.dossier.record import (
    Audience,
    Block,
    Column,
    Content,
    Heading,
    Labels,
    Line,
    Prose,
    Row,
    Section,
    Sign,
    Table,
)
from safeconduct.dossier.register import Register, register_of
from safeconduct.dossier.release import PARTS, Part, View, conflicts_in, view_of
from safeconduct.dossier.source import source_table
from safeconduct.dossier.summary import Summary
from safeconduct.dossier.wording import SIGNS, Wording, wording_of
from safeconduct.rulebook.vocabulary import Vocabulary

HOME = "RU"
EVERYWHERE = frozenset({"INT", "EU"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What dossier is wanted.

    `for_state` is the state where it will be read (empty: every state counts).
    `deadline_sources` are the sources of each deadline and clock by its id.
    """

    language: Language
    audience: Audience = "counsel"
    for_state: str = ""
    deadline_sources: DeadlineSources = field(default_factory=dict)


def dossier_content(
    case: Case, assessment: Assessment, vocabulary: Vocabulary, order: Order
) -> Content:
    """Build the dossier of a case for an audience.

    Raises:
        InputError: lines released for an authority disagree.
    """
    catalogue = read_catalogue(order.language)
    view = view_of(case, assessment, vocabulary, order.audience)
    wording = wording_of(catalogue, vocabulary)
    conflicts = conflicts_in(view.case, vocabulary)
    register = register_of(view.case, wording)
    maker = _Maker(
        view=view,
        wording=wording,
        register=register,
        teller=Teller(
            view=view, wording=wording, register=register, conflicts=conflicts
        ),
        places=_places(view, order.for_state),
        deadline_sources=order.deadline_sources,
    )
    say = catalogue.say
    state = wording.jurisdiction(order.for_state) if order.for_state else ""
    day = wording.day(assessment.receipt.on)
    summary = Summary(view=view, wording=wording, state=state)
    return Content(
        title=say(f"title.{order.audience}"),
        subject=case.alias,
        language=order.language,
        banner=say("banner") if order.audience == "counsel" else "",
        head=f"{case.alias} \u00b7 {day}",
        day=assessment.receipt.on,
        strip=tuple(summary.strip()),
        boxes=tuple(summary.boxes()) if view.shows("summary") else (),
        sections=tuple(maker.sections()),
        labels=labels_of(wording),
    )


def labels_of(wording: Wording) -> Labels:
    """The words of the layout."""
    truths: list[tuple[Sign, str]] = [
        (sign, wording.truth(verdict)) for verdict, sign in SIGNS.items()
    ]
    return Labels(
        contents=wording.catalogue.say("contents"),
        truths=tuple(truths),
    )


def _places(view: View, for_state: str) -> frozenset[str]:
    """The jurisdictions told in full; empty for all."""
    if not for_state:
        return frozenset()
    here = {
        value
        for fact in view.case.facts
        if fact.name == "place.country"
        and fact.of == APPLICANT
        and isinstance(fact.possible, Choice)
        for value in fact.possible.values
    }
    return EVERYWHERE | here | {HOME, for_state}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Maker:
    """Makes the sections of one dossier in their order."""

    view: View
    wording: Wording
    register: Register
    teller: Teller
    places: frozenset[str]
    deadline_sources: DeadlineSources

    def _say(self, key: str, **values: str | int) -> str:
        return self.wording.catalogue.say(key, **values)

    def sections(self) -> Iterator[Section]:
        """Every part that the audience gets, in the order of the table of parts."""
        makers: Mapping[Part, Callable[[], Section]] = {
            "statement": self.teller.statement,
            "timeline": self._timeline,
            "facts": self.teller.facts,
            "findings": self._findings,
            "law": self._law,
            "questions": self._questions,
            "deadlines": self._deadlines,
            "judgements": self._judgements,
            "evidence": self.teller.evidence,
            "consents": self.teller.consents,
            "sources": self._sources,
            "receipt": self._receipt,
        }
        for part in PARTS:
            if part in makers and self.view.shows(part):
                yield makers[part]()

    def _timeline(self) -> Section:
        return self.teller.timeline(self.view.assessment.receipt.on)

    def _findings(self) -> Section:
        found = select(self.view.assessment.findings, self.places)
        matrix = Matrix(
            wording=self.wording,
            register=self.register,
            numbers=numbers_of(found.full),
        )
        blocks: list[Block] = [
            Prose(lines=(Line(text=self._say("findings.about"), tone="quiet"),)),
            *matrix.blocks(found),
        ]
        for key, group in (("brief", found.brief), ("elsewhere", found.elsewhere)):
            if group:
                blocks.append(Heading(line=Line(text=self._say(f"findings.{key}"))))
                blocks.append(matrix.brief(group))
        return Section(title=self._say("part.findings"), blocks=tuple(blocks))

    def _law(self) -> Section:
        found = select(self.view.assessment.findings, self.places).full
        rows = tuple(claims(found, self.wording, self.register))
        blocks: list[Block] = [
            Prose(lines=(Line(text=self._say("law.about"), tone="quiet"),))
        ]
        if rows:
            columns = (
                Column(title=self._say("head.claim"), weight=42),
                Column(title=self._say("head.rests"), weight=44),
                Column(title=self._say("head.source"), weight=14),
            )
            blocks.append(Table(columns=columns, rows=rows))
        else:
            blocks = [Prose(lines=(Line(text=self._say("law.none")),))]
        return Section(title=self._say("part.law"), blocks=tuple(blocks))

    def _questions(self) -> Section:
        assessment = self.view.assessment
        blocks = question_blocks(
            assessment.questions, assessment.findings, self.wording
        )
        return Section(title=self._say("part.questions"), blocks=tuple(blocks))

    def _deadlines(self) -> Section:
        printer = LimitPrinter(
            wording=self.wording,
            register=self.register,
            sources=self.deadline_sources,
            today=self.view.assessment.receipt.on,
        )
        blocks = tuple(
            printer.blocks(self.view.assessment.deadlines, self.view.assessment.clocks)
        )
        return Section(title=self._say("part.deadlines"), blocks=blocks)

    def _judgements(self) -> Section:
        rows = tuple(
            Row(
                cells=(
                    (Line(text=self._norm(item.name)),),
                    (
                        Line(
                            text=self._say(
                                "value.true" if item.value else "value.false"
                            ),
                            tone="strong",
                        ),
                    ),
                    (
                        Line(text=f"{item.by}, {self.wording.days(item.day)}"),
                        Line(text=item.reasons),
                    ),
                )
            )
            for item in self.view.case.judgements
        )
        columns = (
            Column(title=self._say("head.norm"), weight=40),
            Column(title=self._say("head.judged"), weight=14),
            Column(title=self._say("head.reasons"), weight=46),
        )
        blocks: tuple[Block, ...] = (Table(columns=columns, rows=rows),)
        if not rows:
            blocks = (Prose(lines=(Line(text=self._say("judgements.none")),)),)
        return Section(title=self._say("part.judgements"), blocks=blocks)

    def _norm(self, name: str) -> str:
        for finding in self.view.assessment.findings:
            if finding.id == name:
                return self.wording.of(finding.title)
        return name

    def _sources(self) -> Section:
        return Section(
            title=self._say("part.sources"),
            blocks=(source_table(self.register.notes.sources, self.wording),),
        )

    def _receipt(self) -> Section:
        receipt = self.view.assessment.receipt
        lines = (
            ("receipt.on", self.wording.day(receipt.on)),
            ("receipt.known_on", self.wording.day(receipt.known_on)),
            ("receipt.rulebook", receipt.rulebook),
            ("receipt.vocabulary", receipt.vocabulary),
            ("receipt.priors", receipt.priors),
            ("receipt.facts", receipt.facts),
            ("receipt.engine", receipt.engine),
        )
        rows = tuple(
            Row(cells=((Line(text=self._say(key)),), (Line(text=value),)))
            for key, value in lines
        )
        columns = (
            Column(title=self._say("head.what"), weight=24),
            Column(title=self._say("head.value"), weight=76),
        )
        blocks = (
            Prose(lines=(Line(text=self._say("receipt.about"), tone="quiet"),)),
            Table(columns=columns, rows=rows),
        )
        return Section(title=self._say("part.receipt"), blocks=blocks)
