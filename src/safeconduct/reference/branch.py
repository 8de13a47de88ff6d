"""Conditions as trees of words: what has to be there, what takes it away."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from safeconduct.assessment.atom import CompareAtom, MemberAtom
from safeconduct.assessment.row_test import Typed, is_a_day, side_of
from safeconduct.assessment.say import Speaker, build
from safeconduct.base.override import override
from safeconduct.base.text import Language, Text, same
from safeconduct.reference.graph import Graph
from safeconduct.rulebook.condition import (
    Compare,
    Condition,
    Exists,
    Group,
    Member,
    Named,
    Not,
    Used,
)
from safeconduct.rulebook.vocabulary import Vocabulary, fact_key

Kind = Literal["all", "any", "some", "not", "rows", "used", "fact", "finding", "value"]
_NONE = same("")


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """One node: a group, a negation, or a test in words.

    `address` leads to what the test looks at, if that has a page; `count` is how many
    of a group or how many rows or days; `counsel` marks a fact only counsel asks for.
    """

    kind: Kind
    text: Text = _NONE
    address: str = ""
    count: int = 0
    counsel: bool = False
    parts: "tuple[Branch, ...]" = ()


class _Labels(Speaker):
    """The vocabulary's words, and the titles of what law pages define."""

    def __init__(self, vocabulary: Vocabulary, titles: Mapping[str, Text]) -> None:
        super().__init__(vocabulary)
        self._titles = titles

    @override
    def label(self, key: str) -> Text:
        """What a fact, list, column, dated value or clock is called."""
        return self._titles.get(key) or super().label(key)


class Branches:
    """Makes branches of the conditions of one rulebook."""

    def __init__(self, graph: Graph) -> None:
        """Take every title that a condition may need."""
        vocabulary = graph.rulebook.vocabulary
        self.graph = graph
        self.vocabulary = vocabulary
        columns = [column for item in vocabulary.lists for column in item.columns]
        self._typed: tuple[Mapping[str, Typed], ...] = (
            vocabulary.fact_table(),
            {column.name: column for column in columns},
            {name: item for name, (_, item) in graph.parameters.items()},
        )
        self.speaker = _Labels(
            vocabulary,
            {
                **{item.name: item.label for item in columns if item.label},
                **{name: item.title for name, (_, item) in graph.parameters.items()},
                **{name: item.said.title for name, (_, item) in graph.clocks.items()},
            },
        )

    def of(self, condition: Condition) -> Branch:
        """The tree of a condition."""
        match condition:
            case Group():
                return self._group(condition)
            case Not(part=Named(name=name, of=of)) if not self.graph.address(name):
                # "X: no" reads better than "not: X: yes", and says the same.
                key = fact_key(name, of)
                return self._test(
                    MemberAtom(key=key, values=frozenset({"false"})), name
                )
            case Not(part=part):
                return Branch(kind="not", parts=(self.of(part),))
            case Exists(list=name, at_least=least, where=where):
                return Branch(
                    kind="rows",
                    text=self.speaker.label(f"list.{name}"),
                    count=least,
                    counsel=self.vocabulary.is_counsel_only(f"list.{name}"),
                    parts=(self.of(where),),
                )
            case Used(clock=clock, at_least=least):
                return Branch(
                    kind="used",
                    text=self.speaker.label(clock),
                    address=self.graph.address(clock),
                    count=least,
                )
            case _:
                return self._leaf(condition)

    def _group(self, group: Group) -> Branch:
        kind: Kind = "any" if group.at_least == 1 else "some"
        return Branch(
            kind="all" if group.at_least == len(group.parts) else kind,
            count=group.at_least,
            parts=tuple(self.of(part) for part in group.parts),
        )

    def _leaf(self, leaf: Named | Member | Compare) -> Branch:
        match leaf:
            case Named():
                return self._named(leaf)
            case Member():
                return self._member(leaf)
            case Compare():
                return self._compare(leaf)

    def _named(self, named: Named) -> Branch:
        name = named.name
        if name in self.graph.findings:
            title = self.graph.findings[name][1].title
            return Branch(kind="finding", text=title, address=self.graph.address(name))
        if name in self.graph.parameters:
            title = self.speaker.label(name)
            return Branch(kind="value", text=title, address=self.graph.address(name))
        return self._test(
            MemberAtom(key=fact_key(name, named.of), values=frozenset({"true"})), name
        )

    def _member(self, member: Member) -> Branch:
        key = fact_key(member.name, member.of)
        if not member.parameter:
            return self._test(MemberAtom(key=key, values=member.values), member.name)
        label, title = self.speaker.label(key), self.speaker.label(member.parameter)
        return Branch(
            kind="value",
            text=build(lambda at: f"{label.within(at)}: {quoted(title, at)}"),
            address=self.graph.address(member.parameter),
        )

    def _compare(self, compare: Compare) -> Branch:
        sides = compare.left, compare.right
        is_day = any(is_a_day(item, *self._typed) for item in sides)
        atom = CompareAtom(
            left=side_of(compare.left, is_day=is_day),
            relation=compare.relation,
            right=side_of(compare.right, is_day=is_day),
        )
        return self._test(atom, compare.left.name or compare.right.name)

    def _test(self, atom: MemberAtom | CompareAtom, name: str) -> Branch:
        return Branch(
            kind="fact",
            text=self.speaker.test(atom),
            counsel=self.vocabulary.is_counsel_only(name),
        )


def quoted(text: Text, at: Language) -> str:
    """A text in the quotation marks of its language."""
    first, last = {"en": ("“", "”")}.get(at, ("«", "»"))
    space = "\u00a0" if at == "fr" else ""
    return f"{first}{space}{text.within(at)}{space}{last}"
