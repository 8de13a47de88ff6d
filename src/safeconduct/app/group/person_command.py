"""The commands about who is in the group: person add, approve, invite, list, remove."""

from pathlib import Path

import click

from safeconduct.app.calls.desk_call import PATH, Desk, desk_command
from safeconduct.app.group.people_view import (
    open_requests,
    people_json,
    people_lines,
    turns_awaited,
    waiting,
)
from safeconduct.app.machine.file import read_file, write_whole
from safeconduct.app.screen import vault_phrase as phrase
from safeconduct.app.vault.vault_name import find_device, find_id, short, words_of
from safeconduct.log.entries.act import ROLES, AllowExport
from safeconduct.log.group.line_book import addresses, write_more
from safeconduct.log.group.people import (
    WHY,
    approve,
    invite,
    named,
    propose,
    propose_device,
    remove,
)
from safeconduct.log.name import DeviceId
from safeconduct.log.vault.standing import act_in
from safeconduct.sealing.device import CARD_BYTES, read_card
from safeconduct.sealing.invitation import seal_invitation


@click.group()
def person() -> None:
    """Who is in the group, with which devices; every change has a second person."""


@person.command()
@click.argument("card", type=PATH)
@click.option("--name", metavar="N", help="what the new member is called")
@click.option("--role", type=click.Choice(ROLES))
@click.option("--device-of", metavar="NAME", help="another device of a member instead")
@click.option("--history", is_flag=True, help="may read what was written before")
@desk_command()
def add(
    desk: Desk,
    card: Path,
    *,
    name: str | None,
    role: str | None,
    device_of: str | None,
    history: bool,
) -> None:
    """Propose a person, or another device of a member, by a card."""
    found = read_card(read_file(card, most=CARD_BYTES))
    with desk.opened() as vault:
        if device_of:
            proposal = propose_device(vault, found, device_of)
        elif name and role:
            proposal, _ = propose(vault, found, name=name, role=role, history=history)
        else:
            msg = "Give --name and --role, or --device-of."
            raise click.UsageError(msg)
        desk.tell(phrase.DEVICE_WORDS, " ".join(words_of(found.to_bytes())))
        desk.tell(phrase.COMPARE_DEVICE)
        if vault.roster.person_of(DeviceId(found.id)) is None:
            desk.tell(phrase.PROPOSED, short(proposal))
        else:
            desk.tell(phrase.IN_AT_ONCE, name or device_of)


@person.command("approve")
@click.argument("proposal", metavar="ID")
@desk_command()
def agree(desk: Desk, proposal: str) -> None:
    """Agree to a person, a device or a recovery key, after comparing the words."""
    with desk.opened() as vault:
        found = find_id(proposal, waiting(vault), what="proposal that waits")
        approve(vault, found)
        desk.tell(phrase.APPROVED, short(found))


@person.command("invite")
@click.argument("name")
@click.option("-o", "--out", type=PATH, required=True, metavar="FILE")
@click.option("--device", metavar="ID", help="which, by its id or words")
@desk_command()
def write_invitation(desk: Desk, name: str, out: Path, device: str | None) -> None:
    """Write the invitation of a member's newest device; only that device opens it."""
    with desk.opened() as vault:
        who = named(vault, name)
        to = find_device(who, device) if device else who.devices[-1]
        lines = [
            item
            for item in addresses(vault)
            if vault.roster.holds(who.member, item.circle)
        ]
        made = invite(vault, to, more=write_more(lines))
        write_whole(out, seal_invitation(made, card=read_card(to.card)))
        desk.tell(phrase.INVITED, out.name, " ".join(words_of(to.card)))


@person.command("list")
@desk_command(printed=True)
def show(desk: Desk) -> None:
    """List the members, their devices with words, and what waits for somebody."""
    with desk.opened() as vault:
        desk.put(people_lines(vault, desk.at), people_json(vault))


@person.command("remove")
@click.argument("name")
@click.option("--why", type=click.Choice(WHY), required=True)
@click.option("--device", metavar="ID", help="one device only, by its id or words")
@desk_command()
def take_out(desk: Desk, name: str, why: str, device: str | None) -> None:
    """Take a member, or one device of his, out; the keys turn at once."""
    with desk.opened() as vault:
        who = named(vault, name)
        lost = find_device(who, device) if device else None
        remove(vault, who.member, why=why, device=lost.id if lost else None)
        desk.tell(phrase.REMOVED, who.name)
        for circle in turns_awaited(vault):
            desk.tell(phrase.TURN_WAITS, circle.name.lower())
        desk.tell(phrase.AFTER_REMOVAL)


@person.command()
@click.argument("request", metavar="ID")
@desk_command()
def allow(desk: Desk, request: str) -> None:
    """Agree, as the second person, that many cases are exported."""
    with desk.opened() as vault:
        found = find_id(request, open_requests(vault), what="request that waits")
        act_in(vault, AllowExport(request=found))
        desk.tell(phrase.ALLOWED, short(found))
