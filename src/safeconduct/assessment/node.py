"""Nodes and atoms of a tape under construction, each once (spec/law-page.md §2).

What can be decided while building is decided here: constants, guards that never hold.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from safeconduct.assessment.atom import NOW, Atom, CompareAtom, NormAtom, Side
from safeconduct.assessment.tape import Code, Node, Row
from safeconduct.rulebook.record import TODAY

UNKNOWN, HARD = -1, -2
_ONE_DAY = timedelta(days=1)
Window = tuple[date | None, date | None]


@dataclass(slots=True, kw_only=True)
class Nodes:
    """Nodes and atoms, each once."""

    nodes: list[Node] = field(default_factory=list)
    index: dict[Row, int] = field(default_factory=dict)
    atoms: list[Atom] = field(default_factory=list)
    atom_index: dict[Atom, int] = field(default_factory=dict)

    def add(self, code: Code, args: Sequence[int] = (), number: int = 0) -> int:
        """A node; the same node is added once."""
        key = (code, tuple(args), number)
        found = self.index.get(key)
        if found is None:
            found = self.index[key] = len(self.nodes)
            self.nodes.append(Node(code=code, args=key[1], number=number))
        return found

    def constant(self, number: int) -> int:
        """A node that is 1, 0, or one of the two kinds of unknown."""
        return self.add(Code.CONSTANT, (), number)

    def atom(self, atom: Atom) -> int:
        """A node that reads an atom."""
        at = self.atom_index.get(atom)
        if at is None:
            at = self.atom_index[atom] = len(self.atoms)
            self.atoms.append(atom)
        return self.add(Code.ATOM, (at,))

    def cut(self, nodes: int, atoms: int) -> None:
        """Take away all but the first so many nodes and atoms."""
        for node in self.nodes[nodes:]:
            del self.index[node.code, node.args, node.number]
        for atom in self.atoms[atoms:]:
            del self.atom_index[atom]
        del self.nodes[nodes:], self.atoms[atoms:]

    def negation(self, arg: int) -> int:
        """The contrary of a node."""
        node = self.nodes[arg]
        if node.code is Code.NOT:
            return node.args[0]
        if node.code is Code.CONSTANT and node.number >= 0:
            return self.constant(1 - node.number)
        return self.add(Code.NOT, (arg,))

    def every(self, args: Sequence[int]) -> int:
        """All of some nodes; none is true."""
        return self._joined(Code.AND, args, neutral=1)

    def some(self, args: Sequence[int]) -> int:
        """Any of some nodes; none is false."""
        return self._joined(Code.OR, args, neutral=0)

    def _joined(self, code: Code, args: Sequence[int], *, neutral: int) -> int:
        kept: list[int] = []
        for arg in args:
            node = self.nodes[arg]
            if node.code is Code.CONSTANT and node.number == 1 - neutral:
                return arg
            is_neutral = node.code is Code.CONSTANT and node.number == neutral
            if not is_neutral and arg not in kept:
                kept.append(arg)
        if not kept:
            return self.constant(neutral)
        return kept[0] if len(kept) == 1 else self.add(code, kept)

    def choice(self, alternatives: Sequence[tuple[int, int]]) -> int:
        """Guard and value pairs; guards that can never hold are left out."""
        false = self.constant(0)
        live = [pair for pair in alternatives if pair[0] != false]
        sure = [pair for pair in live if pair[0] == self.constant(1)]
        if sure:
            return sure[0][1]
        if len({value for _, value in live}) == 1:
            return live[0][1]
        return self.add(Code.CHOICE, [part for pair in live for part in pair])

    def resolve(self, pro: int, con: int, closed: int) -> int:
        """What speaks for and against; the same as pro if nothing can be against."""
        is_plain = self.nodes[pro].code in {Code.AND, Code.OR}
        if closed == 1 and con == self.constant(0) and is_plain:
            return pro
        return self.add(Code.RESOLVE, (pro, con), closed)

    def window(self, fact: str, first: date | None, last: date | None) -> int:
        """Whether a day lies between two days, both included; None is open."""
        side = Side(key=NOW if fact == TODAY else fact, is_day=True)
        tests: list[int] = []
        if first is not None:
            start = Side(constant=first.toordinal(), is_day=True)
            atom = CompareAtom(left=side, relation=">=", right=start)
            tests.append(self.atom(atom))
        if last is not None:
            end = Side(constant=last.toordinal(), is_day=True)
            atom = CompareAtom(left=side, relation="<=", right=end)
            tests.append(self.atom(atom))
        return self.every(tests)

    def gaps(self, fact: str, windows: Sequence[Window]) -> int:
        """Whether a day lies between the windows.

        Tests of its own, so that a day not known is decided where no gap is left.
        """
        found: list[int] = []
        free = date.min
        for first, last in sorted(
            (first or date.min, last or date.max) for first, last in windows
        ):
            if first > free:
                start = None if free == date.min else free
                found.append(self.window(fact, start, first - _ONE_DAY))
            if last == date.max:
                return self.some(found)
            free = max(free, last + _ONE_DAY)
        start = None if free == date.min else free
        return self.some([*found, self.window(fact, start, None)])


def hard_nodes(nodes: Sequence[Node], atoms: Sequence[Atom]) -> tuple[bool, ...]:
    """Nodes that may be unknown for a reason which no reading closes."""
    found: list[bool] = []
    for node in nodes:
        found.append(is_hard(node, found, nodes, atoms))
    return tuple(found)


def is_hard(
    node: Node, below: Sequence[bool], nodes: Sequence[Node], atoms: Sequence[Atom]
) -> bool:
    """Whether one node is, where it is known of those below."""
    match node.code:
        case Code.CONSTANT:
            return node.number == HARD
        case Code.ATOM:
            return isinstance(atoms[node.args[0]], NormAtom)
        case Code.RESOLVE:
            both = all(_may_hold(nodes[arg]) for arg in node.args)
            return both or any(below[arg] for arg in node.args)
        case _:
            return any(below[arg] for arg in node.args)


def _may_hold(node: Node) -> bool:
    """Whether a side of a conflict can be true at all."""
    return node.code is not Code.CONSTANT or node.number in {1, HARD}


def starred_nodes(nodes: Sequence[Node], hard: Sequence[bool]) -> tuple[bool, ...]:
    """Hard nodes below an edge that SHOWN may close."""
    below = [False] * len(nodes)
    for index in range(len(nodes) - 1, -1, -1):
        node = nodes[index]
        if node.code in {Code.ATOM, Code.CONSTANT}:
            continue
        if node.code is Code.SHOWN or below[index]:
            for arg in node.args:
                below[arg] = True
    return tuple(
        is_below and is_hard for is_below, is_hard in zip(below, hard, strict=True)
    )
