"""What a disk refuses, in one sentence each, and what outlasts a power cut."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from safeconduct.log.errors import LogError

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def full_error(name: str) -> LogError:
    """There is no room for what was to be written to a file."""
    what = f"{name}: the disk is full; nothing was changed. Make room and try again."
    return LogError(what, kind="full")


def refused_error(name: str) -> LogError:
    """The disk does not let a file be read or written."""
    what = (
        f"{name}: the disk refuses; nothing was changed. Look whether it is mounted "
        "read-only, belongs to somebody else or is failing."
    )
    return LogError(what, kind="refused")


def damaged_error(name: str, what: str) -> LogError:
    """A file is not what was written; it is not touched, for what can be saved."""
    mend = "Leave the folder as it is and restore the newest backup into another one."
    return LogError(f"{name}: {what} {mend}", kind="damaged")


@contextmanager
def disk_errors_told(name: str) -> Iterator[None]:
    """Say what a disk refuses as a `LogError`; `name` is what the file is called.

    Raises:
        LogError: *full* or *refused*.
    """
    try:
        yield
    except OSError as error:
        is_full = error.errno in _FULL
        raise full_error(name) if is_full else refused_error(name) from error


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it, so that it outlasts a power cut.

    Raises:
        OSError: it cannot be made.
    """
    if not folder.is_dir():
        make_folder(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)
        to_disk(folder.parent)


def to_disk(folder: Path) -> None:
    """Make the names in a folder outlast a power cut.

    Raises:
        OSError: the folder cannot be opened.
    """
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
