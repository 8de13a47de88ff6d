"""Files of the user's: read with a bound, written whole or not at all."""

import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO

from safeconduct.base.decode import decode_text
from safeconduct.base.errors import Fault, InputError
from safeconduct.log.stores.disk import to_disk


def read_file(path: Path, *, most: int, name: str = "", plain: bool = False) -> bytes:
    """Read a file; `name` is what a fault calls it.

    `plain` refuses a pipe, a device and a folder: a pipe would let us wait for ever.

    Raises:
        InputError: there is none, it cannot be read, or it is too large.
    """
    shown = name or path.name or str(path)
    try:
        found = path.stat()
        size = found.st_size
        if plain and not stat.S_ISREG(found.st_mode):
            raise InputError([Fault(file=shown, what="This is no file.")])
        with path.open("rb") as file:
            # A device or a pipe says that it is empty, and may never end.
            content = file.read(most + 1) if size <= most else b""
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "no such name"
        what = f"The file cannot be read ({why})."
        raise InputError([Fault(file=shown, what=what)]) from error
    if size > most or len(content) > most:
        much = f"{size} bytes" if size > most else "more"
        what = f"The file has {much}; at most {most} bytes are read."
        raise InputError([Fault(file=shown, what=what)])
    return content


@contextmanager
def opened_file(path: Path) -> Iterator[tuple[IO[bytes], int]]:
    """An open file of the user's, to be read bit by bit, and its length.

    Raises:
        InputError: there is none, it cannot be read, or it is no plain file.
    """
    with ExitStack() as stack:
        try:
            # A pipe is not waited for.
            handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
            file = stack.enter_context(os.fdopen(handle, "rb"))
            found = os.fstat(file.fileno())
        except (OSError, ValueError) as error:
            why = error.strerror if isinstance(error, OSError) else "no such name"
            what = f"The file cannot be read ({why})."
            raise InputError([Fault(file=path.name, what=what)]) from error
        if not stat.S_ISREG(found.st_mode):
            raise InputError([Fault(file=path.name, what="This is no file.")])
        yield file, found.st_size


def resolved(path: Path) -> Path:
    """Where a path leads, whether or not something is there.

    Raises:
        InputError: nothing can be there: the name is too long, its links run in a ring.
    """
    try:
        path.exists()
        return path.resolve()
    except (OSError, RuntimeError) as error:
        why = error.strerror if isinstance(error, OSError) else "links in a ring"
        what = f"No file or folder can be here ({why})."
        raise InputError([Fault(file=path.name, what=what)]) from error


def read_text(path: Path, *, most: int) -> str:
    """Read a file of UTF-8 text.

    Raises:
        InputError: it cannot be read, or is no such text.
    """
    return decode_text(read_file(path, most=most), file=path.name, most=most)


def write_whole(path: Path, content: bytes, *, durable: bool = False) -> None:
    """Write a file whole or not at all; `durable` ones outlast a power cut.

    Raises:
        InputError: the place cannot be written to.
    """
    with _beside(path) as out:
        out.write(content)
        if durable:
            out.flush()
            os.fsync(out.fileno())
        out.close()
        Path(out.name).replace(path)
        if durable:
            to_disk(path.parent)


def check_place(path: Path) -> None:
    """See that a file can be written to a place, and leave none there.

    Raises:
        InputError: it cannot.
    """
    with _beside(path):
        pass


@contextmanager
def _beside(path: Path) -> Iterator[IO[bytes]]:
    """A new file in the folder of another; it is gone afterwards, unless it moved.

    Raises:
        InputError: the place cannot be written to.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError):
            if not stat.S_ISREG(path.stat().st_mode):
                fault = Fault(file=path.name, what="No file can be written here.")
                raise InputError([fault])
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as out:
            try:
                yield out
            finally:
                Path(out.name).unlink(missing_ok=True)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "no such name"
        what = f"The file cannot be written ({why})."
        raise InputError([Fault(file=path.name, what=what)]) from error
