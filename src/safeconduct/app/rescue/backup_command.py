"""The commands against loss: backup, restore, recover, recovery, drill (§14)."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from safeconduct.app.calls.desk_call import PATH, Desk, desk_command
from safeconduct.app.group.people_phrase import RECOVERY_WAITS
from safeconduct.app.machine.file import write_whole
from safeconduct.app.rescue import backup_phrase as phrase
from safeconduct.app.screen import vault_phrase
from safeconduct.app.vault.share_file import read_shares, share_out
from safeconduct.app.vault.vault_home import (
    check_no_vault,
    device_made,
    has_device,
    locked,
    surroundings,
)
from safeconduct.app.vault.vault_name import short
from safeconduct.log.group.group import Founder
from safeconduct.log.group.line_book import for_sticks
from safeconduct.log.rescue.backing_up import KEPT_DAYS, backup, restore
from safeconduct.log.rescue.recovering import (
    beyond_recovery,
    drill_shares,
    recover,
    set_recovery,
    succeed,
)
from safeconduct.log.vault.vault import Vault
from safeconduct.sealing.device import Device
from safeconduct.sealing.fingerprint import card_fingerprint, group_fingerprint
from safeconduct.sealing.share import combine

_SHARE = click.option(
    "--share", "shares", type=PATH, multiple=True, metavar="FILE", help="each of them"
)
_OFFLINE = click.option(
    "--offline", is_flag=True, help="nothing erased since will be heard of: known"
)


@click.command("backup")
@click.argument("file", type=PATH)
@desk_command()
def back_up(desk: Desk, file: Path) -> None:
    """Write all that this desk keeps into one sealed file, and read it back."""
    with desk.opened() as vault:
        head = backup(vault, file, desk.secret(), today=desk.settings.today)
        desk.tell(phrase.BACKED_UP, head.number, file.name, KEPT_DAYS)
        if vault.roster.recovery is None:
            desk.tell(vault_phrase.NO_RECOVERY)


@click.command("restore")
@click.argument("file", type=PATH)
@_SHARE
@click.option("--card", type=PATH, metavar="FILE", help="write the new device's card")
@_OFFLINE
@desk_command()
def bring_back(
    desk: Desk,
    file: Path,
    *,
    shares: Sequence[Path],
    card: Path | None,
    offline: bool,
) -> None:
    """Make this machine a new device out of a backup; the others must approve it."""
    opener = combine(read_shares(shares)) if shares else desk.secret()

    def restored(device: Device) -> Vault:
        return restore(
            file,
            desk.home,
            opener,
            device=device,
            around=surroundings(),
            today=desk.settings.today,
        )

    with _made(desk, restored) as vault:
        made = vault.ring.device.card
        if card is not None:
            write_whole(card, made.to_bytes())
        desk.tell(phrase.RESTORED)
        desk.tell(vault_phrase.DEVICE_WORDS, " ".join(card_fingerprint(made)))
        if offline:
            vault.open_up()
        if vault.closed:
            desk.tell(phrase.CLOSED)


@click.command("recover")
@click.argument("source", type=PATH, required=False)
@_SHARE
@click.option("--group", required=True, metavar="NAME", help="the group that goes on")
@click.option("--name", "member", required=True, metavar="MEMBER", help="who founds it")
@click.option("--new-shares", type=int, required=True, metavar="N")
@click.option("--needed", type=int, required=True, metavar="T")
@click.option("--shares-to", type=PATH, required=True, metavar="DIR")
@click.option("--words", default="", metavar="TEXT", help="of the group to recover")
@_OFFLINE
@desk_command()
def go_on(  # noqa: PLR0913 -- all that a new group needs
    desk: Desk,
    source: Path | None,
    *,
    shares: Sequence[Path],
    group: str,
    member: str,
    new_shares: int,
    needed: int,
    shares_to: Path,
    words: str,
    offline: bool,
) -> None:
    """Open a backup or another desk's folder with shares, and found the next group.

    --words: the ten words of its group, where a folder holds several. Without
    SOURCE it goes on with what was recovered here and has synced since.
    """
    with _recovered(desk, source, shares, words) as vault:
        opened = " ".join(group_fingerprint(vault.group, vault.first))
        desk.tell(phrase.OPENED_OF, opened)
        if offline:
            vault.open_up()
        if vault.closed:
            desk.tell(phrase.CLOSED)
            desk.tell(phrase.THEN_GO_ON)
            return
        recovery = share_out(shares_to, needed=needed, shares=new_shares)
        succeed(vault, Founder(group=group, name=member, recovery=recovery))
        for_sticks(vault)
        desk.tell(vault_phrase.FOUNDED, group, member)
        name = " ".join(group_fingerprint(vault.group, vault.first))
        desk.tell(vault_phrase.GROUP_WORDS, name)
        desk.tell(vault_phrase.SHARED, new_shares, needed)


@contextmanager
def _recovered(
    desk: Desk, source: Path | None, shares: Sequence[Path], group: str
) -> Iterator[Vault]:
    if source is None:
        with desk.opened() as vault:
            yield vault
        return
    words = read_shares(shares)

    def opened(device: Device) -> Vault:
        return recover(
            words,
            source,
            desk.home,
            device=device,
            around=surroundings(),
            today=desk.settings.today,
            group=group,
        )

    with _made(desk, opened) as vault:
        yield vault


@contextmanager
def _made(desk: Desk, make: Callable[[Device], Vault]) -> Iterator[Vault]:
    """A vault that is made for this machine, whose device goes if it fails.

    Raises:
        InputError: there is a vault in this folder.
    """
    check_no_vault(desk.home)
    words = desk.secret(is_new=not has_device(desk.home))
    with locked(desk.home):
        with device_made(desk.home, words) as device:
            vault = make(device)
        try:
            yield vault
        finally:
            vault.close()


@click.command()
@click.option("--shares", type=int, required=True, metavar="N")
@click.option("--needed", type=int, required=True, metavar="T")
@click.option("--shares-to", type=PATH, required=True, metavar="DIR")
@desk_command()
def recovery(desk: Desk, shares: int, needed: int, shares_to: Path) -> None:
    """Make a new recovery key; once a second person agrees, the old one ends."""
    with desk.opened() as vault:
        name = set_recovery(vault, share_out(shares_to, needed=needed, shares=shares))
        desk.tell(vault_phrase.SHARED, shares, needed)
        if name in vault.roster.proposals:
            desk.tell(RECOVERY_WAITS, short(name))
            return
        for circle in beyond_recovery(vault):
            desk.tell(phrase.NOT_GRANTED, circle.name.lower())


@click.command()
@_SHARE
@desk_command(printed=True)
def drill(desk: Desk, shares: Sequence[Path]) -> None:
    """Whether these shares would open the recovery key; nothing is opened."""
    with desk.opened() as vault:
        would = drill_shares(vault, read_shares(shares))
        text = phrase.WOULD_OPEN if would else phrase.WOULD_NOT_OPEN
        beyond: list[str] = [one.name.lower() for one in beyond_recovery(vault)]
        lines = [desk.words(text)]
        lines += [desk.words(phrase.NOT_GRANTED, name) for name in beyond]
        desk.put(lines, {"would_open": would, "not_granted": beyond})
    if not would:
        sys.exit(1)
