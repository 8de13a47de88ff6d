"""Things for a few readers of a mailbox that many read (spec/envelope.md §10).

Neither form names who can open it, nor the case: a reader tries the keys he has.
"""

from safeconduct.sealing.box import BoxKey
from safeconduct.sealing.context import (
    DEVICE_BYTES,
    GROUP_BYTES,
    LOG_BYTES,
    context,
    exactly,
)
from safeconduct.sealing.device import Card
from safeconduct.sealing.errors import Failure, SealError
from safeconduct.sealing.item import (
    HandedItem,
    Item,
    ParcelItem,
    read_item,
    write_item,
)
from safeconduct.sealing.opening import OpeningKey
from safeconduct.sealing.symmetric import SALT_BYTES, LogKey

_WHAT = "parcel"
_HANDED = "what was handed over"


def seal_parcel(item: Item, *, log: bytes, key: LogKey, salt: bytes) -> ParcelItem:
    """An item for who holds a key of a log; `salt` is another for another item."""
    box_key = _box_key(key, log, exactly(salt, SALT_BYTES, "salt"))
    return ParcelItem(salt=salt, box=box_key.seal(write_item(item), salt))


def open_parcel(parcel: ParcelItem, *, log: bytes, key: LogKey) -> Item:
    """What is in a parcel under a key of a log.

    Raises:
        SealError: *does not open*, then the failures of what is in it.
    """
    box_key = _box_key(key, log, parcel.salt)
    return _plain(box_key.open(parcel.box, parcel.salt, _WHAT), _WHAT)


def hand_over(item: Item, *, group: bytes, card: Card) -> HandedItem:
    """An item that only the device of a card opens, and nobody else sees is for it.

    Raises:
        SealError: *malformed*: nothing can be sealed to the card.
    """
    text, info = write_item(item), _info(group, card.id)
    return HandedItem(sealed=card.opening.seal(text, info, _HANDED))


def open_handed(
    item: HandedItem, *, group: bytes, device: bytes, key: OpeningKey
) -> Item:
    """What was handed over to a device.

    Raises:
        SealError: *does not open*, then the failures of what is in it.
    """
    info = _info(group, device)
    return _plain(key.open(item.sealed, info, _HANDED), _HANDED)


def _plain(text: bytes, what: str) -> Item:
    """The item in a text; nothing is wrapped twice."""
    found = read_item(text)
    if isinstance(found, HandedItem | ParcelItem):
        raise SealError(Failure.UNKNOWN_FORM, what)
    return found


def _box_key(key: LogKey, log: bytes, salt: bytes) -> BoxKey:
    info = context("parcel", exactly(log, LOG_BYTES, "log"), key.id)
    return key.box_key(salt=salt, info=info)


def _info(group: bytes, device: bytes) -> bytes:
    exactly(group, GROUP_BYTES, "group")
    return context("handed", group, exactly(device, DEVICE_BYTES, "device"))
