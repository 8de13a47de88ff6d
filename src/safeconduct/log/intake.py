"""What other desks sent, taken into the vault (spec/log.md §12).

Everything is named by its hash and may come twice, late or in any order.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from safeconduct.log.erasing import erase_tombstoned
from safeconduct.log.name import (
    ID_BYTES,
    CaseId,
    Compartment,
    EntryId,
    LogName,
    read_log_name,
)
from safeconduct.log.sheet_work import open_sheets
from safeconduct.log.store import Arrival, Cursor
from safeconduct.log.vault import Vault
from safeconduct.sealing.entry_box import entry_id
from safeconduct.sealing.errors import SealError
from safeconduct.sealing.item import EntryItem, GrantItem, Item, PieceItem, WrapItem
from safeconduct.sealing.wrap import read_wrap


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
    vault.ring.put_wraps(pile.wraps)
    new = vault.store.append(pile.arrivals, tip=vault.tip, cursor=cursor)
    logs = {item.log for item in pile.arrivals}
    keyed = {log for wrap in pile.wraps if (log := _log_of(wrap)) is not None}
    for log in logs | keyed:
        _read_on(vault, log, pile.arrivals, is_keyed=log in keyed)
    logs |= keyed
    _follow(vault, logs, had_grants=bool(pile.grants))
    return Taken(entries=new, logs=logs)


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
            if log is not None and log.case not in erased:
                name = EntryId(entry_id(envelope))
                pile.arrivals.append(Arrival(log=log, id=name, envelope=envelope))
        case WrapItem(wrap=wrap):
            log = _log_of(wrap)
            if log is not None and log.case not in erased:
                pile.wraps.append(wrap)
        case GrantItem(subject=subject, grant=grant):
            if subject[:ID_BYTES] not in erased:
                pile.grants.append((subject, grant))
        case PieceItem():
            vault.pieces.add(item)


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


def refresh(vault: Vault, logs: Sequence[LogName]) -> None:
    """Make the rows of some logs again, and delete what they say is to be deleted."""
    rows: dict[LogName, bytes] = {}
    for log in logs:
        if log.compartment is Compartment.ROSTER or not vault.ring.of_log(log):
            continue
        vault.wrap_alone(log)
        view = vault.replay(log)
        if view.deleted():
            vault.store.erase_entries(view.deleted())
            vault.forget(log)
        rows |= vault.rows_of(log, view)
        vault.follow(view)
    if rows:
        vault.store.append((), tip=vault.tip, rows=rows)
