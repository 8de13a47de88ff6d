"""Boxes under a passphrase (spec/envelope.md §8)."""

import struct
import unicodedata

from safeconduct.sealing.box import TAG_BYTES
from safeconduct.sealing.context import SUITE, check_suite, context, exactly
from safeconduct.sealing.errors import Failure, SealError
from safeconduct.sealing.stretch import MIN_PASSPHRASE, STRETCH_SALT_BYTES, Stretch

_COST = struct.Struct(">IBB")
_COST_AT = len(SUITE)
_SALT_AT = _COST_AT + _COST.size
_BOX_AT = _SALT_AT + STRETCH_SALT_BYTES
BOX_OVERHEAD_BYTES = _BOX_AT + TAG_BYTES


def seal_box(
    text: bytes, passphrase: str, *, name: str, salt: bytes, stretch: Stretch
) -> bytes:
    """A text under a passphrase; `salt` is random and new for each box.

    Raises:
        SealError: *too short*, or *unreasonable cost*: it could not be opened.
    """
    words = unicodedata.normalize("NFKC", passphrase)
    if len(words) < MIN_PASSPHRASE:
        raise SealError(Failure.TOO_SHORT, name)
    _check_cost(stretch, name)
    cost = _COST.pack(stretch.memory_kib, stretch.passes, stretch.lanes)
    head = SUITE + cost + exactly(salt, STRETCH_SALT_BYTES, "salt")
    box = stretch.key(words, salt).seal(text, context("box", name.encode()) + head)
    return head + box


def open_box(raw: bytes, passphrase: str, *, name: str) -> bytes:
    """The text of a box.

    Raises:
        SealError: the first failure of §8.
    """
    check_suite(raw, name)
    if len(raw) < BOX_OVERHEAD_BYTES:
        raise SealError(Failure.TRUNCATED, name)
    memory_kib, passes, lanes = _COST.unpack_from(raw, _COST_AT)
    stretch = Stretch(memory_kib=memory_kib, passes=passes, lanes=lanes)
    _check_cost(stretch, name)
    words = unicodedata.normalize("NFKC", passphrase)
    key = stretch.key(words, raw[_SALT_AT:_BOX_AT])
    bound = context("box", name.encode()) + raw[:_BOX_AT]
    return key.open(raw[_BOX_AT:], bound, name)


def _check_cost(stretch: Stretch, name: str) -> None:
    if not stretch.is_reasonable():
        raise SealError(Failure.UNREASONABLE_COST, name)
