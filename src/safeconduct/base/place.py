"""Where a key of a TOML text stands: the parser of Python does not say."""

import re
from dataclasses import dataclass

_HEADER = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A line and a column, counted from 1."""

    line: int
    column: int


def locate(text: str, path: Path, *, first_line: int = 1) -> Place:
    """Find the line of a key, or of the nearest table around it.

    `path` holds keys and, for an array of tables, the index after its key.
    `first_line` is the number of the text's first line in its file.
    """
    lines = text.split("\n")
    start, rest = _table(lines, path)
    for index in range(start, len(lines)):
        if index > start and _HEADER.match(lines[index]):
            break
        for part in reversed(rest):
            column = _key_column(lines[index], str(part))
            if column:
                return Place(line=first_line + index, column=column)
    return Place(line=first_line + start, column=1)


def _table(lines: list[str], path: Path) -> tuple[int, Path]:
    """The line of the longest table header on the path, and what is left."""
    best, rest = 0, path
    counts: dict[tuple[str, ...], int] = {}
    indices: dict[tuple[str, ...], int] = {}
    for number, line in enumerate(lines):
        header = _HEADER.match(line)
        if header is None or "=" in line.split("#", maxsplit=1)[0]:
            continue
        name = tuple(part.strip().strip("\"'") for part in header[2].split("."))
        if header[1] == "[[":
            counts[name] = counts.get(name, -1) + 1
            indices[name] = counts[name]
        full = _with_indices(name, indices)
        if path[: len(full)] == full and len(path) - len(full) < len(rest):
            best, rest = number, path[len(full) :]
    return best, rest


def _with_indices(name: tuple[str, ...], indices: dict[tuple[str, ...], int]) -> Path:
    full: list[str | int] = []
    for length in range(1, len(name) + 1):
        full.append(name[length - 1])
        if name[:length] in indices:
            full.append(indices[name[:length]])
    return tuple(full)


def _key_column(line: str, key: str) -> int:
    found = re.search(rf"(?:^|[{{,\s])[\"']?({re.escape(key)})[\"']?\s*(?:=|\.)", line)
    return found.start(1) + 1 if found else 0
