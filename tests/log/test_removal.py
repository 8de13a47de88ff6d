"""What counts beside a removal, above all of what who was removed makes up later."""

from safeconduct.log.entries.act import Approve, Propose, Remove, Seen, Turn
from safeconduct.log.entries.body_codec import Record
from safeconduct.log.entries.entry import Entry
from safeconduct.log.entries.frame import Head
from safeconduct.log.entries.graph import Place
from safeconduct.log.name import Compartment, EntryId
from safeconduct.log.roster.contest import owes_seen
from safeconduct.log.roster.roster import Roster
from tests.log.group_kit import (
    KEYS,
    Desk,
    after,
    all_seen,
    card_of,
    device,
    founded,
    group,
    join,
    key,
    proposal,
    read,
    sync,
)


def inside(desk: Desk) -> set[str]:
    return set(desk.roster().people)


def kinds(desk: Desk) -> dict[EntryId, str]:
    return {item.entry: item.kind for item in desk.roster().refused}


def out(name: str) -> Remove:
    return Remove(member=name, why="safety")


def read_backwards(desk: Desk) -> Roster:
    """The group of somebody who got all of it the other way round."""
    return read(reversed(list(desk.entries.values())))


def last_of(desk: Desk) -> Entry:
    own = [one for one in desk.entries.values() if one.device == device(desk.name)]
    return max(own, key=lambda item: item.sequence)


def back_then(desk: Desk, body: Record) -> Entry:
    """Write as if nothing had come since the last own act, with the oldest clock."""
    own = last_of(desk)
    place = Place(sequence=own.sequence + 1, previous=own.id, heads=())
    return desk.forge(body, place, minute=0)


def test_a_removal_wins_over_an_addition_beside_it() -> None:
    anna, boris, clara = group("clara")
    anna.write(out("clara"))
    proposed = boris.write(Propose(member="clara", name="Clara", role="counsel"))
    sync(anna, clara)
    boris.minute = 0
    dora = boris.write(proposal("clara's phone", "first_line", of="clara"))
    sync(anna, boris)
    anna.write(Approve(proposal=dora.id))
    anna.write(Approve(proposal=proposed.id))
    assert inside(anna) == {"anna", "boris"}


def test_who_was_proposed_and_is_removed_beside_the_approval_stays_out() -> None:
    for first in (True, False):
        anna, boris, clara = group("clara:coordinator")
        proposed = anna.write(proposal("dora", "first_line"))
        sync(anna, boris, clara)
        boris.minute, clara.minute = (90, 80) if first else (80, 90)
        boris.write(Approve(proposal=proposed.id))
        clara.write(out("dora"))
        sync(anna, boris, clara)
        assert inside(anna) == {"anna", "boris", "clara"}


def test_who_was_removed_comes_back_by_acts_after_the_removal() -> None:
    anna, boris, clara = group("clara")
    anna.write(out("clara"))
    join("clara", "first_line", by=anna, second=boris)
    clara.learn(anna)
    clara.write(Seen())
    assert inside(clara) == {"anna", "boris", "clara"}
    assert not kinds(clara)


def test_two_who_remove_each_other_at_once_are_both_out() -> None:
    anna, boris, clara = group("clara")
    anna.write(out("boris"))
    boris.write(out("anna"))
    sync(anna, boris, clara)
    assert inside(clara) == {"clara"}
    assert not kinds(clara)


def test_three_who_remove_each_other_in_a_ring_are_all_out() -> None:
    anna, boris, clara, dora = group("clara:coordinator", "dora")
    anna.write(out("boris"))
    boris.write(out("clara"))
    clara.write(out("anna"))
    sync(anna, boris, clara, dora)
    assert inside(dora) == {"dora"}


def test_what_a_removed_member_did_beside_the_removal_does_not_count() -> None:
    anna, boris, clara = group("clara")
    before = clara.write(Seen())
    sync(anna, boris, clara)
    anna.write(out("clara"))
    late = clara.write(Turn(circle=1, key=key(9), seen=()))
    sync(anna, clara)
    assert kinds(anna) == {late.id: "late"}
    assert before.id in anna.entries
    assert [named.key for named in anna.roster().keys[Compartment.MAIN]] == [KEYS[1]]


def test_what_a_lost_device_did_beside_its_removal_does_not_count() -> None:
    anna, boris, _ = group("clara:coordinator")
    phone = join("phone", "coordinator", by=anna, second=boris, of="clara")
    sync(anna, boris, phone)
    anna.write(Remove(member="clara", device=device("phone"), why="lost"))
    late = phone.write(out("boris"))
    boris.write(Seen())
    boris.learn(anna)
    boris.write(Seen())
    sync(anna, boris, phone)
    assert kinds(anna) == {late.id: "late"}
    assert inside(anna) == {"anna", "boris", "clara"}


def test_what_others_had_built_on_stays_when_its_author_is_removed() -> None:
    anna, boris, clara, dora = group("clara", "dora")
    turned = boris.write(Turn(circle=1, key=key(9), seen=()))
    clara.learn(boris)
    clara.write(Seen())
    dora.learn(clara)
    dora.write(Seen())
    anna.write(out("boris"))
    sync(anna, boris, clara, dora)
    newest = anna.roster().keys[Compartment.MAIN][-1]
    assert newest.act == turned.id
    assert not kinds(anna)


def test_a_removed_coordinator_brings_no_revenge_up_later() -> None:
    anna, boris, clara = group("clara")
    anna.write(out("boris"))
    all_seen(anna, clara)
    join("dora", "coordinator", by=anna)
    for name in ("anna", "clara"):
        late = back_then(boris, out(name))
        clara.learn(boris)
        assert kinds(clara)[late.id] == "late"
    assert {"anna", "clara"} <= inside(clara)


def test_revenge_voids_nothing_of_what_the_group_went_on_from() -> None:
    anna, boris, clara, dora = group("clara:coordinator", "dora")
    anna.write(out("boris"))
    all_seen(anna, clara, dora)
    emil = join("emil", "counsel", by=anna, second=clara)
    sync(anna, clara, dora, emil)
    anna.write(Turn(circle=1, key=key(9), seen=tuple(anna.roster().removals)))
    before = anna.roster()
    back_then(boris, out("anna"))
    back_then(boris, out("clara"))
    anna.learn(boris)
    found = anna.roster()
    assert found.people == before.people
    assert found.keys == before.keys


def test_who_has_not_written_since_a_removal_owes_a_word() -> None:
    anna, boris, clara = group("clara")
    assert not owes_seen(anna.graph(), anna.roster(), "anna")
    anna.write(out("boris"))
    clara.learn(anna)
    owing = [
        name for name in inside(clara) if owes_seen(clara.graph(), clara.roster(), name)
    ]
    assert owing == ["clara"]
    clara.write(Seen())
    assert not owes_seen(clara.graph(), clara.roster(), "clara")
    assert "boris" in inside(boris)


def test_two_removed_coordinators_do_not_bring_each_other_back() -> None:
    anna, boris, clara, dora = group("clara:coordinator", "dora")
    anna.write(out("boris"))
    anna.write(out("clara"))
    all_seen(anna, dora)
    sync(boris, clara)
    back_then(boris, out("anna"))
    clara.learn(boris)
    back_then(clara, out("anna"))
    sync(anna, boris, clara, dora)
    assert not {"boris", "clara"} & inside(dora)


def test_two_removed_coordinators_let_nobody_in() -> None:
    anna, boris, clara, dora, emil = group("clara:coordinator", "dora", "emil")
    anna.write(out("boris"))
    anna.write(out("clara"))
    all_seen(anna, dora, emil)
    wanted = back_then(boris, proposal("eve", "coordinator"))
    clara.learn(boris)
    place = after(wanted, sequence=last_of(clara).sequence + 1, previous=last_of(clara))
    clara.forge(Approve(proposal=wanted.id), place)
    eve = Desk(name="eve")
    eve.learn(clara)
    eve.forge(out("anna"), after(last_of(clara), sequence=1))
    sync(anna, boris, clara, dora, emil, eve)
    assert inside(dora) == {"anna", "dora", "emil"}


def test_a_silent_device_of_a_removed_coordinator_is_no_way_around() -> None:
    anna, boris = group()
    phone = join("phone", "coordinator", by=anna, second=boris, of="boris")
    anna.learn(phone)
    boris.learn(phone)
    clara = join("clara", "coordinator", by=anna, second=boris)
    dora = join("dora", "first_line", by=anna, second=clara)
    sync(anna, clara, dora)
    clara.write(out("boris"))
    all_seen(anna, clara, dora)
    seat = max(phone.entries.values(), key=lambda item: item.frame.minute)
    wanted = phone.forge(proposal("eve", "coordinator"), after(seat, sequence=1))
    mean = after(sequence=2, previous=wanted)
    phone.forge(out("anna"), mean)
    sync(anna, clara, dora, phone)
    assert inside(dora) == {"anna", "clara", "dora"}
    assert kinds(dora)[wanted.id] == "late"


def test_a_head_that_is_made_up_does_not_put_an_act_after_its_removal() -> None:
    anna, boris, clara = group("clara")
    gone = anna.write(out("boris"))
    all_seen(anna, clara)
    own = last_of(boris)
    lie = Head(device=device("anna"), sequence=2**32 - 1, id=EntryId(b"?" * 32))
    place = Place(sequence=own.sequence + 1, previous=own.id, heads=(lie,))
    late = boris.forge(proposal("eve", "coordinator"), place)
    clara.learn(boris)
    assert clara.graph().is_apart(late.id, gone.id)
    assert kinds(clara)[late.id] == "late"


def test_an_act_hidden_below_a_number_that_was_seen_is_late() -> None:
    anna, boris, clara = group("clara")
    own = last_of(boris)
    hidden = after(sequence=own.sequence + 1, previous=own)
    far = Place(sequence=own.sequence + 9, previous=EntryId(b"?" * 32), heads=())
    boris.forge(Seen(), far)
    anna.learn(boris)
    anna.write(out("boris"))
    all_seen(anna, clara)
    late = boris.forge(proposal("eve", "coordinator"), hidden)
    sync(anna, clara, boris)
    assert kinds(anna)[late.id] == "late"


def test_a_fork_takes_no_act_back() -> None:
    anna, boris, clara = group("clara")
    before = anna.roster().people
    acts = [item for item in boris.entries.values() if item.device == device("boris")]
    for act in acts:
        place = Place(
            sequence=act.sequence, previous=act.frame.previous, heads=act.frame.heads
        )
        boris.forge(Seen(), place, minute=1)
    anna.learn(boris)
    assert {fault.kind for fault in anna.graph().faults()} == {"fork"}
    assert anna.roster().people == before
    assert clara.roster().people == before


def test_a_removed_coordinator_takes_no_removal_back_by_a_fork() -> None:
    anna, boris, clara = group("clara")
    act = boris.write(out("clara"))
    sync(anna, boris)
    anna.write(out("boris"))
    place = Place(
        sequence=act.sequence, previous=act.frame.previous, heads=act.frame.heads
    )
    other = boris.forge(Seen(), place)
    sync(anna, boris, clara)
    assert inside(anna) == {"anna"}
    assert kinds(anna) == {other.id: "late"}


def test_somebody_who_came_later_is_not_removed_from_before() -> None:
    anna, boris, _ = group("clara")
    dora = join("dora", "first_line", by=anna, second=boris)
    own = last_of(boris)
    before = boris.entries[own.frame.previous]
    early = after(sequence=before.sequence + 1, previous=before)
    late = boris.forge(out("dora"), early)
    dora.learn(boris)
    assert kinds(dora)[late.id] == "not allowed"
    assert "dora" in inside(dora)


def test_who_has_no_say_removes_nobody_from_before_either() -> None:
    anna, boris, clara = group("clara")
    late = back_then(clara, out("anna"))
    anna.write(proposal("dora", "first_line"))
    sync(anna, boris, clara)
    assert kinds(boris) == {late.id: "not allowed"}
    assert inside(boris) == {"anna", "boris", "clara"}


def test_a_coordinator_who_is_one_no_more_goes_on_with_nothing_from_before() -> None:
    anna, boris, clara, dora = group("clara:coordinator", "dora")
    lesser = anna.write(Propose(member="clara", name="Clara", role="first_line"))
    boris.learn(anna)
    boris.write(Approve(proposal=lesser.id))
    all_seen(anna, boris, dora)
    late = back_then(clara, out("anna"))
    sync(anna, boris, clara, dora)
    assert kinds(dora) == {late.id: "late"}


def test_nobody_has_rights_that_he_had_not_heard_of() -> None:
    anna, boris, clara = group("clara")
    raised = anna.write(Propose(member="clara", name="Clara", role="coordinator"))
    boris.learn(anna)
    boris.write(Approve(proposal=raised.id))
    act = clara.write(out("boris"))
    sync(anna, boris, clara)
    assert kinds(anna) == {act.id: "not allowed"}


def test_voices_that_one_side_brought_in_are_not_counted() -> None:
    anna, boris, clara = group("clara:coordinator")
    anna.write(out("boris"))
    sync(anna, clara)
    clara.write(Seen())
    sync(anna, clara)
    wanted = boris.write(proposal("eve", "coordinator"))
    for number in range(5):
        puppet = Desk(name=f"puppet {number}")
        puppet.learn(boris)
        puppet.forge(Seen(), after(wanted, sequence=1))
        boris.learn(puppet)
    sync(anna, boris, clara)
    assert kinds(anna)[wanted.id] == "late"


def test_a_founder_who_was_removed_founds_nothing_new() -> None:
    anna, boris, clara = group("clara:coordinator")
    boris.write(out("anna"))
    all_seen(boris, clara)
    first = min(anna.entries.values(), key=lambda item: item.sequence)
    late = anna.forge(
        proposal("eve", "coordinator"), after(sequence=2, previous=first), minute=0
    )
    boris.learn(anna)
    assert kinds(boris)[late.id] == "late"
    assert inside(boris) == {"boris", "clara"}


def test_the_card_of_a_member_is_never_made_anothers() -> None:
    anna = founded()
    boris = join("boris", "coordinator", by=anna)
    taken = boris.write(
        Propose(member="boris", name="Boris", role="coordinator", card=card_of("anna"))
    )
    anna.learn(boris)
    found = anna.write(Approve(proposal=taken.id))
    assert kinds(anna) == {found.id: "not allowed"}
    person = anna.roster().person_of(device("anna"))
    assert person is not None
    assert person.member == "anna"


def test_removals_that_hang_on_each_other_in_a_ring_all_stand() -> None:
    anna, boris, cora, dan = group("cora:coordinator", "dan:coordinator")
    names = ("eva", "fay", "gus")
    wanted = [anna.write(proposal(name, "coordinator")).id for name in names]
    sync(anna, boris, cora, dan)
    old = (boris, cora, dan)
    for desk, name in zip(old, wanted, strict=True):
        desk.write(Approve(proposal=name))
    new = [Desk(name=name) for name in names]
    for desk, by, gone in zip(new, old, ("cora", "dan", "boris"), strict=True):
        desk.learn(by)
        desk.write(out(gone))
    sync(anna, *old, *new)
    assert inside(anna) == {"anna", *names}
    assert anna.roster() == read_backwards(anna)
