"""What questions cost until settled: the shipped rulebook, and books small enough.

Hidden truths are the four stories of cases/ and the facts of published decisions in
bench/data; what these do not state is drawn, by a fixed seed, from the prior table or
evenly.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from random import Random  # noqa: TID251 -- seeded

from bench.book import ON
from bench.interview import by_rank, in_text_order, talk_through
from bench.optimum import least_cost, our_cost, small_book
from bench.row import Row, cheaper
from safeconduct.app.books.law_folder import shipped_law
from safeconduct.app.books.library import Library
from safeconduct.assessment.assess import Books
from safeconduct.assessment.question import Interview
from safeconduct.assessment.state import RowSet, State, state_of
from safeconduct.base.value import Choice, Span, Value
from safeconduct.facts.case_file import read_case
from safeconduct.rulebook.vocabulary import BOOL_VALUES

ROOT = Path(__file__).resolve().parent.parent
STORIES = ("yevgeny", "farhad", "sparrow", "sportsmaster")
FIRST_DAY = 738_210  # 2022-02-24
AGES = (18, 50)
SMALL = ((8, 10), (10, 8), (12, 4))
Claims = Mapping[str, tuple[Value, ...]]


def asking_rows() -> Iterator[Row]:
    """The figures of questions."""
    source = Truths()
    truths, books = list(source.all()), source.books
    protections = {
        item.id: 1
        for item in books.tape.propositions.values()
        if item.finding is not None
        and item.finding.goal > 0
        and item.finding.kind == "protection"
    }
    every = {
        item.id: item.finding.goal
        for item in books.tape.propositions.values()
        if item.finding is not None and item.finding.goal > 0
    }
    label = (
        f"{len(truths)} hidden truths (4 stories, {len(truths) - 4} decisions, what "
        f"these leave open drawn by seed), shipped rulebook, sum of cost"
    )
    one_by_one = [{goal: weight} for goal, weight in protections.items()]
    yield _against_text(
        "ask.cost", books, truths, one_by_one,
        f"{label}; each of {len(protections)} protections settled by itself",
    )  # fmt: skip
    yield _against_text(
        "ask.cost_all", books, truths, [every],
        f"{label}; all {len(every)} findings settled together",
    )  # fmt: skip
    yield _against_optimum()


def _against_text(
    name: str,
    books: Books,
    truths: list[State],
    goals: Sequence[Mapping[str, int]],
    conditions: str,
) -> Row:
    ours = text = 0.0
    for wanted in goals:
        interview = Interview(
            tape=books.tape,
            vocabulary=books.rulebook.vocabulary,
            priors=books.priors,
            goals=wanted,
            counsel=True,
        )
        for truth in truths:
            ours += talk_through(interview, truth, by_rank).cost
            text += talk_through(interview, truth, in_text_order).cost
    peer = ("backward chaining in text order", text)
    return cheaper(name, ours, peer=peer, most=0.8, conditions=conditions)


def _against_optimum() -> Row:
    ours, least, worst = 0.0, 0.0, 1.0
    for flags, count in SMALL:
        for seed in range(count):
            book = small_book(seed, flags)
            cost, best = our_cost(book), least_cost(book)
            ours, least, worst = ours + cost, least + best, max(worst, cost / best)
    count = sum(count for _, count in SMALL)
    conditions = (
        f"expected cost over all truths of {count} random books of 8, 10 and 12 facts, "
        f"12 rules, 4 goals; the worst book {worst:.2f}"
    )
    peer = ("optimum by exhaustive search", least)
    return cheaper("ask.optimum", ours, peer=peer, most=1.1, conditions=conditions)


class Truths:
    """The hidden truths, over the shipped rulebook."""

    def __init__(self) -> None:
        """Read the law."""
        library = Library(shipped_law(), ROOT / "build" / "bench-cache")
        self.rulebook = library.rulebook
        self.books = library.books(on=ON, known_on=ON)
        self.specs = self.rulebook.vocabulary.fact_table()

    def all(self) -> Iterator[State]:
        """Each truth, completed."""
        for number, (claims, lists) in enumerate(
            (*self._stories(), *self._decisions())
        ):
            yield self._completed(claims, lists, seed=number)

    def _stories(self) -> Iterator[tuple[Claims, Mapping[str, RowSet]]]:
        for name in STORIES:
            path = ROOT / "cases" / f"{name}.toml"
            case = read_case(path.read_bytes(), file=path.name, rulebook=self.rulebook)
            state = state_of(case, self.rulebook.vocabulary, on=ON)
            yield state.claims, state.lists

    def _decisions(self) -> Iterator[tuple[Claims, Mapping[str, RowSet]]]:
        text = (ROOT / "bench" / "data" / "decisions.toml").read_text(encoding="utf-8")
        for decision in tomllib.loads(text)["decision"]:
            facts = decision["facts"].items()
            yield {name: (_value(said),) for name, said in facts}, {}

    def _completed(
        self, claims: Claims, lists: Mapping[str, RowSet], *, seed: int
    ) -> State:
        """What is not stated is drawn; lists that are not there are complete, empty."""
        rng = Random(seed)  # noqa: S311 -- a benchmark that repeats itself
        found, rows = dict(claims), dict(lists)
        for key in sorted(self.books.tape.atoms_of_key):
            if key.startswith("list."):
                rows.setdefault(
                    key.removeprefix("list."), RowSet(complete="yes", rows=())
                )
            elif key not in found and not key.startswith("clock."):
                found[key] = (self._drawn(rng, key),)
        return State(today=ON, claims=found, marks={}, lists=rows)

    def _drawn(self, rng: Random, key: str) -> Value:
        spec = self.specs.get(key.partition(" OF ")[0])
        if spec is not None and spec.type in {"day", "integer"}:
            first, last = (FIRST_DAY, ON.toordinal()) if spec.type == "day" else AGES
            number = rng.randint(first, last)
            return Span(low=number, high=number)
        prior = self.books.priors.table.get(key, {})
        values = tuple(prior) or (spec.values if spec is not None else BOOL_VALUES)
        weights = tuple(prior.values()) or (1.0,) * len(values)
        return Choice(values=frozenset(rng.choices(values, weights)))


def _value(said: bool | int | str) -> Value:  # noqa: FBT001 -- a value of TOML
    if isinstance(said, bool):
        return Choice(values=frozenset({str(said).lower()}))
    if isinstance(said, int):
        return Span(low=said, high=said)
    return Choice(values=frozenset({said}))
