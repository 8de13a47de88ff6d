"""The generator of `vectors/envelope`: every way in which sealed bytes open or do not.

All but HPKE is made from fixed seeds. What HPKE made is random: it is taken from the
file that is there already. `python -m tests.sealing.vector_makers` writes the files
that are missing; what is there is frozen and never written again.
"""

import struct

from safeconduct.sealing.author import EntryKey
from safeconduct.sealing.context import SUITE, context
from safeconduct.sealing.device import recovery_id
from safeconduct.sealing.entry_box import seal_entry
from safeconduct.sealing.grant import grant_circle, grant_log
from safeconduct.sealing.padding import pad
from safeconduct.sealing.wrap import seal_wrap
from tests.sealing import content_makers
from tests.sealing.invitation_makers import invitations
from tests.sealing.maker import (
    CIRCLE_KEY,
    DEVICE,
    GROUP,
    LATER,
    LOG_KEY,
    MAIN,
    OTHER_CIRCLE,
    OTHER_KEY,
    PAPERS,
    RECOVERY,
    SEEDS,
    Made,
    Maker,
    fixed,
    flip,
    frozen,
)  # fmt: skip
from tests.sealing.vector import FOLDER, Inputs, Vector

FRAME = b"\x01" + fixed("frame", 100)
# Frames that fill a bucket above the smallest to its last byte.
FILLS = (252, 348, 444, 572, 764, 956, 1212, 1596, 1980, 2492, 3260, 4028)


def _entry(frame: bytes = FRAME, log: bytes = MAIN) -> bytes:
    author, salt = DEVICE.entry_key, fixed(f"entry {len(frame)}")
    return seal_entry(frame, log=log, key=LOG_KEY, author=author, salt=salt)


def _entry_of(padded: bytes) -> bytes:
    """An entry whose padded bytes no writer of ours makes."""
    header = SUITE + LOG_KEY.id + fixed("by hand")
    info = context("entry key", MAIN, LOG_KEY.id)
    box_key = LOG_KEY.box_key(salt=fixed("by hand"), info=info)
    return header + box_key.seal(padded, header)


def entries() -> Made:
    """Entries (§4)."""
    author = DEVICE.card.entry.raw
    inputs = {"log": MAIN, "key": LOG_KEY.raw, "author": author}
    make, good = Maker("entry", "§4", inputs), _entry()
    yield make.opens("opens", "a small entry", good, FRAME)
    for size in (188, 189, *FILLS, 4029):
        frame = fixed("a longer frame", size)
        text = f"a frame of {size} bytes"
        yield make.opens(f"opens-{size}", text, _entry(frame), frame)
    yield make.fails("unknown suite", "of a later suite", LATER + good[2:])
    text = "of a later suite, and of a size that is none here"
    yield make.fails("unknown suite", text, LATER + good[2:-9], "unknown-suite-short")
    yield make.fails("truncated", "the last byte is missing", good[:-1])
    yield make.fails("truncated", "one byte", good[:1], "truncated-suite")
    text = "shorter than the smallest bucket"
    yield make.fails("truncated", text, good[:82], "truncated-empty")
    text = "a size that is no bucket"
    yield make.fails("truncated", text, good + bytes(63), "truncated-size")
    yield from _unopened(make, good)
    yield from _badly_padded(make)
    yield from _badly_signed(make)


def _unopened(make: Maker, good: bytes) -> Made:
    yield make.fails(
        "no key", "another key is at hand", good, other={"key": OTHER_KEY.raw}
    )
    text = "another key stands under the id"
    under = {"key": OTHER_KEY.raw, "under": LOG_KEY.id}
    yield make.fails("wrong key", text, good, other=under)
    yield make.fails("does not open", "a bit of the box was changed", flip(good))
    text = "a bit of the salt was changed"
    yield make.fails("does not open", text, flip(good, 40), "does-not-open-salt")
    text = "sealed for another compartment"
    other = _entry(log=PAPERS)
    yield make.fails("does not open", text, other, "does-not-open-log")


def _badly_padded(make: Maker) -> Made:
    signature = bytes(64)
    good = pad(FRAME, signature, "")
    text = "a byte after the signature is not zero"
    yield make.fails("bad padding", text, _entry_of(flip(good)))
    long = struct.pack(">I", 256) + good[4:]
    text = "the length leads out of it"
    yield make.fails("bad padding", text, _entry_of(long), "bad-padding-length")
    text = "a larger bucket than is needed"
    yield make.fails(
        "bad padding", text, _entry_of(good + bytes(256)), "bad-padding-bucket"
    )


def _badly_signed(make: Maker) -> Made:
    text = "signed by another author"
    other = EntryKey(seed=fixed("other author"))
    raw = seal_entry(FRAME, log=MAIN, key=LOG_KEY, author=other, salt=fixed("x"))
    yield make.fails("bad signature", text, raw)
    header = SUITE + LOG_KEY.id + fixed("another header")
    signature = DEVICE.entry_key.sign(context("entry", MAIN) + header + FRAME)
    text = "the signature was taken from another envelope"
    moved = _entry_of(pad(FRAME, signature, ""))
    yield make.fails("bad signature", text, moved, "bad-signature-moved")
    header = SUITE + LOG_KEY.id + fixed("by hand")
    signature = DEVICE.entry_key.sign(context("entry", PAPERS) + header + FRAME)
    text = "signed for another log"
    moved = _entry_of(pad(FRAME, signature, ""))
    yield make.fails("bad signature", text, moved, "bad-signature-log")


def wraps() -> Made:
    """Wrapped keys of logs (§5)."""
    make = Maker("wrap", "§5", {"key": CIRCLE_KEY.raw})
    good = seal_wrap(LOG_KEY, log=MAIN, circle_key=CIRCLE_KEY)
    yield make.opens("opens", "the key of a log", good, LOG_KEY.raw)
    yield make.fails("unknown suite", "of a later suite", LATER + good[2:])
    yield make.fails("truncated", "the last byte is missing", good[:-1])
    yield make.fails("truncated", "a byte more", good + b"\x00", "truncated-longer")
    yield make.fails(
        "no key", "of another circle", good, other={"key": OTHER_CIRCLE.raw}
    )
    text = "another key stands under the id of the circle's"
    under = {"key": OTHER_CIRCLE.raw, "under": CIRCLE_KEY.id}
    yield make.fails("wrong key", text, good, "wrong-circle-key", other=under)
    yield make.fails("does not open", "a bit of the box was changed", flip(good))
    text = "the name of the log was changed"
    yield make.fails("does not open", text, flip(good, 5), "does-not-open-log")
    head = SUITE + MAIN + OTHER_KEY.id + CIRCLE_KEY.id
    info = context("wrap", MAIN[-1:], CIRCLE_KEY.id, MAIN)
    box_key = CIRCLE_KEY.box_key(salt=OTHER_KEY.id, info=info)
    text = "it holds another key than the one that it names"
    yield make.fails("wrong key", text, head + box_key.seal(LOG_KEY.raw, head))


def grants() -> Made:
    """Grants (§6); what HPKE makes is frozen."""
    to, circle = DEVICE.card.opening, b"\x01"
    device, key_id = DEVICE.id, CIRCLE_KEY.id
    who = {"group": GROUP, "device": device, "seed": SEEDS.opening}
    make = Maker("grant", "§6", {**who, "circle": circle, "key id": key_id})
    good = frozen(
        "grant-opens",
        lambda: grant_circle(
            CIRCLE_KEY, group=GROUP, circle=circle, device=device, to=to
        ),
    )
    yield make.opens("opens", "the key of a circle", good, CIRCLE_KEY.raw)
    yield make.fails("unknown suite", "of a later suite", LATER + good[2:])
    yield make.fails("truncated", "the last byte is missing", good[:-1])
    yield make.fails(
        "no key", "for another device", good, other={"device": fixed("other", 16)}
    )
    text = "the signed act names another key"
    yield make.fails("wrong key", text, good, other={"key id": OTHER_KEY.id})
    yield make.fails("does not open", "a bit of the box was changed", flip(good))
    text = "a bit of what was encapsulated was changed"
    yield make.fails("does not open", text, flip(good, 99), "does-not-open-kem")
    text = "of another group"
    other = {"group": fixed("other group", 16)}
    yield make.fails("does not open", text, good, "does-not-open-group", other=other)
    other = {"circle": b"\x03"}
    text = "of another circle"
    yield make.fails("does not open", text, good, "does-not-open-circle", other=other)
    yield from _more_grants(who)


def _more_grants(who: Inputs) -> Made:
    to, device = DEVICE.card.opening, DEVICE.id
    make = Maker("grant", "§6", {**who, "log": MAIN, "key id": LOG_KEY.id})
    good = frozen(
        "grant-opens-log",
        lambda: grant_log(LOG_KEY, group=GROUP, log=MAIN, device=device, to=to),
    )
    yield make.opens("opens-log", "the key of one log", good, LOG_KEY.raw)
    info = context("grant", GROUP, MAIN, LOG_KEY.id, device)
    head = SUITE + device + LOG_KEY.id
    false = frozen(
        "grant-wrong-key-inside", lambda: head + to.seal(OTHER_KEY.raw, info, "")
    )
    text = "it holds another key than the one that it names"
    yield make.fails("wrong key", text, false, "wrong-key-inside")
    public = RECOVERY.public()
    device = recovery_id(public)
    good = frozen(
        "grant-opens-recovery",
        lambda: grant_circle(
            CIRCLE_KEY, group=GROUP, circle=b"\x01", device=device, to=public
        ),
    )
    recovery = {"device": device, "seed": RECOVERY.seed, "circle": b"\x01"}
    inputs = {"group": GROUP, "key id": CIRCLE_KEY.id, **recovery}
    make = Maker("grant", "§6", inputs)
    text = "the key of a circle for the recovery key"
    yield make.opens("opens-recovery", text, good, CIRCLE_KEY.raw)


def _card(opening: bytes) -> bytes:
    entry = DEVICE.card.entry.raw
    signature = DEVICE.entry_key.sign(context("device") + b"\x01" + entry + opening)
    return b"\x01" + entry + opening + signature


def cards() -> Made:
    """Cards of devices (§7)."""
    make, good = Maker("card", "§7", {}), DEVICE.card.to_bytes()
    yield make.opens("opens", "a card, and the id of its device", good, DEVICE.id)
    yield make.fails("unknown form", "of a later form", b"\x02" + good[1:])
    yield make.fails("unknown form", "nothing", b"", "unknown-form-empty")
    yield make.fails("truncated", "the last byte is missing", good[:-1])
    opening = DEVICE.card.opening.raw
    text = "signed, but the X25519 half of its opening key is of low order"
    yield make.fails("malformed", text, _card(opening[:-32] + bytes(32)))
    text = "signed, but the ML-KEM half of its opening key is none"
    raw = _card(b"\xff" * 1184 + opening[-32:])
    yield make.fails("malformed", text, raw, "malformed-ml-kem")
    yield make.fails("bad signature", "a bit of the signature was changed", flip(good))
    other = EntryKey(seed=fixed("other author")).public().raw
    text = "the entry key was replaced"
    raw = good[:1] + other + good[33:]
    yield make.fails("bad signature", text, raw, "bad-signature-entry-key")


def vectors() -> dict[str, Vector]:
    """Every vector by the name of its file."""
    found: dict[str, Vector] = {}
    groups = (entries(), wraps(), grants(), cards(), invitations())
    for group in (*groups, *content_makers.groups()):
        for name, vector in group:
            assert name not in found, name
            found[name] = vector
    return found


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, vector in vectors().items():
        path = FOLDER / f"{name}.txt"
        if not path.exists():
            path.write_text(vector.to_text())
