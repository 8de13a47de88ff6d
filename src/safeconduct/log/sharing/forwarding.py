"""What goes to those who were granted a single log, through the roster's mailbox (§7).

The author of an entry sends it, and the log's keeper all that comes to it: an author
may not have heard of a grant. What is sent twice has the same name.
"""

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import chain, islice, product

from safeconduct.base.digest import canonical
from safeconduct.log.entries.body import FileKept, Membership
from safeconduct.log.entries.entry import Entry
from safeconduct.log.keys.single import (
    Single,
    grants_in,
    newest_grant,
    singles_of,
    standing,
)
from safeconduct.log.name import DeviceId, EntryId, KeyId, LogName
from safeconduct.log.replay.log_view import LogView
from safeconduct.log.sharing.payload import pieces_here
from safeconduct.log.vault.vault import Vault
from safeconduct.sealing.device import read_card
from safeconduct.sealing.item import EntryItem, GrantItem, Item, read_item, write_item
from safeconduct.sealing.parcel import hand_over, seal_parcel

NOTE = "forwarded"
# So many things are posted at once.
_AT_ONCE = 8


def shared_logs(vault: Vault) -> tuple[LogName, ...]:
    """The open logs with a key for a device that is in, and not of their circle."""
    if vault.closed or vault.roster.person_of(vault.device) is None:
        return ()
    found = {
        log
        for log, device in vault.bag.granted_logs()
        if (person := vault.roster.person_of(device)) is not None
        and not vault.roster.holds(person.member, log.compartment)
    }
    return tuple(log for log in sorted(found) if vault.ring.of_log(log))


def forward(vault: Vault, post: Callable[[LogName, Sequence[bytes]], None]) -> int:
    """Send what those who were granted single logs lack; how many things it was.

    Raises:
        MailboxError: not all of it was sent; what is noted as sent was.
    """
    sent = 0
    for log in shared_logs(vault):
        after = _places(vault).get(log.raw.hex(), 0)
        upto, payloads = outstanding(vault, log, after=after)
        while some := tuple(islice(payloads, _AT_ONCE)):
            post(log, some)
            sent += len(some)
        if upto > after:
            places = {**_places(vault), log.raw.hex(): upto}
            vault.store.set_meta(*_noted(vault, places))
    return sent


def waiting(vault: Vault, *, whole: bool) -> Iterator[bytes]:
    """What those who were granted single logs lack, or (`whole`) all that is theirs."""
    places = {} if whole else _places(vault)
    for log in shared_logs(vault):
        _, payloads = outstanding(vault, log, after=places.get(log.raw.hex(), 0))
        yield from payloads


def outstanding(
    vault: Vault, log: LogName, *, after: int
) -> tuple[int, Iterator[bytes]]:
    """What this desk is to send of a log that arrived after a number; up to which."""
    view = vault.view(log)
    singles = singles_of(view, vault.roster)
    # Where all are revoked, what they are still to learn of goes as before.
    mark, keeper = newest_grant(view, vault.roster, standing(singles) or singles)
    numbers = vault.store.numbers(log)
    is_keeper = keeper == vault.device
    # A grant may name a key that there is not.
    held = vault.ring.of_log(log).keys()
    due = [
        (at, entry)
        for at, entry in _placed(view)
        if numbers.get(entry.id, 0) > after
        and (is_keeper or entry.device == vault.device)
    ]
    parcels = (
        _parcel(vault, log, item, key=key, mark=mark)
        for at, entry in due
        for key in _keys_for(entry, at, singles, own=vault.device) & held
        for item in _things(vault, entry, is_own_key=entry.key == key)
    )
    handed = _handed(vault, view, singles) if is_keeper and not after else ()
    return max(numbers.values(), default=0), chain(handed, parcels)


def every_parcel(
    vault: Vault, log: LogName, entries: Collection[EntryId] | None = None
) -> Iterator[bytes]:
    """All that this desk may have posted in parcels of a log, to have it dropped.

    Or of some entries alone, while they are here.
    """
    if not vault.ring.of_log(log):
        return
    view = vault.replay(log)
    given = [entry for entry, body in view.current(Membership) if body.grants]
    granted = {
        key for _, body in view.current(Membership) for _, key, _ in grants_in(body)
    }
    for key, mark in product(granted & vault.ring.of_log(log).keys(), given):
        # Beside another's grant it is no keeper, and sent what it wrote itself.
        is_keeper = mark.device == vault.device
        for _, entry in _placed(view):
            is_wanted = entries is None or entry.id in entries
            if is_wanted and (is_keeper or entry.device == vault.device):
                for item in _things(vault, entry, is_own_key=entry.key == key):
                    yield _parcel(vault, log, item, key=key, mark=mark.id)


def again(vault: Vault, log: LogName) -> tuple[str, bytes]:
    """The note by which all of a log is sent again."""
    places = {name: at for name, at in _places(vault).items() if name != log.raw.hex()}
    return _noted(vault, places)


def all_again(vault: Vault) -> None:
    """Let all of every log be sent again."""
    vault.store.set_meta(*_noted(vault, {}))


def _placed(view: LogView) -> Iterator[tuple[int, Entry]]:
    """The entries of a log with their places; those shown apart stand at its end."""
    yield from enumerate(view.entries)
    for one in view.apart:
        yield len(view.entries), one.entry


def _keys_for(
    entry: Entry, at: int, singles: Sequence[Single], *, own: DeviceId
) -> frozenset[KeyId]:
    """The entry's own key, or the newest of who was not granted that one."""
    return frozenset(
        entry.key if entry.key in one.keys else one.keys[-1]
        for one in singles
        if one.is_for(at) and one.device != own
    )


def _things(vault: Vault, entry: Entry, *, is_own_key: bool) -> Iterator[Item]:
    """An entry, and the pieces of its file for who can open it."""
    found = vault.store.one(entry.id, entry.log)
    if found is not None:
        yield EntryItem(log=entry.log.raw, envelope=found.envelope)
    if is_own_key and isinstance(entry.body, FileKept):
        for payload in pieces_here(vault, entry.log.raw, entry.body.file):
            yield read_item(payload)


def _parcel(
    vault: Vault, log: LogName, item: Item, *, key: KeyId, mark: EntryId
) -> bytes:
    """The same bytes each time, till another grant is the newest."""
    salt = vault.seal.salt(b"parcel" + mark + key + log.raw + write_item(item))
    held = vault.ring.of_log(log)[key]
    return write_item(seal_parcel(item, log=log.raw, key=held, salt=salt))


def _handed(vault: Vault, view: LogView, singles: Sequence[Single]) -> Iterator[bytes]:
    """Every grant to a device for which one stands, handed over to it."""
    devices = {one.device for one in standing(singles)} - {vault.device}
    for _, body in view.current(Membership):
        for device, _, grant in grants_in(body):
            if device in devices:
                item = GrantItem(subject=view.log.raw, grant=grant)
                card = read_card(vault.roster.cards[device])
                yield write_item(hand_over(item, group=vault.group, card=card))


def _places(vault: Vault) -> Mapping[str, int]:
    """Up to which arrival each log was sent."""
    row = vault.store.meta(NOTE)
    text = vault.seal.open(NOTE, row) if row else None
    found: dict[str, int] = json.loads(text) if text else {}
    return found


def _noted(vault: Vault, places: Mapping[str, int]) -> tuple[str, bytes]:
    return NOTE, vault.seal.seal(NOTE, canonical(dict(places)).encode())
