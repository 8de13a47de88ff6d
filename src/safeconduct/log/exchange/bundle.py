"""Items on a stick, where there is no network (spec/log.md §12)."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from safeconduct.base.errors import Fault, InputError
from safeconduct.base.parcel import (
    HASH_BYTES,
    LENGTH_BYTES,
    MAILBOX_BYTES,
    MailboxId,
    join_parcels,
    split_parcels,
)

MAX_BUNDLE_BYTES = 256 * 1024 * 1024
_HEAD = b"safeconduct bundle 1\n"
_LEAST_BYTES = len(_HEAD) + HASH_BYTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """One sealed item and the mailbox that it belongs to."""

    mailbox: MailboxId
    item: bytes = field(repr=False)


def in_bundles(items: Iterable[Carried]) -> Iterator[list[Carried]]:
    """Items in as few bundles as hold them; one that is empty where there are none."""
    some: list[Carried] = []
    size = _LEAST_BYTES
    for one in items:
        length = MAILBOX_BYTES + LENGTH_BYTES + len(one.item)
        if some and size + length > MAX_BUNDLE_BYTES:
            yield some
            some, size = [], _LEAST_BYTES
        some.append(one)
        size += length
    yield some


def write_bundle(items: Iterable[Carried], *, file: str) -> bytes:
    """Put items into one bundle.

    Raises:
        InputError: they are too many for one.
    """
    whole = _HEAD + join_parcels((one.mailbox, one.item) for one in items)
    if len(whole) + HASH_BYTES > MAX_BUNDLE_BYTES:
        what = f"A bundle holds at most {MAX_BUNDLE_BYTES} bytes."
        mend = "Write several."
        raise InputError([Fault(file=file, what=what, mend=mend)])
    return whole + hashlib.sha256(whole).digest()


def read_bundle(raw: bytes, *, file: str) -> tuple[Carried, ...]:
    """All items of a bundle; one that is damaged is refused whole.

    Raises:
        InputError: it is no bundle, too large, cut off or altered.
    """
    if len(raw) > MAX_BUNDLE_BYTES:
        what = f"A bundle holds at most {MAX_BUNDLE_BYTES} bytes."
        raise InputError([Fault(file=file, what=what)])
    if not raw.startswith(_HEAD):
        raise InputError([Fault(file=file, what="This is no bundle of ours.")])
    whole, said = raw[:-HASH_BYTES], raw[-HASH_BYTES:]
    if hashlib.sha256(whole).digest() != said:
        what = "The bundle is damaged: nothing is taken from it."
        mend = "Have it written again, on another stick."
        raise InputError([Fault(file=file, what=what, mend=mend)])
    parcels = split_parcels(
        whole[len(_HEAD) :], head_bytes=MAILBOX_BYTES, most=len(raw), file=file
    )
    return tuple(Carried(mailbox=MailboxId(head), item=item) for head, item in parcels)
