"""From a rulebook to a tape for one day (spec/law-page.md §1-§3).

The readings and the time axes become nodes here; the kernel knows no law.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from safeconduct.assessment.atom import (
    NOW,
    Atom,
    CompareAtom,
    ExistsAtom,
    MemberAtom,
    NormAtom,
    RowTest,
    Side,
    UsedAtom,
    keys_of,
)
from safeconduct.assessment.tape import (
    Code,
    ConditionNode,
    Node,
    Proposition,
    RuleNode,
    Tape,
)
from safeconduct.base.errors import OurFaultError
from safeconduct.rulebook.condition import (
    Compare,
    Condition,
    Exists,
    Group,
    Member,
    Named,
    Not,
    Operand,
    Rule,
    Used,
)
from safeconduct.rulebook.force import Dated, binds, in_force, unusable
from safeconduct.rulebook.record import (
    TODAY,
    Finding,
    Page,
    Parameter,
    ParameterValue,
    Rulebook,
)
from safeconduct.rulebook.vocabulary import ColumnSpec, FactSpec, fact_key

_UNKNOWN, _HARD = -1, -2
_ONE_DAY = timedelta(days=1)


def compile_tape(rulebook: Rulebook, *, on: date, known_on: date) -> Tape:
    """Compile what is in force on a day, as known on a day, into one tape.

    Raises:
        OurFaultError: the rulebook was not checked (a name is not there, a cycle).
    """
    return _Compiler(rulebook, on=on, known_on=known_on).tape()


@dataclass(slots=True, kw_only=True)
class _Nodes:
    """Nodes and atoms, each once."""

    nodes: list[Node] = field(default_factory=list)
    index: dict[Node, int] = field(default_factory=dict)
    atoms: list[Atom] = field(default_factory=list)
    atom_index: dict[Atom, int] = field(default_factory=dict)

    def add(self, code: Code, args: Sequence[int] = (), number: int = 0) -> int:
        node = Node(code=code, args=tuple(args), number=number)
        found = self.index.get(node)
        if found is None:
            found = self.index[node] = len(self.nodes)
            self.nodes.append(node)
        return found

    def constant(self, number: int) -> int:
        return self.add(Code.CONSTANT, (), number)

    def atom(self, atom: Atom) -> int:
        at = self.atom_index.get(atom)
        if at is None:
            at = self.atom_index[atom] = len(self.atoms)
            self.atoms.append(atom)
        return self.add(Code.ATOM, (at,))

    def negation(self, arg: int) -> int:
        node = self.nodes[arg]
        if node.code is Code.NOT:
            return node.args[0]
        if node.code is Code.CONSTANT and node.number >= 0:
            return self.constant(1 - node.number)
        return self.add(Code.NOT, (arg,))

    def every(self, args: Sequence[int]) -> int:
        return self._joined(Code.AND, args, neutral=1)

    def some(self, args: Sequence[int]) -> int:
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


class _Compiler:
    """One compilation; propositions are compiled when first asked for."""

    def __init__(self, rulebook: Rulebook, *, on: date, known_on: date) -> None:
        self.on = on
        self.out = _Nodes()
        self.facts: Mapping[str, FactSpec] = rulebook.vocabulary.fact_table()
        self.lists = rulebook.vocabulary.list_table()
        self.families = in_force(rulebook, on=on, known_on=known_on)
        self.pages = [
            dated.page
            for family in self.families
            for dated in sorted(family, key=lambda dated: dated.applies)
        ]
        self.live_pages = [
            dated.page for family in self.families for dated in family if dated.applies
        ]
        every = rulebook.pages
        self.parameters: dict[str, Parameter] = {
            item.id: item for page in self.pages for item in page.parameters
        }
        recorded = dict(rulebook.recorded)
        self.axiom_pages = [
            page
            for page in every
            if page.kind == "axiom"
            and recorded.get(page.version(), date.max) <= known_on
            and binds(page, on)
        ]
        self.heads = {
            rule.head for page in every if page.kind != "axiom" for rule in page.rules
        }
        self.norms = {norm.name for page in every for norm in page.norms}
        self.findings: dict[str, tuple[Finding, Page]] = {}
        for page in (*every, *self.pages):
            for finding in page.findings:
                self.findings[finding.id] = (finding, page)
        self.done: dict[str, Proposition] = {}
        self.open: set[str] = set()
        self.apps: dict[tuple[str, str], RuleNode] = {}
        self.guards: dict[str, int] = {}

    def tape(self) -> Tape:
        for name in sorted(self.heads | self.norms):
            self.proposition(name)
        axioms = {
            rule.id: self.condition(rule.body).node
            for page in self.axiom_pages
            for rule in page.rules
        }
        conditions = self._conditions()
        nodes, atoms = tuple(self.out.nodes), tuple(self.out.atoms)
        hard = _hard(nodes, atoms)
        by_key: dict[str, list[int]] = {}
        for index, atom in enumerate(atoms):
            for key in keys_of(atom):
                by_key.setdefault(key, []).append(index)
        burdened = {
            fact
            for page in self.pages
            for burden in page.burdens
            if burden.against == "person"
            for fact in burden.facts
        }
        return Tape(
            nodes=nodes,
            atoms=atoms,
            propositions=self.done,
            hard=hard,
            starred=_starred(nodes, hard),
            burdened=frozenset(
                index
                for index, atom in enumerate(atoms)
                if isinstance(atom, MemberAtom | CompareAtom)
                and any(key in burdened for key in keys_of(atom))
            ),
            atoms_of_key={key: tuple(found) for key, found in by_key.items()},
            keys_of_atom=tuple(keys_of(atom) for atom in atoms),
            axioms=axioms,
            conditions=conditions,
            pages=tuple(self.live_pages),
        )

    def _conditions(self) -> dict[str, int]:
        """When the deadlines, clocks and notices of pages in force are listed."""
        return {
            name: self.condition(condition).node
            for page in self.live_pages
            for name, condition in page.conditions
        }

    def proposition(self, name: str) -> Proposition:
        if name in self.done:
            return self.done[name]
        if name in self.open:
            msg = f"The rulebook has a cycle through {name}."
            raise OurFaultError(msg)
        self.open.add(name)
        found = self.findings.get(name)
        if name in self.norms:
            node = self.out.atom(NormAtom(key=name))
            none = self.out.constant(0)
            rules: list[RuleNode] = []
            pro, con = node, none
        else:
            rules = []
            pro = self._side(name, contrary=False, into=rules)
            con = self._side(name, contrary=True, into=rules)
            node = self.out.add(Code.RESOLVE, (pro, con), self._closed(name))
        pages = {rule.page.version(): rule.page for rule in rules}
        if found is not None:
            pages.setdefault(found[1].version(), found[1])
        self.done[name] = Proposition(
            id=name,
            node=node,
            pro=pro,
            con=con,
            rules=tuple(rules),
            finding=found[0] if found else None,
            pages=tuple(pages.values()),
            is_norm=name in self.norms,
        )
        self.open.discard(name)
        return self.done[name]

    def _side(self, head: str, *, contrary: bool, into: list[RuleNode]) -> int:
        """All that speaks for a head, or against it."""

        def is_wanted(rule: Rule) -> bool:
            return rule.head == head and rule.contrary == contrary

        sides: list[int] = []
        for family in self.families:
            if any(is_wanted(rule) for dated in family for rule in dated.page.rules):
                side = self._family(family, is_wanted, into)
                is_practice = self._is_practice_on_law(family, head)
                sides.append(self._as_practice(side) if is_practice else side)
        return self.out.some(sides)

    def _as_practice(self, node: int) -> int:
        """What counts only as decided."""
        return self.out.add(Code.PRACTICE, (node,))

    def _family(
        self,
        family: Sequence[Dated],
        is_wanted: Callable[[Rule], bool],
        into: list[RuleNode] | None,
    ) -> int:
        """The versions of one page: decided where all that may apply agree."""
        alternatives: list[tuple[int, int]] = []
        for dated in family:
            found = [
                self.rule_node(dated, rule)
                for rule in dated.page.rules
                if is_wanted(rule)
            ]
            if into is not None:
                into.extend(found)
            value = self.out.some([self._contribution(rule) for rule in found])
            alternatives.append((self._guard(dated), value))
        nothing = self._no_version(family)
        alternatives.append((nothing, self.out.constant(_UNKNOWN)))
        return self.out.choice(alternatives)

    def _no_version(self, family: Sequence[Dated]) -> int:
        """Whether the dating day lies in no version's window."""
        facts = {dated.page.dated_by for dated in family}
        if len(facts) == 1 and TODAY not in facts:
            windows = [
                (dated.page.applies_from, dated.page.applies_to) for dated in family
            ]
            return self._gaps(facts.pop(), windows)
        return self.out.every(
            [self.out.negation(self._guard(dated)) for dated in family]
        )

    def _gaps(
        self, fact: str, windows: Sequence[tuple[date | None, date | None]]
    ) -> int:
        """Whether a day lies between the windows; tests of its own, so that a day
        not known is decided where the windows leave no gap.
        """
        found: list[int] = []
        free = date.min
        for first, last in sorted(
            (first or date.min, last or date.max) for first, last in windows
        ):
            if first > free:
                start = None if free == date.min else free
                found.append(self._window(fact, start, first - _ONE_DAY))
            if last == date.max:
                return self.out.some(found)
            free = max(free, last + _ONE_DAY)
        start = None if free == date.min else free
        return self.out.some([*found, self._window(fact, start, None)])

    def _contribution(self, rule: RuleNode) -> int:
        if rule.rule.rebuttable and rule.rule.contrary:
            return self.out.add(Code.SHOWN, (rule.app,))
        return rule.app

    def _guard(self, dated: Dated) -> int:
        page = dated.page
        if page.dated_by == TODAY:
            return self.out.constant(1 if dated.applies else 0)
        name = page.version()
        if name not in self.guards:
            window = self._window(page.dated_by, page.applies_from, page.applies_to)
            later = [
                self._window(page.dated_by, other.applies_from, other.applies_to)
                for other in dated.displaced_by
            ]
            self.guards[name] = self.out.every(
                [window, *(self.out.negation(guard) for guard in later)]
            )
        return self.guards[name]

    def _window(self, fact: str, first: date | None, last: date | None) -> int:
        """Whether a day lies between two days, both included; None is open."""
        side = Side(key=NOW if fact == TODAY else fact, is_day=True)
        tests: list[int] = []
        if first is not None:
            start = Side(constant=first.toordinal(), is_day=True)
            atom = CompareAtom(left=side, relation=">=", right=start)
            tests.append(self.out.atom(atom))
        if last is not None:
            end = Side(constant=last.toordinal(), is_day=True)
            atom = CompareAtom(left=side, relation="<=", right=end)
            tests.append(self.out.atom(atom))
        return self.out.every(tests)

    def rule_node(self, dated: Dated, rule: Rule) -> RuleNode:
        page = dated.page
        key = (page.version(), rule.id)
        if key in self.apps:
            return self.apps[key]
        reason = unusable(page, on=self.on)
        body = self.condition(rule.body)
        unless = tuple(self.condition(part) for part in rule.unless)
        practice = self._is_practice_on_law((dated,), rule.head)
        defeaters = self._defeaters(rule, practice=practice)
        exceptions = [part.node for part in unless] + list(defeaters)
        shown = [
            self.out.negation(self.out.add(Code.SHOWN, (node,))) for node in exceptions
        ]
        app = self.out.every([body.node, *shown])
        if reason and page.shields():
            app = self.out.constant(_HARD)
        self.apps[key] = RuleNode(
            rule=rule,
            page=page,
            body=body,
            unless=unless,
            overridden_by=defeaters,
            app=app,
            guard=self._guard(dated),
            unusable=reason,
            practice=practice,
        )
        return self.apps[key]

    def _is_practice_on_law(self, family: Sequence[Dated], head: str) -> bool:
        """Whether a page of practice speaks of a head that a page of law declares."""
        found = self.findings.get(head)
        return family[0].page.kind == "practice" and (
            found is not None and found[1].kind == "law"
        )

    def _defeaters(self, rule: Rule, *, practice: bool) -> tuple[int, ...]:
        """Rules that take this one away: by name, or as practice over law."""
        found: list[int] = []
        for family in self.families:
            rules = [other for dated in family for other in dated.page.rules]
            if any(rule.id in other.overrides for other in rules):
                found.append(
                    self._family(family, lambda other: rule.id in other.overrides, None)
                )
        if practice:
            return tuple(found)

        def opposes(other: Rule) -> bool:
            return other.head == rule.head and other.contrary != rule.contrary

        for family in self.families:
            rules = [other for dated in family for other in dated.page.rules]
            is_practice = self._is_practice_on_law(family, rule.head)
            if is_practice and any(opposes(other) for other in rules):
                found.append(self._as_practice(self._family(family, opposes, None)))
        return tuple(found)

    def _closed(self, head: str) -> int:
        """1 if some page says in all its versions: these are all the ways; 2 if only
        a page of practice does (it counts as decided), else 0.
        """

        def closes(page: Page) -> bool:
            return any(rule.head == head and rule.closed for rule in page.rules)

        closing = [
            self._is_practice_on_law(family, head)
            for family in self.families
            if all(closes(dated.page) for dated in family)
        ]
        if not closing:
            return 0
        return 2 if all(closing) else 1

    def condition(self, condition: Condition) -> ConditionNode:
        out = self.out
        match condition:
            case Group(at_least=least, parts=inner):
                parts = tuple(self.condition(part) for part in inner)
                nodes = [part.node for part in parts]
                return ConditionNode(
                    condition=condition, node=self._group(nodes, least), parts=parts
                )
            case Not(part=part):
                inside = self.condition(part)
                node = out.negation(inside.node)
                return ConditionNode(condition=condition, node=node, parts=(inside,))
            case Named():
                node = self._named(condition)
            case Member():
                node = self._member(condition)
            case Compare():
                node = self._compare(condition)
            case Exists(list=name, at_least=least, where=where):
                test = self._row_test(where)
                atom = ExistsAtom(list=name, at_least=least, where=test)
                node = out.atom(atom)
            case Used(clock=clock, at_least=least):
                node = out.atom(UsedAtom(clock=clock, at_least=least))
        at = out.nodes[node].args[0] if out.nodes[node].code is Code.ATOM else -1
        return ConditionNode(condition=condition, node=node, atom=at)

    def _group(self, nodes: Sequence[int], least: int) -> int:
        if least == len(nodes):
            return self.out.every(nodes)
        if least == 1:
            return self.out.some(nodes)
        return self.out.add(Code.THRESHOLD, nodes, least)

    def _named(self, named: Named) -> int:
        name = named.name
        if name in self.heads or name in self.norms:
            return self.proposition(name).node
        if name in self.facts:
            key = fact_key(name, named.of)
            return self.out.atom(MemberAtom(key=key, values=frozenset({"true"})))
        return self._parameter(name, lambda value: self.out.constant(1 if value else 0))

    def _member(self, member: Member) -> int:
        key = fact_key(member.name, member.of)
        if not member.parameter:
            return self._one_of(key, member.values)

        def test(value: frozenset[str] | int | bool) -> int:
            values = value if isinstance(value, frozenset) else frozenset()
            return self._one_of(key, values)

        return self._parameter(member.parameter, test)

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
        is_day = self._is_day(left) or self._is_day(right)

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
            return use(_side(operand, is_day=is_day))

        def finish(first: Side, second: Side) -> int:
            atom = CompareAtom(left=first, relation=compare.relation, right=second)
            return self.out.atom(atom)

        return whole(
            left, lambda first: whole(right, lambda second: finish(first, second))
        )

    def _is_day(self, operand: Operand) -> bool:
        if operand.today or operand.is_day:
            return True
        spec = self.facts.get(operand.name)
        parameter = self.parameters.get(operand.name)
        return (spec is not None and spec.type == "day") or (
            parameter is not None and parameter.type == "day"
        )

    def _parameter(
        self, name: str, test: Callable[[frozenset[str] | int | bool], int]
    ) -> int:
        """A test for each value the parameter may have, under its guard."""
        parameter = self.parameters.get(name)
        if parameter is None:
            return self.out.constant(_UNKNOWN)
        guards: dict[frozenset[str] | int | bool, list[int]] = {}
        for value in parameter.values:
            guards.setdefault(value.value, []).append(self._segment(parameter, value))
        alternatives = [
            (self.out.some(found), test(value)) for value, found in guards.items()
        ]
        nothing = self._no_segment(parameter)
        alternatives.append((nothing, self.out.constant(_UNKNOWN)))
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

    def _uncovered(
        self, parameter: Parameter, values: Sequence[ParameterValue]
    ) -> int:
        """Whether the dating day lies in none of some segments."""
        windows = [(item.holds_from, item.holds_to) for item in values]
        if parameter.dated_by != TODAY:
            return self._gaps(parameter.dated_by, windows)
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
                self._window(parameter.dated_by, value.holds_from, value.holds_to)
            )
        if parameter.keyed_by:
            tests.append(self._one_of(parameter.keyed_by, frozenset({value.key})))
        return self.out.every(tests)

    def _row_test(self, condition: Condition) -> RowTest:
        match condition:
            case Group(at_least=least, parts=parts):
                inner = tuple(self._row_test(part) for part in parts)
                return RowTest(at_least=least, parts=inner)
            case Not(part=part):
                return RowTest(negated=True, at_least=1, parts=(self._row_test(part),))
            case Named(name=name):
                atom = MemberAtom(key=_column(name), values=frozenset({"true"}))
                return RowTest(atom=atom)
            case Member(name=name, values=values, parameter=parameter):
                chosen = self._set_today(parameter) if parameter else values
                return self._row_member(name, chosen)
            case Compare(left=left, relation=relation, right=right):
                is_day = self._is_row_day(left) or self._is_row_day(right)
                return RowTest(
                    atom=CompareAtom(
                        left=_row_side(left, is_day=is_day),
                        relation=relation,
                        right=_row_side(right, is_day=is_day),
                    )
                )
            case Exists() | Used():
                msg = "A test inside EXISTS reads columns only."
                raise OurFaultError(msg)

    def _is_row_day(self, operand: Operand) -> bool:
        columns: dict[str, ColumnSpec] = {
            column.name: column
            for item in self.lists.values()
            for column in item.columns
        }
        spec = columns.get(operand.name)
        return (
            operand.today or operand.is_day or (spec is not None and spec.type == "day")
        )

    def _row_member(self, name: str, values: frozenset[str] | None) -> RowTest:
        """A column is one of some values; None is a parameter without a value."""
        if values is None:
            return RowTest(atom=MemberAtom(key="", values=frozenset()))
        domain = {
            value
            for item in self.lists.values()
            for column in item.columns
            if column.name == name
            for value in column.values
        }
        if values >= domain:
            return RowTest(at_least=0)
        return RowTest(atom=MemberAtom(key=_column(name), values=values))

    def _set_today(self, name: str) -> frozenset[str] | None:
        parameter = self.parameters.get(name)
        for value in parameter.values if parameter else ():
            first, last = value.holds_from or date.min, value.holds_to or date.max
            if first <= self.on <= last and isinstance(value.value, frozenset):
                return value.value
        return None


def _column(name: str) -> str:
    return name.rpartition(".")[2]


def _side(operand: Operand, *, is_day: bool) -> Side:
    if operand.today:
        return Side(key=NOW, is_day=True, offset=operand.offset)
    key = fact_key(operand.name, operand.of) if operand.name else ""
    return Side(
        key=key, constant=operand.number or 0, is_day=is_day, offset=operand.offset
    )


def _row_side(operand: Operand, *, is_day: bool) -> Side:
    side = _side(operand, is_day=is_day)
    key = side.key if side.key in {"", NOW} else _column(side.key)
    return Side(key=key, constant=side.constant, is_day=is_day, offset=side.offset)


def _hard(nodes: Sequence[Node], atoms: Sequence[Atom]) -> tuple[bool, ...]:
    found: list[bool] = []
    for node in nodes:
        match node.code:
            case Code.CONSTANT:
                found.append(node.number == _HARD)
            case Code.ATOM:
                found.append(isinstance(atoms[node.args[0]], NormAtom))
            case Code.RESOLVE:
                both = all(nodes[arg].code is not Code.CONSTANT for arg in node.args)
                found.append(both or any(found[arg] for arg in node.args))
            case _:
                found.append(any(found[arg] for arg in node.args))
    return tuple(found)


def _starred(nodes: Sequence[Node], hard: Sequence[bool]) -> tuple[bool, ...]:
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
