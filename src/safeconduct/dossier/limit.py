"""Deadlines with their steps, and clocks."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from safeconduct.assessment.clock import ClockResult
from safeconduct.assessment.deadline import DeadlineResult
from safeconduct.base.day import days_between
from safeconduct.dossier.record import Block, Column, Heading, Line, Prose, Row, Table
from safeconduct.dossier.register import Register
from safeconduct.dossier.wording import Wording
from safeconduct.rulebook.record import Page, Source

DeadlineSources = Mapping[str, tuple[Source, ...]]


def limit_sources(pages: Iterable[Page]) -> DeadlineSources:
    """The sources of each deadline and clock of some pages, by its id."""
    found: dict[str, tuple[Source, ...]] = {}
    for page in pages:
        said = {item.id: item.said for item in page.deadlines}
        said |= {item.id: item.said for item in page.clocks}
        for name, item in said.items():
            chosen = item.source or range(len(page.sources))
            found[name] = tuple(page.sources[index] for index in chosen)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitPrinter:
    """Prints what must be done by when, the nearest first, what is past apart."""

    wording: Wording
    register: Register
    sources: DeadlineSources
    today: date

    def _say(self, key: str, **values: str | int) -> str:
        return self.wording.catalogue.say(key, **values)

    def blocks(
        self, deadlines: Sequence[DeadlineResult], clocks: Sequence[ClockResult]
    ) -> Iterator[Block]:
        """All deadlines and clocks, or that there are none."""
        ahead = in_order(item for item in deadlines if is_ahead(item, self.today))
        past = in_order(
            item
            for item in deadlines
            if item.due is not None and not is_ahead(item, self.today)
        )
        undated = sorted(
            (item for item in deadlines if item.due is None), key=lambda item: item.id
        )
        if not deadlines and not clocks:
            yield Prose(lines=(Line(text=self._say("deadlines.none")),))
        yield Prose(lines=(Line(text=self._say("deadlines.about"), tone="quiet"),))
        for key, group in (("ahead", ahead), ("past", past)):
            if group:
                yield Heading(line=Line(text=self._say(f"deadlines.{key}")))
                yield self._table(group)
        if undated:
            yield Heading(line=Line(text=self._say("deadlines.undated")))
            yield self._undated(undated)
        if clocks:
            yield Heading(line=Line(text=self._say("clocks")))
            yield self._clocks(clocks)

    def _table(self, deadlines: Sequence[DeadlineResult]) -> Table:
        return Table(
            columns=(
                Column(title=self._say("head.due"), weight=26),
                Column(title=self._say("head.what"), weight=32),
                Column(title=self._say("head.steps"), weight=42),
            ),
            rows=tuple(self._row(item) for item in deadlines),
        )

    def _row(self, deadline: DeadlineResult) -> Row:
        return Row(
            cells=(
                tuple(self._due(deadline)),
                tuple(self._what(deadline)),
                tuple(self._steps(deadline)),
            )
        )

    def _due(self, deadline: DeadlineResult) -> Iterator[Line]:
        day = self.wording.day
        if deadline.due is not None:
            yield Line(text=day(deadline.due), tone="strong")
            yield Line(text=self.distance(deadline.due), tone="quiet")
        if deadline.due_at is not None:
            at = deadline.due_at.isoformat(sep=" ", timespec="minutes")
            yield Line(text=self._say("deadline.at", time=at))
        if deadline.latest is not None and deadline.latest != deadline.due:
            text = self._say("deadline.latest", day=day(deadline.latest))
            yield Line(text=text, tone="quiet")

    def _what(self, deadline: DeadlineResult) -> Iterator[Line]:
        of = self.wording.of
        yield Line(text=of(deadline.title), tone="strong")
        if deadline.against == "authority":
            yield Line(text=self._say("deadline.authority"), tone="quiet")
        if deadline.effect is not None:
            yield Line(text=of(deadline.effect))
        if deadline.danger is not None:
            yield Line(text=of(deadline.danger), tone="danger")
            yield Line(text=self._say("deadline.counsel_first"), tone="danger")
        notes = self.register.notes.cite(self.sources.get(deadline.id, ()))
        if notes:
            yield Line(text="", notes=notes)

    def _steps(self, deadline: DeadlineResult) -> Iterator[Line]:
        of = self.wording.of
        for step in deadline.steps:
            yield Line(text=of(step))
        for warning in deadline.warnings:
            yield Line(text=of(warning), tone="danger")
        if deadline.could_change:
            labels = self._labels(deadline.could_change)
            text = self._say("deadline.could_change", facts="; ".join(labels))
            yield Line(text=text, tone="quiet")

    def _labels(self, keys: Sequence[str]) -> list[str]:
        """The names of some facts, each once."""
        return list(dict.fromkeys(map(self.wording.label_of_key, keys)))

    def distance(self, day: date) -> str:
        """How far a day is, in days."""
        days = days_between(self.today, day)
        if days == 0:
            return self._say("deadline.today")
        if days > 0:
            return self._say("deadline.left", count=days)
        return self._say("deadline.over", count=-days)

    def _undated(self, deadlines: Sequence[DeadlineResult]) -> Table:
        return Table(
            columns=(
                Column(title=self._say("head.what"), weight=52),
                Column(title=self._say("head.missing"), weight=48),
            ),
            rows=tuple(
                Row(
                    cells=(
                        (Line(text=self.wording.of(item.title)),),
                        tuple(Line(text=label) for label in self._labels(item.missing)),
                    )
                )
                for item in deadlines
            ),
        )

    def _clocks(self, clocks: Sequence[ClockResult]) -> Table:
        return Table(
            columns=(
                Column(title=self._say("head.what"), weight=40),
                Column(title=self._say("head.used"), weight=28),
                Column(title=self._say("head.ends"), weight=32),
            ),
            rows=tuple(self._clock(item) for item in clocks),
        )

    def _clock(self, clock: ClockResult) -> Row:
        of, day = self.wording.of, self.wording.day
        what = [Line(text=of(clock.title), tone="strong")]
        what += [Line(text=of(text), tone="danger") for text in clock.warnings]
        if clock.effect is not None:
            what.append(Line(text=of(clock.effect)))
        if clock.danger is not None:
            what.append(Line(text=of(clock.danger), tone="danger"))
        notes = self.register.notes.cite(self.sources.get(clock.id, ()))
        if notes:
            what.append(Line(text="", notes=notes))
        ends: list[Line] = []
        if clock.ends is not None:
            ends.append(Line(text=day(clock.ends), tone="strong"))
            ends.append(Line(text=self.distance(clock.ends), tone="quiet"))
        if clock.ends_latest is not None and clock.ends_latest != clock.ends:
            text = self._say("deadline.latest", day=day(clock.ends_latest))
            ends.append(Line(text=text, tone="quiet"))
        ends += [
            Line(text=self._say("clock.missing", fact=label), tone="quiet")
            for label in self._labels(clock.missing)
        ]
        return Row(cells=(tuple(what), self._used(clock), tuple(ends)))

    def _used(self, clock: ClockResult) -> tuple[Line, ...]:
        allowed = self._say("clock.allowed", count=clock.allowed, window=clock.window)
        if not clock.window:
            allowed = self._say("clock.allowed_plain", count=clock.allowed)
        if clock.used_most is None:
            return (Line(text=allowed, tone="quiet"),)
        used = self._say("clock.used", count=clock.used_most)
        if clock.used_least is not None and clock.used_least != clock.used_most:
            used = self._say(
                "clock.used_between", least=clock.used_least, most=clock.used_most
            )
        return Line(text=used), Line(text=allowed, tone="quiet")


def in_order(deadlines: Iterator[DeadlineResult]) -> list[DeadlineResult]:
    """The nearest first."""
    return sorted(deadlines, key=lambda item: (item.due or date.max, item.id))


def is_ahead(deadline: DeadlineResult, today: date) -> bool:
    """Whether its safe day is today or later."""
    return deadline.due is not None and deadline.due >= today
