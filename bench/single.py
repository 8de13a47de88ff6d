"""One case of which most is unknown: findings, trees, the next question, reasons."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from bench.book import Book, random_book
from bench.person import random_state
from bench.row import Row, absolute, middle, rank_of
from safeconduct.assessment.exact import ExactCheck
from safeconduct.assessment.kernel import Run, run_readings
from safeconduct.assessment.lane import Lanes
from safeconduct.assessment.question import Interview, Priors, rank
from safeconduct.assessment.reason import Explainer, facts_of
from safeconduct.assessment.say import Speaker
from safeconduct.assessment.state import State
from safeconduct.assessment.support import Supporter
from safeconduct.base.truth import Reading, Verdict

SEED = 1
UNKNOWN = 0.85
CASES = 100
ROUNDS = 5
FIRM = {Verdict.TRUE, Verdict.FALSE}
Times = dict[str, list[float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A case with its planes, as an assessment has them."""

    state: State
    lanes: Lanes
    run: Run[int]


class Bench:
    """One rulebook, and what is measured of each case."""

    def __init__(self, book: Book) -> None:
        """Compile the book once."""
        self.book = book
        self.vocabulary = book.rulebook.vocabulary
        self.tape = book.tape()
        self.nodes = [item.node for item in self.tape.propositions.values()]
        self.speaker = Speaker(self.vocabulary)
        self.interview = Interview(
            tape=self.tape,
            vocabulary=self.vocabulary,
            priors=Priors(),
            goals=dict.fromkeys(book.goals, 1),
            counsel=True,
        )
        self.labelled = 0

    def findings(self, state: State) -> list[Verdict]:
        """Every rule's truth in the three readings, from the facts on."""
        lanes = Lanes(self.tape, state)
        return [
            lanes.verdict(result.true[node], result.false[node])
            for result in run_readings(self.tape, lanes.planes).values()
            for node in self.nodes
        ]

    def seen(self, state: State) -> Seen:
        """What an assessment has before it explains."""
        lanes = Lanes(self.tape, state)
        result = run_readings(self.tape, lanes.planes)[Reading.ESTABLISHED]
        return Seen(state=state, lanes=lanes, run=result)

    def explainer(self, seen: Seen) -> Explainer:
        """What builds the trees."""
        return Explainer(
            tape=self.tape,
            lanes=seen.lanes,
            result=seen.run,
            speaker=self.speaker,
            is_hidden=lambda _: False,
        )

    def measure(self, state: State) -> Times:
        """Milliseconds of everything for one case; medians of interleaved rounds."""
        seen = self.seen(state)
        explainer = self.explainer(seen)
        found: Times = {}
        rounds: list[Times] = [self._round(seen, explainer) for _ in range(ROUNDS)]
        for name in rounds[0]:
            found[name] = [
                middle(x) for x in zip(*(r[name] for r in rounds), strict=True)
            ]
        return found

    def _round(self, seen: Seen, explainer: Explainer) -> Times:
        state, known = seen.state, (seen.lanes, seen.run)
        goals = self.book.goals
        firm = [
            goal
            for goal in goals
            if explainer.verdict(self.tape.propositions[goal].node) in FIRM
        ]
        times: Times = {
            "findings": [_timed(lambda: self.findings(state))],
            "tree": [_timed(partial(explainer.why, goal)) for goal in goals],
            "question": [_timed(lambda: rank(self.interview, state, seen=known))],
            "minimal": [],
            "smallest": [],
        }
        for goal in firm:
            start = facts_of(explainer.why(goal))
            reasons = Reasons(bench=self, state=state, goal=goal, start=start)
            times["minimal"].append(_timed(reasons.minimal))
            times["smallest"].append(_timed(reasons.smallest))
        return times

    def exact(self, state: State) -> None:
        """Whether each goal is decided whatever the answers."""
        check = ExactCheck(self.tape, state, self.vocabulary)
        for goal in self.book.goals:
            check.decides(goal)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasons:
    """The reasons of one decided finding; the search starts from its tree."""

    bench: Bench
    state: State
    goal: str
    start: tuple[str, ...]

    def minimal(self) -> None:
        """One minimal reason."""
        Supporter(self.bench.tape, self.state, self.goal).minimal(self.start)

    def smallest(self) -> None:
        """The smallest reason; counts the searches cut short."""
        supporter = Supporter(self.bench.tape, self.state, self.goal)
        found = supporter.smallest(supporter.minimal(self.start))
        self.bench.labelled += not found.is_smallest


def _timed(work: Callable[[], object]) -> float:
    """Milliseconds of this thread on a processor; what others do does not count."""
    start = time.thread_time()
    work()
    return 1000 * (time.thread_time() - start)


def single_rows() -> Iterator[Row]:
    """The figures of one case."""
    bench = Bench(random_book(SEED))
    times: Times = {}
    states = [
        random_state(bench.vocabulary, unknown=UNKNOWN, seed=seed)
        for seed in range(CASES)
    ]
    for state in states:
        for name, found in bench.measure(state).items():
            times.setdefault(name, []).extend(found)
    label = (
        f"300 rules, 120 facts, {UNKNOWN:.0%} unknown, 50 goals; {CASES} random cases, "
        f"processor time, each time the median of {ROUNDS} interleaved runs"
    )

    def row(name: str, key: str, share: float, most: float | None, note: str) -> Row:
        value = rank_of(times[key], share)
        said = f"{label}; p{100 * share:.0f}; {note}"
        return absolute(name, value, "ms", most=most, conditions=said)

    readings = "facts to truths of all 300 rules in three readings"
    yield row("assess.findings", "findings", 0.5, 3, readings)
    yield row("assess.tree", "tree", 0.5, 1, "one finding, in three languages")
    yield row(
        "ask.next", "question", 0.5, 3, "all questions ranked, after the findings"
    )
    yield row("ask.next_p99", "question", 0.99, 10, "the same")
    yield row("assess.minimal_reason", "minimal", 0.5, 1, "a decided finding")
    labelled = f"{bench.labelled} searches were cut short and labelled minimal"
    yield row("assess.smallest_reason", "smallest", 1.0, 50, labelled)
    times["exact"] = [_timed(partial(bench.exact, state)) for state in states[:10]]
    exact = "the exact check of all 50 goals, 10 cases, once each; no goal is set"
    yield row("assess.exact", "exact", 0.5, None, exact)
