"""What lets an approved device begin: keys of circles, sealed to it alone.

Spec: spec/envelope.md §17.
"""

import struct
from dataclasses import dataclass, field

from safeconduct.sealing.context import (
    DEVICE_BYTES,
    GROUP_BYTES,
    SUITE,
    check_suite,
    context,
    exactly,
)
from safeconduct.sealing.device import Card, Device
from safeconduct.sealing.errors import Failure, SealError
from safeconduct.sealing.padding import is_bucket, pad, unpad
from safeconduct.sealing.symmetric import KEY_BYTES, CircleKey

FIRST_BYTES = 32
_DEVICE_AT = len(SUITE) + GROUP_BYTES
_SEALED_AT = _DEVICE_AT + DEVICE_BYTES
_COUNT = struct.Struct(">H")
_KEYS_AT = FIRST_BYTES + _COUNT.size
_ONE = 1 + KEY_BYTES
_WHAT = "invitation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """A group by its id and first act, keys by their circles' bytes, and more.

    `more` is what the room of the log adds: where to exchange.
    """

    group: bytes
    first: bytes
    keys: tuple[tuple[int, CircleKey], ...] = field(repr=False)
    more: bytes = field(default=b"", repr=False)


def seal_invitation(invitation: Invitation, *, card: Card) -> bytes:
    """An invitation that only the device of a card opens.

    Raises:
        SealError: *too long*, or *malformed*: nothing can be sealed to the card.
    """
    group = exactly(invitation.group, GROUP_BYTES, "group")
    keys = b"".join(bytes([circle]) + key.raw for circle, key in invitation.keys)
    first = exactly(invitation.first, FIRST_BYTES, "first act")
    text = first + _COUNT.pack(len(invitation.keys)) + keys + invitation.more
    info = context("invite", group, card.id)
    sealed = card.opening.seal(pad(text, b"", _WHAT), info, _WHAT)
    return SUITE + group + card.id + sealed


def open_invitation(raw: bytes, *, device: Device) -> Invitation:
    """The invitation of a device.

    Raises:
        SealError: the first failure of §17.
    """
    check_suite(raw, _WHAT)
    if len(raw) <= _SEALED_AT:
        raise SealError(Failure.TRUNCATED, _WHAT)
    group, name = raw[len(SUITE) : _DEVICE_AT], raw[_DEVICE_AT:_SEALED_AT]
    if name != device.id:
        raise SealError(Failure.NO_KEY, _WHAT)
    info = context("invite", group, name)
    padded = device.opening_key.open(raw[_SEALED_AT:], info, _WHAT)
    if not is_bucket(len(padded)):
        raise SealError(Failure.BAD_PADDING, _WHAT)
    text, _ = unpad(padded, 0, _WHAT)
    return _invitation(group, text)


def _invitation(group: bytes, text: bytes) -> Invitation:
    if len(text) < _KEYS_AT:
        raise SealError(Failure.MALFORMED, _WHAT)
    (count,) = _COUNT.unpack_from(text, FIRST_BYTES)
    end = _KEYS_AT + count * _ONE
    if len(text) < end:
        raise SealError(Failure.MALFORMED, _WHAT)
    keys = tuple(
        (text[at], CircleKey(raw=text[at + 1 : at + _ONE]))
        for at in range(_KEYS_AT, end, _ONE)
    )
    first, more = text[:FIRST_BYTES], text[end:]
    return Invitation(group=group, first=first, keys=keys, more=more)
