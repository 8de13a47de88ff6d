"""From a rulebook to a tape for one day (spec/law-page.md §1-§3).

The readings and the time axes become nodes here; the kernel knows no law.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date

from safeconduct.assessment.atom import NormAtom
from safeconduct.assessment.condition_node import Conditions
from safeconduct.assessment.finish import finished
from safeconduct.assessment.node import HARD, UNKNOWN, Nodes
from safeconduct.assessment.row_test import RowTests, columns_of
from safeconduct.assessment.rule_index import Family, RuleIndex, families_of, index_of
from safeconduct.assessment.tape import Code, Proposition, RuleNode, Tape
from safeconduct.base.errors import OurFaultError
from safeconduct.rulebook.condition import Rule
from safeconduct.rulebook.force import (
    Dated,
    binds,
    gives_way,
    has_expired,
    in_force,
    unusable,
)
from safeconduct.rulebook.record import TODAY, Finding, Page, Rulebook


def compile_tape(
    rulebook: Rulebook,
    *,
    on: date,
    known_on: date,
    only: Collection[str] | None = None,
    index: RuleIndex | None = None,
) -> Tape:
    """Compile what is in force on a day, as known on a day, into one tape.

    With `only`, no more than some propositions and what they rest on; then nothing
    tells what is listed. `index` is the rulebook's own, where many days are compiled.

    Raises:
        OurFaultError: the rulebook was not checked (a name is not there, a cycle).
    """
    compiler = compiling(rulebook, on=on, known_on=known_on, index=index)
    return compiler.tape() if only is None else compiler.part(only)


def compiling(
    rulebook: Rulebook, *, on: date, known_on: date, index: RuleIndex | None = None
) -> "_Compiler":
    """A compilation that has begun, for who wants to change it on the way."""
    made = index_of(rulebook) if index is None else index
    return _Compiler(rulebook, on=on, known_on=known_on, index=made)


class _Compiler:
    """One compilation; propositions are compiled when first asked for."""

    def __init__(
        self, rulebook: Rulebook, *, on: date, known_on: date, index: RuleIndex
    ) -> None:
        self.on = on
        self.index = index
        self.expired = has_expired(rulebook, on=on, known_on=known_on)
        self.out = Nodes()
        self.families = in_force(rulebook, on=on, known_on=known_on)
        self.by_id: dict[str, Family] = {
            family[0].page.id: family for family in self.families
        }
        self.pages = [
            dated.page
            for family in self.families
            for dated in sorted(family, key=lambda dated: dated.applies)
        ]
        self.live_pages = [
            dated.page for family in self.families for dated in family if dated.applies
        ]
        every = rulebook.pages
        parameters = {item.id: item for page in self.pages for item in page.parameters}
        lists = rulebook.vocabulary.lists
        self.conditions = Conditions(
            out=self.out,
            facts=rulebook.vocabulary.fact_table(),
            parameters=parameters,
            rows=RowTests(columns=columns_of(lists), parameters=parameters, on=on),
            on=on,
            burdened=self._burdened(),
            proposition=self._concluded,
        )
        recorded = dict(rulebook.recorded)
        self.axiom_pages = [
            page
            for page in every
            if page.kind == "axiom"
            and recorded.get(page.version(), date.max) <= known_on
            and binds(page, on)
        ]
        self.heads, self.norms = index.heads, index.norms
        self.findings: dict[str, tuple[Finding, Page]] = {}
        for page in (*every, *self.pages):
            for finding in page.findings:
                self.findings[finding.id] = (finding, page)
        self.done: dict[str, Proposition] = {}
        self.open: set[str] = set()
        self.apps: dict[tuple[str, str], RuleNode] = {}
        self.guards: dict[str, int] = {}

    def tape(self) -> Tape:
        """Everything that is in force."""
        for name in sorted(self.heads | self.norms):
            self.proposition(name)
        axioms = {
            rule.id: self.conditions.compile(rule.body).node
            for page in self.axiom_pages
            for rule in page.rules
        }
        return self.made(axioms, self._listed())

    def part(self, names: Collection[str]) -> Tape:
        """Some propositions and what they rest on."""
        for name in sorted(names):
            self.proposition(name)
        return self.made({}, {})

    def made(
        self, axioms: Mapping[str, int], conditions: Mapping[tuple[str, str], int]
    ) -> Tape:
        """The tape of what was compiled so far."""
        return finished(
            self.out,
            self.done,
            burdened=self.conditions.burdened,
            axioms=axioms,
            conditions=conditions,
            pages=self.live_pages,
        )

    def _burdened(self) -> frozenset[str]:
        """The facts which the person must prove."""
        return frozenset(
            fact
            for page in self.pages
            for burden in page.burdens
            if burden.against == "person"
            for fact in burden.facts
        )

    def _listed(self) -> dict[tuple[str, str], int]:
        """When the deadlines, clocks and notices of pages in force are listed.

        The page itself, under an empty name, is listed while it may be the version.
        """
        found: dict[tuple[str, str], int] = {}
        for dated in (dated for family in self.families for dated in family):
            version = dated.page.version()
            if dated.applies:
                found[version, ""] = self._guard(dated)
                for name, condition in dated.page.conditions:
                    found[version, name] = self.conditions.compile(condition).node
        return found

    def _concluded(self, name: str) -> int | None:
        """The node of a proposition or open norm; None if there is none so called."""
        known = name in self.heads or name in self.norms
        return self.proposition(name).node if known else None

    def proposition(self, name: str) -> Proposition:
        """A proposition with all that it rests on."""
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
            node = self.out.resolve(pro, con, self._closed(name))
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
        ids = self.index.speaking.get(head, ())
        for family in families_of(ids, self.by_id, is_wanted):
            side = self._family(family, is_wanted, into)
            is_practice = self._is_practice_on_law(family, head)
            sides.append(self._shown_practice(side) if is_practice else side)
        return self.out.some(sides)

    def _shown_practice(self, side: int) -> int:
        """What an office does counts where it is shown; what is open says nothing."""
        return self._as_practice(self.out.add(Code.SHOWN, (side,)))

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
        alternatives.append((nothing, self.out.constant(UNKNOWN)))
        return self.out.choice(alternatives)

    def _no_version(self, family: Sequence[Dated]) -> int:
        """Whether the dating day lies in no version's window."""
        facts = {dated.page.dated_by for dated in family}
        if len(facts) == 1 and TODAY not in facts:
            windows = [
                (dated.page.applies_from, dated.page.applies_to) for dated in family
            ]
            return self.out.gaps(facts.pop(), windows)
        return self.out.every(
            [self.out.negation(self._guard(dated)) for dated in family]
        )

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
            window = self.out.window(page.dated_by, page.applies_from, page.applies_to)
            later = [
                self.out.window(page.dated_by, other.applies_from, other.applies_to)
                for other in dated.displaced_by
            ]
            self.guards[name] = self.out.every(
                [window, *(self.out.negation(guard) for guard in later)]
            )
        return self.guards[name]

    def rule_node(self, dated: Dated, rule: Rule) -> RuleNode:
        """A rule of a version, compiled once."""
        page = dated.page
        key = (page.version(), rule.id)
        if key in self.apps:
            return self.apps[key]
        reason = unusable(page, on=self.on, expired=self.expired)
        body = self.conditions.compile(rule.body)
        unless = tuple(self.conditions.compile(part) for part in rule.unless)
        practice = self._is_practice_on_law((dated,), rule.head)
        defeaters = self._defeaters(rule, practice=practice)
        exceptions = [part.node for part in unless] + list(defeaters)
        shown = [
            self.out.negation(self.out.add(Code.SHOWN, (node,))) for node in exceptions
        ]
        app = self.out.every([body.node, *shown])
        found = self.findings.get(rule.head)
        kind = found[0].kind if found is not None else ""
        if reason and gives_way(page, rule, kind):
            app = self.out.constant(HARD)
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

        def overrides(other: Rule) -> bool:
            return rule.id in other.overrides

        ids = self.index.overriding.get(rule.id, ())
        for family in families_of(ids, self.by_id, overrides):
            node = self._family(family, overrides, None)
            counts_later = self._is_practice_on_law(family, rule.head)
            found.append(self._as_practice(node) if counts_later else node)
        if practice:
            return tuple(found)

        def opposes(other: Rule) -> bool:
            return other.head == rule.head and other.contrary != rule.contrary

        ids = self.index.speaking.get(rule.head, ())
        found += [
            self._as_practice(self._family(family, opposes, None))
            for family in families_of(ids, self.by_id, opposes)
            if self._is_practice_on_law(family, rule.head)
        ]
        return tuple(found)

    def _closed(self, head: str) -> int:
        """1 if some page says in all its versions: these are all the ways; else 0.

        2 if only a page of practice says so: it counts as decided.
        """

        def speaks(rule: Rule) -> bool:
            return rule.head == head

        def closes(page: Page) -> bool:
            return any(rule.closed for rule in page.rules if speaks(rule))

        ids = self.index.speaking.get(head, ())
        closing = [
            self._is_practice_on_law(family, head)
            for family in families_of(ids, self.by_id, speaks)
            if all(closes(dated.page) for dated in family)
        ]
        if not closing:
            return 0
        return 2 if all(closing) else 1
