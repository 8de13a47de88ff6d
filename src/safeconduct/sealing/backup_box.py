"""Backups: one content under a recovery key and a passphrase (spec/envelope.md §15).

Either opens it. What it holds is sealed once more, for devices and circles.
"""

import struct
from collections.abc import Callable
from dataclasses import dataclass, field

from safeconduct.sealing.context import (
    GROUP_BYTES,
    SUITE,
    check_suite,
    context,
    exactly,
)
from safeconduct.sealing.errors import Failure, SealError
from safeconduct.sealing.opening import (
    HPKE_OVERHEAD_BYTES,
    OpeningKey,
    OpeningPublicKey,
)
from safeconduct.sealing.passbox import BOX_OVERHEAD_BYTES, open_box, seal_box
from safeconduct.sealing.stream import (
    Source,
    Target,
    fill,
    open_stream,
    seal_stream,
    stream_key,
)
from safeconduct.sealing.stretch import STRETCH_SALT_BYTES, Stretch
from safeconduct.sealing.symmetric import KEY_BYTES, SALT_BYTES, BackupKey

_HEAD = struct.Struct(f">{GROUP_BYTES}sQI")
_NONE, _SEALED = b"\x00", b"\x01"
_NAME = "backup"


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupHead:
    """Whose backup it is, and which; numbers only grow.

    `expires` is the last day on which it is restored, counted from 1970.
    """

    group: bytes
    number: int
    expires: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupLocks:
    """What opens a backup; `recovery` is None in a group without a recovery key."""

    passphrase: str = field(repr=False)
    stretch: Stretch
    recovery: OpeningPublicKey | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Opening:
    """All that stands before the salt; `sealed` is empty without a recovery key."""

    head: BackupHead
    sealed: bytes
    box: bytes


def seal_backup(
    source: Source,
    target: Target,
    *,
    head: BackupHead,
    locks: BackupLocks,
    length: int,
    entropy: Callable[[int], bytes],
) -> None:
    """Write the backup of a content of `length` bytes.

    Raises:
        SealError: *changed while read*, or a failure of the passphrase.
    """
    key = BackupKey(raw=entropy(KEY_BYTES))
    box = seal_box(
        key.raw,
        locks.passphrase,
        name=_NAME,
        salt=entropy(STRETCH_SALT_BYTES),
        stretch=locks.stretch,
    )
    group = exactly(head.group, GROUP_BYTES, "group")
    target.write(SUITE + _HEAD.pack(group, head.number, head.expires))
    target.write(_sealed(key, locks.recovery, head) + box)
    salt = entropy(SALT_BYTES)
    target.write(salt)
    chunks = stream_key(key, salt=salt, info=_info(head))
    seal_stream(source, target, key=chunks, length=length, what=_NAME)


def read_backup_head(source: Source) -> BackupHead:
    """Whose backup a source holds, not yet verified.

    Raises:
        SealError: *unknown suite* or *truncated*.
    """
    check_suite(fill(source, len(SUITE)), _NAME)
    group, number, expires = _HEAD.unpack(_take(source, _HEAD.size))
    return BackupHead(group=group, number=number, expires=expires)


def open_backup_by_passphrase(
    source: Source, target: Target, passphrase: str
) -> BackupHead:
    """Write the content of a backup; what was written counts only if this returns.

    Raises:
        SealError: the first failure of §15.
    """
    opening = _read(source)
    raw = open_box(opening.box, passphrase, name=_NAME)
    return _open(source, target, opening, BackupKey(raw=raw))


def open_backup_by_recovery(
    source: Source, target: Target, key: OpeningKey
) -> BackupHead:
    """Write the content of a backup; what was written counts only if this returns.

    Raises:
        SealError: the first failure of §15.
    """
    opening = _read(source)
    if not opening.sealed:
        raise SealError(Failure.NO_KEY, _NAME)
    raw = key.open(opening.sealed, _info(opening.head), _NAME)
    return _open(source, target, opening, BackupKey(raw=raw))


def _sealed(
    key: BackupKey, recovery: OpeningPublicKey | None, head: BackupHead
) -> bytes:
    if recovery is None:
        return _NONE
    return _SEALED + recovery.seal(key.raw, _info(head), _NAME)


def _read(source: Source) -> _Opening:
    head = read_backup_head(source)
    flag = _take(source, len(_NONE))
    if flag not in {_NONE, _SEALED}:
        raise SealError(Failure.MALFORMED, _NAME)
    sealed = b"" if flag == _NONE else _take(source, KEY_BYTES + HPKE_OVERHEAD_BYTES)
    box = _take(source, KEY_BYTES + BOX_OVERHEAD_BYTES)
    return _Opening(head=head, sealed=sealed, box=box)


def _open(
    source: Source, target: Target, opening: _Opening, key: BackupKey
) -> BackupHead:
    salt = _take(source, SALT_BYTES)
    chunks = stream_key(key, salt=salt, info=_info(opening.head))
    open_stream(source, target, key=chunks, what=_NAME)
    return opening.head


def _take(source: Source, length: int) -> bytes:
    found = fill(source, length)
    if len(found) < length:
        raise SealError(Failure.TRUNCATED, _NAME)
    return found


def _info(head: BackupHead) -> bytes:
    number, expires = head.number.to_bytes(8), head.expires.to_bytes(4)
    return context("backup", head.group, number, expires)
