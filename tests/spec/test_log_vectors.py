"""Every vector of logs makes what its header says (spec/log.md §15)."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from safeconduct.log.entries import graph
from safeconduct.log.entries.graph import Graph
from safeconduct.log.replay import log_view
from safeconduct.log.roster import roster_change, roster_replay
from safeconduct.log.roster.roster import Roster
from safeconduct.log.roster.roster_change import RosterChange
from tests.log import by_hand
from tests.log.vector import ALL_COUNTS, FOLDER, Vector, kinds, outcome
from tests.log.vector_makers import vectors

FILES = sorted(FOLDER.glob("*.txt"))
MADE = dict(vectors())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_vector_makes_what_it_says(path: Path) -> None:
    vector = Vector.from_text(path.read_text("utf-8"))
    found = outcome(vector)
    assert found == vector.outcome
    assert kinds(found) == vector.expect


def test_the_vectors_are_what_their_generators_make() -> None:
    kept = {path.stem: path.read_text("utf-8") for path in FILES}
    assert kept == {name: vector.to_text() for name, vector in MADE.items()}


@pytest.mark.parametrize(
    "path",
    [path for path in FILES if path.stem.startswith("case")],
    ids=lambda path: path.stem,
)
def test_a_second_reader_makes_the_same(path: Path) -> None:
    vector = Vector.from_text(path.read_text("utf-8"))
    assert by_hand.outcome(vector) == vector.outcome


PLANTED: Mapping[str, tuple[object, str, object]] = {
    "the clock alone orders": (graph, "_named", lambda _: iter(())),
    "the clock orders nothing": (
        graph,
        "_rank",
        lambda item: (0, item.device, 0, item.id),
    ),
    "a fork is none": (log_view, "_forked", lambda _: frozenset()),
    "nothing is late": (log_view, "_late", lambda *_: iter(())),
    "nothing is adopted": (log_view, "_adopted", lambda *_: frozenset()),
    "a number is proof": (log_view, "_line", lambda _, upto: ((), upto[0] + 1)),
    "all stands anywhere": (log_view, "may_stand", lambda *_: True),
    "nothing is replaced": (log_view, "replaces", lambda _: ()),
    "deleted is missing": (log_view, "_deleted", lambda _: frozenset()),
    "own numbers are forgotten": (Graph, "_last_of", lambda *given: given[2]),
    "no act gives way": (roster_replay, "is_lost", lambda *_, **__: False),
    "every act gives way": (roster_replay, "is_lost", lambda *_, **__: True),
    "everybody may act": (roster_change, "may_act", lambda *_, **__: True),
    "everybody is second": (roster_change, "may_approve", lambda *_: True),
    "a lesser role is none": (RosterChange, "_lessen", lambda *_: None),
    "an old key is new": (RosterChange, "_is_key", lambda *_: False),
    "no turn is waited for": (Roster, "removed_from", lambda *_: frozenset()),
}


@pytest.mark.parametrize("planted", PLANTED.values(), ids=PLANTED)
def test_without_its_guard_a_vector_makes_another(
    planted: tuple[object, str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(*planted)
    assert any(outcome(vector) != vector.outcome for vector in MADE.values())


def test_every_kind_of_fault_has_a_vector() -> None:
    found = {kind for vector in MADE.values() for kind in vector.expect.split(", ")}
    assert found == {
        ALL_COUNTS, "missing", "changed", "fork", "late", "not allowed",
        "unknown kind", "unknown form", "malformed",
    }  # fmt: skip


def test_an_unknown_header_is_refused() -> None:
    with pytest.raises(AssertionError):
        Vector.from_text("mood: 00\n" + FILES[0].read_text("utf-8"))
