"""Running a tape over planes: Python integers for one case, numpy words for many.

A plane holds one bit for each lane; the same operations serve both kinds. A plane
once written is never changed: nodes may share it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, Self, TypeVar

from safeconduct.assessment.schedule import LEAVES, restricted
from safeconduct.assessment.tape import Code, Row, Step, Tape
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
Operation = Callable[[Sequence[Row], list[P], list[P]], None]


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
    machine = Machine(tape.starred, atoms, reading, given)
    steps = tape.steps if needed is None else restricted(tape.steps, needed)
    for step in steps:
        machine.do(step)
    return Run(true=machine.true, false=machine.false)


def run_readings(tape: Tape, atoms: AtomPlanes[P]) -> Mapping[Reading, Run[P]]:
    """Run the tape in all readings; what a reading does not change is run once."""
    found: dict[Reading, Run[P]] = {}
    before: Run[P] | None = None
    for reading in Reading:
        needed = None if before is None else tape.moved[reading]
        before = run(tape, atoms, reading, needed=needed, given=before)
        found[reading] = before
    return found


def run_kept(
    tape: Tape,
    atoms: AtomPlanes[P],
    readings: Sequence[Reading],
    keep: Sequence[int],
    *,
    needed: Sequence[bool] | None = None,
    given: Run[P] | None = None,
) -> Mapping[Reading, Run[P]]:
    """Run the tape for many cases: all other planes than those kept are let go early.

    With `needed` and `given`, as in `run`, of one reading only.
    """
    machines = [Machine(tape.starred, atoms, reading, given) for reading in readings]
    wanted = needed if needed is not None else [True] * len(tape.nodes)
    last = _last_uses(tape, wanted, keep)
    for index, node in enumerate(tape.nodes):
        if not wanted[index]:
            continue
        row = (index, node.args, node.number)
        step = Step(code=node.code, is_pair=len(node.args) == 2, rows=(row,))
        before: Machine[P] | None = None
        for machine in machines:
            if before is None or tape.moved[machine.reading][index]:
                machine.do(step)
            else:
                machine.copy(index, before)
            before = machine
        for machine in machines:
            machine.forget(last.get(index, ()))
    return {
        machine.reading: Run(true=machine.true, false=machine.false)
        for machine in machines
    }


def _last_uses(
    tape: Tape, wanted: Sequence[bool], keep: Sequence[int]
) -> Mapping[int, Sequence[int]]:
    """Which nodes may be let go after a node: it is the last to read them."""
    last: dict[int, int] = {}
    for index, node in enumerate(tape.nodes):
        if wanted[index]:
            last[index] = index
            if node.code not in LEAVES:
                last.update(dict.fromkeys(node.args, index))
    found: dict[int, list[int]] = {}
    for node_index in last.keys() - set(keep):
        if wanted[node_index]:
            found.setdefault(last[node_index], []).append(node_index)
    return found


class Machine(Generic[P]):
    """The planes while a tape runs; `high_*` treat what is hard as open both ways."""

    def __init__(
        self,
        starred: Sequence[bool],
        atoms: AtomPlanes[P],
        reading: Reading,
        given: Run[P] | None = None,
    ) -> None:
        """Begin with empty planes, or with those given."""
        size = len(starred)
        self.atoms = atoms
        self.reading = reading
        self.established = reading is Reading.ESTABLISHED
        self.as_decided = reading is Reading.AS_DECIDED
        self.true: list[P] = list(given.true) if given else [atoms.none] * size
        self.false: list[P] = list(given.false) if given else [atoms.none] * size
        self.starred = starred
        self.has_high = any(starred) and not self.established
        self.high_true = list(self.true) if self.has_high else self.true
        self.high_false = list(self.false) if self.has_high else self.false
        self.logic: Mapping[Code, Operation[P]] = {
            Code.AND: _all,
            Code.OR: _any,
            Code.NOT: _nots,
            Code.THRESHOLD: self._thresholds,
            Code.CHOICE: _choices,
            Code.PRACTICE: self._practices,
        }

    def do(self, step: Step) -> None:
        """Run the nodes of a step."""
        if step.is_pair and step.code is Code.AND:
            _pairs(step.rows, self.true, self.false)
        elif step.is_pair and step.code is Code.OR:
            _pairs(step.rows, self.false, self.true)
        elif step.code in self.logic:
            self.logic[step.code](step.rows, self.true, self.false)
        else:
            self._other(step)
        if self.has_high:
            for row in step.rows:
                self._high(step.code, row)

    def _other(self, step: Step) -> None:
        match step.code:
            case Code.ATOM:
                self._atoms(step.rows)
            case Code.RESOLVE:
                self._resolves(step.rows)
            case Code.SHOWN:
                self._showns(step.rows)
            case Code.BURDEN:
                self._burdens(step.rows)
            case _:
                self._constants(step.rows)

    def copy(self, index: int, other: "Machine[P]") -> None:
        """Take a node over from another reading; it is not starred."""
        self.true[index] = self.high_true[index] = other.true[index]
        self.false[index] = self.high_false[index] = other.false[index]

    def forget(self, nodes: Sequence[int]) -> None:
        """Let planes go."""
        none = self.atoms.none
        for node in nodes:
            self.true[node] = self.false[node] = none
            self.high_true[node] = self.high_false[node] = none

    def _constants(self, rows: Sequence[Row]) -> None:
        full, none = self.atoms.full, self.atoms.none
        for index, _, number in rows:
            self.true[index] = full if number == 1 else none
            self.false[index] = full if number == 0 else none

    def _atoms(self, rows: Sequence[Row]) -> None:
        true, false = self.true, self.false
        atom_true, atom_false = self.atoms.true, self.atoms.false
        for index, (atom,), _ in rows:
            true[index] = atom_true[atom]
            false[index] = atom_false[atom]

    def _burdens(self, rows: Sequence[Row]) -> None:
        """Tests that count as not met, as decided, where asked and not shown."""
        true, false, not_shown = self.true, self.false, self.atoms.not_shown
        for index, (arg,), atom in rows:
            true[index], false[index] = true[arg], false[arg]
            if self.as_decided:
                false[index] = false[arg] | not_shown[atom]

    def _thresholds(self, rows: Sequence[Row], true: list[P], false: list[P]) -> None:
        for index, args, least in rows:
            true[index] = self._at_least(least, [true[arg] for arg in args])
            most = len(args) - least + 1
            false[index] = self._at_least(most, [false[arg] for arg in args])

    def _at_least(self, least: int, planes: Sequence[P]) -> P:
        counts = [self.atoms.full] + [self.atoms.none] * least
        for plane in planes:
            for count in range(least, 0, -1):
                counts[count] = counts[count] | (counts[count - 1] & plane)
        return counts[least]

    def _resolves(self, rows: Sequence[Row]) -> None:
        true, false = self.true, self.false
        full, none = self.atoms.full, self.atoms.none
        for index, (pro, con), number in rows:
            closed = number == 1 or (number == 2 and self.as_decided)
            nothing_against = false[con] is full and true[con] is none
            true[index] = true[pro] if nothing_against else true[pro] & false[con]
            if closed:
                false[index] = false[pro]
            else:
                false[index] = none if nothing_against else false[pro] & true[con]

    def _showns(self, rows: Sequence[Row]) -> None:
        true, false, full = self.true, self.false, self.atoms.full
        if self.established:
            for index, (arg,), _ in rows:
                true[index], false[index] = true[arg], false[arg]
            return
        high = self.high_true
        for index, (arg,), _ in rows:
            true[index], false[index] = true[arg], high[arg] ^ full

    def _practices(self, rows: Sequence[Row], true: list[P], false: list[P]) -> None:
        """What counts only as decided; in other readings it is false."""
        for index, (arg,), _ in rows:
            true[index] = true[arg] if self.as_decided else self.atoms.none
            false[index] = false[arg] if self.as_decided else self.atoms.full

    def _high(self, code: Code, row: Row) -> None:
        """The same with every hard unknown taken as possibly true and false."""
        index, args, number = row
        true, false = self.high_true, self.high_false
        if not self.starred[index]:
            true[index], false[index] = self.true[index], self.false[index]
        elif code in self.logic:
            self.logic[code]((row,), true, false)
        elif code is Code.RESOLVE:
            closed = number == 1 or (number == 2 and self.as_decided)
            self._high_resolve(index, args, closed=closed)
        elif code is Code.SHOWN:
            true[index] = true[args[0]]
            false[index] = self.true[args[0]] ^ self.atoms.full
        else:
            self._high_leaf(index)

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


def _pairs(rows: Sequence[Row], true: list[P], false: list[P]) -> None:
    """AND of two; with the planes swapped, OR."""
    for index, (left, right), _ in rows:
        true[index] = true[left] & true[right]
        false[index] = false[left] | false[right]


def _all(rows: Sequence[Row], true: list[P], false: list[P]) -> None:
    """AND; with the planes swapped, OR."""
    for index, args, _ in rows:
        if len(args) == 1:
            true[index], false[index] = true[args[0]], false[args[0]]
            continue
        t, f = true[args[0]] & true[args[1]], false[args[0]] | false[args[1]]
        for arg in args[2:]:
            t &= true[arg]
            f |= false[arg]
        true[index], false[index] = t, f


def _any(rows: Sequence[Row], true: list[P], false: list[P]) -> None:
    _all(rows, false, true)


def _nots(rows: Sequence[Row], true: list[P], false: list[P]) -> None:
    for index, (arg,), _ in rows:
        true[index], false[index] = false[arg], true[arg]


def _choices(rows: Sequence[Row], true: list[P], false: list[P]) -> None:
    """Decided where every alternative still possible agrees."""
    for index, args, _ in rows:
        true[index] = _guarded(args, false, true)
        false[index] = _guarded(args, false, false)


def _guarded(args: Sequence[int], out: list[P], value: list[P]) -> P:
    plane = out[args[0]] | value[args[1]]
    for at in range(2, len(args), 2):
        plane &= out[args[at]] | value[args[at + 1]]
    return plane
