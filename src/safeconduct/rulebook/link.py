"""Whether a rulebook hangs together: every name known, every value a value, no cycle.

Parsing looks at one file; here the files meet. Each fault names file, line and column.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from graphlib import TopologicalSorter
from itertools import islice

from safeconduct.base.errors import Fault
from safeconduct.base.near import nearest
from safeconduct.base.table import MOST_FAULTS
from safeconduct.rulebook.condition import Named, Rule, every_part
from safeconduct.rulebook.link_condition import Names, condition_wrongs, names_of
from safeconduct.rulebook.misfit import Misfit, Wrong
from safeconduct.rulebook.record import TODAY, Page, Parameter
from safeconduct.rulebook.vocabulary import Vocabulary

# Deeper than any law; more would exhaust whoever follows them one by one.
MOST_STEPS = 60


def link_faults(
    pages: Sequence[Page],
    vocabulary: Vocabulary,
    texts: Mapping[str, str],
    *,
    broken: Collection[str] = (),
) -> tuple[Fault, ...]:
    """The faults between the pages and the vocabulary, so many as help anybody.

    `texts` holds the text of each page's file, to say where a fault stands. Of the
    `broken` files not all could be read: what is not there may be what was not read.
    """
    every = _misfits(pages, names_of(pages, vocabulary), broken)
    found = islice(every, MOST_FAULTS)
    return tuple(misfit.fault(texts.get(misfit.page.file, "")) for misfit in found)


def _misfits(
    pages: Sequence[Page], names: Names, broken: Collection[str]
) -> Iterator[Misfit]:
    labels = {rule.id: rule for page in pages for rule in page.rules}
    findings = {finding.id for page in pages for finding in page.findings}
    for page in pages:
        for rule in page.rules:
            for wrong in _rule_wrongs(rule, labels, names):
                yield Misfit(page=page, wrong=wrong, line=rule.line)
        if page.file not in broken:
            yield from _untold(page, names, findings)
        yield from _block_misfits(page, names, findings)
        yield from _timed_misfits(page, names)
    yield from _twice(pages)
    yield from _versions(pages)
    yield from _circles(pages)


def _rule_wrongs(
    rule: Rule, labels: Mapping[str, Rule], names: Names
) -> Iterator[Wrong]:
    for condition in (rule.body, *rule.unless):
        yield from condition_wrongs(condition, names)
    for label in rule.overrides:
        other = labels.get(label)
        if other is None:
            what = f"No rule is labelled '{label}'."
            yield Wrong(word=label, what=what, mend=nearest(label, labels))
        elif other.head != rule.head or other.contrary == rule.contrary:
            what = f"'{label}' has not the opposed head, so it cannot be overridden."
            yield Wrong(word=label, what=what)
    if rule.head in names.facts or rule.head in names.parameters:
        what = f"'{rule.head}' is a fact or parameter, not a conclusion."
        yield Wrong(word=rule.head, what=what)


def _untold(page: Page, names: Names, findings: set[str]) -> Iterator[Misfit]:
    """Findings that nothing concludes, and conclusions without a finding's texts."""
    for finding in page.findings:
        if finding.id not in names.propositions:
            what = f"No rule or open norm concludes '{finding.id}'."
            mend = nearest(finding.id, names.propositions)
            wrong = Wrong(word=finding.id, what=what, mend=mend)
            yield Misfit(page=page, wrong=wrong, block=finding.id)
    heads = [
        *((rule.head, rule.line) for rule in page.rules),
        *((norm.name, norm.line) for norm in page.norms),
    ]
    for head, line in heads:
        if head not in findings:
            wrong = Wrong(word=head, what=f"'{head}' has no finding block (its texts).")
            yield Misfit(page=page, wrong=wrong, line=line)


def _block_misfits(page: Page, names: Names, findings: set[str]) -> Iterator[Misfit]:
    for item in page.parameters:
        for wrong in _parameter_wrongs(item, names):
            yield Misfit(page=page, wrong=wrong, block=item.id)
    for name, condition in page.conditions:
        for wrong in condition_wrongs(condition, names):
            yield Misfit(page=page, wrong=wrong, block=name)
    for wrong in _dated_wrongs(page.dated_by, names):
        yield Misfit(page=page, wrong=wrong)
    yield from _reference_misfits(page, names, findings)


def _reference_misfits(
    page: Page, names: Names, findings: set[str]
) -> Iterator[Misfit]:
    for finding in page.findings:
        beside = finding.danger_beside
        if beside and beside not in findings:
            what = f"No finding is called '{beside}' (danger_beside)."
            wrong = Wrong(word=beside, what=what, mend=nearest(beside, findings))
            yield Misfit(page=page, wrong=wrong, block=finding.id)
    for burden in page.burdens:
        for fact in burden.facts:
            if fact not in names.facts:
                what = f"No fact is called '{fact}' (burden)."
                wrong = Wrong(word=fact, what=what, mend=nearest(fact, names.facts))
                yield Misfit(page=page, wrong=wrong, block="burden")


def _dated_wrongs(name: str, names: Names) -> Iterator[Wrong]:
    days = {key for key, spec in names.facts.items() if spec.type == "day"}
    if name != TODAY and name not in days:
        what = f"'{name}' is no fact of type day (dated_by)."
        yield Wrong(word=name, what=what, mend=nearest(name, days))


def _parameter_wrongs(item: Parameter, names: Names) -> Iterator[Wrong]:
    yield from _dated_wrongs(item.dated_by, names)
    if not item.keyed_by:
        return
    spec = names.facts.get(item.keyed_by)
    if spec is None or spec.type != "enum":
        enums = {key for key, other in names.facts.items() if other.type == "enum"}
        what = f"'{item.keyed_by}' is no fact of type enum (keyed_by)."
        mend = nearest(item.keyed_by, enums)
        yield Wrong(word=item.keyed_by, what=what, mend=mend)


def _timed_misfits(page: Page, names: Names) -> Iterator[Misfit]:
    for deadline in page.deadlines:
        for fact in deadline.facts():
            if fact not in names.facts:
                what = f"{deadline.id}: no fact is called '{fact}'."
                wrong = Wrong(word=fact, what=what, mend=nearest(fact, names.facts))
                yield Misfit(page=page, wrong=wrong, block=deadline.id)
    for clock in page.clocks:
        if clock.list not in names.lists:
            what = f"{clock.id}: no list is called '{clock.list}'."
            mend = nearest(clock.list, names.lists)
            wrong = Wrong(word=clock.list, what=what, mend=mend)
            yield Misfit(page=page, wrong=wrong, block=clock.id)


def _blocks(page: Page) -> tuple[str, ...]:
    """The ids of a page's blocks."""
    return (
        *(item.id for item in page.findings),
        *(item.id for item in page.parameters),
        *(item.id for item in page.deadlines),
        *(item.id for item in page.clocks),
        *(item.id for item in page.notices),
    )


def _twice(pages: Sequence[Page]) -> Iterator[Misfit]:
    """Names declared twice; only versions of one page may repeat each other's."""
    homes: dict[str, tuple[str, str]] = {}
    labels: dict[str, str] = {}
    for page in pages:
        for name, count in Counter(_blocks(page)).items():
            home = homes.setdefault(name, (page.id, page.file))
            if count > 1 or home[0] != page.id:
                what = f"'{name}' is declared twice (also in {home[1]})."
                yield Misfit(page=page, wrong=Wrong(word=name, what=what), block=name)
        own: set[str] = set()
        for rule in page.rules:
            if rule.id in own or labels.setdefault(rule.id, page.id) != page.id:
                wrong = Wrong(word=rule.id, what=f"Two rules are labelled '{rule.id}'.")
                yield Misfit(page=page, wrong=wrong, line=rule.line)
            own.add(rule.id)


def _versions(pages: Sequence[Page]) -> Iterator[Misfit]:
    """Two versions of one page that are both in force for one day."""
    families: dict[str, list[Page]] = {}
    for page in pages:
        for other in families.setdefault(page.id, []):
            first = max(page.applies_from or date.min, other.applies_from or date.min)
            last = min(page.applies_to or date.max, other.applies_to or date.max)
            if first <= last and page.binds_from == other.binds_from:
                what = (
                    f"Two versions of '{page.id}' are in force from {first} to {last} "
                    f"(the other: {other.file})."
                )
                wrong = Wrong(word=page.id, what=what, mend="End one of them.")
                yield Misfit(page=page, wrong=wrong)
        families[page.id].append(page)


def _circles(pages: Sequence[Page]) -> Iterator[Misfit]:
    """Conclusions that rest on themselves, and rules that take each other away."""
    edges: dict[str, set[str]] = {}
    homes: dict[str, tuple[Page, int]] = {}
    for page in pages:
        for rule in page.rules:
            homes.setdefault(rule.head, (page, rule.line))
            edges.setdefault(rule.head, set()).update(_rests_on(rule))
    cycles = tuple(_cycles(edges))
    for cycle in cycles:
        page, line = homes[cycle[0]]
        what = "These conclusions rest on each other: " + " → ".join(cycle) + "."
        yield Misfit(page=page, wrong=Wrong(word=cycle[0], what=what), line=line)
    for name in () if cycles else _too_deep(edges):
        page, line = homes[name]
        what = f"'{name}' rests on a chain of more than {MOST_STEPS} conclusions."
        yield Misfit(page=page, wrong=Wrong(word=name, what=what), line=line)
    rules = {rule.id: (page, rule.line) for page in pages for rule in page.rules}
    for cycle in _cycles(_taken_away(pages)):
        page, line = rules[cycle[0]]
        what = "These rules take each other away: " + " → ".join(cycle) + "."
        yield Misfit(page=page, wrong=Wrong(word=cycle[0], what=what), line=line)


def _too_deep(edges: Mapping[str, set[str]]) -> Iterator[str]:
    """Conclusions with more steps below them than can be followed."""
    steps: dict[str, int] = {}
    for name in TopologicalSorter(edges).static_order():
        below = [steps[other] for other in edges.get(name, ()) if other in edges]
        steps[name] = 1 + max(below, default=0)
        if steps[name] == MOST_STEPS + 1:
            yield name


def _taken_away(pages: Sequence[Page]) -> Mapping[str, set[str]]:
    """By its label, each rule's overriders: by name, or as practice over law."""
    edges: dict[str, set[str]] = {}
    laws = {item.id for page in pages if page.kind == "law" for item in page.findings}
    practice: dict[tuple[str, bool], set[str]] = {}
    for page in pages:
        for rule in page.rules:
            for label in rule.overrides:
                edges.setdefault(label, set()).add(rule.id)
            if page.kind == "practice" and rule.head in laws:
                practice.setdefault((rule.head, rule.contrary), set()).add(rule.id)
    for page in pages:
        for rule in page.rules:
            if page.kind == "law":
                over = practice.get((rule.head, not rule.contrary), set())
                edges.setdefault(rule.id, set()).update(over)
    return edges


def _rests_on(rule: Rule) -> set[str]:
    """The bare names in a rule."""
    return {
        part.name
        for condition in (rule.body, *rule.unless)
        for part in every_part(condition)
        if isinstance(part, Named)
    }


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
