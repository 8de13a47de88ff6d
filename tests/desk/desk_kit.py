"""A desk over a vault with the cases that ship, and a browser that knows the way in."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from socket import socket
from threading import Thread

import httpx

from safeconduct.app.screen.refusal import told
from safeconduct.desk.door.gate import Gate
from safeconduct.desk.door.origin import Origin, make_label
from safeconduct.desk.door.ticket import FIELD, PATH, Ticket
from safeconduct.desk.pages.web import Desk
from safeconduct.desk.views.ports import Ports
from safeconduct.facts.case_body import bodies_of
from safeconduct.log.cases.case_work import new_case
from safeconduct.log.name import CaseId, Compartment
from safeconduct.log.vault.vault import Vault
from safeconduct.sealing.errors import Failure, SealError
from safeconduct.serving.server import listen_at, make_server
from tests.log.town_kit import Town, entropy
from tests.promises.kept import CASES, library

PASSPHRASE = "a long pass phrase"  # noqa: S105 -- of no vault
TODAY = date(2026, 11, 22)
PATIENCE = 30
_TOKEN = re.compile(r'value="([0-9a-f]{64})"')


@dataclass(slots=True, kw_only=True)
class World:
    """A vault and the law as a desk takes them, and what the tests turn and see.

    `opened` holds something while the vault is unlocked, `left` once the process ended.
    """

    vault: Vault
    days: list[date] = field(default_factory=lambda: [TODAY])
    seconds: list[float] = field(default_factory=lambda: [0.0])
    opened: list[bool] = field(default_factory=list)
    left: list[bool] = field(default_factory=list)

    @property
    def ports(self) -> Ports:
        """What a desk takes from here."""
        books = library()
        return Ports(
            unlock=self._unlock,
            rulebook=lambda: books.rulebook,
            books=lambda day: books.books(on=day, known_on=day),
            today=lambda: self.days[0],
            seconds=lambda: self.seconds[0],
            leave=lambda: self.left.append(True),
            told=told,
        )

    @contextmanager
    def _unlock(self, passphrase: str) -> Iterator[Vault]:
        if passphrase != PASSPHRASE:
            raise SealError(Failure.DOES_NOT_OPEN, "device")
        self.opened.append(True)
        yield self.vault
        self.opened.clear()


@dataclass(slots=True, kw_only=True)
class Bench:
    """A desk of a world, with its gate and its ticket."""

    world: World
    listener: socket
    origin: Origin
    gate: Gate
    page: bytes
    ticket: str

    @contextmanager
    def served(self) -> Iterator[None]:
        """The desk as it runs, in a thread of its own."""
        server = make_server(self.gate, has_life=True)
        thread = Thread(target=server.run, args=([self.listener],))
        thread.start()
        try:
            yield
        finally:
            server.should_exit = True
            thread.join(PATIENCE)
            self.listener.close()

    def browser(self) -> httpx.Client:
        """A client that names the desk as a browser does."""
        return httpx.Client(
            base_url=f"http://127.0.0.1:{self.origin.port}",
            headers={
                "Host": self.origin.host,
                "Origin": self.origin.address,
                "Sec-Fetch-Site": "same-origin",
            },
            timeout=PATIENCE,
            trust_env=False,
        )

    @contextmanager
    def entered(self) -> Iterator[httpx.Client]:
        """A client that has come in by the ticket."""
        with self.served(), self.browser() as client:
            found = client.post(
                PATH,
                data={FIELD: self.ticket},
                headers={"Origin": "null", "Sec-Fetch-Site": "cross-site"},
            )
            assert found.status_code == 200
            yield client

    @contextmanager
    def unlocked(self) -> Iterator[httpx.Client]:
        """A client before whom the vault is open."""
        with self.entered() as client:
            found = client.post("/unlock", data={"passphrase": PASSPHRASE})
            assert found.status_code == 303
            yield client


def file_cases(vault: Vault, *paths: Path) -> list[CaseId]:
    """Put case files into a vault, their main parts alone."""
    made: list[CaseId] = []
    rulebook = library().rulebook
    for path in paths:
        filed = bodies_of(
            path.read_bytes(), file=path.name, rulebook=rulebook, stage=""
        )
        main = filed.bodies[Compartment.MAIN]
        made.append(new_case(vault, filed.opened, bodies=main))
    return made


def make_world(folder: Path, *, cases: tuple[Path, ...] = CASES) -> World:
    """A vault of anna's, with cases."""
    vault = Town(folder=folder).found("anna").vault
    file_cases(vault, *cases)
    return World(vault=vault)


def make_bench(folder: Path, *, cases: tuple[Path, ...] = CASES) -> Bench:
    """A desk of anna's, with cases."""
    world = make_world(folder, cases=cases)
    listener = listen_at("127.0.0.1", 0)
    port = listener.getsockname()[1]
    origin = Origin(label=make_label(entropy("label")), port=port)
    ticket = Ticket(entropy("ticket"))
    page = ticket.page(origin, "en")
    found = _TOKEN.search(page.decode())
    assert found
    gate = Gate(
        Desk(world.ports, at="en").application(),
        origin=origin,
        ticket=ticket,
        entropy=entropy("session"),
    )
    return Bench(
        world=world,
        listener=listener,
        origin=origin,
        gate=gate,
        page=page,
        ticket=found[1],
    )
