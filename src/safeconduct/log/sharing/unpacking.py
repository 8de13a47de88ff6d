"""What came wrapped for a few: handed over to this device, or in parcels (§7)."""

from collections.abc import Iterator

from safeconduct.log.name import Compartment, LogName
from safeconduct.log.vault.vault import Vault
from safeconduct.sealing.context import CIRCLE_BYTES
from safeconduct.sealing.errors import SealError
from safeconduct.sealing.grant import read_grant
from safeconduct.sealing.item import (
    EntryItem,
    GrantItem,
    HandedItem,
    Item,
    ParcelItem,
    PieceItem,
)
from safeconduct.sealing.parcel import open_handed, open_parcel
from safeconduct.sealing.symmetric import LogKey

OwnKeys = tuple[tuple[LogName, LogKey], ...]


def looks_into(vault: Vault, circle: Compartment) -> bool:
    """Whether this desk fetches what is there for a circle: by its role, once in."""
    person = vault.roster.person_of(vault.device)
    if person is None:
        return vault.ring.holds(circle)
    return vault.roster.holds(person.member, circle)


def handed_here(vault: Vault, item: HandedItem) -> GrantItem | None:
    """The grant that was handed over to this device; None: it is another's."""
    try:
        key = vault.ring.device.opening_key
        found = open_handed(item, group=vault.group, device=vault.device, key=key)
        if isinstance(found, GrantItem) and len(found.subject) > CIRCLE_BYTES:
            return found if read_grant(found.grant).device == vault.device else None
    except SealError:
        pass
    return None


def own_keys(vault: Vault) -> OwnKeys:
    """The keys that were granted to this device, of logs whose circle it is not of."""
    logs = {
        log
        for log, device in vault.bag.granted_logs()
        if device == vault.device and not looks_into(vault, log.compartment)
    }
    return tuple(_keys(vault, logs))


def unpacked(parcel: ParcelItem, keys: OwnKeys) -> Item | None:
    """What is in a parcel for this device; None: it is for others."""
    for log, key in keys:
        try:
            found = open_parcel(parcel, log=log.raw, key=key)
        except SealError:
            continue
        if isinstance(found, EntryItem | PieceItem) and found.log == log.raw:
            return found
    return None


def _keys(vault: Vault, logs: set[LogName]) -> Iterator[tuple[LogName, LogKey]]:
    for log in sorted(logs):
        for key in vault.ring.of_log(log).values():
            yield log, key
