"""The whole rulebook: checking it, loading it compiled, one case at its full size."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from bench.book import ON
from bench.person import random_state
from bench.row import Row, absolute, middle, rank_of
from safeconduct.app.books.law_folder import read_law, shipped_law
from safeconduct.app.books.library import Library
from safeconduct.assessment.compiler import compile_tape
from safeconduct.assessment.kernel import run_readings
from safeconduct.assessment.lane import Lanes
from safeconduct.assessment.law_check import check_rulebook
from safeconduct.assessment.page_case import PageCases
from safeconduct.assessment.question import Interview, rank
from safeconduct.assessment.state import State
from safeconduct.base.digest import digest
from safeconduct.base.truth import Reading, Verdict
from safeconduct.rulebook import canonical
from safeconduct.rulebook.book import try_rulebook
from safeconduct.rulebook.record import Rulebook

ROUNDS = 5
CASES = 100
UNKNOWN = 0.85
NOWHERE = Path("/nonexistent")


def law_rows() -> Iterator[Row]:
    """The figures of the rulebook that ships."""
    rulebook, _ = try_rulebook(read_law(shipped_law()))
    label = (
        f"{len(rulebook.pages)} pages, "
        f"{sum(len(page.rules) for page in rulebook.pages)} rules, "
        f"{sum(len(page.cases) for page in rulebook.pages)} cases, "
        f"{len(rulebook.vocabulary.facts)} facts; median of {ROUNDS}"
    )
    checked = middle([_by_the_clock(_check) for _ in range(ROUNDS)])
    about = "reading, parsing, linking and every check, all page cases among them"
    yield absolute("law.check", checked, "s", most=10, conditions=f"{label}; {about}")
    text = canonical.to_text(rulebook)
    name = digest(text)

    def load() -> None:
        if digest(text) == name:
            canonical.from_text(text)

    loaded = 1000 * middle([_timed(load) for _ in range(ROUNDS)])
    about = "from the compiled text to the rulebook, its hash checked"
    yield absolute("law.load", loaded, "ms", most=50, conditions=f"{label}; {about}")
    yield from _case_rows(rulebook, label)


def _check() -> None:
    rulebook, _ = try_rulebook(read_law(shipped_law()))
    library = Library(shipped_law(), NOWHERE, rulebook=rulebook)
    cases = PageCases(
        rulebook,
        holidays=library.holidays,
        zones=library.zones,
        priors=library.priors,
    )
    for _ in check_rulebook(cases, on=ON, tell=lambda *_: None):
        pass


class _Case:
    """One case before the whole rulebook, and what is measured of it."""

    def __init__(self, interview: Interview, state: State) -> None:
        """Run it once, as an assessment has before it asks."""
        self.interview = interview
        self.state = state
        tape = interview.tape
        self.nodes = [item.node for item in tape.propositions.values()]
        self.lanes = Lanes(tape, state)
        self.run = run_readings(tape, self.lanes.planes)[Reading.ESTABLISHED]

    def findings(self) -> list[Verdict]:
        """Every conclusion in the three readings, from the facts on."""
        tape = self.interview.tape
        lanes = Lanes(tape, self.state)
        return [
            lanes.verdict(result.true[node], result.false[node])
            for result in run_readings(tape, lanes.planes).values()
            for node in self.nodes
        ]

    def next(self) -> None:
        """All questions ranked, after the findings."""
        rank(self.interview, self.state, seen=(self.lanes, self.run))


def _case_rows(rulebook: Rulebook, label: str) -> Iterator[Row]:
    """Findings and questions of one case before the whole rulebook."""
    tape = compile_tape(rulebook, on=ON, known_on=ON)
    known = [item.finding for item in tape.propositions.values() if item.finding]
    interview = Interview(
        tape=tape,
        vocabulary=rulebook.vocabulary,
        priors=Library(shipped_law(), NOWHERE, rulebook=rulebook).priors,
        goals={finding.id: finding.goal for finding in known},
        counsel=True,
    )
    found: list[float] = []
    asked: list[float] = []
    for seed in range(CASES):
        state = random_state(rulebook.vocabulary, unknown=UNKNOWN, seed=seed)
        case = _Case(interview, state)
        found.append(1000 * middle([_timed(case.findings) for _ in range(ROUNDS)]))
        asked.append(1000 * middle([_timed(case.next) for _ in range(ROUNDS)]))
    about = f"processor time; {CASES} random cases, {UNKNOWN:.0%} unknown; {label}"
    rows = (
        ("assess.findings_full", found, 0.5, 15),
        ("ask.next_full", asked, 0.5, 15),
        ("ask.next_full_p99", asked, 0.99, 40),
    )
    for name, times, share, most in rows:
        said = f"p{100 * share:.0f}; {about}"
        yield absolute(name, rank_of(times, share), "ms", most=most, conditions=said)


def _timed(work: Callable[[], object]) -> float:
    """Seconds on a processor; what others do does not count."""
    start = time.process_time()
    work()
    return time.process_time() - start


def _by_the_clock(work: Callable[[], object]) -> float:
    """Seconds that somebody waits."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
