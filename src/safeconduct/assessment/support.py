"""The facts that suffice for a finding: a minimal set, and the smallest.

A set suffices if the finding keeps its truth when everything else is unknown. Knowing
less decides less, so only what is decided now, and bears on the finding through what
is decided, is looked at again.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb

from safeconduct.assessment.atom import ClockReader
from safeconduct.assessment.kernel import AtomPlanes, Run, run
from safeconduct.assessment.lane import Lanes, whole
from safeconduct.assessment.schedule import LEAVES
from safeconduct.assessment.state import State
from safeconduct.assessment.tape import Code, Tape, cone
from safeconduct.base.truth import Reading, Verdict

MAX_LANES = 40_000
Kept = Sequence[str]
# An atom, the facts it lacks, and where it then is true and false.
_Way = tuple[int, frozenset[str], int, int]


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
        needed = cone(tape, (self.node,))
        below = _atoms(tape, needed)
        self.lanes = Lanes(tape, state, clock=clock, atoms=below)
        now = run(tape, self.lanes.planes, Reading.ESTABLISHED, needed=needed)
        true, false = now.true[self.node], now.false[self.node]
        self.verdict = self.lanes.verdict(true, false)
        self.needed = _bearing(tape, now, self.node)
        self.atoms = _atoms(tape, self.needed)
        read = {key for atom in self.atoms for key in tape.keys_of_atom[atom]}
        self.keys = tuple(
            dict.fromkeys(
                key
                for atom in below
                for key in tape.keys_of_atom[atom]
                if key in read
                and (key in state.claims or key.removeprefix("list.") in state.lists)
            )
        )
        self.ways = tuple(self._ways())

    def minimal(self, start: Sequence[str] | None = None) -> tuple[str, ...]:
        """A set of which no fact can be left out; `start` is tried first.

        Facts are left out in turn. All prefixes of those not yet tried are tested
        together: the fact after the longest that can go has to stay.
        """
        chosen = list(self.keys)
        if start is not None:
            tried = [key for key in dict.fromkeys(start) if key in self.keys]
            chosen = tried if self._suffice([tried]) else chosen
        stays: list[str] = []
        while chosen:
            sets = [[*stays, *chosen[at:]] for at in range(1, len(chosen) + 1)]
            count = len(self._suffice(sets))
            stays += chosen[count : count + 1]
            chosen = chosen[count + 1 :]
        return tuple(stays)

    def smallest(self, minimal: Sequence[str]) -> Support:
        """The smallest set, or the minimal one where looking on would be too long."""
        budget = MAX_LANES
        for size in range(len(minimal)):
            budget -= comb(len(self.keys), size)
            if budget < 0:
                return Support(keys=tuple(minimal), is_smallest=False)
            sets = list(combinations(self.keys, size))
            found = self._suffice(sets)
            if found:
                return Support(keys=sets[found[0]], is_smallest=True)
        return Support(keys=tuple(minimal), is_smallest=True)

    def _suffice(self, sets: Sequence[Kept]) -> list[int]:
        """Which of the sets suffice, by their places."""
        planes = self._planes(sets)
        result = run(self.tape, planes, Reading.ESTABLISHED, needed=self.needed)
        is_true = self.verdict is Verdict.TRUE
        plane = result.true[self.node] if is_true else result.false[self.node]
        return whole(plane, width=self.lanes.width, count=len(sets))

    def _planes(self, sets: Sequence[Kept]) -> AtomPlanes[int]:
        """The atoms over all sets, by which of the facts they read are kept."""
        width = self.lanes.width
        full = (1 << (width * len(sets))) - 1
        tile = full // ((1 << width) - 1)
        kept = self._kept(sets)
        size = len(self.tape.atoms)
        true, false = [0] * size, [0] * size
        for index, lacking, t, f in self.ways:
            lanes = full
            for key in self.tape.keys_of_atom[index]:
                if key in kept:
                    lanes &= kept[key] ^ full if key in lacking else kept[key]
            true[index] |= lanes & (t * tile)
            false[index] |= lanes & (f * tile)
        none = [0] * size
        return AtomPlanes(true=true, false=false, not_shown=none, none=0, full=full)

    def _kept(self, sets: Sequence[Kept]) -> Mapping[str, int]:
        """For each fact the lanes of the sets that keep it."""
        width, size = self.lanes.width, self.lanes.width * len(sets)
        digits = {key: bytearray(b"0") * size for key in self.keys}
        ones = b"1" * width
        for number, kept in enumerate(sets, start=1):
            at = size - number * width
            for key in kept:
                digits[key][at : at + width] = ones
        return {key: int(found, 2) for key, found in digits.items()}

    def _ways(self) -> Iterator[_Way]:
        """What each test is, with its facts and with some of them lacking."""
        planes = self.lanes.planes
        for index in self.atoms:
            yield index, frozenset(), planes.true[index], planes.false[index]
            keys = [key for key in self.tape.keys_of_atom[index] if key in self.keys]
            if len(keys) == 1 and index not in self.tape.awake:
                continue
            for size in range(1, len(keys) + 1):
                for lacking in combinations(keys, size):
                    t, f = self.lanes.under(index, dict.fromkeys(lacking))
                    yield index, frozenset(lacking), t, f


def _atoms(tape: Tape, needed: Sequence[bool]) -> list[int]:
    """The atoms of some nodes, in the order of the tape."""
    return [
        args[0]
        for step in tape.steps
        if step.code is Code.ATOM
        for index, args, _ in step.rows
        if needed[index]
    ]


def _bearing(tape: Tape, now: Run[int], root: int) -> list[bool]:
    """Nodes decided somewhere that reach a node through nodes decided somewhere."""
    bears = [False] * len(tape.nodes)
    bears[root] = True
    true, false = now.true, now.false
    for step in reversed(tape.steps):
        if step.code not in LEAVES:
            for index, args, _ in step.rows:
                if bears[index]:
                    for arg in args:
                        bears[arg] = bears[arg] or bool(true[arg] or false[arg])
    return bears
