"""What goes through a mailbox: sealed once more, so that a relay sees sizes only.

Spec: spec/envelope.md §10.
"""

import struct
from dataclasses import dataclass

from safeconduct.base.parcel import MAILBOX_BYTES
from safeconduct.sealing.box import TAG_BYTES, BoxKey
from safeconduct.sealing.context import (
    CIRCLE_BYTES,
    LOG_BYTES,
    SUITE,
    check_suite,
    context,
    exactly,
)
from safeconduct.sealing.errors import Failure, SealError
from safeconduct.sealing.opening import HPKE_OVERHEAD_BYTES
from safeconduct.sealing.symmetric import SALT_BYTES, PostKey

MOST_ITEM_BYTES = 1024 * 1024
_ENTRY, _WRAP, _GRANT, _PIECE = b"\x01", b"\x02", b"\x03", b"\x04"
_HANDED, _PARCEL = b"\x06", b"\x07"
_NAME_BYTES = 32
_OFFSET = struct.Struct(">Q")
_BOX_AT = len(SUITE) + SALT_BYTES
_LEAST_BYTES = _BOX_AT + len(_ENTRY) + TAG_BYTES
_PIECE_AT = LOG_BYTES + _NAME_BYTES + _OFFSET.size
# A parcel is its salt, then a box of an item's kind and payload.
_LEAST_PARCEL = SALT_BYTES + len(_ENTRY) + TAG_BYTES
MOST_PIECE_BYTES = MOST_ITEM_BYTES - _LEAST_BYTES - _LEAST_PARCEL - _PIECE_AT
_WHAT = "item"


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryItem:
    """An entry of a log."""

    log: bytes
    envelope: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class WrapItem:
    """A wrapped key of a log."""

    wrap: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantItem:
    """A key granted to one device: of a circle (1 byte) or of a log (17)."""

    subject: bytes
    grant: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceItem:
    """A piece of a file, from `offset` of its stored bytes."""

    log: bytes
    name: bytes
    offset: int
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedItem:
    """Something for one device, sealed so that nobody sees whose or what it is."""

    sealed: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelItem:
    """Something of a log for those who were granted a key of it, sealed likewise."""

    salt: bytes
    box: bytes


Item = EntryItem | WrapItem | GrantItem | PieceItem | HandedItem | ParcelItem


def seal_item(item: Item, *, mailbox: bytes, key: PostKey, salt: bytes) -> bytes:
    """An item for a mailbox; `salt` is random and new.

    Raises:
        SealError: *too long*.
    """
    head = SUITE + exactly(salt, SALT_BYTES, "salt")
    box = _box_key(key, mailbox=mailbox, salt=salt).seal(write_item(item), head)
    if len(head) + len(box) > MOST_ITEM_BYTES:
        raise SealError(Failure.TOO_LONG, _WHAT)
    return head + box


def open_item(raw: bytes, *, mailbox: bytes, key: PostKey) -> Item:
    """What an item of a mailbox holds.

    Raises:
        SealError: the first failure of §10.
    """
    check_suite(raw, _WHAT)
    if len(raw) < _LEAST_BYTES:
        raise SealError(Failure.TRUNCATED, _WHAT)
    head = raw[:_BOX_AT]
    box_key = _box_key(key, mailbox=mailbox, salt=raw[len(SUITE) : _BOX_AT])
    text = box_key.open(raw[_BOX_AT:], head, _WHAT)
    return read_item(text)


def write_item(item: Item) -> bytes:
    """The text of an item, as a desk keeps it until it is sent: kind and payload."""
    if isinstance(item, WrapItem):
        return _WRAP + item.wrap
    if isinstance(item, GrantItem):
        return _GRANT + bytes([len(item.subject)]) + item.subject + item.grant
    if isinstance(item, HandedItem):
        return _HANDED + item.sealed
    if isinstance(item, ParcelItem):
        return _PARCEL + exactly(item.salt, SALT_BYTES, "salt") + item.box
    log = exactly(item.log, LOG_BYTES, "log")
    if isinstance(item, EntryItem):
        return _ENTRY + log + item.envelope
    name = exactly(item.name, _NAME_BYTES, "name")
    return _PIECE + log + name + _OFFSET.pack(item.offset) + item.content


def read_item(text: bytes) -> Item:
    """The item in a text.

    Raises:
        SealError: *unknown form* or *malformed*.
    """
    kind, payload = text[: len(_ENTRY)], text[len(_ENTRY) :]
    if kind == _WRAP:
        return WrapItem(wrap=payload)
    if kind == _GRANT:
        return _read_grant(payload)
    if kind == _HANDED:
        return _read_handed(payload)
    if kind == _PARCEL:
        return _read_parcel(payload)
    if kind not in {_ENTRY, _PIECE}:
        raise SealError(Failure.UNKNOWN_FORM, _WHAT)
    if len(payload) < (LOG_BYTES if kind == _ENTRY else _PIECE_AT):
        raise SealError(Failure.MALFORMED, _WHAT)
    log, rest = payload[:LOG_BYTES], payload[LOG_BYTES:]
    if kind == _ENTRY:
        return EntryItem(log=log, envelope=rest)
    (offset,) = _OFFSET.unpack_from(rest, _NAME_BYTES)
    content = payload[_PIECE_AT:]
    return PieceItem(log=log, name=rest[:_NAME_BYTES], offset=offset, content=content)


def _read_grant(payload: bytes) -> GrantItem:
    length = payload[0] if payload else 0
    if length not in {CIRCLE_BYTES, LOG_BYTES} or len(payload) <= length:
        raise SealError(Failure.MALFORMED, _WHAT)
    return GrantItem(subject=payload[1 : length + 1], grant=payload[length + 1 :])


def _read_handed(payload: bytes) -> HandedItem:
    if len(payload) < HPKE_OVERHEAD_BYTES + len(_ENTRY):
        raise SealError(Failure.TRUNCATED, "what was handed over")
    return HandedItem(sealed=payload)


def _read_parcel(payload: bytes) -> ParcelItem:
    if len(payload) < _LEAST_PARCEL:
        raise SealError(Failure.TRUNCATED, "parcel")
    return ParcelItem(salt=payload[:SALT_BYTES], box=payload[SALT_BYTES:])


def _box_key(key: PostKey, *, mailbox: bytes, salt: bytes) -> BoxKey:
    info = context("post", exactly(mailbox, MAILBOX_BYTES, "mailbox"))
    return key.box_key(salt=salt, info=info)
