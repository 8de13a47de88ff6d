"""The parts that tell the case: statement, timeline, facts, evidence, consents."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

from safeconduct.base.case import Consent, Evidence, Fact, Origin
from safeconduct.base.day import DayRange
from safeconduct.dossier.chronology import Happening, happenings_of
from safeconduct.dossier.group import GROUP_ORDER, group_of
from safeconduct.dossier.record import (
    Block,
    Cell,
    Column,
    Heading,
    Line,
    Picture,
    Prose,
    Row,
    RowTone,
    Section,
    Table,
)
from safeconduct.dossier.register import Register, Said
from safeconduct.dossier.release import View
from safeconduct.dossier.timeline import (
    ROWS_ON_A_PICTURE,
    Words,
    axis_of,
    draw_timeline,
)
from safeconduct.dossier.wording import Wording, capital


@dataclass(frozen=True, slots=True, kw_only=True)
class Teller:
    """Prints the case as an audience may see it."""

    view: View
    wording: Wording
    register: Register
    conflicts: frozenset[str]

    @property
    def is_counsels(self) -> bool:
        """Whether the document is counsel's."""
        return self.view.audience == "counsel"

    def _say(self, key: str, **values: str | int) -> str:
        return self.wording.catalogue.say(key, **values)

    def statement(self) -> Section:
        """The person's own words, unchanged."""
        blocks: list[Block] = []
        for item in self.view.case.statements:
            name = self._language(item.language)
            blocks.append(Heading(line=Line(text=self._say("statement.in", name=name))))
            if self.is_counsels:
                state = "released" if item.confirmed and item.released else "held_back"
                states = [
                    self._say("confirmed" if item.confirmed else "not_confirmed"),
                    self._say(f"statement.{state}"),
                ]
                text = " \u00b7 ".join(states)
                blocks.append(Prose(lines=(Line(text=text, tone="quiet"),)))
            blocks.append(
                Prose(
                    lines=tuple(
                        Line(text=part, tone="quote", language=item.language)
                        for part in paragraphs(item.text)
                    )
                )
            )
        if not blocks:
            blocks.append(Prose(lines=(Line(text=self._say("statement.none")),)))
        return Section(title=self._say("part.statement"), blocks=tuple(blocks))

    def _language(self, code: str) -> str:
        return self.wording.catalogue.say_or(f"language.{code}", code)

    def timeline(self, today: date) -> Section:
        """The picture and the same as a table."""
        lines = happenings_of(self.view, self.register, self.wording, self.conflicts)
        blocks: list[Block] = []
        if not lines:
            blocks.append(Prose(lines=(Line(text=self._say("timeline.none")),)))
        else:
            legend = "timeline.legend" if self.is_counsels else "timeline.legend_plain"
            blocks.append(Prose(lines=(Line(text=self._say(legend), tone="quiet"),)))
            blocks += self._pictures(lines, today)
            blocks.append(self._happenings(lines))
        return Section(title=self._say("part.timeline"), blocks=tuple(blocks))

    def _pictures(self, lines: Sequence[Happening], today: date) -> Iterator[Picture]:
        axis = axis_of(lines, today=today)
        if axis is None:
            return
        known = [
            (number, item)
            for number, item in enumerate(lines, 1)
            if item.start is not None
        ]
        pictures = ceil(len(known) / ROWS_ON_A_PICTURE)
        height = ceil(len(known) / pictures)
        for at in range(0, len(known), height):
            rows = known[at : at + height]
            alt = self._say(
                "timeline.alt",
                count=len(rows),
                first=self.wording.day(axis.first),
                last=self.wording.day(axis.last),
            )
            words = Words(today=self._say("timeline.today"), alt=alt)
            yield draw_timeline(rows, axis, today=today, words=words)

    def _happenings(self, lines: Sequence[Happening]) -> Table:
        return Table(
            columns=(
                Column(title=self._say("head.number"), weight=5),
                Column(title=self._say("head.day"), weight=22),
                Column(title=self._say("head.event"), weight=45),
                Column(title=self._say("head.witness"), weight=28),
            ),
            rows=tuple(self._happening(at, item) for at, item in enumerate(lines, 1)),
        )

    def _happening(self, number: int, item: Happening) -> Row:
        day = self.wording.days(item.start) or self._say("day.unknown")
        if item.end is not None or item.open_end:
            day = capital(self.wording.period(item.start, item.end))
        event = [
            Line(text=part, language=item.language) for part in paragraphs(item.text)
        ]
        if item.also:
            event += [Line(text=part, tone="quiet") for part in paragraphs(item.also)]
        last = [part for part in (item.place, item.fact) if part]
        if last:
            event.append(Line(text=" \u00b7 ".join(last), tone="quiet"))
        days = [Line(text=day)]
        tone: RowTone = "plain"
        if item.conflict:
            tone = "conflict"
            days.append(Line(text=self._say("conflict"), sign="disputed"))
        return Row(
            cells=(
                (Line(text=str(number), tone="strong"),),
                tuple(days),
                tuple(event),
                self._told_by(item),
            ),
            tone=tone,
        )

    def _told_by(self, item: Happening) -> Cell:
        """Of a fact only the witness: its own line tells the rest."""
        if item.fact:
            return (Line(text=self.wording.witness(item.origin)),)
        return self._origin(item.origin)

    def _origin(self, origin: Origin) -> Cell:
        """Who says so, what bears it, and how far it may go."""
        lines = [Line(text=self.wording.witness(origin))]
        evidence = self.register.evidence_of(origin)
        if evidence:
            text = self._say("evidence.short", numbers=evidence)
            lines.append(Line(text=text, tone="quiet"))
        reach = self._reach(origin)
        if self.is_counsels and reach:
            lines.append(Line(text=reach, tone="quiet"))
        return tuple(lines)

    def _reach(self, origin: Origin) -> str:
        if origin.compartment == "counsel":
            return self._say("reach.counsel")
        if origin.confirmed and origin.released:
            return self._say("reach.authority")
        if origin.confirmed:
            return self._say("reach.confirmed")
        return self._say("reach.released") if origin.released else ""

    def facts(self) -> Section:
        """Every line with its witness; lines that disagree stand together."""
        rows: list[Row] = []
        for group in GROUP_ORDER:
            found = [
                item for item in self.register.facts if group_of(item[0].name) == group
            ]
            if found:
                title = Line(text=self._say(f"group.{group}"), tone="strong")
                rows.append(Row(cells=((title,),), tone="group"))
            rows += [self._fact(fact, said) for fact, said in found]
        blocks: list[Block] = []
        if self.is_counsels:
            text = self._say("facts.about")
            blocks.append(Prose(lines=(Line(text=text, tone="quiet"),)))
        if rows:
            blocks.append(
                Table(columns=self._fact_columns("head.fact"), rows=tuple(rows))
            )
        blocks += self._lists()
        if not self.register.facts and not self.register.rows:
            blocks.append(Prose(lines=(Line(text=self._say("facts.none")),)))
        return Section(title=self._say("part.facts"), blocks=tuple(blocks))

    def _fact_columns(self, first: str) -> tuple[Column, ...]:
        return (
            Column(title=self._say("head.number"), weight=6),
            Column(title=self._say(first), weight=30),
            Column(title=self._say("head.said"), weight=32),
            Column(title=self._say("head.witness"), weight=32),
        )

    def _fact(self, fact: Fact, said: Said) -> Row:
        value = [Line(text=capital(said.text), tone="strong")]
        period = self.wording.period(fact.holds_from, fact.holds_to)
        if period:
            value.append(Line(text=period, tone="quiet"))
        disagree = said.key in self.conflicts
        if disagree:
            value.append(Line(text=self._say("conflict"), sign="disputed"))
        label = self.wording.fact_label(fact.name, fact.of)
        return Row(
            cells=(
                (Line(text=said.number, tone="strong"),),
                (Line(text=label),),
                tuple(value),
                self._origin(fact.origin),
            ),
            tone="conflict" if disagree else "plain",
        )

    def _lists(self) -> Iterator[Block]:
        for item in self.view.case.lists:
            spec = self.wording.lists[item.name]
            yield Heading(line=Line(text=capital(self.wording.of(spec.label))))
            if self.is_counsels:
                text = self._say(f"complete.{item.complete}")
                yield Prose(lines=(Line(text=text, tone="quiet"),))
            rows = tuple(
                Row(
                    cells=(
                        (Line(text=said.number, tone="strong"),),
                        tuple(Line(text=part) for part in said.text.split("; ")),
                        self._origin(row.origin),
                    )
                )
                for name, row, said in self.register.rows
                if name == item.name
            )
            if rows:
                yield Table(
                    columns=(
                        Column(title=self._say("head.number"), weight=6),
                        Column(title=self._say("head.said"), weight=58),
                        Column(title=self._say("head.witness"), weight=36),
                    ),
                    rows=rows,
                )

    def evidence(self) -> Section:
        """Every piece with its number; for counsel also who holds and who saw it."""
        items = self.view.case.evidence
        columns = [
            Column(title=self._say("head.number"), weight=6),
            Column(title=self._say("head.what"), weight=50),
        ]
        if self.is_counsels:
            columns += [
                Column(title=self._say("head.held_by"), weight=20),
                Column(title=self._say("head.seen"), weight=24),
            ]
        rows = tuple(Row(cells=self._piece(item)) for item in items)
        blocks: tuple[Block, ...] = (Table(columns=tuple(columns), rows=rows),)
        if not rows:
            blocks = (Prose(lines=(Line(text=self._say("evidence.none")),)),)
        return Section(title=self._say("part.evidence"), blocks=blocks)

    def _piece(self, item: Evidence) -> tuple[Cell, ...]:
        """The group is not named to an authority, not even as who holds a paper."""
        number = (Line(text=self.register.evidence[item.id], tone="strong"),)
        what: Cell = (Line(text=item.what),)
        if item.kind != "other":
            kind = self._say(f"evidence.{item.kind}")
            what = (*what, Line(text=kind, tone="quiet"))
        if not self.is_counsels:
            return number, what
        held_by = (Line(text=self._say(f"held_by.{item.held_by}")),)
        seen = self.wording.days(item.seen) or self._say("evidence.unseen")
        return number, what, held_by, (Line(text=seen),)

    def _until(self, day: DayRange | None) -> tuple[Line, ...]:
        return () if day is None else (Line(text=self.wording.period(None, day)),)

    def _counts(self, consent: Consent) -> Line:
        until = consent.until
        if consent.withdrawn:
            return Line(text=self._say("consent.withdrawn"), tone="danger")
        if until is not None and until.latest < self.view.assessment.receipt.on:
            return Line(text=self._say("consent.ended"), tone="danger")
        return Line(text=self._say("consent.stands"), tone="quiet")

    def consents(self) -> Section:
        """What the person allowed, and what of it counts no more on the day."""
        rows = tuple(
            Row(
                cells=(
                    (Line(text=item.to),),
                    (Line(text=item.what),),
                    (
                        Line(text=self.wording.days(item.day)),
                        *self._until(item.until),
                        self._counts(item),
                    ),
                )
            )
            for item in self.view.case.consents
        )
        columns = (
            Column(title=self._say("head.to"), weight=28),
            Column(title=self._say("head.what"), weight=46),
            Column(title=self._say("head.day"), weight=26),
        )
        blocks: tuple[Block, ...] = (Table(columns=columns, rows=rows),)
        if not rows:
            blocks = (Prose(lines=(Line(text=self._say("consent.none")),)),)
        return Section(title=self._say("part.consents"), blocks=blocks)


def paragraphs(text: str) -> tuple[str, ...]:
    """The paragraphs of a text; single line feeds inside one stay."""
    parts = (part.strip() for part in text.replace("\r\n", "\n").split("\n\n"))
    return tuple(part for part in parts if part)
