"""What happened when: events, days and periods of the case in one order."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from safeconduct.base.case import Event, Fact, Origin, Row
from safeconduct.base.day import DayRange
from safeconduct.base.value import Span, days_of
from safeconduct.dossier.register import Register
from safeconduct.dossier.release import View
from safeconduct.dossier.wording import Wording
from safeconduct.rulebook.vocabulary import ListSpec, fact_key


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One line of the timeline.

    `start` is when it happened or began, None if nobody says. `end` is the end of a
    period, None for a single day. `open_end`: it went on, until when is not said.
    `conflict` is the same number for lines that disagree, 0 for none. `language` is
    empty where the text is in that of the document; `also` is the same in that.
    """

    start: DayRange | None
    end: DayRange | None = None
    open_end: bool = False
    text: str
    language: str = ""
    also: str = ""
    place: str = ""
    fact: str = ""
    conflict: int = 0
    origin: Origin

    def order(self) -> tuple[date, date]:
        """Its place in time; what has no day comes last."""
        if self.start is None:
            return date.max, date.max
        return self.start.earliest, self.start.latest


def happenings_of(
    view: View, register: Register, wording: Wording, conflicts: frozenset[str]
) -> tuple[Happening, ...]:
    """All lines of the timeline, the earliest first; versions stand together."""
    numbers = {key: at for at, key in enumerate(sorted(conflicts), 1)}
    found = [_of_event(event, wording) for event in view.case.events]
    for fact, said in register.facts:
        happening = _of_fact(fact, wording)
        if happening is not None:
            conflict = numbers.get(fact_key(fact.name, fact.of), 0)
            found.append(replace(happening, fact=said.number, conflict=conflict))
    for name, row, said in register.rows:
        found += [
            replace(happening, fact=said.number)
            for happening in _of_row(wording.lists[name], row, wording)
        ]
    firsts: dict[int, tuple[date, date]] = {}
    for item in found:
        firsts[item.conflict] = min(
            item.order(), firsts.get(item.conflict, item.order())
        )
    return tuple(
        sorted(
            found,
            key=lambda item: (
                firsts[item.conflict] if item.conflict else item.order(),
                item.conflict,
                item.order(),
            ),
        )
    )


def _of_event(event: Event, wording: Wording) -> Happening:
    texts = dict(event.texts)
    original = event.texts[0][0] if event.texts else ""
    also = texts.get(wording.language, "") if original != wording.language else ""
    return Happening(
        start=event.day,
        text=texts.get(original, ""),
        language="" if original == wording.language else original,
        also=also,
        place=wording.jurisdiction(event.place) if event.place else "",
        origin=event.origin,
    )


def _of_fact(fact: Fact, wording: Wording) -> Happening | None:
    """A fact of type day, or one with the time in which it held."""
    label = wording.fact_label(fact.name, fact.of)
    if wording.facts[fact.name].type == "day":
        if not isinstance(fact.possible, Span):
            return None
        return Happening(start=days_of(fact.possible), text=label, origin=fact.origin)
    if fact.possible is None or (fact.holds_from is None and fact.holds_to is None):
        return None
    single = fact.holds_from == fact.holds_to
    return Happening(
        start=fact.holds_from or fact.holds_to,
        end=None if single or fact.holds_from is None else fact.holds_to,
        open_end=fact.holds_to is None,
        text=wording.pair(label, wording.fact_value(fact)),
        origin=fact.origin,
    )


def _of_row(spec: ListSpec, row: Row, wording: Wording) -> Iterator[Happening]:
    """A row's period (`from`, `to`), or each of its days."""
    values = dict(row.values)
    days = {
        column.name.partition(".")[2]: days_of(value)
        for column in spec.columns
        if column.type == "day"
        and isinstance(value := values.get(column.name.partition(".")[2]), Span)
    }
    rest = tuple((name, value) for name, value in row.values if name not in days)
    label = wording.label_of_key(spec.name)
    text = label
    if rest:
        text = wording.pair(label, wording.row(spec, replace(row, values=rest)))
    if "from" in days:
        end = days.get("to")
        yield Happening(
            start=days["from"],
            end=end,
            open_end=end is None,
            text=text,
            origin=row.origin,
        )
        return
    for column in spec.columns:
        short = column.name.partition(".")[2]
        if short in days:
            yield Happening(
                start=days[short],
                text=f"{text} ({wording.column_label(column)})" if rest else text,
                origin=row.origin,
            )
