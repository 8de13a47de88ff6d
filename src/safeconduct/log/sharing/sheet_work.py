"""Sheets sealed for their circle, sent, and opened again (spec/log.md §6)."""

import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress

from safeconduct.log.errors import LogError
from safeconduct.log.keys.sheet import SheetLine, read_sheet, read_vouched
from safeconduct.log.name import HASH_BYTES, Compartment, FileName
from safeconduct.log.roster.roster import CircleKeyNamed
from safeconduct.log.vault.vault import SALT_BYTES, Vault
from safeconduct.sealing.errors import SealError
from safeconduct.sealing.file_box import open_file, seal_file
from safeconduct.sealing.item import MOST_PIECE_BYTES, PieceItem
from safeconduct.sealing.symmetric import CircleKey

NOTE = "sheets"


def keep_sheet(
    vault: Vault, circle: Compartment, key: CircleKey, content: bytes
) -> FileName:
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
    return FileName(name)


def pieces_of(log: bytes, name: bytes, stored: bytes) -> Iterator[PieceItem]:
    """The stored bytes of a file, in pieces that fit into an item."""
    for offset in range(0, len(stored), MOST_PIECE_BYTES):
        content = stored[offset : offset + MOST_PIECE_BYTES]
        yield PieceItem(log=log, name=name, offset=offset, content=content)


def open_sheets(vault: Vault) -> None:
    """Open every sheet that is here and was not open; take its keys.

    Of one whose keys were taken before, only what it vouches for is read: a group in
    which many left has many, each with a line for every log.
    """
    known = _taken(vault)
    new: list[bytes] = []
    for circle, turns in vault.roster.keys.items():
        for turn in turns:
            if not turn.sheet or vault.sheets.has(turn.act):
                continue
            is_known = turn.sheet in known
            lines = _lines(
                vault, circle, turn, read_vouched if is_known else read_sheet
            )
            if lines is None:
                continue
            vault.sheets.add(turn.act, lines)
            if not is_known:
                _take_keys(vault, lines)
                new.append(turn.sheet)
    if new:
        # A full disk keeps nobody from reading: they are then read whole again.
        with suppress(LogError):
            text = b"".join([*sorted(known), *new])
            vault.store.set_meta(NOTE, vault.seal.seal(NOTE, text))


def _taken(vault: Vault) -> frozenset[bytes]:
    """The sheets whose keys are in the bag."""
    row = vault.store.meta(NOTE)
    text = (vault.seal.open(NOTE, row) if row else None) or b""
    ends = range(HASH_BYTES, len(text) + 1, HASH_BYTES)
    return frozenset(text[end - HASH_BYTES : end] for end in ends)


def _take_keys(vault: Vault, lines: Sequence[SheetLine]) -> None:
    """Keep the keys in a sheet, and read anew what they are of."""
    erased = vault.store.tombstones()
    kept = [line for line in lines if line.log.case not in erased]
    vault.ring.put_wraps(line.wrap for line in kept)
    for line in kept:
        vault.forget(line.log)


def _lines(
    vault: Vault,
    circle: Compartment,
    turn: CircleKeyNamed,
    read: Callable[[bytes], tuple[SheetLine, ...]],
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
        return read(target.getvalue())
    except (SealError, LogError):
        return None
