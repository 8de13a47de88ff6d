"""The exact check: whether an open finding is decided whatever the answers are.

Kleene's logic misses `A or not A`, full enums and ordered days. Here the tape becomes
clauses over the answers still possible: two literals a node (known true, known
false), one literal a value of an enum, and comparisons as literals whose joint
possibility is tested as differences, a blocking clause at a time. Axioms are
asserted; facts that contradict them are named, so that nothing is decided from them.
"""

from collections.abc import Sequence
from datetime import date
from itertools import combinations, pairwise

from safeconduct.assessment.atom import (
    NOW,
    CompareAtom,
    ExistsAtom,
    MemberAtom,
    NormAtom,
    Side,
    exists_truth,
)
from safeconduct.assessment.clause import Clauses
from safeconduct.assessment.difference import ZERO
from safeconduct.assessment.row_order import asks_more
from safeconduct.assessment.state import State
from safeconduct.assessment.tape import Code, Node, Tape
from safeconduct.base.day import shift
from safeconduct.base.truth import Truth, Verdict
from safeconduct.base.value import FIRST, HIGHEST, LAST, LOWEST, Choice, Span, Value
from safeconduct.rulebook.vocabulary import BOOL_VALUES, Vocabulary


class ExactCheck:
    """One case before the solver; ask `contradiction` first, then `decides`."""

    def __init__(
        self,
        tape: Tape,
        state: State,
        vocabulary: Vocabulary,
        *,
        any_day: bool = False,
        any_reading: bool = False,
    ) -> None:
        """Write the clauses of a tape and of what a case leaves possible.

        With `any_day` the query day too is left open; with `any_reading` also how
        much of an exception is shown, and what practice counts for.
        """
        self.tape = tape
        self.any_day = any_day
        self.any_reading = any_reading
        self.state = state
        self.specs = vocabulary.fact_table()
        self.out = Clauses()
        self.yes = self.out.yes
        self.value_of: dict[tuple[str, str], int] = {}
        self.selectors: dict[int, str] = {}
        self.moved: dict[str, dict[str, Side]] = {}
        self.atoms = [self._atom(index) for index in range(len(tape.atoms))]
        self._order_moved()
        self.true: list[int] = []
        self.false: list[int] = []
        for node in tape.nodes:
            true, false = self._node(node)
            self.true.append(true)
            self.false.append(false)
        for node_index in tape.axioms.values():
            self.out.add([-self.false[node_index]])
        self._known_facts()
        self.out.chain()

    def _possible(self, assumptions: list[int]) -> bool:
        """Whether some answers that fit the facts satisfy all assumptions."""
        return self.out.possible([*assumptions, *self.selectors])

    def contradiction(self) -> tuple[str, ...]:
        """Facts that cannot all be as they are said to be; empty if they can."""
        if self._possible([]):
            return ()
        core = {abs(literal) for literal in self.out.core()}
        named = [
            self.selectors[item] for item in sorted(core) if item in self.selectors
        ]
        return tuple(sorted(set(named))) or tuple(sorted(set(self.selectors.values())))

    def decides(self, goal: str) -> Verdict:
        """True or false if every answer leads there, else unknown.

        Facts that contradict each other decide nothing.
        """
        if not self._possible([]):
            return Verdict.UNKNOWN
        node = self.tape.propositions[goal].node
        if not self._possible([-self.true[node]]):
            return Verdict.TRUE
        if not self._possible([-self.false[node]]):
            return Verdict.FALSE
        return Verdict.UNKNOWN

    def can_be(self, node: int, *, truth: bool | None) -> bool:
        """Whether some answers make a node true, false, or (None) not true."""
        if truth is None:
            return self._possible([-self.true[node]])
        return self._possible([self.true[node] if truth else self.false[node]])

    def can_all(self, literals: Sequence[int]) -> bool:
        """Whether some answers make all of some literals hold together."""
        return self._possible(list(literals))

    def are_same(self, first: int, second: int) -> bool:
        """Whether no answers tell two nodes apart."""
        pairs = (
            (self.true[first], self.true[second]),
            (self.false[first], self.false[second]),
        )
        return not any(
            self._possible([one, -other]) or self._possible([-one, other])
            for one, other in pairs
        )

    def fewest(self, literals: Sequence[int]) -> tuple[int, ...]:
        """Of literals that cannot hold together some that cannot, none too many."""
        if not literals or self.can_all(literals):
            return tuple(literals)
        core = set(self.out.core())
        kept = [literal for literal in literals if literal in core]
        for literal in tuple(kept):
            fewer = [other for other in kept if other != literal]
            if not self.can_all(fewer):
                kept = fewer
        return tuple(kept)

    def model(self) -> frozenset[int]:
        """The literals of the answers last found to be possible."""
        return self.out.model()

    def order_lists(self) -> None:
        """What one row shows, it shows for every test that asks for less of a row.

        For questions about rules: over the answers of one case it would gain little.
        """
        tests = [
            (atom, literal)
            for atom, literal in zip(self.tape.atoms, self.atoms, strict=True)
            if isinstance(atom, ExistsAtom)
        ]
        for first, literal in tests:
            for second, other in tests:
                if literal != other and asks_more(first, second):
                    self.out.add([-literal, other])

    def _atom(self, index: int) -> int:
        atom = self.tape.atoms[index]
        match atom:
            case MemberAtom(key=key, values=values):
                domain = self._domain(key)
                return self.out.some(
                    [self._value(key, v) for v in domain if v in values]
                )
            case CompareAtom():
                return self._comparison(atom)
            case ExistsAtom(list=name):
                return self._rows(atom, name)
            case NormAtom(key=key):
                self._domain(key)
                return self._value(key, "true")
            case _:
                return self.out.fresh()

    def _rows(self, atom: ExistsAtom, name: str) -> int:
        """A test on a list; what its rows decide is claimed under a selector."""
        literal = self.out.fresh()
        truth = exists_truth(
            atom, self.state.lists.get(name), self.state.today.toordinal()
        )
        if truth is not Truth.UNKNOWN:
            selector = self.out.fresh()
            self.selectors[selector] = f"list.{name}"
            sign = literal if truth is Truth.TRUE else -literal
            self.out.add([-selector, sign])
        return literal

    def _domain(self, key: str) -> tuple[str, ...]:
        spec = self.specs.get(key.partition(" OF ")[0])
        return spec.values if spec is not None and spec.values else BOOL_VALUES

    def _value(self, key: str, value: str) -> int:
        if (key, value) not in self.value_of:
            domain = self._domain(key)
            literals = [self.out.fresh() for _ in domain]
            self.value_of.update(
                {
                    (key, item): literal
                    for item, literal in zip(domain, literals, strict=True)
                }
            )
            self.out.add(literals)
            for first, second in combinations(literals, 2):
                self.out.add([-first, -second])
        return self.value_of[key, value]

    def _comparison(self, atom: CompareAtom) -> int:
        low, high = atom.left, atom.right
        if atom.relation in {">", ">="}:
            low, high = high, low
        if atom.relation in {"=", "!="}:
            both = self.out.every(
                [self._at_most(low, high, 0), self._at_most(high, low, 0)]
            )
            return both if atom.relation == "=" else -both
        return self._at_most(low, high, 1 if atom.relation in {"<", ">"} else 0)

    def _at_most(self, low: Side, high: Side, gap: int) -> int:
        """The literal of `low + gap ≤ high`."""
        left, right = self._side(low), self._side(high)
        if left is not None and right is not None:
            return self._constraint(left[0], right[0], right[1] - left[1] - gap)
        if left is None and right is not None and not right[0]:
            return self._constraint(low.key, ZERO, _last(low, right[1] - gap))
        if right is None and left is not None and not left[0]:
            bound = _first(high, left[1] + gap)
            return self._constraint(ZERO, high.key, -bound)
        left, right = left or self._free(low), right or self._free(high)
        return self._constraint(left[0], right[0], right[1] - left[1] - gap)

    def _free(self, side: Side) -> tuple[str, int]:
        """A day that months move, under a name of its own: only claims bind it."""
        if side.offset is None:
            return side.key, 0
        name = f"{side.key} {side.offset.count:+} {side.offset.unit}"
        self.moved.setdefault(side.key, {})[name] = side
        return name, 0

    def _side(self, side: Side) -> tuple[str, int] | None:
        """A name and what is added to it; None where months move a fact."""
        if not side.key or (side.key == NOW and not self.any_day):
            today = self.state.today.toordinal()
            number = today if side.key == NOW else side.constant
            return ZERO, _moved(number, side)
        if side.offset is None:
            return side.key, 0
        if side.is_day and side.offset.unit in {"months", "years"}:
            return None
        weeks = side.is_day and side.offset.unit == "weeks"
        return side.key, side.offset.count * (7 if weeks else 1)

    def _constraint(self, left: str, right: str, bound: int) -> int:
        """The literal of `left - right <= bound`, within the range of the facts."""
        for key in (left, right):
            spec = self.specs.get(key.partition(" OF ")[0])
            is_day = key == NOW or (spec is not None and spec.type == "day")
            if key:
                self.out.limit(key, *((FIRST, LAST) if is_day else (LOWEST, HIGHEST)))
        return self.out.constraint(left, right, bound)

    def _order_moved(self) -> None:
        """One day moved by more months is no earlier than moved by fewer."""
        for key, names in self.moved.items():
            by_months = sorted([(0, key), *((_months(s), n) for n, s in names.items())])
            for (_, earlier), (_, later) in pairwise(by_months):
                self.out.always(earlier, later, 0)

    def _known_facts(self) -> None:
        """What is claimed, each under a selector that a contradiction can name."""
        used = {key for keys in self.tape.keys_of_atom for key in keys}
        for key, claims in self.state.claims.items():
            if key in used:
                selector = self.out.fresh()
                self.selectors[selector] = key
                for literals in self._claimed(key, claims):
                    self.out.add([-selector, *literals])

    def _claimed(self, key: str, claims: Sequence[Value]) -> list[list[int]]:
        choices = [item for item in claims if isinstance(item, Choice)]
        if choices:
            possible = frozenset().union(*(item.values for item in choices))
            domain = self._domain(key)
            return [[self._value(key, value) for value in domain if value in possible]]
        spans = [item for item in claims if isinstance(item, Span)]
        low, high = min(s.low for s in spans), max(s.high for s in spans)
        ends = [(key, low, high)]
        for name, side in self.moved.get(key, {}).items():
            ends.append((name, _moved(low, side), _moved(high, side)))
        return [
            [literal]
            for name, first, last in ends
            for literal in (
                self._constraint(name, ZERO, last),
                self._constraint(ZERO, name, -first),
            )
        ]

    def _node(self, node: Node) -> tuple[int, int]:
        true, false = self.true, self.false
        args = node.args
        match node.code:
            case Code.ATOM:
                return self.atoms[args[0]], -self.atoms[args[0]]
            case Code.CONSTANT:
                return (
                    self.yes if node.number == 1 else -self.yes,
                    self.yes if node.number == 0 else -self.yes,
                )
            case Code.NOT:
                return false[args[0]], true[args[0]]
            case Code.AND:
                return (
                    self.out.every([true[arg] for arg in args]),
                    self.out.some([false[arg] for arg in args]),
                )
            case Code.OR:
                return (
                    self.out.some([true[arg] for arg in args]),
                    self.out.every([false[arg] for arg in args]),
                )
            case _:
                return self._other(node)

    def _other(self, node: Node) -> tuple[int, int]:
        true, false, args = self.true, self.false, node.args
        match node.code:
            case Code.THRESHOLD:
                most = len(args) - node.number + 1
                return (
                    self.out.at_least(node.number, [true[arg] for arg in args]),
                    self.out.at_least(most, [false[arg] for arg in args]),
                )
            case Code.CHOICE:
                pairs = list(zip(args[::2], args[1::2], strict=True))
                return (
                    self.out.every(
                        [self.out.some([false[g], true[v]]) for g, v in pairs]
                    ),
                    self.out.every(
                        [self.out.some([false[g], false[v]]) for g, v in pairs]
                    ),
                )
            case Code.RESOLVE:
                pro, con = args
                against = self.yes if node.number == 1 else true[con]
                return (
                    self.out.every([true[pro], false[con]]),
                    self.out.every([false[pro], against]),
                )
            case Code.SHOWN | Code.PRACTICE if self.any_reading:
                literal = self.out.fresh()
                self.out.add([-literal, true[args[0]]])
                return literal, -literal
            case Code.PRACTICE:
                return -self.yes, self.yes
            case _:
                return true[args[0]], false[args[0]]


def _moved(number: int, side: Side) -> int:
    if side.offset is None:
        return number
    if not side.is_day:
        return number + side.offset.count
    inside = max(FIRST, min(LAST, number))
    return shift(date.fromordinal(inside), side.offset).toordinal()


def _months(side: Side) -> int:
    """By how many months a side is moved."""
    if side.offset is None:
        return 0
    return side.offset.count * (12 if side.offset.unit == "years" else 1)


def _last(side: Side, bound: int) -> int:
    """The last day whose move is not after the bound (moving is monotone)."""
    low, high = FIRST - 1, LAST
    while low < high:
        middle = (low + high + 1) // 2
        if _moved(middle, side) <= bound:
            low = middle
        else:
            high = middle - 1
    return low


def _first(side: Side, bound: int) -> int:
    """The first day whose move is not before the bound."""
    return _last(side, bound - 1) + 1
