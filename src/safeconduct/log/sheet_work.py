"""Sheets sealed for their circle, sent, and opened again (spec/log.md §6)."""

import io
from collections.abc import Iterator

from safeconduct.log.errors import LogError
from safeconduct.log.name import Compartment
from safeconduct.log.roster import CircleKeyNamed
from safeconduct.log.sheet import SheetLine, read_sheet
from safeconduct.log.vault import SALT_BYTES, Vault
from safeconduct.sealing.errors import SealError
from safeconduct.sealing.file_box import open_file, seal_file
from safeconduct.sealing.item import MOST_PIECE_BYTES, PieceItem
from safeconduct.sealing.symmetric import CircleKey


def keep_sheet(
    vault: Vault, circle: Compartment, key: CircleKey, content: bytes
) -> bytes:
    """Seal a sheet, keep it, send it to its circle; its name."""
    log = vault.circle_log(circle)
    target = io.BytesIO()
    name = seal_file(
        io.BytesIO(content),
        target,
        key=key.sheet_key(log),
        log=log,
        salt=vault.around.entropy(SALT_BYTES),
        length=len(content),
    )
    vault.files.put(target.getvalue(), name=name)
    vault.send(circle, pieces_of(log, name, target.getvalue()))
    return name


def pieces_of(log: bytes, name: bytes, stored: bytes) -> Iterator[PieceItem]:
    """The stored bytes of a file, in pieces that fit into an item."""
    for offset in range(0, len(stored), MOST_PIECE_BYTES):
        content = stored[offset : offset + MOST_PIECE_BYTES]
        yield PieceItem(log=log, name=name, offset=offset, content=content)


def open_sheets(vault: Vault) -> None:
    """Open every sheet that is here and was not open; take its keys."""
    erased = vault.store.tombstones()
    for circle, turns in vault.roster.keys.items():
        for turn in turns:
            if turn.sheet and not vault.sheets.has(turn.act):
                lines = _lines(vault, circle, turn)
                if lines is None:
                    continue
                vault.sheets.add(turn.act, lines)
                kept = [line.wrap for line in lines if line.log().case not in erased]
                vault.ring.put_wraps(kept)


def _lines(
    vault: Vault, circle: Compartment, turn: CircleKeyNamed
) -> tuple[SheetLine, ...] | None:
    """The lines of a sheet; None where the key or the file is not here (yet)."""
    key = vault.ring.circles.get(circle, {}).get(turn.key)
    if key is None or not vault.files.has(turn.sheet):
        return None
    log = vault.circle_log(circle)
    target = io.BytesIO()
    try:
        with vault.files.path(turn.sheet).open("rb") as source:
            open_file(source, target, key=key.sheet_key(log), log=log, name=turn.sheet)
        return read_sheet(target.getvalue())
    except (SealError, LogError):
        return None
