"""What of a log goes on its way: keys first, then entries, then files (§12)."""

from collections.abc import Iterator

from safeconduct.log.entries.body import FileKept
from safeconduct.log.name import HASH_BYTES, DeviceId, LogName
from safeconduct.log.vault.vault import Vault
from safeconduct.sealing.context import LOG_BYTES
from safeconduct.sealing.grant import read_grant
from safeconduct.sealing.item import (
    MOST_PIECE_BYTES,
    EntryItem,
    GrantItem,
    PieceItem,
    WrapItem,
    read_item,
    write_item,
)

# Its kind, log, name and offset.
_WAITING_FILE_BYTES = 1 + LOG_BYTES + HASH_BYTES + 8


def payloads_of(vault: Vault, log: LogName) -> Iterator[bytes]:
    """All that is here of a log, as it would be sent."""
    yield from keys_of(vault, log)
    yield from contents_of(vault, log)


def keys_of(vault: Vault, log: LogName) -> Iterator[bytes]:
    """The keys of a log that travel with it: sealed for devices, or for the circle."""
    for subject, grant in vault.bag.grants(subject=log.raw):
        if _is_for_circle(vault, log, grant):
            yield write_item(GrantItem(subject=subject, grant=grant))
    for wrap in vault.bag.wraps(log):
        yield write_item(WrapItem(wrap=wrap))


def contents_of(vault: Vault, log: LogName) -> Iterator[bytes]:
    """The entries and files of a log that are here."""
    for one in vault.store.envelopes(log):
        yield write_item(EntryItem(log=log.raw, envelope=one.envelope))
    for name in sorted(files_of(vault, log)):
        yield from pieces_here(vault, log.raw, name)


def _is_for_circle(vault: Vault, log: LogName, grant: bytes) -> bool:
    """Whether a grant was for a device that finds it in the circle's mailbox."""
    owner = vault.roster.authors.get(DeviceId(read_grant(grant).device), "")
    return vault.roster.holds(owner, log.compartment)


def pieces_here(vault: Vault, log: bytes, name: bytes) -> Iterator[bytes]:
    """The pieces of a file, if it is here, read one by one."""
    if name and vault.files.has(name):
        with vault.files.path(name).open("rb") as file:
            offset = 0
            while content := file.read(MOST_PIECE_BYTES):
                piece = PieceItem(log=log, name=name, offset=offset, content=content)
                yield write_item(piece)
                offset += len(content)


def waiting_file(log: LogName, name: bytes) -> bytes:
    """What a file waits to be sent as: a piece with no bytes, which stands for all."""
    return write_item(PieceItem(log=log.raw, name=name, offset=0, content=b""))


def as_sent(vault: Vault, payload: bytes) -> Iterator[bytes]:
    """What goes for a thing that waits: for a file its pieces."""
    item = read_item(payload) if len(payload) == _WAITING_FILE_BYTES else None
    if isinstance(item, PieceItem) and not item.content:
        yield from pieces_here(vault, item.log, item.name)
    else:
        yield payload


def files_of(vault: Vault, log: LogName) -> frozenset[bytes]:
    """The names of the files of a log, as far as it can be opened."""
    if not vault.ring.of_log(log):
        return frozenset()
    return frozenset(body.file for _, body in vault.replay(log).current(FileKept))
