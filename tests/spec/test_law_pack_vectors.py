"""Every vector of law packs ends as its header says (spec/law-pack.md)."""

from contextlib import suppress
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from tuf.api.exceptions import RepositoryError
from tuf.ngclient._internal.trusted_metadata_set import TrustedMetadataSet
from tuf.ngclient.config import EnvelopeType

from safeconduct.app.law.pack_install import check
from safeconduct.sealing.archive import read_archive
from safeconduct.sealing.errors import Refusal, RefusedError
from tests.sealing.pack_kit import Scenario
from tests.sealing.scenarios import FOLDER, scenarios

VECTORS = sorted(FOLDER.glob("*.vector"))


def outcome(scenario: Scenario) -> str:
    """`installed`, or the kind of the refusal."""
    try:
        check(scenario.raw, scenario.state, today=scenario.today, file="law.pack")
    except RefusedError as error:
        return error.kind.value
    return "installed"


@pytest.mark.parametrize("path", VECTORS, ids=lambda path: path.stem)
def test_a_vector_ends_as_it_says(path: Path) -> None:
    scenario = Scenario.from_bytes(path.read_bytes())
    assert outcome(scenario) == scenario.expect


def test_the_vectors_are_what_their_generator_makes() -> None:
    # The bomb alone is compressed, and not every machine compresses alike.
    made = {name: item.to_bytes() for name, item in scenarios().items()}
    kept = {path.stem: path.read_bytes() for path in VECTORS}
    assert kept.keys() == made.keys()
    assert not [name for name in made.keys() - {"bomb"} if made[name] != kept[name]]


def test_every_kind_of_refusal_but_size_has_a_vector() -> None:
    kinds = {item.expect for item in scenarios().values()} - {"installed"}
    # A pack of that size would weigh more than all the others; see tests/sealing.
    assert kinds == {kind.value for kind in Refusal} - {"too-large"}


def is_believed(scenario: Scenario) -> bool:
    """Whether python-tuf's own client takes the metadata of a pack."""
    files = read_archive(scenario.raw, file="law.pack")
    try:
        trusted = TrustedMetadataSet(scenario.state.root, EnvelopeType.METADATA)
        trusted.reference_time = datetime.combine(scenario.today, time(), UTC)
        for number in range(trusted.root.version + 1, 9):
            if f"metadata/{number}.root.json" in files:
                trusted.update_root(files[f"metadata/{number}.root.json"])
        if scenario.state.timestamp:
            with suppress(RepositoryError):
                trusted.update_timestamp(scenario.state.timestamp)
        trusted.update_timestamp(files["metadata/timestamp.json"])
        trusted.update_snapshot(files["metadata/snapshot.json"])
        trusted.update_targets(files["metadata/targets.json"])
    except RepositoryError:
        return False
    return True


JUDGED = {"installed": True, "altered": True, "law": True}
JUDGED |= dict.fromkeys(
    ("broken-chain", "unsigned", "older", "expired", "mixed"), False
)


@pytest.mark.parametrize("path", VECTORS, ids=lambda path: path.stem)
def test_the_reference_implementation_agrees(path: Path) -> None:
    scenario = Scenario.from_bytes(path.read_bytes())
    if scenario.expect in JUDGED:
        assert is_believed(scenario) is JUDGED[scenario.expect]


def test_an_unknown_header_is_refused() -> None:
    vector = VECTORS[0].read_bytes()
    with pytest.raises(TypeError):
        Scenario.from_bytes(b"mood: good\n" + vector)


def test_the_day_is_an_argument() -> None:
    late = Scenario.from_bytes((FOLDER / "first.vector").read_bytes())
    with pytest.raises(RefusedError):
        check(late.raw, late.state, today=date(2030, 1, 1), file="law.pack")
