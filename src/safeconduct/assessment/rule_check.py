"""Rules that are dead, constant or add nothing, and opposites that can both apply.

Each is found by the exact check over all answers and all days, and told with the
fewest parts that show it (spec/law-page.md §7, §9).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from safeconduct.assessment.atom_text import atom_text, condition_text
from safeconduct.assessment.dependence import names_in, resting
from safeconduct.assessment.exact import ExactCheck
from safeconduct.assessment.state import State
from safeconduct.assessment.tape import (
    Code,
    ConditionNode,
    Proposition,
    RuleNode,
    Tape,
    cone,
)
from safeconduct.base.errors import Fault
from safeconduct.base.near import nearest
from safeconduct.rulebook.condition import Group
from safeconduct.rulebook.record import TODAY, Page, Rulebook


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """A part of a rule as its page writes it, and what stands for it in the check.

    `ages`: a parameter of the day bears on it, so that it may differ on other days.
    """

    text: str
    literal: int
    ages: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleNote:
    """Something to know of a rule that is no fault."""

    file: str
    line: int
    what: str


class RuleCheck:
    """The rules in force on a day before the solver, with the query day left open."""

    def __init__(self, rulebook: Rulebook, tape: Tape, *, on: date) -> None:
        """Write the clauses once, of all rules."""
        self.rulebook = rulebook
        self.tape = tape
        empty = State(today=on, claims={}, marks={}, lists={})
        words = rulebook.vocabulary
        self.exact = ExactCheck(tape, empty, words, any_day=True)
        self.exact.order_lists()
        # A rule adds something also where it does so in another reading only.
        self.wide = ExactCheck(tape, empty, words, any_day=True, any_reading=True)
        self.wide.order_lists()
        self.notes: list[Fault] = []
        self.aging = _aging(rulebook)

    def faults(self) -> Iterator[Fault]:
        """Everything wrong with a rule or a pair; notes are kept aside."""
        excused = {
            label for page in self.rulebook.pages for label in page.conflicts_with
        }
        met: set[str] = set()
        for proposition in self.tape.propositions.values():
            live: list[RuleNode] = []
            for rule in proposition.rules:
                if rule.unusable or not self.exact.can_be(rule.guard, truth=True):
                    continue
                what = self._alone(rule)
                if what:
                    yield _fault(rule, what)
                else:
                    live.append(rule)
            yield from self._subsumed(live)
            yield from self._opposed(proposition, live, excused, met)
        yield from self._unmet(excused - met)

    def _alone(self, rule: RuleNode) -> str:
        """What is wrong with a rule by itself; empty if nothing."""
        true = self.exact.true
        if not self.exact.can_all([true[rule.guard], true[rule.app]]):
            parts = self._fewest(self._parts(rule))
            if any(part.ages for part in parts):
                return ""
            return f"The rule '{rule.rule.id}' can never apply: {_named(parts)}."
        if not self.exact.can_be(rule.app, truth=None):
            parts = self._fewest(self._ways(rule))
            if any(part.ages for part in parts):
                return ""
            return (
                f"The rule '{rule.rule.id}' always applies, whatever the facts: "
                f"{_named(parts, ' or ')}."
            )
        return ""

    def _parts(self, rule: RuleNode) -> list[_Part]:
        """What must hold for a rule to apply, piece by piece."""
        true = self.exact.true
        is_all = _is_group(rule, of_all=True)
        body = rule.body.parts if is_all else (rule.body,)
        overriders = [
            _Part(text="what overrides it", literal=-true[node])
            for node in rule.overridden_by
        ]
        days = _Part(text="the days of its page", literal=true[rule.guard])
        return [
            *(self._part(part, sign=1) for part in body),
            *(self._part(part, sign=-1, lead="UNLESS ") for part in rule.unless),
            *overriders,
            days,
        ]

    def _part(self, part: ConditionNode, *, sign: int, lead: str = "") -> _Part:
        return _Part(
            text=lead + condition_text(part.condition),
            literal=sign * self.exact.true[part.node],
            ages=not self.aging.isdisjoint(names_in(part.condition)),
        )

    def _ways(self, rule: RuleNode) -> list[_Part]:
        """The alternatives of a rule of which one always holds: none can fail all."""
        is_any = _is_group(rule, of_all=False)
        body = rule.body.parts if is_any else (rule.body,)
        return [self._part(part, sign=-1) for part in body]

    def _fewest(self, parts: Sequence[_Part]) -> list[_Part]:
        kept = set(self.exact.fewest([part.literal for part in parts]))
        return [part for part in parts if part.literal in kept]

    def _subsumed(self, rules: Sequence[RuleNode]) -> Iterator[Fault]:
        """A rule that applies only where another for the same side applies anyway."""
        for rule in rules:
            for other in rules:
                if other is rule or not self._adds_nothing(rule, other):
                    continue
                if rule.page.id == other.page.id:
                    what = (
                        f"The rule '{rule.rule.id}' adds nothing to "
                        f"'{other.rule.id}', which applies whenever it does."
                    )
                    yield _fault(rule, what)
                else:
                    what = (
                        f"The rule '{rule.rule.id}' says no more than "
                        f"'{other.rule.id}' ({other.page.file}): another source for "
                        "the same."
                    )
                    self.notes.append(_fault(rule, what))
                break

    def _adds_nothing(self, rule: RuleNode, other: RuleNode) -> bool:
        """Same side, same days and more, no exception more, and a body that follows.

        Of two rules that say the same the later is the one too many.
        """
        is_same_side = rule.rule.contrary == other.rule.contrary
        if not is_same_side or rule.practice != other.practice:
            return False
        if not (_exceptions(other) <= _exceptions(rule) and _spans(other, rule)):
            return False
        if any(self._part(item.body, sign=1).ages for item in (rule, other)):
            return False
        if not self._follows(rule, other):
            return False
        is_twin = _exceptions(rule) == _exceptions(other) and self._follows(other, rule)
        return not is_twin or _order(rule) > _order(other)

    def _follows(self, rule: RuleNode, other: RuleNode) -> bool:
        """Whether the other's body and days hold wherever those of the rule do."""
        true = self.wide.true
        given = [true[rule.guard], true[rule.body.node]]
        wanted = [true[other.guard], true[other.body.node]]
        return not any(self.wide.can_all([*given, -literal]) for literal in wanted)

    def _opposed(
        self,
        proposition: Proposition,
        rules: Sequence[RuleNode],
        excused: set[str],
        met: set[str],
    ) -> Iterator[Fault]:
        """Rules for and against of which neither takes the other away."""
        pro = [rule for rule in rules if not rule.rule.contrary]
        con = [rule for rule in rules if rule.rule.contrary]
        for rule in pro:
            for other in con:
                if rule.page.kind != other.page.kind:
                    continue
                literals = [
                    self.exact.true[node]
                    for node in (rule.guard, rule.app, other.guard, other.app)
                ]
                if not self.exact.can_all(literals):
                    continue
                said = _said(rule, other) & excused
                met |= said
                if not said:
                    witness = self._witness((rule, other), literals)
                    what = (
                        f"The rules '{rule.rule.id}' and '{other.rule.id}' say the "
                        f"contrary of {proposition.id}, and both can apply: {witness}."
                    )
                    mend = "Let one override the other, or name it in 'conflicts_with'."
                    yield _fault(other, what, mend)

    def _witness(self, rules: Sequence[RuleNode], literals: Sequence[int]) -> str:
        """The fewest tests under which all literals hold, whatever else is so."""
        model = self.exact.model()
        nodes = [node for rule in rules for node in (rule.app, rule.guard)]
        needed = cone(self.tape, tuple(nodes))
        texts: dict[int, str] = {}
        for index, node in enumerate(self.tape.nodes):
            if needed[index] and node.code is Code.ATOM:
                atom = self.tape.atoms[node.args[0]]
                literal = self.exact.true[index]
                holds = literal in model
                texts[literal if holds else -literal] = atom_text(atom, holds=holds)
        fails = self.exact.out.some([-literal for literal in literals])
        kept = self.exact.fewest([fails, *texts])
        return ", ".join(texts[literal] for literal in kept if literal in texts)

    def _unmet(self, labels: set[str]) -> Iterator[Fault]:
        """Conflicts that pages name and that cannot be."""
        known = {rule.id for page in self.rulebook.pages for rule in page.rules}
        for page in self.rulebook.pages:
            for label in sorted(labels & set(page.conflicts_with)):
                what = f"No rule of this page can conflict with '{label}'."
                mend = "" if label in known else nearest(label, known)
                yield Fault(file=page.file, what=what, mend=mend)


def _fault(rule: RuleNode, what: str, mend: str = "") -> Fault:
    return Fault(file=rule.page.file, line=rule.rule.line, what=what, mend=mend)


def _aging(rulebook: Rulebook) -> frozenset[str]:
    """The parameters of the query day, and what rests on them."""
    above = resting(rulebook)
    found: set[str] = set()
    for page in rulebook.pages:
        for parameter in page.parameters:
            if parameter.dated_by == TODAY:
                found |= {parameter.id, *above.get(parameter.id, ())}
    return frozenset(found)


def _named(parts: Sequence[_Part], between: str = " and ") -> str:
    return between.join(f"'{part.text}'" for part in parts)


def _order(rule: RuleNode) -> tuple[str, int, str]:
    return rule.page.file, rule.rule.line, rule.rule.id


def _exceptions(rule: RuleNode) -> frozenset[int]:
    return frozenset([*(part.node for part in rule.unless), *rule.overridden_by])


def _is_group(rule: RuleNode, *, of_all: bool) -> bool:
    body = rule.body.condition
    if not isinstance(body, Group):
        return False
    return body.at_least == (len(body.parts) if of_all else 1)


def _said(rule: RuleNode, other: RuleNode) -> set[str]:
    """The labels by which one of two pages names the other's rule."""
    return (set(rule.page.conflicts_with) & {other.rule.id}) | (
        set(other.page.conflicts_with) & {rule.rule.id}
    )


def _spans(wide: RuleNode, narrow: RuleNode) -> bool:
    """Whether the days of one page's version cover those of another's."""

    def ends(page: Page) -> tuple[date, date, date]:
        return (
            page.applies_from or date.min,
            page.applies_to or date.max,
            page.binds_from or date.min,
        )

    if wide.page.version() == narrow.page.version():
        return True
    first, last, binds = ends(wide.page)
    start, end, bound = ends(narrow.page)
    is_always = first == date.min and last == date.max
    is_dated_alike = wide.page.dated_by == narrow.page.dated_by
    covers = is_always or (is_dated_alike and first <= start and last >= end)
    return covers and binds <= bound
