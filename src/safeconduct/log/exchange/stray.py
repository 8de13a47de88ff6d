"""What came and is nobody's entry: told apart from what was here and is spoilt (§11).

Whoever may leave something in a mailbox can leave noise there. That it never opened
here is noted, sealed, as it comes: what did open once is not in the note, whatever
becomes of its key.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress

from safeconduct.log.entries.entry import Entry
from safeconduct.log.name import (
    HASH_BYTES,
    LOG_BYTES,
    Compartment,
    EntryId,
    KeyId,
    LogName,
)
from safeconduct.log.replay.log_view import LogView
from safeconduct.log.replay.reading import UNKNOWN_AUTHOR
from safeconduct.log.sharing.unpacking import looks_into
from safeconduct.log.stores.store import Arrival
from safeconduct.log.vault.vault import Vault
from safeconduct.sealing.entry_box import header_key_id
from safeconduct.sealing.errors import Failure, SealError
from safeconduct.sealing.grant import read_grant
from safeconduct.sealing.wrap import read_wrap

NOTE = "strays"
# More are not told apart: they are then named as what could not be opened.
MOST = 8192
_STRAY_BYTES = LOG_BYTES + HASH_BYTES
# What nobody of the group made: who has a key and a card makes neither.
_NOBODYS = {
    UNKNOWN_AUTHOR,
    *(one.value for one in (Failure.DOES_NOT_OPEN, Failure.TRUNCATED)),
    *(one.value for one in (Failure.BAD_PADDING, Failure.UNKNOWN_SUITE)),
}


def note_strays(
    vault: Vault, logs: Iterable[LogName], arrivals: Sequence[Arrival]
) -> None:
    """Note what came to some logs and is nobody's, as far as is known by now."""
    before = _noted(vault)
    now = set(before)
    for log in logs:
        view = vault.replay(log) if vault.ring.of_log(log) else None
        came = [one for one in arrivals if one.log == log]
        # By log too: somebody's entry may come a second time under a false one.
        now -= {log.raw + name for name in _opened(view)}
        now |= {log.raw + name for name in _nobodys(vault, log, came, view)}
    if now != before and len(now) <= MOST:
        vault.store.set_meta(NOTE, vault.seal.seal(NOTE, b"".join(sorted(now))))


def strays_of(
    vault: Vault, log: LogName, arrivals: Iterable[Arrival], view: LogView | None
) -> frozenset[EntryId]:
    """Of the entries of a log, those that never opened here and are nobody's still."""
    noted = _noted(vault)
    left = [one for one in arrivals if log.raw + one.id in noted]
    return _nobodys(vault, log, left, view) - _named(view)


def _noted(vault: Vault) -> frozenset[bytes]:
    """The ids that were noted, each behind its log."""
    row = vault.store.meta(NOTE)
    text = (vault.seal.open(NOTE, row) if row else None) or b""
    starts = range(0, len(text), _STRAY_BYTES)
    return frozenset(text[at : at + _STRAY_BYTES] for at in starts)


def _nobodys(
    vault: Vault, log: LogName, arrivals: Iterable[Arrival], view: LogView | None
) -> frozenset[EntryId]:
    """The entries that do not open, where nothing that is here speaks of their keys."""
    opened = _opened(view)
    kinds = {bad.id: bad.kind for bad in view.bad} if view is not None else {}
    left = [one for one in arrivals if one.id not in opened]
    bad = {one.id for one in left if kinds.get(one.id) in _NOBODYS}
    unread = [one for one in left if one.id not in kinds]
    if unread and _would_have_heard(vault, log):
        known = _keys_heard_of(vault, log)
        bad |= {one.id for one in unread if _key_of(one) not in known}
    return frozenset(bad)


def _key_of(one: Arrival) -> KeyId | None:
    """The key that an entry names; None where it is none."""
    try:
        return KeyId(header_key_id(one.envelope))
    except SealError:
        return None


def _would_have_heard(vault: Vault, log: LogName) -> bool:
    """Whether this desk hears of every key that members write under in a log."""
    if log == vault.roster_log:
        held = vault.ring.circles.get(log.compartment, {})
        named = vault.roster.keys.get(log.compartment, ())
        return all(one.key in held for one in named)
    # Not of a roster that this one may succeed.
    is_of_case = log.compartment is not Compartment.ROSTER
    return is_of_case and looks_into(vault, log.compartment)


def _keys_heard_of(vault: Vault, log: LogName) -> frozenset[KeyId]:
    """The keys of a log that a wrap or a grant names, whoever it is for."""
    found: set[KeyId] = set()
    for wrap in vault.bag.wraps(log):
        with suppress(SealError):
            found.add(KeyId(read_wrap(wrap).key_id))
    for _, grant in vault.bag.grants(subject=log.raw):
        with suppress(SealError):
            found.add(KeyId(read_grant(grant).key_id))
    return frozenset(found)


def _opened(view: LogView | None) -> frozenset[EntryId]:
    return frozenset(item.id for item in _every(view))


def _named(view: LogView | None) -> frozenset[EntryId]:
    """What entries say to come after: that is missed, if it is not here."""
    every = _every(view)
    heads = (head.id for item in every for head in item.frame.heads)
    return frozenset((*heads, *(item.frame.previous for item in every)))


def _every(view: LogView | None) -> tuple[Entry, ...]:
    if view is None:
        return ()
    return (*view.entries, *(one.entry for one in view.apart))
