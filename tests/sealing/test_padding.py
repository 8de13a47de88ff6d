"""Sizes that say little."""

import math
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.sealing.errors import Failure, SealError
from safeconduct.sealing.padding import (
    MOST_PADDED,
    bucket,
    is_bucket,
    pad,
    padme,
    unpad,
)

SPEC = Path(__file__).parents[2] / "spec" / "envelope.md"


@pytest.mark.parametrize(
    ("length", "size"),
    [
        (0, 256), (256, 256), (257, 320), (321, 416), (417, 512), (513, 640),
        (641, 832), (833, 1024), (1025, 1280), (1281, 1664), (1665, 2048),
        (2049, 2560), (2561, 3328), (3329, 4096), (4097, 8192), (8193, 12288),
    ],
)  # fmt: skip
def test_a_bucket_is_the_smallest_that_holds(length: int, size: int) -> None:
    assert bucket(length) == size
    assert is_bucket(size)
    assert not is_bucket(size - 1)


def test_the_small_buckets_are_those_of_the_spec() -> None:
    (said,) = re.findall(r"^\*\*Buckets\*\*(.*?) bytes", SPEC.read_text(), re.MULTILINE)
    named = [int(size.replace(",", "")) for size in re.findall(r"\d[\d,]*\d", said)]
    assert named == [size for size in range(1, 4097) if is_bucket(size)]


def test_no_bucket_is_empty_or_above_the_largest() -> None:
    assert is_bucket(MOST_PADDED)
    assert not is_bucket(MOST_PADDED + 4096)
    assert not is_bucket(0)
    assert not is_bucket(-16)


@given(st.binary(max_size=9000), st.binary(min_size=64, max_size=64))
def test_what_is_padded_comes_back(text: bytes, tail: bytes) -> None:
    padded = pad(text, tail, "entry")
    assert is_bucket(len(padded))
    assert unpad(padded, 64, "entry") == (text, tail)


@given(st.integers(min_value=0, max_value=2**48))
def test_a_file_grows_by_an_eighth_at_most_and_never_shrinks(length: int) -> None:
    size = padme(length)
    assert max(length, 4096) <= size <= max(4096, length * 1.12)
    assert padme(size) == size


@given(st.integers(min_value=4097, max_value=2**48))
def test_padme_is_as_published(length: int) -> None:
    exponent = math.floor(math.log2(length))
    bits = exponent - (math.floor(math.log2(exponent)) + 1)
    mask = (1 << bits) - 1
    assert padme(length) == (length + mask) & ~mask


def test_what_fits_no_bucket_is_too_long() -> None:
    most = MOST_PADDED - 68
    assert len(pad(bytes(most), bytes(64), "entry")) == MOST_PADDED
    with pytest.raises(SealError) as caught:
        pad(bytes(most + 1), bytes(64), "entry")
    assert caught.value.kind is Failure.TOO_LONG
