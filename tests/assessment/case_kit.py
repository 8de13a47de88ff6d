"""Cases and states from plain values, judged and assessed by small rulebooks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from safeconduct.assessment.assess import Ask, Assessor, Books
from safeconduct.assessment.compiler import compile_tape
from safeconduct.assessment.kernel import Run, run
from safeconduct.assessment.lane import Lanes, Supposition
from safeconduct.assessment.page_case import PageCases
from safeconduct.assessment.question import Interview, Priors
from safeconduct.assessment.record import Assessment
from safeconduct.assessment.state import RowSet, State, distinct
from safeconduct.assessment.tape import Tape
from safeconduct.base.case import (
    APPLICANT,
    Case,
    CaseList,
    Compartment,
    Complete,
    Fact,
    Judgement,
    Origin,
    Row,
    UnknownKind,
    Witness,
)
from safeconduct.base.day import DayRange
from safeconduct.base.truth import Reading, Verdict
from safeconduct.base.value import Choice, Value
from safeconduct.rulebook.holiday import HolidayTables
from safeconduct.rulebook.record import Rulebook
from tests.assessment.law_kit import DAY, Plain, value


def state(
    rulebook: Rulebook,
    facts: Plain | None = None,
    *,
    on: date = DAY,
    marks: Mapping[str, str] | None = None,
    lists: Mapping[str, RowSet] | None = None,
) -> State:
    """A state; a frozenset of values is a dispute: one statement for each."""
    claims = {
        name: distinct(value(rulebook, name, one) for one in _each(plain))
        for name, plain in (facts or {}).items()
    }
    return State(today=on, claims=claims, marks=marks or {}, lists=lists or {})


def _each(plain: object) -> Sequence[object]:
    """The plain values of a dispute, or the one."""
    return sorted(plain, key=str) if isinstance(plain, frozenset) else (plain,)


def row_set(
    rulebook: Rulebook, name: str, *rows: Plain, complete: Complete = "yes"
) -> RowSet:
    """The rows of a list."""
    return RowSet(
        complete=complete,
        rows=tuple(
            {key: value(rulebook, f"{name}.{key}", one) for key, one in row.items()}
            for row in rows
        ),
    )


@dataclass(slots=True, kw_only=True)
class Judged:
    """A state run through a rulebook's tape, in all readings."""

    tape: Tape
    lanes: Lanes
    runs: Mapping[Reading, Run[int]]

    def __call__(
        self, name: str, reading: Reading = Reading.ESTABLISHED, supposed: int = 0
    ) -> Verdict:
        """The verdict of a proposition."""
        node = self.tape.propositions[name].node
        found = self.runs[reading]
        return self.lanes.verdict(found.true[node], found.false[node], supposed)


def judged(
    rulebook: Rulebook,
    facts: Plain | State | None = None,
    *,
    on: date = DAY,
    known_on: date = date.max,
    suppositions: Sequence[Supposition] = ({},),
    used: tuple[int, int | None] | None = None,
) -> Judged:
    """Judge facts by a rulebook on a day, as known on a day."""
    tape = compile_tape(rulebook, on=on, known_on=known_on)
    seen = facts if isinstance(facts, State) else state(rulebook, facts, on=on)
    clock = None if used is None else (lambda _clock: used)
    lanes = Lanes(tape, seen, suppositions, clock=clock)
    runs = {reading: run(tape, lanes.planes, reading) for reading in Reading}
    return Judged(tape=tape, lanes=lanes, runs=runs)


def verdict(
    rulebook: Rulebook,
    name: str,
    facts: Plain | State | None = None,
    reading: Reading = Reading.ESTABLISHED,
    *,
    on: date = DAY,
    known_on: date = date.max,
) -> Verdict:
    """The verdict of one proposition."""
    return judged(rulebook, facts, on=on, known_on=known_on)(name, reading)


@dataclass(slots=True, kw_only=True)
class Said:
    """One statement of a test's case, in plain values."""

    name: str
    plain: object = None
    of: str = APPLICANT
    said: str = "2026-05-20"
    since: str = ""
    until: str = ""
    mark: UnknownKind | None = None
    compartment: Compartment = "main"
    witness: str = ""

    def fact(self, rulebook: Rulebook) -> Fact:
        """The statement as a fact."""
        return Fact(
            name=self.name,
            of=self.of,
            possible=None if self.plain is None else self._value(rulebook),
            mark=self.mark,
            holds_from=DayRange.parse(self.since) if self.since else None,
            holds_to=DayRange.parse(self.until) if self.until else None,
            origin=origin(self.said, self.compartment, self.witness),
        )

    def _value(self, rulebook: Rulebook) -> Value:
        return value(rulebook, self.name, self.plain)


def origin(
    said: str = "", compartment: Compartment = "main", source: str = ""
) -> Origin:
    """Who said it, when, and who may see it."""
    return Origin(
        witness=Witness(kind="person", source=source),
        said=DayRange.parse(said) if said else None,
        compartment=compartment,
    )


def case(
    rulebook: Rulebook,
    facts: Plain | None = None,
    *said: Said,
    lists: Sequence[CaseList] = (),
    judgements: Sequence[Judgement] = (),
) -> Case:
    """A case from plain values and whole statements."""
    plain = [
        Said(
            name=name.partition(" OF ")[0],
            plain=one,
            of=name.partition(" OF ")[2] or APPLICANT,
        )
        for name, several in (facts or {}).items()
        for one in _each(several)
    ]
    return Case(
        alias="Alder",
        languages=("en",),
        as_of=None,
        facts=tuple(item.fact(rulebook) for item in (*plain, *said)),
        lists=tuple(lists),
        judgements=tuple(judgements),
    )


def case_list(
    rulebook: Rulebook,
    name: str,
    *rows: Plain,
    complete: Complete = "yes",
    compartment: Compartment = "main",
) -> CaseList:
    """A list of a case."""
    return CaseList(
        name=name,
        complete=complete,
        rows=tuple(
            Row(
                values=tuple(
                    (key, value(rulebook, f"{name}.{key}", one))
                    for key, one in row.items()
                ),
                origin=origin(compartment=compartment),
            )
            for row in rows
        ),
    )


def judgement(name: str, *, decided: bool, by: str = "counsel") -> Judgement:
    """A named person's judgement on an open norm."""
    day = DayRange.parse("2026-05-20")
    return Judgement(name=name, value=decided, by=by, reasons="because", day=day)


def books(
    rulebook: Rulebook,
    *,
    on: date = DAY,
    known_on: date = DAY,
    priors: Priors | None = None,
) -> Books:
    """The law side of an assessment."""
    return Books(
        rulebook=rulebook,
        tape=compile_tape(rulebook, on=on, known_on=known_on),
        holidays=HolidayTables(),
        zones={},
        priors=priors or Priors(),
        engine="test",
    )


def assessor(
    rulebook: Rulebook,
    seen: Case | Plain | None = None,
    *,
    counsel: bool = False,
    on: date = DAY,
    known_on: date = DAY,
    priors: Priors | None = None,
) -> Assessor:
    """Look at a case (or at plain facts) on a day."""
    whole = seen if isinstance(seen, Case) else case(rulebook, seen)
    ask = Ask(on=on, known_on=known_on, counsel=counsel)
    law_side = books(rulebook, on=on, known_on=known_on, priors=priors)
    return Assessor(law_side, whole, ask)


def assessed(
    rulebook: Rulebook, seen: Case | Plain | None = None, **more: object
) -> Assessment:
    """Assess a case (or plain facts) on a day."""
    found = assessor(rulebook, seen, **more)  # type: ignore[arg-type]  # same keys
    return found.assessment()


def interview(rulebook: Rulebook, *goals: str, counsel: bool = False) -> Interview:
    """What questions are ranked with; every goal weighs 1."""
    return Interview(
        tape=compile_tape(rulebook, on=DAY, known_on=date.max),
        vocabulary=rulebook.vocabulary,
        priors=Priors(),
        goals=dict.fromkeys(goals, 1),
        counsel=counsel,
    )


def page_cases(rulebook: Rulebook) -> PageCases:
    """The cases on the pages of a rulebook."""
    zones = {"Europe/Paris": ZoneInfo("Europe/Paris")}
    return PageCases(rulebook, holidays=HolidayTables(), zones=zones, priors=Priors())


def yes() -> Choice:
    """What is true."""
    return Choice(values=frozenset({"true"}))


def no() -> Choice:
    """What is false."""
    return Choice(values=frozenset({"false"}))
