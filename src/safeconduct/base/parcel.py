"""Sealed items on their way: what a relay and its desks agree on (spec/log.md §12)."""

import hashlib
from collections.abc import Iterable
from enum import IntFlag
from typing import NewType

from safeconduct.base.errors import Fault, InputError, OurFaultError

MAX_ITEM_BYTES = 1024 * 1024
# What one request or answer of a relay holds at most.
MAX_BODY_BYTES = 8 * 1024 * 1024
MAX_ITEMS = 16_384
LENGTH_BYTES = 4
NUMBER_BYTES = 8
# No database counts further, and no mailbox does.
MAX_NUMBER = 2**63 - 1
MAILBOX_BYTES = 16
CAPABILITY_BYTES = 32
HASH_BYTES = 32

MailboxId = NewType("MailboxId", bytes)
ItemId = NewType("ItemId", bytes)
# What its poster alone knows of an item; the hash of it is its name at a relay.
DropToken = NewType("DropToken", bytes)
PostedName = NewType("PostedName", bytes)
# The hash of a capability: all that a relay keeps of it.
CapabilityHash = NewType("CapabilityHash", bytes)
# What stands before an item, and the item.
Parcel = tuple[bytes, bytes]


class Right(IntFlag):
    """What a capability lets do; the last is the administrator's, in no mailbox."""

    POST = 1
    FETCH = 2
    DROP = 4
    ADMINISTER = 8


# In a mailbox.
EVERY_RIGHT = Right.POST | Right.FETCH | Right.DROP


def item_id(item: bytes) -> ItemId:
    """The name of an item (spec/envelope.md §10)."""
    return ItemId(hashlib.sha256(item).digest())


def posted_name(token: DropToken) -> PostedName:
    """The name that a relay keeps an item under: who gives the token drops it."""
    return PostedName(hashlib.sha256(token).digest())


def capability_hash(capability: bytes) -> CapabilityHash:
    """What a relay keeps of a capability."""
    return CapabilityHash(hashlib.sha256(capability).digest())


def join_parcels(parcels: Iterable[Parcel]) -> bytes:
    """Put items behind each other; heads are all of one length.

    Raises:
        OurFaultError: nobody would take an item of this length.
    """
    parts: list[bytes] = []
    for head, item in parcels:
        if not 1 <= len(item) <= MAX_ITEM_BYTES:
            msg = f"An item of {len(item)} bytes was to be sent."
            raise OurFaultError(msg)
        parts += [head, len(item).to_bytes(LENGTH_BYTES, "big"), item]
    return b"".join(parts)


def split_parcels(
    raw: bytes, *, head_bytes: int, most: int, file: str
) -> tuple[Parcel, ...]:
    """Take items apart, at most `most` of them; `file` is what a fault calls them.

    Raises:
        InputError: a length lies, an item is empty or too long, or there are too many.
    """
    found: list[Parcel] = []
    at = 0
    while at < len(raw):
        start = at + head_bytes + LENGTH_BYTES
        length = int.from_bytes(raw[at + head_bytes : start], "big")
        end = start + length
        if start > len(raw) or end > len(raw):
            raise InputError([Fault(file=file, what="An item is cut off.")])
        if not 1 <= length <= MAX_ITEM_BYTES:
            what = f"An item has {length} bytes; 1 to {MAX_ITEM_BYTES} are taken."
            raise InputError([Fault(file=file, what=what)])
        if len(found) == most:
            what = f"There are more than {most} items."
            raise InputError([Fault(file=file, what=what)])
        found.append((raw[at : at + head_bytes], raw[start:end]))
        at = end
    return tuple(found)
