"""Files: long contents in constant memory, verified as they come."""

import io
import struct
import tracemalloc
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.base.override import override
from safeconduct.sealing.errors import Failure, SealError
from safeconduct.sealing.file_box import file_name, open_file, seal_file
from safeconduct.sealing.padding import padme
from safeconduct.sealing.stream import CHUNK_BYTES, open_stream, stream_key
from tests.sealing.content_makers import FILE_KEY, FILE_SALT, sealed_file
from tests.sealing.maker import MAIN, fixed, flip


class Slow(io.BytesIO):
    """A source that gives little at once, as a pipe may."""

    @override
    def read(self, length: int | None = -1, /) -> bytes:
        """A third of what is asked for."""
        return super().read(-(-(length or 0) // 3))


class Endless:
    """A source of so many zeros, and a target that keeps none."""

    def __init__(self, length: int) -> None:
        """Give so many."""
        self.left = length
        self.taken = 0

    def read(self, length: int, /) -> bytes:
        """Zeros until they are at an end."""
        given = min(length, self.left)
        self.left -= given
        return bytes(given)

    def write(self, raw: bytes, /) -> None:
        """Count them."""
        self.taken += len(raw)


def opened(
    raw: bytes,
    name: bytes | None = None,
    kind: Callable[[bytes], io.BytesIO] = io.BytesIO,
) -> bytes:
    target = io.BytesIO()
    named = name or file_name(io.BytesIO(raw))
    length = open_file(kind(raw), target, key=FILE_KEY, log=MAIN, name=named)
    assert length == len(target.getvalue())
    return target.getvalue()


@given(st.binary(max_size=6000))
def test_a_file_comes_back(content: bytes) -> None:
    assert opened(sealed_file(content)) == content


@pytest.mark.parametrize(
    "size",
    [
        0, 1, 4088, 4089, CHUNK_BYTES - 9, CHUNK_BYTES - 8, CHUNK_BYTES - 7,
        2 * CHUNK_BYTES - 8, 2 * CHUNK_BYTES, 200_000,
    ],
)  # fmt: skip
def test_a_file_of_any_size_comes_back_and_shows_padmes_only(size: int) -> None:
    content = fixed("content", size)
    raw = sealed_file(content)
    padded = padme(8 + size)
    assert len(raw) == 34 + padded + 16 * -(-padded // CHUNK_BYTES)
    assert opened(raw) == content


def test_a_slow_source_changes_nothing() -> None:
    content = fixed("content", 200_000)
    assert opened(sealed_file(content), kind=Slow) == content


def test_its_name_is_the_hash_of_what_is_stored() -> None:
    target = io.BytesIO()
    content = io.BytesIO(b"words")
    name = seal_file(content, target, key=FILE_KEY, log=MAIN, salt=FILE_SALT, length=5)
    assert name == file_name(io.BytesIO(target.getvalue()))


def test_no_byte_is_given_that_was_not_verified() -> None:
    content = fixed("content", 200_000)
    raw, target = sealed_file(content), io.BytesIO()
    bad = flip(raw, 34 + 2 * (CHUNK_BYTES + 16))
    with pytest.raises(SealError) as caught:
        open_file(io.BytesIO(bad), target, key=FILE_KEY, log=MAIN, name=b"")
    assert caught.value.kind is Failure.DOES_NOT_OPEN
    assert target.getvalue() == content[: 2 * CHUNK_BYTES - 8]


def test_chunks_cannot_change_places() -> None:
    raw, whole = sealed_file(fixed("content", 200_000)), CHUNK_BYTES + 16
    first, second = raw[34 : 34 + whole], raw[34 + whole : 34 + 2 * whole]
    swapped = raw[:34] + second + first + raw[34 + 2 * whole :]
    with pytest.raises(SealError) as caught:
        opened(swapped)
    assert caught.value.kind is Failure.DOES_NOT_OPEN


def test_nothing_but_zeros_stands_behind_the_end() -> None:
    """Else a writer could hide words there."""
    key = stream_key(FILE_KEY, salt=FILE_SALT, info=b"")
    whole = struct.pack(">Q", 5) + b"words" + bytes(4096 - 13)

    def read(text: bytes) -> int:
        source = io.BytesIO(key.seal(text, 0, is_last=True))
        return open_stream(source, io.BytesIO(), key=key, what="file")

    assert read(whole) == 5
    for byte in range(1, 256):
        with pytest.raises(SealError) as caught:
            read(whole[:-1] + bytes([byte]))
        assert caught.value.kind is Failure.BAD_PADDING


@pytest.mark.parametrize("length", [4, 6])
def test_a_file_that_changes_while_it_is_read_is_not_sealed(length: int) -> None:
    source = io.BytesIO(b"words")
    with pytest.raises(SealError) as caught:
        seal_file(
            source,
            io.BytesIO(),
            key=FILE_KEY,
            log=MAIN,
            salt=FILE_SALT,
            length=length,
        )
    assert caught.value.kind is Failure.CHANGED


def test_a_long_file_takes_no_more_memory_than_a_short_one() -> None:
    length = 20_000_000
    zeros = Endless(length)
    tracemalloc.start()
    seal_file(zeros, zeros, key=FILE_KEY, log=MAIN, salt=FILE_SALT, length=length)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert zeros.taken > length
    assert most < 1_000_000
