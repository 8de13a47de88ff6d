"""What this desk posted of an erased case is dropped where it waits (§12, §13).

Nobody else can. Whatever a desk posts it can name again by its own secret, but for
what it handed over: that is noted. What it never posted has a name that no mailbox
knows.
"""

import json
from collections.abc import Iterable, Iterator, Mapping

from safeconduct.base.digest import Json, canonical
from safeconduct.base.parcel import ItemId, item_id
from safeconduct.log.keys.slot import seal_payload
from safeconduct.log.name import Compartment, LogName
from safeconduct.log.sharing.forwarding import every_parcel
from safeconduct.log.sharing.payload import contents_of, keys_of
from safeconduct.log.stores.store import Beside
from safeconduct.log.vault.vault import Vault

NOTE = "drops"
HANDED = "handed"
# However many names there are, a row holds no more than it can.
_PIECE_BYTES = 512 * 1024
# Under the names of mailboxes, or of logs with those, the names of items.
_Names = dict[str, list[str]]


def note_keys(vault: Vault, logs: Iterable[LogName]) -> None:
    """Note which keys of a case may lie in mailboxes, before the bag forgets them."""
    found = _noted(vault, NOTE)
    for log in logs:
        _add(vault, found, log.compartment, keys_of(vault, log))
    _keep(vault, NOTE, found)


def note_drops(vault: Vault, logs: Iterable[LogName]) -> None:
    """Note, before its entries go, what else of a case may lie in mailboxes."""
    found, handed = _noted(vault, NOTE), _noted(vault, HANDED)
    for log in logs:
        _add(vault, found, log.compartment, contents_of(vault, log))
        _add(vault, found, Compartment.ROSTER, every_parcel(vault, log))
        for place in [one for one in handed if one.startswith(log.raw.hex())]:
            mailbox = place.removeprefix(log.raw.hex())
            found.setdefault(mailbox, []).extend(handed.pop(place))
    _keep(vault, NOTE, found)
    _keep(vault, HANDED, handed)


def note_handed(
    vault: Vault, log: LogName, mailbox: bytes, names: Iterable[ItemId]
) -> None:
    """Note grants of a log before they are posted: each is sealed anew every time."""
    found = _noted(vault, HANDED)
    place = log.raw.hex() + mailbox.hex()
    found.setdefault(place, []).extend(name.hex() for name in names)
    _keep(vault, HANDED, found)


def noted_for(vault: Vault, mailbox: bytes) -> tuple[ItemId, ...]:
    """What is to be dropped in one mailbox."""
    names = _noted(vault, NOTE).get(mailbox.hex(), [])
    return tuple(ItemId(bytes.fromhex(name)) for name in names)


def dropped(vault: Vault, mailbox: bytes) -> None:
    """Let go of the names: the mailbox has dropped them."""
    found = _noted(vault, NOTE)
    found.pop(mailbox.hex(), None)
    _keep(vault, NOTE, found)


def _add(
    vault: Vault, found: _Names, circle: Compartment, payloads: Iterable[bytes]
) -> None:
    slot = vault.slots.get(circle)
    if slot is not None:
        names = (
            item_id(seal_payload(payload, slot, vault.seal)).hex()
            for payload in payloads
        )
        found.setdefault(slot.mailbox.hex(), []).extend(names)


def _noted(vault: Vault, note: str) -> _Names:
    text = b"".join(_pieces(vault, note))
    found: _Names = json.loads(text) if text else {}
    return found


def _pieces(vault: Vault, note: str) -> Iterator[bytes]:
    number = 0
    while (text := _piece(vault, f"{note} {number}")) is not None:
        yield text
        number += 1


def _piece(vault: Vault, place: str) -> bytes | None:
    row = vault.store.meta(place)
    return vault.seal.open(place, row) if row else None


def _keep(vault: Vault, note: str, found: Mapping[str, list[str]]) -> None:
    content: Json = {key: names for key, names in found.items() if names}
    text = canonical(content).encode()
    notes = [
        (place, vault.seal.seal(place, text[at : at + _PIECE_BYTES]))
        for number, at in enumerate(range(0, len(text), _PIECE_BYTES))
        for place in [f"{note} {number}"]
    ]
    before = sum(1 for _ in _pieces(vault, note))
    notes += [(f"{note} {number}", b"") for number in range(len(notes), before)]
    vault.store.append((), tip=vault.tip, beside=Beside(notes=notes))
