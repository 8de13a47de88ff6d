"""Files and sheets, each under a key of its own (spec/envelope.md §9)."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from safeconduct.sealing.context import LOG_BYTES, SUITE, check_suite, context, exactly
from safeconduct.sealing.errors import Failure, SealError
from safeconduct.sealing.stream import (
    CHUNK_BYTES,
    Source,
    StreamKey,
    Target,
    fill,
    open_stream,
    seal_stream,
    stream_key,
)
from safeconduct.sealing.symmetric import SALT_BYTES, FileKey

_WHAT = "file"


@dataclass(frozen=True, slots=True, kw_only=True)
class _HeardSource:
    """A source whose bytes are told to a hash as they pass."""

    source: Source
    tell: Callable[[bytes], None]

    def read(self, length: int, /) -> bytes:
        raw = self.source.read(length)
        self.tell(raw)
        return raw


@dataclass(frozen=True, slots=True, kw_only=True)
class _HeardTarget:
    """A target whose bytes are told to a hash as they pass."""

    target: Target
    tell: Callable[[bytes], None]

    def write(self, raw: bytes, /) -> None:
        self.tell(raw)
        self.target.write(raw)


def seal_file(
    source: Source,
    target: Target,
    *,
    key: FileKey,
    log: bytes,
    salt: bytes,
    length: int,
) -> bytes:
    """Write the stored bytes of a file of `length` bytes; returns their name.

    `salt` is random and new.

    Raises:
        SealError: *changed while read*: the source holds fewer bytes, or more.
    """
    named = sha256()
    heard = _HeardTarget(target=target, tell=named.update)
    heard.write(SUITE + exactly(salt, SALT_BYTES, "salt"))
    stream = _stream_key(key, log=log, salt=salt)
    seal_stream(source, heard, key=stream, length=length, what=_WHAT)
    return named.digest()


def open_file(
    source: Source, target: Target, *, key: FileKey, log: bytes, name: bytes
) -> int:
    """Write the content of the file of this name; returns its length.

    What was written counts for nothing unless this returns.

    Raises:
        SealError: the first failure of §9.
    """
    named = sha256()
    heard = _HeardSource(source=source, tell=named.update)
    head = fill(heard, len(SUITE) + SALT_BYTES)
    check_suite(head, _WHAT)
    salt = head[len(SUITE) :]
    if len(salt) < SALT_BYTES:
        raise SealError(Failure.TRUNCATED, _WHAT)
    stream = _stream_key(key, log=log, salt=salt)
    length = open_stream(heard, target, key=stream, what=_WHAT)
    # The key of a file is in many hands, and one key can open two files.
    if named.digest() != name:
        raise SealError(Failure.WRONG_NAME, _WHAT)
    return length


def file_name(source: Source) -> bytes:
    """What stored bytes are named by: their hash."""
    named = sha256()
    while block := source.read(CHUNK_BYTES):
        named.update(block)
    return named.digest()


def _stream_key(key: FileKey, *, log: bytes, salt: bytes) -> StreamKey:
    info = context("file", exactly(log, LOG_BYTES, "log"), key.id)
    return stream_key(key, salt=salt, info=info)
