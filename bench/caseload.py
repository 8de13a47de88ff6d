"""A million cases, 300 rules: the kernel beside Polars and OpenFisca, interleaved."""

import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from random import Random  # noqa: TID251 -- seeded

import pyarrow as pa

from bench.book import ON, Book, Shape, random_book
from bench.facts import columns_of, random_table
from bench.row import Row, absolute, faster, middle
from bench.worker import Worker
from safeconduct.assessment.column import Caseload, Words
from safeconduct.assessment.column_atom import atom_planes
from safeconduct.assessment.kernel import AtomPlanes, Run, run_kept
from safeconduct.assessment.rerun import carry, rerun
from safeconduct.assessment.tape import Tape
from safeconduct.base.truth import Reading
from safeconduct.rulebook.condition import Group, Not, Rule

SEED = 1
CASES = 1_000_000
UNKNOWN = 0.3
ROUNDS = 5
CHANGED = 20
ESTABLISHED = (Reading.ESTABLISHED,)


class Population:
    """A rulebook over a table of cases, and our side of every contest."""

    def __init__(self, book: Book, table: pa.Table) -> None:
        """Compile the book and take the table over once."""
        self.book = book
        self.table = table
        self.tape = book.tape()
        self.keep = tuple(item.node for item in self.tape.propositions.values())
        self.planes = self.convert()

    def convert(self) -> AtomPlanes[Words]:
        """From Arrow to the planes of the atoms."""
        columns = columns_of(self.table, self.book.rulebook.vocabulary)
        rows = self.table.num_rows
        return atom_planes(self.tape, Caseload(rows=rows, today=ON, columns=columns))

    def run(self, *readings: Reading) -> Run[Words]:
        """All rules from planes; the planes of the first reading."""
        found = run_kept(self.tape, self.planes, readings, self.keep)
        return found[readings[0]]

    def counts(self) -> tuple[int, int]:
        """How many rules are true and false, over all cases."""
        found = self.run(*ESTABLISHED)
        true = sum(_count(found.true[node]) for node in self.keep)
        return true, sum(_count(found.false[node]) for node in self.keep)


def _count(plane: Words) -> int:
    return sum(byte.bit_count() for byte in plane.tolist())


def caseload_rows() -> Iterator[Row]:
    """The figures of a caseload."""
    book = random_book(SEED)
    vocabulary = book.rulebook.vocabulary
    table = random_table(vocabulary, cases=CASES, unknown=UNKNOWN, seed=SEED)
    ours = Population(book, table)
    office = Population(random_book(SEED, Shape(practice=30)), table)
    times = _contest(ours, office, table)
    label = (
        f"{CASES:,} cases, 300 rules, 120 facts, {UNKNOWN:.0%} unknown, three-valued, "
        f"median of {ROUNDS} interleaved runs"
    )
    one = ("Polars, 1 thread", times["polars 1"])
    kernel, arrow = times["kernel"], times["arrow"]
    fisca = ("OpenFisca-core, two-valued", times["openfisca"])
    yield faster("kernel.run", kernel, peer=one, least=7, conditions=label)
    every = (f"Polars, {int(times['threads'])} threads", times["polars all"])
    yield faster(
        "kernel.run_all_threads", kernel, peer=every, least=0, conditions=label
    )
    yield faster("kernel.from_arrow", arrow, peer=one, least=2.5, conditions=label)
    yield faster("kernel.openfisca", arrow, peer=fisca, least=3, conditions=label)
    three = times["three"] / times["one"]
    yield replace(
        absolute("kernel.three_readings", three, "x one", most=3.2, conditions=label),
        conditions=f"{label}; 30 more rules of practice, so that the readings differ",
    )
    yield from _changes(ours)


def _contest(ours: Population, office: Population, table: pa.Table) -> dict[str, float]:
    """Medians of all contestants, each run once in every round."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "facts.arrow"
        with (
            pa.OSFile(str(path), "wb") as out,
            pa.ipc.new_file(out, table.schema) as writer,
        ):
            writer.write_table(table, max_chunksize=CASES)
        single = {"POLARS_MAX_THREADS": "1"}
        polars = Worker("bench.peer_polars", str(path), str(SEED), settings=single)
        threads = Worker("bench.peer_polars", str(path), str(SEED))
        fisca = Worker("bench.peer_openfisca", str(path), str(SEED))
    _check_counts(ours, polars)
    contestants = {
        "kernel": lambda: _timed(lambda: ours.run(*ESTABLISHED)),
        "polars 1": lambda: float(polars.ask()["seconds"]),
        "arrow": lambda: _timed(lambda: (ours.convert(), ours.run(*ESTABLISHED))),
        "polars all": lambda: float(threads.ask()["seconds"]),
        "one": lambda: _timed(lambda: office.run(*ESTABLISHED)),
        "openfisca": lambda: float(fisca.ask()["seconds"]),
        "three": lambda: _timed(lambda: office.run(*Reading)),
    }
    for contestant in contestants.values():
        contestant()
    times: dict[str, list[float]] = {name: [] for name in contestants}
    for _ in range(ROUNDS):
        for name, contestant in contestants.items():
            times[name].append(contestant())
    for worker in (polars, threads, fisca):
        worker.close()
    medians = {name: middle(found) for name, found in times.items()}
    return {**medians, "threads": float(threads.about["threads"])}


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _check_counts(ours: Population, polars: Worker) -> None:
    """Both engines must find the same before their times mean anything."""
    found = polars.ask("count")
    if (found["true"], found["false"]) != ours.counts():
        msg = "The kernel and Polars do not agree."
        raise RuntimeError(msg)


def _changes(ours: Population) -> Iterator[Row]:
    """A rule is changed, what rests on it runs again; for each rule of its cone."""
    rng = Random(SEED)  # noqa: S311 -- a benchmark that repeats itself
    known = ours.run(*ESTABLISHED)
    seconds, rules, planned = [], [], []
    for rule in rng.sample(ours.book.rules, CHANGED):
        after = ours.book.with_rule(_changed(rule)).tape()
        start = time.perf_counter()
        carried = carry(ours.tape, after, known, kept=ours.keep, none=ours.planes.none)
        atoms = _rearranged(ours.tape, after, ours.planes)
        planned.append(time.perf_counter() - start)
        tries = [
            _timed(lambda: rerun(carried, atoms, Reading.ESTABLISHED))  # noqa: B023
            for _ in range(ROUNDS)
        ]
        seconds.append(middle(tries))
        rules.append(len(carried.changed()))
    label = (
        f"{CASES:,} cases; {CHANGED} rules changed in turn, {sum(rules)} rules in "
        f"their cones; finding what is unchanged in the new rulebook (the same for any "
        f"number of cases) takes {1000 * middle(planned):.1f} ms more"
    )
    each = 1000 * sum(seconds) / sum(rules)
    yield absolute("kernel.changed_rule", each, "ms a rule", most=0.3, conditions=label)


def _changed(rule: Rule) -> Rule:
    """The rule with its first condition the other way round."""
    body = rule.body
    if not isinstance(body, Group):
        raise TypeError(rule.id)
    parts = (Not(part=body.parts[0]), *body.parts[1:])
    return replace(rule, body=replace(body, parts=parts))


def _rearranged(
    before: Tape, after: Tape, planes: AtomPlanes[Words]
) -> AtomPlanes[Words]:
    places = {atom: index for index, atom in enumerate(before.atoms)}
    order = [places[atom] for atom in after.atoms]
    return replace(
        planes,
        true=[planes.true[at] for at in order],
        false=[planes.false[at] for at in order],
        not_shown=[planes.none] * len(order),
    )
