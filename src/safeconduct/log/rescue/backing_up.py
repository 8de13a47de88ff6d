"""A whole vault as one file, and a vault out of one (spec/log.md §14).

A backup opens to its passphrase and to the recovery key, to no device. Who restores one
is a new device: the old one's signing key is in no backup.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date, timedelta
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from safeconduct.log.errors import LogError
from safeconduct.log.group.group import adopt_store, open_group
from safeconduct.log.name import Compartment
from safeconduct.log.stores.backup_content import (
    FILES_FOLDER,
    STORE_FILE,
    Joined,
    Keys,
    OpenKey,
    Same,
    Unpacker,
)
from safeconduct.log.stores.disk import disk_errors_told, make_folder, to_disk
from safeconduct.log.vault.around import Surroundings
from safeconduct.log.vault.vault import Vault
from safeconduct.sealing.backup_box import (
    BackupHead,
    BackupLocks,
    open_backup_by_passphrase,
    open_backup_by_recovery,
    read_backup_head,
    seal_backup,
)
from safeconduct.sealing.device import Device
from safeconduct.sealing.errors import SealError
from safeconduct.sealing.opening import (
    OpeningKey,
    OpeningPublicKey,
    read_opening_key,
)
from safeconduct.sealing.stretch import Stretch

KEPT_DAYS = 30
NUMBER = "backup"
_BAG_FILE = "bag.db"
_WORK = "backup-work"
_MAKING = "restore-work"
_DAY_ZERO = date(1970, 1, 1)
DEFAULT_STRETCH = Stretch()


def backup(
    vault: Vault,
    target: Path,
    passphrase: str,
    *,
    today: date,
    stretch: Stretch = DEFAULT_STRETCH,
) -> BackupHead:
    """Write everything that the desk keeps, as of one moment, into a new file.

    It is on the disk, read back and compared when this returns, or not there. Older
    ones of the group beside it that have expired are deleted.

    Raises:
        LogError: *closed*: tombstones have not come; *taken*: there is a file;
            *damaged*: it cannot be read back; *full* or *refused*.
        SealError: *too short* a passphrase; *changed while read*: try again.
    """
    if vault.closed:
        # It would live longer than the one that it was restored from.
        msg = "Restored from a backup: sync first, for what was erased since."
        raise LogError(msg, kind="closed")
    if target.exists():
        msg = "There is a file of that name. Give the backup a name of its own."
        raise LogError(msg, kind="taken")
    number = _next_number(vault)
    expires = _day_number(today + timedelta(days=KEPT_DAYS))
    head = BackupHead(group=vault.group, number=number, expires=expires)
    locks = BackupLocks(
        passphrase=passphrase, stretch=stretch, recovery=_recovery_key(vault)
    )
    with disk_errors_told(target.name), _copied(vault) as store:
        # After the store: whatever key an entry in it has is in the bag by now.
        keys, files = _keys(vault), _files(vault)
        _write(vault, target, head, locks, lambda: Joined(keys, store, files))
        delete_expired(target.parent, vault.group, today=today)
    return head


def restore(
    source: Path,
    folder: Path,
    opener: str | OpeningKey,
    *,
    device: Device,
    around: Surroundings,
    today: date,
) -> Vault:
    """A vault out of a backup, for a new device; `opener`: passphrase or recovery key.

    It shows no case until the others have let the device in, a bundle has told what
    came since, or `open_up` says that nothing will: what was erased lies in it still.

    Raises:
        LogError: *refused*: it has expired, or by its last day was made in days to
            come; *taken*: there is a vault in the folder; *malformed*, *damaged*,
            *full*.
        SealError: the first failure of spec/envelope.md §15.
    """
    with disk_errors_told(source.name), source.open("rb") as file:
        head = read_backup_head(file)
        _check_days(head, today)
        file.seek(0)
        with vault_made_in(folder) as made:
            keys = _unpacked(file, made, opener)
            adopt_store(made, device, head.group, keys, around)
    vault = open_group(folder, device, around)
    vault.store.set_meta(NUMBER, vault.seal.seal(NUMBER, head.number.to_bytes(8)))
    return vault


def delete_expired(folder: Path, group: bytes, *, today: date) -> tuple[Path, ...]:
    """Delete the backups of a group in a folder that nobody restores any more."""
    found = tuple(
        path
        for path in sorted(folder.iterdir())
        if path.is_file() and _has_expired(path, group, today)
    )
    for path in found:
        path.unlink()
    return found


@contextmanager
def vault_made_in(folder: Path) -> Iterator[Path]:
    """A folder to make a vault in; it moves to its place when all went well.

    Raises:
        LogError: *taken*: there is a vault in that place, or a part of one.
    """
    made, store = folder / _MAKING, folder / STORE_FILE
    rest = (folder / FILES_FOLDER, folder / _BAG_FILE)
    # What was being made here when a power cut came is of no use.
    is_ours = made.exists()
    if store.exists() or (not is_ours and any(path.exists() for path in rest)):
        msg = "There is a vault in this folder already."
        raise LogError(msg, kind="taken")
    _clear(made, *rest)
    make_folder(made)
    try:
        yield made
        for path in (*(made / FILES_FOLDER).iterdir(), made / FILES_FOLDER, made):
            to_disk(path)
        # What makes a vault comes last, when the rest is on the disk.
        for path in (*rest, store):
            (made / path.name).replace(path)
            to_disk(folder)
    finally:
        _clear(*(() if store.exists() else rest), made)


def _clear(*paths: Path) -> None:
    """Take away files and folders, those that are there."""
    for path in paths:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _write(
    vault: Vault,
    target: Path,
    head: BackupHead,
    locks: BackupLocks,
    read: Callable[[], Joined],
) -> None:
    with NamedTemporaryFile(dir=target.parent, prefix=_WORK, delete=False) as file:
        try:
            content = read()
            seal_backup(
                content,
                file,
                head=head,
                locks=locks,
                length=content.length,
                entropy=vault.around.entropy,
            )
            file.flush()
            os.fsync(file.fileno())
            _read_back(file, read(), locks.passphrase)
            Path(file.name).replace(target)
            to_disk(target.parent)
        finally:
            Path(file.name).unlink(missing_ok=True)


def _read_back(file: IO[bytes], content: Joined, passphrase: str) -> None:
    """What was written must open to what was meant."""
    # Out of memory, so that what is read comes from the disk.
    os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    file.seek(0)
    same = Same(content)
    open_backup_by_passphrase(file, same, passphrase)
    same.end()


@contextmanager
def _copied(vault: Vault) -> Iterator[Path]:
    """The store as of now, for a while; what an earlier copy left is taken away."""
    work = vault.folder / _WORK
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(mode=0o700)
    try:
        # Not amid what is taken in: what follows from it would be missing.
        with vault.turn:
            vault.store.copy_to(work / STORE_FILE)
        yield work / STORE_FILE
    finally:
        shutil.rmtree(work)


def _unpacked(file: IO[bytes], made: Path, opener: str | OpeningKey) -> Keys:
    (made / FILES_FOLDER).mkdir(mode=0o700)
    with closing(Unpacker(made)) as target:
        if isinstance(opener, str):
            open_backup_by_passphrase(file, target, opener)
        else:
            open_backup_by_recovery(file, target, opener)
        return target.end()


def _keys(vault: Vault) -> Keys:
    """Every key that this device holds: its grants open to no other device."""
    circles = (
        OpenKey(subject=bytes([circle]), key=key.raw)
        for circle, held in vault.ring.circles.items()
        for key in held.values()
    )
    alone = (
        OpenKey(subject=log.raw, key=key.raw)
        for log in vault.store.logs()
        if log.compartment is not Compartment.ROSTER
        for key in vault.ring.alone(log)
    )
    return Keys(
        first=vault.first, keys=(*circles, *alone), wraps=vault.bag.every_wrap()
    )


def _files(vault: Vault) -> tuple[Path, ...]:
    return tuple(vault.files.path(name) for name in vault.files.names())


def _next_number(vault: Vault) -> int:
    """One more than ever before, also where the backup then fails."""
    kept = vault.seal.open(NUMBER, vault.store.meta(NUMBER))
    number = int.from_bytes(kept or b"") + 1
    vault.store.set_meta(NUMBER, vault.seal.seal(NUMBER, number.to_bytes(8)))
    return number


def _recovery_key(vault: Vault) -> OpeningPublicKey | None:
    recovery = vault.roster.recovery
    if recovery is None:
        return None
    return read_opening_key(recovery.card, "recovery key")


def _has_expired(path: Path, group: bytes, today: date) -> bool:
    try:
        with path.open("rb") as file:
            head = read_backup_head(file)
    except SealError:
        # Something else.
        return False
    return head.group == group and head.expires < _day_number(today)


def _check_days(head: BackupHead, today: date) -> None:
    """Refuse a backup that is too old, or that a wrong clock made to be kept longer."""
    now = _day_number(today)
    if head.expires < now:
        last = (_DAY_ZERO + timedelta(days=head.expires)).isoformat()
        msg = (
            f"The backup could be restored until {last}. It may hold cases that were "
            "erased since: delete it, and take a newer one."
        )
        raise LogError(msg, kind="refused")
    if head.expires > now + KEPT_DAYS:
        msg = (
            "By the clock of this machine the backup was made in days to come. Set the "
            "clock; if it is right, the other was wrong: take another backup."
        )
        raise LogError(msg, kind="refused")


def _day_number(day: date) -> int:
    return (day - _DAY_ZERO).days
