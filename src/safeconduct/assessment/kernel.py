"""Running a tape over planes: Python integers for one case, numpy words for many.

A plane holds one bit for each lane; the same operations serve both kinds.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, Self, TypeVar

from safeconduct.assessment.tape import Code, Node, Tape
from safeconduct.base.truth import Reading


class Plane(Protocol):
    """What a plane must do: the operators of Python integers and numpy arrays."""

    def __and__(self, other: Self, /) -> Self:
        """Bits set in both."""
        ...

    def __or__(self, other: Self, /) -> Self:
        """Bits set in either."""
        ...

    def __xor__(self, other: Self, /) -> Self:
        """Bits set in one of them."""
        ...


P = TypeVar("P", bound=Plane)


@dataclass(frozen=True, slots=True, kw_only=True)
class AtomPlanes(Generic[P]):
    """The leaves: known true and known false of every atom, and what was not shown.

    `not_shown` holds, for burdened atoms, the lanes in which the fact was asked and
    not answered or not evidenced. `none` and `full` are the empty and full plane.
    """

    true: Sequence[P]
    false: Sequence[P]
    not_shown: Sequence[P]
    none: P
    full: P


@dataclass(slots=True, kw_only=True)
class Run(Generic[P]):
    """The planes of every node in one reading; nodes out of the cone stay empty."""

    true: list[P]
    false: list[P]


def run(
    tape: Tape,
    atoms: AtomPlanes[P],
    reading: Reading,
    *,
    needed: Sequence[bool] | None = None,
    given: Run[P] | None = None,
) -> Run[P]:
    """Run the tape once.

    `needed` restricts it to some nodes; `given` holds the planes of the others.
    """
    machine = _Machine(tape, atoms, reading)
    if given is not None:
        machine.true[:] = given.true
        machine.false[:] = given.false
    for index, node in enumerate(tape.nodes):
        if needed is None or needed[index]:
            machine.step(index, node)
    return Run(true=machine.true, false=machine.false)


class _Machine(Generic[P]):
    """The planes while a tape runs; `high_*` treat what is hard as open both ways."""

    def __init__(self, tape: Tape, atoms: AtomPlanes[P], reading: Reading) -> None:
        size = len(tape.nodes)
        self.atoms = atoms
        self.established = reading is Reading.ESTABLISHED
        self.as_decided = reading is Reading.AS_DECIDED
        self.true: list[P] = [atoms.none] * size
        self.false: list[P] = [atoms.none] * size
        starred = any(tape.starred) and not self.established
        self.starred = tape.starred if starred else [False] * size
        self.high_true = [atoms.none] * size if starred else self.true
        self.high_false = [atoms.none] * size if starred else self.false

    def step(self, index: int, node: Node) -> None:
        args = node.args
        match node.code:
            case Code.AND:
                self._both(index, args, self.true, self.false)
            case Code.OR:
                self._both(index, args, self.false, self.true)
            case Code.ATOM:
                self._atom(index, args[0])
            case Code.RESOLVE:
                self._resolve(index, args, closed=self._is_closed(node))
            case Code.SHOWN:
                self._shown(index, args[0])
            case Code.CONSTANT:
                self._constant(index, node.number)
            case _:
                self._joined(index, node, self.true, self.false)
        if self.high_true is not self.true:
            self._high(index, node)

    def _joined(self, index: int, node: Node, true: list[P], false: list[P]) -> None:
        """What looks at nothing but its arguments, in either pair of planes."""
        args = node.args
        match node.code:
            case Code.AND:
                self._both(index, args, true, false)
            case Code.OR:
                self._both(index, args, false, true)
            case Code.NOT:
                true[index], false[index] = false[args[0]], true[args[0]]
            case Code.THRESHOLD:
                self._threshold(index, args, node.number, true, false)
            case Code.CHOICE:
                true[index] = self._guarded(args, false, true)
                false[index] = self._guarded(args, false, false)
            case Code.BURDEN:
                true[index], false[index] = true[args[0]], false[args[0]]
                if self.as_decided:
                    false[index] = false[args[0]] | self.atoms.not_shown[node.number]
            case _:  # PRACTICE
                counts = self.as_decided
                true[index] = true[args[0]] if counts else self.atoms.none
                false[index] = false[args[0]] if counts else self.atoms.full

    def _constant(self, index: int, number: int) -> None:
        self.true[index] = self.atoms.full if number == 1 else self.atoms.none
        self.false[index] = self.atoms.full if number == 0 else self.atoms.none

    def _both(
        self, index: int, args: Sequence[int], true: list[P], false: list[P]
    ) -> None:
        """AND; with the planes swapped, OR."""
        t, f = true[args[0]], false[args[0]]
        for arg in args[1:]:
            t = t & true[arg]
            f = f | false[arg]
        true[index], false[index] = t, f

    def _atom(self, index: int, atom: int) -> None:
        self.true[index] = self.atoms.true[atom]
        self.false[index] = self.atoms.false[atom]

    def _threshold(
        self,
        index: int,
        args: Sequence[int],
        least: int,
        true: list[P],
        false: list[P],
    ) -> None:
        true[index] = self._at_least(least, [true[arg] for arg in args])
        most = len(args) - least + 1
        false[index] = self._at_least(most, [false[arg] for arg in args])

    def _at_least(self, least: int, planes: Sequence[P]) -> P:
        counts = [self.atoms.full] + [self.atoms.none] * least
        for plane in planes:
            for count in range(least, 0, -1):
                counts[count] = counts[count] | (counts[count - 1] & plane)
        return counts[least]

    def _guarded(self, args: Sequence[int], out: list[P], value: list[P]) -> P:
        """Decided where every alternative still possible agrees."""
        plane = out[args[0]] | value[args[1]]
        for at in range(2, len(args), 2):
            plane = plane & (out[args[at]] | value[args[at + 1]])
        return plane

    def _is_closed(self, node: Node) -> bool:
        return node.number == 1 or (node.number == 2 and self.as_decided)

    def _resolve(self, index: int, args: Sequence[int], *, closed: bool) -> None:
        pro, con = args
        true, false = self.true, self.false
        true[index] = true[pro] & false[con]
        false[index] = false[pro] if closed else false[pro] & true[con]

    def _shown(self, index: int, arg: int) -> None:
        self.true[index] = self.true[arg]
        self.false[index] = (
            self.false[arg]
            if self.established
            else self.high_true[arg] ^ self.atoms.full
        )

    def _high(self, index: int, node: Node) -> None:
        """The same with every hard unknown taken as possibly true and false."""
        if not self.starred[index]:
            self.high_true[index] = self.true[index]
            self.high_false[index] = self.false[index]
            return
        true, false = self.high_true, self.high_false
        match node.code:
            case Code.RESOLVE:
                self._high_resolve(index, node.args, closed=self._is_closed(node))
            case Code.SHOWN:
                true[index] = true[node.args[0]]
                false[index] = self.true[node.args[0]] ^ self.atoms.full
            case Code.ATOM | Code.CONSTANT:
                self._high_leaf(index)
            case _:
                self._joined(index, node, true, false)

    def _high_leaf(self, index: int) -> None:
        """An undecided norm or a rule that cannot be relied on: open both ways."""
        self.high_true[index] = self.false[index] ^ self.atoms.full
        self.high_false[index] = self.true[index] ^ self.atoms.full

    def _high_resolve(self, index: int, args: Sequence[int], *, closed: bool) -> None:
        pro, con = args
        true, false = self.high_true, self.high_false
        conflict = true[pro] & true[con]
        true[index] = (true[pro] & false[con]) | conflict
        against = false[pro] if closed else false[pro] & true[con]
        false[index] = against | conflict
