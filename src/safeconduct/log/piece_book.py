"""Sealed files that come in pieces, in any order, until they are whole (§12)."""

from collections.abc import Mapping
from dataclasses import dataclass

from safeconduct.log.file_folder import FileFolder
from safeconduct.sealing.item import MOST_PIECE_BYTES, PieceItem


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceBook:
    """Pieces that wait for the rest of their files; they lie in the folder."""

    files: FileFolder

    def add(self, piece: PieceItem) -> bool:
        """Keep a piece; true once its file is whole and in its place.

        A file is named by the hash of its bytes, so a false piece makes none.
        """
        if self.files.has(piece.name):
            return True
        self.files.write_part(piece.name, piece.offset, piece.content)
        parts = self.files.parts(piece.name)
        return _may_be_whole(parts, piece) and self.files.complete(piece.name)


def _may_be_whole(parts: Mapping[int, int], piece: PieceItem) -> bool:
    """Whether the last piece can be here: it is shorter, or nobody knows."""
    last = max(parts)
    is_short = parts[last] < MOST_PIECE_BYTES
    return is_short or piece.offset == last
