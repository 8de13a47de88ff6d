"""Notes that a desk seals for itself, however long they are (spec/log.md §11, §12).

Each holds texts under names, such as the items of a mailbox, and lies in rows of the
store that hold no more than a row can.
"""

import json
from collections.abc import Iterator, Mapping

from safeconduct.base.digest import Json, canonical
from safeconduct.log.vault.vault import Vault

_PIECE_BYTES = 512 * 1024
Noted = dict[str, list[str]]
Rows = list[tuple[str, bytes]]


def read_long(vault: Vault, note: str) -> Noted:
    """What a note holds; nothing where there is none."""
    text = b"".join(_pieces(vault, note))
    found: Noted = json.loads(text) if text else {}
    return found


def long_rows(vault: Vault, note: str, found: Mapping[str, list[str]]) -> Rows:
    """The rows of the store that make a note hold this, and nothing else."""
    content: Json = {key: list(texts) for key, texts in found.items() if texts}
    text = canonical(content).encode()
    rows = [
        (place, vault.seal.seal(place, text[at : at + _PIECE_BYTES]))
        for number, at in enumerate(range(0, len(text), _PIECE_BYTES))
        for place in [f"{note} {number}"]
    ]
    before = sum(1 for _ in _pieces(vault, note))
    return rows + [(f"{note} {number}", b"") for number in range(len(rows), before)]


def _pieces(vault: Vault, note: str) -> Iterator[bytes]:
    number = 0
    while (text := _piece(vault, f"{note} {number}")) is not None:
        yield text
        number += 1


def _piece(vault: Vault, place: str) -> bytes | None:
    row = vault.store.meta(place)
    return vault.seal.open(place, row) if row else None
