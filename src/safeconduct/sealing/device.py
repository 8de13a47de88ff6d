"""Devices: their seeds, their keys, and the card that the others see (§7).

Spec: spec/envelope.md §6, §7, §8.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256

from safeconduct.sealing.author import (
    ENTRY_PUBLIC_BYTES,
    SEED_BYTES,
    SIGNATURE_BYTES,
    EntryKey,
    EntryPublicKey,
)
from safeconduct.sealing.context import DEVICE_BYTES, check_length, context
from safeconduct.sealing.errors import Failure, SealError
from safeconduct.sealing.opening import (
    OPENING_PUBLIC_BYTES,
    OpeningKey,
    OpeningPublicKey,
    read_opening_key,
)
from safeconduct.sealing.symmetric import RowKey

_FORM = b"\x01"
_ENTRY_AT = len(_FORM)
_OPENING_AT = _ENTRY_AT + ENTRY_PUBLIC_BYTES
_SIGNATURE_AT = _OPENING_AT + OPENING_PUBLIC_BYTES
CARD_BYTES = _SIGNATURE_AT + SIGNATURE_BYTES
_CARD = "card"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceSeeds:
    """What a desk keeps in its box: all else of a device is made from it."""

    entry: bytes = field(repr=False)
    opening: bytes = field(repr=False)
    stores: bytes = field(repr=False)

    def to_bytes(self) -> bytes:
        """The text of the box `device`."""
        return self.entry + self.opening + self.stores


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """The public half of a device, signed by itself."""

    entry: EntryPublicKey
    opening: OpeningPublicKey
    signature: bytes

    def to_bytes(self) -> bytes:
        """The card as it is handed on."""
        return _FORM + self.entry.raw + self.opening.raw + self.signature

    @property
    def id(self) -> bytes:
        """What the device is named by."""
        return sha256(self.to_bytes()).digest()[:DEVICE_BYTES]


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """The keys of one machine of one person."""

    entry_key: EntryKey
    opening_key: OpeningKey
    row_key: RowKey
    card: Card

    @property
    def id(self) -> bytes:
        """What the device is named by."""
        return self.card.id


def new_seeds(entropy: Callable[[int], bytes]) -> DeviceSeeds:
    """The seeds of a new device."""
    return DeviceSeeds(
        entry=entropy(SEED_BYTES),
        opening=entropy(SEED_BYTES),
        stores=entropy(SEED_BYTES),
    )


def read_seeds(raw: bytes) -> DeviceSeeds:
    """The seeds out of the box `device`.

    Raises:
        SealError: *truncated*.
    """
    check_length(raw, 3 * SEED_BYTES, "device")
    parts = (raw[at : at + SEED_BYTES] for at in range(0, len(raw), SEED_BYTES))
    entry, opening, stores = parts
    return DeviceSeeds(entry=entry, opening=opening, stores=stores)


def make_device(seeds: DeviceSeeds) -> Device:
    """The device that some seeds make; the same seeds make the same one."""
    entry_key = EntryKey(seed=seeds.entry)
    opening_key = OpeningKey(seed=seeds.opening)
    entry, opening = entry_key.public(), opening_key.public()
    signature = entry_key.sign(_signed(entry, opening))
    return Device(
        entry_key=entry_key,
        opening_key=opening_key,
        row_key=RowKey(raw=seeds.stores),
        card=Card(entry=entry, opening=opening, signature=signature),
    )


def read_card(raw: bytes) -> Card:
    """The card of a device, which holds together.

    Raises:
        SealError: the first failure of §7.
    """
    if raw[:_ENTRY_AT] != _FORM:
        raise SealError(Failure.UNKNOWN_FORM, _CARD)
    check_length(raw, CARD_BYTES, _CARD)
    entry = EntryPublicKey(raw=raw[_ENTRY_AT:_OPENING_AT])
    opening = read_opening_key(raw[_OPENING_AT:_SIGNATURE_AT], _CARD)
    signature = raw[_SIGNATURE_AT:]
    if not entry.has_signed(_signed(entry, opening), signature):
        raise SealError(Failure.BAD_SIGNATURE, _CARD)
    return Card(entry=entry, opening=opening, signature=signature)


def recovery_id(key: OpeningPublicKey) -> bytes:
    """What stands for the device in a grant to the recovery key (§6)."""
    return sha256(context("recovery", key.raw)).digest()[:DEVICE_BYTES]


def _signed(entry: EntryPublicKey, opening: OpeningPublicKey) -> bytes:
    return context("device") + _FORM + entry.raw + opening.raw
