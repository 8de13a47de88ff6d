"""Whether a rulebook hangs together: every name known, every value a value, no cycle.

Parsing looks at one file; here the files meet. Each fault names file and line.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from safeconduct.base.errors import Fault
from safeconduct.base.near import nearest
from safeconduct.rulebook.condition import (
    Compare,
    Condition,
    Exists,
    Member,
    Named,
    Operand,
    Rule,
    Used,
    every_part,
)
from safeconduct.rulebook.record import TODAY, Page, Parameter
from safeconduct.rulebook.vocabulary import ColumnSpec, FactSpec, Vocabulary


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """Every name that a condition may use."""

    propositions: frozenset[str]
    facts: Mapping[str, FactSpec]
    columns: Mapping[str, ColumnSpec]
    lists: frozenset[str]
    parameters: Mapping[str, Parameter]
    clocks: frozenset[str]

    def all(self) -> frozenset[str]:
        """All of them, for proposing the nearest."""
        return self.propositions | set(self.facts) | set(self.parameters)


def names_of(pages: Sequence[Page], vocabulary: Vocabulary) -> Names:
    """The names that the pages and the vocabulary declare."""
    heads = {rule.head for page in pages for rule in page.rules}
    norms = {norm.name for page in pages for norm in page.norms}
    return Names(
        propositions=frozenset(heads | norms),
        facts=vocabulary.fact_table(),
        columns={
            column.name: column for item in vocabulary.lists for column in item.columns
        },
        lists=frozenset(vocabulary.list_table()),
        parameters={item.id: item for page in pages for item in page.parameters},
        clocks=frozenset(clock.id for page in pages for clock in page.clocks),
    )


def link_faults(pages: Sequence[Page], vocabulary: Vocabulary) -> tuple[Fault, ...]:
    """Every fault between the pages and the vocabulary."""
    names = names_of(pages, vocabulary)
    return tuple(
        fault
        for found in (
            _rule_faults(pages, names),
            _block_faults(pages, names),
            _version_faults(pages),
            _cycle_faults(pages),
            _deadline_faults(pages, names),
        )
        for fault in found
    )


def _rule_faults(pages: Sequence[Page], names: Names) -> Iterator[Fault]:
    labels = {rule.id: rule for page in pages for rule in page.rules}
    for page in pages:
        for rule in page.rules:
            conditions = (rule.body, *rule.unless)
            for what, mend in _condition_faults(conditions, names):
                yield Fault(file=page.file, line=rule.line, what=what, mend=mend)
            yield from _override_faults(page, rule, labels)
            if rule.head in names.facts or rule.head in names.parameters:
                what = f"'{rule.head}' is a fact or parameter, not a conclusion."
                yield Fault(file=page.file, line=rule.line, what=what)


def _override_faults(
    page: Page, rule: Rule, labels: Mapping[str, Rule]
) -> Iterator[Fault]:
    for label in rule.overrides:
        other = labels.get(label)
        if other is None:
            what = f"No rule is labelled '{label}'."
            mend = nearest(label, labels)
            yield Fault(file=page.file, line=rule.line, what=what, mend=mend)
        elif other.head != rule.head or other.contrary == rule.contrary:
            what = f"'{label}' has not the opposed head, so it cannot be overridden."
            yield Fault(file=page.file, line=rule.line, what=what)


def _condition_faults(
    conditions: Iterable[Condition], names: Names
) -> Iterator[tuple[str, str]]:
    for condition in conditions:
        inside = {
            id(part)
            for outer in every_part(condition)
            if isinstance(outer, Exists)
            for part in every_part(outer.where)
        }
        for part in every_part(condition):
            if id(part) in inside:
                yield from _row_faults(part, names)
            else:
                yield from _part_faults(part, names)


def _part_faults(part: Condition, names: Names) -> Iterator[tuple[str, str]]:
    match part:
        case Named(name=name):
            yield from _bool_faults(name, names)
        case Member(name=name, values=values, parameter=parameter):
            yield from _member_faults(name, values, names.facts, names)
            yield from _set_faults(parameter, names)
        case Compare(left=left, right=right):
            yield from _compare_faults((left, right), names.facts, names)
        case Exists(list=name):
            if name not in names.lists:
                yield f"No list is called '{name}'.", nearest(name, names.lists)
        case Used(clock=clock):
            if clock not in names.clocks:
                yield f"No clock is called '{clock}'.", nearest(clock, names.clocks)
        case _:
            return


def _row_faults(part: Condition, names: Names) -> Iterator[tuple[str, str]]:
    match part:
        case Named(name=name):
            if name not in names.columns:
                yield f"'{name}' is no column of a list.", nearest(name, names.columns)
        case Member(name=name, values=values, parameter=parameter):
            yield from _member_faults(name, values, names.columns, names)
            yield from _set_faults(parameter, names)
            yield from _row_parameter_faults(parameter, names)
        case Compare(left=left, right=right):
            yield from _compare_faults((left, right), names.columns, names)
            for operand in (left, right):
                if operand.name in names.parameters:
                    yield f"'{operand.name}' is a parameter: not inside EXISTS.", ""
        case Exists() | Used():
            yield "Inside EXISTS only columns are tested.", ""
        case _:
            return


def _row_parameter_faults(name: str, names: Names) -> Iterator[tuple[str, str]]:
    """Inside EXISTS a set parameter must depend on the query day alone."""
    found = names.parameters.get(name)
    if found is not None and (found.dated_by != TODAY or found.keyed_by):
        yield f"'{name}' depends on a fact: not inside EXISTS.", ""


def _bool_faults(name: str, names: Names) -> Iterator[tuple[str, str]]:
    if name in names.propositions:
        return
    spec, parameter = names.facts.get(name), names.parameters.get(name)
    if spec is None and parameter is None:
        yield (
            f"'{name}' is no proposition, fact or parameter.",
            nearest(name, names.all()),
        )
    elif spec is not None and spec.type != "bool":
        yield f"'{name}' is a fact of type {spec.type}: compare it with something.", ""
    elif parameter is not None and parameter.type != "bool":
        yield f"'{name}' is a parameter of type {parameter.type}.", ""


def _member_faults(
    name: str,
    values: frozenset[str],
    known: Mapping[str, FactSpec] | Mapping[str, ColumnSpec],
    names: Names,
) -> Iterator[tuple[str, str]]:
    spec = known.get(name)
    if spec is None:
        hint = (
            "It is a conclusion: write it bare." if name in names.propositions else ""
        )
        yield f"No fact is called '{name}' here.", hint or nearest(name, known)
        return
    if spec.type not in {"enum", "bool"}:
        yield f"'{name}' is of type {spec.type} and has no set of values.", ""
        return
    for value in sorted(values):
        if value not in spec.values:
            yield f"'{value}' is no value of '{name}'.", nearest(value, spec.values)


def _set_faults(parameter: str, names: Names) -> Iterator[tuple[str, str]]:
    if not parameter:
        return
    found = names.parameters.get(parameter)
    if found is None or found.type != "set":
        yield (
            f"No set parameter is called '{parameter}'.",
            nearest(parameter, names.parameters),
        )


def _compare_faults(
    operands: Iterable[Operand],
    known: Mapping[str, FactSpec] | Mapping[str, ColumnSpec],
    names: Names,
) -> Iterator[tuple[str, str]]:
    kinds: set[str] = set()
    for operand in operands:
        if operand.today or operand.is_day:
            kinds.add("day")
        elif not operand.name:
            kinds.add("integer")
        else:
            spec = known.get(operand.name) or names.parameters.get(operand.name)
            if spec is None:
                mend = nearest(operand.name, (*known, *names.parameters))
                yield f"'{operand.name}' is no fact or parameter here.", mend
            elif spec.type not in {"day", "integer"}:
                yield f"'{operand.name}' is of type {spec.type}: it has no order.", ""
            else:
                kinds.add(spec.type)
    if len(kinds) > 1:
        yield "A day is compared with a number.", ""


def _block_faults(pages: Sequence[Page], names: Names) -> Iterator[Fault]:
    yield from _twice(pages)
    found = {finding.id for page in pages for finding in page.findings}
    for page in pages:
        for name in (finding.id for finding in page.findings):
            if name not in names.propositions:
                what = f"No rule or open norm concludes '{name}'."
                mend = nearest(name, names.propositions)
                yield Fault(file=page.file, what=what, mend=mend)
        for rule in page.rules:
            if rule.head not in found:
                what = f"'{rule.head}' has no finding block (its texts)."
                yield Fault(file=page.file, line=rule.line, what=what)
        for norm in page.norms:
            if norm.name not in found:
                what = f"'{norm.name}' has no finding block (its texts)."
                yield Fault(file=page.file, line=norm.line, what=what)
        yield from _reference_faults(page, names, found)


def _reference_faults(page: Page, names: Names, found: set[str]) -> Iterator[Fault]:
    days = {name for name, spec in names.facts.items() if spec.type == "day"}
    dated = [page.dated_by, *(item.dated_by for item in page.parameters)]
    for name in dated:
        if name != TODAY and name not in days:
            what = f"'{name}' is no fact of type day (dated_by)."
            yield Fault(file=page.file, what=what, mend=nearest(name, days))
    for item in page.parameters:
        spec = names.facts.get(item.keyed_by)
        if item.keyed_by and (spec is None or spec.type != "enum"):
            what = f"'{item.keyed_by}' is no fact of type enum (keyed_by)."
            yield Fault(
                file=page.file, what=what, mend=nearest(item.keyed_by, names.facts)
            )
    for finding in page.findings:
        if finding.danger_beside and finding.danger_beside not in found:
            what = f"No finding is called '{finding.danger_beside}' (danger_beside)."
            mend = nearest(finding.danger_beside, found)
            yield Fault(file=page.file, what=what, mend=mend)
    for burden in page.burdens:
        for fact in burden.facts:
            if fact not in names.facts:
                what = f"No fact is called '{fact}' (burden)."
                yield Fault(file=page.file, what=what, mend=nearest(fact, names.facts))
    for name, condition in page.conditions:
        for what, mend in _condition_faults((condition,), names):
            yield Fault(file=page.file, what=f"{name}: {what}", mend=mend)


def _twice(pages: Sequence[Page]) -> Iterator[Fault]:
    """Names declared on two pages; versions of one page may repeat them."""
    homes: dict[str, tuple[str, str]] = {}
    for page in pages:
        blocks = (
            *page.findings, *page.parameters, *page.deadlines, *page.clocks,
            *page.notices,
        )  # fmt: skip
        for name, count in Counter(block.id for block in blocks).items():
            home = homes.setdefault(name, (page.id, page.file))
            if count > 1 or home[0] != page.id:
                what = f"'{name}' is declared twice (also in {home[1]})."
                yield Fault(file=page.file, what=what)
    labels: dict[str, str] = {}
    for page in pages:
        for rule in page.rules:
            if labels.setdefault(rule.id, page.id) != page.id:
                what = f"The label '{rule.id}' is used on two pages."
                yield Fault(file=page.file, line=rule.line, what=what)


def _version_faults(pages: Sequence[Page]) -> Iterator[Fault]:
    """Two versions of one page that are both in force for one day."""
    for index, page in enumerate(pages):
        for other in pages[index + 1 :]:
            if other.id != page.id:
                continue
            first = max(page.applies_from or date.min, other.applies_from or date.min)
            last = min(page.applies_to or date.max, other.applies_to or date.max)
            if first <= last and page.binds_from == other.binds_from:
                what = (
                    f"Two versions of '{page.id}' are in force from {first} to {last} "
                    f"(the other: {other.file})."
                )
                yield Fault(file=page.file, what=what, mend="End one of them.")


def _cycle_faults(pages: Sequence[Page]) -> Iterator[Fault]:
    edges: dict[str, set[str]] = {}
    places: dict[str, tuple[str, int]] = {}
    labels = {rule.id: rule for page in pages for rule in page.rules}
    for page in pages:
        for rule in page.rules:
            places.setdefault(rule.head, (page.file, rule.line))
            into = edges.setdefault(rule.head, set())
            for condition in (rule.body, *rule.unless):
                into.update(
                    part.name
                    for part in every_part(condition)
                    if isinstance(part, Named)
                )
            for label in rule.overrides:
                if label in labels and labels[label].head != rule.head:
                    edges.setdefault(labels[label].head, set()).add(rule.head)
    for cycle in _cycles(edges):
        file, line = places[cycle[0]]
        what = "These conclusions rest on each other: " + " → ".join(cycle) + "."
        yield Fault(file=file, line=line, what=what)


def _cycles(edges: Mapping[str, set[str]]) -> Iterator[tuple[str, ...]]:
    finished: set[str] = set()
    for start in sorted(edges):
        path: list[str] = []
        stack: list[tuple[str, Iterator[str]]] = []
        if start not in finished:
            path.append(start)
            stack.append((start, iter(sorted(edges[start]))))
        while stack:
            _, following = stack[-1]
            name = next(following, None)
            if name is None:
                finished.add(path.pop())
                stack.pop()
            elif name in path:
                yield (*path[path.index(name) :], name)
            elif name in edges and name not in finished:
                path.append(name)
                stack.append((name, iter(sorted(edges[name]))))


def _deadline_faults(pages: Sequence[Page], names: Names) -> Iterator[Fault]:
    for page in pages:
        for deadline in page.deadlines:
            for fact in deadline.facts():
                if fact not in names.facts:
                    what = f"{deadline.id}: no fact is called '{fact}'."
                    mend = nearest(fact, names.facts)
                    yield Fault(file=page.file, what=what, mend=mend)
        for clock in page.clocks:
            if clock.list not in names.lists:
                what = f"{clock.id}: no list is called '{clock.list}'."
                yield Fault(file=page.file, what=what)
