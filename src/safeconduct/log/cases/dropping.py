"""What this desk posted of an erased case is dropped where it waits (§12, §13).

Nobody else can. Whatever a desk posts it can name again by its own secret, but for
what it handed over: that is noted. What it never posted has a name that no mailbox
knows.
"""

from collections.abc import Collection, Iterable

from safeconduct.base.parcel import ItemId, item_id
from safeconduct.log.cases.long_note import Noted, Rows, long_rows, read_long
from safeconduct.log.cases.unheard import let_go, unheard
from safeconduct.log.keys.slot import seal_payload
from safeconduct.log.name import Compartment, EntryId, LogName
from safeconduct.log.sharing.forwarding import every_parcel
from safeconduct.log.sharing.payload import contents_of, keys_of
from safeconduct.log.stores.store import Beside
from safeconduct.log.vault.vault import Vault
from safeconduct.sealing.item import EntryItem, write_item

NOTE = "drops"
HANDED = "handed"
# Under logs, what was passed to counsel in each, as it was sent.
PASSED = "passed"
# Under entries with mailboxes, what is dropped once counsel says that the entry came.
HELD = "held"


def note_keys(vault: Vault, logs: Iterable[LogName]) -> None:
    """Note which keys of a case may lie in mailboxes, before the bag forgets them."""
    every = tuple(logs)
    note_heard(vault, {one.entry for one in unheard(vault) if one.log in every})
    found = read_long(vault, NOTE)
    for log in every:
        _add(vault, found, log.compartment, keys_of(vault, log))
    _keep(vault, NOTE, found)


def note_entries(vault: Vault, log: LogName, entries: Collection[EntryId]) -> None:
    """Note, before single entries of a log go, where they may lie in mailboxes."""
    found = read_long(vault, NOTE)
    _add_entries(vault, found, log, entries)
    _keep(vault, NOTE, found)


def held_back(vault: Vault, log: LogName, entry: EntryId) -> Rows:
    """The note by which an entry that is passed is dropped once that came."""
    found: Noted = {}
    _add_entries(vault, found, log, (entry,))
    held = {entry.hex() + mailbox: names for mailbox, names in found.items()}
    return long_rows(vault, HELD, read_long(vault, HELD) | held)


def note_heard(vault: Vault, entries: Collection[EntryId]) -> None:
    """What was passed came to counsel: main's may be dropped, its keys are let go."""
    found, held = read_long(vault, NOTE), read_long(vault, HELD)
    for name in entries:
        _move(held, name.hex(), found)
    if entries:
        _keep(vault, NOTE, found)
        _keep(vault, HELD, held)
        let_go(vault, entries)


def note_drops(vault: Vault, logs: Iterable[LogName]) -> None:
    """Note, before its entries go, what else of a case may lie in mailboxes."""
    found, handed = read_long(vault, NOTE), read_long(vault, HANDED)
    passed = read_long(vault, PASSED)
    for log in logs:
        kept = map(bytes.fromhex, passed.pop(log.raw.hex(), []))
        _add(vault, found, log.compartment, kept)
        _add(vault, found, log.compartment, contents_of(vault, log))
        _add(vault, found, Compartment.ROSTER, every_parcel(vault, log))
        _move(handed, log.raw.hex(), found)
    _keep(vault, NOTE, found)
    _keep(vault, HANDED, handed)
    _keep(vault, PASSED, passed)


def note_handed(
    vault: Vault, log: LogName, mailbox: bytes, names: Iterable[ItemId]
) -> None:
    """Note grants of a log before they are posted: each is sealed anew every time."""
    found = read_long(vault, HANDED)
    place = log.raw.hex() + mailbox.hex()
    found.setdefault(place, []).extend(name.hex() for name in names)
    _keep(vault, HANDED, found)


def noted_for(vault: Vault, mailbox: bytes) -> tuple[ItemId, ...]:
    """What is to be dropped in one mailbox."""
    names = read_long(vault, NOTE).get(mailbox.hex(), [])
    return tuple(ItemId(bytes.fromhex(name)) for name in names)


def dropped(vault: Vault, mailbox: bytes) -> None:
    """Let go of the names: the mailbox has dropped them."""
    found = read_long(vault, NOTE)
    found.pop(mailbox.hex(), None)
    _keep(vault, NOTE, found)


def _move(held: Noted, of: str, found: Noted) -> None:
    """Let what was noted of something, under it and a mailbox, be dropped there."""
    for place in [one for one in held if one.startswith(of)]:
        found.setdefault(place.removeprefix(of), []).extend(held.pop(place))


def _add_entries(
    vault: Vault, found: Noted, log: LogName, entries: Collection[EntryId]
) -> None:
    here = (vault.store.one(name, log) for name in entries)
    sent = (
        write_item(EntryItem(log=log.raw, envelope=one.envelope))
        for one in here
        if one is not None
    )
    _add(vault, found, log.compartment, sent)
    _add(vault, found, Compartment.ROSTER, every_parcel(vault, log, entries))


def _add(
    vault: Vault, found: Noted, circle: Compartment, payloads: Iterable[bytes]
) -> None:
    """Name payloads in each mailbox of a circle, also where they lie no more."""
    slots = [slot for of, slot in vault.slots.values() if of is circle]
    for payload in payloads if slots else ():
        for slot in slots:
            name = item_id(seal_payload(payload, slot, vault.seal)).hex()
            found.setdefault(slot.mailbox.hex(), []).append(name)


def _keep(vault: Vault, note: str, found: Noted) -> None:
    notes = long_rows(vault, note, found)
    vault.store.append((), tip=vault.tip, beside=Beside(notes=notes))
