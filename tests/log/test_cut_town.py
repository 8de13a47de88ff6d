"""A power cut at a desk or at the relay, also amid a sync, loses and doubles nothing.

Each disk is cut on its own, and all at once. Of what is not synced any part may be
lost; which is drawn, at moments that are drawn, and more of them by `make soak`.
"""

import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random  # noqa: TID251 -- tests repeat themselves

import pytest

from safeconduct.base.errors import SafeConductError
from tests.log.cut_town import (
    HOMES,
    MAIN,
    NAMES,
    STEPS,
    CutTown,
    Standing,
    settled,
    standing,
    town_in,
    written,
)
from tests.log.cut_town_writer import PLANTED
from tests.log.power_cut import Step, drawn_cuts, lay_out, read_record
from tests.log.recorder_kit import run_preloaded
from tests.log.scale import SCALE

# So many moments for each disk, and for all at once.
MOMENTS = 15 * SCALE
CUT = (*HOMES, "")
# What stands at once, and once the desks have exchanged.
Stage = tuple[Standing, Standing]


def recorded(recorder: Path, memory: Path, planted: str) -> list[Step]:
    """What a town did to its disks."""
    folder, record = memory / "town", memory / "record"
    folder.mkdir()
    module = "tests.log.cut_town_writer"
    run_preloaded(recorder, module, str(folder), planted, folder=folder, record=record)
    return list(read_record(record.read_bytes(), folder))


def snapshots(folder: Path) -> Iterator[Stage]:
    """What stands before the first step and after each: at once, and once settled."""
    folder.mkdir()
    with town_in(folder) as town:
        for step in (lambda _: None, *STEPS):
            step(town)
            copy = shutil.copytree(folder, folder.with_name("copy"))
            with town_in(copy) as other:
                yield standing(town), settled(other)
            shutil.rmtree(copy)


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> list[Stage]:
    """What a town makes that no power cut hits."""
    return [*snapshots(tmp_path_factory.mktemp("town") / "whole")]


def every_cut_loses_and_doubles_nothing(
    recorder: Path,
    memory: Path,
    expected: list[Stage],
    planted: str = "",
    moments: int = MOMENTS,
) -> int:
    """Neither on the desks as they are opened, nor once they have exchanged."""
    steps, chance = recorded(recorder, memory, planted), Random(1)  # noqa: S311 -- no secret
    number = 0
    for acknowledged, left in drawn_cuts(steps, CUT, moments, chance):
        lay_out(left, memory / "left")
        may = expected[acknowledged - 1 : acknowledged + 1]
        with town_in(memory / "left") as town:
            it_goes_on(town, may)
        number += 1
    return number


def it_goes_on(town: CutTown, may: list[Stage]) -> None:
    """It is between two steps; then the desks write, exchange, and none is lost."""
    here = standing(town)
    for said in {*here, *may[0][0], *may[-1][0]}:
        assert here[said] in {at_once[said] for at_once, _ in may}, said
    wrote = [name for name in NAMES if written(town, name, MAIN, f"by {name}")]
    new = Counter((desk, "MAIN", f"by {name}") for desk in NAMES for name in wrote)
    assert settled(town) in [end + new for _, end in may]


def test_every_cut_loses_and_doubles_nothing(
    recorder: Path, memory: Path, expected: list[Stage]
) -> None:
    number = every_cut_loses_and_doubles_nothing(recorder, memory, expected)
    assert number > 2 * MOMENTS


@pytest.mark.parametrize("planted", PLANTED)
def test_without_its_guard_a_cut_is_noticed(
    recorder: Path, memory: Path, expected: list[Stage], planted: str
) -> None:
    with pytest.raises((AssertionError, SafeConductError)):
        every_cut_loses_and_doubles_nothing(
            recorder, memory, expected, planted, 4 * MOMENTS
        )
