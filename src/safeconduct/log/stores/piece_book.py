"""Sealed files that come in pieces, in any order, until they are whole (§12)."""

from collections.abc import Mapping
from dataclasses import dataclass

from safeconduct.log.stores.file_folder import FileFolder
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
        if piece.offset % MOST_PIECE_BYTES:
            # Nobody cuts a file there: it would stand in the way of what is true.
            return False
        self.files.write_part(piece.name, piece.offset, piece.content)
        parts = self.files.parts(piece.name)
        return _may_be_whole(parts, piece) and self.files.complete(piece.name)


def _may_be_whole(parts: Mapping[int, int], piece: PieceItem) -> bool:
    """Whether the last of those in a row can be the file's: it is shorter, or came."""
    last, end = -1, 0
    for offset, length in parts.items():
        if offset != end:
            break
        last, end = offset, end + length
        if length < MOST_PIECE_BYTES:
            return True
    return piece.offset == last
