"""The parts of a document as things to fold open: long pages stay short."""

from collections.abc import Iterator
from dataclasses import dataclass

from safeconduct.dossier.record import Block, Heading, Line, Section

# Findings stand under headings of this level, with their reasons below.
_FOLDED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Fold:
    """Blocks under one line to be opened by; without a line they stand open."""

    line: Line | None
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of a document."""

    title: str
    folds: tuple[Fold, ...]


def part_of(section: Section) -> Part:
    """A section, each heading of the third level folded with what follows it."""
    return Part(title=section.title, folds=tuple(_folds(section)))


def _folds(section: Section) -> Iterator[Fold]:
    line: Line | None = None
    blocks: list[Block] = []
    for block in section.blocks:
        if isinstance(block, Heading):
            if line is not None or blocks:
                yield Fold(line=line, blocks=tuple(blocks))
            line = block.line if block.level >= _FOLDED else None
            blocks = [] if line is not None else [block]
        else:
            blocks.append(block)
    if line is not None or blocks:
        yield Fold(line=line, blocks=tuple(blocks))
