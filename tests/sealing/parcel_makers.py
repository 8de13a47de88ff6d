"""Vectors of what is for a few who read a mailbox: handed over, and parcels (§10)."""

from safeconduct.sealing.context import context
from safeconduct.sealing.item import EntryItem, GrantItem, write_item
from safeconduct.sealing.parcel import hand_over, seal_parcel
from tests.sealing.maker import (
    DEVICE,
    GROUP,
    LOG_KEY,
    MAIN,
    OTHER_KEY,
    PAPERS,
    SEEDS,
    Made,
    Maker,
    fixed,
    flip,
    frozen,
)


def handed() -> Made:
    """What is handed over to a device (§10); what HPKE makes is frozen."""
    given = {"group": GROUP, "device": DEVICE.id, "seed": SEEDS.opening}
    make, raw = Maker("handed", "§10", given), fixed("payload", 90)
    grant = GrantItem(subject=PAPERS, grant=raw)
    good = frozen(
        "handed-opens", lambda: hand_over(grant, group=GROUP, card=DEVICE.card).sealed
    )
    gives = b"\x03\x11" + PAPERS + raw
    yield make.opens("opens", "a grant of a log", good, gives)
    yield make.fails("does not open", "a bit of it was changed", flip(good))
    text, other = "of another group", {"group": fixed("other group", 16)}
    yield make.fails("does not open", text, good, "does-not-open-group", other)
    text, other = "for another device", {"seed": fixed("other seed")}
    yield make.fails("does not open", text, good, "does-not-open-device", other)


def parcels() -> Made:
    """Parcels under a key of a log (§10)."""
    make = Maker("parcel", "§10", {"log": PAPERS, "key": LOG_KEY.raw})
    item, salt = EntryItem(log=PAPERS, envelope=fixed("payload", 90)), fixed("parcel")
    made = seal_parcel(item, log=PAPERS, key=LOG_KEY, salt=salt)
    good, text = made.salt + made.box, b"\x01" + PAPERS + item.envelope
    yield make.opens("opens", "an entry", good, text)
    yield make.fails("truncated", "shorter than any parcel", good[:48])
    yield make.fails("does not open", "a bit of the box was changed", flip(good))
    other = {"log": MAIN}
    yield make.fails(
        "does not open", "of another log", good, "does-not-open-log", other
    )
    other = {"key": OTHER_KEY.raw}
    name = "does-not-open-key"
    yield make.fails("does not open", "under another key", good, name, other)
    info = context("parcel", PAPERS, LOG_KEY.id)
    box_key = LOG_KEY.box_key(salt=salt, info=info)
    bad = salt + box_key.seal(write_item(made), salt)
    yield make.fails("unknown form", "a parcel in a parcel", bad)
    bad = salt + box_key.seal(b"\x01" + PAPERS[:-1], salt)
    yield make.fails("malformed", "an entry shorter than the name of its log", bad)


def groups() -> tuple[Made, ...]:
    """The vectors of both forms."""
    return handed(), parcels()
