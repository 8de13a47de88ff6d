"""Facts that contradict each other are set aside before anything is decided."""

from collections.abc import Sequence
from dataclasses import replace

from safeconduct.assessment.exact import ExactCheck
from safeconduct.assessment.state import State
from safeconduct.assessment.tape import Tape
from safeconduct.rulebook.vocabulary import Vocabulary

CONTRADICTION = "contradiction"


def agreed(
    tape: Tape, state: State, vocabulary: Vocabulary
) -> tuple[State, tuple[str, ...], ExactCheck]:
    """The state without facts that contradict each other, and those facts."""
    aside: list[str] = []
    while True:
        exact = ExactCheck(tape, state, vocabulary)
        found = exact.contradiction()
        if not found:
            return state, tuple(aside), exact
        aside.extend(found)
        state = _set_aside(state, found)


def _set_aside(state: State, keys: Sequence[str]) -> State:
    names = {key.removeprefix("list.") for key in keys if key.startswith("list.")}
    return replace(
        state,
        claims={key: value for key, value in state.claims.items() if key not in keys},
        marks={**state.marks, **dict.fromkeys(keys, CONTRADICTION)},
        lists={name: rows for name, rows in state.lists.items() if name not in names},
    )
