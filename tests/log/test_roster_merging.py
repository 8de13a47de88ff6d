"""Whoever has the same acts has the same group, in whatever order they came."""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from safeconduct.base.override import override
from safeconduct.log.entries.act import Approve, Propose, Remove, Turn
from safeconduct.log.entries.body_codec import Record
from safeconduct.log.roster.roster import Roster
from tests.log.group_kit import (
    Desk,
    after,
    device,
    group,
    key,
    proposal,
    read,
    sync,
)

NAMES = ("anna", "boris", "clara", "dora")
WHO = st.sampled_from(NAMES)


def _out(name: str) -> Remove:
    return Remove(member=name, why="safety")


class Merging(RuleBasedStateMachine):
    """Members act offline, some with a changed program, and hear of it in any order.

    Two coordinators, one counsel, one first line.
    """

    def __init__(self) -> None:
        """Nobody is there yet."""
        super().__init__()
        self.desks: dict[str, Desk] = {}
        self.count = 0

    @initialize()
    def begin(self) -> None:
        """Four desks in sync."""
        desks = group("clara:counsel", "dora")
        self.desks = dict(zip(NAMES, desks, strict=True))

    @rule(who=WHO, other=WHO)
    def get(self, who: str, other: str) -> None:
        """One gets what another has."""
        self.desks[who].learn(self.desks[other])

    @rule(who=WHO, name=WHO, minute=st.integers(0, 40))
    def remove(self, who: str, name: str, minute: int) -> None:
        """A removal, with any clock."""
        self._write(who, _out(name), minute)

    @rule(who=WHO, name=WHO, minute=st.integers(0, 40))
    def remove_a_device(self, who: str, name: str, minute: int) -> None:
        """A removal of a device."""
        body = Remove(member=name, device=device(name), why="lost")
        self._write(who, body, minute)

    @rule(who=WHO, role=st.sampled_from(["first_line", "counsel", "coordinator"]))
    def propose(self, who: str, role: str) -> None:
        """Somebody new."""
        self.count += 1
        self._write(who, proposal(f"new {self.count}", role), self.count)

    @rule(who=WHO, name=WHO, role=st.sampled_from(["first_line", "coordinator"]))
    def change_role(self, who: str, name: str, role: str) -> None:
        """Another role, also for oneself."""
        self._write(who, Propose(member=name, name=name.title(), role=role), 5)

    @rule(who=WHO, minute=st.integers(0, 40))
    def approve(self, who: str, minute: int) -> None:
        """The first proposal that is open."""
        for name in sorted(self.desks[who].roster().proposals)[:1]:
            self._write(who, Approve(proposal=name), minute)

    @rule(who=WHO, number=st.integers(10, 99))
    def turn(self, who: str, number: int) -> None:
        """A new key of main."""
        seen = tuple(sorted(self.desks[who].roster().removals))
        self._write(who, Turn(circle=1, key=key(number), seen=seen), number)

    @rule(who=WHO, name=WHO, back=st.integers(0, 3))
    def forge(self, who: str, name: str, back: int) -> None:
        """A removal that knows nothing but some own act; often a fork."""
        desk = self.desks[who]
        own = sorted(
            (one for one in desk.entries.values() if one.device == device(who)),
            key=lambda item: item.sequence,
        )
        if own:
            previous = own[max(0, len(own) - 1 - back)]
            place = after(sequence=previous.sequence + 1, previous=previous)
            desk.forge(_out(name), place)

    @rule(who=WHO, role=st.sampled_from(["first_line", "coordinator"]))
    def begin_again(self, who: str, role: str) -> None:
        """A proposal as if nobody else had come yet; a fork of the first days."""
        self.count += 1
        desk = self.desks[who]
        first = min(
            (one for one in desk.entries.values() if one.device == device(who)),
            key=lambda item: item.sequence,
        )
        place = after(sequence=first.sequence + 1, previous=first)
        desk.forge(proposal(f"new {self.count}", role), place)

    @rule(who=WHO, number=st.integers(100, 199))
    def turn_the_roster(self, who: str, number: int) -> None:
        """A key of the roster that nobody gets."""
        self._write(who, Turn(circle=0, key=key(number), seen=()), number)

    @invariant()
    def nobody_is_let_in_alone(self) -> None:
        """Whoever is new was approved by another than his proposer."""
        for desk in self.desks.values():
            approved = {
                one.body.proposal: one.device
                for one in desk.entries.values()
                if isinstance(one.body, Approve)
            }
            for person in desk.roster().people.values():
                for one in person.devices:
                    if person.member not in NAMES:
                        proposer = desk.entries[one.act].device
                        assert approved.get(one.act, proposer) != proposer

    @invariant()
    def every_act_counts_or_is_named(self) -> None:
        """No act is refused twice."""
        for desk in self.desks.values():
            roster = desk.roster()
            refused = [item.entry for item in roster.refused]
            assert len(set(refused)) == len(refused)
            assert {*refused} <= desk.entries.keys()

    @override
    def teardown(self) -> None:
        """All are merged in several orders, and agree."""
        if not self.desks:
            return
        found = [self._merged(order) for order in (NAMES, NAMES[::-1], NAMES[2:])]
        sync(*self.desks.values())
        found += [desk.roster() for desk in self.desks.values()]
        assert all(roster == found[0] for roster in found)

    def _merged(self, order: tuple[str, ...]) -> Roster:
        """What somebody makes of it who gets the desks in this order."""
        reader = Desk(name="reader")
        for name in (*order, *NAMES):
            reader.learn(self.desks[name])
        return read(reversed(list(reader.entries.values())))

    def _write(self, who: str, body: Record, minute: int) -> None:
        self.desks[who].minute = minute
        self.desks[who].write(body)


TestMerging = Merging.TestCase
TestMerging.settings = settings(max_examples=40, stateful_step_count=20, deadline=None)
