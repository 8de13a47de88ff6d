"""The matrix: element, finding, facts, evidence, source; one table for each finding."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from safeconduct.assessment.record import AssessedFinding, Reason
from safeconduct.base.truth import Verdict
from safeconduct.dossier.record import (
    Block,
    Cell,
    Column,
    Heading,
    Line,
    Prose,
    Row,
    Table,
    Tone,
)
from safeconduct.dossier.register import Register, Said
from safeconduct.dossier.release import keys_named, walk
from safeconduct.dossier.wording import SIGNS, Wording, capital, shortened
from safeconduct.rulebook.record import FindingKind, Notice, NoticeWhen, Source

KINDS: tuple[FindingKind, ...] = (
    "protection", "danger", "exposure", "exclusion", "duty", "open_norm", "practice",
    "step",
)  # fmt: skip
ADVERSE: tuple[FindingKind, ...] = ("danger", "exposure", "exclusion")
_DEEPEST = 5
_MOST_MISSING = 6
_LONGEST_VALUE = 60
_LONGEST_ELEMENT = 220
_TOLD_MARKS = (
    "stale",
    "expired",
    "weak",
    "memory",
    "conflict",
    "open norm",
    "review",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The listed findings: told in full, in one line, or elsewhere in one line."""

    full: tuple[AssessedFinding, ...]
    brief: tuple[AssessedFinding, ...]
    elsewhere: tuple[AssessedFinding, ...]


def is_live(finding: AssessedFinding) -> bool:
    """Whether it holds, may hold at first sight, or is disputed."""
    return (
        finding.truth in {Verdict.TRUE, Verdict.DISPUTED}
        or finding.prima_facie is Verdict.TRUE
        or (finding.as_decided is Verdict.TRUE and finding.truth is Verdict.UNKNOWN)
    )


def select(findings: Sequence[AssessedFinding], places: frozenset[str]) -> Selection:
    """Which findings are told in full; without `places` those of the case's states."""
    listed = sorted(
        (item for item in findings if item.goal > 0),
        key=lambda item: (KINDS.index(item.kind), -item.goal, item.id),
    )
    here = [
        item
        for item in listed
        if (item.jurisdiction in places if places else not item.elsewhere)
    ]
    away = [item for item in listed if item not in here]
    full = [item for item in here if is_live(item)]
    return Selection(
        full=tuple(full),
        brief=tuple(item for item in here if item not in full),
        elsewhere=tuple(item for item in away if is_live(item)),
    )


def numbers_of(findings: Sequence[AssessedFinding]) -> dict[str, str]:
    """`M1`, `M2` … for findings in the order in which they are printed."""
    return {item.id: f"M{at}" for at, item in enumerate(findings, 1)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """Prints findings with the numbers of one document.

    `numbers` (`M1` …) are those of the findings with a table of their own; `unfolded`
    is filled on the way: each inner step, and the number of the table that has it.
    """

    wording: Wording
    register: Register
    numbers: Mapping[str, str]
    unfolded: dict[str, str] = field(default_factory=dict)

    def blocks(self, selection: Selection) -> Iterator[Block]:
        """All findings told in full, under a heading for each kind."""
        say = self.wording.catalogue.say
        for kind in KINDS:
            found = [item for item in selection.full if item.kind == kind]
            if found:
                yield Heading(line=Line(text=say(f"kind.{kind}")))
            for finding in found:
                yield from self._finding(finding)

    def _finding(self, finding: AssessedFinding) -> Iterator[Block]:
        number = self.numbers[finding.id]
        title = f"{number} {self.wording.of(finding.title)}"
        yield Heading(line=Line(text=title, sign=SIGNS[finding.truth]), level=3)
        lone = _lone_rule(finding.why)
        sources = () if lone is None else self.register.notes.cite(lone.sources)
        state = Line(text=self.state(finding), tone="quiet", notes=sources)
        yield Prose(lines=(state,))
        rows = tuple(self._rows(finding.why, number))
        if rows:
            yield Table(columns=self._columns(), rows=rows)
        notices = (*self.notices(finding), *self._to_find(finding))
        if notices:
            yield Prose(lines=notices)

    def _to_find(self, finding: AssessedFinding) -> Iterator[Line]:
        """What the law pages could not find: counsel has to look for it."""
        for what in finding.missing:
            text = self.wording.catalogue.say(
                "matrix.to_find", what=self.wording.of(what)
            )
            yield Line(text="\u2022 " + text, tone="quiet")

    def state(self, finding: AssessedFinding) -> str:
        """Its jurisdiction, truth, readings that differ, and marks, in one line."""
        say, truth = self.wording.catalogue.say, self.wording.truth
        parts = [self.wording.jurisdiction(finding.jurisdiction), truth(finding.truth)]
        if finding.prima_facie is not finding.truth:
            parts.append(say("reading.prima_facie", truth=truth(finding.prima_facie)))
        if finding.as_decided is not finding.prima_facie:
            parts.append(say("reading.as_decided", truth=truth(finding.as_decided)))
        marks = {*finding.marks, *(("stale",) if finding.stale else ())}
        parts += [self.wording.mark(mark) for mark in _TOLD_MARKS if mark in marks]
        if finding.counsel_only:
            parts.append(say("mark.counsel_only"))
        return " \u00b7 ".join(parts)

    def notices(self, finding: AssessedFinding) -> Iterator[Line]:
        """The advice that goes with a finding as it stands."""
        for notice in finding.notices:
            if speaks(notice.when, finding.truth) and notice.audience in {
                "all", "caseworker", "counsel",
            }:  # fmt: skip
                yield Line(text=self.notice_text(notice))

    def notice_text(self, notice: Notice) -> str:
        """One piece of advice."""
        return "\u2022 " + self.wording.of(notice.text)

    def _columns(self) -> tuple[Column, ...]:
        say = self.wording.catalogue.say
        return (
            Column(title=say("head.element"), weight=36),
            Column(title=say("head.finding"), weight=17),
            Column(title=say("head.facts"), weight=26),
            Column(title=say("head.evidence"), weight=10),
            Column(title=say("head.source"), weight=11),
        )

    def _rows(self, why: Reason, number: str) -> Iterator[Row]:
        """The tree as rows; a step that another table unfolds is only named here."""

        def below(reason: Reason) -> tuple[Reason, ...]:
            lone = _lone_rule(reason)
            return reason.of if lone is None else lone.of

        def go(reason: Reason, depth: int) -> Iterator[Row]:
            where = self._told_in(reason)
            yield self._row(reason, min(depth, _DEEPEST), where=where)
            if not where:
                if reason.kind == "finding" and reason.of:
                    self.unfolded[reason.id] = number
                for part in below(reason):
                    yield from go(part, depth + 1)

        parts = below(why)
        for part in parts or (why,):
            yield from go(part, 0)

    def _told_in(self, reason: Reason) -> str:
        """The number of the table that unfolds a step; empty if this one must."""
        if reason.kind != "finding" or not reason.of:
            return ""
        return self.numbers.get(reason.id) or self.unfolded.get(reason.id, "")

    def _row(self, reason: Reason, depth: int, *, where: str) -> Row:
        element = self._element(reason, depth)
        if where:
            text = self.wording.catalogue.say("matrix.see", number=where)
            element.append(Line(text=text, tone="quiet", depth=depth))
        finding = [
            Line(text=self.wording.truth(reason.truth), sign=SIGNS[reason.truth]),
            *(
                Line(text=self.wording.mark(mark), tone="quiet")
                for mark in reason.marks
            ),
        ]
        lone = _lone_rule(reason)
        said = self._said(reason)
        evidence = dict.fromkeys(
            self.register.evidence_of(item.origin) for item in said
        )
        return Row(
            cells=(
                tuple(element),
                tuple(finding),
                self._facts(reason, said),
                tuple(Line(text=item) for item in evidence if item),
                self._source((lone or reason).sources),
            )
        )

    def _element(self, reason: Reason, depth: int) -> list[Line]:
        """What is asked: the rule by its name, else its words after its role."""
        say = self.wording.catalogue.say
        if reason.kind == "rule":
            side = "against" if reason.role == "against" else "for"
            text = say(f"matrix.{side}", rule=reason.id)
            return [Line(text=text, tone="quiet", depth=depth)]
        tone: Tone = "strong" if reason.kind == "finding" else "plain"
        words = shortened(capital(self.wording.of(reason.says)), _LONGEST_ELEMENT)
        if reason.role in {"unless", "not"}:
            words = f"{say(f'role.{reason.role}')} {words}"
        return [Line(text=words, tone=tone, depth=depth)]

    def _said(self, reason: Reason) -> tuple[Said, ...]:
        if reason.kind not in {"fact", "test"}:
            return ()
        keys = dict.fromkeys(keys_named(reason.id))
        found = {
            said.number: said for key in keys for said in self.register.said_of(key)
        }
        return tuple(found.values())

    def _facts(self, reason: Reason, said: Sequence[Said]) -> Cell:
        if said:
            return tuple(
                Line(text=f"{item.number} {shortened(item.text, _LONGEST_VALUE)}")
                for item in said
            )
        if reason.kind == "norm" and reason.truth is Verdict.UNKNOWN:
            text = self.wording.catalogue.say("matrix.norm")
            return (Line(text=text, tone="quiet"),)
        if reason.kind == "fact" and reason.id != "TODAY":
            text = self.wording.catalogue.say("matrix.nothing")
            return (Line(text=text, tone="quiet"),)
        return ()

    def _source(self, sources: tuple[Source, ...]) -> Cell:
        numbers = self.register.notes.cite(sources)
        return (Line(text="", notes=numbers),) if numbers else ()

    def brief(self, findings: Sequence[AssessedFinding]) -> Table:
        """One line for each finding: what it is, its truth, what is missing."""
        say = self.wording.catalogue.say
        return Table(
            columns=(
                Column(title=say("head.what"), weight=50),
                Column(title=say("head.finding"), weight=15),
                Column(title=say("head.missing"), weight=35),
            ),
            rows=tuple(self._brief(item) for item in findings),
        )

    def _brief(self, finding: AssessedFinding) -> Row:
        say = self.wording.catalogue.say
        labels = list(self._open_facts(finding.why))
        missing = [Line(text="; ".join(labels[:_MOST_MISSING]))] if labels else []
        if len(labels) > _MOST_MISSING:
            more = say("more", count=len(labels) - _MOST_MISSING)
            missing.append(Line(text=more, tone="quiet"))
        where = self.wording.jurisdiction(finding.jurisdiction)
        kind = self.wording.catalogue.say(f"kind.{finding.kind}")
        return Row(
            cells=(
                (
                    Line(text=self.wording.of(finding.title)),
                    Line(text=f"{where} \u00b7 {kind}", tone="quiet"),
                ),
                (
                    Line(
                        text=self.wording.truth(finding.truth),
                        sign=SIGNS[finding.truth],
                    ),
                ),
                tuple(missing),
            )
        )

    def _open_facts(self, why: Reason) -> Iterator[str]:
        """The facts that would have to be known, and norms judged, each once."""
        found: dict[str, None] = {}
        for reason in walk(why):
            if reason.truth not in {Verdict.UNKNOWN, Verdict.DISPUTED}:
                continue
            if reason.kind == "norm":
                found[capital(self.wording.of(reason.says))] = None
            elif reason.kind == "fact" and reason.id != "TODAY":
                for key in reason.id.split(", "):
                    found[self.wording.label_of_key(key)] = None
        yield from found


def _lone_rule(reason: Reason) -> Reason | None:
    """The one rule behind a finding; it needs no row of its own."""
    if reason.kind != "finding" or len(reason.of) != 1:
        return None
    rule = reason.of[0]
    return rule if rule.kind == "rule" and rule.role != "against" else None


def speaks(when: NoticeWhen, truth: Verdict) -> bool:
    """Whether a notice belongs to a finding of this truth."""
    if when == "always":
        return True
    if when == "open":
        return truth in {Verdict.UNKNOWN, Verdict.DISPUTED}
    return truth.value == when


def claims(
    findings: Sequence[AssessedFinding], wording: Wording, register: Register
) -> Iterator[Row]:
    """For an authority: what is claimed, on which lines it rests, by which law."""
    for finding in findings:
        grounds = tuple(_grounds(finding.why, wording, register))
        sources = tuple(_law(finding.why))
        yield Row(
            cells=(
                (
                    Line(text=wording.of(finding.title), tone="strong"),
                    Line(text=wording.jurisdiction(finding.jurisdiction), tone="quiet"),
                ),
                grounds,
                (Line(text="", notes=register.notes.cite(sources)),) if sources else (),
            )
        )


def _supporting(why: Reason) -> Iterator[Reason]:
    """The reasons that carry a finding: true, and no exception to it."""
    for part in why.of:
        if part.truth is Verdict.TRUE and part.role not in {"unless", "not", "against"}:
            yield part
            yield from _supporting(part)


def _grounds(why: Reason, wording: Wording, register: Register) -> Iterator[Line]:
    seen: set[str] = set()
    for reason in _supporting(why):
        if reason.kind not in {"fact", "test"}:
            continue
        for key in keys_named(reason.id):
            for said in register.said_of(key):
                if said.number not in seen:
                    seen.add(said.number)
                    label = wording.label_of_key(said.key)
                    text = wording.pair(
                        f"{said.number} {label}", shortened(said.text, _LONGEST_VALUE)
                    )
                    yield Line(text=text)


def _law(why: Reason) -> Iterator[Source]:
    yield from why.sources
    for reason in _supporting(why):
        yield from reason.sources
