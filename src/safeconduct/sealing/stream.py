"""Long contents in chunks, padded, in constant memory (spec/envelope.md §9).

The chunks are the STREAM construction as age uses it: no chunk can be altered, moved or
left out, and the end cannot be cut off.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from safeconduct.sealing.box import TAG_BYTES
from safeconduct.sealing.errors import Failure, SealError
from safeconduct.sealing.padding import padme
from safeconduct.sealing.symmetric import SymmetricKey

CHUNK_BYTES = 65536
_LENGTH = struct.Struct(">Q")
_COUNTER_BYTES = 11


class Source(Protocol):
    """Where bytes come from: an open binary file."""

    def read(self, length: int, /) -> bytes:
        """At most so many bytes; none at the end."""


class Target(Protocol):
    """Where bytes go: an open binary file."""

    def write(self, raw: bytes, /) -> object:
        """Take them all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamKey:
    """Seals one content in chunks; it comes from a key and a salt used once."""

    raw: bytes = field(repr=False)

    def seal(self, text: bytes, number: int, *, is_last: bool) -> bytes:
        """One chunk."""
        nonce = _nonce(number, is_last=is_last)
        return ChaCha20Poly1305(self.raw).encrypt(nonce, text, None)

    def open(self, chunk: bytes, number: int, *, is_last: bool) -> bytes | None:
        """The text of a chunk; None where it is not that chunk of this content."""
        nonce = _nonce(number, is_last=is_last)
        try:
            return ChaCha20Poly1305(self.raw).decrypt(nonce, chunk, None)
        except InvalidTag:
            return None


def stream_key(key: SymmetricKey, *, salt: bytes, info: bytes) -> StreamKey:
    """The key of one content; `salt` is random and new, `info` a context."""
    return StreamKey(raw=key.derive(salt=salt, info=info))


def seal_stream(
    source: Source, target: Target, *, key: StreamKey, length: int, what: str
) -> None:
    """Write the chunks of a content of `length` bytes.

    Raises:
        SealError: *changed while read*: the source holds fewer bytes, or more.
    """
    total = padme(_LENGTH.size + length)
    before, left = _LENGTH.pack(length), length
    for number, start in enumerate(range(0, total, CHUNK_BYTES)):
        size = min(CHUNK_BYTES, total - start)
        wanted = min(left, size - len(before))
        content = fill(source, wanted)
        if len(content) != wanted:
            raise SealError(Failure.CHANGED, what)
        text = (before + content).ljust(size, b"\x00")
        target.write(key.seal(text, number, is_last=start + size == total))
        before, left = b"", left - wanted
    if source.read(1):
        raise SealError(Failure.CHANGED, what)


def open_stream(source: Source, target: Target, *, key: StreamKey, what: str) -> int:
    """Write the content of chunks, each once it is verified; returns its length.

    What was written counts for nothing unless this returns.

    Raises:
        SealError: the first failure of §9.
    """
    length = given = total = 0
    for text in _texts(source, key=key, what=what):
        rest = text
        if not total:
            if len(text) < _LENGTH.size:
                raise SealError(Failure.BAD_PADDING, what)
            (length,) = _LENGTH.unpack_from(text)
            rest = text[_LENGTH.size :]
        content = rest[: length - given]
        if rest[len(content) :].strip(b"\x00"):
            raise SealError(Failure.BAD_PADDING, what)
        target.write(content)
        given, total = given + len(content), total + len(text)
    if given != length or total != padme(_LENGTH.size + length):
        raise SealError(Failure.BAD_PADDING, what)
    return length


def fill(source: Source, length: int) -> bytes:
    """So many bytes of a source; fewer only where it ends."""
    found = source.read(length)
    while len(found) < length and (more := source.read(length - len(found))):
        found += more
    return found


def _texts(source: Source, *, key: StreamKey, what: str) -> Iterator[bytes]:
    """The text of each chunk, verified as the one that belongs in its place."""
    number, chunk = 0, fill(source, CHUNK_BYTES + TAG_BYTES)
    while True:
        if len(chunk) < TAG_BYTES:
            raise SealError(Failure.TRUNCATED, what)
        after = fill(source, CHUNK_BYTES + TAG_BYTES)
        is_last = not after
        text = key.open(chunk, number, is_last=is_last)
        if text is None:
            raise SealError(_why(key, chunk, number, is_last=is_last), what)
        if not text:
            raise SealError(Failure.BAD_PADDING, what)
        yield text
        if is_last:
            return
        number, chunk = number + 1, after


def _why(key: StreamKey, chunk: bytes, number: int, *, is_last: bool) -> Failure:
    """Why a chunk does not open: altered, or the end is not where it was."""
    if key.open(chunk, number, is_last=not is_last) is None:
        return Failure.DOES_NOT_OPEN
    return Failure.TRUNCATED if is_last else Failure.TRAILING_BYTES


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(_COUNTER_BYTES) + bytes([is_last])
