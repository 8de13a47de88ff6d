"""Keys of logs, wrapped for a circle (spec/envelope.md §5)."""

from collections.abc import Mapping
from dataclasses import dataclass

from safeconduct.sealing.box import TAG_BYTES, BoxKey
from safeconduct.sealing.context import (
    LOG_BYTES,
    SUITE,
    check_length,
    check_suite,
    context,
    exactly,
)
from safeconduct.sealing.symmetric import KEY_BYTES, CircleKey, LogKey, named_key

_LOG_AT = len(SUITE)
_KEY_ID_AT = _LOG_AT + LOG_BYTES
_CIRCLE_AT = _KEY_ID_AT + KEY_BYTES
_BOX_AT = _CIRCLE_AT + KEY_BYTES
WRAP_BYTES = _BOX_AT + KEY_BYTES + TAG_BYTES
_WHAT = "wrap"


@dataclass(frozen=True, slots=True, kw_only=True)
class WrapHead:
    """What a wrap says in clear: whose key it holds, and which key opens it."""

    log: bytes
    key_id: bytes
    circle_key_id: bytes

    @property
    def raw(self) -> bytes:
        """The bytes that are bound to the box behind them."""
        return SUITE + self.log + self.key_id + self.circle_key_id


def seal_wrap(key: LogKey, *, log: bytes, circle_key: CircleKey) -> bytes:
    """The key of a log for all who hold a circle's; the same twice is the same bytes.

    One log key gives one key of the box, so nothing else is ever sealed under it.
    """
    named = exactly(log, LOG_BYTES, "log")
    head = WrapHead(log=named, key_id=key.id, circle_key_id=circle_key.id)
    return head.raw + _box_key(circle_key, head).seal(key.raw, head.raw)


def read_wrap(wrap: bytes) -> WrapHead:
    """What a wrap says in clear.

    Raises:
        SealError: *unknown suite* or *truncated*.
    """
    check_suite(wrap, _WHAT)
    check_length(wrap, WRAP_BYTES, _WHAT)
    return WrapHead(
        log=wrap[_LOG_AT:_KEY_ID_AT],
        key_id=wrap[_KEY_ID_AT:_CIRCLE_AT],
        circle_key_id=wrap[_CIRCLE_AT:_BOX_AT],
    )


def open_wrap(wrap: bytes, *, keys: Mapping[bytes, CircleKey]) -> LogKey:
    """The key of the log that `read_wrap` names; `keys` are at hand, by their ids.

    Raises:
        SealError: the first failure of §5.
    """
    head = read_wrap(wrap)
    circle_key = named_key(keys, head.circle_key_id, _WHAT)
    raw = _box_key(circle_key, head).open(wrap[_BOX_AT:], head.raw, _WHAT)
    key = LogKey(raw=raw)
    key.check_id(head.key_id, _WHAT)
    return key


def _box_key(circle_key: CircleKey, head: WrapHead) -> BoxKey:
    info = context("wrap", head.log[-1:], head.circle_key_id, head.log)
    return circle_key.box_key(salt=head.key_id, info=info)
