"""Who is in a group, by its acts: what counts, and what is not allowed."""

from dataclasses import replace

import pytest

from safeconduct.log.entries.act import (
    Approve,
    Found,
    Propose,
    RecoveryKey,
    Remove,
    Role,
    Seen,
)
from safeconduct.log.entries.entry import Entry
from safeconduct.log.entries.graph import Graph
from safeconduct.log.name import Compartment, EntryId
from safeconduct.log.roster.roster_replay import read_roster
from safeconduct.sealing.opening import OpeningKey
from tests.log.group_kit import (
    KEYS,
    START,
    Desk,
    card_of,
    device,
    device_of,
    entry,
    founded,
    group,
    join,
    not_allowed,
    proposal,
    read,
    sync,
)

CARD = OpeningKey(seed=b"s" * 32).public().raw
RECOVERY = RecoveryKey(card=CARD, threshold=2, shares=3)


def roles(desk: Desk) -> dict[str, Role]:
    return {member: person.role for member, person in desk.roster().people.items()}


def devices(desk: Desk, member: str) -> set[bytes]:
    return {one.id for one in desk.roster().people[member].devices}


def test_a_founder_is_a_coordinator_and_names_the_four_keys() -> None:
    roster = founded().roster()
    assert roster.group == "the group"
    assert {member: one.role for member, one in roster.people.items()} == {
        "anna": "coordinator"
    }
    assert [roster.keys[circle][0].key for circle in Compartment] == [*KEYS]
    assert not roster.refused


FOUND = Found(
    group="the group",
    member="anna",
    name="Anna",
    role="coordinator",
    card=card_of("anna"),
    keys=KEYS,
)
NO_FOUNDERS: dict[str, Found] = {
    "another role": replace(FOUND, role="counsel"),
    "a role that there is not": replace(FOUND, role="king"),
    "the card of another": replace(FOUND, card=card_of("boris")),
    "no card": replace(FOUND, card=b"x"),
    "no member": replace(FOUND, member=""),
    "three keys": replace(FOUND, keys=KEYS[:3]),
    "one key twice": replace(FOUND, keys=(*KEYS[:3], KEYS[0])),
    "a recovery key that is none": replace(
        FOUND, recovery=(RecoveryKey(card=b"x", threshold=2, shares=3),)
    ),
    "two recovery keys": replace(FOUND, recovery=(RECOVERY, RECOVERY)),
}


@pytest.mark.parametrize("body", NO_FOUNDERS.values(), ids=NO_FOUNDERS)
def test_a_first_act_that_is_not_sound_founds_nothing(body: Found) -> None:
    roster = read([entry("anna", body)])
    assert not roster.people
    assert [item.kind for item in roster.refused] == ["not allowed"]


def test_a_founder_may_bring_a_recovery_key() -> None:
    roster = read([entry("anna", replace(FOUND, recovery=(RECOVERY,)))])
    assert roster.recovery == RECOVERY


def test_nobody_founds_the_group_again() -> None:
    anna, boris = group()
    again = replace(FOUND, group="mine", member="boris", card=card_of("boris"))
    assert not_allowed(boris, again)
    stranger = Desk(name="eve")
    stranger.learn(anna)
    stranger.forge(replace(again, card=card_of("eve"), member="eve"), START)
    assert stranger.roster().group == "the group"
    assert "eve" not in roles(stranger)


def test_while_a_founder_is_alone_his_own_proposal_counts_at_once() -> None:
    anna = founded()
    anna.write(proposal("boris", "coordinator"))
    assert roles(anna) == {"anna": "coordinator", "boris": "coordinator"}
    anna.write(proposal("clara", "counsel"))
    assert "clara" not in roles(anna)


def test_a_proposal_counts_when_another_coordinator_has_approved_it() -> None:
    anna, boris = group()
    proposed = anna.write(proposal("clara", "counsel"))
    assert anna.roster().proposals == {proposed.id: "anna"}
    assert not_allowed(anna, Approve(proposal=proposed.id))
    boris.learn(anna)
    boris.write(Approve(proposal=proposed.id))
    assert roles(boris)["clara"] == "counsel"
    assert not boris.roster().proposals


def test_an_approval_counts_once() -> None:
    anna, boris = group()
    proposed = anna.write(proposal("clara", "counsel"))
    sync(anna, boris)
    boris.write(Approve(proposal=proposed.id))
    assert not_allowed(boris, Approve(proposal=proposed.id))


def test_what_was_approved_once_does_not_come_back_by_a_second_approval() -> None:
    anna, boris, _ = group("clara")
    up = anna.write(Propose(member="clara", name="Clara", role="coordinator"))
    sync(anna, boris)
    boris.write(Approve(proposal=up.id))
    down = boris.write(Propose(member="clara", name="Clara", role="first_line"))
    sync(anna, boris)
    anna.write(Approve(proposal=down.id))
    assert roles(anna)["clara"] == "first_line"
    sync(anna, boris)
    assert not_allowed(boris, Approve(proposal=up.id))


@pytest.mark.parametrize(("role", "counts"), [("counsel", True), ("first_line", False)])
def test_counsel_approves_counsel_alone(role: str, *, counts: bool) -> None:
    anna, _, clara = group("clara:counsel")
    proposed = anna.write(proposal("dora", role))
    clara.learn(anna)
    assert not_allowed(clara, Approve(proposal=proposed.id)) is not counts
    assert ("dora" in roles(clara)) is counts


def test_a_member_proposes_another_device_for_himself() -> None:
    anna, _, clara = group("clara")
    proposed = clara.write(proposal("clara's phone", "first_line", of="clara"))
    anna.learn(clara)
    anna.write(Approve(proposal=proposed.id))
    assert devices(anna, "clara") == {device("clara"), device("clara's phone")}


BY_CLARA: dict[str, Propose] = {
    "another person": proposal("dora", "first_line"),
    "a higher role with a device": Propose(
        member="clara", name="Clara", role="coordinator", card=card_of("phone")
    ),
    "counsel's role with a device": Propose(
        member="clara", name="Clara", role="counsel", card=card_of("phone")
    ),
    "a higher role": Propose(member="clara", name="Clara", role="coordinator"),
    "another name": Propose(
        member="clara", name="Anna", role="first_line", card=card_of("phone")
    ),
    "her role alone": Propose(member="clara", name="Clara", role="first_line"),
    "a device for another": proposal("phone", "coordinator", of="anna"),
}


@pytest.mark.parametrize("body", BY_CLARA.values(), ids=BY_CLARA)
def test_a_member_proposes_nothing_else(body: Propose) -> None:
    _, _, clara = group("clara")
    assert not_allowed(clara, body)


BY_ANNA: dict[str, Propose] = {
    "a role that there is not": proposal("dora", "king"),
    "somebody without an id": replace(proposal("dora", "counsel"), member=""),
    "a card that is none": replace(proposal("dora", "counsel"), card=b"x"),
}


@pytest.mark.parametrize("body", BY_ANNA.values(), ids=BY_ANNA)
def test_a_proposal_that_is_not_sound_is_refused(body: Propose) -> None:
    anna, _ = group()
    assert not_allowed(anna, body)


EMPTY: dict[str, Propose] = {
    "a role for nobody": Propose(member="dora", name="Dora", role="counsel"),
    "a device that is there": proposal("clara", "first_line"),
    "the device of another": Propose(
        member="clara", name="Clara", role="first_line", card=card_of("boris")
    ),
}


@pytest.mark.parametrize("body", EMPTY.values(), ids=EMPTY)
def test_a_proposal_that_would_change_nothing_or_another_is_not_approved(
    body: Propose,
) -> None:
    anna, boris, _ = group("clara")
    proposed = anna.write(body)
    boris.learn(anna)
    assert not_allowed(boris, Approve(proposal=proposed.id))
    assert boris.roster().authors[device("boris")] == "boris"


def test_nothing_that_was_not_proposed_is_approved() -> None:
    _, boris = group()
    assert not_allowed(boris, Approve(proposal=EntryId(b"?" * 32)))


def test_counsel_lets_in_no_device_of_a_coordinator_called_counsel() -> None:
    anna, _, clara = group("clara:counsel")
    proposed = anna.write(proposal("anna's phone", "counsel", of="anna"))
    clara.learn(anna)
    assert not_allowed(clara, Approve(proposal=proposed.id))


def test_a_role_changes_with_a_second_person() -> None:
    anna, boris, clara = group("clara")
    proposed = anna.write(Propose(member="clara", name="Klara", role="counsel"))
    boris.learn(anna)
    boris.write(Approve(proposal=proposed.id))
    clara.learn(boris)
    assert clara.roster().people["clara"].name == "Klara"
    assert clara.roster().holds("clara", Compartment.COUNSEL)
    assert not clara.roster().removals


@pytest.mark.parametrize(
    ("before", "now", "left"),
    [
        ("counsel", "first_line", {Compartment.PAPERS, Compartment.COUNSEL}),
        ("counsel", "coordinator", {Compartment.PAPERS, Compartment.COUNSEL}),
        ("coordinator", "first_line", set()),
        ("coordinator", "counsel", set()),
    ],
)
def test_a_lesser_role_leaves_its_circles_as_a_removal_does(
    before: str, now: str, left: set[Compartment]
) -> None:
    anna, boris, _ = group(f"clara:{before}")
    proposed = anna.write(Propose(member="clara", name="Clara", role=now))
    boris.learn(anna)
    name = boris.write(Approve(proposal=proposed.id)).id
    roster = boris.roster()
    assert roles(boris)["clara"] == now
    assert roster.removals[name].devices == {device("clara")}
    waiting = {one for one in Compartment if roster.newest(one) is None}
    assert waiting == left
    phone = boris.write(proposal("phone", now, of="clara"))
    anna.learn(boris)
    anna.write(Approve(proposal=phone.id))
    assert len(devices(anna, "clara")) == 2


def test_a_removed_member_is_out_and_circles_wait_for_their_turn() -> None:
    anna, _, clara = group("clara")
    name = anna.write(Remove(member="clara", why="safety")).id
    clara.learn(anna)
    roster = anna.roster()
    assert "clara" not in roster.people
    assert roster.person_of(device("clara")) is None
    assert roster.authors[device("clara")] == "clara"
    assert roster.removed_from(Compartment.MAIN) == {name}
    assert roster.newest(Compartment.MAIN) is None
    assert roster.newest(Compartment.COUNSEL) is not None
    assert not_allowed(clara, Seen())


def test_a_lost_device_is_out_and_its_member_stays() -> None:
    anna, boris, _ = group("clara")
    phone = join("phone", "first_line", by=anna, second=boris, of="clara")
    phone.write(Remove(member="clara", device=device("clara"), why="lost"))
    assert devices(phone, "clara") == {device("phone")}
    (removal,) = phone.roster().removals.values()
    assert removal.devices == {device("clara")}
    assert not_allowed(
        phone, Remove(member="clara", device=device("clara"), why="lost")
    )
    phone.write(Remove(member="clara", why="left"))
    assert "clara" not in roles(phone)


NOT_REMOVED: dict[str, Remove] = {
    "nobody": Remove(member="zoe", why="left"),
    "a device of another": Remove(member="clara", device=device("anna"), why="lost"),
    "a device that there is not": Remove(member="clara", device=b"x", why="lost"),
}


@pytest.mark.parametrize("body", NOT_REMOVED.values(), ids=NOT_REMOVED)
def test_a_removal_of_what_is_not_there_makes_nobody_wait(body: Remove) -> None:
    anna, _, _ = group("clara")
    assert not_allowed(anna, body)


def test_who_is_out_is_not_removed_again() -> None:
    anna, boris, _ = group("clara")
    anna.write(Remove(member="clara", why="left"))
    boris.learn(anna)
    assert not_allowed(boris, Remove(member="clara", why="safety"))


@pytest.mark.parametrize("name", ["boris", "dora"])
def test_first_line_removes_nobody_but_itself(name: str) -> None:
    *_, clara, _ = group("clara", "dora")
    assert not_allowed(clara, Remove(member=name, why="safety"))


def test_a_stranger_does_nothing() -> None:
    anna, _ = group()
    eve = Desk(name="eve")
    eve.learn(anna)
    assert not_allowed(eve, Seen())
    assert not_allowed(eve, proposal("eve", "coordinator"))


def test_somebody_proposed_does_nothing_before_he_is_approved() -> None:
    anna, boris = group()
    proposed = anna.write(proposal("clara", "coordinator"))
    clara = Desk(name="clara")
    clara.learn(anna)
    assert not_allowed(clara, Remove(member="boris", why="safety"))
    sync(anna, boris, clara)
    boris.write(Approve(proposal=proposed.id))
    assert "boris" in roles(boris)


def test_who_holds_a_circle_is_read_off_the_roster() -> None:
    *_, clara, _ = group("clara:counsel", "dora")
    roster = clara.roster()
    held = {
        circle: {one.id for one in roster.holders(circle)} for circle in Compartment
    }
    everybody = {device(name) for name in ("anna", "boris", "clara", "dora")}
    assert held == {
        Compartment.ROSTER: everybody,
        Compartment.MAIN: everybody,
        Compartment.PAPERS: {device("clara")},
        Compartment.COUNSEL: {device("clara")},
    }
    assert not roster.holds("zoe", Compartment.MAIN)


def test_a_missing_first_act_makes_an_empty_group() -> None:
    anna, boris = group()
    items: list[Entry] = [
        item for item in boris.entries.values() if not isinstance(item.body, Found)
    ]
    roster = read_roster(Graph(items), device_of, first=EntryId(b"?" * 32))
    assert not roster.people
    assert len(roster.refused) == len(items)
    assert anna.roster().people
