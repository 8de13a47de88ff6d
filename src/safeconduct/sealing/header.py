"""The header that entries and derived rows begin with (spec/envelope.md §4, §16)."""

from dataclasses import dataclass

from safeconduct.sealing.box import TAG_BYTES
from safeconduct.sealing.context import SUITE, check_suite, exactly
from safeconduct.sealing.errors import Failure, SealError
from safeconduct.sealing.padding import is_bucket
from safeconduct.sealing.symmetric import KEY_BYTES, SALT_BYTES

_KEY_ID_AT = len(SUITE)
_SALT_AT = _KEY_ID_AT + KEY_BYTES
HEADER_BYTES = _SALT_AT + SALT_BYTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """Which key opens what follows, and with which salt."""

    key_id: bytes
    salt: bytes

    @property
    def raw(self) -> bytes:
        """The bytes that are bound to the box behind them."""
        return SUITE + self.key_id + self.salt


def make_header(key_id: bytes, salt: bytes) -> Header:
    """The header of a new envelope; `salt` is random and never used twice."""
    return Header(key_id=key_id, salt=exactly(salt, SALT_BYTES, "salt"))


def read_header(raw: bytes, what: str) -> Header:
    """The header of bytes that have the size of an envelope.

    Raises:
        SealError: *unknown suite* or *truncated*.
    """
    check_suite(raw, what)
    if not is_bucket(len(raw) - HEADER_BYTES - TAG_BYTES):
        raise SealError(Failure.TRUNCATED, what)
    return Header(key_id=raw[_KEY_ID_AT:_SALT_AT], salt=raw[_SALT_AT:HEADER_BYTES])
