"""What a document holds, as plain frozen records; PDF and DOCX print the same ones.

Nothing here knows a page size or a file format. Every text is plain text.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from safeconduct.base.text import Language

Audience = Literal["counsel", "authority"]
AUDIENCES: tuple[Audience, ...] = ("counsel", "authority")
Sign = Literal["", "true", "false", "unknown", "disputed"]
Tone = Literal["plain", "strong", "quiet", "quote", "danger"]
RowTone = Literal["plain", "conflict", "group"]
BoxTone = Literal["danger", "protection", "deadline", "question", "plain"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One paragraph of text.

    `language` is empty where it is that of the document. `notes` are numbers of
    sources. `depth` indents. `link` is an address to open, empty for none. `tick`
    puts an empty box before the text, `blanks` ruled lines to write on after it.
    """

    text: str
    sign: Sign = ""
    tone: Tone = "plain"
    language: str = ""
    notes: tuple[int, ...] = ()
    depth: int = 0
    link: str = ""
    tick: bool = False
    blanks: int = 0


Cell = tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column's heading, and its width beside the others."""

    title: str
    weight: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row; the one cell of a `group` row spans the table.

    `anchor` is the number of the source that the row describes, 0 for none.
    """

    cells: tuple[Cell, ...]
    tone: RowTone = "plain"
    anchor: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table; its headings are repeated on each page."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    kind: Literal["table"] = "table"


@dataclass(frozen=True, slots=True, kw_only=True)
class Prose:
    """Paragraphs."""

    lines: tuple[Line, ...]
    kind: Literal["prose"] = "prose"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading inside a section (level 2 or 3)."""

    line: Line
    level: int = 2
    kind: Literal["heading"] = "heading"


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """Lines set apart, with a title."""

    title: str
    lines: tuple[Line, ...]
    tone: BoxTone = "plain"
    kind: Literal["box"] = "box"


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A drawing as SVG with its size in points, and the same in words."""

    svg: str
    width: float
    height: float
    alt: str
    kind: Literal["picture"] = "picture"


Block = Table | Prose | Heading | Box | Picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One numbered part of a document."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """The few words that the layout itself needs."""

    contents: str
    truths: tuple[tuple[Sign, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """A whole document.

    `banner` heads every page (empty: none). `head` runs on every page. `strip` are the
    name-value pairs on page one, `boxes` what a tired reader must see there.
    `day` fixes the time stamp, so that the same inputs give the same bytes.
    """

    title: str
    subject: str
    language: Language
    banner: str
    head: str
    day: date
    strip: tuple[tuple[str, str], ...]
    boxes: tuple[Box, ...]
    sections: tuple[Section, ...]
    labels: Labels
