"""The command that runs the desk: pages on this machine, for one browser (desk.md)."""

import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from safeconduct.app.books.law_folder import shipped_law
from safeconduct.app.books.library import Library
from safeconduct.app.books.pack_store import find_pack
from safeconduct.app.calls.call import say
from safeconduct.app.desk import desk_phrase as phrase
from safeconduct.app.machine.settings import Settings, read_settings
from safeconduct.app.screen.refusal import told
from safeconduct.app.vault.vault_home import has_vault, no_vault, open_vault
from safeconduct.base.text import LANGUAGES, Language
from safeconduct.desk.door.gate import Gate
from safeconduct.desk.door.origin import Origin, make_label
from safeconduct.desk.door.ticket import Ticket
from safeconduct.desk.pages.web import Desk
from safeconduct.desk.views.ports import Ports
from safeconduct.serving.server import listen_at, make_server, silence

_TICKET = "open-desk.html"
# Each keeps what it saw in a folder that goes with the desk.
_BROWSERS: tuple[tuple[str, Sequence[str]], ...] = (
    ("chromium", ("--user-data-dir={0}", "--no-first-run", "--disable-sync")),
    ("google-chrome", ("--user-data-dir={0}", "--no-first-run", "--disable-sync")),
    ("firefox", ("--profile", "{0}", "--new-instance")),
)


@click.command(name="desk")
@click.option("--port", type=click.IntRange(0, 65535), default=0, metavar="PORT")
@click.option("--no-browser", is_flag=True, help="open the ticket yourself")
@click.option("--lang", type=click.Choice(LANGUAGES), default="en")
def desk(port: int, lang: Language, *, no_browser: bool) -> None:
    """Run the desk: casework in the browser of this machine."""
    settings = read_settings()
    if not has_vault(settings.vault):
        raise no_vault()
    silence()
    # So that the folder of the ticket goes, too, when the system ends the desk.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with listen_at("127.0.0.1", port) as listener, _folder() as place:
        folder = Path(place)
        label = make_label(secrets.token_bytes)
        origin = Origin(label=label, port=listener.getsockname()[1])
        ticket = Ticket(secrets.token_bytes)
        file = folder / _TICKET
        _write_privately(file, ticket.page(origin, lang))
        pages = Desk(_ports(settings), at=lang)
        gate = Gate(
            pages.application(),
            origin=origin,
            ticket=ticket,
            entropy=secrets.token_bytes,
        )
        say(phrase.OPEN.within(lang).format(file))
        if not no_browser:
            _browse(file, folder / "profile")
        make_server(gate, has_life=True).run([listener])


def _ports(settings: Settings) -> Ports:
    found = find_pack(settings.home, None)
    folder = shipped_law() if found is None else found[0]
    library = Library(folder, settings.cache)
    return Ports(
        unlock=partial(open_vault, settings.vault),
        rulebook=lambda: library.rulebook,
        books=lambda day: library.books(on=day, known_on=day),
        today=lambda: read_settings().today,
        seconds=time.monotonic,
        leave=partial(os._exit, 1),
        told=told,
    )


def _folder() -> TemporaryDirectory[str]:
    """A folder of its own, for its owner alone, that goes with the desk."""
    return TemporaryDirectory(prefix="safeconduct-", ignore_cleanup_errors=True)


def _write_privately(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with closing(os.fdopen(handle, "wb")) as out:
        out.write(content)


def _browse(ticket: Path, profile: Path) -> None:
    """Open the ticket in a browser that knows nothing and keeps nothing."""
    for name, options in _BROWSERS:
        found = shutil.which(name)
        if found:
            profile.mkdir(mode=0o700)
            chosen = [option.format(profile) for option in options]
            subprocess.Popen(  # noqa: S603 -- the user's own browser
                [found, *chosen, ticket.as_uri()],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            return
