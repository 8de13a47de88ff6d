"""The vault of this machine: its device, and the one process that has it open.

Spec: spec/log.md §11. Randomness and the clock come in here.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from safeconduct.app.machine.file import read_file, write_whole
from safeconduct.app.machine.settings import minute
from safeconduct.base.errors import Fault, InputError, SafeConductError
from safeconduct.log.group.group import open_group
from safeconduct.log.stores.disk import make_folder
from safeconduct.log.stores.lock import take_lock
from safeconduct.log.vault.around import Surroundings
from safeconduct.log.vault.vault import Vault
from safeconduct.sealing.device import Device, make_device, new_seeds, read_seeds
from safeconduct.sealing.passbox import open_box, seal_box
from safeconduct.sealing.stretch import STRETCH_SALT_BYTES, Stretch

DEVICE_FILE = "device.box"
VAULT_FILE = "vault.db"
LOCK_FILE = "lock"
_BOX = "device"
_MOST_BYTES = 4096


def surroundings() -> Surroundings:
    """The clock and the randomness of this machine."""
    return Surroundings(minute=minute, entropy=secrets.token_bytes)


def has_device(home: Path) -> bool:
    """Whether this machine has a device already."""
    return (home / DEVICE_FILE).exists()


def has_vault(home: Path) -> bool:
    """Whether this machine is in a group already, or takes part in one."""
    return (home / VAULT_FILE).exists()


def check_no_vault(home: Path) -> None:
    """Refuse a folder that has a vault already.

    Raises:
        InputError: it has.
    """
    if has_vault(home):
        what = "There is a vault in this folder already."
        mend = "Name another folder in SAFECONDUCT_HOME."
        raise InputError([Fault(file="vault", what=what, mend=mend)])


def new_device(home: Path, passphrase: str) -> Device:
    """Make the device of this machine; it is on the disk when this returns.

    Raises:
        InputError: there is one already, or the folder cannot be written to.
    """
    if has_device(home):
        what = "This machine has a device already: it is never written over."
        raise InputError([Fault(file=DEVICE_FILE, what=what)])
    _make_folder(home)
    seeds = new_seeds(secrets.token_bytes)
    sealed = seal_box(
        seeds.to_bytes(),
        passphrase,
        name=_BOX,
        salt=secrets.token_bytes(STRETCH_SALT_BYTES),
        stretch=Stretch(),
    )
    write_whole(home / DEVICE_FILE, sealed, durable=True)
    return make_device(seeds)


def own_device(home: Path, passphrase: str) -> Device:
    """The device of this machine, made where there is none yet."""
    make = unlock_device if has_device(home) else new_device
    return make(home, passphrase)


@contextmanager
def device_made(home: Path, passphrase: str) -> Iterator[Device]:
    """The device of this machine; one that had to be made goes if what follows fails.

    Raises:
        InputError: the folder cannot be written to, or the device does not open.
    """
    if has_device(home):
        yield unlock_device(home, passphrase)
        return
    device = new_device(home, passphrase)
    try:
        yield device
    except SafeConductError:
        (home / DEVICE_FILE).unlink()
        raise


def unlock_device(home: Path, passphrase: str) -> Device:
    """The device of this machine.

    Raises:
        InputError: there is none here.
        SealError: another passphrase, or the box was altered.
    """
    if not has_device(home):
        raise no_vault()
    raw = read_file(home / DEVICE_FILE, most=_MOST_BYTES)
    return make_device(read_seeds(open_box(raw, passphrase, name=_BOX)))


@contextmanager
def open_vault(home: Path, passphrase: str) -> Iterator[Vault]:
    """The vault of this machine, as long as it is used.

    Raises:
        InputError: there is none, or it does not open.
        LogError: *taken*: another process has it open; *damaged*.
    """
    if not has_vault(home):
        raise no_vault()
    with locked(home):
        vault = open_group(home, unlock_device(home, passphrase), surroundings())
        try:
            yield vault
        finally:
            vault.close()


@contextmanager
def locked(home: Path) -> Iterator[None]:
    """Be the one process that has the vault of a folder.

    Raises:
        LogError: *taken*: another one has it.
    """
    _make_folder(home)
    lock = take_lock(home / LOCK_FILE)
    try:
        yield
    finally:
        lock.close()


def no_vault() -> InputError:
    """There is nothing here to be opened, and how to begin."""
    what = "There is no vault on this machine."
    mend = (
        "Name its folder in SAFECONDUCT_HOME, or begin: safeconduct init --group NAME "
        "--name MEMBER, or safeconduct init --card FILE to join a group."
    )
    return InputError([Fault(file="vault", what=what, mend=mend)])


def _make_folder(home: Path) -> None:
    """The folder of an installation, which only its user can look into.

    Raises:
        InputError: it cannot be made.
    """
    try:
        make_folder(home)
    except OSError as error:
        what = f"The folder cannot be made ({error.strerror})."
        raise InputError([Fault(file="SAFECONDUCT_HOME", what=what)]) from error
