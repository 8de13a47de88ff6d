"""Everything that the page of one law page's version shows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from safeconduct.assessment.say import NO, YES
from safeconduct.base.text import Text, same
from safeconduct.reference.address import anchor, family_file
from safeconduct.reference.branch import Branch, Branches
from safeconduct.reference.entry import Entries, Entry
from safeconduct.reference.example import Example, Examples
from safeconduct.reference.graph import Graph, names_of, timed_items
from safeconduct.reference.timed_view import TimedView, TimedViews
from safeconduct.reference.timeline import Timeline, timeline_of
from safeconduct.rulebook.condition import Member, Rule, every_part
from safeconduct.rulebook.holiday import HolidayTables
from safeconduct.rulebook.record import (
    Finding,
    Notice,
    Page,
    Parameter,
    ParameterValue,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Something that has a page of its own; `kind` is that of a finding."""

    title: Text
    address: str
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleView:
    """One rule in words; `takes_away` are the titles of what it overrides."""

    rule: Rule
    body: Branch
    unless: tuple[Branch, ...]
    takes_away: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingView:
    """A finding with the rules for and against it."""

    finding: Finding
    is_norm: bool
    danger: Link | None
    pro: tuple[RuleView, ...]
    con: tuple[RuleView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueRow:
    """One dated value: several texts where it is a set."""

    value: ParameterValue
    key: Text
    texts: tuple[Text, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterView:
    """A dated value with its rows."""

    parameter: Parameter
    rows: tuple[ValueRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RulePage:
    """One version of a law page, ready to be printed."""

    entry: Entry
    dated_by: Text
    origin: Text
    findings: tuple[FindingView, ...]
    parameters: tuple[ParameterView, ...]
    timed: tuple[TimedView, ...]
    notices: tuple[tuple[Notice, Branch | None], ...]
    examples: tuple[Example, ...]
    conflicts: tuple[Link, ...]
    homes: Mapping[str, str]
    versions: tuple[Entry, ...]
    timeline: Timeline
    rests_on: tuple[Link, ...]
    reads: tuple[Text, ...]
    carries: tuple[Link, ...]
    carries_timed: tuple[Link, ...]


class RulePages:
    """Makes the views of the law pages of one rulebook."""

    def __init__(
        self,
        graph: Graph,
        entries: Entries,
        branches: Branches,
        holidays: HolidayTables,
    ) -> None:
        """Index the rules by their labels, and what sets are sets of."""
        self.graph = graph
        self.entries = entries
        self.branches = branches
        self.examples = Examples(branches)
        self._timed = TimedViews(branches.speaker, entries.names, holidays)
        self._rules: Mapping[str, Rule] = {
            rule.id: rule for page in graph.rulebook.pages for rule in page.rules
        }
        self._homes = {
            **{name: self.graph.address(name) for name in graph.findings},
            **{name: family_file(name) for name in graph.families},
        }
        self._set_of = {
            part.parameter: part.name
            for page in graph.rulebook.pages
            for rule in page.rules
            for condition in (rule.body, *rule.unless)
            for part in every_part(condition)
            if isinstance(part, Member) and part.parameter
        }

    def of(self, page: Page, *, on: date) -> RulePage:
        """The view of one version."""
        conditions = dict(page.conditions)
        versions = tuple(map(self.entries.of, self.graph.families[page.id]))
        when = {name: self.branches.of(item) for name, item in conditions.items()}
        heads = tuple(finding.id for finding in page.findings)
        used = names_of(
            part for rule in page.rules for part in (rule.body, *rule.unless)
        )
        used += tuple(
            name for name in names_of(conditions.values()) if name not in used
        )
        return RulePage(
            entry=self.entries.of(page),
            dated_by=self.branches.speaker.label(page.dated_by),
            origin=self.entries.names.jurisdiction(page.only_origin),
            findings=tuple(self._finding(page, item) for item in _ordered(page)),
            parameters=tuple(map(self._parameter, page.parameters)),
            timed=tuple(
                self._timed.of(item, when=when.get(item.id))
                for item in timed_items(page)
            ),
            notices=tuple(
                (item, when.get(item.id))
                for item in sorted(page.notices, key=lambda item: item.order)
            ),
            examples=self.examples.of(page),
            conflicts=self._links(self._conflicts(page)),
            homes=self._homes,
            versions=versions,
            timeline=timeline_of(versions, on=on),
            rests_on=self._links(name for name in used if name not in heads),
            reads=self._facts(page, used),
            carries=self._links(self._dependants(page)),
            carries_timed=tuple(
                Link(
                    title=item.said.title,
                    address=f"{self.graph.file_of(home)}#{anchor(item.id)}",
                )
                for home, item in self.graph.timed_users_of(heads)
                if home is not page
            ),
        )

    def _conflicts(self, page: Page) -> list[str]:
        """The conclusions of the rules with which the law is here in conflict."""
        named = [self._rules.get(label) for label in page.conflicts_with]
        # A page that names a rule of this one says the contrary of that rule.
        naming = [
            rule
            for rule in page.rules
            if any(
                rule.id in other.conflicts_with for other in self.graph.rulebook.pages
            )
        ]
        return list(dict.fromkeys(rule.head for rule in (*named, *naming) if rule))

    def _dependants(self, page: Page) -> list[str]:
        """The findings of weight elsewhere that could fall with the page."""
        heads = tuple(item.id for item in page.findings)
        own = [*heads, *(item.id for item in page.parameters)]
        own += [item.id for item in page.clocks]
        found = [
            name for name in self.graph.resting_on(own)
            if name not in heads and self.graph.findings[name][1].goal
        ]  # fmt: skip
        return sorted(found, key=lambda name: -self.graph.findings[name][1].goal)

    def _links(self, names: Iterable[str]) -> tuple[Link, ...]:
        """Links to what has a page of its own; facts have none."""
        return tuple(self._link(name) for name in names if self.graph.address(name))

    def _link(self, name: str) -> Link:
        address = self.graph.address(name)
        known = self.graph.findings.get(name)
        if known is None:
            return Link(title=self.branches.speaker.label(name), address=address)
        return Link(title=known[1].title, address=address, kind=known[1].kind)

    def _facts(self, page: Page, used: tuple[str, ...]) -> tuple[Text, ...]:
        """The facts that the page looks at, by their names in words."""
        vocabulary = self.branches.vocabulary
        lists, facts = vocabulary.list_table(), vocabulary.fact_table()
        timed = [name for item in page.deadlines for name in item.facts()]
        timed += [item.list for item in page.clocks]
        return tuple(
            lists[name].label if name in lists else facts[name].label
            for name in dict.fromkeys((*used, *timed))
            if name in lists or name in facts
        )

    def _finding(self, page: Page, finding: Finding) -> FindingView:
        rules = [rule for rule in page.rules if rule.head == finding.id]
        beside = self._links([finding.danger_beside])
        return FindingView(
            finding=finding,
            is_norm=any(norm.name == finding.id for norm in page.norms),
            danger=beside[0] if beside else None,
            pro=tuple(self._rule(rule) for rule in rules if not rule.contrary),
            con=tuple(self._rule(rule) for rule in rules if rule.contrary),
        )

    def _rule(self, rule: Rule) -> RuleView:
        return RuleView(
            rule=rule,
            body=self.branches.of(rule.body),
            unless=tuple(map(self.branches.of, rule.unless)),
            takes_away=self._links(
                self._rules[label].head
                for label in rule.overrides
                if label in self._rules
            ),
        )

    def _parameter(self, item: Parameter) -> ParameterView:
        speaker = self.branches.speaker
        domain = self._set_of.get(item.id, "")

        def texts(value: ParameterValue) -> tuple[Text, ...]:
            match value.value:
                case bool():
                    return (YES if value.value else NO,)
                case int():
                    is_day = item.type == "day"
                    found = date.fromordinal(value.value) if is_day else value.value
                    return (same(str(found)),)
                case _:
                    return tuple(
                        speaker.values(domain, (word,)) for word in sorted(value.value)
                    )

        return ParameterView(
            parameter=item,
            rows=tuple(
                ValueRow(
                    value=value,
                    key=speaker.values(item.keyed_by, (value.key,))
                    if value.key
                    else same(""),
                    texts=texts(value),
                )
                for value in item.values
            ),
        )


def _ordered(page: Page) -> list[Finding]:
    """The findings of a page: those of weight first, inner steps after them."""
    return sorted(page.findings, key=lambda item: -item.goal)
