"""Entries, sealed and signed; the vectors hold every failure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.base.errors import OurFaultError
from safeconduct.sealing.author import EntryPublicKey
from safeconduct.sealing.entry_box import (
    check_signature,
    entry_id,
    header_key_id,
    open_entry,
    seal_entry,
)
from safeconduct.sealing.errors import Failure, SealError
from safeconduct.sealing.item import EntryItem, seal_item
from safeconduct.sealing.padding import MOST_PADDED
from safeconduct.sealing.symmetric import PostKey
from tests.sealing.maker import DEVICE, LOG_KEY, MAIN, fixed

KEYS = {LOG_KEY.id: LOG_KEY}
LONGEST = MOST_PADDED - 68


def seal(frame: bytes, salt: bytes = fixed("salt"), log: bytes = MAIN) -> bytes:
    author = DEVICE.entry_key
    return seal_entry(frame, log=log, key=LOG_KEY, author=author, salt=salt)


@given(st.binary(max_size=5000), st.binary(min_size=32, max_size=32))
def test_an_entry_opens_and_is_its_authors(frame: bytes, salt: bytes) -> None:
    envelope = seal(frame, salt)
    opened = open_entry(envelope, log=MAIN, keys=KEYS)
    assert (opened.frame, opened.key_id) == (frame, LOG_KEY.id)
    check_signature(opened, log=MAIN, author=DEVICE.card.entry)


@given(st.integers(min_value=0, max_value=337), st.integers(min_value=0, max_value=7))
def test_no_bit_of_an_entry_can_be_changed(at: int, bit: int) -> None:
    envelope = bytearray(seal(b"frame"))
    envelope[at] ^= 1 << bit
    with pytest.raises(SealError):
        open_entry(bytes(envelope), log=MAIN, keys=KEYS)


def test_the_envelope_tells_no_word_and_only_the_bucket() -> None:
    short, long = seal(b"Sparrow"), seal(b"Sparrow" * 20, fixed("another salt"))
    assert len(short) == len(long) == 66 + 256 + 16
    assert b"Sparrow" not in short + long


def test_the_key_is_named_without_opening() -> None:
    assert header_key_id(seal(b"frame")) == LOG_KEY.id
    with pytest.raises(SealError):
        header_key_id(b"\x00\x01")


def test_two_envelopes_have_two_ids() -> None:
    assert entry_id(seal(b"frame")) != entry_id(seal(b"frame", fixed("other")))


def test_the_longest_entry_still_fits_on_its_way() -> None:
    envelope = seal(bytes(LONGEST))
    item = EntryItem(log=MAIN, envelope=envelope)
    post, mailbox = PostKey(raw=fixed("post")), fixed("mailbox", 16)
    assert seal_item(item, mailbox=mailbox, key=post, salt=fixed("on its way"))


def test_a_longer_one_is_too_long() -> None:
    with pytest.raises(SealError) as caught:
        seal(bytes(LONGEST + 1))
    assert caught.value.kind is Failure.TOO_LONG


def test_nothing_larger_than_the_largest_bucket_is_opened() -> None:
    longer = seal(b"frame")[:66] + bytes(MOST_PADDED + 4096 + 16)
    with pytest.raises(SealError) as caught:
        open_entry(longer, log=MAIN, keys=KEYS)
    assert caught.value.kind is Failure.TRUNCATED


@pytest.mark.parametrize(
    ("salt", "log"), [(b"short", MAIN), (fixed("salt"), MAIN[:-1])]
)
def test_a_salt_or_log_of_another_size_is_our_fault(salt: bytes, log: bytes) -> None:
    with pytest.raises(OurFaultError):
        seal(b"frame", salt, log)


def test_what_is_no_point_has_signed_nothing() -> None:
    opened = open_entry(seal(b"frame"), log=MAIN, keys=KEYS)
    with pytest.raises(SealError) as caught:
        check_signature(opened, log=MAIN, author=EntryPublicKey(raw=b"\xff" * 32))
    assert caught.value.kind is Failure.BAD_SIGNATURE


def test_a_failure_is_told_without_a_word_of_the_content() -> None:
    with pytest.raises(SealError) as caught:
        open_entry(seal(b"Sparrow"), log=MAIN, keys={})
    assert str(caught.value) == "entry: No key to it is at hand here."
