"""A bundle is read as it was written, or refused whole."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.base.errors import InputError
from safeconduct.base.parcel import MailboxId
from safeconduct.log.exchange import bundle
from safeconduct.log.exchange.bundle import (
    Carried,
    in_bundles,
    read_bundle,
    write_bundle,
)

ITEMS = (
    Carried(mailbox=MailboxId(b"m" * 16), item=b"one"),
    Carried(mailbox=MailboxId(b"n" * 16), item=bytes(1000)),
)
CARRIED = st.builds(
    Carried,
    mailbox=st.binary(min_size=16, max_size=16).map(MailboxId),
    item=st.binary(min_size=1, max_size=50),
)


@given(st.lists(CARRIED, max_size=5))
def test_items_come_off_the_stick_as_they_went_on(items: list[Carried]) -> None:
    assert read_bundle(write_bundle(items, file="x"), file="x") == tuple(items)


def test_its_bytes_are_those_of_the_specification() -> None:
    raw = write_bundle(ITEMS[:1], file="x")
    whole = b"safeconduct bundle 1\n" + b"m" * 16 + b"\x00\x00\x00\x03one"
    assert raw == whole + hashlib.sha256(whole).digest()


def test_a_bundle_cut_off_anywhere_is_refused() -> None:
    raw = write_bundle(ITEMS, file="x")
    for end in range(len(raw)):
        with pytest.raises(InputError):
            read_bundle(raw[:end], file="x")


def test_a_bundle_with_any_byte_changed_is_refused() -> None:
    raw = write_bundle(ITEMS, file="x")
    for at in range(len(raw)):
        with pytest.raises(InputError):
            read_bundle(
                raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :], file="stick.bundle"
            )


def test_a_bundle_that_lies_about_a_length_is_refused() -> None:
    whole = b"safeconduct bundle 1\n" + b"m" * 16 + b"\x00\x00\x00\x04one"
    with pytest.raises(InputError, match="cut off"):
        read_bundle(whole + hashlib.sha256(whole).digest(), file="x")


def test_more_than_a_bundle_holds_is_neither_written_nor_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    raw = write_bundle(ITEMS, file="x")
    monkeypatch.setattr(bundle, "MAX_BUNDLE_BYTES", len(raw) - 1)
    with pytest.raises(InputError, match="at most"):
        write_bundle(ITEMS, file="x")
    with pytest.raises(InputError, match="at most"):
        read_bundle(raw, file="x")


def test_what_it_carries_is_not_printed() -> None:
    assert "one" not in repr(ITEMS[0])


@given(items=st.lists(CARRIED, max_size=30))
def test_items_go_into_as_few_bundles_as_hold_them(items: list[Carried]) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(bundle, "MAX_BUNDLE_BYTES", 300)
        found = list(in_bundles(items))
        sizes = [len(write_bundle(some, file="x")) for some in found]
    assert [item for some in found for item in some] == items
    assert max(sizes) <= 300
    # What begins a bundle did not fit into the one before.
    firsts = [16 + 4 + len(some[0].item) for some in found[1:]]
    assert all(a + b > 300 for a, b in zip(sizes, firsts, strict=False))
