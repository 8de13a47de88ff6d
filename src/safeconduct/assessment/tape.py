"""The tape: one list of plane operations for a rulebook on a day.

Each node has two planes, known true and known false, never both. `compiler.py`
writes tapes, `kernel.py` runs them; nothing else knows the codes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

from safeconduct.assessment.atom import Atom
from safeconduct.base.text import Text
from safeconduct.base.truth import Reading
from safeconduct.rulebook.condition import Condition, Rule
from safeconduct.rulebook.record import Finding, Page


class Code(IntEnum):
    """What a node does with the planes of its arguments.

    CONSTANT gives the planes of `number` (1 true, 0 false, -1 unknown, -2 hard
    unknown); THRESHOLD needs at least `number` arguments; CHOICE takes guard and
    value in turn; RESOLVE takes pro and con, `number` 1 if closed, 2 if closed as
    decided; SHOWN closes what is not shown outside the established reading; PRACTICE
    counts only as decided; BURDEN (of the atom `number`) fails there if it was asked
    and not shown.
    """

    CONSTANT = 0
    ATOM = 1
    NOT = 2
    AND = 3
    OR = 4
    THRESHOLD = 5
    CHOICE = 6
    RESOLVE = 7
    SHOWN = 8
    PRACTICE = 9
    BURDEN = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One operation; `args` are earlier nodes (an atom's index for ATOM)."""

    code: Code
    args: tuple[int, ...]
    number: int = 0


Row = tuple[int, tuple[int, ...], int]


class Step(NamedTuple):
    """Nodes of one code that rest on earlier steps only; `is_pair`: of two arguments.

    A row is a node's index with its arguments and its number.
    """

    code: Code
    is_pair: bool
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionNode:
    """A condition with its node, so that reasons can be read off the planes."""

    condition: Condition
    node: int
    parts: "tuple[ConditionNode, ...]" = ()
    atom: int = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleNode:
    """A rule in force with the nodes of its body, exceptions and application.

    `unusable` says why its page cannot be relied on (empty: it can); `guard` is the
    node of its version's guard, -1 if the version needs none.
    """

    rule: Rule
    page: Page
    body: ConditionNode
    unless: tuple[ConditionNode, ...]
    overridden_by: tuple[int, ...]
    app: int
    guard: int
    unusable: str
    practice: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposition:
    """A proposition with its node, its rules, and how it is shown."""

    id: str
    node: int
    pro: int
    con: int
    rules: tuple[RuleNode, ...]
    finding: Finding | None
    pages: tuple[Page, ...]
    is_norm: bool

    def title(self) -> Text:
        """The title in all languages; the bare id if no page has one."""
        if self.finding is not None:
            return self.finding.title
        return Text(en=self.id, ru=self.id, fr=self.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tape:
    """Nodes in order, the atom table, and where the propositions are.

    `hard` tells which nodes have an open norm, a stale or weak rule or a conflict
    in their cone; `burdened` are the atoms whose missing proof counts against the
    person as decided. `axioms` are rules of axiom pages by id: never false;
    `conditions` say by page version and id when a deadline, clock or notice is
    listed (empty id: the page). `pages` are in force.
    `awake` are tests that may be decided while no fact of theirs is known. `steps` are
    the nodes in an order to run them; `moved` tells of each reading which nodes may
    differ from the reading before it.
    """

    nodes: tuple[Node, ...]
    atoms: tuple[Atom, ...]
    propositions: Mapping[str, Proposition]
    hard: tuple[bool, ...]
    starred: tuple[bool, ...]
    burdened: Mapping[int, frozenset[str]]
    atoms_of_key: Mapping[str, tuple[int, ...]]
    keys_of_atom: tuple[tuple[str, ...], ...]
    axioms: Mapping[str, int]
    conditions: Mapping[tuple[str, str], int]
    pages: tuple[Page, ...]
    awake: frozenset[int]
    steps: tuple[Step, ...]
    moved: Mapping[Reading, tuple[bool, ...]]


def may_apply(tape: Tape, rule: RuleNode) -> bool:
    """Whether the rule's version is not surely out of its days."""
    guard = tape.nodes[rule.guard]
    return guard.code is not Code.CONSTANT or guard.number != 0


def live_pages(tape: Tape, item: Proposition) -> tuple[Page, ...]:
    """The pages of a proposition, without versions that surely do not apply."""
    gone = {rule.page.version() for rule in item.rules}
    gone -= {rule.page.version() for rule in item.rules if may_apply(tape, rule)}
    return tuple(page for page in item.pages if page.version() not in gone)


def cone(tape: Tape, roots: tuple[int, ...]) -> list[bool]:
    """Which nodes the roots rest on, themselves included."""
    needed = [False] * len(tape.nodes)
    waiting = list(roots)
    while waiting:
        index = waiting.pop()
        if not needed[index]:
            needed[index] = True
            node = tape.nodes[index]
            if node.code is not Code.ATOM:
                waiting += node.args
    return needed
