"""Where the boxes of a diagram lie: each on a row of its own, deeper ones further in.

Widths are reckoned by the number of letters, since no browser is asked.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from textwrap import wrap

from safeconduct.base.catalogue import Catalogue
from safeconduct.reference.diagram import Knot

# A letter of the widest usual font at the size that the style sheet sets.
LETTER = 8
LONGEST_LINE = 36
PADDING = 10
_LINE = 17
_INDENT = 30
_STEM = 12
_GAP = 10
_LARGE_GAP = 26
_EDGE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of text: where its foot begins; `small` for a note."""

    text: str
    x: int
    y: int
    small: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A rectangle with its lines of text."""

    x: int
    y: int
    width: int
    height: int
    lines: tuple[Line, ...]

    def foot(self) -> int:
        """How far down it reaches."""
        return self.y + self.height


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A node in its place; `trunk` and `branch` are the lines that lead to it."""

    knot: Knot
    frames: tuple[Frame, ...]
    trunk: str = ""
    branch: str = ""

    def middle(self) -> int:
        """How high a line meets it."""
        return self.frames[0].y + self.frames[0].height // 2

    def foot(self) -> int:
        """How far down it reaches."""
        return self.frames[-1].foot()


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagram:
    """The nodes of a page from the top down."""

    nodes: tuple[Placed, ...]
    width: int
    height: int


def diagram_of(knots: Sequence[Knot], words: Catalogue) -> Diagram:
    """The diagram of some trees in one language."""
    nodes: list[Placed] = []
    y = _EDGE
    for knot in knots:
        nodes += _placed(knot, words, x=_EDGE, y=y)
        y = nodes[-1].foot() + _LARGE_GAP
    frames = [frame for node in nodes for frame in node.frames]
    return Diagram(
        nodes=tuple(nodes),
        width=max((item.x + item.width for item in frames), default=0) + _EDGE,
        height=max((item.foot() for item in frames), default=0) + _EDGE,
    )


def _placed(knot: Knot, words: Catalogue, *, x: int, y: int) -> Iterator[Placed]:
    """A node and all below it."""
    last = own = Placed(knot=knot, frames=tuple(_frames(knot, words, x=x, y=y)))
    yield own
    stem, top = x + _STEM, own.foot()
    for part in knot.parts:
        first, *rest = _placed(part, words, x=x + _INDENT, y=last.foot() + _GAP)
        middle = first.middle()
        yield replace(
            first,
            trunk=f"M{stem} {top}V{middle}",
            branch=f"M{stem} {middle}H{x + _INDENT}",
        )
        yield from rest
        last, top = (rest or [first])[-1], middle


def _frames(knot: Knot, words: Catalogue, *, x: int, y: int) -> Iterator[Frame]:
    """The words above a box, then the box, whichever there are."""
    said = "" if knot.text is None else knot.text.within(words.language)
    note = f"({knot.note})" if knot.note else ""
    for text, more in ((words.say("colon").join(knot.words), ""), (said, note)):
        if text:
            frame = _frame(text, more, x=x, y=y)
            yield frame
            y = frame.foot()


def _frame(text: str, note: str, *, x: int, y: int) -> Frame:
    """The frame of a text and the note below it, as wide as its longest line."""
    found = [(line, False) for line in wrap(text, LONGEST_LINE)]
    found += [(line, True) for line in wrap(note, LONGEST_LINE)]
    return Frame(
        x=x,
        y=y,
        width=max(len(line) for line, _ in found) * LETTER + 2 * PADDING,
        height=len(found) * _LINE + PADDING,
        lines=tuple(
            Line(text=line, x=x + PADDING, y=y + at * _LINE, small=small)
            for at, (line, small) in enumerate(found, start=1)
        ),
    )
