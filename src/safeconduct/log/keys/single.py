"""Who was granted a log without being in its circle, by its entries (spec/log.md §7).

Only what counts in the log says so: a grant that merely came is a key, and no right.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from safeconduct.log.entries.act import Circle, MemberId
from safeconduct.log.entries.body import Membership
from safeconduct.log.entries.entry import Entry
from safeconduct.log.name import (
    NO_ENTRY,
    Compartment,
    DeviceId,
    EntryId,
    KeyId,
    Upto,
)
from safeconduct.log.replay.log_view import LogView, Vouched
from safeconduct.log.roster.roster import Roster
from safeconduct.sealing.errors import SealError
from safeconduct.sealing.grant import read_grant


@dataclass(frozen=True, slots=True, kw_only=True)
class Single:
    """A device that is in the group, was granted the log, and is not of its circle.

    `keys`: those granted to it, oldest first. `since`, `until`: the places in the log
    of the first grant of them, and of the entry that revoked it; None: it stands.
    """

    device: DeviceId
    member: MemberId
    keys: tuple[KeyId, ...]
    since: int
    until: int | None = None

    def is_for(self, at: int) -> bool:
        """Whether the entry at a place of the log is still for the device."""
        return self.until is None or at <= self.until


def singles_of(view: LogView, roster: Roster) -> tuple[Single, ...]:
    """The devices that were granted a log, each as its newest grant left it."""
    circle = view.log.compartment
    if circle is Compartment.COUNSEL:
        # Whatever an entry says: it is granted to counsel alone.
        return ()
    gone = barred(roster, circle)
    found: dict[DeviceId, Single] = {}
    for at, member, body in memberships(view, roster):
        if _is_end(body):
            for device, one in found.items():
                if one.member == member and one.until is None:
                    found[device] = replace(one, until=at)
        for device, key, _ in grants_in(body):
            if roster.authors.get(device) == member:
                found[device] = _with(found.get(device), device, member, key, at)
    return tuple(
        one
        for one in found.values()
        if one.device not in gone
        and roster.person_of(one.device)
        and not roster.holds(one.member, circle)
    )


def standing(singles: Sequence[Single]) -> tuple[Single, ...]:
    """Those whose grant nobody has revoked."""
    return tuple(one for one in singles if one.until is None)


def vouched_in(entries: Iterable[Entry], roster: Roster, circle: Circle) -> Vouched:
    """How far devices that were taken out count, by what the circle says in the log."""
    gone = left_for_good(roster, circle)
    found: dict[DeviceId, Upto] = {}
    for item in entries:
        author = roster.person_of(item.device)
        if author is None or not roster.holds(author.member, circle):
            continue
        for one in item.body.vouches if isinstance(item.body, Membership) else ():
            if one.device in gone:
                upto = (one.sequence, one.entry)
                found[one.device] = max(found.get(one.device, upto), upto)
    return found


def left_for_good(roster: Roster, circle: Circle) -> frozenset[DeviceId]:
    """Devices that were taken out and are not of the circle again."""
    return barred(roster, circle) - {one.id for one in roster.holders(circle)}


def barred(roster: Roster, circle: Circle) -> frozenset[DeviceId]:
    """Devices that a removal took out of the group or the circle.

    What they were granted before is over, also where they are let in again.
    """
    return frozenset(
        device
        for removal in roster.removals.values()
        if removal.is_out or circle in removal.circles
        for device in removal.devices
    )


def grants_in(body: Membership) -> Iterator[tuple[DeviceId, KeyId, bytes]]:
    """What an entry grants: to which device, which key, and the grant itself."""
    for grant in body.grants:
        try:
            head = read_grant(grant)
        except SealError:
            # Somebody's entry; what is none is granted to nobody.
            continue
        yield DeviceId(head.device), KeyId(head.key_id), grant


def newest_grant(
    view: LogView, roster: Roster, singles: Sequence[Single]
) -> tuple[EntryId, DeviceId]:
    """The newest entry that grants one of some devices a key, and its author.

    Of those whose grant stands that is the keeper (§7).
    """
    devices = {one.device for one in singles}
    for at, _, body in reversed(tuple(memberships(view, roster))):
        if any(device in devices for device, _, _ in grants_in(body)):
            return view.entries[at].id, view.entries[at].device
    return NO_ENTRY, DeviceId(b"")


def memberships(
    view: LogView, roster: Roster
) -> Iterator[tuple[int, MemberId, Membership]]:
    """Those that grant and revoke, each behind its place in the log and its member.

    By who is of the circle or was, and by who had been granted the log by one of these:
    he for keys that he was granted, and not beside the end of his own grant.
    """
    of_circle = roster.ever_held(view.log.compartment)
    granted: dict[DeviceId, set[KeyId]] = {}
    for at, item in enumerate(view.entries):
        body = item.body if isinstance(item.body, Membership) else None
        if body is not None and item.device not in of_circle:
            body = _by_guest(body, granted.get(item.device, set()))
            if _ends_beside(view, at, roster.authors.get(item.device, ""), of_circle):
                body = None
        if body is None:
            continue
        yield at, body.member, body
        gone = roster.devices_of(body.member) if _is_end(body) else frozenset()
        granted = {one: keys for one, keys in granted.items() if one not in gone}
        for device, key, _ in grants_in(body):
            granted.setdefault(device, set()).add(key)


def _is_end(body: Membership) -> bool:
    """Whether an entry revokes what a member was granted."""
    return bool(body.retires) and not body.grants


def _by_guest(body: Membership, keys: Collection[KeyId]) -> Membership | None:
    """What counts of an entry by who was granted some keys; None: nothing.

    What the head of a grant says may be made up: no key of another's is his to grant.
    """
    kept = tuple(grant for _, key, grant in grants_in(body) if key in keys)
    if not keys or (body.grants and not kept):
        return None
    return replace(body, grants=kept)


def _ends_beside(
    view: LogView, at: int, member: MemberId, circle: Collection[DeviceId]
) -> bool:
    """Whether the circle ended a member's grant, and had not seen what he wrote.

    He can still write as if it were before that, whenever he likes.
    """
    later = view.entries[at + 1 :]
    end = next(
        (
            item
            for item in later
            if isinstance(item.body, Membership)
            and item.device in circle
            and item.body.member == member
            and _is_end(item.body)
        ),
        None,
    )
    return end is not None and view.entries[at].id not in _seen_by(view, end)


def _seen_by(view: LogView, entry: Entry) -> frozenset[EntryId]:
    """What an entry comes after."""
    here = {item.id: item for item in _all(view)}
    found: set[EntryId] = set()
    waits = [entry]
    while waits:
        frame = waits.pop().frame
        names = {frame.previous, *(head.id for head in frame.heads)} & here.keys()
        waits += [here[name] for name in names - found]
        found |= names
    return frozenset(found)


def unfit_keys(view: LogView, roster: Roster) -> frozenset[KeyId]:
    """Keys that nobody writes under: retired, known to who is out, or not the circle's.

    What only others than the circle have written under may be known to anybody; what
    a device wrote under that left may have come from it again, to who knew it not.
    """
    gone = barred(roster, view.log.compartment)
    left = left_for_good(roster, view.log.compartment)
    out = {
        key
        for _, _, body in memberships(view, roster)
        for device, key, _ in grants_in(body)
        if device in gone or roster.person_of(device) is None
    }
    theirs = {item.key for item in _all(view) if item.device in left}
    return view.retired() | out | theirs | guests_keys(view, roster)


def guests_keys(view: LogView, roster: Roster) -> frozenset[KeyId]:
    """The keys under which only others than the circle have written."""
    used = frozenset(item.key for item in _all(view))
    return used - circle_keys(view, roster)


def circle_keys(view: LogView, roster: Roster) -> frozenset[KeyId]:
    """The keys under which somebody of the circle has written what counts."""
    circle = view.log.compartment
    return frozenset(
        item.key for item in view.entries if roster.holds(view.authors[item.id], circle)
    )


def _all(view: LogView) -> tuple[Entry, ...]:
    return (*view.entries, *(one.entry for one in view.apart))


def _with(
    before: Single | None, device: DeviceId, member: MemberId, key: KeyId, at: int
) -> Single:
    """A device with one key more; after a revocation it begins anew."""
    if before is None or before.until is not None:
        return Single(device=device, member=member, keys=(key,), since=at)
    return replace(before, keys=(*before.keys, key))
