"""Rows that are derived from entries and can be made again (spec/envelope.md §16)."""

from collections.abc import Mapping

from safeconduct.sealing.box import BoxKey
from safeconduct.sealing.context import LOG_BYTES, context, exactly
from safeconduct.sealing.header import HEADER_BYTES, Header, make_header, read_header
from safeconduct.sealing.padding import pad, unpad
from safeconduct.sealing.symmetric import RowKey, named_key

_WHAT = "row"


def seal_row(text: bytes, *, key: RowKey, log: bytes, store: str, salt: bytes) -> bytes:
    """A row of a derived store; `salt` is random and new.

    Raises:
        SealError: *too long*.
    """
    header = make_header(key.id, salt)
    box_key = _box_key(key, log=log, store=store, header=header)
    return header.raw + box_key.seal(pad(text, b"", _WHAT), header.raw)


def open_row(
    row: bytes, *, keys: Mapping[bytes, RowKey], log: bytes, store: str
) -> bytes:
    """The text of a row; `keys` are those at hand, by their ids.

    Raises:
        SealError: the first failure of §4 up to *bad padding*.
    """
    header = read_header(row, _WHAT)
    key = named_key(keys, header.key_id, _WHAT)
    box_key = _box_key(key, log=log, store=store, header=header)
    text, _ = unpad(box_key.open(row[HEADER_BYTES:], header.raw, _WHAT), 0, _WHAT)
    return text


def row_key_id(row: bytes) -> bytes:
    """The key that a row names, read without opening it.

    Raises:
        SealError: *unknown suite* or *truncated*.
    """
    return read_header(row, _WHAT).key_id


def _box_key(key: RowKey, *, log: bytes, store: str, header: Header) -> BoxKey:
    info = context("row", exactly(log, LOG_BYTES, "log"), store.encode())
    return key.box_key(salt=header.salt, info=info)
