"""A disk that is full, failing or read-only leaves whole what was there before."""

import errno
from pathlib import Path

import pytest

from tests.log.recorder_kit import run_preloaded
from tests.log.scale import SCALE


@pytest.mark.parametrize(
    ("error", "stride"),
    [(errno.ENOSPC, 1), (errno.EIO, 7), (errno.EROFS, 7)],
    ids=["full", "failing", "read-only"],
)
def test_a_disk_that_refuses_leaves_steps_whole_and_lets_them_be_done_again(
    recorder: Path, memory: Path, error: int, stride: int
) -> None:
    """From each change on in turn; then the step is done again, and all those after."""
    module = "tests.log.full_disk_writer"
    arguments = (str(memory), str(error), str(stride))
    said = run_preloaded(recorder, module, *arguments, folder=memory)
    changes, told = (int(word) for word in said.split())
    assert changes > 300
    assert told > changes // stride // 2


@pytest.mark.parametrize(
    ("error", "stride"),
    [(errno.ENOSPC, 31), (errno.EROFS, 151)],
    ids=["full", "read-only"],
)
def test_a_disk_that_refuses_amid_an_exchange_loses_and_doubles_nothing(
    recorder: Path, memory: Path, error: int, stride: int
) -> None:
    """Of one desk of two: what was not done is done again, and they agree."""
    module, desk = "tests.log.full_town_writer", memory / "town" / "anna"
    arguments = (str(memory), str(error), str(stride // SCALE or 1))
    said = run_preloaded(recorder, module, *arguments, folder=desk)
    changes, told = (int(word) for word in said.split())
    assert changes > 300
    assert told > changes // stride // 2
