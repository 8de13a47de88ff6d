"""A changed rulebook over the same cases: only what rests on the change runs again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic

from safeconduct.assessment.kernel import AtomPlanes, P, Run, run_kept
from safeconduct.assessment.schedule import LEAVES
from safeconduct.assessment.tape import Code, Tape
from safeconduct.base.truth import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried(Generic[P]):
    """The planes that nodes of a new tape take over from a run of an old one.

    `held` tells which nodes do; `keep` are the nodes of the new tape to be known.
    """

    tape: Tape
    given: Run[P]
    held: tuple[bool, ...]
    keep: tuple[int, ...]

    def changed(self) -> tuple[int, ...]:
        """The nodes to be known that rest on the change."""
        return tuple(index for index in self.keep if not self.held[index])


def matched(before: Tape, after: Tape) -> tuple[int, ...]:
    """For each node of a tape the same node of another, -1 where it has none."""
    atoms = {atom: index for index, atom in enumerate(before.atoms)}
    places = {
        (node.code, node.args, node.number): index
        for index, node in enumerate(before.nodes)
    }
    found: list[int] = []
    for node in after.nodes:
        if node.code is Code.ATOM:
            args: tuple[int, ...] = (atoms.get(after.atoms[node.args[0]], -1),)
        else:
            args = tuple([found[arg] for arg in node.args])
        number = node.number
        if node.code is Code.BURDEN:
            number = atoms.get(after.atoms[number], -1)
        found.append(places.get((node.code, args, number), -1))
    return tuple(found)


def carry(
    before: Tape, after: Tape, known: Run[P], *, kept: Sequence[int], none: P
) -> Carried[P]:
    """Take over what a run of the old tape has kept; propositions are to be known."""
    origin = matched(before, after)
    usable = set(kept)
    held = tuple(node in usable for node in origin)
    pairs = list(zip(origin, held, strict=True))
    given = Run(
        true=[known.true[node] if is_held else none for node, is_held in pairs],
        false=[known.false[node] if is_held else none for node, is_held in pairs],
    )
    keep = tuple(item.node for item in after.propositions.values())
    return Carried(tape=after, given=given, held=held, keep=keep)


def rerun(carried: Carried[P], atoms: AtomPlanes[P], reading: Reading) -> Run[P]:
    """Run the new tape where it rests on the change; the rest is as it was."""
    tape = carried.tape
    needed = [False] * len(tape.nodes)
    waiting = list(carried.changed())
    while waiting:
        index = waiting.pop()
        if needed[index] or carried.held[index]:
            continue
        needed[index] = True
        node = tape.nodes[index]
        if node.code not in LEAVES:
            waiting += node.args
    found: Mapping[Reading, Run[P]] = run_kept(
        tape, atoms, (reading,), carried.keep, needed=needed, given=carried.given
    )
    return found[reading]
