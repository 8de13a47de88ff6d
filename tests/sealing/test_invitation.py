"""Invitations: what lets an approved device begin."""

import struct

import pytest

from safeconduct.sealing.context import SUITE, context
from safeconduct.sealing.device import make_device, new_seeds
from safeconduct.sealing.errors import Failure, SealError
from safeconduct.sealing.invitation import (
    Invitation,
    open_invitation,
    seal_invitation,
)
from safeconduct.sealing.padding import pad
from safeconduct.sealing.symmetric import CircleKey
from tests.sealing.maker import CIRCLE_KEY, DEVICE, GROUP, LATER, fixed, flip

FIRST = fixed("first act")
KEYS = ((0, CIRCLE_KEY), (2, CircleKey(raw=fixed("papers"))))
WHOLE = Invitation(group=GROUP, first=FIRST, keys=KEYS, more=b'{"relay":"x"}')
RAW = seal_invitation(WHOLE, card=DEVICE.card)
STRANGER = make_device(new_seeds(lambda size: fixed("another device", size)))


def sealed(padded: bytes) -> bytes:
    """An invitation whose text no writer of ours makes."""
    info = context("invite", GROUP, DEVICE.id)
    return SUITE + GROUP + DEVICE.id + DEVICE.card.opening.seal(padded, info, "")


def test_an_invitation_opens_on_its_device() -> None:
    raw = seal_invitation(WHOLE, card=DEVICE.card)
    assert open_invitation(raw, device=DEVICE) == WHOLE


def test_it_may_hold_no_key_and_nothing_more() -> None:
    bare = Invitation(group=GROUP, first=FIRST, keys=())
    assert (
        open_invitation(seal_invitation(bare, card=DEVICE.card), device=DEVICE) == bare
    )


def test_one_that_fills_its_size_comes_back() -> None:
    full = Invitation(group=GROUP, first=FIRST, keys=(), more=b"x" * (252 - 34))
    raw = seal_invitation(full, card=DEVICE.card)
    assert len(raw) == len(RAW)
    assert open_invitation(raw, device=DEVICE) == full


def test_no_key_of_it_is_ever_shown() -> None:
    assert repr(CIRCLE_KEY.raw) not in repr(WHOLE)
    assert "relay" not in repr(WHOLE)


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        pytest.param(LATER + RAW[2:], Failure.UNKNOWN_SUITE, id="of a later suite"),
        pytest.param(RAW[:34], Failure.TRUNCATED, id="nothing sealed"),
        pytest.param(flip(RAW), Failure.DOES_NOT_OPEN, id="altered"),
        pytest.param(flip(RAW, 5), Failure.DOES_NOT_OPEN, id="of another group"),
        pytest.param(sealed(bytes(40)), Failure.BAD_PADDING, id="no bucket"),
        pytest.param(sealed(b"\xff" * 256), Failure.BAD_PADDING, id="bad length"),
        pytest.param(sealed(pad(FIRST, b"", "")), Failure.MALFORMED, id="no count"),
        pytest.param(
            sealed(pad(FIRST + struct.pack(">H", 2) + bytes(33), b"", "")),
            Failure.MALFORMED,
            id="fewer keys than it says",
        ),
    ],
)
def test_what_is_no_invitation_is_refused(raw: bytes, kind: Failure) -> None:
    with pytest.raises(SealError) as caught:
        open_invitation(raw, device=DEVICE)
    assert caught.value.kind is kind


def test_it_opens_on_no_other_device() -> None:
    with pytest.raises(SealError) as caught:
        open_invitation(RAW, device=STRANGER)
    assert caught.value.kind is Failure.NO_KEY
