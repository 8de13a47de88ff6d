"""The relay as a web application: six paths, and one answer to everything else.

It reads nothing of a request but its path, its capability and its body, and writes
nothing anywhere but into the store (spec/log.md §12).
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from anyio import CapacityLimiter, to_thread
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from safeconduct.base.errors import InputError
from safeconduct.base.parcel import (
    CAPABILITY_BYTES,
    MAILBOX_BYTES,
    MAX_BODY_BYTES,
    CapabilityHash,
    MailboxId,
    Right,
    capability_hash,
)
from safeconduct.relay import protocol
from safeconduct.relay.database import CONNECTIONS
from safeconduct.relay.errors import RefusedError, TooLongError, UnavailableError
from safeconduct.relay.item_store import ItemStore

T = TypeVar("T")
# 8 MiB through Tor, with patience; then whoever holds the line lets go of it.
BODY_SECONDS = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """What a path does, for those who have the right."""

    right: Right
    act: Callable[[CapabilityHash, bytes], bytes]


class Relay:
    """The application: one request, one status, and its answer where it is 200."""

    def __init__(
        self,
        store: ItemStore,
        *,
        today: Callable[[], date],
        entropy: Callable[[int], bytes],
    ) -> None:
        """Serve a store, with a clock of days and a source of randomness."""
        self._store = store
        self._today = today
        self._entropy = entropy
        self._workers = CapacityLimiter(CONNECTIONS)
        self._routes: Mapping[str, Route] = {
            "/1/open": Route(right=Right.ADMINISTER, act=self._open),
            "/1/allow": Route(right=Right.ADMINISTER, act=self._allow),
            "/1/revoke": Route(right=Right.ADMINISTER, act=self._revoke),
            "/1/post": Route(right=Right.POST, act=self._post),
            "/1/fetch": Route(right=Right.FETCH, act=self._fetch),
            "/1/drop": Route(right=Right.DROP, act=self._drop),
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; nothing but requests is spoken here."""
        if scope["type"] == "http":
            response = await self._answer(Request(scope, receive))
            await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        try:
            return Response(await self._done(request))
        except RefusedError:
            return Response(status_code=404)
        except TooLongError:
            return Response(status_code=413)
        except UnavailableError:
            return Response(status_code=503)
        except (InputError, ClientDisconnect, TimeoutError):
            return Response(status_code=400)

    async def _done(self, request: Request) -> bytes:
        """Do what is asked.

        Raises:
            RelayError, InputError: it is not done.
        """
        path, query = str(request.scope["path"]), request.scope["query_string"]
        route = self._routes.get(path)
        if route is None or request.method != "POST" or query:
            raise RefusedError
        key = protocol.read_bearer(request.headers.getlist("authorization"))
        await self._run(lambda: self._store.check(key, route.right))
        async with asyncio.timeout(BODY_SECONDS):
            body = await _read_body(request)
        return await self._run(lambda: route.act(key, body))

    async def _run(self, act: Callable[[], T]) -> T:
        return await to_thread.run_sync(act, limiter=self._workers)

    def _open(self, key: CapabilityHash, body: bytes) -> bytes:
        protocol.read_nothing(body)
        box = MailboxId(self._entropy(MAILBOX_BYTES))
        made = self._entropy(CAPABILITY_BYTES)
        self._store.open_mailbox(key, box, capability_hash(made))
        return box + made

    def _allow(self, key: CapabilityHash, body: bytes) -> bytes:
        self._store.allow(key, protocol.read_allowance(body))
        return b""

    def _revoke(self, key: CapabilityHash, body: bytes) -> bytes:
        self._store.revoke(key, protocol.read_revoked(body))
        return b""

    def _post(self, key: CapabilityHash, body: bytes) -> bytes:
        items = protocol.read_items(body)
        return protocol.write_numbers(self._store.post(key, items, self._today()))

    def _fetch(self, key: CapabilityHash, body: bytes) -> bytes:
        return protocol.write_found(self._store.fetch(key, protocol.read_wish(body)))

    def _drop(self, key: CapabilityHash, body: bytes) -> bytes:
        self._store.drop(key, protocol.read_tokens(body))
        return b""


async def _read_body(request: Request) -> bytes:
    """The body of a request, in memory alone.

    Raises:
        TooLongError: it is, or says that it is, longer than a relay reads.
    """
    # What is no number has been refused by the server.
    if int(request.headers.get("content-length", "0")) > MAX_BODY_BYTES:
        raise TooLongError
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > MAX_BODY_BYTES:
            raise TooLongError
    return bytes(body)
