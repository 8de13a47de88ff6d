"""The cases on law pages are tests: run them and say what came out otherwise."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from safeconduct.assessment.clock import ClockResult, compute_clock
from safeconduct.assessment.compiler import compile_tape
from safeconduct.assessment.deadline import DeadlineResult, compute_deadline
from safeconduct.assessment.deadline_start import Zones, known_facts
from safeconduct.assessment.kernel import Run, run_readings
from safeconduct.assessment.lane import Lanes
from safeconduct.assessment.question import Interview, Priors, rank
from safeconduct.assessment.state import RowSet, State, distinct
from safeconduct.assessment.tape import Tape
from safeconduct.base.errors import Fault
from safeconduct.base.near import nearest
from safeconduct.base.truth import Reading, Truth
from safeconduct.base.value import Value
from safeconduct.rulebook.holiday import HolidayTables
from safeconduct.rulebook.loose import LooseValue, to_value
from safeconduct.rulebook.record import LooseRow, Page, PageCase, Rulebook
from safeconduct.rulebook.vocabulary import ColumnSpec, FactSpec

Specs = Mapping[str, FactSpec] | Mapping[str, ColumnSpec]


@dataclass(slots=True, kw_only=True)
class Tapes:
    """Tapes by day, compiled once; everything that is recorded counts as known."""

    rulebook: Rulebook
    holidays: HolidayTables
    zones: Zones
    found: dict[date, Tape] = field(default_factory=dict)

    def on(self, day: date) -> Tape:
        """The tape of a day."""
        if day not in self.found:
            self.found[day] = compile_tape(self.rulebook, on=day, known_on=date.max)
        return self.found[day]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRun:
    """One case of a page, run: the planes of each reading."""

    page: Page
    case: PageCase
    state: State
    tape: Tape
    lanes: Lanes
    runs: Mapping[Reading, Run[int]]


def case_faults(tapes: Tapes, priors: Priors) -> Iterator[Fault]:
    """What is wrong with the cases of all pages, or comes out otherwise."""
    for page in tapes.rulebook.pages:
        if page.rules and not page.cases:
            yield Fault(file=page.file, what="The page has rules and no case.")
        for case in page.cases:
            yield from faults_of_case(page, case, tapes, priors)


def run_case(
    page: Page, case: PageCase, tapes: Tapes
) -> tuple[CaseRun | None, tuple[str, ...]]:
    """Run one case in all readings, or say what of it cannot be read."""
    wrong: list[str] = []
    state = _state(case, tapes.rulebook, wrong)
    tape = tapes.on(case.on)
    for name, _ in (
        *case.expect, *case.expect_prima_facie, *case.expect_as_decided,
    ):  # fmt: skip
        if name not in tape.propositions:
            mend = nearest(name, tape.propositions)
            wrong.append(f"no finding is called '{name}'. {mend}".strip())
    if wrong:
        return None, tuple(wrong)
    clocks = _clocks(tape, state)

    def used(clock: str) -> tuple[int, int | None]:
        return clocks[clock].bounds() if clock in clocks else (0, None)

    lanes = Lanes(tape, state, clock=used)
    runs = run_readings(tape, lanes.planes)
    return (
        CaseRun(page=page, case=case, state=state, tape=tape, lanes=lanes, runs=runs),
        (),
    )


def faults_of_case(
    page: Page, case: PageCase, tapes: Tapes, priors: Priors
) -> Iterator[Fault]:
    """What comes out of one case otherwise than its page says."""
    done, wrong = run_case(page, case, tapes)
    for what in wrong:
        yield Fault(file=page.file, line=case.line, what=f"case '{case.name}': {what}")
    if done is None:
        return
    expected = (
        (Reading.ESTABLISHED, case.expect),
        (Reading.PRIMA_FACIE, case.expect_prima_facie),
        (Reading.AS_DECIDED, case.expect_as_decided),
    )
    for reading, pairs in expected:
        result = done.runs[reading]
        for name, truth in pairs:
            node = done.tape.propositions[name].node
            found = done.lanes.verdict(result.true[node], result.false[node])
            if found.value != truth:
                what = (
                    f"case '{case.name}': {name} is {found.value}, not {truth} "
                    f"({reading.value})."
                )
                yield Fault(file=page.file, line=case.line, what=what)
    yield from _question_faults(done, tapes.rulebook, priors)
    yield from _timed_faults(done, tapes)


def _clocks(tape: Tape, state: State) -> dict[str, ClockResult]:
    return {
        clock.id: compute_clock(clock, state.lists.get(clock.list), on=state.today)
        for page in tape.pages
        for clock in page.clocks
    }


def _timed_faults(done: CaseRun, tapes: Tapes) -> Iterator[Fault]:
    """Deadlines and clocks of which the case expects something else."""
    facts = known_facts(done.state.claims)
    clocks = _clocks(done.tape, done.state)
    deadlines = {item.id: item for page in done.tape.pages for item in page.deadlines}
    for name, fields in done.case.expect_timed:
        result: ClockResult | DeadlineResult | None = clocks.get(name)
        if name in deadlines:
            result = compute_deadline(
                deadlines[name], facts, tapes.holidays, tapes.zones
            )
        if result is None:
            what = f"case '{done.case.name}': no deadline or clock is called '{name}'."
            mend = nearest(name, (*deadlines, *clocks))
            yield Fault(file=done.page.file, line=done.case.line, what=what, mend=mend)
            continue
        for key, expected in fields:
            found = _plain(getattr(result, key, None))
            if found != expected:
                what = (
                    f"case '{done.case.name}': {name}.{key} is {found!r}, not "
                    f"{expected!r}."
                )
                yield Fault(file=done.page.file, line=done.case.line, what=what)


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


def _question_faults(
    done: CaseRun, rulebook: Rulebook, priors: Priors
) -> Iterator[Fault]:
    if not done.case.ask:
        return
    if not done.case.expect:
        what = (
            f"case '{done.case.name}': it asks for {done.case.ask} and expects nothing."
        )
        mend = "Name a finding in [expect]."
        yield Fault(file=done.page.file, line=done.case.line, what=what, mend=mend)
        return
    goal = done.case.expect[0][0]
    interview = Interview(
        tape=done.tape,
        vocabulary=rulebook.vocabulary,
        priors=priors,
        goals={goal: 1},
        counsel=True,
        clock=done.lanes.clock,
    )
    ranked = rank(interview, done.state)
    first = ranked[0].key.removeprefix("list.") if ranked else "nothing"
    if first != done.case.ask:
        others = ", ".join(item.key for item in ranked[:5])
        what = (
            f"case '{done.case.name}': the next question for {goal} is {first}, not "
            f"{done.case.ask} (in order: {others})."
        )
        yield Fault(file=done.page.file, line=done.case.line, what=what)


def _state(case: PageCase, rulebook: Rulebook, wrong: list[str]) -> State:
    facts = rulebook.vocabulary.fact_table()
    norms = {norm.name for page in rulebook.pages for norm in page.norms}
    claims: dict[str, tuple[Value, ...]] = {}
    for name, loose in case.facts:
        if name in norms and isinstance(loose, bool):
            claims[name] = (to_value(loose, _NORM),)
            continue
        value = _value(name, loose, facts, wrong)
        if value is not None:
            claims[name] = (value,)
    for name, loose in case.disputed:
        each = loose if isinstance(loose, tuple) else (loose,)
        values = [_value(name, _typed(item), facts, wrong) for item in each]
        claims[name] = distinct(value for value in values if value is not None)
    for name, _ in case.marks:
        if name not in facts:
            wrong.append(f"no fact is called '{name}'. {nearest(name, facts)}")
    columns = {
        column.name: column
        for item in rulebook.vocabulary.lists
        for column in item.columns
    }
    lists = {
        name: RowSet(
            complete=complete,
            rows=tuple(_row(name, row, columns, wrong) for row in rows),
        )
        for name, complete, rows in case.lists
    }
    return State(today=case.on, claims=claims, marks=dict(case.marks), lists=lists)


def _typed(item: str | int | bool) -> LooseValue:  # noqa: FBT001 (a written value)
    return {"true": True, "false": False}.get(str(item), item)


def _row(
    name: str, row: LooseRow, columns: Mapping[str, ColumnSpec], wrong: list[str]
) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for key, loose in row:
        value = _value(f"{name}.{key}", loose, columns, wrong)
        if value is not None:
            found[key] = value
    return found


def _value(
    name: str, loose: LooseValue, specs: Specs, wrong: list[str]
) -> Value | None:
    spec = specs.get(name.partition(" OF ")[0])
    if spec is None:
        wrong.append(f"no fact is called '{name}'. {nearest(name, specs)}".strip())
        return None
    try:
        return to_value(loose, spec)
    except ValueError as error:
        wrong.append(str(error))
        return None


_NORM = ColumnSpec(name="norm", type="bool", values=("true", "false"), label=None)
