"""Desks exchange what they have through mailboxes, or on a stick (spec/log.md §12).

Everything may be repeated at any time; nothing is marked as sent before the mailbox has
numbered it, nothing as fetched before it is stored.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice

from safeconduct.base.parcel import MailboxId, item_id
from safeconduct.log.cases.dropping import dropped, note_handed, noted_for
from safeconduct.log.cases.erasing import confirm_erasures, erase_tombstoned
from safeconduct.log.cases.passing import follow_passed, passed_on
from safeconduct.log.exchange.bundle import Carried
from safeconduct.log.exchange.intake import Taken, end_taking, take
from safeconduct.log.exchange.mailbox import Mailbox, MailboxError, Trouble
from safeconduct.log.exchange.reopening import open_if_let_in, open_if_told
from safeconduct.log.keys.slot import Slot, seal_payload
from safeconduct.log.name import Compartment, LogName
from safeconduct.log.sharing.forwarding import all_again, forward, waiting
from safeconduct.log.sharing.payload import as_sent, payloads_of, pieces_here
from safeconduct.log.sharing.turning import settle
from safeconduct.log.sharing.unpacking import looks_into
from safeconduct.log.stores.store import Cursor, Outgoing, Queued
from safeconduct.log.vault.vault import Vault
from safeconduct.sealing.context import CIRCLE_BYTES
from safeconduct.sealing.errors import SealError
from safeconduct.sealing.item import (
    GrantItem,
    HandedItem,
    Item,
    open_item,
    read_item,
    write_item,
)

FETCH_BYTES = 4 * 1024 * 1024
# Items go into the store so many at a time, so that an append beside it never waits.
AT_ONCE = 16
# The roster is replayed whole after each time: once for all that a fetch brings.
ROSTER_AT_ONCE = 16_384


@dataclass(frozen=True, slots=True, kw_only=True)
class Line(Slot):
    """A mailbox at a relay, with what reaches it."""

    port: Mailbox


@dataclass(frozen=True, slots=True, kw_only=True)
class Synced:
    """What one sync did."""

    sent: int
    received: int


def sync(vault: Vault, lines: Mapping[Compartment, Line]) -> Synced:
    """Fetch, settle, and send, over every circle that the device has a line for.

    One mailbox that fails keeps nothing from the others; the roster's does, since it
    says who counts in them.

    Raises:
        MailboxError: a mailbox could not be used; what is done so far stands.
    """
    vault.slots |= {line.mailbox: (of, line) for of, line in lines.items()}
    # An erasure may have been cut short.
    erase_tombstoned(vault)
    roster, failed = lines.get(Compartment.ROSTER), list[MailboxError]()
    received = 0
    if roster is not None:
        received = fetch(vault, roster, Compartment.ROSTER)
    for circle, line in lines.items():
        # Into papers' and counsel's everybody may put something; only they look.
        if line is not roster and looks_into(vault, circle):
            with _noted(failed):
                received += fetch(vault, line, circle)
    open_if_let_in(vault)
    if vault.roster.person_of(vault.device) is not None:
        settle(vault)
        follow_passed(vault)
    confirm_erasures(vault)
    sent = 0
    for circle, line in lines.items():
        with _noted(failed):
            sent += _send(vault, circle, line)
            sent += _forward(vault, line) if line is roster else 0
            drop_erased(vault, line)
    if failed:
        raise failed[0]
    return Synced(sent=sent, received=received)


@contextmanager
def _noted(failed: list[MailboxError]) -> Iterator[None]:
    """Do with one mailbox what can be done; that it failed is told at the end."""
    try:
        yield
    except MailboxError as error:
        failed.append(error)


def fetch(vault: Vault, line: Line, circle: Compartment | None = None) -> int:
    """Take what came to a mailbox since; how many entries were new.

    Raises:
        MailboxError: the relay could not be used; what is done so far stands.
    """
    new = 0
    at_once = ROSTER_AT_ONCE if circle is Compartment.ROSTER else AT_ONCE
    while True:
        after = vault.store.cursor(line.mailbox)
        found = line.port.fetch(after, FETCH_BYTES)
        if found.last < after:
            # It has forgotten what it had: put back from a copy, or another's.
            raise MailboxError(Trouble.UNSOUND)
        if not found.items:
            end_taking(vault)
            return new
        for some in _portions(found.items, at_once):
            cursor = Cursor(mailbox=line.mailbox, last=some[-1][0])
            opened = _opened((raw for _, raw in some), line)
            new += take(vault, opened, cursor=cursor).entries


def _send(vault: Vault, circle: Compartment, line: Line) -> int:
    sent = 0
    if not _may_leave(vault, circle):
        return sent
    while queued := vault.store.outgoing(circle, FETCH_BYTES):
        for some in _at_once(vault, queued):
            line.port.post([seal_payload(one, line, vault.seal) for one in some])
        vault.store.sent(item.number for item in queued)
        sent += len(queued)
    return sent


def _may_leave(vault: Vault, circle: Compartment) -> bool:
    """Whether a desk sends what it has: it may be of a case that was erased since."""
    return not vault.closed or circle is Compartment.ROSTER


def _at_once(vault: Vault, queued: Iterable[Queued]) -> Iterator[list[bytes]]:
    """What waits, as it is sent, so much at once as can be held: files are long."""
    some: list[bytes] = []
    size = 0
    for payload in (one for item in queued for one in as_sent(vault, item.payload)):
        if size + len(payload) > FETCH_BYTES and some:
            yield some
            some, size = [], 0
        some.append(payload)
        size += len(payload)
    if some:
        yield some


def _forward(vault: Vault, line: Line) -> int:
    """Send what those who were granted single logs lack, for others not to see."""

    def post(log: LogName, payloads: Sequence[bytes]) -> None:
        items = [seal_payload(one, line, vault.seal) for one in payloads]
        handed = [
            item_id(item)
            for item, payload in zip(items, payloads, strict=True)
            if isinstance(read_item(payload), HandedItem)
        ]
        if handed:
            note_handed(vault, log, line.mailbox, handed)
        line.port.post(items)

    return forward(vault, post)


def drop_erased(vault: Vault, line: Line) -> None:
    """Have what was posted of erased cases dropped.

    Raises:
        MailboxError: it may still be there; it is dropped the next time.
    """
    names = noted_for(vault, line.mailbox)
    if names:
        line.port.drop(names)
        dropped(vault, line.mailbox)


def _opened(raw: Iterable[bytes], line: Slot) -> Iterator[Item]:
    for item in raw:
        try:
            yield open_item(item, mailbox=line.mailbox, key=line.key)
        except SealError:
            # Nobody of ours sealed it; a mailbox can hold anybody's bytes.
            continue


def _portions(
    items: tuple[tuple[int, bytes], ...], at_once: int
) -> Iterator[tuple[tuple[int, bytes], ...]]:
    for at in range(0, len(items), at_once):
        yield items[at : at + at_once]


def write_out(
    vault: Vault, slots: Mapping[Compartment, Slot], *, whole: bool
) -> Iterator[Carried]:
    """What a stick carries: what is not sent yet, or (`whole`) all that is here."""
    for circle, slot in slots.items():
        if not _may_leave(vault, circle):
            continue
        known: set[bytes] = set()
        for payload in _for_stick(vault, circle, whole=whole):
            name = hashlib.sha256(payload).digest()
            if name not in known:
                known.add(name)
                item = seal_payload(payload, slot, vault.seal)
                yield Carried(mailbox=slot.mailbox, item=item)


def _for_stick(vault: Vault, circle: Compartment, *, whole: bool) -> Iterator[bytes]:
    for item in vault.store.outgoing(circle, 1 << 62):
        yield from as_sent(vault, item.payload)
    if whole:
        yield from everything(vault, circle)
    if circle is Compartment.ROSTER:
        yield from waiting(vault, whole=whole)


def everything(vault: Vault, circle: Compartment) -> Iterator[bytes]:
    """All that is here of a circle, as it would be sent: keys first."""
    if circle is Compartment.ROSTER:
        for subject, grant in vault.bag.grants():
            # Those of single logs go with the logs.
            if len(subject) == CIRCLE_BYTES:
                yield write_item(GrantItem(subject=subject, grant=grant))
    for turn in vault.roster.keys.get(circle, ()):
        yield from pieces_here(vault, vault.circle_log(circle), turn.sheet)
    for log in vault.store.logs():
        if log.compartment is circle:
            yield from payloads_of(vault, log)
    if circle is Compartment.COUNSEL:
        yield from passed_on(vault)


def post_again(vault: Vault) -> None:
    """Put all that is here on its way once more: a relay was lost (§12)."""
    all_again(vault)
    for circle in Compartment:
        # What was passed to counsel no desk but counsel's and this one may have.
        is_here = vault.ring.holds(circle) or circle is Compartment.COUNSEL
        if is_here and _may_leave(vault, circle):
            waiting = (
                Outgoing(circle=circle, payload=payload)
                for payload in everything(vault, circle)
            )
            while some := tuple(islice(waiting, AT_ONCE)):
                vault.store.append((), tip=vault.tip, outgoing=some)


def take_in(vault: Vault, carried: Iterable[Carried], slots: Iterable[Slot]) -> Taken:
    """What a stick brought; items of mailboxes that are not ours are left."""
    by_mailbox = {slot.mailbox: slot for slot in slots}
    before, _, _ = vault.store.end()
    pile: dict[MailboxId, list[bytes]] = {}
    for item in carried:
        pile.setdefault(item.mailbox, []).append(item.item)
    whole = Taken()
    for mailbox, items in pile.items():
        if mailbox in by_mailbox:
            taken = take(vault, _opened(items, by_mailbox[mailbox]))
            whole.entries += taken.entries
            whole.logs |= taken.logs
    end_taking(vault)
    open_if_let_in(vault)
    open_if_told(vault, before)
    return whole
