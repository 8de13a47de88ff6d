"""What a page now says otherwise, line by line; its cases are left out."""

import re
from collections.abc import Iterator
from difflib import ndiff

_CASE = re.compile(r"^```case .*?^```\n?", re.MULTILINE | re.DOTALL)


def changed_lines(old: str, new: str) -> tuple[str, ...]:
    """The lines that went (`- …`) and came (`+ …`), in the order of the page."""
    return tuple(_changed(_lines(old), _lines(new)))


def _lines(text: str) -> list[str]:
    kept = _CASE.sub("", text.replace("\r\n", "\n"))
    return [line.rstrip() for line in kept.split("\n") if line.strip()]


def _changed(old: list[str], new: list[str]) -> Iterator[str]:
    for line in ndiff(old, new, linejunk=None, charjunk=None):
        if line[:2] in {"- ", "+ "}:
            yield line
