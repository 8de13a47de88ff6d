"""The commands that exchange over a relay: sync, and opening the mailboxes (§12)."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager

import click
import httpx

from safeconduct.app.calls.call import say
from safeconduct.app.calls.desk_call import Desk, desk_command
from safeconduct.app.machine.passphrase import read_secret
from safeconduct.app.screen import vault_phrase as phrase
from safeconduct.app.screen.refusal import refusal
from safeconduct.base.errors import Fault, InputError
from safeconduct.base.parcel import CAPABILITY_BYTES, MailboxId, Right
from safeconduct.log.exchange.exchange import (
    Line,
    Synced,
    drop_erased,
    fetch,
    post_again,
    sync,
)
from safeconduct.log.exchange.mailbox import MailboxError
from safeconduct.log.exchange.relay_mailbox import (
    Administration,
    Capability,
    RelayMailbox,
    connect,
    is_usable,
)
from safeconduct.log.group.line_book import (
    Address,
    Opened,
    addresses,
    nameable,
    newest,
    set_mailbox,
)
from safeconduct.log.name import Compartment
from safeconduct.log.vault.vault import Vault

# A first exchange can bring the keys of mailboxes, and those bring entries.
_MOST_ROUNDS = 4
_PROXY = click.option(
    "--proxy", default="", metavar="URL", help="Tor's, such as socks5h://127.0.0.1:9050"
)


@click.command("sync")
@_PROXY
@click.option("--whole", is_flag=True, help="post all again: a relay was lost")
@desk_command(printed=True)
def sync_all(desk: Desk, proxy: str, *, whole: bool) -> None:
    """Fetch what the others wrote, turn keys that must turn, send what waits."""
    with desk.opened() as vault:
        if not _usable(vault):
            what = "This desk knows of no mailboxes at a relay."
            mend = (
                "Import a bundle once from somebody who does (safeconduct export "
                "--bundle FILE --whole); or open them: safeconduct mailboxes URL."
            )
            raise InputError([Fault(file="vault", what=what, mend=mend)])
        if whole:
            post_again(vault)
        done = exchange(desk, vault, proxy=proxy)
        content = {"received": done.received, "sent": done.sent}
        desk.put([desk.words(phrase.SYNCED, done.received, done.sent)], content)


@click.command()
@click.argument("url")
@_PROXY
@click.option(
    "--administrator-fd",
    "administrator",
    type=int,
    required=True,
    metavar="N",
    help="read the administrator's capability there",
)
@desk_command()
def mailboxes(desk: Desk, url: str, proxy: str, administrator: int) -> None:
    """Open a mailbox for each circle at a relay; every desk learns of them."""
    secret = _capability(administrator)
    with desk.opened() as vault, connect(url, proxy=proxy) as line:
        office = Administration(line, secret)
        before = [*newest(_usable(vault)).values()]
        _exchange_by(desk, vault, before, proxy=proxy)
        named = nameable(vault)
        for circle in named:
            set_mailbox(
                vault, circle, url, lambda: _opened(office, vault.around.entropy)
            )
            desk.tell(phrase.MAILBOX, circle.name.lower())
        for circle in sorted(set(Compartment).difference(named)):
            if vault.roster.holders(circle):
                desk.tell(phrase.MAILBOX_LEFT, circle.name.lower())
        # Where the others still look, they must hear of the new ones.
        _exchange_by(desk, vault, before, proxy=proxy)
        exchange(desk, vault, proxy=proxy)


def exchange(desk: Desk, vault: Vault, *, proxy: str) -> Synced:
    """Fetch and send over every mailbox of a relay, until nothing new is known.

    Raises:
        MailboxError: a mailbox that is in use could not be; what is done stands.
    """
    sent = received = 0
    known: tuple[Address, ...] = ()
    for _ in range(_MOST_ROUNDS):
        found = _usable(vault)
        if found == known:
            break
        known = found
        with _lines(vault, found, proxy=proxy) as lines:
            used = newest(found)
            older = [item for item in found if item != used[item.circle]]
            ours = [lines[item.mailbox] for item in older if item.is_ours]
            for line in ours:
                with _lost_told(desk):
                    received += fetch(vault, line)
            done = sync(vault, _by_circle(used, lines))
            for item in older:
                with _lost_told(desk):
                    drop_erased(vault, lines[item.mailbox])
        sent, received = sent + done.sent, received + done.received
    for item in addresses(vault):
        if item.relay and not is_usable(item.relay):
            say(desk.words(phrase.NO_ADDRESS, item.circle.name.lower()))
    return Synced(sent=sent, received=received)


def _usable(vault: Vault) -> tuple[Address, ...]:
    """The mailboxes at relays, but for those at an address that nobody can use."""
    every = addresses(vault)
    return tuple(item for item in every if item.relay and is_usable(item.relay))


def _exchange_by(
    desk: Desk, vault: Vault, found: Sequence[Address], *, proxy: str
) -> None:
    """Exchange by the mailboxes that were in use; their relay may be lost."""
    try:
        with _lines(vault, found, proxy=proxy) as lines:
            sync(vault, _by_circle(newest(found), lines))
    except MailboxError as error:
        say(str(refusal(error, desk.at)))


@contextmanager
def _lost_told(desk: Desk) -> Iterator[None]:
    """Go on without a mailbox that nobody writes to any more, if it is lost."""
    try:
        yield
    except MailboxError as error:
        say(f"{desk.words(phrase.OLDER_MAILBOX)} {refusal(error, desk.at)}")


@contextmanager
def _lines(
    vault: Vault, found: Iterable[Address], *, proxy: str
) -> Iterator[Mapping[MailboxId, Line]]:
    """Lines to mailboxes, over one connection for each relay."""
    with ExitStack() as stack:
        clients: dict[str, httpx.Client] = {}
        lines: dict[MailboxId, Line] = {}
        for item in found:
            if item.relay not in clients:
                client = connect(item.relay, proxy=proxy)
                clients[item.relay] = stack.enter_context(client)
            held = Capability(raw=item.capability)
            client = clients[item.relay]
            port = RelayMailbox(client, held, token_of=vault.seal.drop_token)
            lines[item.mailbox] = Line(mailbox=item.mailbox, key=item.key, port=port)
        yield lines


def _by_circle(
    found: Mapping[Compartment, Address], lines: Mapping[MailboxId, Line]
) -> dict[Compartment, Line]:
    """The roster first: it says who counts in the others."""
    return {circle: lines[found[circle].mailbox] for circle in sorted(found)}


def _opened(office: Administration, entropy: Callable[[int], bytes]) -> Opened:
    mailbox, capability = office.open()
    posting = Capability(raw=entropy(CAPABILITY_BYTES))
    # Each drops what he posted, and nothing else.
    office.allow(mailbox, posting, Right.POST | Right.DROP)
    return Opened(mailbox=mailbox, capability=capability.raw, posting=posting.raw)


def _capability(handle: int) -> Capability:
    """The administrator's capability, in hexadecimal.

    Raises:
        InputError: the descriptor cannot be read, or holds something else.
    """
    text = read_secret(handle, name="capability")
    try:
        raw = bytes.fromhex(text.strip())
    except ValueError:
        raw = b""
    if len(raw) != CAPABILITY_BYTES:
        what = "This is no capability of a relay: 64 hexadecimal digits are."
        raise InputError([Fault(file="capability", what=what)])
    return Capability(raw=raw)
