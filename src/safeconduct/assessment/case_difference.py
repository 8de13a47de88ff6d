"""Which outcomes of the case tables differ between two rulebooks."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from safeconduct.assessment.batch import Batch, Member
from safeconduct.assessment.compiler import compile_tape
from safeconduct.assessment.kernel import run_readings
from safeconduct.assessment.page_case import UsedDays, clocks_of, expected
from safeconduct.assessment.page_state import CaseReader
from safeconduct.assessment.state import State
from safeconduct.base.truth import Reading, Verdict
from safeconduct.rulebook.record import PageCase, Rulebook

_Place = tuple[str, str]
_Outcomes = Mapping[tuple[_Place, str], Verdict]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseChange:
    """An outcome of a page's case that differs; None where there is no such finding."""

    page: str
    case: str
    finding: str
    before: Verdict | None
    after: Verdict | None


def case_changes(old: Rulebook, new: Rulebook) -> Iterator[CaseChange]:
    """What comes out otherwise, as established, of the cases of both tables.

    A case that both tables have is taken as the new one writes it; what one of the
    rulebooks cannot read is no outcome of it.
    """
    cases = {**_table(old), **_table(new)}
    before, after = _outcomes(old, cases), _outcomes(new, cases)
    for place, case in sorted(cases.items(), key=lambda item: item[0]):
        for name in dict.fromkeys(expected(case)):
            first, second = before.get((place, name)), after.get((place, name))
            if first is not second:
                page, title = place
                yield CaseChange(
                    page=page, case=title, finding=name, before=first, after=second
                )


def _table(rulebook: Rulebook) -> dict[_Place, PageCase]:
    return {
        (page.version(), case.name): case
        for page in rulebook.pages
        for case in page.cases
    }


def _outcomes(rulebook: Rulebook, cases: Mapping[_Place, PageCase]) -> _Outcomes:
    reader = CaseReader(rulebook)
    known = reader.heads
    days: dict[date, list[tuple[_Place, State]]] = {}
    for place, case in cases.items():
        state, wrong = reader.read(_facts_alone(case))
        if not wrong:
            days.setdefault(case.on, []).append((place, state))
    found: dict[tuple[_Place, str], Verdict] = {}
    for day, read in days.items():
        names = known & {name for place, _ in read for name in expected(cases[place])}
        found.update(_on_day(rulebook, day, read, names))
    return found


def _facts_alone(case: PageCase) -> PageCase:
    """The case without what it expects, which another rulebook may not know."""
    return replace(case, expect=(), expect_prima_facie=(), expect_as_decided=())


def _on_day(
    rulebook: Rulebook,
    day: date,
    read: Sequence[tuple[_Place, State]],
    names: Collection[str],
) -> Iterator[tuple[tuple[_Place, str], Verdict]]:
    """The outcomes of all cases of a day, run as one batch."""
    tape = compile_tape(rulebook, on=day, known_on=date.max, only=names)
    clocks = clocks_of(tape)
    batch = Batch(
        [
            Member(state=state, clock=UsedDays(clocks=clocks, state=state))
            for _, state in read
        ]
    )
    result = run_readings(tape, batch.planes(tape))[Reading.ESTABLISHED]
    for number, (place, _) in enumerate(read):
        for name in names:
            if name in tape.propositions:
                node = tape.propositions[name].node
                yield (place, name), batch.verdict(result, node, number)
