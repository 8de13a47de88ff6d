"""Conditions of rules as nodes of a tape (spec/law-page.md §1).

A parameter becomes one test for each value that it may have, under its guard.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from safeconduct.assessment.atom import (
    CompareAtom,
    ExistsAtom,
    MemberAtom,
    Side,
    UsedAtom,
    keys_of,
)
from safeconduct.assessment.node import UNKNOWN, Nodes
from safeconduct.assessment.row_test import RowTests, is_a_day, side_of
from safeconduct.assessment.tape import Code, ConditionNode
from safeconduct.rulebook.condition import (
    Compare,
    Condition,
    Exists,
    Group,
    Member,
    Named,
    Not,
    Operand,
    Used,
)
from safeconduct.rulebook.record import TODAY, Parameter, ParameterValue
from safeconduct.rulebook.vocabulary import FactSpec, fact_key

# What a parameter may be: a set of words, a number or day, true or false.
_Content = frozenset[str] | int


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """Makes nodes of conditions, for one day.

    `proposition` gives the node of a proposition or open norm, None if there is
    none of that name. `burdened` are facts that the person must prove.
    """

    out: Nodes
    facts: Mapping[str, FactSpec]
    parameters: Mapping[str, Parameter]
    rows: RowTests
    on: date
    burdened: frozenset[str]
    proposition: Callable[[str], int | None]

    def compile(self, condition: Condition) -> ConditionNode:
        """The node of a condition, with those of its parts."""
        match condition:
            case Group(at_least=least, parts=inner):
                parts = tuple(self.compile(part) for part in inner)
                node = self._group([part.node for part in parts], least)
                return ConditionNode(condition=condition, node=node, parts=parts)
            case Not(part=part):
                inside = self.compile(part)
                node = self.out.negation(inside.node)
                return ConditionNode(condition=condition, node=node, parts=(inside,))
            case _:
                node = self._test(condition)
                made = self.out.nodes[node]
                at = made.args[0] if made.code is Code.ATOM else -1
                if made.code is Code.BURDEN:
                    at = made.number
                return ConditionNode(condition=condition, node=node, atom=at)

    def _test(self, test: Named | Member | Compare | Exists | Used) -> int:
        match test:
            case Named():
                return self._named(test)
            case Member():
                return self._member(test)
            case Compare():
                return self._compare(test)
            case Exists():
                where = self.rows.test(test.where)
                return self.out.atom(
                    ExistsAtom(list=test.list, at_least=test.at_least, where=where)
                )
            case Used():
                return self.out.atom(UsedAtom(clock=test.clock, at_least=test.at_least))

    def _group(self, nodes: Sequence[int], least: int) -> int:
        if least == len(nodes):
            return self.out.every(nodes)
        if least == 1:
            return self.out.some(nodes)
        return self.out.add(Code.THRESHOLD, nodes, least)

    def _named(self, named: Named) -> int:
        name = named.name
        concluded = self.proposition(name)
        if concluded is not None:
            return concluded
        if name in self.facts:
            key = fact_key(name, named.of)
            return self._borne(MemberAtom(key=key, values=frozenset({"true"})))
        return self._parameter(name, lambda value: self.out.constant(1 if value else 0))

    def _member(self, member: Member) -> int:
        key = fact_key(member.name, member.of)
        if not member.parameter:
            return self._is_one_of(key, member.values)

        def test(value: _Content) -> int:
            values = value if isinstance(value, frozenset) else frozenset()
            return self._is_one_of(key, values)

        return self._parameter(member.parameter, test)

    def _borne(self, atom: MemberAtom | CompareAtom) -> int:
        """A test, with the burden on its facts; guards have none."""
        node = self.out.atom(atom)
        if self.burdened.isdisjoint(keys_of(atom)):
            return node
        return self.out.add(Code.BURDEN, (node,), self.out.nodes[node].args[0])

    def _is_one_of(self, key: str, values: frozenset[str]) -> int:
        made = self.out.nodes[self._one_of(key, values)]
        if made.code is Code.CONSTANT:
            return self._one_of(key, values)
        domain = set(self.facts[key.partition(" OF ")[0]].values)
        return self._borne(MemberAtom(key=key, values=values & domain))

    def _one_of(self, key: str, values: frozenset[str]) -> int:
        """Whether a fact is one of some values; of all or of none needs no fact."""
        domain = set(self.facts[key.partition(" OF ")[0]].values)
        if not values & domain:
            return self.out.constant(0)
        if values >= domain:
            return self.out.constant(1)
        return self.out.atom(MemberAtom(key=key, values=values & domain))

    def _compare(self, compare: Compare) -> int:
        left, right = compare.left, compare.right
        tables = self.facts, self.parameters
        is_day = any(is_a_day(item, *tables) for item in (left, right))

        def whole(operand: Operand, use: Callable[[Side], int]) -> int:
            if operand.name and operand.name not in self.facts:
                return self._parameter(
                    operand.name,
                    lambda value: use(
                        Side(
                            constant=value if isinstance(value, int) else 0,
                            is_day=is_day,
                            offset=operand.offset,
                        )
                    ),
                )
            return use(side_of(operand, is_day=is_day))

        def finish(first: Side, second: Side) -> int:
            return self._borne(
                CompareAtom(left=first, relation=compare.relation, right=second)
            )

        return whole(
            left, lambda first: whole(right, lambda second: finish(first, second))
        )

    def _parameter(self, name: str, test: Callable[[_Content], int]) -> int:
        """A test for each value the parameter may have, under its guard."""
        parameter = self.parameters.get(name)
        if parameter is None:
            return self.out.constant(UNKNOWN)
        guards: dict[_Content, list[int]] = {}
        for value in parameter.values:
            guards.setdefault(value.value, []).append(self._segment(parameter, value))
        alternatives = [
            (self.out.some(found), test(value)) for value, found in guards.items()
        ]
        nothing = self._no_segment(parameter)
        alternatives.append((nothing, self.out.constant(UNKNOWN)))
        return self.out.choice(alternatives)

    def _no_segment(self, parameter: Parameter) -> int:
        """Whether day and key lie in no segment of a parameter."""
        if not parameter.keyed_by:
            return self._uncovered(parameter, parameter.values)
        by_key: dict[str, list[ParameterValue]] = {}
        for value in parameter.values:
            by_key.setdefault(value.key, []).append(value)
        domain = set(self.facts[parameter.keyed_by].values)
        never = set(domain - by_key.keys())
        sometimes: list[int] = []
        for key, values in by_key.items():
            gap = self._uncovered(parameter, values)
            if gap == self.out.constant(1):
                never.add(key)
            elif gap != self.out.constant(0):
                is_key = self._one_of(parameter.keyed_by, frozenset({key}))
                sometimes.append(self.out.every([is_key, gap]))
        return self.out.some(
            [self._one_of(parameter.keyed_by, frozenset(never)), *sometimes]
        )

    def _uncovered(self, parameter: Parameter, values: Sequence[ParameterValue]) -> int:
        """Whether the dating day lies in none of some segments."""
        windows = [(item.holds_from, item.holds_to) for item in values]
        if parameter.dated_by != TODAY:
            return self.out.gaps(parameter.dated_by, windows)
        inside = any(
            (first or date.min) <= self.on <= (last or date.max)
            for first, last in windows
        )
        return self.out.constant(0 if inside else 1)

    def _segment(self, parameter: Parameter, value: ParameterValue) -> int:
        tests: list[int] = []
        if parameter.dated_by == TODAY:
            first = value.holds_from or date.min
            last = value.holds_to or date.max
            tests.append(self.out.constant(1 if first <= self.on <= last else 0))
        else:
            tests.append(
                self.out.window(parameter.dated_by, value.holds_from, value.holds_to)
            )
        if parameter.keyed_by:
            tests.append(self._one_of(parameter.keyed_by, frozenset({value.key})))
        return self.out.every(tests)
