"""Differences of days and numbers: which comparisons cannot hold together.

A constraint says `left - right ≤ bound` on whole numbers; the empty name is zero.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

ZERO = ""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Constraint:
    """`left - right ≤ bound`."""

    left: str
    right: str
    bound: int

    def contrary(self) -> "Constraint":
        """The constraint that holds where this one does not."""
        return Constraint(left=self.right, right=self.left, bound=-self.bound - 1)


def impossible(constraints: Sequence[Constraint]) -> tuple[Constraint, ...]:
    """Constraints that no numbers satisfy together (a negative cycle), or none.

    Bellman and Ford over the graph of differences; complete for whole numbers.
    """
    names = {name for item in constraints for name in (item.left, item.right)}
    distance = dict.fromkeys(names, 0)
    reached_by: dict[str, Constraint] = {}
    changed: str | None = None
    for _ in range(len(names) + 1):
        changed = _relax(constraints, distance, reached_by)
        if changed is None:
            return ()
    return () if changed is None else _cycle(changed, reached_by)


def _relax(
    constraints: Iterable[Constraint],
    distance: dict[str, int],
    reached_by: dict[str, Constraint],
) -> str | None:
    changed: str | None = None
    for item in constraints:
        through = distance[item.right] + item.bound
        if through < distance[item.left]:
            distance[item.left] = through
            reached_by[item.left] = item
            changed = item.left
    return changed


def _cycle(start: str, reached_by: dict[str, Constraint]) -> tuple[Constraint, ...]:
    at = start
    for _ in range(len(reached_by)):
        at = reached_by[at].right
    found: list[Constraint] = []
    end = at
    while True:
        found.append(reached_by[at])
        at = reached_by[at].right
        if at == end:
            return tuple(found)
