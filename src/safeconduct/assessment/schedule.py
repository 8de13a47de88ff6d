"""In what order a tape is run: steps of like nodes, and what differs by reading.

Like nodes that rest on earlier steps only are run together, without asking of each
what it is; nodes that no reading changes are run once for all readings.
"""

from collections.abc import Mapping, Sequence

from safeconduct.assessment.tape import Code, Node, Row, Step
from safeconduct.base.truth import Reading

LEAVES = frozenset({Code.ATOM, Code.CONSTANT})
_CLOSED_AS_DECIDED = 2


def steps_of(nodes: Sequence[Node]) -> tuple[Step, ...]:
    """All nodes, lower levels first."""
    levels: list[int] = []
    found: dict[tuple[int, Code, bool], list[Row]] = {}
    for index, node in enumerate(nodes):
        is_leaf = node.code in LEAVES
        level = 0 if is_leaf else 1 + max(levels[arg] for arg in node.args)
        levels.append(level)
        place = (level, node.code, len(node.args) == 2)
        found.setdefault(place, []).append((index, node.args, node.number))
    return tuple(
        Step(code=code, is_pair=is_pair, rows=tuple(found[level, code, is_pair]))
        for level, code, is_pair in sorted(found)
    )


def moved_by(
    nodes: Sequence[Node], starred: Sequence[bool]
) -> Mapping[Reading, tuple[bool, ...]]:
    """Which nodes a reading may change, against the reading before it.

    What is starred is run again in every reading, with what is hard open both ways.
    """
    shown, decided = list(starred), list(starred)
    for index, node in enumerate(nodes):
        match node.code:
            case Code.ATOM | Code.CONSTANT:
                pass
            case code:
                is_own = code is Code.SHOWN
                shown[index] |= is_own or any(shown[arg] for arg in node.args)
                is_own = code in {Code.PRACTICE, Code.BURDEN} or (
                    code is Code.RESOLVE and node.number == _CLOSED_AS_DECIDED
                )
                decided[index] |= is_own or any(decided[arg] for arg in node.args)
    return {
        Reading.ESTABLISHED: (True,) * len(nodes),
        Reading.PRIMA_FACIE: tuple(shown),
        Reading.AS_DECIDED: tuple(decided),
    }


def restricted(steps: Sequence[Step], needed: Sequence[bool]) -> tuple[Step, ...]:
    """The steps of some nodes only."""
    found: list[Step] = []
    for step in steps:
        rows = tuple([row for row in step.rows if needed[row[0]]])
        if len(rows) == len(step.rows):
            found.append(step)
        elif rows:
            found.append(Step(code=step.code, is_pair=step.is_pair, rows=rows))
    return tuple(found)
