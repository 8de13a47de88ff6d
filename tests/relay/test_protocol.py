"""Requests and answers of a relay, as bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.base.errors import InputError
from safeconduct.base.parcel import (
    MAX_BODY_BYTES,
    Right,
    capability_hash,
    join_parcels,
    split_parcels,
)
from safeconduct.relay import protocol
from safeconduct.relay.errors import RefusedError
from safeconduct.relay.protocol import Found, Wish

HEX = "ab" * 32


def test_of_a_capability_its_hash_is_read() -> None:
    found = protocol.read_bearer([f"Bearer {HEX}"])
    assert found == capability_hash(bytes.fromhex(HEX))


BEARERS: dict[str, list[str]] = {
    "none": [],
    "two": [f"Bearer {HEX}", f"Bearer {HEX}"],
    "no scheme": [HEX],
    "another scheme": [f"Basic {HEX}"],
    "small letters": [f"bearer {HEX}"],
    "too short": [f"Bearer {HEX[:-1]}"],
    "too long": [f"Bearer {HEX}a"],
    "a line more": [f"Bearer {HEX}\n"],
    "other digits": [f"Bearer {'٣' * 64}"],
    "capitals": [f"Bearer {HEX.upper()}"],
}


@pytest.mark.parametrize("headers", BEARERS.values(), ids=BEARERS)
def test_whatever_is_no_capability_is_refused_alike(headers: list[str]) -> None:
    with pytest.raises(RefusedError):
        protocol.read_bearer(headers)


def test_a_fetch_asks_for_no_more_than_an_answer_holds() -> None:
    assert protocol.read_wish(bytes(7) + b"\x09" + bytes(3) + b"\x07") == Wish(
        after=9, most_bytes=7
    )
    assert protocol.read_wish(b"\xff" * 12) == Wish(
        after=2**63 - 1, most_bytes=MAX_BODY_BYTES
    )


def test_an_allowance_is_of_rights_in_a_mailbox_alone() -> None:
    for rights in range(256):
        body = bytes(16) + bytes(32) + bytes([rights])
        if 1 <= rights <= 7:
            assert protocol.read_allowance(body).rights == Right(rights)
        else:
            with pytest.raises(InputError):
                protocol.read_allowance(body)


@given(st.lists(st.tuples(st.integers(1, 2**63), st.binary(min_size=1, max_size=9))))
def test_what_was_found_is_written_so_that_it_can_be_read(
    items: list[tuple[int, bytes]],
) -> None:
    raw = protocol.write_found(Found(last=5, items=tuple(items)))
    parcels = split_parcels(raw[8:], head_bytes=8, most=len(items), file="x")
    assert raw[:8] == bytes(7) + b"\x05"
    assert [(int.from_bytes(head, "big"), item) for head, item in parcels] == items


@given(st.lists(st.tuples(st.binary(min_size=32, max_size=32), st.binary(min_size=1))))
def test_the_items_of_a_post_are_read_as_they_were_written(
    items: list[tuple[bytes, bytes]],
) -> None:
    assert list(protocol.read_items(join_parcels(items))) == items
