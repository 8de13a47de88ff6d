"""Items on their way, and derived rows; the vectors hold what a reader refuses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.base.parcel import item_id
from safeconduct.sealing.author import SIGNATURE_BYTES
from safeconduct.sealing.entry_box import seal_entry
from safeconduct.sealing.errors import Failure, SealError
from safeconduct.sealing.item import (
    MOST_ITEM_BYTES,
    MOST_PIECE_BYTES,
    EntryItem,
    PieceItem,
    WrapItem,
    open_item,
    seal_item,
)
from safeconduct.sealing.padding import MOST_PADDED
from safeconduct.sealing.parcel import seal_parcel
from safeconduct.sealing.row import open_row, seal_row
from tests.sealing.content_makers import MAILBOX, POST_KEY
from tests.sealing.maker import DEVICE, LOG_KEY, MAIN, fixed

SALT = fixed("salt")


@given(st.binary(max_size=500), st.integers(min_value=0, max_value=2**64 - 1))
def test_a_piece_comes_back(content: bytes, offset: int) -> None:
    piece = PieceItem(log=MAIN, name=fixed("name"), offset=offset, content=content)
    raw = seal_item(piece, mailbox=MAILBOX, key=POST_KEY, salt=SALT)
    assert open_item(raw, mailbox=MAILBOX, key=POST_KEY) == piece


def test_the_largest_piece_makes_the_largest_item_in_a_parcel() -> None:
    content = bytes(MOST_PIECE_BYTES)
    piece = PieceItem(log=MAIN, name=fixed("name"), offset=0, content=content)
    parcel = seal_parcel(piece, log=MAIN, key=LOG_KEY, salt=SALT)
    raw = seal_item(parcel, mailbox=MAILBOX, key=POST_KEY, salt=SALT)
    assert len(raw) == MOST_ITEM_BYTES


def test_the_largest_entry_fits_into_a_parcel() -> None:
    envelope = seal_entry(
        bytes(MOST_PADDED - 4 - SIGNATURE_BYTES),
        log=MAIN,
        key=LOG_KEY,
        author=DEVICE.entry_key,
        salt=SALT,
    )
    entry = EntryItem(log=MAIN, envelope=envelope)
    parcel = seal_parcel(entry, log=MAIN, key=LOG_KEY, salt=SALT)
    assert seal_item(parcel, mailbox=MAILBOX, key=POST_KEY, salt=SALT)


def test_a_larger_item_is_too_long() -> None:
    large = WrapItem(wrap=bytes(MOST_ITEM_BYTES))
    with pytest.raises(SealError) as caught:
        seal_item(large, mailbox=MAILBOX, key=POST_KEY, salt=SALT)
    assert caught.value.kind is Failure.TOO_LONG


def test_two_items_have_two_ids() -> None:
    one, two = (
        seal_item(WrapItem(wrap=b"w"), mailbox=MAILBOX, key=POST_KEY, salt=fixed(name))
        for name in ("one", "two")
    )
    assert item_id(one) != item_id(two)


@given(st.text(max_size=300))
def test_a_row_comes_back_and_shows_its_bucket_only(text: str) -> None:
    key = DEVICE.row_key
    row = seal_row(text.encode(), key=key, log=MAIN, store="list", salt=SALT)
    keys = {key.id: key}
    assert open_row(row, keys=keys, log=MAIN, store="list") == text.encode()
    assert (len(row) - 82) in {256, 320, 416, 512, 640, 832, 1024, 1280}
