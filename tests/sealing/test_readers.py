"""Every reader of this room ends as the makers of vectors say.

What was frozen as files is read in tests/spec.
"""

import pytest

from safeconduct.sealing.archive import read_archive
from safeconduct.sealing.errors import RefusedError
from safeconduct.sealing.trust import Seen, verify
from tests.sealing.pack_kit import FILE, Scenario
from tests.sealing.scenarios import scenarios
from tests.sealing.vector import Vector, outcome
from tests.sealing.vector_makers import vectors

VECTORS = vectors()
SCENARIOS = scenarios()
# What a law says is not the business of this room.
BELIEVED = frozenset({"installed", "law"})


@pytest.mark.parametrize("vector", VECTORS.values(), ids=VECTORS)
def test_what_is_sealed_ends_as_it_must(vector: Vector) -> None:
    assert outcome(vector) == (vector.expect, vector.inputs.get("gives", b""))


@pytest.mark.parametrize("scenario", SCENARIOS.values(), ids=SCENARIOS)
def test_a_pack_is_believed_or_refused_as_it_must(scenario: Scenario) -> None:
    assert believed(scenario) == (
        "believed" if scenario.expect in BELIEVED else f"{FILE}: {scenario.expect}"
    )


def believed(scenario: Scenario) -> str:
    """`believed`, or what is refused and the kind of the refusal."""
    seen = Seen(root=scenario.state.root, timestamp=scenario.state.timestamp)
    try:
        files = read_archive(scenario.raw, file=FILE)
        verify(files, seen, today=scenario.today, file=FILE)
    except RefusedError as error:
        return f"{error.lead.file}: {error.kind.value}"
    return "believed"
