"""Conditions and statements of law pages as frozen trees (spec/law-page.md §1)."""

from dataclasses import dataclass
from typing import Literal

from safeconduct.base.case import APPLICANT
from safeconduct.base.day import Period

Relation = Literal["=", "!=", "<", "<=", ">", ">="]


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A proposition, a bool fact or a bool parameter, by its name."""

    name: str
    of: str = APPLICANT


@dataclass(frozen=True, slots=True, kw_only=True)
class Operand:
    """One side of a comparison, moved by a period.

    Exactly one of: a name (`name`), the query day (`today`), a constant (`number`:
    an integer, or a day ordinal if `is_day`).
    """

    name: str = ""
    of: str = APPLICANT
    today: bool = False
    number: int | None = None
    is_day: bool = False
    offset: Period | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Compare:
    """A comparison of numbers or days."""

    left: Operand
    relation: Relation
    right: Operand


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """An enum fact is one of some values, or of a set parameter."""

    name: str
    of: str = APPLICANT
    values: frozenset[str] = frozenset()
    parameter: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exists:
    """At least so many rows of a list satisfy a condition on its columns."""

    list: str
    at_least: int
    where: "Condition"


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """At least so many days of a clock's allowance are used on the query day."""

    clock: str
    at_least: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Not:
    """The contrary."""

    part: "Condition"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """At least `at_least` of the parts; all of them if it equals their number."""

    at_least: int
    parts: tuple["Condition", ...]


Condition = Named | Compare | Member | Exists | Used | Not | Group


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """`head IF body UNLESS exceptions OVERRIDES labels`; `contrary` for `NOT head`.

    `rebuttable` marks the two halves of a presumption, for what is shown of it.
    """

    id: str
    head: str
    contrary: bool
    closed: bool
    body: Condition
    unless: tuple[Condition, ...] = ()
    overrides: tuple[str, ...] = ()
    line: int = 0
    rebuttable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Norm:
    """An open norm: only a named person's judgement decides it."""

    name: str
    line: int = 0


def parts_of(condition: Condition) -> tuple[Condition, ...]:
    """The conditions directly inside one."""
    match condition:
        case Group(parts=parts):
            return parts
        case Not(part=part):
            return (part,)
        case Exists(where=where):
            return (where,)
        case _:
            return ()


def every_part(condition: Condition) -> tuple[Condition, ...]:
    """The condition and all inside it, outermost first."""
    found = [condition]
    for part in parts_of(condition):
        found.extend(every_part(part))
    return tuple(found)
