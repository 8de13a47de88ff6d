"""The atomiser of one case: atoms to planes over lanes, as Python integers.

A lane is (version of the disputes, hypothesis). Lane 0 is the first version with
nothing supposed; see `Lanes`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import product

from safeconduct.assessment.atom import (
    ClockReader,
    CompareAtom,
    ExistsAtom,
    MemberAtom,
    NormAtom,
    UsedAtom,
    bounds,
    comparison,
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
Planes = tuple[int, int]
Prepared = Sequence[tuple[int, Planes]]
_Supposing = Callable[[Supposition], tuple[int, int]]
JUDGED = frozenset({"true"})
_TWO = 2


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

    def __init__(  # noqa: PLR0913 -- all but two are for questions only
        self,
        tape: Tape,
        state: State,
        suppositions: Sequence[Supposition] = ({},),
        *,
        clock: ClockReader | None = None,
        versions: Versions | None = None,
        atoms: Sequence[int] | None = None,
        prepared: Mapping[str, Prepared] | None = None,
    ) -> None:
        """Work out the planes of the atoms (of `atoms` only, where given).

        `prepared` are by fact the planes, a lane a supposition, of those tests that
        are open as long as nothing is supposed; its suppositions stand together.
        """
        self.tape = tape
        self.state = state
        self.today = state.today.toordinal()
        self.clock = clock
        self.versions = versions or versions_of(state)
        self.suppositions = tuple(suppositions)
        self.width = len(self.versions.values)
        self.full = (1 << (self.width * len(self.suppositions))) - 1
        size = len(tape.atoms)
        self._true, self._false = [0] * size, [0] * size
        self._wanted = None if atoms is None else frozenset(atoms)
        self._touching = self._supposed_keys()
        self._as_known()
        block = (1 << self.width) - 1
        ready = prepared or {}
        for key, supposed in self._touching.items():
            if key in ready:
                self._take(ready[key], at=supposed[0])
                continue
            others = self.full
            for number in supposed:
                others ^= block << (number * self.width)
            for index in tape.atoms_of_key.get(key, ()):
                if self._wanted is None or index in self._wanted:
                    self._suppose(key, index, supposed, others)
        self.planes = AtomPlanes(
            true=self._true,
            false=self._false,
            not_shown=self._not_shown(),
            none=0,
            full=self.full,
        )

    def _supposed_keys(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for index, supposition in enumerate(self.suppositions):
            for key in supposition:
                found.setdefault(key, []).append(index)
        return found

    def _as_known(self) -> None:
        """The planes with nothing supposed; tests on what is not known stay open."""
        first = self.versions.values[0]
        disputed = {key for key, claims in self.state.claims.items() if len(claims) > 1}
        repeat = self.full // ((1 << self.width) - 1)
        block = self.full // repeat
        known = [*first, *(f"list.{name}" for name in self.state.lists)]
        read = {i for key in known for i in self.tape.atoms_of_key.get(key, ())}
        may_be = read | self.tape.awake
        for index in may_be if self._wanted is None else may_be & self._wanted:
            if disputed.isdisjoint(self.tape.keys_of_atom[index]):
                truth = self._truth(index, first, {})
                if truth is Truth.TRUE:
                    self._true[index] = self.full
                elif truth is Truth.FALSE:
                    self._false[index] = self.full
                continue
            true, false = self.under(index, {})
            self._true[index] = (true & block) * repeat
            self._false[index] = (false & block) * repeat

    def under(self, index: int, supposition: Supposition) -> tuple[int, int]:
        """True and false of an atom over the versions, under one supposition."""
        true = false = 0
        for at, values in enumerate(self.versions.values):
            truth = self._truth(index, values, supposition)
            if truth is Truth.TRUE:
                true |= 1 << at
            elif truth is Truth.FALSE:
                false |= 1 << at
        return true, false

    def _take(self, planes: Prepared, *, at: int) -> None:
        shift = at * self.width
        for index, (true, false) in planes:
            self._true[index] |= _widened(true, self.width) << shift
            self._false[index] |= _widened(false, self.width) << shift

    def _suppose(
        self, key: str, index: int, supposed: Sequence[int], others: int
    ) -> None:
        """Write an atom anew in the lanes of suppositions about a fact of its own."""
        width = self.width
        true = false = 0
        planes = self._planes_of(key, index)
        for number in supposed:
            t, f = planes(self.suppositions[number])
            at = number * width
            true |= t << at
            false |= f << at
        self._true[index] = (self._true[index] & others) | true
        self._false[index] = (self._false[index] & others) | false

    def _planes_of(self, key: str, index: int) -> _Supposing:
        """How to find the planes of an atom under a supposition about a fact."""
        atom = self.tape.atoms[index]
        match atom:
            case MemberAtom(values=values):
                return self._member(key, values)
            case NormAtom():
                return self._member(key, JUDGED)
            case CompareAtom(left=left, right=right) if left.key != right.key:
                other = right if left.key == key else left
                if len(self.state.claims.get(other.key, ())) < _TWO:
                    return self._comparison(key, index, atom)
            case _:
                pass
        return partial(self.under, index)

    def _member(self, key: str, values: frozenset[str]) -> _Supposing:
        block = (1 << self.width) - 1

        def planes(supposition: Supposition) -> tuple[int, int]:
            value = supposition[key]
            if not isinstance(value, Choice):
                return 0, 0
            if value.values <= values:
                return block, 0
            return (0, block) if value.values.isdisjoint(values) else (0, 0)

        return planes

    def _comparison(self, key: str, index: int, atom: CompareAtom) -> _Supposing:
        """One side is supposed, the other is the same in all versions."""
        block = (1 << self.width) - 1
        is_left = atom.left.key == key
        own, other = (atom.left, atom.right) if is_left else (atom.right, atom.left)
        fixed = bounds(other, self.versions.values[0].get(other.key), self.today)

        def planes(supposition: Supposition) -> tuple[int, int]:
            value = supposition[key]
            if len(supposition) > 1 or not isinstance(value, Span):
                return self.under(index, supposition)
            if own.offset is None:
                moved = value.low, value.high
            else:
                moved = bounds(own, value, self.today)
            truth = compare(moved, fixed) if is_left else compare(fixed, moved)
            if truth is Truth.TRUE:
                return block, 0
            return (0, block) if truth is Truth.FALSE else (0, 0)

        compare = comparison(atom.relation)
        return planes

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
            case ExistsAtom():
                return self._exists(index, atom, supposition)
            case UsedAtom(clock=clock):
                if self.clock is None:
                    return Truth.UNKNOWN
                return used_truth(atom, self.clock(clock))

    def _exists(self, index: int, atom: ExistsAtom, supposition: Supposition) -> Truth:
        key = f"list.{atom.list}"
        rows = self.state.lists.get(atom.list)
        if key in supposition:
            supposed = supposition[key]
            if not isinstance(supposed, Forced):
                rows = supposed if isinstance(supposed, RowSet) else None
            elif index in supposed.atoms:
                return Truth.TRUE
        return exists_truth(atom, rows, self.today)

    def _not_shown(self) -> list[int]:
        """The lanes in which a fact of a burdened test was asked and not shown."""
        found = [0] * len(self.tape.atoms)
        marks = self.state.marks
        block = (1 << self.width) - 1
        for index, keys in self.tape.burdened.items():
            if not any(marks.get(key) in NOT_SHOWN for key in keys):
                continue
            plane = self.full
            for supposed in {i for key in keys for i in self._touching.get(key, ())}:
                plane &= ~(block << (supposed * self.width))
            found[index] = plane & ~self._true[index]
        return found

    def whole(self, plane: int) -> list[int]:
        """The suppositions all of whose versions are in a plane."""
        return whole(plane, width=self.width, count=len(self.suppositions))

    def all_versions(self, plane: int) -> int:
        """The first lanes of the suppositions all of whose versions are in a plane."""
        return _covered(plane, width=self.width, full=self.full)

    def verdict(self, true: int, false: int, supposed: int = 0) -> Verdict:
        """Fold the versions of one supposition into a verdict."""
        return folded(true, false, at=supposed * self.width, width=self.width)


def folded(true: int, false: int, *, at: int, width: int) -> Verdict:
    """The verdict of the versions that stand in so many lanes from one on."""
    mask = (1 << width) - 1
    t, f = (true >> at) & mask, (false >> at) & mask
    if t == mask:
        return Verdict.TRUE
    if f == mask:
        return Verdict.FALSE
    return Verdict.DISPUTED if t and f else Verdict.UNKNOWN


def _covered(plane: int, *, width: int, full: int) -> int:
    """The first lanes of the blocks, each so wide, that a plane covers in full."""
    if width == 1:
        return plane
    held = plane
    for shift in range(1, width):
        held &= plane >> shift
    return held & (full // ((1 << width) - 1))


def whole(plane: int, *, width: int, count: int) -> list[int]:
    """Which of so many blocks of lanes, each so wide, a plane covers in full."""
    digits = f"{_covered(plane, width=width, full=(1 << (width * count)) - 1):b}"
    last = len(digits) - 1
    found: list[int] = []
    at = digits.rfind("1")
    while at >= 0:
        found.append((last - at) // width)
        at = digits.rfind("1", 0, at)
    return found


def _widened(plane: int, width: int) -> int:
    """A plane in which each lane stands so many times."""
    if width == 1:
        return plane
    bits = f"{plane:b}".replace("0", "0" * width).replace("1", "1" * width)
    return int(bits, 2)


def lane_sums(weights: Iterable[tuple[int, int]], *, lanes: int) -> list[int]:
    """For each lane the weights of the planes that hold it, by bit-sliced addition."""
    digits: list[int] = []
    for plane, weight in weights:
        for place in whole(weight, width=1, count=weight.bit_length()):
            _add(digits, plane, place)
    sums = [0] * lanes
    for place, digit in enumerate(digits):
        for lane in whole(digit, width=1, count=lanes):
            sums[lane] += 1 << place
    return sums


def _add(digits: list[int], plane: int, place: int) -> None:
    """Add a plane to the binary digits of sums, from a place on."""
    digits += [0] * (place - len(digits))
    carry = plane
    for at in range(place, len(digits)):
        digits[at], carry = digits[at] ^ carry, digits[at] & carry
        if not carry:
            return
    digits.append(carry)
