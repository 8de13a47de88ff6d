"""Members and devices come and go: what counts, and what is refused before it is."""

from pathlib import Path

import pytest

from safeconduct.log.entries.act import Propose
from safeconduct.log.errors import LogError
from safeconduct.log.exchange.exchange import sync
from safeconduct.log.group.people import (
    approve,
    invite,
    named,
    propose,
    propose_device,
    remove,
)
from safeconduct.log.name import Compartment, DeviceId, EntryId
from safeconduct.log.roster.roster import Device, Person
from safeconduct.log.vault.vault import Vault
from safeconduct.sealing.device import Card, make_device, new_seeds
from tests.log.town_kit import Town, entropy


@pytest.fixture
def town(tmp_path: Path) -> Town:
    """Anna and Dina coordinate, Boris is first line."""
    town = Town(folder=tmp_path)
    town.found()
    town.join("dina", "coordinator")
    town.join("boris", "first_line", also="dina")
    return town


def vault_of(town: Town, who: str) -> Vault:
    return town.desks[who].vault


def card(seed: str) -> Card:
    return make_device(new_seeds(entropy(seed))).card


def person_of(vault: Vault, name: str) -> Person:
    return next(one for one in vault.roster.people.values() if one.name == name)


def refused(vault: Vault, *, name: str, role: str) -> str:
    """How a proposal is refused; nothing is written then."""
    before = vault.store.count(vault.roster_log)
    with pytest.raises(LogError) as error:
        propose(vault, card("eve"), name=name, role=role, history=True)
    assert vault.store.count(vault.roster_log) == before
    return error.value.kind


def test_a_name_is_given_once_and_a_role_is_one_of_three(town: Town) -> None:
    anna = vault_of(town, "anna")
    assert refused(anna, name="eve", role="king") == "refused"
    assert refused(anna, name="boris", role="first_line") == "taken"


def test_first_line_proposes_himself_another_device_and_nobody_else(
    town: Town,
) -> None:
    boris = vault_of(town, "boris")
    assert refused(boris, name="eve", role="first_line") == "not allowed"
    me = boris.me()
    name = propose_device(boris, card("phone"), me.member)
    act = boris.graph.by_id[name].body
    assert act == Propose(
        member=me.member,
        name="boris",
        role="first_line",
        card=card("phone").to_bytes(),
        history=True,
    )
    assert boris.roster.proposals == {name: me.member}


def test_what_is_proposed_is_what_was_said(town: Town) -> None:
    anna = vault_of(town, "anna")
    name, member = propose(anna, card("eve"), name="eve", role="counsel", history=False)
    assert anna.graph.by_id[name].body == Propose(
        member=member, name="eve", role="counsel", card=card("eve").to_bytes()
    )


def test_an_approval_that_counts_for_nothing_is_said_to(town: Town) -> None:
    anna = vault_of(town, "anna")
    name, _ = propose(anna, card("eve"), name="eve", role="counsel", history=True)
    for proposal in (name, EntryId(b"?" * 32)):
        with pytest.raises(LogError, match="does not count") as error:
            approve(anna, proposal)
        assert error.value.kind == "not allowed"


def test_a_member_is_found_by_name_and_by_id_and_nobody_by_less(town: Town) -> None:
    anna = vault_of(town, "anna")
    boris = person_of(anna, "boris")
    assert named(anna, "boris") == named(anna, boris.member) == boris
    for wrong in ("bori", "", "eve"):
        with pytest.raises(LogError) as error:
            named(anna, wrong)
        assert error.value.kind == "not there"


def test_a_removal_has_one_of_three_reasons(town: Town) -> None:
    anna = vault_of(town, "anna")
    with pytest.raises(LogError, match="left, lost, safety") as error:
        remove(anna, "boris", why="because")
    assert error.value.kind == "refused"
    assert not anna.roster.removals
    for who, why in (("boris", "left"), ("dina", "safety")):
        remove(anna, who, why=why)
    assert [one.name for one in anna.roster.people.values()] == ["anna"]


def test_who_removes_himself_is_out_and_turns_nothing(town: Town) -> None:
    boris = vault_of(town, "boris")
    turns = {circle: len(keys) for circle, keys in boris.roster.keys.items()}
    remove(boris, "boris", why="left")
    with pytest.raises(LogError):
        boris.me()
    assert {one: len(keys) for one, keys in boris.roster.keys.items()} == turns


def test_one_device_is_lost_and_its_member_stays(town: Town) -> None:
    anna, dina = vault_of(town, "anna"), vault_of(town, "dina")
    phone = card("phone")
    name = propose_device(anna, phone, anna.me().member)
    town.sync("anna", "dina")
    approve(dina, name)
    town.sync("dina", "anna")
    lost = DeviceId(phone.id)
    assert lost in {one.id for one in anna.me().devices}
    remove(anna, "anna", why="lost", device=lost)
    assert [one.id for one in anna.me().devices] == [anna.device]


def test_an_invitation_brings_the_keys_of_the_circles_that_are_his(town: Town) -> None:
    anna = vault_of(town, "anna")
    (device,) = person_of(anna, "boris").devices
    found = invite(anna, device, more=b"more")
    held = anna.ring.circles
    newest = {
        one: anna.roster.newest(one) for one in (Compartment.ROSTER, Compartment.MAIN)
    }
    assert {Compartment(circle) for circle, _ in found.keys} == newest.keys()
    for circle, named_key in newest.items():
        assert named_key is not None
        assert (circle, held[circle][named_key.key]) in found.keys
    assert (found.group, found.first, found.more) == (anna.group, anna.first, b"more")


def test_who_is_not_in_is_not_invited(town: Town) -> None:
    anna = vault_of(town, "anna")
    (boris,) = person_of(anna, "boris").devices
    remove(anna, "boris", why="left")
    stranger = Device(
        id=DeviceId(card("eve").id),
        card=card("eve").to_bytes(),
        act=anna.first,
        history=True,
    )
    for device in (boris, stranger):
        with pytest.raises(LogError) as error:
            invite(anna, device, more=b"")
        assert error.value.kind == "not allowed"


def test_who_learns_that_he_is_out_settles_nothing(town: Town) -> None:
    anna, boris = vault_of(town, "anna"), vault_of(town, "boris")
    remove(anna, "boris", why="safety")
    town.sync("anna")
    before = len(boris.store.outgoing(Compartment.ROSTER, 1 << 30))
    sync(boris, {Compartment.ROSTER: town.line(Compartment.ROSTER)})
    assert boris.roster.person_of(boris.device) is None
    assert before == len(boris.store.outgoing(Compartment.ROSTER, 1 << 30)) == 0
