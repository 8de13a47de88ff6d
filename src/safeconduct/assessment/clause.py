"""Clauses for the exact check: literals, their combinations, and differences.

Comparisons are literals; whether those that hold can hold together is asked of the
graph of their differences, and what cannot is learnt as a clause.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Protocol, cast

from pysat.solvers import Solver

from safeconduct.assessment.difference import ZERO, Constraint, impossible

MAX_ROUNDS = 2_000
# Answers once found possible are tried first; so many meet most questions of a case.
MAX_KEPT = 96


class SatSolver(Protocol):
    """What is used of the solver."""

    def add_clause(self, clause: Sequence[int]) -> None:
        """Assert that one of the literals holds."""
        ...

    def solve(self, assumptions: Sequence[int] = ()) -> bool:
        """Whether all clauses can hold under the assumptions."""
        ...

    def get_model(self) -> Sequence[int]:
        """The literals of the last model."""
        ...

    def get_core(self) -> Sequence[int]:
        """The assumptions that could not hold together."""
        ...


class Clauses:
    """A solver that is filled and asked; 1 is the literal that always holds."""

    def __init__(self) -> None:
        """Begin with nothing but the literal that holds."""
        self.solver = cast("SatSolver", Solver(name="cadical153"))
        self.count = 0
        self.literal_of: dict[Constraint, int] = {}
        self.domains: list[Constraint] = []
        self._kept: list[frozenset[int]] = []
        self.yes = self.fresh()
        self.add([self.yes])

    def add(self, clause: Sequence[int]) -> None:
        """Assert that one of the literals holds."""
        self._kept.clear()
        self.solver.add_clause(clause)

    def core(self) -> tuple[int, ...]:
        """The assumptions that could not hold together when last asked."""
        return tuple(self.solver.get_core() or ())

    def possible(self, assumptions: Sequence[int]) -> bool:
        """Whether all can hold; what differences forbid is learnt on the way."""
        wanted = frozenset(assumptions)
        for at, kept in enumerate(self._kept):
            if wanted <= kept:
                self._kept.insert(0, self._kept.pop(at))
                return True
        for _ in range(MAX_ROUNDS):
            if not self.solver.solve(assumptions=assumptions):
                return False
            found = frozenset(self.solver.get_model())
            cycle = self._impossible(found)
            if not cycle:
                self._kept = [found, *self._kept[: MAX_KEPT - 1]]
                return True
            learnt = [
                -self.literal_of[item] for item in cycle if item not in self.domains
            ]
            self.solver.add_clause(learnt)
        return True

    def model(self) -> frozenset[int]:
        """The literals of the answers last found to be possible."""
        return self._kept[0] if self._kept else frozenset()

    def _impossible(self, found: frozenset[int]) -> tuple[Constraint, ...]:
        held = [
            item
            for item, literal in self.literal_of.items()
            if (literal > 0) == (abs(literal) in found)
        ]
        return impossible([*held, *self.domains])

    def fresh(self) -> int:
        """A literal of its own."""
        self.count += 1
        return self.count

    def constraint(self, left: str, right: str, bound: int) -> int:
        """The literal of `left - right <= bound`."""
        item = Constraint(left=left, right=right, bound=bound)
        if left == right:
            return self.yes if bound >= 0 else -self.yes
        if item not in self.literal_of:
            self._kept.clear()
            self.literal_of[item] = self.fresh()
            self.literal_of[item.contrary()] = -self.literal_of[item]
        return self.literal_of[item]

    def limit(self, key: str, low: int, high: int) -> None:
        """Keep a number between two others, in every answer."""
        upper = Constraint(left=key, right=ZERO, bound=high)
        if upper not in self.domains:
            self._kept.clear()
            lower = Constraint(left=ZERO, right=key, bound=-low)
            self.domains += [upper, lower]

    def always(self, left: str, right: str, bound: int) -> None:
        """Let `left - right <= bound` be so in every answer."""
        self._kept.clear()
        self.domains.append(Constraint(left=left, right=right, bound=bound))

    def chain(self) -> None:
        """Of two bounds on one difference the tighter implies the wider."""
        pairs: dict[tuple[str, str], list[tuple[int, int]]] = {}
        for item, literal in self.literal_of.items():
            pairs.setdefault((item.left, item.right), []).append((item.bound, literal))
        for found in pairs.values():
            ordered = sorted(found)
            for (_, tighter), (_, wider) in pairwise(ordered):
                self.add([-tighter, wider])

    def every(self, literals: Sequence[int]) -> int:
        """A literal that holds where all of some hold."""
        return -self.some([-literal for literal in literals])

    def some(self, literals: Sequence[int]) -> int:
        """A literal that holds where one of some holds."""
        kept = [item for item in dict.fromkeys(literals) if item != -self.yes]
        if self.yes in kept:
            return self.yes
        if not kept:
            return -self.yes
        if len(kept) == 1:
            return kept[0]
        # A name for what is there takes nothing away from what was possible.
        out = self.fresh()
        self.solver.add_clause([-out, *kept])
        for literal in kept:
            self.solver.add_clause([out, -literal])
        return out

    def at_least(self, least: int, literals: Sequence[int]) -> int:
        """At least so many of the literals, by a counter over them."""
        counts = [self.yes] + [-self.yes] * least
        for literal in literals:
            for place in range(least, 0, -1):
                both = self.every([counts[place - 1], literal])
                counts[place] = self.some([counts[place], both])
        return counts[least]
