"""What begins and binds all that is sealed (spec/envelope.md §1, §2)."""

import struct

from safeconduct.base.errors import OurFaultError
from safeconduct.sealing.errors import Failure, SealError

SUITE = b"\x00\x01"
LOG_BYTES = 17
GROUP_BYTES = 16
CIRCLE_BYTES = 1
DEVICE_BYTES = 16
_LENGTH = struct.Struct(">H")
_LONGEST = 0xFFFF


def context(purpose: str, *parts: bytes) -> bytes:
    """The bytes that tie a key or signature to its purpose and place.

    Raises:
        OurFaultError: a part has no length of two bytes.
    """
    whole = b"safeconduct/1 " + purpose.encode() + b"\x00"
    for part in parts:
        if len(part) > _LONGEST:
            msg = "A part of a context is too long."
            raise OurFaultError(msg)
        whole += _LENGTH.pack(len(part)) + part
    return whole


def check_suite(raw: bytes, what: str) -> None:
    """Whether bytes are of the suite that is known here; nothing is judged before.

    Raises:
        SealError: *truncated* or *unknown suite*.
    """
    if len(raw) < len(SUITE):
        raise SealError(Failure.TRUNCATED, what)
    if raw[: len(SUITE)] != SUITE:
        raise SealError(Failure.UNKNOWN_SUITE, what)


def check_length(raw: bytes, length: int, what: str) -> None:
    """Whether bytes of a fixed size have it.

    Raises:
        SealError: *truncated*.
    """
    if len(raw) != length:
        raise SealError(Failure.TRUNCATED, what)


def exactly(raw: bytes, length: int, name: str) -> bytes:
    """The same bytes, which our own code must give in this length.

    Raises:
        OurFaultError: it did not.
    """
    if len(raw) != length:
        msg = f"'{name}' must have {length} bytes."
        raise OurFaultError(msg)
    return raw
