"""What this desk posted of an erased case is dropped where it waits (§12, §13).

Whatever a desk posts it can name again by its own secret; what it never posted has a
name that no mailbox knows.
"""

import json
from collections.abc import Iterable, Mapping

from safeconduct.base.digest import Json, canonical
from safeconduct.base.parcel import ItemId, item_id
from safeconduct.log.forwarding import every_parcel
from safeconduct.log.name import Compartment, LogName
from safeconduct.log.payload import payloads_of
from safeconduct.log.slot import seal_payload
from safeconduct.log.vault import Vault

NOTE = "drops"


def note_drops(vault: Vault, logs: Iterable[LogName]) -> None:
    """Note, before a case is erased, what of it may lie in mailboxes."""
    found = _noted(vault)
    for log in logs:
        posted = {
            log.compartment: payloads_of(vault, log),
            Compartment.ROSTER: every_parcel(vault, log),
        }
        for circle, payloads in posted.items():
            slot = vault.slots.get(circle)
            if slot is not None:
                names = [
                    item_id(seal_payload(payload, slot, vault.seal)).hex()
                    for payload in payloads
                ]
                found.setdefault(slot.mailbox.hex(), []).extend(names)
    _keep(vault, found)


def note_taken(vault: Vault, mailbox: bytes, names: Iterable[ItemId]) -> None:
    """Note what is of no use in a mailbox any more: it was for this device alone."""
    taken = [name.hex() for name in names]
    if taken:
        found = _noted(vault)
        found.setdefault(mailbox.hex(), []).extend(taken)
        _keep(vault, found)


def noted_for(vault: Vault, mailbox: bytes) -> tuple[ItemId, ...]:
    """What is to be dropped in one mailbox."""
    names = _noted(vault).get(mailbox.hex(), [])
    return tuple(ItemId(bytes.fromhex(name)) for name in names)


def dropped(vault: Vault, mailbox: bytes) -> None:
    """Let go of the names: the mailbox has dropped them."""
    found = _noted(vault)
    found.pop(mailbox.hex(), None)
    _keep(vault, found)


def _noted(vault: Vault) -> dict[str, list[str]]:
    row = vault.store.meta(NOTE)
    text = vault.seal.open(NOTE, row) if row else None
    found: dict[str, list[str]] = json.loads(text) if text else {}
    return found


def _keep(vault: Vault, found: Mapping[str, list[str]]) -> None:
    content: Json = {key: names for key, names in found.items() if names}
    vault.store.set_meta(NOTE, vault.seal.seal(NOTE, canonical(content).encode()))
