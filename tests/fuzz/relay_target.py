"""What anybody may send to a relay: bodies, requests, and bytes that are none."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import h11
from starlette.types import Message
from uvicorn.server import ServerState

from safeconduct.base.errors import InputError
from safeconduct.base.override import override
from safeconduct.base.parcel import CAPABILITY_BYTES, capability_hash, join_parcels
from safeconduct.relay import protocol
from safeconduct.relay.database import open_database
from safeconduct.relay.errors import RefusedError
from safeconduct.relay.item_store import ItemStore
from safeconduct.relay.web import Relay
from safeconduct.serving.server import Silent, make_server
from tests.fuzz.feed import Feed
from tests.fuzz.target import Target, memory_folder
from tests.relay.relay_kit import DAY, entropy, open_box

PATHS = ("post", "fetch", "drop", "allow", "revoke", "open")
HOLDER, ADMINISTRATOR = entropy(8)(CAPABILITY_BYTES), entropy(7)(CAPABILITY_BYTES)
# So many requests go to one store; then it begins anew.
_EACH = 2000
_ANSWERS = {200, 400, 404, 413}


def _bodies(raw: bytes) -> None:
    """Each body that is taken is the one body of what it says."""
    with suppress(InputError):
        assert join_parcels(protocol.read_items(raw)) == raw
    with suppress(InputError):
        wish = protocol.read_wish(raw)
        assert wish.after < 1 << 63
    with suppress(InputError):
        assert b"".join(protocol.read_tokens(raw)) == raw
    with suppress(InputError):
        made = protocol.read_allowance(raw)
        assert made.mailbox + made.capability + bytes([made.rights]) == raw
    with suppress(InputError):
        assert protocol.read_revoked(raw) == raw
    with suppress(InputError):
        protocol.read_nothing(raw)
        assert not raw


def _bearer(raw: bytes) -> None:
    feed = Feed(raw=raw)
    headers = [part.decode("latin-1") for part in feed.parts()]
    found = protocol.read_bearer(headers)
    (header,) = headers
    assert found == capability_hash(bytes.fromhex(header.removeprefix("Bearer ")))


class _Line(asyncio.Transport):
    """A connection that keeps what is written to it."""

    def __init__(self) -> None:
        """Nothing is written yet."""
        super().__init__()
        self.written = bytearray()

    @override
    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Keep it."""
        self.written += data

    @override
    def close(self) -> None:
        """Nothing is held."""

    @override
    def is_closing(self) -> bool:
        """Never by itself."""
        return False

    @override
    def pause_reading(self) -> None:
        """Nothing more comes by itself."""

    @override
    def resume_reading(self) -> None:
        """Nothing more comes by itself."""


@dataclass(slots=True, kw_only=True)
class _Office:
    """A relay with a mailbox, begun anew now and then, and the loop that it runs in."""

    loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    left: int = 0
    folder: TemporaryDirectory[str] = field(init=False)
    store: ItemStore | None = None
    made: Relay | None = None

    def __post_init__(self) -> None:
        """Say nothing of each input that is no HTTP, as `silence` does."""
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)

    def relay(self) -> Relay:
        """The relay, whose store never grows large."""
        if self.made is None or not self.left:
            self.close()
            self.folder = memory_folder()
            path = Path(self.folder.name) / "relay.db"
            self.store = ItemStore(open_database(str(path)))
            self.store.set_administrator(capability_hash(ADMINISTRATOR))
            open_box(self.store, capability_hash(ADMINISTRATOR), 1)
            self.made = Relay(self.store, today=lambda: DAY, entropy=entropy(9))
            self.left = _EACH
        self.left -= 1
        return self.made

    def close(self) -> None:
        """Let go of the store and its folder."""
        if self.store is not None:
            self.store.close()
            self.folder.cleanup()


@dataclass(slots=True)
class _Asking:
    """The office, which is opened once it is needed."""

    ask: Callable[[_Office, bytes], None]
    office: _Office = field(default_factory=_Office)

    def __call__(self, raw: bytes) -> None:
        """Send one input."""
        self.ask(self.office, raw)


def _app(office: _Office, raw: bytes) -> None:
    """One request of the application, by whoever has a capability."""
    feed = Feed(raw=raw)
    path = "/1/" + feed.pick(PATHS)
    holder = ADMINISTRATOR if path[3:] in PATHS[3:] else mailbox_capability()
    secret = holder.hex() if feed.number() % 8 else feed.part().decode("latin-1")
    is_odd = not feed.number() % 8
    scope = {
        "type": "http",
        "method": "POST",
        "path": path if not is_odd else feed.part().decode(errors="replace"),
        "query_string": feed.part() if is_odd else b"",
        "headers": [(b"authorization", f"Bearer {secret}".encode("latin-1"))],
    }
    parts = list(feed.parts()) if feed.number() % 2 else [feed.rest()]
    statuses: list[int] = []

    async def receive() -> Message:
        body = parts.pop(0) if parts else b""
        return {"type": "http.request", "body": body, "more_body": bool(parts)}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    office.loop.run_until_complete(office.relay()(scope, receive, send))
    (status,) = statuses
    assert status in _ANSWERS, status


def mailbox_capability() -> bytes:
    """The capability that `open_box` makes for the first mailbox."""
    made = entropy(1)
    made(16)
    return made(CAPABILITY_BYTES)


def _http(office: _Office, raw: bytes) -> None:
    """Whatever comes on a line is answered as the spec says, or not at all."""
    office.loop.run_until_complete(_sent(office, raw))


async def _sent(office: _Office, raw: bytes) -> None:
    config, line = make_server(office.relay()).config, _Line()
    config.load()
    state = ServerState()
    server = Silent(config, state, {}, office.loop)
    server.connection_made(line)
    for at in range(0, len(raw), 1000):
        server.data_received(raw[at : at + 1000])
    # A request that is not whole would be waited for: nobody sends more.
    while state.tasks and server.conn.their_state is not h11.SEND_BODY:
        await asyncio.wait(state.tasks, timeout=1)
    server.connection_lost(None)
    while state.tasks:
        await asyncio.wait(state.tasks, timeout=1)
    for answer in bytes(line.written).split(b"HTTP/1.1 ")[1:]:
        assert int(answer[:3]) in _ANSWERS | {100}, answer[:80]


TARGETS = {
    "relay_bodies": Target(ways=(_bodies,), refusals=()),
    "relay_bearer": Target(ways=(_bearer,), refusals=(RefusedError,), most_bytes=256),
    "relay_app": Target(ways=(_Asking(_app),), refusals=()),
    "relay_http": Target(ways=(_Asking(_http),), refusals=()),
}
