"""What a text may hold, and how a text that others wrote is printed on one line."""

import re

# Control characters but line feed and tab, the byte order mark, and what turns the
# direction of writing around: with them a text shows something other than it says.
FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\u202a-\u202e\u2066-\u2069]")
_UNPRINTED = re.compile(rf"{FORBIDDEN.pattern}|[\t\n\u2028\u2029]")
MOST_SHOWN = 300


def one_line(text: str, *, most: int = MOST_SHOWN) -> str:
    """The text on one line, cut where it is long; nothing in it acts on a terminal."""
    cut = text if len(text) <= most else f"{text[: most - 1]}…"
    return _UNPRINTED.sub(_shown, cut)


def _shown(found: re.Match[str]) -> str:
    return " " if found[0] in "\t\n" else f"U+{ord(found[0]):04X}"
