"""Many cases as one batch: each comes out as it does alone."""

from dataclasses import dataclass, replace

import pytest

from safeconduct.assessment.batch import Batch, Member
from safeconduct.assessment.compiler import compile_tape
from safeconduct.assessment.kernel import run_readings
from safeconduct.assessment.lane import Lanes
from safeconduct.base.truth import Reading
from tests.assessment.case_kit import state
from tests.assessment.law_kit import DAY, clock, law, page
from tests.evaluator.judged import tape_of
from tests.evaluator.rulebooks import random_sample
from tests.evaluator.states import random_state

SEEDS = range(40)


def _open(clock: str) -> tuple[int, int | None]:
    del clock
    return 0, None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Days:
    """So many days of every clock are used."""

    days: int

    def __call__(self, clock: str) -> tuple[int, int | None]:
        """The same bounds for each."""
        del clock
        return self.days, self.days


@pytest.mark.parametrize("seed", SEEDS)
def test_each_case_of_a_batch_comes_out_as_it_does_alone(seed: int) -> None:
    sample = random_sample(seed)
    tape = tape_of(sample)
    others = [
        random_state(seed * 10 + number, sample.vocabulary) for number in range(5)
    ]
    today = sample.state.today
    states = [sample.state, *(replace(item, today=today) for item in others)]
    batch = Batch([Member(state=item, clock=_open) for item in states])
    together = run_readings(tape, batch.planes(tape))
    for number, item in enumerate(states):
        lanes = Lanes(tape, item, clock=_open)
        alone = run_readings(tape, lanes.planes)
        for reading in Reading:
            one = alone[reading]
            for node in range(len(tape.nodes)):
                assert batch.verdict(together[reading], node, number) is lanes.verdict(
                    one.true[node], one.false[node]
                )


def test_clocks_are_read_for_each_case() -> None:
    rulebook = law(page("CLOSED xx.p IF USED xx.clock >= 10", blocks=clock()))
    tape = compile_tape(rulebook, on=DAY, known_on=DAY)

    def used(days: int) -> Member:
        return Member(state=state(rulebook), clock=_Days(days=days))

    batch = Batch([used(9), used(10)])
    run = run_readings(tape, batch.planes(tape))[Reading.ESTABLISHED]
    node = tape.propositions["xx.p"].node
    assert [batch.verdict(run, node, n).value for n in (0, 1)] == ["false", "true"]


def test_the_planes_of_one_case_can_be_taken_out() -> None:
    rulebook = law(page("CLOSED xx.p IF f.a"))
    tape = compile_tape(rulebook, on=DAY, known_on=DAY)
    members = [
        Member(state=state(rulebook, {"f.a": value}), clock=_open)
        for value in (True, False)
    ]
    batch = Batch(members)
    run = run_readings(tape, batch.planes(tape))[Reading.ESTABLISHED]
    node = tape.propositions["xx.p"].node
    second = batch.alone(run, 1, [True] * len(tape.nodes))
    assert (second.true[node], second.false[node]) == (0, 1)
    nothing = batch.alone(run, 1, [False] * len(tape.nodes))
    assert not any(nothing.true + nothing.false)
