"""A failing sample made small, and written so that a person can follow it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import combinations

from safeconduct.base.value import FIRST, LAST, Choice, Span, Value
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
from safeconduct.rulebook.record import Page, Parameter
from safeconduct.rulebook.vocabulary import fact_key
from tests.evaluator.rulebooks import Sample


def shrunk(sample: Sample, fails: Callable[[Sample], bool]) -> Sample:
    """A smaller sample that still fails; no single step makes it smaller."""
    for smaller in _smaller(sample):
        if _is_sound(smaller.pages) and fails(smaller):
            return shrunk(smaller, fails)
    return sample


def _is_sound(pages: Sequence[Page]) -> bool:
    """Versions have names of their own, and those that overlap bind in turn."""
    names = {page.version() for page in pages}
    return len(names) == len(pages) and not any(
        first.id == second.id
        and first.binds_from == second.binds_from
        and (first.applies_from or date.min) <= (second.applies_to or date.max)
        and (second.applies_from or date.min) <= (first.applies_to or date.max)
        for first, second in combinations(pages, 2)
    )


def _smaller(sample: Sample) -> Iterator[Sample]:
    pages, state = sample.pages, sample.state
    for i, page in enumerate(pages):
        yield replace(sample, pages=pages[:i] + pages[i + 1 :])
        for less in _smaller_page(page):
            recorded = dict(sample.recorded)
            recorded[less.version()] = recorded.get(page.version(), date.max)
            changed = (*pages[:i], less, *pages[i + 1 :])
            yield replace(sample, pages=changed, recorded=recorded)
    for key, values in state.claims.items():
        fewer = {k: v for k, v in state.claims.items() if k != key}
        yield replace(sample, state=replace(state, claims=fewer))
        if len(values) > 1:
            fewer[key] = values[:1]
            yield replace(sample, state=replace(state, claims=fewer))
    for name in state.marks:
        marks = {k: v for k, v in state.marks.items() if k != name}
        yield replace(sample, state=replace(state, marks=marks))
    for name, rows in state.lists.items():
        lists = {k: v for k, v in state.lists.items() if k != name}
        yield replace(sample, state=replace(state, lists=lists))
        if rows.rows:
            lists[name] = replace(rows, rows=rows.rows[1:])
            yield replace(sample, state=replace(state, lists=lists))


def _smaller_page(page: Page) -> Iterator[Page]:
    for i, rule in enumerate(page.rules):
        yield replace(page, rules=page.rules[:i] + page.rules[i + 1 :])
        for less in _smaller_rule(rule):
            yield replace(page, rules=(*page.rules[:i], less, *page.rules[i + 1 :]))
    for i, one in enumerate(page.parameters):
        others = page.parameters[:i] + page.parameters[i + 1 :]
        yield replace(page, parameters=others)
        for j in range(len(one.values)):
            fewer = replace(one, values=one.values[:j] + one.values[j + 1 :])
            yield replace(page, parameters=(*others, fewer))
    plainer = (
        replace(page, applies_from=None),
        replace(page, applies_to=None),
        replace(page, binds_from=None),
        replace(page, span_from=None),
        replace(page, norms=()),
        replace(page, findings=()),
        replace(page, burdens=()),
        replace(page, bears="danger"),
        replace(page, kind="law"),
    )
    yield from (less for less in plainer if less != page)


def _smaller_rule(rule: Rule) -> Iterator[Rule]:
    if rule.closed:
        yield replace(rule, closed=False)
    if rule.rebuttable:
        yield replace(rule, rebuttable=False)
    for i, one in enumerate(rule.unless):
        yield replace(rule, unless=rule.unless[:i] + rule.unless[i + 1 :])
        for less in _smaller_condition(one):
            unless = (*rule.unless[:i], less, *rule.unless[i + 1 :])
            yield replace(rule, unless=unless)
    for name in rule.overrides:
        yield replace(rule, overrides=tuple(o for o in rule.overrides if o != name))
    for less in _smaller_condition(rule.body):
        yield replace(rule, body=less)


def _smaller_condition(condition: Condition) -> Iterator[Condition]:
    match condition:
        case Group():
            yield from condition.parts
            yield from _smaller_group(condition)
        case Not(part=part):
            yield part
            yield from (Not(part=less) for less in _smaller_condition(part))
        case Exists(where=where):
            for less in _smaller_condition(where):
                yield replace(condition, where=less)
        case Compare(left=left, right=right):
            plain = replace(left, offset=None), replace(right, offset=None)
            less = replace(condition, left=plain[0], right=plain[1])
            yield from [less] if less != condition else []
        case _:
            return


def _smaller_group(group: Group) -> Iterator[Condition]:
    parts = group.parts
    for i, part in enumerate(parts):
        others = parts[:i] + parts[i + 1 :]
        if others:
            yield Group(at_least=min(group.at_least, len(others)), parts=others)
        for less in _smaller_condition(part):
            yield replace(group, parts=(*parts[:i], less, *parts[i + 1 :]))


def described(sample: Sample) -> str:
    """The rulebook and the case as text."""
    lines = [f"seed {sample.seed}, TODAY {sample.state.today}"]
    for page in sample.pages:
        lines += _page_lines(page, sample.recorded.get(page.version()))
    for key, values in sample.state.claims.items():
        lines.append(f"  {key}: {' | '.join(map(_said, values))}")
    for name, rows in sample.state.lists.items():
        lines.append(f"  {name} (complete: {rows.complete})")
        lines += [f"    { {k: _said(v) for k, v in row.items()} }" for row in rows.rows]
    lines.append(f"  marks {dict(sample.state.marks)}")
    return "\n".join(lines)


def _page_lines(page: Page, recorded: date | None) -> Iterator[str]:
    yield (
        f"[{page.version()}] {page.kind}, {page.bears}, {page.best_grade()}, dated by "
        f"{page.dated_by} {page.applies_from}..{page.applies_to}, binds "
        f"{page.binds_from}, span {page.span_from}, unusable after "
        f"{page.unusable_after}, recorded {recorded}, "
        f"findings {[finding.id for finding in page.findings]}"
    )
    yield from (f"  OPEN NORM {norm.name}" for norm in page.norms)
    yield from (f"  burden {b.facts} against {b.against}" for b in page.burdens)
    for one in page.parameters:
        yield from _parameter_lines(one)
    for rule in page.rules:
        word = "REBUTTABLE " * rule.rebuttable + "CLOSED " * rule.closed
        word += "NOT " * rule.contrary
        yield f"  {rule.id}: {word}{rule.head} IF {_text(rule.body)}"
        yield from (f"      UNLESS {_text(one)}" for one in rule.unless)
        if rule.overrides:
            yield f"      OVERRIDES {', '.join(rule.overrides)}"


def _parameter_lines(one: Parameter) -> Iterator[str]:
    yield f"  parameter {one.id}: {one.type} dated by {one.dated_by} {one.keyed_by}"
    for v in one.values:
        yield f"    {v.key} {v.holds_from}..{v.holds_to}: {_given(v.value)}"


def _given(value: frozenset[str] | int) -> str:
    if isinstance(value, frozenset):
        return " or ".join(sorted(value))
    return _bound(Span(low=value, high=value))


def _text(condition: Condition) -> str:
    match condition:
        case Not(part=part):
            return f"NOT {_text(part)}"
        case Group(at_least=count, parts=parts):
            return f"{count} OF ({', '.join(map(_text, parts))})"
        case Exists(list=name, at_least=count, where=where):
            return f"EXISTS {name} AT LEAST {count} WHERE ({_text(where)})"
        case Compare(left=left, relation=relation, right=right):
            return f"{_side(left)} {relation} {_side(right)}"
        case Named() | Member():
            return _fact_text(condition)
        case Used():
            raise NotImplementedError


def _fact_text(test: Named | Member) -> str:
    key = fact_key(test.name, test.of)
    if isinstance(test, Named):
        return key
    return f"{key} IN {test.parameter or sorted(test.values)}"


def _side(side: Operand) -> str:
    number = side.number or 0
    plain = _day(number) if side.is_day else str(number)
    name = fact_key(side.name, side.of) if side.name else plain
    text = "TODAY" if side.today else name
    return text + (f" + {side.offset.count} {side.offset.unit}" if side.offset else "")


def _said(value: Value) -> str:
    if isinstance(value, Choice):
        return " or ".join(sorted(value.values))
    return "..".join({_bound(value): None, _bound(Span(low=value.high, high=0)): None})


def _bound(value: Span) -> str:
    return _day(value.low) if value.low > 10**5 else str(value.low)


def _day(ordinal: int) -> str:
    inside = FIRST <= ordinal <= LAST
    return date.fromordinal(ordinal).isoformat() if inside else str(ordinal)
