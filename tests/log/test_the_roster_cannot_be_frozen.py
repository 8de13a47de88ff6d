"""No member can stop a group from acting, nor act on it alone (spec/log.md §3-§6)."""

from dataclasses import replace
from pathlib import Path

import pytest

from safeconduct.log.cases.case_work import new_case
from safeconduct.log.entries.act import (
    Approve,
    Found,
    Grant,
    MemberId,
    Propose,
    Remove,
    Seen,
    Turn,
    write_act,
)
from safeconduct.log.entries.body import ConsentGiven, Opened, TextWritten
from safeconduct.log.entries.body_codec import Record
from safeconduct.log.entries.frame import MAX_HEADS, Frame, write_frame
from safeconduct.log.entries.graph import Graph
from safeconduct.log.exchange.exchange import fetch
from safeconduct.log.group.people import remove
from safeconduct.log.keys.key_choice import roster_key
from safeconduct.log.keys.slot import seal_payload
from safeconduct.log.name import (
    NO_FILE,
    Compartment,
    DeviceId,
    EntryId,
    FileName,
    KeyId,
)
from safeconduct.log.replay.log_view import Reader, view_log
from safeconduct.log.replay.reading import Readout
from safeconduct.log.roster.roster import Removal, Roster
from safeconduct.log.sharing.turning import MOST_GRANTS, grant_missing
from safeconduct.log.vault.standing import act_in
from safeconduct.log.vault.vault import Vault
from safeconduct.sealing.device import Device, make_device, new_seeds
from safeconduct.sealing.entry_box import entry_id, seal_entry
from safeconduct.sealing.item import EntryItem, write_item
from safeconduct.sealing.symmetric import CircleKey
from tests.log.group_kit import (
    MAIN,
    START,
    Desk,
    after,
    card_of,
    device,
    entry,
    founded,
    group,
    join,
    not_allowed,
    proposal,
    sync,
)
from tests.log.single_kit import vault_of
from tests.log.town_kit import Town, entropy, small_town

NOBODYS = KeyId(b"\x09" * 32)


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return small_town(tmp_path)


def forge(town: Town, who: str, *acts: Record, by: Device | None = None) -> None:
    """Put acts into the roster's mailbox, as a changed program that settles nothing.

    They are of a desk, or of another device of its owner's.
    """
    vault, line = vault_of(town, who), town.line(Compartment.ROSTER)
    log, key = vault.roster_log, roster_key(vault.ring, vault.roster, vault.roster_log)
    place = vault.view(log).place if by is None else START
    author = by or vault.ring.device
    for number, act in enumerate(acts):
        frame = Frame(
            device=DeviceId(author.id),
            sequence=place.sequence + number,
            previous=place.previous,
            minute=town.tick(),
            heads=() if number else place.heads,
            content=write_act(act),
        )
        envelope = seal_entry(
            write_frame(frame),
            log=log.raw,
            key=key,
            author=author.entry_key,
            salt=vault.around.entropy(32),
        )
        place = replace(place, previous=EntryId(entry_id(envelope)))
        payload = write_item(EntryItem(log=log.raw, envelope=envelope))
        line.port.post([seal_payload(payload, line, vault.seal)])


def test_a_key_of_the_roster_that_nobody_got_keeps_nobody_from_removing_its_author(
    town: Town,
) -> None:
    anna, dina, boris = (vault_of(town, who) for who in ("anna", "dina", "boris"))
    forge(town, "boris", Turn(circle=Compartment.ROSTER, key=NOBODYS, seen=()))
    fetch(anna, town.line(Compartment.ROSTER))
    remove(anna, "boris", why="safety")
    town.sync("anna", "dina", "anna")
    for vault in (anna, dina):
        assert vault.roster.person_of(boris.device) is None
        name = vault.append(vault.roster_log, Seen())
        assert name not in {item.entry for item in vault.roster.refused}
    town.sync("dina", "anna")
    assert not anna.graph.unread


def test_a_turn_to_a_key_that_nobody_got_is_turned_again(town: Town) -> None:
    """Though it leaves out somebody who left, for whom nobody else has turned yet."""
    eva = town.join("eva", "first_line", also="dina").vault
    town.sync()
    town.sync()
    gone = act_in(eva, Remove(member=eva.me().member, why="left"))
    town.sync("eva")
    boris, line = vault_of(town, "boris"), town.line(Compartment.ROSTER)
    fetch(boris, line)
    turns = [
        Turn(
            circle=circle,
            key=KeyId(bytes([9, circle]) * 16),
            seen=(gone,),
            sheet=FileName(bytes(32)) if circle else NO_FILE,
        )
        for circle in (Compartment.ROSTER, Compartment.MAIN)
    ]
    forge(town, "boris", *turns)
    for _ in range(2):
        town.sync("anna", "dina")
    anna, dina = vault_of(town, "anna"), vault_of(town, "dina")
    assert {one.key for one in turns} <= {
        named.key for keys in anna.roster.keys.values() for named in keys
    }
    for vault in (anna, dina):
        for circle in (Compartment.ROSTER, Compartment.MAIN):
            newest = vault.roster.newest(circle)
            assert newest is not None
            assert newest.key in vault.ring.circles[circle]
    new_case(anna, Opened(alias="Sparrow"))
    town.sync("anna", "dina")
    assert [row.alias for row in dina.cases()] == ["Sparrow"]


def test_many_keys_of_one_member_are_granted_in_several_acts(town: Town) -> None:
    """One act with all of them would be longer than an item, and stop every sync."""
    anna, boris = vault_of(town, "anna"), vault_of(town, "boris")
    keys = [CircleKey(raw=number.to_bytes(32, "big")) for number in range(1, 151)]
    acts = [Turn(circle=Compartment.MAIN, key=KeyId(one.id), seen=()) for one in keys]
    boris.append_all(boris.roster_log, acts)
    town.sync("boris")
    fetch(anna, town.line(Compartment.ROSTER))
    for one in keys:
        anna.ring.keep(Compartment.MAIN, one)
    before = len(anna.graph.order)
    grant_missing(anna, Compartment.MAIN)
    grants = [one.body for one in anna.graph.order if isinstance(one.body, Grant)]
    assert len(anna.graph.order) > before + 1
    assert max(len(act.grants) for act in grants) == MOST_GRANTS
    assert sum(len(act.grants) for act in grants) > MOST_GRANTS
    town.sync("anna", "dina")
    held = vault_of(town, "dina").ring.circles[Compartment.MAIN]
    assert {KeyId(one.id) for one in keys} <= held.keys()


def test_devices_that_nobody_let_in_take_no_place_among_heads(town: Town) -> None:
    """Else who is let in next could not name the act that let him in."""
    anna, boris = vault_of(town, "anna"), vault_of(town, "boris")
    give, junk = entropy("junk"), list[Device]()
    while len(junk) < MAX_HEADS + 5:
        made = make_device(new_seeds(give))
        # What is named is taken from the lowest on.
        if made.id < max(anna.device, boris.device, vault_of(town, "dina").device):
            junk.append(made)
    acts = [
        Propose(
            member=one.id.hex(), name="x", role="first_line", card=one.card.to_bytes()
        )
        for one in junk
    ]
    forge(town, "boris", *acts)
    for one in junk:
        forge(town, "boris", Seen(), by=one)
    town.sync("anna", "dina")
    assert len(anna.graph.newest()) > MAX_HEADS
    nina = town.join("nina", "first_line", also="dina").vault
    name = nina.append(nina.roster_log, Seen())
    assert name not in {item.entry for item in nina.roster.refused}
    heads = {head.device for head in nina.graph.by_id[name].frame.heads}
    assert not heads & {DeviceId(one.id) for one in junk}


def test_those_who_are_in_are_named_before_those_who_were() -> None:
    anna, boris = group()
    names = [f"gone {number}" for number in range(MAX_HEADS + 9)]
    entries = [entry(name, Seen()) for name in names]
    graph = Graph([*anna.entries.values(), *entries])
    roster = anna.roster()
    roster.cards |= {device(name): card_of(name) for name in names}
    place = graph.place_of(device("new"), roster.devices())
    assert len(place.heads) == MAX_HEADS
    assert list(place.heads) == sorted(place.heads)
    named = {head.device for head in place.heads}
    assert {device(anna.name), device(boris.name)} <= named


def test_a_founder_lets_nobody_in_alone_by_a_fork_of_his_first_days() -> None:
    anna, boris, carla = group("carla")
    (found,) = [one for one in anna.entries.values() if isinstance(one.body, Found)]
    for sequence in (2, 50):
        anna.forge(
            proposal("puppet", "coordinator"), after(sequence=sequence, previous=found)
        )
    sync(anna, boris, carla)
    assert boris.roster().people.keys() == {"anna", "boris", "carla"}


def test_of_a_founders_forked_proposals_that_nobody_built_on_one_counts() -> None:
    anna = Desk(name="anna")
    anna.learn(founded())
    (found,) = anna.entries.values()
    for name in ("boris", "carla"):
        anna.forge(proposal(name, "coordinator"), after(sequence=2, previous=found))
    assert len(anna.roster().people) == 2


def test_what_a_removed_coordinator_proposed_is_not_approved_afterwards() -> None:
    anna, boris, carl = group("carl:coordinator")
    proposed = boris.write(proposal("puppet", "coordinator"))
    sync(anna, boris, carl)
    anna.write(Remove(member="boris", why="safety"))
    sync(anna, boris, carl)
    assert not_allowed(carl, Approve(proposal=proposed.id))
    assert "puppet" not in carl.roster().people


def test_what_a_lost_device_proposed_is_not_approved_afterwards() -> None:
    anna, boris, carl = group("carl:coordinator")
    other = join("other", "coordinator", by=boris, second=anna, of="boris")
    proposed = other.write(proposal("puppet", "coordinator"))
    sync(anna, boris, carl, other)
    boris.write(Remove(member="boris", device=device("other"), why="lost"))
    sync(anna, boris, carl)
    assert not_allowed(carl, Approve(proposal=proposed.id))


def test_who_is_coordinator_no_more_is_approved_a_device_of_his_own_alone() -> None:
    anna, boris, carl = group("carl:coordinator")
    person = boris.write(proposal("puppet", "first_line"))
    own = boris.write(proposal("another", "coordinator", of="boris"))
    lesser = anna.write(Propose(member="boris", name="Boris", role="first_line"))
    sync(anna, boris, carl)
    carl.write(Approve(proposal=lesser.id))
    sync(anna, boris, carl)
    assert carl.roster().people["boris"].role == "first_line"
    assert not_allowed(carl, Approve(proposal=person.id))
    assert not_allowed(carl, Approve(proposal=own.id))
    own = boris.write(proposal("another", "first_line", of="boris"))
    sync(anna, boris, carl)
    carl.write(Approve(proposal=own.id))
    boris_now = carl.roster().people["boris"]
    assert {one.id for one in boris_now.devices} == {device("boris"), device("another")}
    assert boris_now.role == "first_line"


def test_a_late_fork_takes_no_withdrawal_of_a_removed_device_back() -> None:
    anna, mal = Desk(name="anna", log=MAIN), Desk(name="mal", log=MAIN)
    given = anna.write(ConsentGiven(scope="export", purpose="authority"))
    mal.learn(anna)
    ended = mal.write(ConsentGiven(scope="export", withdraws=(given.id,)))
    fork = entry("mal", TextWritten(text="x"), log=MAIN, minute=5)
    for entries in ([given, ended], [given, ended, fork]):
        reader = Reader(
            device=device("anna"),
            roster=Roster(),
            vouched={device("mal"): (1, ended.id)},
            gone=frozenset(),
        )
        found = view_log(MAIN, Readout(entries=tuple(entries)), reader)
        assert found.replaced == {given.id}
        assert not found.forked


def test_removals_of_others_are_not_looked_at_for_each_act() -> None:
    """By a count of looks: so many acts of one member once took minutes."""
    _, _, mal = group("mal:first_line")
    last = max(
        (one for one in mal.entries.values() if one.device == device("mal")),
        key=lambda one: one.sequence,
    )
    for number in range(300):
        place = after(sequence=last.sequence + 1, previous=last)
        last = mal.forge(Remove(member="anna", why=str(number)), place)
    looked = 0
    means = Removal.means

    def counted(self: Removal, member: MemberId, device: bytes) -> bool:
        nonlocal looked
        looked += 1
        return means(self, member, device)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Removal, "means", counted)
        roster = mal.roster()
    assert "anna" in roster.people
    assert looked < 20 * 300


def test_the_roster_is_replayed_once_for_all_that_a_fetch_brings(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna, boris = vault_of(town, "anna"), vault_of(town, "boris")
    boris.append_all(boris.roster_log, [Seen() for _ in range(100)])
    town.sync("boris")
    replayed: list[Vault] = []
    reload = Vault.reload

    def counted(vault: Vault) -> None:
        replayed.append(vault)
        reload(vault)

    monkeypatch.setattr(Vault, "reload", counted)
    town.sync("anna")
    assert sum(one.device == boris.device for one in anna.graph.order) >= 100
    assert len(replayed) == 1
