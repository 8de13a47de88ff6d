"""Who is in the group, who holds what, what was removed (spec/log.md §2, §3)."""

from bisect import bisect_right, insort
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from safeconduct.log.entries.act import (
    CIRCLES_OF,
    AskExport,
    Circle,
    MemberId,
    Propose,
    RecoveryKey,
    Role,
    SetMailbox,
)
from safeconduct.log.name import NO_ENTRY, CaseId, DeviceId, EntryId, KeyId

# So many cases leave within a day without a second person.
MANY_CASES = 10
DAY_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """A device of a member, by its card, and the act that let it in.

    Without `history` the keys are for it that are named after `since`: the act that let
    in the first device of its member, or its own.
    """

    id: DeviceId
    card: bytes
    act: EntryId
    history: bool
    since: EntryId = NO_ENTRY


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A member, with the devices that are in."""

    member: MemberId
    name: str
    role: Role
    devices: tuple[Device, ...]

    def fits(self, body: Propose) -> bool:
        """Whether a proposal brings no card, or calls him what he is."""
        return not body.card or (self.name, self.role) == (body.name, body.role)

    def asks_for_himself(self, body: Propose) -> bool:
        """Whether a proposal is for another device of his, and for nothing else."""
        return bool(body.card) and body.member == self.member and self.fits(body)

    def with_device(self, new: Device) -> "Person":
        """With another device, which opens no more of the past than his others."""
        if not any(one.history for one in self.devices):
            new = replace(new, history=False, since=self.devices[0].since)
        return replace(self, devices=(*self.devices, new))


@dataclass(frozen=True, slots=True, kw_only=True)
class CircleKeyNamed:
    """A key of a circle, the act that named it, the removals that it leaves out."""

    key: KeyId
    act: EntryId
    seen: frozenset[EntryId]
    sheet: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Granted:
    """A key of a circle, sealed to a device, and the device that says so."""

    circle: Circle
    grant: bytes
    by: DeviceId


@dataclass(frozen=True, slots=True, kw_only=True)
class Removal:
    """Who left which circles, with which devices; `device` empty: with all of them.

    `is_out`: he left the group, or the device did; else his role became a lesser one.
    """

    member: MemberId
    device: bytes
    devices: frozenset[DeviceId]
    circles: frozenset[Circle]
    is_out: bool = True

    def means(self, member: MemberId, device: bytes) -> bool:
        """Whether it is about a device of a member."""
        return self.member == member and self.device in {b"", device}


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """An act that changes nothing: its author might not, or it came too late."""

    entry: EntryId
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """Cases that a member takes out, by his clock; the request that was allowed."""

    member: MemberId
    minute: int
    cases: frozenset[CaseId]
    request: EntryId = NO_ENTRY


def _minute(one: Export) -> int:
    return one.minute


@dataclass(slots=True, kw_only=True)
class Roster:
    """The group as its acts make it."""

    group: str = ""
    people: dict[MemberId, Person] = field(default_factory=dict)
    # What everybody is called who is or was in.
    names: dict[MemberId, str] = field(default_factory=dict)
    authors: dict[DeviceId, MemberId] = field(default_factory=dict)
    cards: dict[DeviceId, bytes] = field(default_factory=dict)
    keys: dict[Circle, list[CircleKeyNamed]] = field(default_factory=dict)
    grants: list[Granted] = field(default_factory=list)
    recovery: RecoveryKey | None = None
    # The act by which it counts, and how many months a case is kept (0: not said).
    recovery_act: EntryId = NO_ENTRY
    retention_months: int = 0
    removals: dict[EntryId, Removal] = field(default_factory=dict)
    erased: dict[CaseId, EntryId] = field(default_factory=dict)
    # Erasures by members who say that they lead the case: only its log shows that.
    erasures_asked: dict[EntryId, tuple[CaseId, MemberId]] = field(default_factory=dict)
    mailboxes: dict[Circle, SetMailbox] = field(default_factory=dict)
    # The addresses that coordinators have named, by the acts that did.
    relays: dict[str, list[EntryId]] = field(default_factory=dict)
    proposals: dict[EntryId, MemberId] = field(default_factory=dict)
    allowed: dict[EntryId, AskExport] = field(default_factory=dict)
    askers: dict[EntryId, MemberId] = field(default_factory=dict)
    used: set[EntryId] = field(default_factory=set)
    # What left with nobody's permission, by the clocks of those who took it.
    free_exports: dict[MemberId, list[Export]] = field(default_factory=dict)
    refused: list[Refused] = field(default_factory=list)

    def person_of(self, device: DeviceId) -> Person | None:
        """The member whose device it is, if both are in."""
        person = self.people.get(self.authors.get(device, ""))
        if person is None or device not in {item.id for item in person.devices}:
            return None
        return person

    def devices(self) -> tuple[DeviceId, ...]:
        """Every device that is or was in the group, those that are in first."""
        every = (one.id for person in self.people.values() for one in person.devices)
        return tuple(dict.fromkeys([*sorted(every), *sorted(self.cards)]))

    def holders(self, circle: Circle) -> tuple[Device, ...]:
        """The devices that are to hold the newest key of a circle."""
        return tuple(
            device
            for person in self.people.values()
            if circle in CIRCLES_OF[person.role]
            for device in person.devices
        )

    def ever_held(self, circle: Circle) -> frozenset[DeviceId]:
        """The devices that hold a circle, or held it till a removal."""
        gone = (
            device
            for removal in self.removals.values()
            if circle in removal.circles
            for device in removal.devices
        )
        return frozenset((*gone, *(one.id for one in self.holders(circle))))

    def removed_from(self, circle: Circle) -> frozenset[EntryId]:
        """The removals of people who may have held a circle."""
        return frozenset(
            name for name, item in self.removals.items() if circle in item.circles
        )

    def newest(self, circle: Circle) -> CircleKeyNamed | None:
        """The key to write under; None while a removal waits for its turn."""
        wanted = self.removed_from(circle)
        fit = [item for item in self.keys.get(circle, ()) if wanted <= item.seen]
        return fit[-1] if fit else None

    def seat(self, person: Person) -> None:
        """Let somebody be in, as he is now."""
        self.people[person.member] = person
        self.names[person.member] = person.name
        for device in person.devices:
            self.authors[device.id] = person.member
            self.cards[device.id] = device.card

    def unseat(self, member: MemberId, devices: frozenset[DeviceId]) -> None:
        """Let some devices of a member be out, and him with the last of them."""
        person = self.people.get(member)
        if person is None:
            return
        kept = tuple(device for device in person.devices if device.id not in devices)
        if kept:
            self.people[member] = replace(person, devices=kept)
        else:
            del self.people[member]

    def devices_of(self, member: MemberId) -> frozenset[DeviceId]:
        """Every device that is or was a member's."""
        return frozenset(
            device for device, owner in self.authors.items() if owner == member
        )

    def lets_out(self, made: Export) -> bool:
        """Whether a member may take cases out: a few in a day, or what was allowed."""
        if made.request == NO_ENTRY:
            day = self.taken_out(made.member, made.minute) | made.cases
            return len(day) <= MANY_CASES
        return made.request in self.permissions(made.member, len(made.cases))

    def taken_out(self, member: MemberId, minute: int) -> frozenset[CaseId]:
        """What a member took out in the 24 hours before, with nobody's permission."""
        free = self.free_exports.get(member, [])
        first = bisect_right(free, minute - DAY_MINUTES, key=_minute)
        return frozenset().union(*(one.cases for one in free[first:]))

    def take_out(self, made: Export) -> None:
        """Note that cases leave; what was allowed is used up."""
        if made.request == NO_ENTRY:
            insort(self.free_exports.setdefault(made.member, []), made, key=_minute)
        else:
            self.used.add(made.request)

    def permissions(self, member: MemberId, cases: int) -> Mapping[EntryId, AskExport]:
        """What a member asked, was allowed and has not used, for so many cases."""
        return {
            name: asked
            for name, asked in self.allowed.items()
            if self.askers[name] == member
            and asked.cases >= cases
            and name not in self.used
        }

    def holds(self, member: MemberId, circle: int) -> bool:
        """Whether a member is to hold a circle."""
        person = self.people.get(member)
        return person is not None and circle in CIRCLES_OF[person.role]
