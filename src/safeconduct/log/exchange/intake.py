"""What other desks sent, taken into the vault (spec/log.md §12).

Everything is named by its hash and may come twice, late or in any order.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from safeconduct.log.cases.attachment import MOST_FILE_BYTES
from safeconduct.log.cases.dropping import note_entries
from safeconduct.log.cases.erasing import deletable, erase_tombstoned
from safeconduct.log.cases.passing import note_came
from safeconduct.log.entries.body import Membership
from safeconduct.log.exchange.stray import note_strays
from safeconduct.log.exchange.wrap_choice import kept_wraps
from safeconduct.log.keys.single import grants_in
from safeconduct.log.name import (
    ID_BYTES,
    LOG_BYTES,
    CaseId,
    Compartment,
    EntryId,
    LogName,
    read_log_name,
)
from safeconduct.log.replay.log_view import LogView
from safeconduct.log.sharing.forwarding import again, shared_logs
from safeconduct.log.sharing.sheet_work import open_sheets
from safeconduct.log.sharing.unpacking import handed_here, own_keys, unpacked
from safeconduct.log.stores.store import Arrival, Beside, Cursor
from safeconduct.log.vault.vault import Vault
from safeconduct.sealing.entry_box import entry_id
from safeconduct.sealing.errors import SealError
from safeconduct.sealing.grant import is_grant
from safeconduct.sealing.item import (
    EntryItem,
    GrantItem,
    HandedItem,
    Item,
    ParcelItem,
    PieceItem,
    WrapItem,
)
from safeconduct.sealing.wrap import read_wrap

# The logs that came last: what follows from them may have been cut short.
TAKING = "taking"
# A sealed file is longer than its bytes, by far less than that.
_MOST_SEALED_BYTES = 2 * MOST_FILE_BYTES


@dataclass(slots=True, kw_only=True)
class Taken:
    """What came: how many entries were new, which logs have changed."""

    entries: int = 0
    logs: set[LogName] = field(default_factory=set)


@dataclass(slots=True, kw_only=True)
class _Pile:
    """What came, by its kind."""

    arrivals: list[Arrival] = field(default_factory=list)
    wraps: list[bytes] = field(default_factory=list)
    grants: list[tuple[bytes, bytes]] = field(default_factory=list)
    parcels: list[ParcelItem] = field(default_factory=list)
    # The logs of which a file is whole now.
    whole: set[bytes] = field(default_factory=set)


def take(vault: Vault, items: Iterable[Item], *, cursor: Cursor | None = None) -> Taken:
    """Take what came through a mailbox or in a bundle; what is unsound is left.

    The place in the mailbox moves in the same transaction as the entries are stored.
    """
    with vault.turn:
        return _take(vault, items, cursor)


def _take(vault: Vault, items: Iterable[Item], cursor: Cursor | None) -> Taken:
    pile = _Pile()
    erased = frozenset(vault.store.tombstones())
    for item in items:
        _sort(vault, item, pile, erased)
    # Keys first: an entry whose key comes after it would be unread till the next time.
    vault.bag.put_grants(pile.grants)
    pile.wraps = kept_wraps(vault, pile.wraps)
    vault.ring.put_wraps(pile.wraps)
    _unpack(vault, pile, erased)
    keyed = {log for wrap in pile.wraps if (log := _log_of(wrap)) is not None}
    keyed |= _granted(pile)
    logs = keyed | {item.log for item in pile.arrivals}
    note = vault.seal.seal(TAKING, b"".join(log.raw for log in sorted(logs)))
    beside = Beside(notes=((TAKING, note),) if logs else ())
    new = vault.store.append(pile.arrivals, tip=vault.tip, cursor=cursor, beside=beside)
    for log in logs:
        _read_on(vault, log, pile.arrivals, is_keyed=log in keyed)
    _follow(vault, logs, had_grants=bool(pile.grants))
    left = [log for log in logs if log.case not in vault.roster.erased]
    note_strays(vault, left, pile.arrivals)
    for log in shared_logs(vault) if pile.whole else ():
        if log.raw in pile.whole:
            vault.store.set_meta(*again(vault, log))
    return Taken(entries=new, logs=logs)


def _unpack(vault: Vault, pile: _Pile, erased: frozenset[CaseId]) -> None:
    """Open what is in parcels, after the keys that came with them."""
    if not pile.parcels:
        return
    for log in _granted(pile):
        vault.ring.forget(log)
    keys = own_keys(vault)
    for parcel in pile.parcels:
        found = unpacked(parcel, keys)
        if found is not None:
            _sort(vault, found, pile, erased)


def _granted(pile: _Pile) -> set[LogName]:
    """The single logs of which a key came."""
    found = (read_log_name(subject) for subject, _ in pile.grants)
    return {log for log in found if log is not None}


def _read_on(
    vault: Vault, log: LogName, arrivals: Sequence[Arrival], *, is_keyed: bool
) -> None:
    """Read what is new of a log; all of it anew where a key of it came."""
    if is_keyed:
        vault.forget(log)
    else:
        vault.extend(log, [item for item in arrivals if item.log == log])


def _sort(vault: Vault, item: Item, pile: _Pile, erased: frozenset[CaseId]) -> None:
    """Put one thing where it belongs; nothing of an erased case belongs anywhere."""
    match item:
        case EntryItem(log=raw, envelope=envelope):
            log = read_log_name(raw)
            if log is not None and log.case not in erased and _is_log(vault, log):
                name = EntryId(entry_id(envelope))
                pile.arrivals.append(Arrival(log=log, id=name, envelope=envelope))
        case WrapItem(wrap=wrap):
            log = _log_of(wrap)
            if log is not None and log.case not in erased and _is_log(vault, log):
                pile.wraps.append(wrap)
        case GrantItem(subject=subject, grant=grant):
            if subject[:ID_BYTES] not in erased and is_grant(grant):
                pile.grants.append((subject, grant))
        case _:
            _sort_wrapped(vault, item, pile, erased)


def _sort_wrapped(
    vault: Vault, item: Item, pile: _Pile, erased: frozenset[CaseId]
) -> None:
    """Put a piece, or what is wrapped, where it belongs."""
    match item:
        case PieceItem(log=raw, offset=at) if _is_of_file(raw, at, erased):
            if vault.pieces.add(item):
                pile.whole.add(raw)
        case ParcelItem():
            pile.parcels.append(item)
        case HandedItem():
            ours = handed_here(vault, item)
            if ours is not None:
                _sort(vault, ours, pile, erased)
        case _:
            pass


def _is_of_file(log: bytes, offset: int, erased: frozenset[CaseId]) -> bool:
    """Whether a piece can be of a file that is here, or comes: none is so long."""
    return log[:ID_BYTES] not in erased and offset < _MOST_SEALED_BYTES


def _is_log(vault: Vault, log: LogName) -> bool:
    """Whether there can be such a log: no case has the group's own id.

    An act that erased such a case would erase the roster, so none may. A roster of no
    group before this one is somebody's who would have it recovered in place of ours.
    """
    if log.compartment is not Compartment.ROSTER:
        return log.case != vault.group
    return log == vault.roster_log or vault.elders is None or log in vault.elders


def _log_of(wrap: bytes) -> LogName | None:
    try:
        return read_log_name(read_wrap(wrap).log)
    except SealError:
        return None


def _follow(vault: Vault, logs: set[LogName], *, had_grants: bool) -> None:
    """Read what the new entries change: keys, the roster, lists, deletions."""
    if had_grants:
        vault.ring.load()
    # Also the roster of a group that this one succeeds.
    if had_grants or any(log.compartment is Compartment.ROSTER for log in logs):
        vault.reload()
    open_sheets(vault)
    erase_tombstoned(vault)
    refresh(vault, [log for log in logs if log.case not in vault.roster.erased])


def finish_taking(vault: Vault) -> None:
    """Do what was to follow from what came last, if a power cut came between.

    A passed or erased entry would else stay, and a new case be in no list.
    """
    raw = vault.seal.open(TAKING, vault.store.meta(TAKING)) or b""
    parts = (raw[at : at + LOG_BYTES] for at in range(0, len(raw), LOG_BYTES))
    logs = [log for part in parts if (log := read_log_name(part)) is not None]
    refresh(vault, [log for log in logs if log.case not in vault.roster.erased])


def end_taking(vault: Vault) -> None:
    """Nothing more comes for now, and what came has been followed."""
    if vault.store.meta(TAKING):
        vault.store.set_meta(TAKING, b"")


def refresh(vault: Vault, logs: Sequence[LogName]) -> None:
    """Make the rows of some logs again, and delete what they say is to be deleted."""
    rows: dict[LogName, bytes] = {}
    # What was passed goes from main once counsel's copy is here.
    mains = (
        LogName(case=log.case, compartment=Compartment.MAIN)
        for log in logs
        if log.compartment is Compartment.COUNSEL
    )
    for log in dict.fromkeys((*logs, *mains)):
        if log.compartment is Compartment.ROSTER or not vault.ring.of_log(log):
            continue
        # One log at fault keeps no desk from the others.
        with suppress(SealError):
            rows |= _refreshed(vault, log)
    if rows:
        vault.store.append((), tip=vault.tip, rows=rows)


def _refreshed(vault: Vault, log: LogName) -> Mapping[LogName, bytes]:
    """The row of a log, made again, when all that follows from the log is done."""
    vault.wrap_alone(log)
    view = vault.replay(log)
    # Of this log alone: whatever it names is deleted nowhere else.
    own = vault.store.numbers(log).keys()
    gone = deletable(vault, view) & own
    if gone:
        note_entries(vault, log, gone)
    if log.compartment is Compartment.MAIN:
        note_came(vault, view)
    if vault.store.erase_entries(log, gone):
        vault.forget(log)
        view = vault.replay(log)
    _keep_grants(vault, view)
    vault.follow(view)
    return vault.rows_of(log, view)


def _keep_grants(vault: Vault, view: LogView) -> None:
    """Keep the grants that entries bring: by them a desk knows what is shared."""
    given = {
        (view.log.raw, grant)
        for _, body in view.current(Membership)
        for _, _, grant in grants_in(body)
    }
    new = given and given.difference(vault.bag.grants(subject=view.log.raw))
    if new:
        vault.bag.put_grants(new)
