"""What an entry of a case says, a record for each kind (spec/log.md §5).

Days and values are kept as they were written; the room of facts reads them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from safeconduct.base.digest import Json
from safeconduct.log.entries.body_codec import Record, from_json, named_in, to_json
from safeconduct.log.errors import LogError
from safeconduct.log.name import (
    NO_FILE,
    OF_A_CASE,
    CaseId,
    Compartment,
    DeviceId,
    EntryId,
    FileName,
    KeyId,
    RawKey,
)

Ids: TypeAlias = tuple[EntryId, ...]
Member: TypeAlias = str


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """The case begins, under an alias."""

    alias: str
    languages: tuple[str, ...] = ()
    stage: str = ""
    as_of: str = ""
    family: tuple[str, ...] = ()
    cites: Ids = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FactSaid:
    """One fact as somebody states it: the keys of `[[fact]]` (spec/case-file.md)."""

    name: str
    says: object
    replaces: Ids = ()
    cites: Ids = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RowSaid:
    """One row of a list, or (without fields) whether the list is complete."""

    list: str
    says: object = None
    complete: str = ""
    replaces: Ids = ()
    cites: Ids = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EventTold:
    """Something that happened, in words: beside them the keys of `[[event]]`."""

    text: str
    says: object = None
    cites: Ids = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceNamed:
    """A piece of evidence and who holds it: the keys of `[[evidence]]`."""

    id: str
    says: object
    cites: Ids = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TextWritten:
    """A note."""

    text: str
    topic: str = ""
    cites: Ids = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageIn:
    """Words from outside, and who wrote them."""

    text: str
    channel: str
    writer: str
    cites: Ids = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageOut:
    """Words to the person or a relative."""

    text: str
    channel: str
    answers: Ids = ()
    cites: Ids = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FileKept:
    """A file: the name of its sealed bytes and the key that opens them."""

    file: FileName
    key: RawKey
    size: int
    type: str
    title: str = ""
    clean_of: FileName = NO_FILE
    cites: Ids = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Something to do, or (`done`) that it is done."""

    what: str
    who: Member = ""
    due: str = ""
    done: Ids = ()
    cites: Ids = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckIn:
    """A day on which the person will say that all is well, or (`met`) has."""

    due: str = ""
    quiet: bool = False
    met: Ids = ()
    cites: Ids = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What was checked, how, with what result, and the doubt that stays."""

    what: str
    how: str
    result: str
    doubt: str = ""
    cites: Ids = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentGiven:
    """What the person agrees to, or (`withdraws`) no longer does.

    `withdrawn`: what a file brought was no longer agreed to when it was written down.
    """

    scope: str
    purpose: str = ""
    day: str = ""
    until: str = ""
    withdrawn: bool = False
    withdraws: Ids = ()
    cites: Ids = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A named person's decision on an open norm."""

    norm: str
    value: str
    by: str
    reasons: str
    day: str = ""
    facts_hash: str = ""
    cites: Ids = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementMade:
    """A version of the person's own statement."""

    text: str
    language: str
    version_of: Ids = ()
    read_back: bool = False
    confirmed: bool = False
    released: bool = False
    translated_by: str = ""
    cites: Ids = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral:
    """The person was sent on to somebody, and what came of it."""

    to: str
    what: str
    answer: str = ""
    cites: Ids = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Vouch:
    """How far the entries of a device count: its last that does; none: number 0."""

    device: DeviceId
    sequence: int
    entry: EntryId


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """Keys of this log for single devices, or keys that nobody writes under again."""

    member: Member
    grants: tuple[bytes, ...] = ()
    retires: tuple[KeyId, ...] = ()
    leads: bool = False
    vouches: tuple[Vouch, ...] = ()
    cites: Ids = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentKept:
    """The receipt of an assessment, in the highest compartment of its inputs."""

    receipt: object
    cites: Ids = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver:
    """Something of the case left the group; the consent that covers it."""

    to: str
    what: str
    consent: EntryId
    cites: Ids = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """Two cases are one person: this one goes on in the other, or took it in."""

    other: CaseId
    into: bool
    why: str = ""
    cites: Ids = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """Some entries belong to another person, whose case is the other."""

    other: CaseId
    entries: Ids
    cites: Ids = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """An entry went to counsel; who could have opened it till then."""

    entry: EntryId
    read_by: tuple[Member, ...]
    cites: Ids = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """An entry is to be deleted on every desk; its id stays."""

    entry: EntryId
    why: str = ""
    cites: Ids = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownBody:
    """A kind that this version does not know: kept, shown as such, never guessed."""

    kind: str
    cites: Ids = ()


KINDS: Mapping[str, type[Record]] = {
    "opened": Opened,
    "fact": FactSaid,
    "row": RowSaid,
    "event": EventTold,
    "evidence": EvidenceNamed,
    "text": TextWritten,
    "message_in": MessageIn,
    "message_out": MessageOut,
    "file": FileKept,
    "task": Task,
    "check_in": CheckIn,
    "verification": Verification,
    "consent": ConsentGiven,
    "judgement": Judged,
    "statement": StatementMade,
    "referral": Referral,
    "membership": Membership,
    "assessment": AssessmentKept,
    "handed_over": HandedOver,
    "merged": Merged,
    "split": Split,
    "passed": Passed,
    "erased": Erased,
}
_NAMES = {record: kind for kind, record in KINDS.items()}
# What lists show of a case fits into a row, whatever a changed program writes.
MOST_SHOWN = 1000
_SHOWN: Mapping[type[Record], tuple[str, ...]] = {
    Opened: ("alias", "stage"),
    TextWritten: ("topic",),
}
_MAIN, _PAPERS, _COUNSEL = OF_A_CASE
# Where a kind may stand; in a log of its case that is not named it does not count.
PLACES: Mapping[str, tuple[Compartment, ...]] = {
    "message_in": (_MAIN, _COUNSEL),
    "message_out": (_MAIN, _COUNSEL),
    "check_in": (_MAIN,),
    "consent": (_MAIN,),
    "judgement": (_COUNSEL,),
    "statement": (_MAIN,),
    "referral": (_MAIN, _COUNSEL),
    "merged": (_MAIN,),
    "split": (_MAIN,),
    "passed": (_MAIN,),
}


def may_stand(body: Record, compartment: Compartment) -> bool:
    """Whether a body of a case is of a kind for the log that it is in."""
    return compartment in PLACES.get(kind_of(body), OF_A_CASE)


def kind_of(body: Record) -> str:
    """What a body is called."""
    return body.kind if isinstance(body, UnknownBody) else _NAMES[type(body)]


def write_body(body: Record) -> Json:
    """The JSON of a body.

    Raises:
        LogError: a name in it is too long.
    """
    _check_shown(body)
    return {"kind": kind_of(body), **to_json(body)}


def read_body(content: Json) -> Record:
    """The body in some JSON; of a kind that is not known, only that.

    Raises:
        LogError: no kind, not the fields of its kind, or a name that is too long.
    """
    kind, rest = named_in(content, "kind")
    if kind not in KINDS:
        return UnknownBody(kind=kind)
    body = from_json(KINDS[kind], rest)
    _check_shown(body)
    return body


def _check_shown(body: Record) -> None:
    for name in _SHOWN.get(type(body), ()):
        if len(getattr(body, name)) > MOST_SHOWN:
            msg = f"The {name} of a '{kind_of(body)}' has {MOST_SHOWN} letters at most."
            raise LogError(msg, kind="malformed")
