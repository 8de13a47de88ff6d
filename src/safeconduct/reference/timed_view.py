"""Deadlines and clocks as their page states them, with the facts in words."""

from dataclasses import dataclass

from safeconduct.assessment.say import Speaker, build
from safeconduct.base.text import Text, same
from safeconduct.reference.branch import Branch
from safeconduct.rulebook.deadline import Clock, Deadline
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
    """A deadline or clock; what does not belong to its kind is empty."""

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


def timed_view(
    item: Deadline | Clock, speaker: Speaker, *, when: Branch | None
) -> TimedView:
    """The view of a deadline or clock."""
    if isinstance(item, Clock):
        return _clock_view(item, speaker, when)
    label, pause = speaker.label, item.pause
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
    )


def _clock_view(item: Clock, speaker: Speaker, when: Branch | None) -> TimedView:
    return TimedView(
        item=item,
        is_deadline=False,
        when=when,
        starts=speaker.label(f"list.{item.list}"),
        where=tuple(
            _chosen(speaker, f"{item.list}.{column}", tuple(sorted(values)))
            for column, values in item.where
        ),
    )


def _chosen(speaker: Speaker, column: str, values: tuple[str, ...]) -> Text:
    """A column and the values that count; the column alone is no word for a reader."""
    label, said = speaker.label(column), speaker.values(column, values)
    if label == same(column):
        return said
    return build(lambda at: f"{label.within(at)}: {said.within(at)}")
