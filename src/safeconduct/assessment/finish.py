"""The last step to a tape: from nodes and propositions to all that a run needs."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from safeconduct.assessment.atom import Atom, is_idle, keys_of
from safeconduct.assessment.node import Nodes, hard_nodes, starred_nodes
from safeconduct.assessment.schedule import LEAVES, moved_by, steps_of
from safeconduct.assessment.tape import Code, Proposition, Tape
from safeconduct.rulebook.record import Page


def finished(
    out: Nodes,
    propositions: Mapping[str, Proposition],
    *,
    burdened: frozenset[str],
    axioms: Mapping[str, int],
    conditions: Mapping[tuple[str, str], int],
    pages: Sequence[Page],
) -> Tape:
    """The tape of what was compiled."""
    nodes, atoms = tuple(out.nodes), tuple(out.atoms)
    hard = hard_nodes(nodes, atoms)
    starred = starred_nodes(nodes, hard)
    return Tape(
        nodes=nodes,
        atoms=atoms,
        propositions=propositions,
        hard=hard,
        starred=starred,
        burdened={
            node.number: burdened.intersection(keys_of(atoms[node.number]))
            for node in nodes
            if node.code is Code.BURDEN
        },
        atoms_of_key=_by_key(atoms),
        keys_of_atom=tuple(keys_of(atom) for atom in atoms),
        axioms=axioms,
        conditions=conditions,
        pages=tuple(pages),
        awake=frozenset(i for i, atom in enumerate(atoms) if not is_idle(atom)),
        steps=steps_of(nodes),
        moved=moved_by(nodes, starred),
    )


def alone(
    out: Nodes, item: Proposition, *, burdened: frozenset[str], pages: Sequence[Page]
) -> Tape:
    """The tape of one proposition and what it rests on, without its rules."""
    part = Nodes()
    node = _copied(out, part, item.node, {})
    shown = replace(item, node=node, pro=node, con=part.constant(0), rules=())
    return finished(
        part,
        {item.id: shown},
        burdened=burdened,
        axioms={},
        conditions={},
        pages=pages,
    )


def _copied(out: Nodes, part: Nodes, index: int, done: dict[int, int]) -> int:
    """Copy a node with all below it; its place in the part."""
    if index not in done:
        node = out.nodes[index]
        if node.code is Code.ATOM:
            done[index] = part.atom(out.atoms[node.args[0]])
        else:
            below = [_copied(out, part, arg, done) for arg in node.args]
            args = () if node.code in LEAVES else tuple(below)
            number = node.number
            if node.code is Code.BURDEN:
                number = part.nodes[below[0]].args[0]
            done[index] = part.add(node.code, args, number)
    return done[index]


def _by_key(atoms: Sequence[Atom]) -> Mapping[str, tuple[int, ...]]:
    """The tests that read a fact or list, by its name."""
    found: dict[str, list[int]] = {}
    for index, atom in enumerate(atoms):
        for key in keys_of(atom):
            found.setdefault(key, []).append(index)
    return {key: tuple(indices) for key, indices in found.items()}
