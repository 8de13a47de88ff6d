"""Words to be found again: of entries, of a question, around a find (spec/log.md §11).

An accent, a capital letter, and the dots of ё make no difference.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping

from safeconduct.log.entries.body import (
    ConsentGiven,
    EventTold,
    EvidenceNamed,
    FactSaid,
    FileKept,
    HandedOver,
    Judged,
    Merged,
    MessageIn,
    MessageOut,
    Opened,
    Referral,
    RowSaid,
    StatementMade,
    Task,
    TextWritten,
    Verification,
)
from safeconduct.log.entries.body_codec import Record

# What people wrote in each kind of entry; of other kinds nothing is looked for.
_FIELDS: Mapping[type[Record], tuple[str, ...]] = {
    Opened: ("alias",),
    FactSaid: ("name", "says"),
    RowSaid: ("list", "says"),
    EventTold: ("text", "says"),
    EvidenceNamed: ("id", "says"),
    TextWritten: ("topic", "text"),
    MessageIn: ("text",),
    MessageOut: ("text",),
    FileKept: ("title",),
    Task: ("what",),
    Verification: ("what", "how", "doubt"),
    ConsentGiven: ("purpose",),
    Judged: ("norm", "reasons"),
    StatementMade: ("text",),
    Referral: ("to", "what", "answer"),
    HandedOver: ("to", "what"),
    Merged: ("why",),
}
_WORD = re.compile(r"[^\W_]+")
_UNUSUAL = re.compile(r"[^\x00-\x7fа-я]")
_MOST_WORDS = 12
_LEAST_PREFIX = 2
_BEFORE, _AFTER = 40, 80


def text_of(body: Record) -> str:
    """Everything in a body that somebody may look for."""
    fields = _FIELDS.get(type(body), ())
    return "\n".join(part for name in fields for part in _strings(getattr(body, name)))


def folded(text: str) -> str:
    """A text as words are compared."""
    composed = unicodedata.normalize("NFC", text).casefold()
    return _UNUSUAL.sub(_fold, composed)


def query_of(words: str) -> str:
    """What the index is asked; empty where nothing is asked for.

    Only letters and digits reach it, so no sign of a user's has a meaning there. What
    is typed last may be the beginning of a word.
    """
    found = _WORD.findall(folded(words))[:_MOST_WORDS]
    quoted = [f'"{word}"' for word in found]
    if found and len(found[-1]) >= _LEAST_PREFIX:
        quoted[-1] += "*"
    return " ".join(quoted)


def excerpt_of(text: str, words: str) -> str:
    """The place in a text that has one of the words, in one line."""
    wanted = tuple(_WORD.findall(folded(words)))
    starts = (
        found.start()
        for found in _WORD.finditer(text)
        if folded(found[0]).startswith(wanted)
    )
    at = next(starts, 0)
    first, end = max(0, at - _BEFORE), at + _AFTER
    cut = " ".join(text[first:end].split())
    return f"{'…' if first else ''}{cut}{'…' if end < len(text) else ''}"


def _strings(value: object) -> Iterator[str]:
    """Every text in a value of JSON."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _strings(part)


def _fold(found: re.Match[str]) -> str:
    """A letter without its marks; й and its like are letters of their own."""
    letter = found[0]
    if unicodedata.category(letter) == "Mn":
        return ""
    base = unicodedata.normalize("NFD", letter)[0]
    return base if base.isascii() or letter == "ё" else letter
