"""Requests and answers of a relay as bytes, with no I/O (spec/log.md §12)."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from safeconduct.base.errors import Fault, InputError
from safeconduct.base.parcel import (
    EVERY_RIGHT,
    HASH_BYTES,
    MAILBOX_BYTES,
    MAX_BODY_BYTES,
    MAX_ITEMS,
    MAX_NUMBER,
    NUMBER_BYTES,
    CapabilityHash,
    DropToken,
    MailboxId,
    PostedName,
    Right,
    capability_hash,
    join_parcels,
    split_parcels,
)
from safeconduct.relay.errors import RefusedError

_MOST_BYTES = 4  # the length of "at most how many bytes"
_BEARER = re.compile(r"Bearer ([0-9a-f]{64})")
_REQUEST = "request"
# An item and its name (spec/log.md §12).
Posted = tuple[PostedName, bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """A capability that is to count for a mailbox."""

    mailbox: MailboxId
    capability: CapabilityHash
    rights: Right


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a fetch asks for: items after a number, at most so many bytes."""

    after: int
    most_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a fetch finds: the newest number of the mailbox, items by their number."""

    last: int
    items: tuple[tuple[int, bytes], ...]


def read_bearer(headers: Sequence[str]) -> CapabilityHash:
    """The hash of the capability in the `Authorization` headers of a request.

    Raises:
        RefusedError: there is none, or more than one, or it is malformed.
    """
    found = _BEARER.fullmatch(headers[0]) if len(headers) == 1 else None
    if found is None:
        raise RefusedError
    return capability_hash(bytes.fromhex(found[1]))


def read_items(body: bytes) -> tuple[Posted, ...]:
    """The items of a post, with their names.

    Raises:
        InputError: the body is malformed.
    """
    parcels = split_parcels(body, head_bytes=HASH_BYTES, most=MAX_ITEMS, file=_REQUEST)
    return tuple((PostedName(name), item) for name, item in parcels)


def read_wish(body: bytes) -> Wish:
    """What a fetch asks for.

    Raises:
        InputError: the body is malformed.
    """
    after, most = _fields(body, NUMBER_BYTES, _MOST_BYTES)
    return Wish(
        after=min(int.from_bytes(after, "big"), MAX_NUMBER),
        most_bytes=min(int.from_bytes(most, "big"), MAX_BODY_BYTES),
    )


def read_tokens(body: bytes) -> tuple[DropToken, ...]:
    """What is to be dropped, by what its posters alone know.

    Raises:
        InputError: the body is malformed.
    """
    if len(body) % HASH_BYTES or len(body) > MAX_ITEMS * HASH_BYTES:
        raise _malformed()
    at = range(0, len(body), HASH_BYTES)
    return tuple(DropToken(body[start : start + HASH_BYTES]) for start in at)


def read_allowance(body: bytes) -> Allowance:
    """A capability that the administrator allows.

    Raises:
        InputError: the body is malformed, or the rights are none that there are.
    """
    mailbox, key, rights = _fields(body, MAILBOX_BYTES, HASH_BYTES, 1)
    if not 0 < rights[0] <= EVERY_RIGHT:
        raise _malformed()
    return Allowance(
        mailbox=MailboxId(mailbox),
        capability=CapabilityHash(key),
        rights=Right(rights[0]),
    )


def read_revoked(body: bytes) -> CapabilityHash:
    """A capability that is to count no more.

    Raises:
        InputError: the body is malformed.
    """
    (key,) = _fields(body, HASH_BYTES)
    return CapabilityHash(key)


def read_nothing(body: bytes) -> None:
    """The body of a request that needs none.

    Raises:
        InputError: there is one.
    """
    _fields(body)


def write_numbers(numbers: Iterable[int]) -> bytes:
    """The answer to a post."""
    return b"".join(number.to_bytes(NUMBER_BYTES, "big") for number in numbers)


def write_found(found: Found) -> bytes:
    """The answer to a fetch."""
    parcels = (
        (number.to_bytes(NUMBER_BYTES, "big"), item) for number, item in found.items
    )
    return found.last.to_bytes(NUMBER_BYTES, "big") + join_parcels(parcels)


def _fields(body: bytes, *lengths: int) -> list[bytes]:
    if len(body) != sum(lengths):
        raise _malformed()
    found, at = [], 0
    for length in lengths:
        found.append(body[at : at + length])
        at += length
    return found


def _malformed() -> InputError:
    return InputError([Fault(file=_REQUEST, what="The request is malformed.")])
