"""After a power cut at any moment a desk holds, whole, what it acknowledged."""

from pathlib import Path
from random import Random  # noqa: TID251 -- tests repeat themselves

import pytest

from safeconduct.log.errors import LogError
from tests.log.desk_kit import STEPS, observe, snapshots
from tests.log.power_cut import Disk, Step, fingerprint, lay_out, read_record
from tests.log.recorder_kit import run_preloaded
from tests.log.scale import SCALE


def recorded(recorder: Path, memory: Path, planted: str) -> list[Step]:
    """What the writer did to its folder."""
    folder, record = memory / "desk", memory / "record"
    folder.mkdir()
    module = "tests.log.power_cut_writer"
    run_preloaded(recorder, module, str(folder), planted, folder=folder, record=record)
    return list(read_record(record.read_bytes(), folder))


def every_cut_leaves_what_was_acknowledged(
    recorder: Path, memory: Path, planted: str
) -> int:
    """Of each cut: the last acknowledged step, or the one under way; how many cuts."""
    (memory / "whole").mkdir()
    expected = snapshots(memory / "whole")
    disk, chance = Disk(), Random(1)  # noqa: S311 -- no secret
    seen: set[tuple[int, bytes]] = set()
    for step in recorded(recorder, memory, planted):
        disk.take(step)
        for left in disk.cuts(chance, 2 * SCALE):
            outcome = (disk.acknowledged, fingerprint(left))
            if outcome not in seen:
                seen.add(outcome)
                lay_out(left, memory / "left")
                found = observe(memory / "left", disk.acknowledged)
                may = expected[disk.acknowledged : disk.acknowledged + 2]
                assert found in may, disk.acknowledged
    assert disk.acknowledged == len(STEPS)
    return len(seen)


def test_every_cut_leaves_what_was_acknowledged(recorder: Path, memory: Path) -> None:
    assert every_cut_leaves_what_was_acknowledged(recorder, memory, "") > 1000


@pytest.mark.parametrize("planted", ["store", "bag", "files"])
def test_a_writer_that_does_not_wait_for_the_disk_is_caught(
    recorder: Path, memory: Path, planted: str
) -> None:
    with pytest.raises((AssertionError, LogError)):
        every_cut_leaves_what_was_acknowledged(recorder, memory, planted)
