"""A power cut amid a backup or a restore harms neither the vault nor what is written.

What has the name of a backup is one, whole; what was acknowledged is there; and what
was cut short can be done again.
"""

from dataclasses import dataclass
from pathlib import Path
from random import Random  # noqa: TID251 -- tests repeat themselves

import pytest

from safeconduct.base.errors import SafeConductError
from safeconduct.log.cases.case_work import main_log
from safeconduct.log.entries.body import FileKept, TextWritten
from safeconduct.log.group.group import open_group
from safeconduct.log.rescue.backing_up import restore
from safeconduct.log.rescue.verifying import verify
from safeconduct.log.vault.vault import Vault
from safeconduct.sealing.device import Device, make_device, new_seeds
from tests.log.cut_backup_writer import AT_BACKUP, AT_RESTORE, PHOTOGRAPH, backed_up
from tests.log.power_cut import drawn_cuts, lay_out, read_record
from tests.log.recorder_kit import run_preloaded
from tests.log.rescue.test_backing_up import TODAY, WORDS, new_device
from tests.log.scale import SCALE
from tests.log.town_kit import Town, entropy

# So many moments in each folder.
MOMENTS = 20 * SCALE
HOMES = ("anna", "out", "new", "")
WRITTEN = ("one", "two")


def held(vault: Vault) -> tuple[str, ...]:
    """The words of the case; nothing may be wrong, and its file be there."""
    assert not [*verify(vault)]
    vault.open_up()
    (row,) = vault.cases()
    view = vault.view(main_log(row.log.case))
    for _, body in view.current(FileKept):
        assert vault.files.path(body.file).read_bytes() == PHOTOGRAPH
    return tuple(body.text for _, body in view.current(TextWritten))


@dataclass(frozen=True, slots=True)
class Left:
    """What a cut has left in a folder."""

    folder: Path
    town: Town
    # Backups that are known to be whole.
    known: set[bytes]

    def opened(self, name: str, device: Device) -> tuple[str, ...]:
        """What a vault holds."""
        vault = open_group(self.folder / name, device, self.town.around(f"{name} 2"))
        try:
            return held(vault)
        finally:
            vault.close()

    def restored(self, source: str, name: str) -> tuple[str, ...]:
        """What a backup holds."""
        device, around = new_device(name), self.town.around(name)
        place = self.folder / name
        vault = restore(
            self.folder / "out" / source, place, WORDS,
            device=device, around=around, today=TODAY,
        )  # fmt: skip
        try:
            return held(vault)
        finally:
            vault.close()

    def check(self, acknowledged: int) -> None:
        """Nothing is harmed, and what was cut short can be done again."""
        anna = make_device(new_seeds(entropy("anna")))
        may = WRITTEN[: max(1, acknowledged - 1)], WRITTEN[: max(1, acknowledged)]
        there = {path.name for path in (self.folder / "out").iterdir()}
        assert self.opened("anna", anna) in may
        assert "one" in there or acknowledged < 2
        assert "two" in there or acknowledged < 4
        for number, name in enumerate(WRITTEN, start=1):
            raw = (self.folder / "out" / name).read_bytes() if name in there else b""
            if raw not in self.known:
                assert self.restored(name, f"of {name}") == WRITTEN[:number]
                self.known.add(raw)
        assert all(name.startswith("backup-work") for name in there - {*WRITTEN})
        if acknowledged > 4 or (self.folder / "new" / "vault.db").exists():
            assert self.opened("new", new_device("new")) == WRITTEN
        if acknowledged == 4 and not (self.folder / "new" / "vault.db").exists():
            assert self.restored("two", "new") == WRITTEN
        if acknowledged < 4:
            vault = open_group(self.folder / "anna", anna, self.town.around("anna 3"))
            backed_up(vault, self.folder / "out" / "three")
            vault.close()


def every_cut_harms_nothing(recorder: Path, memory: Path, planted: str = "") -> int:
    """How many cuts were looked at."""
    folder, record = memory / "desk", memory / "record"
    folder.mkdir()
    module = "tests.log.cut_backup_writer"
    run_preloaded(recorder, module, str(folder), planted, folder=folder, record=record)
    steps = [*read_record(record.read_bytes(), folder)]
    number, chance, known = 0, Random(1), {b""}  # noqa: S311 -- no secret
    for acknowledged, left in drawn_cuts(steps, HOMES, MOMENTS, chance):
        lay_out(left, memory / "left")
        place = memory / "left"
        Left(place, Town(folder=place), known).check(acknowledged)
        number += 1
    return number


def test_every_cut_harms_nothing(recorder: Path, memory: Path) -> None:
    assert every_cut_harms_nothing(recorder, memory) > MOMENTS


@pytest.mark.parametrize("planted", [*AT_BACKUP, *AT_RESTORE])
def test_without_its_guard_a_cut_is_noticed(
    recorder: Path, memory: Path, planted: str
) -> None:
    with pytest.raises((AssertionError, SafeConductError)):
        every_cut_harms_nothing(recorder, memory, planted)
