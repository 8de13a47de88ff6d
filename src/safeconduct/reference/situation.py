"""By situation: what the rules say to somebody of whom one thing is known.

Nothing is written by hand here. A situation is some facts and topics; the page is every
rule, deadline and notice that looks at them (spec/law-site.md §4).
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import cast

from safeconduct.reference.branch import Branch, Branches
from safeconduct.reference.deadline_row import DeadlineRow
from safeconduct.reference.entry import ORDER, Entries, Entry
from safeconduct.rulebook.condition import (
    Compare,
    Condition,
    Member,
    Named,
    Not,
    parts_of,
)
from safeconduct.rulebook.deadline import Deadline
from safeconduct.rulebook.record import Finding, Notice

# Whom advice speaks to: the person first.
READERS = ("person", "all", "relative", "caseworker", "counsel")
ANY = "*"
_FILE = Path(__file__).with_name("situation.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What is known, the days that start its limits, the topics of its advice.

    `facts` are the answers by the names of facts and columns, where `*` stands for any
    word; `*` for an answer is each answer, and any comparison.
    """

    id: str
    facts: Mapping[str, frozenset[str]]
    starts: tuple[str, ...]
    topics: frozenset[str]

    def answers(self, name: str) -> frozenset[str]:
        """The answers that it gives for a fact."""
        found = (
            values
            for pattern, values in self.facts.items()
            if fnmatchcase(name, pattern)
        )
        return frozenset().union(*found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """A finding that may follow, or fall, because of the situation."""

    entry: Entry
    finding: Finding
    is_for: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """A notice with the page that carries it and the condition on which it is shown."""

    entry: Entry
    notice: Notice
    when: Branch | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SituationPage:
    """Everything that a situation's page shows: by jurisdiction, the general first."""

    situation: Situation
    advice: tuple[tuple[str, tuple[Advice, ...]], ...]
    leads: tuple[tuple[str, tuple[Lead, ...]], ...]
    deadlines: tuple[DeadlineRow, ...]


def read_situations() -> tuple[Situation, ...]:
    """The situations of the room's own file."""
    content = cast(
        "Mapping[str, Sequence[Mapping[str, object]]]",
        tomllib.loads(_FILE.read_text("utf-8")),
    )
    return tuple(
        Situation(
            id=str(item["id"]),
            facts={
                name: frozenset(values)
                for name, values in cast(
                    "Mapping[str, Sequence[str]]", item["facts"]
                ).items()
            },
            starts=tuple(cast("Sequence[str]", item["starts"])),
            topics=frozenset(cast("Sequence[str]", item["topics"])),
        )
        for item in content["situation"]
    )


def situation_page(
    situation: Situation,
    entries: Entries,
    branches: Branches,
    deadlines: Sequence[DeadlineRow],
) -> SituationPage:
    """Gather what looks at a situation."""
    return SituationPage(
        situation=situation,
        advice=tuple(_advice(situation, entries, branches)),
        leads=tuple(_leads(situation, entries)),
        deadlines=tuple(row for row in deadlines if _starts(situation, row)),
    )


def _advice(
    situation: Situation, entries: Entries, branches: Branches
) -> Iterator[tuple[str, tuple[Advice, ...]]]:
    for code in entries.codes():
        found = [
            advice
            for entry in entries.within(code)
            for advice in _advice_of(entry, situation, branches)
        ]
        if found:
            yield code, tuple(sorted(found, key=_order))


def _order(item: Advice) -> tuple[int, str, int]:
    notice = item.notice
    return READERS.index(notice.audience), notice.topic, notice.order


def _advice_of(
    entry: Entry, situation: Situation, branches: Branches
) -> Iterator[Advice]:
    """The notices of a page of the situation's topics, or with such a condition."""
    conditions = dict(entry.page.conditions)
    for notice in entry.page.notices:
        condition = conditions.get(notice.id)
        looks = condition is not None and _holds_in(condition, situation, wanted=True)
        if notice.topic in situation.topics or looks:
            when = None if condition is None else branches.of(condition)
            yield Advice(entry=entry, notice=notice, when=when)


def _leads(
    situation: Situation, entries: Entries
) -> Iterator[tuple[str, tuple[Lead, ...]]]:
    for code in entries.codes():
        found = {
            (lead.finding.id, lead.is_for): lead
            for entry in entries.within(code)
            for lead in _leads_of(entry, situation, entries)
        }
        if found:
            yield code, tuple(sorted(found.values(), key=_rank))


def _leads_of(entry: Entry, situation: Situation, entries: Entries) -> Iterator[Lead]:
    """The findings of a page that look at the situation, inner steps by their users."""
    for rule in entry.page.rules:
        holds = _holds_in(rule.body, situation, wanted=True)
        falls = any(_holds_in(part, situation, wanted=True) for part in rule.unless)
        spared = any(_holds_in(part, situation, wanted=False) for part in rule.unless)
        if not holds and not falls and not spared:
            continue
        is_for = (holds or not falls) != rule.contrary
        for home, finding in _shown(rule.head, entries):
            yield Lead(entry=home, finding=finding, is_for=is_for)


def _shown(name: str, entries: Entries) -> Iterator[tuple[Entry, Finding]]:
    """The finding itself if it has weight, else those of weight that look at it."""
    graph = entries.graph
    names = [name]
    page, finding = graph.findings[name]
    if not finding.goal:
        names = [use.rule.head for use in graph.users_of([name])]
    for each in dict.fromkeys(names):
        page, finding = graph.findings[each]
        if finding.goal:
            yield entries.of(page), finding


def _rank(lead: Lead) -> tuple[bool, int, int, str]:
    bears = ORDER.index(lead.entry.page.bears)
    return not lead.is_for, bears, -lead.finding.goal, lead.finding.id


def _holds_in(condition: Condition, situation: Situation, *, wanted: bool) -> bool:
    """Whether a condition asks for one of the situation's facts with such an answer."""
    match condition:
        case Not(part=part):
            return _holds_in(part, situation, wanted=not wanted)
        case Named(name=name):
            return _gives(situation, name, frozenset({str(wanted).lower()}))
        case Member(name=name, values=values):
            return _gives(situation, name, values if wanted else frozenset())
        case Compare(left=left, right=right):
            return any(
                _gives(situation, item.name, frozenset()) for item in (left, right)
            )
        case _:
            inner: Iterable[Condition] = parts_of(condition)
            return any(_holds_in(part, situation, wanted=wanted) for part in inner)


def _gives(situation: Situation, name: str, values: frozenset[str]) -> bool:
    """Whether the situation gives one of some answers for a fact, or any at all."""
    return not situation.answers(name).isdisjoint(values | {ANY})


def _starts(situation: Situation, row: DeadlineRow) -> bool:
    """Whether a limit starts from such a day, or is listed because of a fact."""
    item = row.view.item
    if not isinstance(item, Deadline):
        return False
    condition = dict(row.page.conditions).get(item.id)
    listed = condition is not None and _holds_in(condition, situation, wanted=True)
    return listed or any(fnmatchcase(item.starts, name) for name in situation.starts)
