"""Files of a case: sealed as they are read, sent in pieces, opened again (§5, §12).

On the disk a file has the name of its sealed bytes; whose it is says its entry alone.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import IO

from safeconduct.log.cases.case_work import say
from safeconduct.log.entries.body import FileKept
from safeconduct.log.entries.entry import Entry
from safeconduct.log.errors import LogError
from safeconduct.log.name import OF_A_CASE, EntryId, FileName, LogName, RawKey
from safeconduct.log.replay.log_view import LogView
from safeconduct.log.sharing.payload import waiting_file
from safeconduct.log.stores.store import Beside, Outgoing
from safeconduct.log.vault.vault import SALT_BYTES, Vault
from safeconduct.sealing.errors import Failure, SealError
from safeconduct.sealing.file_box import open_file, seal_file
from safeconduct.sealing.symmetric import FileKey

MOST_FILE_BYTES = 128 * 1024 * 1024
_KEY_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file of a case as its entry names it."""

    entry: Entry
    body: FileKept


@dataclass(slots=True, kw_only=True)
class _Begun:
    """Takes nothing, but notes that a first chunk has opened."""

    begun: bool = False

    def write(self, _: bytes, /) -> None:
        self.begun = True


def attach(
    vault: Vault,
    log: LogName,
    source: IO[bytes],
    *,
    length: int,
    kind: str,
    title: str,
) -> EntryId:
    """Keep a file of `length` bytes in a part of a case, in constant memory.

    Raises:
        LogError: not allowed, too long, or a full disk: nothing of it is kept then.
        SealError: *changed while read*.
    """
    if not 1 <= length <= MOST_FILE_BYTES:
        most = MOST_FILE_BYTES // (1024 * 1024)
        msg = f"A file of 1 byte to {most} MiB is kept; this one has {length} bytes."
        raise LogError(msg, kind="refused")
    key = FileKey(raw=vault.around.entropy(_KEY_BYTES))
    salt = vault.around.entropy(SALT_BYTES)

    def fill(target: IO[bytes]) -> bytes:
        return seal_file(source, target, key=key, log=log.raw, salt=salt, length=length)

    name = FileName(vault.files.write(fill))
    body = FileKept(file=name, key=RawKey(key.raw), size=length, type=kind, title=title)
    waiting = Outgoing(circle=log.compartment, payload=waiting_file(log, name))
    try:
        return say(vault, log, body, Beside(outgoing=(waiting,)))
    except (LogError, SealError):
        vault.files.remove(name)
        raise


def attachments(views: Iterable[LogView]) -> Iterator[Attachment]:
    """The files of some logs, in order."""
    for view in views:
        for entry, body in view.current(FileKept):
            yield Attachment(entry=entry, body=body)


def is_here(vault: Vault, one: Attachment) -> bool:
    """Whether all of a file has come."""
    return vault.files.has(one.body.file)


def is_its_own(vault: Vault, one: Attachment) -> bool:
    """Whether a file opens for the log whose entry names it: anybody may name any."""
    path = vault.files.first(one.body.file)
    if path is None:
        return False
    for log in _sealed_for(one.entry.log):
        begun = _Begun()
        with path.open("rb") as source, suppress(SealError):
            key = FileKey(raw=one.body.key)
            open_file(source, begun, key=key, log=log.raw, name=one.body.file)
        if begun.begun:
            return True
    return False


def write_clear(vault: Vault, one: Attachment, target: IO[bytes]) -> int:
    """Write a file in clear; its length. What was written counts if this returns.

    Raises:
        SealError: it is not as its entry says.
    """
    for log in _sealed_for(one.entry.log):
        try:
            with vault.files.path(one.body.file).open("rb") as source:
                key = FileKey(raw=one.body.key)
                name = one.body.file
                return open_file(source, target, key=key, log=log.raw, name=name)
        except SealError as error:
            # Nothing was written: not even its first bytes open for this log.
            if error.kind is not Failure.DOES_NOT_OPEN or target.tell():
                raise
    raise SealError(Failure.DOES_NOT_OPEN, "file")


def _sealed_for(log: LogName) -> Iterator[LogName]:
    """The log of its entry, or a lower one: it may have been passed to counsel."""
    for part in reversed(OF_A_CASE):
        if part <= log.compartment:
            yield LogName(case=log.case, compartment=part)
