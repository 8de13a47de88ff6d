"""One process has a vault open, and its death lets the next one in."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from safeconduct.log.errors import LogError
from safeconduct.log.stores.lock import take_lock

_HOLD = """
import sys, time
from pathlib import Path
from safeconduct.log.stores.lock import take_lock
held = take_lock(Path(sys.argv[1]))
print("held", flush=True)
time.sleep(600)
"""


def test_a_lock_that_is_let_go_of_can_be_taken(tmp_path: Path) -> None:
    take_lock(tmp_path / "lock").close()
    take_lock(tmp_path / "lock").close()
    assert (tmp_path / "lock").read_text() == str(os.getpid())
    assert (tmp_path / "lock").stat().st_mode & 0o077 == 0


def test_a_second_one_is_told_which_process_holds_it(tmp_path: Path) -> None:
    lock = take_lock(tmp_path / "lock")
    with pytest.raises(LogError, match=f"process {os.getpid()}") as caught:
        take_lock(tmp_path / "lock")
    assert caught.value.kind == "taken"
    lock.close()


def test_a_holder_that_has_not_said_its_number_is_another_process(
    tmp_path: Path,
) -> None:
    lock = take_lock(tmp_path / "lock")
    (tmp_path / "lock").write_text("")
    with pytest.raises(LogError, match="another process"):
        take_lock(tmp_path / "lock")
    lock.close()


def test_kill_9_releases_it(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with subprocess.Popen(  # noqa: S603 -- our own interpreter and program
        [sys.executable, "-c", _HOLD, str(path)], stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(LogError, match=f"process {holder.pid}"):
            take_lock(path)
        holder.send_signal(signal.SIGKILL)
    take_lock(path).close()


@pytest.mark.parametrize(
    ("path", "kind"), [("/proc/none/lock", "refused"), ("/dev/full", "refused")]
)
def test_a_place_that_takes_no_lock_is_refused(path: str, kind: str) -> None:
    with pytest.raises(LogError) as caught:
        take_lock(Path(path))
    assert caught.value.kind == kind
