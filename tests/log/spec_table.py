"""The tables of spec/log.md, so that spec and code cannot drift."""

import re
from dataclasses import fields
from pathlib import Path

from safeconduct.log.entries.body_codec import Record

_SPEC = Path(__file__).parents[2] / "spec/log.md"
_NAMES = re.compile(r"`([a-z_]+)`")


def table(section: str) -> list[list[str]]:
    """The cells of the first table of a section, without its head."""
    text = _SPEC.read_text("utf-8").split(f"\n## {section} ", 1)[1].split("\n## ")[0]
    rows = [line for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows[2:]]


def names(cell: str) -> list[str]:
    """What stands in code type in a cell."""
    return _NAMES.findall(cell)


def own_fields(record: type[Record]) -> set[str]:
    """The fields of a record, but for `cites`, which every entry may have."""
    return {item.name for item in fields(record)} - {"cites"}
