"""What rests on what in a rulebook, by names alone."""

from collections.abc import Collection, Mapping

from safeconduct.rulebook.condition import (
    Compare,
    Condition,
    Exists,
    Member,
    Named,
    every_part,
)
from safeconduct.rulebook.record import Page, Rulebook


def names_in(condition: Condition) -> set[str]:
    """The facts, lists, parameters and conclusions that a condition names."""
    found: set[str] = set()
    for part in every_part(condition):
        match part:
            case Named(name=name):
                found.add(name)
            case Member(name=name, parameter=parameter):
                found |= {name, parameter}
            case Compare(left=left, right=right):
                found |= {left.name, right.name}
            case Exists(list=name):
                found.add(name)
            case _:
                pass
    return found


def resting(rulebook: Rulebook) -> Mapping[str, frozenset[str]]:
    """For each name all conclusions that rest on it, itself included if it is one."""
    direct: dict[str, set[str]] = {}
    for page in rulebook.pages:
        for rule in page.rules:
            for condition in (rule.body, *rule.unless):
                for name in names_in(condition):
                    direct.setdefault(name, set()).add(rule.head)
    heads = {rule.head for page in rulebook.pages for rule in page.rules}
    return {name: _reached(name, heads, direct) for name in heads | direct.keys()}


def _reached(
    name: str, heads: Collection[str], direct: Mapping[str, set[str]]
) -> frozenset[str]:
    reached: set[str] = {name} if name in heads else set()
    waiting = [name]
    while waiting:
        new = direct.get(waiting.pop(), set()) - reached
        reached |= new
        waiting += new
    return frozenset(reached)


def said_by(page: Page) -> set[str]:
    """What a page gives to others: its conclusions, open norms and parameters."""
    return {
        *(rule.head for rule in page.rules),
        *(norm.name for norm in page.norms),
        *(parameter.id for parameter in page.parameters),
    }
