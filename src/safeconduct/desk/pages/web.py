"""Requests become acts and pages (spec/desk.md §2, §4).

Everything that touches the vault happens on one thread, one thing after another; what
is ahead in the cases is looked at in between, a case at a time.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from functools import partial
from http import HTTPStatus
from typing import TypeVar

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from safeconduct.base.errors import InputError, SafeConductError
from safeconduct.base.text import LANGUAGES, Language
from safeconduct.desk.door.form import read_form
from safeconduct.desk.pages.press import ASSETS, Press
from safeconduct.desk.views.answering import Told, record_answer
from safeconduct.desk.views.case_list import case_list
from safeconduct.desk.views.case_page import case_page
from safeconduct.desk.views.keeper import Keeper, LockedError
from safeconduct.desk.views.note import write_note
from safeconduct.desk.views.ports import Ports
from safeconduct.desk.views.today import today_of
from safeconduct.log.name import CaseId

T = TypeVar("T")
Shown = Mapping[str, object]
_TYPES = {"desk.css": "text/css", "desk.js": "text/javascript"}
_ID = re.compile(r"[0-9a-f]{2,64}")
# Between two looks of the background: others' requests come first.
_PAUSE_SECONDS = 0.005
_REST_SECONDS = 5.0


class Desk:
    """The pages of the desk, and what is behind them while it is unlocked."""

    def __init__(self, ports: Ports, *, at: Language) -> None:
        """Begin locked, in a language."""
        self._at: Language = at
        self._ports = ports
        self._press = Press()
        self._keeper = Keeper(ports)
        self._worker = ThreadPoolExecutor(max_workers=1)
        # What the last answer changed, until its case is looked at.
        self._told: Mapping[CaseId, Told] = {}

    def application(self) -> ASGIApp:
        """What a server serves, behind the gate."""
        return Starlette(
            routes=[
                Route("/", self._today),
                Route("/cases", self._cases, methods=["GET", "POST"]),
                Route("/case/{case}", self._case),
                Route("/case/{case}/answer", self._answer, methods=["POST"]),
                Route("/case/{case}/note", self._note, methods=["POST"]),
                Route("/unlock", self._unlock, methods=["POST"]),
                Route("/lock", self._lock, methods=["POST"]),
                Route("/panic", self._panic, methods=["POST"]),
                Route("/language", self._language, methods=["POST"]),
                Route("/assets/{name}", self._asset),
            ],
            lifespan=self._alive,
            exception_handlers={SafeConductError: self._refused},
        )

    async def _today(self, _: Request) -> Response:
        def make() -> Shown:
            outlooks = self._keeper.opened().outlooks
            return {
                "today": today_of(
                    outlooks.known(),
                    day=self._ports.today(),
                    waiting=outlooks.waiting,
                )
            }

        return await self._page("today.html", make, here="today")

    async def _cases(self, request: Request) -> Response:
        form = await read_form(request) if request.method == "POST" else {}
        number = form.get("page", "1")

        def make() -> Shown:
            rows = self._keeper.opened().shelf.rows()
            page = int(number) if number.isascii() and number.isdigit() else 1
            found = case_list(rows, words=form.get("words", ""), page=page)
            return {"list": found}

        return await self._page("cases.html", make, here="cases")

    async def _case(self, request: Request) -> Response:
        case = _named(request)

        def make() -> Shown:
            found = self._keeper.opened()
            page = case_page(found.at, found.cases, case, self._at)
            truths = {sign: word for sign, word in page.content.labels.truths if sign}
            told, self._told = self._told.get(case), {}
            return {"page": page, "truths": truths, "told": told}

        return await self._page("case.html", make, here="cases")

    async def _answer(self, request: Request) -> Response:
        case, form = _named(request), await read_form(request)

        def act() -> None:
            found = self._keeper.opened()
            self._told = {case: record_answer(found.at, found.cases, case, form)}

        return await self._done(act, f"/case/{case.hex()}#told")

    async def _note(self, request: Request) -> Response:
        case, form = _named(request), await read_form(request)

        def act() -> None:
            write_note(self._keeper.opened().at.vault, case, form.get("text", ""))

        return await self._done(act, f"/case/{case.hex()}#notes")

    async def _unlock(self, request: Request) -> Response:
        form = await read_form(request)
        try:
            await self._run(lambda: self._keeper.unlock(form.get("passphrase", "")))
        except SafeConductError as error:
            return self._door(wrong=self._said(error))
        return _back()

    async def _lock(self, _: Request) -> Response:
        await self._run(self._keeper.lock)
        return _back()

    async def _panic(self, _: Request) -> Response:
        # At once, and not after what the worker does just now.
        self._ports.leave()
        return Response(status_code=HTTPStatus.NO_CONTENT)

    async def _language(self, request: Request) -> Response:
        wanted = (await read_form(request)).get("language", "")
        self._at = next((at for at in LANGUAGES if at == wanted), self._at)
        return _back()

    async def _asset(self, request: Request) -> Response:
        name = str(request.path_params["name"])
        if name not in _TYPES:
            return Response(status_code=HTTPStatus.NOT_FOUND)
        content = (ASSETS / name).read_bytes()
        return Response(content, media_type=_TYPES[name])

    async def _page(
        self, template: str, make: Callable[[], Shown], *, here: str
    ) -> Response:
        """A page of what is open; the door where it is locked."""
        try:
            shown = await self._run(partial(self._used, make))
        except LockedError:
            return self._door()
        page = self._press.page(template, self._at, is_open=True, here=here, **shown)
        return HTMLResponse(page)

    async def _done(self, act: Callable[[], None], then: str) -> Response:
        """Do something to what is open, and go on to a page that shows it."""
        try:
            await self._run(partial(self._used, act))
        except LockedError:
            return self._door()
        return RedirectResponse(then, status_code=HTTPStatus.SEE_OTHER)

    def _used(self, act: Callable[[], T]) -> T:
        # Who comes back late finds it locked: his coming is no use of it.
        self._keeper.lock_if_left()
        self._keeper.touch()
        return act()

    def _door(self, wrong: str = "") -> Response:
        page = self._press.page(
            "door.html", self._at, is_open=False, here="", wrong=wrong
        )
        return HTMLResponse(page)

    async def _refused(self, _: Request, error: Exception) -> Response:
        page = self._press.page(
            "error.html",
            self._at,
            is_open=self._keeper.is_open,
            here="",
            what=self._said(error),
        )
        return HTMLResponse(page, status_code=HTTPStatus.BAD_REQUEST)

    def _said(self, error: Exception) -> str:
        """Why something is refused, in the language of the pages."""
        faults = error.faults[:1] if isinstance(error, InputError) else ()
        parts = [part for one in faults for part in (one.what, one.mend)]
        found = (self._ports.told(part, self._at) for part in parts or [str(error)])
        return " ".join(part for part in found if part)

    async def _run(self, act: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._worker, act)

    @asynccontextmanager
    async def _alive(self, _: Starlette) -> AsyncIterator[None]:
        """Look at cases in the background, and lock when nobody is there."""
        looking = asyncio.create_task(self._look_on())
        try:
            yield
        finally:
            looking.cancel()
            with suppress(asyncio.CancelledError):
                await looking
            await self._run(self._keeper.lock)
            self._worker.shutdown()

    async def _look_on(self) -> None:
        while True:
            is_more = await self._run(self._look)
            await asyncio.sleep(_PAUSE_SECONDS if is_more else _REST_SECONDS)

    def _look(self) -> bool:
        """Look at one case; whether there are more."""
        self._keeper.lock_if_left()
        return self._keeper.is_open and self._keeper.opened().outlooks.look_next()


def _named(request: Request) -> CaseId:
    name = str(request.path_params["case"])
    return CaseId(bytes.fromhex(name) if _ID.fullmatch(name) else b"")


def _back() -> Response:
    return RedirectResponse("/", status_code=HTTPStatus.SEE_OTHER)
