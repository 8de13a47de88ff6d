"""What an act of the roster does, if its author may (spec/log.md §3)."""

from collections.abc import Callable
from dataclasses import replace

from safeconduct.log.entries.act import (
    CIRCLES_OF,
    AllowExport,
    Approve,
    AskExport,
    EraseCase,
    Exported,
    Found,
    Grant,
    MemberId,
    NewRecovery,
    Propose,
    Remove,
    Role,
    Seen,
    SetMailbox,
    SetRetention,
    Turn,
)
from safeconduct.log.entries.entry import Entry
from safeconduct.log.entries.graph import Graph
from safeconduct.log.name import (
    NO_ENTRY,
    Compartment,
    DeviceId,
    EntryId,
    KeyId,
)
from safeconduct.log.roster.access import (
    may_act,
    may_approve,
    may_approve_recovery,
    may_name_mailbox,
    role_of,
)
from safeconduct.log.roster.contest import is_built_on
from safeconduct.log.roster.recovery_key import is_recovery
from safeconduct.log.roster.roster import (
    CircleKeyNamed,
    Device,
    Export,
    Granted,
    Person,
    Removal,
    Roster,
)
from safeconduct.sealing.grant import is_grant

DeviceOf = Callable[[bytes], DeviceId | None]
MOST_MONTHS = 1200


class RosterChange:
    """A roster, and the acts that change it one after another."""

    def __init__(self, graph: Graph, device_of: DeviceOf, first: EntryId) -> None:
        """Begin before the first act."""
        self.graph = graph
        self.roster = Roster()
        self._first = first
        self._device_of = device_of
        self._proposed: dict[EntryId, Propose | NewRecovery] = {}
        self._asked: dict[EntryId, AskExport] = {}
        # What each member became, by the act that made him so; None: out.
        self._states: dict[MemberId, list[tuple[EntryId, Person | None]]] = {}
        # The acts that brought a member's name up, with the device if there was one.
        self._named: dict[MemberId, list[tuple[EntryId, DeviceId | None]]] = {}
        # By which acts each member, or a device of his, was out.
        self._outs: dict[MemberId, list[tuple[EntryId, Removal]]] = {}
        # The acts that named each key, of any circle, one of each device.
        self._keys: dict[KeyId, dict[DeviceId, EntryId]] = {}

    def take(self, item: Entry) -> bool:
        """Do what an act says; False if its author may not, or it changes nothing."""
        if isinstance(item.body, Found):
            return self._found(item, item.body)
        author = self._standing(self.roster.authors.get(item.device, ""), item.id)
        if author is None or item.device not in {one.id for one in author.devices}:
            return False
        own = getattr(item.body, "member", "") == author.member
        if not may_act(author.role, item.body, own=own):
            return False
        return self._people(item, author) or self._rest(item, author)

    def was_in(self, member: MemberId, *acts: EntryId) -> bool:
        """Whether somebody was a member before each of some acts."""
        return all(self._standing(member, act) is not None for act in acts)

    def _standing(self, member: MemberId, act: EntryId) -> Person | None:
        """What a member was before an act: nobody gains by what he had not seen."""
        for changed, person in reversed(self._states.get(member, [])):
            if self.graph.is_after(act, changed):
                return person
        return None

    def _people(self, item: Entry, author: Person) -> bool:
        match item.body:
            case Propose() as body:
                return self._propose(item, body, author)
            case Approve(proposal=name):
                return self._approve(item, name, author)
            case Remove() as body:
                return self._remove(item, body)
            case AskExport() | AllowExport() | Exported() as body:
                return self._exporting(item, body, author)
            case _:
                return False

    def _exporting(
        self, item: Entry, body: AskExport | AllowExport | Exported, author: Person
    ) -> bool:
        if isinstance(body, AskExport):
            self._asked[item.id] = body
            self.roster.askers[item.id] = author.member
            return True
        if isinstance(body, AllowExport):
            return self._allow(body.request, author)
        return self._export(item, body, author)

    def _rest(self, item: Entry, author: Person) -> bool:
        roster, held = self.roster, CIRCLES_OF[author.role]
        match item.body:
            case Turn(circle=circle) as body if circle in held:
                return self._turn(item, body)
            case Grant(circle=circle, grants=grants) if circle in held:
                kept = [
                    Granted(circle=Compartment(circle), grant=grant, by=item.device)
                    for grant in grants
                    if is_grant(grant)
                ]
                roster.grants += kept
                return bool(kept)
            case SetMailbox(circle=circle) as body if circle in set(Compartment):
                return self._mailbox(item, body, author)
            case EraseCase() as body:
                return self._erase(item, body, author)
            case NewRecovery() as body if is_recovery(body.recovery):
                self._wait(item, body, author)
            case SetRetention(months=months) if 0 <= months <= MOST_MONTHS:
                roster.retention_months = months
            case Seen():
                pass
            case _:
                return False
        return True

    def _found(self, item: Entry, body: Found) -> bool:
        device, role = self._device_of(body.card), role_of(body.role)
        is_first = item.id == self._first and body.member != ""
        if not is_first or device != item.device or role != "coordinator":
            return False
        is_sound = len(body.recovery) <= 1 and all(map(is_recovery, body.recovery))
        if len(set(body.keys)) != len(Compartment) or not is_sound:
            return False
        self.roster.group = body.group
        self.roster.recovery = body.recovery[0] if body.recovery else None
        self.roster.recovery_act = item.id
        found = Device(id=device, card=body.card, act=item.id, history=True)
        person = Person(member=body.member, name=body.name, role=role, devices=(found,))
        self._named[body.member] = [(item.id, device)]
        self._seat(item.id, person)
        for circle, key in zip(Compartment, body.keys, strict=True):
            self._turn(item, Turn(circle=circle, key=key, seen=()))
        return True

    def _propose(self, item: Entry, body: Propose, author: Person) -> bool:
        device = self._device_of(body.card) if body.card else None
        is_card = not body.card or device is not None
        if role_of(body.role) is None or not body.member or not is_card:
            return False
        is_his = author.role == "coordinator" or author.asks_for_himself(body)
        if not is_his or not self._is_as_shown(item.id, body):
            return False
        self._named.setdefault(body.member, []).append((item.id, device))
        self._wait(item, body, author)
        return True

    def _wait(self, item: Entry, body: Propose | NewRecovery, author: Person) -> None:
        """Let a proposal wait for a second person, while there is one.

        A recovery key too: all of its shares may be in its maker's hands.
        """
        self._proposed[item.id] = body
        self.roster.proposals[item.id] = author.member
        own = self.roster.devices_of(author.member)
        if len(self.roster.people) == 1 and is_built_on(item, self.graph, own):
            self._do(item.id, item.id, body)

    def _do(self, act: EntryId, name: EntryId, body: Propose | NewRecovery) -> bool:
        """Do what was proposed, once; False if it can be done no more."""
        if isinstance(body, NewRecovery):
            self.roster.recovery, self.roster.recovery_act = body.recovery, act
        elif not self._let_in(act, name, body):
            return False
        del self._proposed[name], self.roster.proposals[name]
        return True

    def _approve(self, item: Entry, name: EntryId, author: Person) -> bool:
        body = self._proposed.get(name)
        if body is None or self.roster.proposals[name] == author.member:
            return False
        if not self._may_still(item.id, name, body):
            return False
        if isinstance(body, NewRecovery):
            has_counsel = "counsel" in self._roles_before(item.id)
            is_second = may_approve_recovery(author.role, has_counsel=has_counsel)
        else:
            is_second = may_approve(author.role, body.role)
        return is_second and self._do(item.id, name, body)

    def _may_still(
        self, act: EntryId, name: EntryId, body: Propose | NewRecovery
    ) -> bool:
        """Whether who proposed something, and with what, still might before an act."""
        proposer = self._standing(self.roster.proposals[name], act)
        device = self.graph.by_id[name].device
        if proposer is None or device not in {one.id for one in proposer.devices}:
            return False
        if proposer.role == "coordinator":
            return True
        return isinstance(body, Propose) and proposer.asks_for_himself(body)

    def _is_as_shown(self, act: EntryId, body: Propose) -> bool:
        """Whether a card is for a newcomer, or calls a member what he is or was.

        Else a second person who is shown a volunteer lets him in as counsel.
        """
        known = self._standing(body.member, act) or self.roster.people.get(body.member)
        if known is not None:
            return known.fits(body)
        return self.roster.names.get(body.member, body.name) == body.name

    def _let_in(self, act: EntryId, name: EntryId, body: Propose) -> bool:
        """Let in who was proposed, unless a removal stands beside the proposal."""
        device = self._device_of(body.card) if body.card else None
        if any(
            removal.means(body.member, device or b"")
            and not self.graph.is_after(name, removed)
            for removed, removal in self._outs.get(body.member, [])
        ):
            return False
        person = self._proposed_person(name, body, device)
        if person is None or not self._is_as_shown(act, body):
            return False
        self._lessen(act, person)
        self._seat(act, person)
        return True

    def _proposed_person(
        self, name: EntryId, body: Propose, device: DeviceId | None
    ) -> Person | None:
        """The member as he was proposed; another device changes nothing else of him."""
        old = self.roster.people.get(body.member)
        role = role_of(body.role)
        if device is None:
            return old and role and replace(old, name=body.name, role=role)
        if self.roster.authors.get(device, body.member) != body.member:
            return None
        new = Device(
            id=device, card=body.card, act=name, history=body.history, since=name
        )
        if old is None:
            return role and Person(
                member=body.member, name=body.name, role=role, devices=(new,)
            )
        if device in {one.id for one in old.devices}:
            return None
        return old.with_device(new)

    def _lessen(self, act: EntryId, person: Person) -> None:
        """A lesser role is a removal from the circles that it does not hold."""
        old = self.roster.people.get(person.member)
        if old is None or old.role in {person.role, "first_line"}:
            return
        self.roster.removals[act] = Removal(
            member=person.member,
            device=b"",
            devices=self.roster.devices_of(person.member),
            circles=frozenset(CIRCLES_OF[old.role]) - {*CIRCLES_OF[person.role]},
            is_out=False,
        )

    def _seat(self, act: EntryId, person: Person) -> None:
        self.roster.seat(person)
        self._states.setdefault(person.member, []).append((act, person))

    def _remove(self, item: Entry, body: Remove) -> bool:
        if not self._is_there(item, body):
            return False
        roster, device = self.roster, DeviceId(body.device)
        devices = frozenset({device}) if device else roster.devices_of(body.member)
        states = self._states.setdefault(body.member, [])
        was = next((person for _, person in reversed(states) if person), None)
        circles = CIRCLES_OF[was.role] if was is not None else tuple(Compartment)
        removal = Removal(
            member=body.member,
            device=device,
            devices=devices,
            circles=frozenset(circles),
        )
        roster.removals[item.id] = removal
        self._outs.setdefault(body.member, []).append((item.id, removal))
        roster.unseat(body.member, devices)
        states.append((item.id, roster.people.get(body.member)))
        return True

    def _is_there(self, item: Entry, body: Remove) -> bool:
        """Whether who is to be removed was at least proposed before, and is not out.

        An id is random: who names one had seen it, and says so.
        """
        is_known = any(
            body.device in {b"", device} and self.graph.is_after(item.id, name)
            for name, device in self._named.get(body.member, [])
        )
        is_out = any(
            removal.means(body.member, body.device)
            and self.graph.is_after(item.id, name)
            for name, removal in self._outs.get(body.member, [])
        )
        person = self._standing(body.member, item.id)
        devices = {one.id for one in person.devices} if person is not None else set()
        is_back = body.device in devices or (not body.device and bool(devices))
        return is_known and (is_back or not is_out)

    def _turn(self, item: Entry, body: Turn) -> bool:
        """Name a key; one that was a key before would open to who left.

        One that is named beside another's turn takes nothing from it: both stand.
        """
        seen = frozenset(
            name for name in body.seen if self.graph.is_after(item.id, name)
        )
        # Without a sheet it would vouch for nothing of those whom it leaves out.
        is_bare = not body.sheet and body.circle != Compartment.ROSTER
        if self._is_key(body.key, item) or (is_bare and seen):
            return False
        self._keys.setdefault(body.key, {})[item.device] = item.id
        named = CircleKeyNamed(key=body.key, act=item.id, seen=seen, sheet=body.sheet)
        self.roster.keys.setdefault(Compartment(body.circle), []).append(named)
        return True

    def _is_key(self, name: KeyId, item: Entry) -> bool:
        """Whether a key was named before an act, in any circle, or by its device."""
        acts = self._keys.get(name, {})
        is_after = self.graph.is_after
        return item.device in acts or any(is_after(item.id, a) for a in acts.values())

    def _mailbox(self, item: Entry, body: SetMailbox, author: Person) -> bool:
        circle = Compartment(body.circle)
        roles = self._roles_before(item.id)
        is_empty = not any(circle in CIRCLES_OF[role] for role in roles)
        if not may_name_mailbox(author.role, circle, is_empty=is_empty):
            return False
        named = self.roster.relays.get(body.relay, [])
        if author.role == "coordinator":
            self.roster.relays[body.relay] = [*named, item.id]
        elif not any(self.graph.is_after(item.id, act) for act in named):
            return False
        self.roster.mailboxes[circle] = body
        return True

    def _roles_before(self, act: EntryId) -> frozenset[Role]:
        """The roles of those who were in before an act."""
        before = (self._standing(one, act) for one in self._states)
        return frozenset(person.role for person in before if person is not None)

    def _erase(self, item: Entry, body: EraseCase, author: Person) -> bool:
        if body.case == item.log.case:
            return False
        if author.role == "coordinator":
            self.roster.erased.setdefault(body.case, item.id)
        else:
            self.roster.erasures_asked[item.id] = (body.case, author.member)
        return True

    def _allow(self, name: EntryId, author: Person) -> bool:
        if self.roster.askers.get(name, author.member) == author.member:
            return False
        self.roster.allowed[name] = self._asked[name]
        return True

    def _export(self, item: Entry, body: Exported, author: Person) -> bool:
        """Note what leaves; what was allowed is used up by the first that names it."""
        made = Export(
            member=author.member,
            minute=item.frame.minute,
            cases=frozenset(body.cases),
            request=body.request[0] if body.request else NO_ENTRY,
        )
        if not made.cases or len(body.request) > 1 or not self.roster.lets_out(made):
            return False
        self.roster.take_out(made)
        return True
