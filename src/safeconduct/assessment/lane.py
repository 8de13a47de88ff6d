"""The atomiser of one case: atoms to planes over lanes, as Python integers.

A lane is (version of the disputes, hypothesis). Lane 0 is the first version with
nothing supposed; see `Lanes`.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from safeconduct.assessment.atom import (
    ClockReader,
    CompareAtom,
    ExistsAtom,
    MemberAtom,
    NormAtom,
    UsedAtom,
    exists_truth,
    simple_truth,
    used_truth,
)
from safeconduct.assessment.kernel import AtomPlanes
from safeconduct.assessment.state import RowSet, State
from safeconduct.assessment.tape import Tape
from safeconduct.base.truth import Truth, Verdict
from safeconduct.base.value import Choice, Span, Value

MAX_VERSIONS = 256
NOT_SHOWN = frozenset({"does not know", "no evidence"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Forced:
    """Supposed of a list: that some tests on it hold, whatever its rows."""

    atoms: frozenset[int]


Supposed = Value | RowSet | Forced | None
Supposition = Mapping[str, Supposed]


@dataclass(frozen=True, slots=True, kw_only=True)
class Versions:
    """The versions of a case: one for each choice among what is claimed.

    `left_out` names disputed facts beyond the cap, which are unknown in all versions.
    """

    values: tuple[Mapping[str, Value], ...]
    left_out: tuple[str, ...]


def versions_of(state: State, *, cap: int = MAX_VERSIONS) -> Versions:
    """Every combination of the claimed values, up to the cap."""
    disputed = [
        (key, state.claims[key])
        for key in sorted(state.claims)
        if len(state.claims[key]) > 1
    ]
    firm = {key: claims[0] for key, claims in state.claims.items() if len(claims) == 1}
    kept: list[tuple[str, tuple[Value, ...]]] = []
    left_out: list[str] = []
    count = 1
    for key, claims in disputed:
        if count * len(claims) > cap:
            left_out.append(key)
            continue
        count *= len(claims)
        kept.append((key, claims))
    values = tuple(
        {**firm, **dict(zip((key for key, _ in kept), chosen, strict=True))}
        for chosen in product(*(claims for _, claims in kept))
    )
    return Versions(values=values, left_out=tuple(left_out))


class Lanes:
    """All versions under each supposition, as bits of Python integers.

    The lanes of supposition `i` are bits `i * versions` up to `(i + 1) * versions`;
    a supposition maps fact keys (or `list.<name>`) to what is supposed, None for
    unknown.
    """

    def __init__(
        self,
        tape: Tape,
        state: State,
        suppositions: Sequence[Supposition] = ({},),
        *,
        clock: ClockReader | None = None,
        versions: Versions | None = None,
        atoms: Sequence[int] | None = None,
    ) -> None:
        """Work out the planes of the atoms (of `atoms` only, where given)."""
        self.tape = tape
        self.state = state
        self.today = state.today.toordinal()
        self.clock = clock
        self.versions = versions or versions_of(state)
        self.suppositions = tuple(suppositions)
        self.width = len(self.versions.values)
        self.full = (1 << (self.width * len(self.suppositions))) - 1
        self._touching = self._supposed_keys()
        size = len(tape.atoms)
        true, false, not_shown = [0] * size, [0] * size, [0] * size
        for index in range(size) if atoms is None else atoms:
            true[index], false[index] = self._planes(index)
        for index, keys in tape.burdened.items():
            not_shown[index] = self._not_shown(keys) & ~true[index]
        self.planes = AtomPlanes(
            true=true, false=false, not_shown=not_shown, none=0, full=self.full
        )

    def _supposed_keys(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for index, supposition in enumerate(self.suppositions):
            for key in supposition:
                found.setdefault(key, []).append(index)
        return found

    def _planes(self, index: int) -> tuple[int, int]:
        keys = self.tape.keys_of_atom[index]
        true = false = 0
        for at, values in enumerate(self.versions.values):
            match self._truth(index, values, {}):
                case Truth.TRUE:
                    true |= 1 << at
                case Truth.FALSE:
                    false |= 1 << at
                case Truth.UNKNOWN:
                    pass
        repeat = self.full // ((1 << self.width) - 1)
        true, false = true * repeat, false * repeat
        for supposed in sorted(
            {i for key in keys for i in self._touching.get(key, ())}
        ):
            true, false = self._suppose(index, supposed, true, false)
        return true, false

    def _suppose(
        self, index: int, supposed: int, true: int, false: int
    ) -> tuple[int, int]:
        supposition = self.suppositions[supposed]
        for at, values in enumerate(self.versions.values):
            bit = 1 << (supposed * self.width + at)
            truth = self._truth(index, values, supposition)
            true = true | bit if truth is Truth.TRUE else true & ~bit
            false = false | bit if truth is Truth.FALSE else false & ~bit
        return true, false

    def _truth(
        self, index: int, values: Mapping[str, Value], supposition: Supposition
    ) -> Truth:
        atom = self.tape.atoms[index]

        def look(key: str) -> Value | None:
            if key in supposition:
                supposed = supposition[key]
                return supposed if isinstance(supposed, Choice | Span) else None
            return values.get(key)

        match atom:
            case MemberAtom() | CompareAtom() | NormAtom():
                return simple_truth(atom, look, self.today)
            case ExistsAtom(list=name):
                key = f"list.{name}"
                supposed = supposition.get(key)
                if isinstance(supposed, Forced) and index in supposed.atoms:
                    return Truth.TRUE
                known = self.state.lists.get(name)
                rows = supposed if isinstance(supposed, RowSet) else known
                return exists_truth(atom, rows, self.today)
            case UsedAtom(clock=clock):
                if self.clock is None:
                    return Truth.UNKNOWN
                return used_truth(atom, self.clock(clock))

    def _not_shown(self, keys: Collection[str]) -> int:
        """The lanes in which one of the facts was asked and not shown."""
        if not any(self.state.marks.get(key) in NOT_SHOWN for key in keys):
            return 0
        plane = self.full
        for supposed in {i for key in keys for i in self._touching.get(key, ())}:
            block = ((1 << self.width) - 1) << (supposed * self.width)
            plane &= ~block
        return plane

    def verdict(self, true: int, false: int, supposed: int = 0) -> Verdict:
        """Fold the versions of one supposition into a verdict."""
        mask = (1 << self.width) - 1
        t = (true >> (supposed * self.width)) & mask
        f = (false >> (supposed * self.width)) & mask
        if t == mask:
            return Verdict.TRUE
        if f == mask:
            return Verdict.FALSE
        return Verdict.DISPUTED if t and f else Verdict.UNKNOWN
