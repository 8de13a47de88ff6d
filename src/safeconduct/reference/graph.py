"""What rests on what: pages, conclusions, facts, dated values, deadlines."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from safeconduct.reference.address import anchor, version_file
from safeconduct.rulebook.condition import (
    Compare,
    Condition,
    Exists,
    Member,
    Named,
    Rule,
    Used,
    every_part,
)
from safeconduct.rulebook.deadline import Clock, Deadline
from safeconduct.rulebook.record import Finding, Page, Parameter, Rulebook

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A rule of a page that looks at something."""

    page: Page
    rule: Rule


class Graph:
    """The rulebook, looked up from every side; `on` chooses among versions."""

    def __init__(self, rulebook: Rulebook, newest: Mapping[str, Page]) -> None:
        """Index the rulebook; `newest` is the version that stands for an id."""
        self.rulebook = rulebook
        self.newest = newest
        self.families: dict[str, list[Page]] = {}
        self.findings: dict[str, tuple[Page, Finding]] = {}
        self.parameters: dict[str, tuple[Page, Parameter]] = {}
        self.clocks: dict[str, tuple[Page, Clock]] = {}
        self._users: dict[str, list[Use]] = {}
        self._timed_users: dict[str, list[tuple[Page, Deadline | Clock]]] = {}
        for page in sorted(rulebook.pages, key=Page.version):
            self.families.setdefault(page.id, []).append(page)
            self._take(page)
        self._homes: dict[str, Page] = {
            name: page
            for table in (self.findings, self.parameters, self.clocks)
            for name, (page, _) in table.items()
        }

    def _take(self, page: Page) -> None:
        """Index one page; of a name on two versions the newest stands for it."""
        is_newest = self.newest.get(page.id) is page

        def keep(table: dict[str, tuple[Page, T]], name: str, item: T) -> None:
            if is_newest or name not in table:
                table[name] = (page, item)

        for finding in page.findings:
            keep(self.findings, finding.id, finding)
        for parameter in page.parameters:
            keep(self.parameters, parameter.id, parameter)
        for clock in page.clocks:
            keep(self.clocks, clock.id, clock)
        self._take_users(page)

    def _take_users(self, page: Page) -> None:
        """Index what the rules, deadlines and clocks of a page look at."""
        for rule in page.rules:
            for name in names_of((rule.body, *rule.unless)):
                self._users.setdefault(name, []).append(Use(page=page, rule=rule))
        conditions = dict(page.conditions)
        for item in timed_items(page):
            for name in names_of(filter(None, [conditions.get(item.id)])):
                self._timed_users.setdefault(name, []).append((page, item))

    def file_of(self, page: Page) -> str:
        """The address of a version's page."""
        return version_file(page, is_only=len(self.families[page.id]) == 1)

    def address(self, name: str) -> str:
        """Where a finding, parameter or clock is explained; empty for a fact."""
        home = self._homes.get(name)
        return "" if home is None else f"{self.file_of(home)}#{anchor(name)}"

    def users_of(self, names: Iterable[str]) -> tuple[Use, ...]:
        """The rules that look at any of some names, each once."""
        found = {
            (use.page.version(), use.rule.id): use
            for name in names
            for use in self._users.get(name, ())
        }
        return tuple(found.values())

    def timed_users_of(
        self, names: Iterable[str]
    ) -> tuple[tuple[Page, Deadline | Clock], ...]:
        """The deadlines and clocks that are listed only if a conclusion says so."""
        found = {
            (page.version(), item.id): (page, item)
            for name in names
            for page, item in self._timed_users.get(name, ())
        }
        return tuple(found.values())

    def resting_on(self, names: Iterable[str]) -> tuple[str, ...]:
        """Every finding that could change if some conclusions fell, in order."""
        open_names, found = list(names), dict.fromkeys(names)
        while open_names:
            for use in self._users.get(open_names.pop(), ()):
                if use.rule.head not in found:
                    found[use.rule.head] = None
                    open_names.append(use.rule.head)
        return tuple(name for name in found if name in self.findings)


def timed_items(page: Page) -> tuple[Deadline | Clock, ...]:
    """The deadlines and clocks of a page."""
    return (*page.deadlines, *page.clocks)


def names_of(conditions: Iterable[Condition]) -> tuple[str, ...]:
    """Every name that conditions look at: facts, conclusions, values, clocks."""
    parts = [part for condition in conditions for part in every_part(condition)]
    return tuple(dict.fromkeys(name for part in parts for name in _names(part) if name))


def _names(part: Condition) -> Iterator[str]:
    match part:
        case Named(name=name):
            yield name
        case Compare(left=left, right=right):
            yield from (left.name, right.name)
        case Member(name=name, parameter=parameter):
            yield from (name, parameter)
        case Exists(list=name):
            yield name
        case Used(clock=clock):
            yield clock
        case _:
            return
