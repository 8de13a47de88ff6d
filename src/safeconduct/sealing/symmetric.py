"""Symmetric keys, a type for each purpose (spec/envelope.md §2, §3)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from safeconduct.sealing.box import BoxKey
from safeconduct.sealing.context import LOG_BYTES, context, exactly
from safeconduct.sealing.errors import Failure, SealError

KEY_BYTES = 32
SALT_BYTES = 32
_HASH = SHA256()


@dataclass(frozen=True, slots=True, kw_only=True)
class SymmetricKey:
    """32 random bytes with one purpose; never printed."""

    raw: bytes = field(repr=False)
    _id: list[bytes] = field(
        default_factory=list, repr=False, compare=False, hash=False
    )

    def __post_init__(self) -> None:
        """Refuse what is no key."""
        exactly(self.raw, KEY_BYTES, "key")

    @property
    def id(self) -> bytes:
        """What envelopes name the key by; it commits to the key (§3)."""
        if not self._id:
            self._id.append(self.derive(salt=b"", info=context("commit")))
        return self._id[0]

    def derive(self, *, salt: bytes, info: bytes) -> bytes:
        """HKDF-SHA256 of the key, 32 bytes."""
        return HKDF(_HASH, KEY_BYTES, salt, info).derive(self.raw)

    def box_key(self, *, salt: bytes, info: bytes) -> BoxKey:
        """The key of one box; a salt is used for one text only."""
        return BoxKey(raw=self.derive(salt=salt, info=info))

    def check_id(self, named: bytes, what: str) -> None:
        """Whether this is the key that something names.

        Raises:
            SealError: *wrong key*.
        """
        if self.id != named:
            raise SealError(Failure.WRONG_KEY, what)


@dataclass(frozen=True, slots=True, kw_only=True)
class RowKey(SymmetricKey):
    """Seals the derived rows of a log, or of a desk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileKey(SymmetricKey):
    """Seals one file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogKey(SymmetricKey):
    """Seals the entries of one log."""

    def row_key(self) -> RowKey:
        """What seals the rows derived from the log."""
        # The same bytes have the same name: it is not worked out once more.
        return RowKey(raw=self.raw, _id=self._id)


@dataclass(frozen=True, slots=True, kw_only=True)
class CircleKey(SymmetricKey):
    """Wraps the keys of the logs of one circle."""

    def roster_log_key(self) -> LogKey:
        """The log key of the roster, which is the key of its circle."""
        return LogKey(raw=self.raw)

    def sheet_key(self, log: bytes) -> FileKey:
        """What seals the sheet of a turn to this key (§9)."""
        info = context("sheet", exactly(log, LOG_BYTES, "log"))
        return FileKey(raw=self.derive(salt=b"", info=info))


@dataclass(frozen=True, slots=True, kw_only=True)
class PostKey(SymmetricKey):
    """Seals what is on its way through one mailbox."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupKey(SymmetricKey):
    """Seals one backup."""


K = TypeVar("K", bound=SymmetricKey)


def named_key(keys: Mapping[bytes, K], named: bytes, what: str) -> K:
    """The key that something names, out of those at hand by their ids.

    Raises:
        SealError: *no key*, or *wrong key* where one stands under another's id.
    """
    if named not in keys:
        raise SealError(Failure.NO_KEY, what)
    keys[named].check_id(named, what)
    return keys[named]
