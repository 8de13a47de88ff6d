"""Items behind each other come out as they went in, or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.base.errors import InputError, OurFaultError
from safeconduct.base.parcel import MAX_ITEM_BYTES, join_parcels, split_parcels

HEADS = 3
PARCELS = st.lists(
    st.tuples(
        st.binary(min_size=HEADS, max_size=HEADS), st.binary(min_size=1, max_size=40)
    ),
    max_size=8,
)


@given(PARCELS)
def test_items_come_out_as_they_went_in(parcels: list[tuple[bytes, bytes]]) -> None:
    raw = join_parcels(parcels)
    found = split_parcels(raw, head_bytes=HEADS, most=len(parcels), file="x")
    assert list(found) == parcels


def test_an_item_cut_off_anywhere_is_refused() -> None:
    first = join_parcels([(b"abc", b"one")])
    raw = first + join_parcels([(b"abc", b"two")])
    for end in set(range(1, len(raw))) - {len(first)}:
        with pytest.raises(InputError, match="cut off"):
            split_parcels(raw[:end], head_bytes=HEADS, most=9, file="x")


BAD: dict[str, tuple[bytes, str]] = {
    "an empty item": (bytes(4), "0 bytes"),
    "a length that lies": (b"\x00\x00\x00\x09one", "cut off"),
    "the greatest length": (b"\xff\xff\xff\xffone", "cut off"),
    "an item that is too long": (
        (MAX_ITEM_BYTES + 1).to_bytes(4, "big") + bytes(MAX_ITEM_BYTES + 1),
        "bytes; 1 to",
    ),
    "more than are taken": (join_parcels([(b"", b"x")] * 4), "more than 3"),
}


@pytest.mark.parametrize(("raw", "what"), BAD.values(), ids=BAD)
def test_what_lies_about_itself_is_refused(raw: bytes, what: str) -> None:
    with pytest.raises(InputError, match=what):
        split_parcels(raw, head_bytes=0, most=3, file="x")


def test_the_longest_item_passes() -> None:
    raw = join_parcels([(b"", bytes(MAX_ITEM_BYTES))])
    assert split_parcels(raw, head_bytes=0, most=1, file="x") == (
        (b"", bytes(MAX_ITEM_BYTES)),
    )


@pytest.mark.parametrize("size", [0, MAX_ITEM_BYTES + 1])
def test_what_nobody_would_take_is_never_sent(size: int) -> None:
    with pytest.raises(OurFaultError):
        join_parcels([(b"", bytes(size))])
