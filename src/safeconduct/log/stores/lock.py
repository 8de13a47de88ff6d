"""One process has a vault open (spec/log.md §11)."""

import fcntl
import os
from pathlib import Path

from safeconduct.log.errors import LogError
from safeconduct.log.stores.disk import disk_errors_told

_MOST_BYTES = 20


class Lock:
    """Held until it is let go of, or its process ends, however it ends.

    The file stays: who deleted it could let a second process in.
    """

    def __init__(self, handle: int) -> None:
        """Keep what `take_lock` opened."""
        self._handle = handle

    def close(self) -> None:
        """Let others open the vault."""
        os.close(self._handle)


def take_lock(path: Path) -> Lock:
    """Be the one process that has the vault open.

    Raises:
        LogError: *taken*, with the number of the process; *refused* or *full*.
    """
    with disk_errors_told(path.name):
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.ftruncate(handle, 0)
            os.pwrite(handle, str(os.getpid()).encode(), 0)
        except BlockingIOError as error:
            holder = _holder(handle)
            os.close(handle)
            what = f"The vault is open in {holder}. Close it there first."
            raise LogError(what, kind="taken") from error
        except OSError:
            os.close(handle)
            raise
    return Lock(handle)


def holder(path: Path) -> int:
    """The number of the process that has the vault open; 0 where none is known."""
    try:
        handle = os.open(path, os.O_RDWR)
    except OSError:
        return 0
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return _written(handle)
    finally:
        os.close(handle)
    return 0


def _holder(handle: int) -> str:
    number = _written(handle)
    return f"process {number}" if number else "another process"


def _written(handle: int) -> int:
    said = os.pread(handle, _MOST_BYTES, 0)
    return int(said) if said.isdigit() else 0
