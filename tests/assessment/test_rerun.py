"""A run for many cases, and a run after a change: the same answers, found sooner."""

from dataclasses import replace

import pytest

from safeconduct.assessment.compiler import compile_tape
from safeconduct.assessment.kernel import Run, run, run_kept, run_readings
from safeconduct.assessment.lane import Lanes
from safeconduct.assessment.rerun import carry, rerun
from safeconduct.assessment.tape import Tape
from safeconduct.base.truth import Reading
from safeconduct.rulebook.record import Rulebook
from tests.evaluator.judged import rulebook_of
from tests.evaluator.rulebooks import KNOWN_ON, Sample, random_sample

SEEDS = range(60)
Planes = dict[tuple[Reading, str], tuple[int, int]]


def _tape(rulebook: Rulebook, sample: Sample) -> Tape:
    return compile_tape(rulebook, on=sample.state.today, known_on=KNOWN_ON)


def _planes(tape: Tape, found: dict[Reading, Run[int]]) -> Planes:
    return {
        (reading, name): (result.true[item.node], result.false[item.node])
        for reading, result in found.items()
        for name, item in tape.propositions.items()
    }


def _plain(tape: Tape, lanes: Lanes) -> Planes:
    return _planes(tape, {at: run(tape, lanes.planes, at) for at in Reading})


def _kept(tape: Tape) -> tuple[int, ...]:
    return tuple(item.node for item in tape.propositions.values())


@pytest.mark.parametrize("seed", SEEDS)
def test_all_readings_together_find_what_each_finds(seed: int) -> None:
    sample = random_sample(seed)
    tape = _tape(rulebook_of(sample), sample)
    lanes = Lanes(tape, sample.state)
    together = dict(run_readings(tape, lanes.planes))
    assert _planes(tape, together) == _plain(tape, lanes)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_let_go_early_is_not_missed(seed: int) -> None:
    sample = random_sample(seed)
    tape = _tape(rulebook_of(sample), sample)
    lanes = Lanes(tape, sample.state)
    kept = dict(run_kept(tape, lanes.planes, tuple(Reading), _kept(tape)))
    assert _planes(tape, kept) == _plain(tape, lanes)


def _changed(rulebook: Rulebook, seed: int) -> Rulebook:
    """The rulebook with one page of it saying the contrary in its first rule."""
    places = [at for at, page in enumerate(rulebook.pages) if page.rules]
    at = places[seed % len(places)]
    page = rulebook.pages[at]
    first = replace(page.rules[0], contrary=not page.rules[0].contrary, overrides=())
    changed = replace(page, rules=(first, *page.rules[1:]))
    pages = (*rulebook.pages[:at], changed, *rulebook.pages[at + 1 :])
    return replace(rulebook, pages=pages)


@pytest.mark.parametrize("seed", SEEDS)
def test_after_a_change_what_rests_on_it_is_found_anew(seed: int) -> None:
    sample = random_sample(seed)
    rulebook = rulebook_of(sample)
    before, after = _tape(rulebook, sample), _tape(_changed(rulebook, seed), sample)
    old, new = Lanes(before, sample.state), Lanes(after, sample.state)
    everything = range(len(before.nodes))
    found: dict[Reading, Run[int]] = {}
    for reading in Reading:
        known = run(before, old.planes, reading)
        carried = carry(before, after, known, kept=everything, none=0)
        found[reading] = rerun(carried, new.planes, reading)
        if not carried.changed():
            assert before.propositions.keys() == after.propositions.keys()
    assert _planes(after, found) == _plain(after, new)


def test_where_nothing_changed_nothing_runs() -> None:
    sample = random_sample(1)
    tape = _tape(rulebook_of(sample), sample)
    known = run(tape, Lanes(tape, sample.state).planes, Reading.ESTABLISHED)
    carried = carry(tape, tape, known, kept=range(len(tape.nodes)), none=0)
    assert carried.changed() == ()
    again = rerun(carried, Lanes(tape, sample.state).planes, Reading.ESTABLISHED)
    nodes = _kept(tape)
    assert [again.true[node] for node in nodes] == [known.true[node] for node in nodes]
