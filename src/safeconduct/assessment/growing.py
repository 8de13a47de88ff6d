"""A run in all readings to which nodes are added and from which they are taken again.

For many small changes of one tape over the same cases: what the change does not touch
stands, and only the nodes that it adds are run.
"""

from collections.abc import Sequence

from safeconduct.assessment.atom import Atom, keys_of
from safeconduct.assessment.batch import Batch
from safeconduct.assessment.kernel import AtomPlanes, Machine, Run
from safeconduct.assessment.node import Nodes, is_hard
from safeconduct.assessment.tape import Step
from safeconduct.base.truth import Reading


class Growing:
    """The planes of nodes under construction, for the members of a batch."""

    def __init__(self, nodes: Nodes, batch: Batch, burdened: frozenset[str]) -> None:
        """Begin with no node; `grow` runs those that are there."""
        self.nodes = nodes
        self.batch = batch
        self.burdened = burdened
        self.hard: list[bool] = []
        self.true: list[int] = []
        self.false: list[int] = []
        self.not_shown: list[int] = []
        planes = AtomPlanes(
            true=self.true,
            false=self.false,
            not_shown=self.not_shown,
            none=0,
            full=batch.full,
        )
        self.machines = {reading: Machine([], planes, reading) for reading in Reading}
        for machine in self.machines.values():
            # What is hard is run both ways wherever it stands: more than is needed.
            machine.starred = self.hard
            if not machine.established:
                machine.has_high = True
                machine.high_true, machine.high_false = [], []

    def grow(self) -> None:
        """Run the nodes that were added."""
        for atom in self.nodes.atoms[len(self.true) :]:
            self._add_atom(atom)
        start = len(self.hard)
        nodes = self.nodes.nodes
        for index in range(start, len(nodes)):
            node = nodes[index]
            self.hard.append(is_hard(node, self.hard, nodes, self.nodes.atoms))
            is_pair = len(node.args) == 2
            row = (index, node.args, node.number)
            step = Step(code=node.code, is_pair=is_pair, rows=(row,))
            for machine in self.machines.values():
                for planes in _planes_of(machine):
                    planes.append(0)
                machine.do(step)

    def _add_atom(self, atom: Atom) -> None:
        true, false = self.batch.test(atom)
        keys = self.burdened.intersection(keys_of(atom))
        self.true.append(true)
        self.false.append(false)
        self.not_shown.append(self.batch.not_shown(keys) & ~true if keys else 0)

    def cut(self, nodes: int, atoms: int) -> None:
        """Take away all but the first so many nodes and atoms."""
        self.nodes.cut(nodes, atoms)
        for atom_planes in (self.true, self.false, self.not_shown):
            del atom_planes[atoms:]
        del self.hard[nodes:]
        for machine in self.machines.values():
            for planes in _planes_of(machine):
                del planes[nodes:]

    def run(self, reading: Reading) -> Run[int]:
        """The planes of a reading, as they stand."""
        machine = self.machines[reading]
        return Run(true=machine.true, false=machine.false)


def _planes_of(machine: Machine[int]) -> Sequence[list[int]]:
    own = machine.true, machine.false
    return (*own, machine.high_true, machine.high_false) if machine.has_high else own
