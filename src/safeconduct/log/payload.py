"""What of a log goes on its way: keys first, then entries, then files (§12)."""

from collections.abc import Iterator

from safeconduct.log.body import FileKept
from safeconduct.log.name import LogName
from safeconduct.log.sheet_work import pieces_of
from safeconduct.log.vault import Vault
from safeconduct.sealing.item import EntryItem, WrapItem, write_item


def payloads_of(vault: Vault, log: LogName) -> Iterator[bytes]:
    """All that is here of a log, as it would be sent."""
    for wrap in vault.bag.wraps(log):
        yield write_item(WrapItem(wrap=wrap))
    for one in vault.store.envelopes(log):
        yield write_item(EntryItem(log=log.raw, envelope=one.envelope))
    for name in sorted(files_of(vault, log)):
        yield from pieces_here(vault, log.raw, name)


def pieces_here(vault: Vault, log: bytes, name: bytes) -> Iterator[bytes]:
    """The pieces of a file, if it is here."""
    if name and vault.files.has(name):
        for piece in pieces_of(log, name, vault.files.path(name).read_bytes()):
            yield write_item(piece)


def files_of(vault: Vault, log: LogName) -> frozenset[bytes]:
    """The names of the files of a log, as far as it can be opened."""
    if not vault.ring.of_log(log):
        return frozenset()
    return frozenset(body.file for _, body in vault.replay(log).current(FileKept))
