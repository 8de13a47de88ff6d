"""The command that runs a relay: the blind store between desks (spec/log.md §12)."""

import secrets
import socket
from contextlib import closing
from datetime import date
from pathlib import Path

import click

from safeconduct.app.calls.call import say
from safeconduct.app.machine.settings import read_settings
from safeconduct.app.screen.refused import refused_in
from safeconduct.base.errors import Fault, InputError
from safeconduct.base.parcel import CAPABILITY_BYTES, capability_hash
from safeconduct.base.text import LANGUAGES, Language, Text
from safeconduct.relay.database import open_database
from safeconduct.relay.item_store import ItemStore
from safeconduct.relay.web import Relay
from safeconduct.serving.server import listen_at, listen_on, make_server, silence

LISTENS = Text(
    en="The relay listens at {0}.",
    ru="Ретранслятор слушает: {0}.",
    fr="Le relais écoute : {0}.",
)
ADMINISTRATOR = Text(
    en="The administrator's capability stands below, this once; keep it secret.",
    ru="Ниже — ключ администратора; он показан один раз, храните его в тайне.",
    fr="Voici la clé de l'administrateur, montrée une seule fois ; gardez-la secrète.",
)


@click.command()
@click.option("--store", required=True, metavar="PATH|URL", help="file or PostgreSQL")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(0, 65535), default=8460, show_default=True)
@click.option("--socket", "path", type=click.Path(path_type=Path), metavar="PATH")
@click.option(
    "--administrator-fd",
    "handle",
    type=int,
    metavar="N",
    help="write the administrator's capability there",
)
@click.option("--lang", type=click.Choice(LANGUAGES), default="en")
def relay(
    store: str,
    host: str,
    port: int,
    path: Path | None,
    handle: int | None,
    lang: Language,
) -> None:
    """Run the blind store that desks exchange sealed items through."""
    silence()
    with (
        refused_in(lang),
        closing(ItemStore(open_database(store))) as items,
        listen_at(host, port) if path is None else listen_on(path) as listener,
    ):
        if not items.has_administrator():
            made = secrets.token_bytes(CAPABILITY_BYTES)
            # Shown before it counts: one that counts and nobody saw would be lost.
            _hand_over(made.hex(), handle, lang)
            items.set_administrator(capability_hash(made))
        say(LISTENS.within(lang).format(_place(listener)))
        application = Relay(items, today=_today, entropy=secrets.token_bytes)
        make_server(application).run([listener])


def _today() -> date:
    return read_settings().today


def _hand_over(capability: str, handle: int | None, lang: Language) -> None:
    """Give the administrator's capability to a descriptor, or print it.

    Raises:
        InputError: the descriptor cannot be written to.
    """
    if handle is None:
        say(ADMINISTRATOR.within(lang))
        click.echo(capability)
        return
    try:
        with open(handle, "wb", closefd=False) as out:
            out.write(f"{capability}\n".encode())
    except (OSError, ValueError) as error:
        what = "The capability cannot be written to this descriptor."
        raise InputError([Fault(file="command line", what=what)]) from error


def _place(listener: socket.socket) -> str:
    if listener.family == socket.AF_UNIX:
        return str(listener.getsockname())
    host, port, *_ = listener.getsockname()
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
