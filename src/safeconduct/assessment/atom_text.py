"""Tests and conditions in the words of the law pages (spec/law-page.md §1)."""

from collections.abc import Collection
from datetime import date

from safeconduct.assessment.atom import (
    NOW,
    Atom,
    CompareAtom,
    ExistsAtom,
    MemberAtom,
    NormAtom,
    RowTest,
    Side,
    UsedAtom,
)
from safeconduct.base.day import Period
from safeconduct.base.value import FIRST, LAST
from safeconduct.rulebook.condition import (
    Compare,
    Condition,
    Exists,
    Group,
    Member,
    Named,
    Not,
    Operand,
    Used,
)


def atom_text(atom: Atom, *, holds: bool = True) -> str:
    """A test as a page would write it, or its contrary."""
    text = _atom_text(atom)
    return text if holds else f"NOT {text}"


def _atom_text(atom: Atom) -> str:
    match atom:
        case MemberAtom(key=key, values=values):
            return _member(key, values)
        case NormAtom(key=key):
            return key
        case CompareAtom(left=left, relation=relation, right=right):
            return f"{_side(left)} {relation} {_side(right)}"
        case ExistsAtom(list=name, at_least=least, where=where):
            return _exists(name, least, _row(where))
        case UsedAtom(clock=clock, at_least=least):
            return f"USED {clock} >= {least}"


def condition_text(condition: Condition) -> str:
    """A condition on one line, with parentheses where they are needed."""
    match condition:
        case Exists(list=name, at_least=least, where=where):
            return _exists(name, least, condition_text(where))
        case Not(part=part):
            return f"NOT {_within(part)}"
        case Group(at_least=least, parts=parts):
            return _joined([_within(part) for part in parts], least)
        case _:
            return _test_text(condition)


def _test_text(test: Named | Member | Compare | Used) -> str:
    match test:
        case Named(name=name):
            return name
        case Member(name=name, values=values, parameter=parameter):
            return f"{name} IN {parameter}" if parameter else _member(name, values)
        case Compare(left=left, relation=relation, right=right):
            return f"{_operand(left)} {relation} {_operand(right)}"
        case Used(clock=clock, at_least=least):
            return f"USED {clock} >= {least}"


def _exists(name: str, least: int, where: str) -> str:
    count = f" AT LEAST {least}" if least > 1 else ""
    return f"EXISTS {name}{count} WHERE ({where})"


def _within(condition: Condition) -> str:
    text = condition_text(condition)
    return f"({text})" if isinstance(condition, Group) else text


def _joined(texts: list[str], least: int) -> str:
    if least == len(texts):
        return " AND ".join(texts)
    if least == 1:
        return " OR ".join(texts)
    return f"AT LEAST {least} OF ({', '.join(texts)})"


def _member(key: str, values: Collection[str]) -> str:
    if set(values) == {"true"}:
        return key
    words = sorted(values)
    return (
        f"{key} = {words[0]}" if len(words) == 1 else f"{key} IN ({', '.join(words)})"
    )


def _row(test: RowTest) -> str:
    if test.atom is not None:
        text = atom_text(test.atom)
    else:
        parts = [
            f"({_row(part)})" if len(part.parts) > 1 else _row(part)
            for part in test.parts
        ]
        text = _joined(parts, test.at_least)
    return f"NOT ({text})" if test.negated else text


def _side(side: Side) -> str:
    name = "TODAY" if side.key == NOW else side.key
    return _number(name, side.constant, is_day=side.is_day) + _offset(side.offset)


def _operand(operand: Operand) -> str:
    name = "TODAY" if operand.today else operand.name
    number = operand.number or 0
    return _number(name, number, is_day=operand.is_day) + _offset(operand.offset)


def _number(name: str, number: int, *, is_day: bool) -> str:
    if name:
        return name
    inside = max(FIRST, min(LAST, number))
    return date.fromordinal(inside).isoformat() if is_day else str(number)


def _offset(offset: Period | None) -> str:
    if offset is None:
        return ""
    sign = "-" if offset.count < 0 else "+"
    return f" {sign} {abs(offset.count)} {offset.unit}"
