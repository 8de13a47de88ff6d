"""From the text of a rule block to statements (spec/law-page.md §1)."""

from typing import cast

from lark import Token

from safeconduct.rulebook.condition import Condition, Group, Norm, Rule
from safeconduct.rulebook.condition_text import condition_of
from safeconduct.rulebook.line import (
    Line,
    Node,
    StatementError,
    children_of,
    layout,
    number_of,
    tree_of,
)

_QUALIFIERS = ("UNLESS", "OVERRIDES", "REBUTTED")


def read_statements(
    text: str, *, page: str
) -> tuple[tuple[Rule, ...], tuple[Norm, ...], tuple[StatementError, ...]]:
    """Read a rule block: rules, open norms and all faults.

    Rules without a label are named `<page>.<n>` by their place in the block.
    """
    rules: list[Rule] = []
    norms: list[Norm] = []
    faults: list[StatementError] = []
    try:
        lines = layout(text)
    except StatementError as error:
        return (), (), (error,)
    for line in lines:
        try:
            found = _statement(line, name=f"{page}.{len(rules) + 1}")
        except StatementError as error:
            faults.append(error)
            continue
        norms.extend(item for item in found if isinstance(item, Norm))
        rules.extend(item for item in found if isinstance(item, Rule))
    return tuple(rules), tuple(norms), tuple(faults)


def _statement(line: Line, *, name: str) -> tuple[Rule | Norm, ...]:
    tree = tree_of(line)
    if tree.data == "rule":
        return (_rule(tree, line, name=name),)
    if tree.data == "presumption":
        return _presumption(tree, line, name=name)
    if tree.data != "norm":
        line.refuse(
            "A statement is a rule (NAME IF …), PRESUME … or OPEN NORM …; "
            "members of a group are indented below its head."
        )
    return (Norm(name=str(tree.children[0]), line=line.number),)


def _rule(tree: Node, line: Line, *, name: str) -> Rule:
    label, closed, contrary, head, clause = children_of(tree)
    members, qualifiers = _below(line)
    unless: list[Condition] = []
    overrides: list[str] = []
    for qualifier in qualifiers:
        inner = tree_of(qualifier)
        if inner.data == "unless":
            clause_below, _ = _below(qualifier)
            unless.append(_clause(inner.children[0], qualifier, clause_below))
        elif inner.data == "overrides":
            overrides.extend(str(part) for part in inner.children)
        else:
            qualifier.refuse("REBUTTED BY belongs to PRESUME.")
    return Rule(
        id=str(cast("Node", label).children[0]) if label is not None else name,
        head=str(head),
        contrary=contrary is not None,
        closed=closed is not None,
        body=_clause(clause, line, members),
        unless=tuple(unless),
        overrides=tuple(overrides),
        line=line.number,
    )


def _presumption(tree: Node, line: Line, *, name: str) -> tuple[Rule, Rule]:
    head, clause = tree.children
    members, qualifiers = _below(line)
    if len(qualifiers) != 1:
        line.refuse("PRESUME needs one REBUTTED BY, and nothing beside it.")
    inner = tree_of(qualifiers[0])
    if inner.data != "rebutted":
        qualifiers[0].refuse("PRESUME needs REBUTTED BY.")
    rebuttal = _clause(inner.children[0], qualifiers[0], _below(qualifiers[0])[0])
    body = _clause(clause, line, members)
    presumed = Rule(
        id=f"{name}.presumed",
        head=str(head),
        contrary=False,
        closed=False,
        body=body,
        unless=(rebuttal,),
        line=line.number,
        rebuttable=True,
    )
    rebutted = Rule(
        id=f"{name}.rebutted",
        head=str(head),
        contrary=True,
        closed=False,
        body=rebuttal,
        line=line.number,
        rebuttable=True,
    )
    return presumed, rebutted


def _below(line: Line) -> tuple[list[Line], list[Line]]:
    def is_qualifier(item: Line) -> bool:
        return item.text.split(maxsplit=1)[0] in _QUALIFIERS

    members = [item for item in line.below if not is_qualifier(item)]
    return members, [item for item in line.below if is_qualifier(item)]


def _clause(tree: Node | Token | None, line: Line, members: list[Line]) -> Condition:
    node = cast("Node", tree)
    if node.data != "group":
        if members:
            members[0].refuse(
                "This line stands below one that is no group: join them with AND or "
                "OR on one line, or write ALL OF."
            )
        return condition_of(node, line)
    if not members:
        line.refuse("A group needs members below it.")
    parts: list[Condition] = []
    for member in members:
        inner, qualifiers = _below(member)
        if qualifiers:
            qualifiers[0].refuse(
                "UNLESS belongs to a rule: indent it below the rule only."
            )
        parts.append(_clause(tree_of(member), member, inner))
    return Group(at_least=_count(node, len(parts), line), parts=tuple(parts))


def _count(group: Node, size: int, line: Line) -> int:
    word = cast("Token", group.children[0])
    if word in {"ALL", "ANY"}:
        return size if word == "ALL" else 1
    count = number_of(word, line)
    if not 1 <= count <= size:
        line.refuse(f"AT LEAST {count} of {size} members cannot be.", at=word.column)
    return count
