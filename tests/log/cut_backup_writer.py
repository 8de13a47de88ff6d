"""Backs a vault up, twice, and restores it; says when each is acknowledged.

Run under the recorder: FOLDER, and what is to be planted, if anything is.
"""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from safeconduct.log.cases.case_work import main_log, say
from safeconduct.log.entries.body import TextWritten
from safeconduct.log.rescue import backing_up
from safeconduct.log.rescue.backing_up import backup, restore
from safeconduct.log.stores import disk
from safeconduct.log.vault.vault import Vault
from tests.log.power_cut import ACKNOWLEDGED
from tests.log.rescue.test_backing_up import CHEAP, TODAY, WORDS, case_of, new_device
from tests.log.rescue.test_verifying import kept
from tests.log.town_kit import Town

PHOTOGRAPH = b"photograph" * 3000
PATCH = pytest.MonkeyPatch()


def what_is_written_is_not_waited_for() -> None:
    """Of a backup the name is on the disk, and its bytes may not be."""
    PATCH.setattr("safeconduct.log.rescue.backing_up.os.fsync", lambda _: None)


def names_are_not_waited_for() -> None:
    """It is acknowledged before its name is on the disk, or those of its parts."""
    PATCH.setattr(backing_up, "to_disk", lambda _: None)


AT_BACKUP: Mapping[str, Callable[[], None]] = {
    "bytes": what_is_written_is_not_waited_for,
    "name": names_are_not_waited_for,
}
AT_RESTORE = {"names": names_are_not_waited_for}


def backed_up(vault: Vault, target: Path) -> None:
    """Write a backup."""
    backup(vault, target, WORDS, today=TODAY, stretch=CHEAP)


def main() -> None:
    """Do it."""
    folder, planted = Path(sys.argv[1]), sys.argv[2]
    town = Town(folder=folder)
    vault = town.found().vault
    case, out = case_of(vault, "one"), folder / "out"
    kept(vault, case, PHOTOGRAPH)
    disk.make_folder(out)
    if planted in AT_BACKUP:
        AT_BACKUP[planted]()
    with (folder / ACKNOWLEDGED).open("wb", 0) as told:
        told.write(b".")
        backed_up(vault, out / "one")
        told.write(b".")
        say(vault, main_log(case), TextWritten(text="two"))
        told.write(b".")
        backed_up(vault, out / "two")
        told.write(b".")
        if planted in AT_RESTORE:
            AT_RESTORE[planted]()
        device, around = new_device("new"), town.around("new")
        restore(
            out / "two", folder / "new", WORDS,
            device=device, around=around, today=TODAY,
        ).close()  # fmt: skip
        told.write(b".")
    vault.close()


if __name__ == "__main__":
    main()
