"""The gate: whoever is not the one browser gets one bare answer (spec/desk.md §1).

A web page elsewhere can make the browser ask any port of this machine; a name that
is guessed, bound anew or asked for from another page gets nothing to tell apart.
"""

import secrets
from collections.abc import Callable
from http import HTTPStatus

from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from safeconduct.desk.door.form import FormError, read_form
from safeconduct.desk.door.origin import Origin
from safeconduct.desk.door.ticket import FIELD, PATH, Ticket

COOKIE = "desk"
_SESSION_BYTES = 32
# A page of a file names no origin.
_FROM_A_FILE = "null"
_ENTERED = (
    b'<!doctype html><html lang="en"><meta charset="utf-8"><title>Safe Conduct</title>'
    b'<meta http-equiv="refresh" content="0; url=/"><p><a href="/">Safe Conduct</a>'
)
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
        "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; "
        "base-uri 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    # Not `no-referrer`: browsers would then post without naming where from.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


class Gate:
    """Lets one browser in by a ticket, and after it only that browser's own pages."""

    def __init__(
        self,
        inner: ASGIApp,
        *,
        origin: Origin,
        ticket: Ticket,
        entropy: Callable[[int], bytes],
    ) -> None:
        """Stand before an application."""
        self._inner = inner
        self._origin = origin
        self._ticket = ticket
        self._session = entropy(_SESSION_BYTES).hex()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it here."""
        if scope["type"] == "lifespan":
            await self._inner(scope, receive, send)
        if scope["type"] != "http":
            return
        request = Request(scope, receive)
        if self._is_own(request):
            await self._inner(scope, receive, _guarded(send))
            return
        try:
            response = await self._entered(request)
        except (FormError, ClientDisconnect):
            response = _bare()
        await response(scope, receive, send)

    def _is_own(self, request: Request) -> bool:
        """Whether it comes from a page of the desk, or was typed by its user."""
        given = request.cookies.get(COOKIE, "")
        if not self._is_addressed(request) or not secrets.compare_digest(
            given.encode(), self._session.encode()
        ):
            return False
        site = _the(request, "sec-fetch-site", "same-origin")
        match request.method:
            case "GET":
                return site in {"same-origin", "none"}
            case "POST":
                origin = _the(request, "origin", "")
                return site == "same-origin" and origin == self._origin.address
            case _:
                return False

    def _is_addressed(self, request: Request) -> bool:
        return request.headers.getlist("host") == [self._origin.host]

    async def _entered(self, request: Request) -> Response:
        """The first page for who brings the ticket; the bare answer for others."""
        is_asked = request.method == "POST" and request.url.path == PATH
        origin = _the(request, "origin", "")
        if not is_asked or not self._is_addressed(request) or origin != _FROM_A_FILE:
            return _bare()
        form = await read_form(request)
        if not self._ticket.spend(form.get(FIELD, "")):
            return _bare()
        # A page and no redirect: what another site began would not bring the cookie.
        response = Response(_ENTERED, media_type="text/html", headers=HEADERS)
        response.set_cookie(COOKIE, self._session, httponly=True, samesite="strict")
        return response


def _the(request: Request, name: str, absent: str) -> str:
    """A header that is there once; what stands for none; nothing for several."""
    found = request.headers.getlist(name)
    return absent if not found else found[0] if len(found) == 1 else ""


def _bare() -> Response:
    return Response(status_code=HTTPStatus.NOT_FOUND)


def _guarded(send: Send) -> Send:
    """Add to each answer what keeps a page to itself."""

    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(HEADERS)
        await send(message)

    return guarded
