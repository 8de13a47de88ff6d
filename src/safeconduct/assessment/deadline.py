"""A deadline for a case: the safe day, the last arguable day, and why.

Pure: the same deadline, facts, holidays and zones give the same result
(spec/deadline.md §1). Every part is monotone in the start.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime

from safeconduct.assessment.calendar import Calendars, calendars
from safeconduct.assessment.deadline_count import (
    Count,
    End,
    add_up,
    backwards,
    end_of,
)
from safeconduct.assessment.deadline_hour import Hours, elapsed
from safeconduct.assessment.deadline_pause import (
    Paused,
    is_false,
    is_true,
    pauses,
)
from safeconduct.assessment.deadline_start import Facts, Start, Zones, find_start
from safeconduct.assessment.deadline_text import (
    say,
    text_of_day,
    text_of_instant,
    text_of_length,
)
from safeconduct.base.day import DayRange
from safeconduct.base.text import Text
from safeconduct.base.value import Choice
from safeconduct.rulebook.deadline import Against, Deadline, Reading
from safeconduct.rulebook.holiday import HolidayTables
from safeconduct.rulebook.length import Length


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineResult:
    """One deadline for one case (spec/deadline.md §1 says what each field means).

    None stands for a day that cannot be given: all of them where `missing` names the
    facts that are needed, `latest` alone where a pause has no end yet.
    """

    id: str
    title: Text
    against: Against
    start_fact: str
    start: DayRange | None = None
    due: date | None = None
    earliest: date | None = None
    latest: date | None = None
    due_at: datetime | None = None
    latest_at: datetime | None = None
    unrolled: date | None = None
    steps: tuple[Text, ...] = ()
    warnings: tuple[Text, ...] = ()
    missing: tuple[str, ...] = ()
    could_change: tuple[str, ...] = ()
    effect: Text | None = None
    danger: Text | None = None
    source: tuple[int, ...] = ()


def compute_deadline(
    deadline: Deadline, facts: Facts, holidays: HolidayTables, zones: Zones
) -> DeadlineResult:
    """Work out one deadline; facts that are not in the mapping are unknown.

    `zones` maps the names of time zones that pages use to their rules.

    Raises:
        UnknownZoneError: the page names a zone that is not among `zones`.
    """
    start = find_start(deadline, facts, zones)
    if start is None:
        return _missing(deadline, facts)
    if deadline.in_hours():
        return _with_hours(deadline, start, elapsed(deadline, start, facts, zones))
    return _Days(deadline, start, facts, holidays).result()


def _base(deadline: Deadline, fact: str) -> DeadlineResult:
    said = deadline.said
    return DeadlineResult(
        id=deadline.id,
        title=said.title,
        against=deadline.against,
        start_fact=fact,
        effect=said.effect,
        danger=None if said.danger is None else say("danger", what=said.danger),
        source=said.source,
        warnings=said.notes,
    )


def _missing(deadline: Deadline, facts: Facts) -> DeadlineResult:
    base = _base(deadline, deadline.starts)
    open_facts = [name for name in deadline.facts() if name not in facts]
    return replace(
        base,
        missing=(deadline.starts,),
        could_change=tuple(name for name in open_facts if name != deadline.starts),
        steps=(say("missing"),),
    )


def _with_hours(deadline: Deadline, start: Start, hours: Hours) -> DeadlineResult:
    base = _base(deadline, start.fact)
    is_person = deadline.against == "person"
    steps = [say("start_at", first=_at(hours.started), last=_at(hours.started_last))]
    steps.append(
        say(
            "elapsed",
            length=text_of_length(hours.length),
            first=_at(hours.first),
            last=_at(hours.last),
        )
    )
    warnings = list(start.warnings)
    if hours.first != hours.last:
        warnings.append(say("uncertain_start"))
    if len(deadline.frame) > 1:
        warnings.append(_frame_warning(deadline))
    return replace(
        base,
        start=start.days,
        due=hours.day_of(hours.first if is_person else hours.last),
        earliest=hours.day_of(hours.first),
        latest=hours.day_of(hours.last),
        due_at=hours.first if is_person else hours.last,
        latest_at=hours.last,
        steps=tuple(steps),
        warnings=(*warnings, *base.warnings),
        could_change=() if not hours.is_hour_open else (deadline.hour,),
    )


def _at(instant: datetime) -> Text:
    return text_of_instant(instant)


def _frame_warning(deadline: Deadline) -> Text:
    return say(
        "frame",
        first=text_of_length(deadline.frame[0]),
        last=text_of_length(deadline.frame[-1]),
    )


class _Days:
    """The computation of one deadline in days; lives for one call."""

    def __init__(
        self, deadline: Deadline, start: Start, facts: Facts, holidays: HolidayTables
    ) -> None:
        self.deadline = deadline
        self.start = start
        self.facts = facts
        self.offices = _offices(deadline, facts, holidays)
        self.is_settled = deadline.settled >= 0
        self.is_beyond = False

    def result(self) -> DeadlineResult:
        late, paused = self._late()
        early = self._early(paused)
        earliest, latest = early.day, late.day
        if earliest > latest:
            early, late, earliest, latest = late, early, latest, earliest
        base = _base(self.deadline, self.start.fact)
        is_person = self.deadline.against == "person"
        due = earliest if is_person else latest
        is_open = paused is not None and paused.is_open
        return replace(
            base,
            start=self.start.days,
            due=due if is_person or not is_open else None,
            earliest=earliest,
            latest=None if is_open else latest,
            unrolled=late.unrolled if self.start.days.is_exact() else None,
            steps=self._steps(early, late, due),
            warnings=(*self._warnings(early, late, paused), *base.warnings),
            could_change=self._open_facts(),
        )

    def _count(self, name: str, reading: Reading, *, early: bool) -> Count:
        frame = reading.frame or self.deadline.frame
        fewer, more = self.offices.fewest, self.offices.most
        counting = fewer if early else more
        if self.deadline.before:  # the longer time gives the earlier day
            counting = more if early else fewer
            frame = tuple(backwards(length) for length in reversed(frame))
        first = frame[0] if early else frame[-1]
        return Count(
            name=name,
            reading=reading,
            lengths=add_up(first, self._extensions(early=early)),
            counting=counting,
            back=more if early else fewer,
        )

    def _extensions(self, *, early: bool) -> tuple[Length, ...]:
        found: list[Length] = []
        for item in self.deadline.extensions:
            known = self.facts.get(item.fact)
            holds = is_true(known)
            late = holds or (item.sure and not is_false(known))
            if (holds and item.sure) if early else late:
                found.append(item.add)
        return tuple(found)

    def _late(self) -> tuple[End, Paused | None]:
        count = self._count("late", self.deadline.late, early=False)
        paused = pauses(self.deadline, self.start, self.facts, late=count)
        if paused is not None:
            count = replace(count, stop=paused.late)
        end = end_of(self.start.days.latest, count)
        self.is_beyond = max(end.day, end.unrolled).year > self.offices.known_until
        return end, paused

    def _early(self, paused: Paused | None) -> End:
        """The early reading, never later than the safe rule allows (§2, §6)."""
        stop = None if paused is None else paused.early
        reading = self.deadline.early
        count = replace(self._count("early", reading, early=True), stop=stop)
        start = self.start.days.earliest
        end = end_of(start, count)
        if self.is_settled and end.day.year <= self.offices.known_until:
            return end
        plain = replace(count, reading=Reading(roll="back", frame=reading.frame))
        if self.is_settled:  # one calendar for on and back keeps this monotone
            return end_of(start, replace(plain, back=plain.counting))
        safe = end_of(start, plain)
        return safe if reading.roll != "none" and safe.day < end.day else end

    def _steps(self, early: End, late: End, due: date) -> tuple[Text, ...]:
        key = f"safe_{self.deadline.against}"
        same_end = early.day == late.day and len(early.steps) == len(late.steps)
        shown = early.steps if same_end else (*early.steps, *late.steps)
        return (*self.start.steps, *shown, say(key, day=text_of_day(due)))

    def _warnings(
        self, early: End, late: End, paused: Paused | None
    ) -> tuple[Text, ...]:
        found = list(self.start.warnings)
        if not self.start.days.is_exact():
            found.append(say("uncertain_start"))
        if len(self.deadline.frame) > 1:
            found.append(_frame_warning(self.deadline))
        elif not self.is_settled and early.day != late.day:
            found.append(say("unsettled", day=text_of_day(late.day)))
        found += self._place_warnings(early)
        if paused is not None:
            found += paused.warnings(early.day)
        found += self._extension_warnings()
        if self.deadline.against == "person":
            key = self.deadline.counts
            found.append(say("receipt_unknown" if key == "unknown" else key))
        return tuple(found)

    def _place_warnings(self, early: End) -> list[Text]:
        found: list[Text] = []
        if not self.offices.is_known:
            found.append(say("no_holidays"))
        if self.offices.is_region_open:
            found.append(say("region_open"))
        if self.is_beyond:
            found.append(say("beyond_known", year=self.offices.known_until))
        if not self.offices.most.is_working(early.day):
            before = self.offices.most.roll(early.day, "back")
            days = {"day": text_of_day(early.day), "before": text_of_day(before)}
            found.append(say("not_worked", **days))
        return found

    def _extension_warnings(self) -> list[Text]:
        return [
            say("extension_open", length=text_of_length(item.add))
            for item in self.deadline.extensions
            if not is_false(self.facts.get(item.fact))
            and not (item.sure and is_true(self.facts.get(item.fact)))
        ]

    def _open_facts(self) -> tuple[str, ...]:
        deadline = self.deadline
        names = [item.fact for item in deadline.extensions]
        names += [deadline.region] if deadline.region else []
        if deadline.pause is not None:
            names.append(deadline.pause.fact)
            if deadline.pause.fact in self.facts:
                names += deadline.pause.until
        names += [item.fact for item in deadline.deemed if item.is_open]
        return tuple(name for name in names if name not in self.facts)


def _offices(deadline: Deadline, facts: Facts, holidays: HolidayTables) -> Calendars:
    regions: frozenset[str] | None = frozenset()
    if deadline.region:
        known = facts.get(deadline.region)
        regions = known.values if isinstance(known, Choice) else None
    return calendars(holidays, name=deadline.holidays, regions=regions)
