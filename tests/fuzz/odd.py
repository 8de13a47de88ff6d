"""Texts that hold together, with odd values in some places.

What changes single bytes of a text of TOML or JSON mostly breaks its form, and nothing
behind the form is reached; here the form stays, and values are others.
"""

import re
from collections.abc import Sequence

from tests.fuzz.feed import Feed

_VALUE = re.compile(
    r'"(?:\\.|[^"\\\n])*"|(?<![\w.-])-?\d[\d:.TZ-]*|true|false|[{}\[\]]'
)
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
    """One of some texts, with the values that the bytes name put in."""
    feed = Feed(raw=raw)
    text = feed.pick(texts)
    places = list(_VALUE.finditer(text))
    changed: dict[int, str] = {}
    while places and not feed.is_over():
        at = feed.number(2) % len(places)
        changed[at] = feed.pick(_ODD) if feed.number() % 8 else _written(feed)
    parts: list[str] = []
    end = 0
    for at, new in sorted(changed.items()):
        parts += [text[end : places[at].start()], new]
        end = places[at].end()
    return "".join([*parts, text[end:]])


def _written(feed: Feed) -> str:
    """A text of any letters, in quotes."""
    letters = feed.take(feed.number() % 16).decode(errors="replace")
    return '"' + letters.replace("\\", "").replace('"', "") + '"'
