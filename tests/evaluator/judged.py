"""What the kernel and the reference evaluator find of one sample, side by side."""

from safeconduct.assessment.compiler import compile_tape
from safeconduct.assessment.kernel import run
from safeconduct.assessment.lane import Lanes
from safeconduct.assessment.tape import Tape
from safeconduct.base.truth import Reading, Verdict
from safeconduct.rulebook.record import Rulebook
from tests.evaluator.evaluator import evaluate
from tests.evaluator.rulebooks import KNOWN_ON, Sample
from tests.evaluator.shrink import described, shrunk

Found = dict[tuple[Reading, str], Verdict]


def rulebook_of(sample: Sample) -> Rulebook:
    """The sample's pages and vocabulary as a rulebook."""
    return Rulebook(
        vocabulary=sample.vocabulary,
        pages=sample.pages,
        recorded=tuple(sorted(sample.recorded.items())),
        digest="",
        vocabulary_digest="",
    )


def tape_of(sample: Sample) -> Tape:
    """The tape of the sample's pages on its day."""
    today = sample.state.today
    return compile_tape(rulebook_of(sample), on=today, known_on=KNOWN_ON)


def by_kernel(sample: Sample, *readings: Reading) -> Found:
    """What the kernel finds, in all readings if none is named."""
    tape = tape_of(sample)
    lanes = Lanes(tape, sample.state)
    found: Found = {}
    for reading in readings or Reading:
        planes = run(tape, lanes.planes, reading)
        for name, one in tape.propositions.items():
            true, false = planes.true[one.node], planes.false[one.node]
            found[reading, name] = lanes.verdict(true, false)
    return found


def by_reference(sample: Sample, *readings: Reading) -> Found:
    """What the reference evaluator finds."""
    return {
        (reading, name): verdict
        for reading in readings or Reading
        for name, verdict in evaluate(
            sample.pages,
            sample.vocabulary,
            sample.state,
            reading,
            known_on=KNOWN_ON,
            recorded=sample.recorded,
        ).items()
    }


def differences(sample: Sample) -> list[str]:
    """Where the two differ, a line each."""
    kernel, reference = by_kernel(sample), by_reference(sample)
    return [
        f"{reading.value} {name}: reference {reference.get((reading, name))}, "
        f"kernel {kernel.get((reading, name))}"
        for reading, name in sorted(kernel.keys() | reference.keys(), key=str)
        if kernel.get((reading, name)) != reference.get((reading, name))
    ]


def report(sample: Sample) -> str:
    """The sample, made as small as it still differs, with the differences."""
    small = shrunk(sample, lambda other: bool(differences(other)))
    return "\n".join(["", described(small), *differences(small)])
