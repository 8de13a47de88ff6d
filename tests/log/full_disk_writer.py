"""Takes a desk through its steps on a disk that refuses, from each change on in turn.

Run under the recorder: FOLDER, the error that the disk gives, and how many changes to
go on at a time. Once a step has told of a failure the disk is in order again.
"""

import ctypes
import sys
from pathlib import Path
from shutil import rmtree

from safeconduct.log.errors import LogError
from tests.log.desk_kit import STEPS, Desk, observe, observed, open_desk, snapshots

KINDS = {"full", "refused"}


def check_told(error: LogError) -> None:
    """Nothing else may be told of a disk that refuses."""
    assert error.kind in KINDS, error


def open_in_the_end(folder: Path, fail: ctypes.CDLL) -> tuple[Desk, int]:
    """Open a desk, if need be a second time; how often it failed."""
    try:
        return open_desk(folder), 0
    except LogError as error:
        check_told(error)
        fail.power_fail(0, 0)
        return open_desk(folder), 1


def go_through(folder: Path, fail: ctypes.CDLL, expected: list[object]) -> int:
    """Do every step, again where it failed; how often one did."""
    desk, failures = open_in_the_end(folder, fail)
    for number, step in enumerate(STEPS):
        try:
            step(desk)
        except LogError as error:
            check_told(error)
            fail.power_fail(0, 0)
            failures += 1
            if step is not Desk.reopen:
                assert observed(desk) in expected[number : number + 2], number
            step(desk)
    assert observed(desk) == expected[-1]
    desk.close()
    return failures


def main() -> None:
    """Print how many changes were failed, and how often a step told of it."""
    parent, error, stride = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    fail = ctypes.CDLL(None)
    folder, told = parent / "desk", 0
    folder.mkdir()
    fail.power_fail(0, 0)
    expected: list[object] = [*snapshots(folder)]
    whole = fail.power_fail(0, 0)
    for at in range(1, whole + 1, stride):
        rmtree(folder)
        folder.mkdir()
        fail.power_fail(at, error)
        told += go_through(folder, fail, expected)
        fail.power_fail(0, 0)
        assert observe(folder, len(STEPS)) == expected[-1]
    print(whole, told)  # noqa: T201 -- what the test reads


if __name__ == "__main__":
    main()
