"""Who may do what: one table of actions, roles and relations (spec/log.md §3, §9)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from safeconduct.log.entries.act import (
    CIRCLES_OF,
    ROLES,
    AllowExport,
    Approve,
    AskExport,
    Circle,
    EraseCase,
    Exported,
    Grant,
    NewRecovery,
    Propose,
    Remove,
    Role,
    Seen,
    SetMailbox,
    SetRetention,
    Turn,
)
from safeconduct.log.entries.body_codec import Record

# Who stands how to a case: nobody to it, granted one log of it, leading it, or both.
Relation = Literal["none", "granted", "leads", "both"]
Action = Literal[
    "read_main", "write_main", "read_papers", "write_papers", "read_counsel",
    "write_counsel", "pass_to_counsel", "grant_main", "grant_papers", "grant_counsel",
    "export", "merge", "erase",
]  # fmt: skip

_ALL: tuple[Relation, ...] = ("none", "granted", "leads", "both")
_GRANTED: tuple[Relation, ...] = ("granted", "both")
_LEADS: tuple[Relation, ...] = ("leads", "both")
# For each role the relations in which it may; a role that is not named may never.
TABLE: Mapping[Action, Mapping[Role, tuple[Relation, ...]]] = {
    "read_main": {"first_line": _ALL, "counsel": _ALL, "coordinator": _ALL},
    "write_main": {"first_line": _ALL, "counsel": _ALL, "coordinator": _ALL},
    "read_papers": {
        "first_line": _GRANTED,
        "counsel": _ALL,
        "coordinator": _GRANTED,
    },
    "write_papers": {
        "first_line": _GRANTED,
        "counsel": _ALL,
        "coordinator": _GRANTED,
    },
    "read_counsel": {"counsel": _ALL},
    "write_counsel": {"counsel": _ALL},
    "pass_to_counsel": {"first_line": _ALL, "coordinator": _ALL},
    "grant_main": {"first_line": _LEADS, "counsel": _ALL, "coordinator": _ALL},
    "grant_papers": {"first_line": _GRANTED, "counsel": _ALL},
    "grant_counsel": {"counsel": _ALL},
    "export": {"first_line": _ALL, "counsel": _ALL, "coordinator": _ALL},
    "merge": {"first_line": _ALL, "counsel": _ALL, "coordinator": _ALL},
    "erase": {"first_line": _LEADS, "counsel": _LEADS, "coordinator": _ALL},
}


def role_of(word: str) -> Role | None:
    """The role that a word names; None where there is none."""
    return next((role for role in ROLES if role == word), None)


def may(action: Action, role: Role, relation: Relation) -> bool:
    """Whether a role may do something with a case that it stands so to."""
    return relation in TABLE[action].get(role, ())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule:
    roles: tuple[Role, ...]
    own: bool = False


_EVERYBODY: tuple[Role, ...] = ("first_line", "counsel", "coordinator")
# Acts of the roster; `own`: also about oneself. Circles are checked beside it.
ACTS: Mapping[type[Record], _Rule] = {
    Propose: _Rule(roles=("coordinator",), own=True),
    Approve: _Rule(roles=("coordinator", "counsel")),
    Remove: _Rule(roles=("coordinator",), own=True),
    Turn: _Rule(roles=_EVERYBODY),
    Grant: _Rule(roles=_EVERYBODY),
    AskExport: _Rule(roles=_EVERYBODY),
    AllowExport: _Rule(roles=("coordinator",)),
    Exported: _Rule(roles=_EVERYBODY),
    NewRecovery: _Rule(roles=("coordinator",)),
    EraseCase: _Rule(roles=_EVERYBODY),
    SetMailbox: _Rule(roles=("coordinator", "counsel")),
    SetRetention: _Rule(roles=("coordinator",)),
    Seen: _Rule(roles=_EVERYBODY),
}


def may_act(role: Role, act: Record, *, own: bool) -> bool:
    """Whether a role may do an act of the roster; `own`: it is about himself."""
    rule = ACTS.get(type(act))
    return rule is not None and (role in rule.roles or (own and rule.own))


def may_name_mailbox(role: Role, circle: Circle, *, is_empty: bool) -> bool:
    """Whether a role names the mailboxes of a circle; `is_empty`: nobody is in it."""
    is_in = circle in CIRCLES_OF[role]
    if all(circle in held for held in CIRCLES_OF.values()):
        return role == "coordinator"
    return is_in or (role == "coordinator" and is_empty)


def may_approve(role: Role, proposed: str) -> bool:
    """Whether a role is the second person for somebody proposed in a role."""
    return role == "coordinator" or (role == "counsel" and proposed == "counsel")


def may_approve_recovery(role: Role, *, has_counsel: bool) -> bool:
    """Whether a role is the second person for a key that opens counsel's part too."""
    return role == ("counsel" if has_counsel else "coordinator")
