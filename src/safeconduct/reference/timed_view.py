"""Deadlines and clocks as their page states them, with the facts in words."""

from dataclasses import dataclass

from safeconduct.assessment.say import Speaker, build
from safeconduct.base.text import Text, same
from safeconduct.reference.branch import Branch
from safeconduct.reference.naming import Names
from safeconduct.rulebook.deadline import Clock, Deadline
from safeconduct.rulebook.holiday import HolidayTable, HolidayTables
from safeconduct.rulebook.length import Length


@dataclass(frozen=True, slots=True, kw_only=True)
class Presumed:
    """A day from which it runs where the true one is not known."""

    label: Text
    after: Length
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Longer:
    """What makes it longer; `sure` if a good source says so."""

    label: Text
    add: Length
    sure: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedView:
    """A deadline or clock; what does not belong to its kind is empty.

    `holidays` is None and `known_until` 0 where no holidays are known.
    """

    item: Deadline | Clock
    is_deadline: bool
    when: Branch | None
    starts: Text
    where: tuple[Text, ...] = ()
    deemed: tuple[Presumed, ...] = ()
    extensions: tuple[Longer, ...] = ()
    pause_from: Text | None = None
    pause_until: tuple[Text, ...] = ()
    region: Text | None = None
    holidays: Text | None = None
    known_until: int = 0


class TimedViews:
    """Makes the views of the deadlines and clocks of one rulebook."""

    def __init__(self, speaker: Speaker, names: Names, holidays: HolidayTables) -> None:
        """Take the words, the names of states and the tables of holidays."""
        self._speaker = speaker
        self._names = names
        self._holidays = holidays

    def of(self, item: Deadline | Clock, *, when: Branch | None) -> TimedView:
        """The view of a deadline or clock, listed on a condition or always."""
        return (
            self._clock(item, when)
            if isinstance(item, Clock)
            else self._deadline(item, when)
        )

    def _deadline(self, item: Deadline, when: Branch | None) -> TimedView:
        label, pause = self._speaker.label, item.pause
        table = self._holidays.get(item.holidays)
        return TimedView(
            item=item,
            is_deadline=True,
            when=when,
            starts=label(item.starts),
            deemed=tuple(
                Presumed(label=label(part.fact), after=part.after, is_open=part.is_open)
                for part in item.deemed
            ),
            extensions=tuple(
                Longer(label=label(part.fact), add=part.add, sure=part.sure)
                for part in item.extensions
            ),
            pause_from=None if pause is None else label(pause.fact),
            pause_until=() if pause is None else tuple(map(label, pause.until)),
            region=label(item.region) if item.region else None,
            holidays=None if table is None else self._names.jurisdiction(_state(table)),
            known_until=0 if table is None else table.known_until,
        )

    def _clock(self, item: Clock, when: Branch | None) -> TimedView:
        """A clock starts from nothing: what it counts is a list."""
        return TimedView(
            item=item,
            is_deadline=False,
            when=when,
            starts=self._speaker.label(f"list.{item.list}"),
            where=tuple(
                self._chosen(f"{item.list}.{column}", tuple(sorted(values)))
                for column, values in item.where
            ),
        )

    def _chosen(self, column: str, values: tuple[str, ...]) -> Text:
        """A column and the values that count; its bare id is no word for a reader."""
        label = self._speaker.label(column)
        said = self._speaker.values(column, values)
        if label == same(column):
            return said
        return build(lambda at: f"{label.within(at)}: {said.within(at)}")


def _state(table: HolidayTable) -> str:
    """The state whose holidays a table lists, also where it is a region's."""
    return table.name.partition("-")[0]
