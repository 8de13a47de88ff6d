"""A relay as the tests run it: its store, and the whole of it in a thread."""

import hashlib
import random  # noqa: TID251 -- tests repeat themselves
import re
import socket
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import Thread

from safeconduct.base.parcel import (
    CAPABILITY_BYTES,
    MAILBOX_BYTES,
    CapabilityHash,
    DropToken,
    ItemId,
    MailboxId,
    capability_hash,
    item_id,
    posted_name,
)
from safeconduct.relay.database import open_database
from safeconduct.relay.item_store import ItemStore
from safeconduct.relay.protocol import Posted
from safeconduct.relay.web import Relay
from safeconduct.serving.server import listen_at, make_server

DAY = date(2026, 11, 22)
# Nothing a request of the tests waits for takes so long.
PATIENCE = 30
_LENGTH = re.compile(rb"(?i)^content-length: (\d+)\r?$", re.MULTILINE)


def entropy(seed: int) -> Callable[[int], bytes]:
    """Bytes that are the same in each run."""
    return random.Random(seed).randbytes  # noqa: S311 -- no secret


def some_items(number: int, *, seed: int = 1, size: int = 700) -> list[bytes]:
    """Items that look like sealed ones."""
    made = entropy(seed)
    return [made(size) for _ in range(number)]


def token_of(item: ItemId) -> DropToken:
    """What the desk of these tests alone knows of an item."""
    return DropToken(hashlib.sha256(b"one desk" + item).digest())


def named(items: Iterable[bytes]) -> list[Posted]:
    """Items with their names, as that desk posts them."""
    return [(posted_name(token_of(item_id(one))), one) for one in items]


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A mailbox of a store, its holder and the administrator."""

    store: ItemStore
    administrator: CapabilityHash
    mailbox: MailboxId
    holder: CapabilityHash

    def another(self, seed: int) -> "Box":
        """A second mailbox of the same store."""
        return open_box(self.store, self.administrator, seed)


def open_box(store: ItemStore, administrator: CapabilityHash, seed: int) -> Box:
    """Open a mailbox of a store."""
    made = entropy(seed)
    mailbox, holder = MailboxId(made(MAILBOX_BYTES)), made(CAPABILITY_BYTES)
    store.open_mailbox(administrator, mailbox, capability_hash(holder))
    return Box(
        store=store,
        administrator=administrator,
        mailbox=mailbox,
        holder=capability_hash(holder),
    )


@contextmanager
def opened(where: str | Path, seed: int = 1) -> Iterator[Box]:
    """A new store with its first mailbox."""
    with closing(ItemStore(open_database(str(where)))) as store:
        administrator = capability_hash(entropy(seed)(CAPABILITY_BYTES))
        store.set_administrator(administrator)
        yield open_box(store, administrator, seed + 1000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A relay that listens, and what lets its administrator in."""

    port: int
    administrator: bytes
    store: ItemStore

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    def connection(self) -> socket.socket:
        """A bare connection to it."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)


@contextmanager
def serving(where: str | Path, *, seed: int = 8) -> Iterator[Served]:
    """Run a relay with a new store in a thread of its own; its ids are of the seed."""
    with closing(ItemStore(open_database(str(where)))) as store:
        administrator = entropy(7)(CAPABILITY_BYTES)
        store.set_administrator(capability_hash(administrator))
        relay = Relay(store, today=lambda: DAY, entropy=entropy(seed))
        listener, server = listen_at("127.0.0.1", 0), make_server(relay)
        thread = Thread(target=server.run, args=([listener],))
        port: int = listener.getsockname()[1]
        thread.start()
        try:
            yield Served(port=port, administrator=administrator, store=store)
        finally:
            server.should_exit = True
            thread.join(PATIENCE)
            listener.close()


def received(line: socket.socket) -> bytes:
    """All that comes, until the other side ends or has said a whole message."""
    found = b""
    line.settimeout(PATIENCE)
    while part := line.recv(65_536):
        found += part
        head, _, body = found.partition(b"\r\n\r\n")
        said = _LENGTH.search(head)
        if said and len(body) >= int(said[1]):
            return found
    return found
