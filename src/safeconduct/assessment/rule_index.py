"""What of a rulebook is the same on every day: which pages speak of which names.

Made once where many days are compiled.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from safeconduct.rulebook.condition import Rule
from safeconduct.rulebook.force import Dated
from safeconduct.rulebook.record import Page, Rulebook

Family = Sequence[Dated]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleIndex:
    """Page ids by the heads and by the rules overridden; all heads and open norms."""

    speaking: Mapping[str, tuple[str, ...]]
    overriding: Mapping[str, tuple[str, ...]]
    heads: frozenset[str]
    norms: frozenset[str]


def index_of(rulebook: Rulebook) -> RuleIndex:
    """The index of a rulebook."""
    pages = [page for page in rulebook.pages if page.kind != "axiom"]
    return RuleIndex(
        speaking=_ids_by(pages, lambda rule: (rule.head,)),
        overriding=_ids_by(pages, lambda rule: rule.overrides),
        heads=frozenset(rule.head for page in pages for rule in page.rules),
        norms=frozenset(norm.name for page in rulebook.pages for norm in page.norms),
    )


def families_of(
    ids: Iterable[str],
    families: Mapping[str, Family],
    is_meant: Callable[[Rule], bool],
) -> tuple[Family, ...]:
    """Of some pages those in force of which a version has a rule that is meant."""
    found = (families[name] for name in ids if name in families)
    return tuple(
        family
        for family in found
        if any(is_meant(rule) for dated in family for rule in dated.page.rules)
    )


def _ids_by(
    pages: Sequence[Page], names: Callable[[Rule], Sequence[str]]
) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, set[str]] = {}
    for page in pages:
        for rule in page.rules:
            for name in names(rule):
                found.setdefault(name, set()).add(page.id)
    return {name: tuple(sorted(ids)) for name, ids in found.items()}
