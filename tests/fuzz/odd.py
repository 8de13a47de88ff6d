"""Texts that hold together, with odd values in some places.

What changes single bytes of a text of TOML or JSON mostly breaks its form, and nothing
behind the form is reached; here the form stays, and values are others.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from tests.fuzz.feed import Feed

_VALUE = re.compile(
    r'("(?:\\.|[^"\\\n])*"|(?<![\w.-])-?\d[\d:.TZ-]*|true|false|[{}\[\]])'
)
_BREAK = "\n\n"
# Of one text; more would only be read more slowly.
_MOST_CHANGES = 8
_LONG = "a" * 300
# As TOML writes them; most are JSON too.
_ODD = (
    '""', '" "', '"0"', '"²"', '"٣"', '"ß"', '"İ"', '"\\u2028"', '"\\u0000"',
    '"\\ud800"', '"../.."', '"/"', '"."', '"a.b"', '"a.b.c OF brother"', '"applicant"',
    '"other"', '"true"', '"2022"', '"2022-13"', '"0001-01-01"', '"9999-12-31"',
    '"9999-12-31/0001-01-01"', '"0000"', '"0 days"', '"9999 years"', '"48 hours"',
    '"1 month"', '"rolling 0 days"', '"place.country = KZ"', '"NOT ("', f'"{_LONG}"',
    "0", "-1", "1", "2", "65535", "4294967296", "18446744073709551616",
    "9" * 400, "1.5", "-0.0", "1e308", "1e999", "nan", "inf", "true", "false",
    "0001-01-01", "9999-12-31", "2026-01-02", "1979-05-27T07:32:00Z", "07:32:00",
    "[]", "{}", "[[]]", "[{}]", '[""]', '[1, "a"]', "[true]", "null", "[1.0]", "",
)  # fmt: skip


def reworded(texts: Sequence[str], raw: bytes) -> str:
    """One of some texts: fewer of its paragraphs, and other values in some places."""
    feed = Feed(raw=raw)
    pieces = list(_pieces(_shortened(feed.pick(texts), feed)))
    values, left = len(pieces) // 2, _MOST_CHANGES
    while values and left and not feed.is_over():
        at = 2 * (feed.number(2) % values) + 1
        pieces[at] = feed.pick(_ODD) if feed.number() % 8 else _written(feed)
        left -= 1
    return "".join(pieces)


def paragraphs(text: str) -> tuple[str, ...]:
    """The first paragraph with each of the others; the whole is what no bytes give."""
    first, *others = text.split(_BREAK)
    return tuple(_BREAK.join((first, one)) for one in others) or (text,)


def _shortened(text: str, feed: Feed) -> str:
    """The first paragraph and those that the bytes leave; mostly few, which is fast."""
    first, *others = text.split(_BREAK)
    without = (feed.number(2) | feed.number(2)) if others else 0
    kept = (one for at, one in enumerate(others) if not without >> at % 16 & 1)
    return _BREAK.join((first, *kept))


@lru_cache(maxsize=4096)
def _pieces(text: str) -> tuple[str, ...]:
    """What stands before, between and after the values, each second piece is one."""
    return tuple(_VALUE.split(text))


def _written(feed: Feed) -> str:
    """A text of any letters, in quotes."""
    letters = feed.take(feed.number() % 16).decode(errors="replace")
    return '"' + letters.replace("\\", "").replace('"', "") + '"'
