"""Small changes of a rule that its cases should notice (spec/law-page.md §9).

Each mutant differs in one place: a part is gone, a test is turned round, a day or
number is one off, a value is its neighbour, ALL is ANY, or a rule says less than it
did.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from safeconduct.assessment.atom_text import condition_text
from safeconduct.base.day import Period
from safeconduct.rulebook.condition import (
    Compare,
    Condition,
    Exists,
    Group,
    Member,
    Named,
    Not,
    Operand,
    Relation,
    Rule,
    Used,
)
from safeconduct.rulebook.vocabulary import Vocabulary

# How a mutant reads beside its rule, and what stands in the place of a condition.
_Change = tuple[str, Condition]
_NEXT: Mapping[Relation, Relation] = {
    "<": "<=", "<=": "<", ">": ">=", ">=": ">", "=": "!=", "!=": "=",
}  # fmt: skip
MOST_VALUES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """One changed rule; `rule` is None where it is gone."""

    of: Rule
    what: str
    rule: Rule | None


class Mutator:
    """Makes mutants of the rules of one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Know the values of facts and columns."""
        self.values = {
            **{fact.name: fact.values for fact in vocabulary.facts},
            **{
                column.name: column.values
                for item in vocabulary.lists
                for column in item.columns
            },
        }

    def mutants(self, rule: Rule) -> Iterator[Mutant]:
        """Every mutant of a rule, in the order in which it is written."""
        yield Mutant(of=rule, what="the rule is gone", rule=None)
        if rule.closed:
            changed = replace(rule, closed=False)
            yield Mutant(of=rule, what="CLOSED is gone", rule=changed)
        for what, body in self._changes(rule.body):
            yield Mutant(of=rule, what=what, rule=replace(rule, body=body))
        for at, part in enumerate(rule.unless):
            before, after = rule.unless[:at], rule.unless[at + 1 :]
            fewer = replace(rule, unless=(*before, *after))
            text = f"UNLESS {condition_text(part)}"
            yield Mutant(of=rule, what=f"{text} is gone", rule=fewer)
            for what, changed_part in self._changes(part):
                unless = (*before, changed_part, *after)
                yield Mutant(
                    of=rule, what=f"UNLESS: {what}", rule=replace(rule, unless=unless)
                )
        for label in rule.overrides:
            kept = tuple(other for other in rule.overrides if other != label)
            fewer = replace(rule, overrides=kept)
            yield Mutant(of=rule, what=f"OVERRIDES {label} is gone", rule=fewer)

    def _changes(self, condition: Condition) -> Iterator[_Change]:
        match condition:
            case Group():
                yield from self._of_group(condition)
            case Not(part=part):
                # Without NOT the part is turned round already.
                yield f"{condition_text(condition)} without NOT", part
                for what, changed in self._changes(part):
                    if changed != condition:
                        yield what, Not(part=changed)
            case _:
                yield from _negated(condition)
                yield from self._of_test(condition)

    def _of_test(
        self, test: Named | Member | Compare | Exists | Used
    ) -> Iterator[_Change]:
        match test:
            case Exists(at_least=least, where=where):
                more = replace(test, at_least=least + 1)
                yield f"{condition_text(test)}: one more row", more
                for what, inner in self._changes(where):
                    yield what, replace(test, where=inner)
            case Used(at_least=least):
                for step in (-1, 1):
                    moved = replace(test, at_least=least + step)
                    yield _turned(test, moved), moved
            case Member():
                yield from self._neighbours(test)
            case Compare():
                yield from _of_comparison(test)
            case Named():
                pass

    def _of_group(self, group: Group) -> Iterator[_Change]:
        parts, least = group.parts, group.at_least
        is_all = least == len(parts)
        if len(parts) > 1:
            other = 1 if is_all else least + 1 if least > 1 else len(parts)
            text = condition_text(group)
            yield f"{text}: at least {other}", replace(group, at_least=other)
            for at, part in enumerate(parts):
                kept = parts[:at] + parts[at + 1 :]
                fewer = Group(at_least=len(kept) if is_all else least, parts=kept)
                if least <= len(kept) or is_all:
                    yield f"{condition_text(part)} is gone", fewer
        for at, part in enumerate(parts):
            for what, inner in self._changes(part):
                changed = (*parts[:at], inner, *parts[at + 1 :])
                yield what, replace(group, parts=changed)

    def _neighbours(self, member: Member) -> Iterator[_Change]:
        domain = self.values.get(member.name, ())
        if member.parameter or len(domain) < MOST_VALUES:
            return
        for value in sorted(member.values)[:MOST_VALUES]:
            near = _neighbour(value, domain, member.values)
            if near:
                values = (member.values - {value}) | {near}
                moved = replace(member, values=values)
                yield _turned(member, moved), moved


def _negated(condition: Condition) -> Iterator[_Change]:
    text = condition_text(condition)
    yield f"{text} → NOT {text}", Not(part=condition)


def _turned(old: Condition, new: Condition) -> str:
    return f"{condition_text(old)} → {condition_text(new)}"


def _neighbour(value: str, domain: Sequence[str], taken: frozenset[str]) -> str:
    """The next value that is not there yet; empty if all are."""
    at = domain.index(value) if value in domain else 0
    around = (*domain[at + 1 :], *domain[:at])
    return next((other for other in around if other not in taken), "")


def _of_comparison(compare: Compare) -> Iterator[_Change]:
    nearer = replace(compare, relation=_NEXT[compare.relation])
    if compare.relation not in {"=", "!="}:
        yield _turned(compare, nearer), nearer
    for step in (-1, 1):
        left = _moved(compare.left, step)
        right = _moved(compare.right, step)
        if left is not None:
            moved = replace(compare, left=left)
            yield _turned(compare, moved), moved
        if right is not None:
            moved = replace(compare, right=right)
            yield _turned(compare, moved), moved


def _moved(operand: Operand, step: int) -> Operand | None:
    """A constant one off, or a moved name moved by one unit more or less."""
    if operand.offset is not None:
        offset = Period(count=operand.offset.count + step, unit=operand.offset.unit)
        return replace(operand, offset=offset)
    if operand.number is None:
        return None
    return replace(operand, number=operand.number + step)
