"""From the text of a rule block to statements (spec/law-page.md §1).

Layout first: each line with the lines indented below it; then each line by the
grammar of `grammar.lark`. Every fault has its line and column.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import cast

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedInput

from safeconduct.base.case import APPLICANT
from safeconduct.base.day import Period, Unit
from safeconduct.base.table import MAX_NESTING
from safeconduct.rulebook.condition import (
    Compare,
    Condition,
    Exists,
    Group,
    Member,
    Named,
    Norm,
    Not,
    Operand,
    Relation,
    Rule,
    Used,
)

_QUALIFIERS = ("UNLESS", "OVERRIDES", "REBUTTED")
Node = Tree[Token]


class StatementError(ValueError):
    """A line of a rule block that cannot be read."""

    def __init__(self, what: str, *, line: int, column: int = 1) -> None:
        """Say what is wrong and where, counted from 1 within the block."""
        super().__init__(what)
        self.line = line
        self.column = column


@dataclass(slots=True, kw_only=True)
class _Line:
    number: int
    indent: int
    text: str
    below: "list[_Line]" = field(default_factory=list)


@lru_cache(maxsize=1)
def _parser() -> Lark:
    grammar = (Path(__file__).parent / "grammar.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", maybe_placeholders=True)


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
        lines = _layout(text)
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


def read_condition(text: str) -> Condition:
    """Read a condition that stands on one line.

    Raises:
        StatementError: it cannot be read.
    """
    tree = _tree(_Line(number=1, indent=0, text=text.strip()))
    return _condition(tree, _Line(number=1, indent=0, text=text))


def _layout(text: str) -> list[_Line]:
    top: list[_Line] = []
    open_lines: list[_Line] = []
    for number, raw in enumerate(text.split("\n"), start=1):
        if not raw.strip() or raw.lstrip().startswith("#"):
            continue
        if "\t" in raw[: len(raw) - len(raw.lstrip())]:
            raise StatementError("Indent with spaces, not tabs.", line=number)
        indent = len(raw) - len(raw.lstrip())
        line = _Line(number=number, indent=indent, text=raw.strip())
        while open_lines and open_lines[-1].indent >= indent:
            open_lines.pop()
        (open_lines[-1].below if open_lines else top).append(line)
        open_lines.append(line)
        if len(open_lines) > MAX_NESTING:
            raise StatementError("Nested too deeply.", line=number)
    return top


def _tree(line: _Line) -> Node:
    try:
        return _parser().parse(line.text)
    except UnexpectedInput as error:
        column = line.indent + max(error.column, 1)
        what = f"This line cannot be read: '{line.text[:60]}'"
        if error.column > 0:
            what += f" (at '{line.text[error.column - 1 :][:20]}')"
        raise StatementError(f"{what}.", line=line.number, column=column) from error


def _statement(line: _Line, *, name: str) -> tuple[Rule | Norm, ...]:
    tree = _tree(line)
    match tree.data:
        case "rule":
            return (_rule(tree, line, name=name),)
        case "presumption":
            return _presumption(tree, line, name=name)
        case "norm":
            return (Norm(name=str(tree.children[0]), line=line.number),)
        case _:
            raise StatementError(
                "A statement is a rule (NAME IF …), PRESUME … or OPEN NORM …; "
                "members of a group are indented below its head.",
                line=line.number,
            )


def _rule(tree: Node, line: _Line, *, name: str) -> Rule:
    label, closed, contrary, head, clause = tree.children
    members, qualifiers = _below(line)
    unless: list[Condition] = []
    overrides: list[str] = []
    for qualifier in qualifiers:
        inner = _tree(qualifier)
        if inner.data == "unless":
            clause_below, _ = _below(qualifier)
            unless.append(_clause(inner.children[0], qualifier, clause_below))
        elif inner.data == "overrides":
            overrides.extend(str(part) for part in inner.children)
        else:
            raise StatementError(
                "REBUTTED BY belongs to PRESUME.", line=qualifier.number
            )
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


def _presumption(tree: Node, line: _Line, *, name: str) -> tuple[Rule, Rule]:
    head, clause = tree.children
    members, qualifiers = _below(line)
    if len(qualifiers) != 1:
        raise StatementError("PRESUME needs one REBUTTED BY.", line=line.number)
    inner = _tree(qualifiers[0])
    if inner.data != "rebutted":
        raise StatementError("PRESUME needs REBUTTED BY.", line=qualifiers[0].number)
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


def _below(line: _Line) -> tuple[list[_Line], list[_Line]]:
    def is_qualifier(item: _Line) -> bool:
        return item.text.split(maxsplit=1)[0] in _QUALIFIERS

    members = [item for item in line.below if not is_qualifier(item)]
    return members, [item for item in line.below if is_qualifier(item)]


def _clause(tree: Node | Token | None, line: _Line, members: list[_Line]) -> Condition:
    node = cast("Node", tree)
    if node.data != "group":
        if members:
            raise StatementError(
                "This line stands below one that is no group: join them with AND or "
                "OR on one line, or write ALL OF.",
                line=members[0].number,
            )
        return _condition(node, line)
    if not members:
        raise StatementError("A group needs members below it.", line=line.number)
    parts: list[Condition] = []
    for member in members:
        inner, qualifiers = _below(member)
        if qualifiers:
            raise StatementError(
                "UNLESS belongs to a rule: indent it below the rule only.",
                line=qualifiers[0].number,
            )
        parts.append(_clause(_tree(member), member, inner))
    return Group(at_least=_count(node, len(parts), line), parts=tuple(parts))


def _count(group: Node, size: int, line: _Line) -> int:
    word = str(group.children[0])
    count = {"ALL": size, "ANY": 1}.get(word) or int(word)
    if not 1 <= count <= size:
        raise StatementError(
            f"AT LEAST {count} of {size} members cannot be.", line=line.number
        )
    return count


def _condition(tree: Node, line: _Line) -> Condition:
    readers: dict[str, Callable[[Node, _Line], Condition]] = {
        "either": _either,
        "both": _both,
        "negation": lambda node, at: Not(part=_condition(_child(node, 1), at)),
        "named": _named,
        "comparison": _comparison,
        "membership": _membership,
        "exists": _exists,
        "used": _used,
    }
    reader = readers.get(str(tree.data))
    if reader is None:
        raise StatementError("A condition was expected here.", line=line.number)
    return reader(tree, line)


def _child(node: Node, index: int) -> Node:
    return cast("Node", node.children[index])


def _joined(node: Node, line: _Line, *, all_of: bool) -> Condition:
    parts = tuple(_condition(cast("Node", part), line) for part in node.children)
    if len(parts) == 1:
        return parts[0]
    return Group(at_least=len(parts) if all_of else 1, parts=parts)


def _either(node: Node, line: _Line) -> Condition:
    return _joined(node, line, all_of=False)


def _both(node: Node, line: _Line) -> Condition:
    return _joined(node, line, all_of=True)


def _whose(token: object) -> str:
    return APPLICANT if token is None else str(token)


def _named(node: Node, line: _Line) -> Condition:
    del line
    return Named(name=str(node.children[0]), of=_whose(node.children[1]))


def _comparison(node: Node, line: _Line) -> Condition:
    left, relation, right = node.children
    value = cast("Node", right)
    name = _plain_name(value)
    if name and "." not in name:
        return _equal_value(cast("Node", left), str(relation), name, line)
    return Compare(
        left=_operand(cast("Node", left), line),
        relation=cast("Relation", str(relation)),
        right=_operand(value, line),
    )


def _plain_name(operand: Node) -> str:
    atom, *offset = operand.children
    node = cast("Node", atom)
    is_plain = node.data == "name" and offset[0] is None and node.children[1] is None
    return str(node.children[0]) if is_plain else ""


def _equal_value(left: Node, relation: str, value: str, line: _Line) -> Condition:
    if relation not in {"=", "!="}:
        raise StatementError(
            f"'{value}' is a word: compare it with = or !=.", line=line.number
        )
    atom = cast("Node", left.children[0])
    if atom.data != "name":
        raise StatementError(
            "Only a fact can be compared with a word.", line=line.number
        )
    member = Member(
        name=str(atom.children[0]),
        of=_whose(atom.children[1]),
        values=frozenset({value}),
    )
    return member if relation == "=" else Not(part=member)


def _operand(node: Node, line: _Line) -> Operand:
    atom, sign, count, unit = node.children
    offset = None
    if sign is not None:
        number = int(str(count)) * (-1 if str(sign) == "-" else 1)
        words = str(unit) if str(unit).endswith("s") else f"{unit}s"
        offset = Period(count=number, unit=cast("Unit", words))
    inner = cast("Node", atom)
    match inner.data:
        case "today":
            return Operand(today=True, offset=offset)
        case "day":
            return Operand(number=_ordinal(inner, line), is_day=True, offset=offset)
        case "number":
            return Operand(number=int(str(inner.children[0])), offset=offset)
        case _:
            name, of = inner.children
            return Operand(name=str(name), of=_whose(of), offset=offset)


def _ordinal(node: Node, line: _Line) -> int:
    text = str(node.children[0])
    try:
        return date.fromisoformat(text).toordinal()
    except ValueError as error:
        what = f"'{text}' is not a day of the calendar."
        raise StatementError(what, line=line.number) from error


def _membership(node: Node, line: _Line) -> Condition:
    del line
    name, of, *values = node.children
    words = [str(value) for value in values if value is not None]
    if len(words) == 1 and "." in words[0]:
        return Member(name=str(name), of=_whose(of), parameter=words[0])
    return Member(name=str(name), of=_whose(of), values=frozenset(words))


def _exists(node: Node, line: _Line) -> Condition:
    name, at_least, where = node.children
    return Exists(
        list=str(name),
        at_least=1 if at_least is None else int(str(at_least)),
        where=_condition(cast("Node", where), line),
    )


def _used(node: Node, line: _Line) -> Condition:
    clock, relation, count = node.children
    if str(relation) != ">=":
        raise StatementError("USED is compared with >= only.", line=line.number)
    return Used(clock=str(clock), at_least=int(str(count)))
