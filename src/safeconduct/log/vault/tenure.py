"""Who could open what since when, read off the roster and a log (spec/log.md §8)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from safeconduct.log.entries.act import (
    CIRCLES_OF,
    Approve,
    Found,
    MemberId,
    Propose,
    Remove,
)
from safeconduct.log.entries.body import Membership
from safeconduct.log.entries.entry import Entry
from safeconduct.log.keys.single import grants_in, memberships
from safeconduct.log.name import DeviceId
from safeconduct.log.replay.log_view import LogView
from safeconduct.log.roster.roster import Roster
from safeconduct.log.vault.vault import Vault

_MINUTES_A_DAY = 24 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenure:
    """A span in which a member was in with a role; days count from 1970.

    `until` is None while he is in. Without `history` he opens only what came since.
    """

    member: MemberId
    name: str
    role: str
    since: int
    until: int | None
    history: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Opener:
    """Somebody who could open a log, by his role or by a grant of that log.

    `history` says whether he opens what was written before, too; a grant does not say.
    Not `counts`: somebody granted it, at one time, who might not.
    """

    name: str
    role: str
    by_grant: bool
    since: int
    until: int | None
    history: bool | None
    counts: bool = True


def openers(vault: Vault, view: LogView) -> tuple[Opener, ...]:
    """Everybody who could ever open a log, in the order of their coming."""
    spans = tenures(vault)
    circles = {str(role): held for role, held in CIRCLES_OF.items()}
    by_role = [
        Opener(
            name=span.name,
            role=span.role,
            by_grant=False,
            since=span.since,
            until=span.until,
            history=span.history,
        )
        for span in spans
        if view.log.compartment in circles.get(span.role, ())
    ]
    members = {span.member: span for span in spans}
    granted = _granted(view, vault.roster, members)
    found = [*by_role, *granted, *_not_counted(view, vault.roster, members)]
    return tuple(sorted(found, key=lambda one: (one.since, one.name)))


def tenures(vault: Vault) -> tuple[Tenure, ...]:
    """The spans of everybody who is or was in, in the order of their coming."""
    walk = _Walk(vault)
    for item in vault.graph.order:
        if item.id not in walk.refused:
            walk.take(item.body, item.id, _day(item))
    seated = vault.roster.people
    # A proposal beside which a removal stands seats nobody.
    still = (one for name, one in walk.now.items() if name in seated)
    return tuple(sorted([*walk.past, *still], key=lambda one: (one.since, one.name)))


class _Walk:
    """The acts of a roster that count, taken one after another."""

    def __init__(self, vault: Vault) -> None:
        self.refused = {item.entry for item in vault.roster.refused}
        self.now: dict[MemberId, Tenure] = {}
        self.past: list[Tenure] = []
        self.devices: dict[MemberId, set[bytes]] = {}
        self.proposed: dict[bytes, Propose] = {}
        self.device_of = {card: device for device, card in vault.roster.cards.items()}

    def take(self, body: object, name: bytes, day: int) -> None:
        match body:
            case Found():
                self._seat(body, day, history=True)
            case Propose():
                self.proposed[name] = body
                if len(self.now) == 1:
                    self._seat(body, day, history=body.history)
            case Approve(proposal=proposal) if proposal in self.proposed:
                found = self.proposed[proposal]
                self._seat(found, day, history=found.history)
            case Remove():
                self._leave(body, day)
            case _:
                pass

    def _seat(self, body: Found | Propose, day: int, *, history: bool) -> None:
        before = self.now.get(body.member)
        device = self.device_of.get(body.card, DeviceId(b""))
        self.devices.setdefault(body.member, set()).add(device)
        if before is not None and before.role == body.role:
            return
        if before is not None:
            self.past.append(replace(before, until=day))
        self.now[body.member] = Tenure(
            member=body.member,
            name=body.name,
            role=body.role,
            since=day,
            until=None,
            history=history,
        )

    def _leave(self, body: Remove, day: int) -> None:
        left = self.devices.get(body.member, set())
        left.discard(body.device)
        before = self.now.get(body.member)
        if before is not None and (not body.device or not left):
            self.past.append(replace(before, until=day))
            del self.now[body.member]


def _granted(
    view: LogView, roster: Roster, members: Mapping[MemberId, Tenure]
) -> Iterator[Opener]:
    """Grants of the log itself, each until it was revoked, or he was out."""
    given: dict[MemberId, Opener] = {}
    for at, member, body in memberships(view, roster):
        entry = view.entries[at]
        if member in members and _is_granted(body, roster):
            given.setdefault(member, _by_grant(members[member], entry))
        elif body.retires and not body.grants and member in given:
            yield replace(given.pop(member), until=_day(entry))
    for member, one in given.items():
        yield replace(one, until=members[member].until)


def _not_counted(
    view: LogView, roster: Roster, members: Mapping[MemberId, Tenure]
) -> Iterator[Opener]:
    """Grants by those who might not: a key may have been given all the same."""
    counted = {view.entries[at].id for at, _, _ in memberships(view, roster)}
    for entry in (*view.entries, *(one.entry for one in view.apart)):
        body = entry.body
        if entry.id in counted or not isinstance(body, Membership):
            continue
        if body.member in members and _is_granted(body, roster):
            one = _by_grant(members[body.member], entry)
            yield replace(one, until=one.since, counts=False)


def _is_granted(body: Membership, roster: Roster) -> bool:
    """Whether a device of the member whom an entry names got a key by it."""
    return any(roster.authors.get(one) == body.member for one, _, _ in grants_in(body))


def _by_grant(who: Tenure, entry: Entry) -> Opener:
    return Opener(
        name=who.name,
        role=who.role,
        by_grant=True,
        since=_day(entry),
        until=None,
        history=None,
    )


def _day(entry: Entry) -> int:
    return entry.frame.minute // _MINUTES_A_DAY
