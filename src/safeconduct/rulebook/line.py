"""The lines of a rule block: layout first, then each line by the grammar.

Each line holds those indented below it. Every fault has its line and column
(spec/law-page.md §1).
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import NoReturn, cast

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedInput, UnexpectedToken

from safeconduct.base.table import MAX_NESTING

_MAX_DIGITS = 9
_MANY_NOT = re.compile(rf"(?:\bNOT\b[ \t(]*){{{MAX_NESTING + 1}}}")
Node = Tree[Token]


class StatementError(ValueError):
    """A line of a rule block that cannot be read."""

    def __init__(self, what: str, *, line: int, column: int = 1) -> None:
        """Say what is wrong and where, counted from 1 within the block."""
        super().__init__(what)
        self.line = line
        self.column = column


@dataclass(slots=True, kw_only=True)
class Line:
    """One line, stripped, with the lines below it."""

    number: int
    indent: int
    text: str
    below: "list[Line]" = field(default_factory=list)

    def refuse(self, what: str, *, at: int | None = 1) -> NoReturn:
        """Say what is wrong at a column of the line's text, counted from 1."""
        raise StatementError(what, line=self.number, column=self.indent + (at or 1))


@lru_cache(maxsize=1)
def _parser() -> Lark:
    grammar = (Path(__file__).parent / "grammar.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", maybe_placeholders=True)


def layout(text: str) -> list[Line]:
    """The lines of a block by their indentation; empty ones and comments are left out.

    Raises:
        StatementError: tabs, or too many levels.
    """
    top: list[Line] = []
    open_lines: list[Line] = []
    for number, raw in enumerate(text.split("\n"), start=1):
        if not raw.strip() or raw.lstrip().startswith("#"):
            continue
        if "\t" in raw[: len(raw) - len(raw.lstrip())]:
            what = "Indent with spaces, not tabs."
            raise StatementError(what, line=number)
        indent = len(raw) - len(raw.lstrip())
        line = Line(number=number, indent=indent, text=raw.strip())
        while open_lines and open_lines[-1].indent >= indent:
            open_lines.pop()
        (open_lines[-1].below if open_lines else top).append(line)
        open_lines.append(line)
        if len(open_lines) > MAX_NESTING:
            line.refuse(f"Nested deeper than {MAX_NESTING} levels.")
    return top


def tree_of(line: Line) -> Node:
    """One line by the grammar.

    Raises:
        StatementError: it cannot be read.
    """
    if _is_deep(line.text):
        line.refuse(f"Nested deeper than {MAX_NESTING} levels.")
    try:
        return _parser().parse(line.text)
    except UnexpectedInput as error:
        what, column = _unread(line.text, error)
        raise StatementError(
            what, line=line.number, column=line.indent + column
        ) from error


def _is_deep(text: str) -> bool:
    """Whether parentheses or NOTs are nested too deeply to be read one by one."""
    depths = accumulate((char == "(") - (char == ")") for char in text)
    return max(depths, default=0) > MAX_NESTING or _MANY_NOT.search(text) is not None


def _unread(text: str, error: UnexpectedInput) -> tuple[str, int]:
    """Why a line is none of the grammar's, and at which column of it."""
    token = error.token if isinstance(error, UnexpectedToken) else None
    if token is not None and token.type == "$END":
        return f"Something is missing at the end of '{text[-60:]}'.", len(text) + 1
    column = max(error.column, 1)
    rest = text[column - 1 :]
    return f"This cannot be read: '{rest[:40]}'.", column


def children_of(node: Node) -> list[Node | Token | None]:
    """The children; None stands for an optional part that is not there."""
    return cast("list[Node | Token | None]", node.children)


def number_of(token: object, line: Line) -> int:
    """A whole number that the kernel can hold."""
    word = cast("Token", token)
    if len(word) > _MAX_DIGITS:
        line.refuse(f"The number '{word[:20]}…' is too large.", at=word.column)
    return int(word)
