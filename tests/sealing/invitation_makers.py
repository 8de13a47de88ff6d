"""The generator of the vectors of invitations (§17); what HPKE makes is frozen."""

from collections.abc import Sequence

from safeconduct.sealing.context import SUITE, context
from safeconduct.sealing.device import DeviceSeeds, make_device
from safeconduct.sealing.invitation import Invitation, seal_invitation
from safeconduct.sealing.padding import pad
from safeconduct.sealing.symmetric import CircleKey
from tests.sealing.maker import (
    CIRCLE_KEY,
    DEVICE,
    GROUP,
    LATER,
    SEEDS,
    Made,
    Maker,
    fixed,
    flip,
    frozen,
)

FIRST = fixed("first act")
PAPERS_KEY = CircleKey(raw=fixed("circle key of papers"))
MORE = b'{"lines":[]}'
STRANGER = DeviceSeeds(
    entry=fixed("another entry seed"),
    opening=fixed("another opening seed"),
    stores=fixed("other stores"),
)


def _made(keys: Sequence[tuple[int, CircleKey]], more: bytes) -> bytes:
    whole = Invitation(group=GROUP, first=FIRST, keys=tuple(keys), more=more)
    return seal_invitation(whole, card=DEVICE.card)


def _sealed(name: str, padded: bytes, group: bytes = GROUP) -> bytes:
    """An invitation whose text no writer of ours makes, or for another group."""
    info = context("invite", group, DEVICE.id)
    head = SUITE + GROUP + DEVICE.id
    return frozen(name, lambda: head + DEVICE.card.opening.seal(padded, info, ""))


def _text(count: int, keys: bytes = b"") -> bytes:
    return FIRST + count.to_bytes(2) + keys


def invitations() -> Made:
    """Invitations that open, and those that do not."""
    inputs = {"entry seed": SEEDS.entry, "seed": SEEDS.opening}
    make, keys = Maker("invitation", "§17", inputs), ((0, CIRCLE_KEY), (2, PAPERS_KEY))
    good = frozen("invitation-opens", lambda: _made(keys, MORE))
    raw = b"\x00" + CIRCLE_KEY.raw + b"\x02" + PAPERS_KEY.raw
    text = "the keys of two circles, and where to exchange"
    yield make.opens("opens", text, good, GROUP + _text(2, raw) + MORE)
    bare = frozen("invitation-opens-bare", lambda: _made((), b""))
    yield make.opens("opens-bare", "no key, and no more", bare, GROUP + _text(0))
    yield make.fails("unknown suite", "of a later suite", LATER + good[2:])
    yield make.fails("truncated", "it ends where the box begins", good[:34])
    yield from _not_for_us(make, good)
    for name, comment, changed in (
        ("", "a bit of the box was changed", flip(good)),
        ("-kem", "a bit of what was encapsulated was changed", flip(good, 99)),
        ("-cut", "the last byte is missing", good[:-1]),
    ):
        yield make.fails("does not open", comment, changed, f"does-not-open{name}")
    yield from _inside(make)


def _not_for_us(make: Maker, good: bytes) -> Made:
    stranger = {"entry seed": STRANGER.entry, "seed": STRANGER.opening}
    yield make.fails("no key", "on another device", good, other=stranger)
    text, name = "another's name was put on it", "does-not-open-device"
    named = good[:18] + make_device(STRANGER).id + good[34:]
    yield make.fails("does not open", text, named, name, stranger)
    text, name = "it is of another group than it says", "does-not-open-group"
    padded, group = pad(_text(0), b"", ""), fixed("other group", 16)
    sealed = _sealed(f"invitation-{name}", padded, group)
    yield make.fails("does not open", text, sealed, name)


def _inside(make: Maker) -> Made:
    padded, long = pad(_text(0), b"", ""), b"\xff" * 4
    for name, comment, raw in (
        ("bad-padding", "a byte after the text is not zero", flip(padded)),
        ("bad-padding-size", "it has no size of a bucket", padded + b"\x00"),
        ("bad-padding-short", "too short for a length", b"\x00\x00"),
        ("bad-padding-large", "a larger bucket than is needed", padded + bytes(256)),
        ("bad-padding-length", "the length leads out of it", long + padded[4:]),
        ("malformed", "it ends in the first act", pad(FIRST[:31], b"", "")),
        ("malformed-count", "a key fewer than it says", pad(_text(1), b"", "")),
    ):
        kind = "malformed" if name.startswith("malformed") else "bad padding"
        sealed = _sealed(f"invitation-{name}", raw)
        yield make.fails(kind, comment, sealed, name)
