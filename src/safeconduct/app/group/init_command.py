"""The command with which a vault begins: a group, a device, an invitation taken."""

from pathlib import Path

import click

from safeconduct.app.calls.desk_call import PATH, Desk, desk_command
from safeconduct.app.machine.file import read_file, write_whole
from safeconduct.app.screen import vault_phrase as phrase
from safeconduct.app.vault.share_file import share_out
from safeconduct.app.vault.vault_home import (
    check_no_vault,
    has_device,
    locked,
    own_device,
    surroundings,
    unlock_device,
)
from safeconduct.log.entries.act import RecoveryKey
from safeconduct.log.group.group import Founder, found_group, join_group
from safeconduct.log.group.line_book import for_sticks, keep_more
from safeconduct.log.rescue.backing_up import vault_made_in
from safeconduct.log.sharing.turning import settle
from safeconduct.sealing.fingerprint import card_fingerprint, group_fingerprint
from safeconduct.sealing.invitation import open_invitation
from safeconduct.sealing.padding import MOST_PADDED

_MOST_BYTES = 2 * MOST_PADDED


@click.command()
@click.option("--group", metavar="NAME", help="found a group")
@click.option("--name", "member", metavar="MEMBER", help="what its founder is called")
@click.option("--shares", type=int, help="how many people get a share of the key")
@click.option("--needed", type=int, help="how many of them open it together")
@click.option("--shares-to", type=PATH, metavar="DIR", help="a file for each share")
@click.option("--card", type=PATH, metavar="FILE", help="ask to join: write a card")
@click.option("--invitation", type=PATH, metavar="FILE", help="join: take it")
@desk_command()
def init(  # noqa: PLR0913 -- three ways to begin
    desk: Desk,
    *,
    group: str | None,
    member: str | None,
    shares: int | None,
    needed: int | None,
    shares_to: Path | None,
    card: Path | None,
    invitation: Path | None,
) -> None:
    """Begin: found a group, or make a card and join one with an invitation."""
    if [group, card, invitation].count(None) != 2:
        msg = "Give one of --group, --card, --invitation."
        raise click.UsageError(msg)
    check_no_vault(desk.home)
    if card is not None:
        _write_card(desk, card)
    elif invitation is not None:
        _join(desk, invitation)
    elif group is not None:
        if not member:
            msg = "Say with --name what the founder is called in the group."
            raise click.UsageError(msg)
        recovery = _recovery(shares, needed, shares_to)
        _found(desk, Founder(group=group, name=member, recovery=recovery))


def _recovery(
    shares: int | None, needed: int | None, folder: Path | None
) -> RecoveryKey | None:
    """The recovery key of a new group, if one is wanted."""
    if shares is None and needed is None and folder is None:
        return None
    if shares is None or needed is None or folder is None:
        msg = "Give --shares, --needed and --shares-to together, or none of them."
        raise click.UsageError(msg)
    return share_out(folder, needed=needed, shares=shares)


def _found(desk: Desk, founder: Founder) -> None:
    device = own_device(desk.home, _secret(desk))
    with locked(desk.home), vault_made_in(desk.home) as folder:
        vault = found_group(folder, device, founder, surroundings())
        try:
            for_sticks(vault)
            settle(vault)
            words = group_fingerprint(vault.group, vault.first)
        finally:
            vault.close()
    desk.tell(phrase.FOUNDED, founder.group, founder.name)
    desk.tell(phrase.GROUP_WORDS, " ".join(words))
    if founder.recovery is None:
        desk.tell(phrase.NO_RECOVERY)
    else:
        desk.tell(phrase.SHARED, founder.recovery.shares, founder.recovery.threshold)


def _write_card(desk: Desk, path: Path) -> None:
    device = own_device(desk.home, _secret(desk))
    write_whole(path, device.card.to_bytes())
    desk.tell(phrase.CARD, path.name)
    desk.tell(phrase.DEVICE_WORDS, " ".join(card_fingerprint(device.card)))


def _join(desk: Desk, path: Path) -> None:
    raw = read_file(path, most=_MOST_BYTES)
    device = unlock_device(desk.home, desk.secret())
    found = open_invitation(raw, device=device)
    with locked(desk.home), vault_made_in(desk.home) as folder:
        vault = join_group(folder, device, found, surroundings())
        try:
            keep_more(vault, found.more)
        finally:
            vault.close()
    desk.tell(phrase.JOINED)
    words = group_fingerprint(found.group, found.first)
    desk.tell(phrase.GROUP_WORDS, " ".join(words))
    desk.tell(phrase.COMPARE_GROUP)


def _secret(desk: Desk) -> str:
    return desk.secret(is_new=not has_device(desk.home))
