"""The cases on law pages are tests: run them and say what came out otherwise.

All cases of one day run as one batch, on a tape of what they look at and no more.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from safeconduct.assessment.batch import Batch, Member
from safeconduct.assessment.clock import ClockResult, compute_clock
from safeconduct.assessment.compiler import compile_tape
from safeconduct.assessment.deadline import DeadlineResult, compute_deadline
from safeconduct.assessment.deadline_start import Zones, known_facts
from safeconduct.assessment.kernel import Run, run_readings
from safeconduct.assessment.lane import Lanes
from safeconduct.assessment.page_state import CaseReader
from safeconduct.assessment.question import Interview, Priors, rank
from safeconduct.assessment.rule_index import index_of
from safeconduct.assessment.state import State
from safeconduct.assessment.tape import Tape, cone
from safeconduct.base.errors import Fault
from safeconduct.base.near import nearest
from safeconduct.base.truth import Reading, Truth, Verdict
from safeconduct.rulebook.deadline import Clock, Deadline
from safeconduct.rulebook.holiday import HolidayTables
from safeconduct.rulebook.record import Page, PageCase, Rulebook

_Place = tuple[str, int]
# What is wrong, and its mend.
_Wrong = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """All cases of one day, run: the planes of each reading."""

    tape: Tape
    batch: Batch
    runs: Mapping[Reading, Run[int]]
    interview: Interview


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRun:
    """One case of a page, as a member of its day."""

    page: Page
    case: PageCase
    state: State
    day: Day
    number: int

    def verdict(self, node: int, reading: Reading) -> Verdict:
        """What a node is in a reading."""
        return self.day.batch.verdict(self.day.runs[reading], node, self.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """One case as it was read, with what of it could not be."""

    page: Page
    case: PageCase
    state: State
    wrong: tuple[str, ...]


class PageCases:
    """The cases of all pages; everything that is recorded counts as known."""

    def __init__(
        self,
        rulebook: Rulebook,
        *,
        holidays: HolidayTables,
        zones: Zones,
        priors: Priors,
    ) -> None:
        """Read every case; a day runs when a case of it is first asked for."""
        self.rulebook = rulebook
        self.holidays = holidays
        self.zones = zones
        self.priors = priors
        reader = CaseReader(rulebook)
        self.read: dict[_Place, _Read] = {}
        self.days: dict[date, list[_Place]] = {}
        for page in rulebook.pages:
            for case in page.cases:
                state, wrong = reader.read(case)
                place = (page.file, case.line)
                self.read[place] = _Read(page=page, case=case, state=state, wrong=wrong)
                if not wrong:
                    self.days.setdefault(case.on, []).append(place)
        self.number = {
            place: number
            for places in self.days.values()
            for number, place in enumerate(places)
        }
        self.done: dict[date, Day] = {}
        self.index = index_of(rulebook)

    def day(self, on: date) -> Day:
        """All cases of a day, run once."""
        if on not in self.done:
            self.done[on] = self._run(on)
        return self.done[on]

    def _run(self, on: date) -> Day:
        read = [self.read[place] for place in self.days[on]]
        heads = {rule.head for item in read for rule in item.page.rules}
        names = {name for item in read for name in expected(item.case)}
        tape = compile_tape(
            self.rulebook,
            on=on,
            known_on=date.max,
            only=heads | names,
            index=self.index,
        )
        clocks = clocks_of(tape)
        states = [item.state for item in read]
        batch = Batch(
            [
                Member(state=state, clock=UsedDays(clocks=clocks, state=state))
                for state in states
            ]
        )
        return Day(
            tape=tape,
            batch=batch,
            runs=run_readings(tape, batch.planes(tape)),
            interview=Interview(
                tape=tape,
                vocabulary=self.rulebook.vocabulary,
                priors=self.priors,
                goals=dict.fromkeys(names, 1),
                counsel=True,
            ),
        )

    def run(self, page: Page, case: PageCase) -> CaseRun | None:
        """A case, run; None where not all of it can be read."""
        place = (page.file, case.line)
        item = self.read[place]
        if item.wrong:
            return None
        return CaseRun(
            page=page,
            case=case,
            state=item.state,
            day=self.day(case.on),
            number=self.number[place],
        )

    def faults(self) -> Iterator[Fault]:
        """What is wrong with the cases of all pages, or comes out otherwise."""
        for page in self.rulebook.pages:
            if page.rules and not page.cases:
                yield Fault(file=page.file, what="The page has rules and no case.")
            for case in page.cases:
                yield from self.faults_of(page, case)

    def faults_of(self, page: Page, case: PageCase) -> Iterator[Fault]:
        """What of one case cannot be read, or comes out otherwise."""
        done = self.run(page, case)
        if done is None:
            wrong = self.read[page.file, case.line].wrong
            found: Iterable[_Wrong] = ((what, "") for what in wrong)
        else:
            found = self._otherwise(done)
        for what, mend in found:
            text = f"case '{case.name}': {what}"
            yield Fault(file=page.file, line=case.line, what=text, mend=mend)

    def _otherwise(self, done: CaseRun) -> Iterator[_Wrong]:
        for reading, name, truth in expectations(done.case):
            node = done.day.tape.propositions[name].node
            found = done.verdict(node, reading)
            if found.value != truth:
                what = f"{name} is {found.value}, not {truth} ({reading.value})."
                yield what, ""
        if done.case.ask:
            yield from _question_wrongs(done)
        yield from self._timed_wrongs(done)

    def _timed_wrongs(self, done: CaseRun) -> Iterator[_Wrong]:
        """Deadlines and clocks of which the case expects something else."""
        if not done.case.expect_timed:
            return
        clocks = clocks_of(done.day.tape)
        pages = done.day.tape.pages
        deadlines = {item.id: item for page in pages for item in page.deadlines}
        for name, fields in done.case.expect_timed:
            result = self._timed(done, clocks.get(name), deadlines.get(name))
            if result is None:
                mend = nearest(name, (*deadlines, *clocks))
                yield f"no deadline or clock is called '{name}'.", mend
                continue
            for key, wanted in fields:
                found = _plain(getattr(result, key, None))
                if found != wanted:
                    yield f"{name}.{key} is {found!r}, not {wanted!r}.", ""

    def _timed(
        self, done: CaseRun, clock: Clock | None, deadline: Deadline | None
    ) -> ClockResult | DeadlineResult | None:
        if deadline is not None:
            facts = known_facts(done.state.claims)
            return compute_deadline(deadline, facts, self.holidays, self.zones)
        if clock is not None:
            return _clock_result(clock, done.state)
        return None


def expected(case: PageCase) -> Iterator[str]:
    """The findings of which a case expects something."""
    return (name for _, name, _ in expectations(case))


def expectations(case: PageCase) -> Iterator[tuple[Reading, str, str]]:
    """What a case expects: reading, finding and truth."""
    for reading, pairs in (
        (Reading.ESTABLISHED, case.expect),
        (Reading.PRIMA_FACIE, case.expect_prima_facie),
        (Reading.AS_DECIDED, case.expect_as_decided),
    ):
        for name, truth in pairs:
            yield reading, name, truth


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedDays:
    """The clocks of a case, each worked out when first read."""

    clocks: Mapping[str, Clock]
    state: State
    known: dict[str, tuple[int, int | None]] = field(default_factory=dict)

    def __call__(self, clock: str) -> tuple[int, int | None]:
        """Bounds of the days used."""
        if clock not in self.known:
            found = self.clocks.get(clock)
            self.known[clock] = (
                (0, None)
                if found is None
                else _clock_result(found, self.state).bounds()
            )
        return self.known[clock]


def clocks_of(tape: Tape) -> dict[str, Clock]:
    """The clocks of a tape by id."""
    return {clock.id: clock for page in tape.pages for clock in page.clocks}


def _clock_result(clock: Clock, state: State) -> ClockResult:
    return compute_clock(clock, state.lists.get(clock.list), on=state.today)


def _plain(value: object) -> object:
    """A field of a result as a page writes it."""
    match value:
        case None:
            return ""
        case Truth():
            return value.value
        case datetime():
            return value.isoformat(timespec="minutes")
        case date():
            return value.isoformat()
        case _:
            return value


def _question_wrongs(done: CaseRun) -> Iterator[_Wrong]:
    case = done.case
    if not case.expect:
        mend = "Name a finding in [expect]."
        yield f"it asks for {case.ask} and expects nothing.", mend
        return
    goal = case.expect[0][0]
    ranked = next_questions(done, goal)
    first = ranked[0].removeprefix("list.") if ranked else "nothing"
    if first != case.ask:
        others = ", ".join(ranked[:5])
        what = (
            f"the next question for {goal} is {first}, not {case.ask} "
            f"(in order: {others})."
        )
        yield what, ""


def next_questions(done: CaseRun, goal: str) -> Sequence[str]:
    """The facts worth asking for one finding of a case, best first."""
    day = done.day
    tape = day.tape
    needed = cone(tape, (tape.propositions[goal].node,))
    known = day.batch.alone(day.runs[Reading.ESTABLISHED], done.number, needed)
    clock = day.batch.places[done.number].member.clock
    lanes = Lanes(tape, done.state, clock=clock, atoms=())
    ranked = rank(day.interview, done.state, seen=(lanes, known), about=goal)
    return [item.key for item in ranked]
