"""What an entry of the roster does, a record for each act (spec/log.md §3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from safeconduct.base.digest import Json
from safeconduct.log.entries.body import UnknownBody
from safeconduct.log.entries.body_codec import Record, from_json, named_in, to_json
from safeconduct.log.name import (
    NO_FILE,
    CaseId,
    Compartment,
    EntryId,
    FileName,
    KeyId,
)

MemberId: TypeAlias = str
Role = Literal["first_line", "counsel", "coordinator"]
ROLES: tuple[Role, ...] = ("first_line", "counsel", "coordinator")
# The circles carry the names of the compartments that their keys open.
Circle: TypeAlias = Compartment
CIRCLES_OF: Mapping[Role, tuple[Circle, ...]] = {
    "first_line": (Compartment.ROSTER, Compartment.MAIN),
    "coordinator": (Compartment.ROSTER, Compartment.MAIN),
    "counsel": tuple(Compartment),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryKey:
    """The opening key that t of n shares give back."""

    card: bytes
    threshold: int
    shares: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The group begins; `succeeds` is the group that it was recovered from."""

    group: str
    member: MemberId
    name: str
    role: str
    card: bytes
    keys: tuple[KeyId, ...]
    recovery: tuple[RecoveryKey, ...] = ()
    succeeds: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Propose:
    """A person, another device of one, or (no card) another name or role for one."""

    member: MemberId
    name: str
    role: str
    card: bytes = b""
    history: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Approve:
    """A second person agrees."""

    proposal: EntryId


@dataclass(frozen=True, slots=True, kw_only=True)
class Remove:
    """A member (no device named) or one device of his is out."""

    member: MemberId
    why: str
    device: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A circle has a new key; `seen` are the removals that it leaves out."""

    circle: int
    key: KeyId
    seen: tuple[EntryId, ...]
    sheet: FileName = NO_FILE


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """Keys of a circle, each sealed to a device."""

    circle: int
    grants: tuple[bytes, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskExport:
    """Somebody wants to take many cases out."""

    cases: int
    purpose: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AllowExport:
    """A second person agrees to that."""

    request: EntryId


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """These cases leave the vault, under what was allowed or under nothing."""

    cases: tuple[CaseId, ...]
    request: tuple[EntryId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRecovery:
    """A new recovery key; the one before counts no more."""

    recovery: RecoveryKey


@dataclass(frozen=True, slots=True, kw_only=True)
class EraseCase:
    """The tombstone of a case."""

    case: CaseId


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A member's desk has seen all that stands before; a removal is then settled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetRetention:
    """How many months after its newest entry a case is due to be erased; 0: never."""

    months: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SetMailbox:
    """Where a circle exchanges; the capability is sealed for the circle."""

    circle: int
    relay: str
    sealed: bytes


ACTS: Mapping[str, type[Record]] = {
    "found": Found,
    "propose": Propose,
    "approve": Approve,
    "remove": Remove,
    "turn": Turn,
    "grant": Grant,
    "ask_export": AskExport,
    "allow_export": AllowExport,
    "exported": Exported,
    "recovery": NewRecovery,
    "erase": EraseCase,
    "mailbox": SetMailbox,
    "retention": SetRetention,
    "seen": Seen,
}
_NAMES = {record: name for name, record in ACTS.items()}


def write_act(act: Record) -> Json:
    """The JSON of an act."""
    return {"act": _NAMES[type(act)], **to_json(act)}


def read_act(content: Json) -> Record:
    """The act in some JSON; of one that is not known, only that.

    Raises:
        LogError: no act, or not the fields of one.
    """
    name, rest = named_in(content, "act")
    return from_json(ACTS[name], rest) if name in ACTS else UnknownBody(kind=name)
