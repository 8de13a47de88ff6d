"""A mailbox as a desk writes to it: the same bytes for the same thing (§12)."""

from dataclasses import dataclass

from safeconduct.base.parcel import MailboxId
from safeconduct.log.keys.desk_seal import DeskSeal
from safeconduct.sealing.item import read_item, seal_item
from safeconduct.sealing.symmetric import PostKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """The mailbox of one circle: its id, and its post key."""

    mailbox: MailboxId
    key: PostKey


def seal_payload(payload: bytes, slot: Slot, seal: DeskSeal) -> bytes:
    """The same bytes each time, so that what is sent twice is there once."""
    return seal_item(
        read_item(payload),
        mailbox=slot.mailbox,
        key=slot.key,
        salt=seal.salt(slot.mailbox + payload),
    )
