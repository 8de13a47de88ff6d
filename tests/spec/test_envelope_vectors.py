"""Every vector of envelopes ends as its header says (spec/envelope.md §14)."""

from pathlib import Path

import pytest

from safeconduct.sealing.errors import Failure
from tests.sealing.vector import FOLDER, OPENS, Vector, outcome
from tests.sealing.vector_makers import vectors

FILES = sorted(FOLDER.glob("*.txt"))
MADE = vectors()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_vector_ends_as_it_says(path: Path) -> None:
    vector = Vector.from_text(path.read_text("utf-8"))
    assert outcome(vector) == (vector.expect, vector.inputs.get("gives", b""))


def test_the_vectors_are_what_their_generators_make() -> None:
    kept = {path.stem: path.read_text("utf-8") for path in FILES}
    assert kept == {name: vector.to_text() for name, vector in MADE.items()}


def test_every_failure_of_a_reader_has_a_vector() -> None:
    # These befall a writer, who has no bytes yet.
    writers = {Failure.TOO_LONG, Failure.TOO_SHORT, Failure.CHANGED}
    kinds = {vector.expect for vector in MADE.values()} - {OPENS}
    assert kinds == {kind.value for kind in set(Failure) - writers}


def test_every_form_has_a_vector_that_opens() -> None:
    good = {vector.form for vector in MADE.values() if vector.expect == OPENS}
    assert good == {vector.form for vector in MADE.values()}


def test_an_unknown_header_is_refused() -> None:
    with pytest.raises(AssertionError):
        Vector.from_text("mood: 00\n" + FILES[0].read_text("utf-8"))
