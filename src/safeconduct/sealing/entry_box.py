"""Entries, sealed and signed (spec/envelope.md §4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from safeconduct.sealing.author import SIGNATURE_BYTES, EntryKey, EntryPublicKey
from safeconduct.sealing.box import BoxKey
from safeconduct.sealing.context import LOG_BYTES, context, exactly
from safeconduct.sealing.errors import Failure, SealError
from safeconduct.sealing.header import HEADER_BYTES, Header, make_header, read_header
from safeconduct.sealing.padding import pad, unpad
from safeconduct.sealing.symmetric import LogKey, named_key

_WHAT = "entry"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedEntry:
    """What stands in an envelope; `signature` is not yet believed."""

    header: Header
    frame: bytes
    signature: bytes

    @property
    def key_id(self) -> bytes:
        """The key that opened it."""
        return self.header.key_id


def seal_entry(
    frame: bytes, *, log: bytes, key: LogKey, author: EntryKey, salt: bytes
) -> bytes:
    """The envelope of a frame, signed by its author; `salt` is random and new.

    Raises:
        SealError: *too long*.
    """
    header = make_header(key.id, salt)
    signature = author.sign(_signed(frame, log=log, header=header))
    padded = pad(frame, signature, _WHAT)
    return header.raw + _box_key(key, log=log, header=header).seal(padded, header.raw)


def open_entry(
    envelope: bytes, *, log: bytes, keys: Mapping[bytes, LogKey]
) -> OpenedEntry:
    """What an envelope of a log holds; `keys` are those at hand, by their ids.

    Raises:
        SealError: the first failure of §4 up to *bad padding*.
    """
    header = read_header(envelope, _WHAT)
    key = named_key(keys, header.key_id, _WHAT)
    box_key = _box_key(key, log=log, header=header)
    padded = box_key.open(envelope[HEADER_BYTES:], header.raw, _WHAT)
    frame, signature = unpad(padded, SIGNATURE_BYTES, _WHAT)
    return OpenedEntry(header=header, frame=frame, signature=signature)


def check_signature(opened: OpenedEntry, *, log: bytes, author: EntryPublicKey) -> None:
    """Whether an entry was signed by an author, for this log and under this key.

    Raises:
        SealError: *bad signature*.
    """
    message = _signed(opened.frame, log=log, header=opened.header)
    if not author.has_signed(message, opened.signature):
        raise SealError(Failure.BAD_SIGNATURE, _WHAT)


def header_key_id(envelope: bytes) -> bytes:
    """The key that an envelope names, read without opening it.

    Raises:
        SealError: *unknown suite* or *truncated*.
    """
    return read_header(envelope, _WHAT).key_id


def entry_id(envelope: bytes) -> bytes:
    """What an entry is named by: the hash of its envelope."""
    return sha256(envelope).digest()


def _box_key(key: LogKey, *, log: bytes, header: Header) -> BoxKey:
    exactly(log, LOG_BYTES, "log")
    info = context("entry key", log, header.key_id)
    return key.box_key(salt=header.salt, info=info)


def _signed(frame: bytes, *, log: bytes, header: Header) -> bytes:
    return context("entry", exactly(log, LOG_BYTES, "log")) + header.raw + frame
