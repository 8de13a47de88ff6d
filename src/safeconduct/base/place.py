"""Where things stand in a text: the parser of Python does not say.

Lines and columns count from 1; columns count characters.
"""

import re
import tomllib
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass

Path = tuple[str | int, ...]
_SPACE = re.compile(r"[ \t]*")
_BETWEEN = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_COMMAS = re.compile(r"(?:[ \t\r\n,]|#[^\n]*)*")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_STRING = re.compile(
    r'"""(?:\\.|[^\\])*?""""{0,2}'
    r"|'''.*?''''{0,2}"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'",
    re.DOTALL,
)
_PLAIN = re.compile(r"[^,\]}#\n]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A line and a column, counted from 1."""

    line: int
    column: int


def find_word(text: str, word: str, *, first_line: int = 1) -> Place | None:
    """Where a name stands by itself, at a line or below it; None if it does not."""
    pattern = re.compile(rf"(?<![\w.]){re.escape(word)}(?![\w]|\.\w)")
    for number, line in enumerate(text.split("\n"), start=1):
        found = pattern.search(line) if number >= first_line else None
        if found is not None:
            return Place(line=number, column=found.start() + 1)
    return None


def place_at(text: str, index: int) -> Place:
    """The place of the character at an index."""
    start = text.rfind("\n", 0, index) + 1
    return Place(line=text.count("\n", 0, index) + 1, column=index - start + 1)


def places_of(text: str) -> Mapping[Path, Place]:
    """Where every key and every table of a TOML text stands.

    A path holds keys and, after the key of a list, an index. The text must be TOML;
    of a text that is not, the places up to the first wrong one are given.
    """
    return _Scan(text).places


def locate(places: Mapping[Path, Place], path: Path, *, first_line: int = 1) -> Place:
    """The place of a key, or of the nearest table around it.

    `first_line` is the number of the text's first line in its file. The whole text is
    where it is opened: on the line before, if there is one.
    """
    for length in range(len(path), 0, -1):
        found = places.get(path[:length])
        if found is not None:
            return Place(line=first_line + found.line - 1, column=found.column)
    return Place(line=max(1, first_line - 1), column=1)


class _Scan:
    """One walk through a TOML text that the parser has accepted."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.places: dict[Path, Place] = {}
        self.lengths: dict[Path, int] = {}
        self.starts = [0, *(found.end() for found in re.finditer("\n", text))]
        table: Path = ()
        self._skip(_BETWEEN)
        while self.at < len(text):
            start = self.at
            if text[start] == "[":
                table = self._header()
            else:
                self._pair(table)
            self._skip(_BETWEEN)
            if self.at == start:
                return

    def _skip(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.text, self.at)
        self.at = found.end() if found is not None else self.at
        return found[0] if found is not None else ""

    def _note(self, path: Path, start: int) -> None:
        line = bisect_right(self.starts, start)
        place = Place(line=line, column=start - self.starts[line - 1] + 1)
        self.places.setdefault(path, place)

    def _header(self) -> Path:
        """`[name]` or `[[name]]`; the path of the table that begins here."""
        start = self.at
        is_list = self.text.startswith("[[", start)
        self.at += 2 if is_list else 1
        path: Path = ()
        keys = self._keys()
        for place, (key, _) in enumerate(keys, start=1):
            path = (*path, key)
            if is_list and place == len(keys):
                self._note(path, start)
                self.lengths[path] = self.lengths.get(path, 0) + 1
            if path in self.lengths:
                path = (*path, self.lengths[path] - 1)
        self._note(path, start)
        self.at += 2 if is_list else 1
        return path

    def _keys(self) -> list[tuple[str, int]]:
        """A dotted key: its parts, each with where it stands."""
        found: list[tuple[str, int]] = []
        while True:
            self._skip(_SPACE)
            start = self.at
            raw = self._skip(_STRING) or self._skip(_BARE)
            found.append((_plain_key(raw), start))
            self._skip(_SPACE)
            if not self.text.startswith(".", self.at):
                return found
            self.at += 1

    def _pair(self, table: Path) -> None:
        """`key = value`; a dotted key makes tables on its way."""
        path = table
        for key, start in self._keys():
            path = (*path, key)
            self._note(path, start)
        if self.text.startswith("=", self.at):
            self.at += 1
            self._skip(_SPACE)
            self._value(path)

    def _value(self, path: Path) -> None:
        opening = self.text[self.at : self.at + 1]
        if opening == "[":
            self._items(path)
        elif opening == "{":
            self._inside(path)
        elif not self._skip(_STRING):
            self._skip(_PLAIN)

    def _items(self, path: Path) -> None:
        self.at += 1
        self._skip(_COMMAS)
        index = 0
        while self.at < len(self.text) and self.text[self.at] != "]":
            start = self.at
            self._note((*path, index), start)
            self._value((*path, index))
            self._skip(_COMMAS)
            index += 1
            if self.at == start:
                return
        self.at += 1

    def _inside(self, path: Path) -> None:
        """An inline table."""
        self.at += 1
        self._skip(_COMMAS)
        while self.at < len(self.text) and self.text[self.at] != "}":
            start = self.at
            self._pair(path)
            self._skip(_COMMAS)
            if self.at == start:
                return
        self.at += 1


def _plain_key(raw: str) -> str:
    """A key as the parser gives it, or as it is written where that is none."""
    if raw[:1] == '"' and "\\" in raw:
        try:
            return str(tomllib.loads(f"key = {raw}")["key"])
        except tomllib.TOMLDecodeError:
            return raw
    return raw[1:-1] if raw[:1] in {'"', "'"} else raw
