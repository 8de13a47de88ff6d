"""Keys of circles and logs, sealed to one device (spec/envelope.md §6)."""

from dataclasses import dataclass

from safeconduct.sealing.context import (
    CIRCLE_BYTES,
    DEVICE_BYTES,
    GROUP_BYTES,
    LOG_BYTES,
    SUITE,
    check_length,
    check_suite,
    context,
    exactly,
)
from safeconduct.sealing.errors import Failure, SealError
from safeconduct.sealing.opening import (
    HPKE_OVERHEAD_BYTES,
    OpeningKey,
    OpeningPublicKey,
)
from safeconduct.sealing.symmetric import KEY_BYTES, CircleKey, LogKey, SymmetricKey

_DEVICE_AT = len(SUITE)
_KEY_ID_AT = _DEVICE_AT + DEVICE_BYTES
_SEALED_AT = _KEY_ID_AT + KEY_BYTES
GRANT_BYTES = _SEALED_AT + KEY_BYTES + HPKE_OVERHEAD_BYTES
_WHAT = "grant"


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantHead:
    """What a grant says in clear: for which device it is, and which key it holds."""

    device: bytes
    key_id: bytes


def grant_circle(
    key: CircleKey, *, group: bytes, circle: bytes, device: bytes, to: OpeningPublicKey
) -> bytes:
    """The key of a circle for a device; `circle` is the byte that names it."""
    subject = exactly(circle, CIRCLE_BYTES, "circle")
    return _seal(key, group=group, subject=subject, device=device, to=to)


def grant_log(
    key: LogKey, *, group: bytes, log: bytes, device: bytes, to: OpeningPublicKey
) -> bytes:
    """The key of a single log for a device."""
    subject = exactly(log, LOG_BYTES, "log")
    return _seal(key, group=group, subject=subject, device=device, to=to)


def read_grant(grant: bytes) -> GrantHead:
    """What a grant says in clear.

    Raises:
        SealError: *unknown suite* or *truncated*.
    """
    check_suite(grant, _WHAT)
    check_length(grant, GRANT_BYTES, _WHAT)
    device, key_id = grant[_DEVICE_AT:_KEY_ID_AT], grant[_KEY_ID_AT:_SEALED_AT]
    return GrantHead(device=device, key_id=key_id)


def is_grant(raw: bytes) -> bool:
    """Whether bytes have the form of a grant."""
    try:
        read_grant(raw)
    except SealError:
        return False
    return True


def open_circle_grant(
    grant: bytes, *, group: bytes, circle: bytes, expected: GrantHead, key: OpeningKey
) -> CircleKey:
    """The key of a circle; `expected`: our device, and the id that a signed act names.

    Raises:
        SealError: the first failure of §6.
    """
    subject = exactly(circle, CIRCLE_BYTES, "circle")
    info = _info(group, subject, expected)
    opened = CircleKey(raw=_open(grant, info, expected, key))
    opened.check_id(expected.key_id, _WHAT)
    return opened


def open_log_grant(
    grant: bytes, *, group: bytes, log: bytes, expected: GrantHead, key: OpeningKey
) -> LogKey:
    """The key of a log; `expected`: our device, and the id that a signed entry names.

    Raises:
        SealError: the first failure of §6.
    """
    info = _info(group, exactly(log, LOG_BYTES, "log"), expected)
    opened = LogKey(raw=_open(grant, info, expected, key))
    opened.check_id(expected.key_id, _WHAT)
    return opened


def _seal(
    key: SymmetricKey,
    *,
    group: bytes,
    subject: bytes,
    device: bytes,
    to: OpeningPublicKey,
) -> bytes:
    head = GrantHead(device=exactly(device, DEVICE_BYTES, "device"), key_id=key.id)
    sealed = to.seal(key.raw, _info(group, subject, head), _WHAT)
    return SUITE + head.device + head.key_id + sealed


def _open(grant: bytes, info: bytes, expected: GrantHead, key: OpeningKey) -> bytes:
    head = read_grant(grant)
    if head.device != expected.device:
        raise SealError(Failure.NO_KEY, _WHAT)
    if head.key_id != expected.key_id:
        raise SealError(Failure.WRONG_KEY, _WHAT)
    return key.open(grant[_SEALED_AT:], info, _WHAT)


def _info(group: bytes, subject: bytes, head: GrantHead) -> bytes:
    exactly(group, GROUP_BYTES, "group")
    return context("grant", group, subject, head.key_id, head.device)
