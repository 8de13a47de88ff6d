"""The facts that suffice for a finding: a minimal set, and the smallest.

A set suffices if the finding keeps its truth when everything else is unknown.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from math import comb

from safeconduct.assessment.atom import ClockReader
from safeconduct.assessment.kernel import run
from safeconduct.assessment.lane import Lanes, Supposition, versions_of
from safeconduct.assessment.state import State
from safeconduct.assessment.tape import Code, Tape, cone
from safeconduct.base.truth import Reading, Verdict

MAX_LANES = 40_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """Fact keys that suffice; `is_smallest` if no fewer do, else only minimal."""

    keys: tuple[str, ...]
    is_smallest: bool


class Supporter:
    """Finds what a decided finding rests on, in one case."""

    def __init__(
        self, tape: Tape, state: State, goal: str, *, clock: ClockReader | None = None
    ) -> None:
        """Look at one goal."""
        self.tape = tape
        self.state = state
        self.clock = clock
        self.node = tape.propositions[goal].node
        self.needed = cone(tape, (self.node,))
        self.atoms = [
            node.args[0]
            for index, node in enumerate(tape.nodes)
            if self.needed[index] and node.code is Code.ATOM
        ]
        self.keys = tuple(
            dict.fromkeys(
                key
                for atom in self.atoms
                for key in tape.keys_of_atom[atom]
                if key in state.claims or key.removeprefix("list.") in state.lists
            )
        )
        self.verdict = self._verdicts(state, [{}])[0]

    def minimal(self, start: Sequence[str] | None = None) -> tuple[str, ...]:
        """A set of which no fact can be left out."""
        kept = list(self.keys if start is None else start)
        if not self._suffices(kept):
            kept = list(self.keys)
        for key in tuple(kept):
            fewer = [other for other in kept if other != key]
            if self._suffices(fewer):
                kept = fewer
        return tuple(kept)

    def smallest(self, minimal: Sequence[str]) -> Support:
        """The smallest set, or the minimal one where looking on would be too long."""
        budget = MAX_LANES
        for size in range(len(minimal)):
            budget -= comb(len(self.keys), size)
            if budget < 0:
                return Support(keys=tuple(minimal), is_smallest=False)
            sets = list(combinations(self.keys, size))
            verdicts = self._verdicts(self.state, [self._only(kept) for kept in sets])
            for kept, verdict in zip(sets, verdicts, strict=True):
                if verdict is self.verdict:
                    return Support(keys=kept, is_smallest=True)
        return Support(keys=tuple(minimal), is_smallest=True)

    def _only(self, kept: Sequence[str]) -> Supposition:
        return {key: None for key in self.keys if key not in kept}

    def _suffices(self, kept: Sequence[str]) -> bool:
        names = {key.removeprefix("list.") for key in kept if key.startswith("list.")}
        state = replace(
            self.state,
            claims={k: v for k, v in self.state.claims.items() if k in kept},
            lists={k: v for k, v in self.state.lists.items() if k in names},
        )
        return self._verdicts(state, [{}])[0] is self.verdict

    def _verdicts(
        self, state: State, suppositions: Sequence[Supposition]
    ) -> list[Verdict]:
        lanes = Lanes(
            self.tape,
            state,
            suppositions,
            clock=self.clock,
            versions=versions_of(state),
            atoms=self.atoms,
        )
        result = run(self.tape, lanes.planes, Reading.ESTABLISHED, needed=self.needed)
        true, false = result.true[self.node], result.false[self.node]
        return [
            lanes.verdict(true, false, number) for number in range(len(suppositions))
        ]
