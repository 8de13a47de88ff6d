"""From a parsed line to the condition that it says (spec/law-page.md §1)."""

from collections.abc import Callable
from datetime import date
from typing import cast

from lark import Token

from safeconduct.base.case import APPLICANT
from safeconduct.base.day import Period, Unit
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
    Used,
)
from safeconduct.rulebook.line import Line, Node, children_of, number_of, tree_of


def read_condition(text: str) -> Condition:
    """Read a condition that stands on one line.

    Raises:
        StatementError: it cannot be read.
    """
    line = Line(number=1, indent=0, text=text.strip())
    return condition_of(tree_of(line), line)


def condition_of(tree: Node, line: Line) -> Condition:
    """The condition of a parsed line, or of a part of it.

    Raises:
        StatementError: it is no condition.
    """
    readers: dict[str, Callable[[Node, Line], Condition]] = {
        "either": _either,
        "both": _both,
        "negation": lambda node, at: Not(part=condition_of(_child(node, 1), at)),
        "named": _named,
        "comparison": _comparison,
        "membership": _membership,
        "exists": _exists,
        "used": _used,
    }
    reader = readers.get(str(tree.data))
    if reader is None:
        line.refuse("A condition was expected here.")
    return reader(tree, line)


def _child(node: Node, index: int) -> Node:
    return cast("Node", node.children[index])


def _joined(node: Node, line: Line, *, all_of: bool) -> Condition:
    parts = tuple(condition_of(cast("Node", part), line) for part in node.children)
    if len(parts) == 1:
        return parts[0]
    return Group(at_least=len(parts) if all_of else 1, parts=parts)


def _either(node: Node, line: Line) -> Condition:
    return _joined(node, line, all_of=False)


def _both(node: Node, line: Line) -> Condition:
    return _joined(node, line, all_of=True)


def _whose(token: object) -> str:
    return APPLICANT if token is None else str(token)


def _named(node: Node, line: Line) -> Condition:
    del line
    return Named(name=str(node.children[0]), of=_whose(node.children[1]))


def _comparison(node: Node, line: Line) -> Condition:
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
    atom, *offset = children_of(operand)
    node = cast("Node", atom)
    if node.data != "name" or any(part is not None for part in offset):
        return ""
    name, of = children_of(node)
    return str(name) if of is None else ""


def _equal_value(left: Node, relation: str, value: str, line: Line) -> Condition:
    if relation not in {"=", "!="}:
        line.refuse(f"'{value}' is a word: compare it with = or !=.")
    atom, *offset = children_of(left)
    atom = cast("Node", atom)
    if atom.data != "name" or any(part is not None for part in offset):
        line.refuse("Only a fact can be compared with a word.")
    member = Member(
        name=str(atom.children[0]),
        of=_whose(atom.children[1]),
        values=frozenset({value}),
    )
    return member if relation == "=" else Not(part=member)


def _operand(node: Node, line: Line) -> Operand:
    atom, sign, count, unit = children_of(node)
    offset = None
    if sign is not None:
        number = number_of(count, line) * (-1 if str(sign) == "-" else 1)
        words = str(unit) if str(unit).endswith("s") else f"{unit}s"
        offset = Period(count=number, unit=cast("Unit", words))
    inner = cast("Node", atom)
    match inner.data:
        case "today":
            return Operand(today=True, offset=offset)
        case "day":
            return Operand(number=_ordinal(inner, line), is_day=True, offset=offset)
        case "number":
            return Operand(number=number_of(inner.children[0], line), offset=offset)
        case _:
            name, of = children_of(inner)
            return Operand(name=str(name), of=_whose(of), offset=offset)


def _ordinal(node: Node, line: Line) -> int:
    token = cast("Token", node.children[0])
    try:
        return date.fromisoformat(token).toordinal()
    except ValueError:
        line.refuse(f"'{token}' is not a day of the calendar.", at=token.column)


def _membership(node: Node, line: Line) -> Condition:
    del line
    name, of, *values = children_of(node)
    words = [str(value) for value in values if value is not None]
    if len(words) == 1 and "." in words[0]:
        return Member(name=str(name), of=_whose(of), parameter=words[0])
    return Member(name=str(name), of=_whose(of), values=frozenset(words))


def _exists(node: Node, line: Line) -> Condition:
    name, at_least, where = children_of(node)
    return Exists(
        list=str(name),
        at_least=1 if at_least is None else number_of(at_least, line),
        where=condition_of(cast("Node", where), line),
    )


def _used(node: Node, line: Line) -> Condition:
    clock, relation, count = node.children
    if str(relation) != ">=":
        at = cast("Token", relation).column
        line.refuse("USED is compared with >= only.", at=at)
    return Used(clock=str(clock), at_least=number_of(count, line))
