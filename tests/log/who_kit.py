"""What a member with a changed program posts: grants nobody asked for, odd entries."""

import hashlib

from safeconduct.log.entries.body import write_body
from safeconduct.log.entries.body_codec import Record
from safeconduct.log.entries.frame import Frame
from safeconduct.log.keys.slot import seal_payload
from safeconduct.log.name import NO_ENTRY, Compartment, LogName
from safeconduct.log.vault.vault import Vault
from safeconduct.sealing.device import read_card
from safeconduct.sealing.grant import grant_log
from safeconduct.sealing.item import EntryItem, GrantItem, Item, write_item
from safeconduct.sealing.symmetric import LogKey
from tests.log.town_kit import Town


def first_of_all() -> LogKey:
    """A key whose id sorts before those of others, made by trying."""
    tried = (hashlib.sha256(bytes([number])).digest() for number in range(256))
    return min((LogKey(raw=raw) for raw in tried), key=lambda key: key.id)


def granted(maker: Vault, log: LogName, key: LogKey, to: Vault) -> bytes:
    """A grant of a key to a device, as anybody can make one."""
    card = read_card(to.ring.device.card.to_bytes())
    return grant_log(
        key, group=maker.group, log=log.raw, device=to.device, to=card.opening
    )


def forged(maker: Vault, log: LogName, body: Record, key: LogKey) -> EntryItem:
    """A first entry of a device in a log, of minute 0, that has seen nothing."""
    frame = Frame(
        device=maker.device,
        sequence=1,
        previous=NO_ENTRY,
        minute=0,
        heads=(),
        content=write_body(body),
    )
    return EntryItem(log=log.raw, envelope=maker.sealed(log, frame, key).envelope)


def post(town: Town, maker: Vault, circle: Compartment, *items: Item) -> None:
    """Put items into the mailbox of a circle."""
    line = town.line(circle)
    line.port.post([seal_payload(write_item(item), line, maker.seal) for item in items])


def post_grant(
    town: Town, maker: Vault, log: LogName, key: LogKey, *names: str
) -> None:
    """Grant desks a key, in the mailbox that everybody reads."""
    for name in names:
        grant = granted(maker, log, key, town.desks[name].vault)
        item = GrantItem(subject=log.raw, grant=grant)
        post(town, maker, Compartment.ROSTER, item)
