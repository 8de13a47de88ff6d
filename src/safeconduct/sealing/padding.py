"""Sizes that say little, and the zeros up to them (spec/envelope.md §4, §9)."""

import struct

from safeconduct.sealing.errors import Failure, SealError

MOST_PADDED = 1_044_480
LEAST_FILE = 4096
# Three to each doubling: what spec/envelope.md §4 says they tell, and what they cost.
_SMALL = (256, 320, 416, 512, 640, 832, 1024, 1280, 1664, 2048, 2560, 3328, 4096)
_STEP = 4096
_LENGTH = struct.Struct(">I")


def bucket(length: int) -> int:
    """The smallest bucket that holds some bytes, however many."""
    for size in _SMALL:
        if length <= size:
            return size
    return -(-length // _STEP) * _STEP


def is_bucket(length: int) -> bool:
    """Whether padded bytes can have this length."""
    return 0 < length <= MOST_PADDED and bucket(length) == length


def padme(length: int) -> int:
    """Padmé's size of a file, at least 4,096 bytes: at most 12 % more."""
    if length <= LEAST_FILE:
        return LEAST_FILE
    exponent = length.bit_length() - 1
    step = 1 << (exponent - exponent.bit_length())
    return -(-length // step) * step


def pad(text: bytes, tail: bytes, what: str) -> bytes:
    """A text with its length before it, a tail of fixed size and zeros behind it.

    Raises:
        SealError: *too long*.
    """
    used = _LENGTH.size + len(text) + len(tail)
    size = bucket(used)
    if size > MOST_PADDED:
        raise SealError(Failure.TOO_LONG, what)
    return _LENGTH.pack(len(text)) + text + tail + bytes(size - used)


def unpad(padded: bytes, tail_bytes: int, what: str) -> tuple[bytes, bytes]:
    """The text and the tail in padded bytes.

    Raises:
        SealError: *bad padding*; one text has one padded form.
    """
    (length,) = _LENGTH.unpack_from(padded)
    end = _LENGTH.size + length
    used = end + tail_bytes
    if bucket(used) != len(padded) or any(padded[used:]):
        raise SealError(Failure.BAD_PADDING, what)
    return padded[_LENGTH.size : end], padded[end:used]
