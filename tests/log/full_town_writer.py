"""Takes a town through its steps while one desk's disk refuses, from each change on.

Run under the recorder: FOLDER, the error that the disk gives, and how many changes to
go on at a time. Once a step has told of a failure the disk is in order again, and what
was not done is done again.
"""

import ctypes
import sys
from pathlib import Path
from shutil import copytree, rmtree

from safeconduct.log.errors import LogError
from tests.log.cut_town import (
    STEPS,
    CutTown,
    Standing,
    settled,
    standing,
    town_in,
)
from tests.log.full_disk_writer import check_told


def go_through(town: CutTown, fail: ctypes.CDLL, expected: list[Standing]) -> int:
    """Do every step, again where it failed and was not done; how often one failed."""
    failures = 0
    for number, step in enumerate(STEPS):
        before, after = expected[number : number + 2]
        try:
            step(town)
        except LogError as error:
            check_told(error)
            fail.power_fail(0, 0)
            failures += 1
            here = standing(town)
            for text in {*here, *before, *after}:
                assert here[text] in {before[text], after[text]}, (number, text)
            if here != after:
                step(town)
    return failures


def clean(folder: Path, fail: ctypes.CDLL) -> tuple[list[Standing], int, Standing]:
    """What stands before the first step and after each, how many changes, the end."""
    with town_in(folder) as town:
        fail.power_fail(0, 0)
        expected: list[Standing] = []
        for step in (lambda _: None, *STEPS):
            step(town)
            expected.append(standing(town))
        return expected, fail.power_fail(0, 0), settled(town)


def main() -> None:
    """Print how many changes there are, and how often a step told of a failure."""
    folder, error, stride = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    fail, place, kept = ctypes.CDLL(None), folder / "town", folder / "kept"
    place.mkdir()
    with town_in(place):
        copytree(place, kept)
    expected, whole, end = clean(place, fail)
    told = 0
    for at in range(1, whole + 1, stride):
        rmtree(place)
        copytree(kept, place)
        with town_in(place) as town:
            fail.power_fail(at, error)
            told += go_through(town, fail, expected)
            fail.power_fail(0, 0)
        with town_in(place) as town:
            assert settled(town) == end, at
    print(whole, told)  # noqa: T201 -- what the test reads


if __name__ == "__main__":
    main()
