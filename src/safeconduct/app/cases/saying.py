"""What a person writes into a case: a text, or the fields of a body as TOML."""

from collections.abc import Callable, Mapping
from dataclasses import fields

from safeconduct.base.digest import Json
from safeconduct.base.errors import Fault, InputError
from safeconduct.base.near import nearest
from safeconduct.base.table import FaultList, read_toml
from safeconduct.facts.case_body import plain
from safeconduct.log.entries.body import KINDS, TextWritten, read_body
from safeconduct.log.entries.body_codec import Record
from safeconduct.log.errors import LogError
from safeconduct.log.name import EntryId

PLAIN = "text"
# These are written by commands of their own, or hold keys.
_MADE_ELSEWHERE = frozenset({
    "opened", "membership", "passed", "merged", "split", "erased", "assessment",
    "handed_over", "file",
})  # fmt: skip
SAID_KINDS = tuple(kind for kind in KINDS if kind not in _MADE_ELSEWHERE)
_IDS = ("replaces", "cites", "withdraws", "done", "met", "version_of", "answers")
FindEntry = Callable[[str], EntryId]
# Of the tables of a case file: what is a field of its own, and which always say more.
_OWN: Mapping[str, tuple[str, ...]] = {
    "fact": ("name",),
    "row": ("list", "complete"),
    "event": ("text",),
    "evidence": ("id",),
}
_SAYING = frozenset({"fact", "evidence"})


def read_said(text: str, kind: str, *, file: str, find: FindEntry) -> Record:
    """The body that a text makes; entries are named by their first digits.

    Raises:
        InputError: the text is empty, no TOML, or has not the fields of its kind.
    """
    if not text.strip():
        raise InputError([Fault(file=file, what="There is nothing to write.")])
    if kind == PLAIN:
        return TextWritten(text=text.strip())
    faults = FaultList(file=file, text=text)
    table = read_toml(faults)
    if table is None:
        raise InputError(faults.found)
    content = {key: plain(value) for key, value in table.items()}
    for key in _IDS:
        if key in content:
            content[key] = [find(one).hex() for one in _texts(content[key], file, key)]
    return _body(kind, content, file)


def _body(kind: str, content: Mapping[str, Json], file: str) -> Record:
    try:
        return read_body({"kind": kind, **_shaped(kind, content)})
    except LogError as error:
        known = _fields_of(kind)
        wrong = [key for key in content if key not in known] if known else []
        what = f"This is not what a '{kind}' says."
        mend = f"Its fields: {', '.join(known)}." if known else ""
        if wrong:
            what = f"A '{kind}' has no field '{wrong[0]}'."
            mend = nearest(wrong[0], known) or mend
        raise InputError([Fault(file=file, what=what, mend=mend)]) from error


def _shaped(kind: str, content: Mapping[str, Json]) -> dict[str, Json]:
    """What a case file has a table for is written as there: what it says beside."""
    own = _OWN.get(kind)
    if own is None:
        return dict(content)
    kept = {key: content[key] for key in (*own, *_IDS) if key in content}
    says = {key: value for key, value in content.items() if key not in kept}
    return {**kept, "says": says} if says or kind in _SAYING else kept


def _fields_of(kind: str) -> tuple[str, ...]:
    """The fields of a kind; those of a case file's tables its reader knows."""
    if kind in _OWN:
        return ()
    return tuple(item.name for item in fields(KINDS[kind]))


def _texts(value: Json, file: str, key: str) -> list[str]:
    found = value if isinstance(value, list) else [value]
    if not all(isinstance(one, str) for one in found):
        what = f"'{key}' must be a list of entries by their first digits."
        raise InputError([Fault(file=file, what=what)])
    return [str(one) for one in found]
