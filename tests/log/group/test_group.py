"""A vault of a group: begun once, opened by its own device alone, and whole."""

from pathlib import Path

import pytest

from safeconduct.log.cases.case_work import new_case
from safeconduct.log.entries.act import RecoveryKey
from safeconduct.log.entries.body import Opened
from safeconduct.log.errors import LogError
from safeconduct.log.group.group import Founder, found_group, join_group, open_group
from safeconduct.log.group.people import invite
from safeconduct.log.name import Compartment
from safeconduct.log.stores.store import open_store
from safeconduct.log.vault.around import Surroundings
from safeconduct.log.vault.vault import TIP
from safeconduct.sealing.device import Device, make_device, new_seeds, recovery_id
from safeconduct.sealing.grant import GrantHead, open_circle_grant, read_grant
from safeconduct.sealing.opening import OpeningKey
from tests.log.town_kit import Town, entropy


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return Town(folder=tmp_path)


def another(town: Town) -> tuple[Device, Surroundings]:
    """A device that is nobody's."""
    around = town.around("eve")
    return make_device(new_seeds(around.entropy)), around


def shut(town: Town) -> Path:
    """The folder of a vault that is closed, and has a case."""
    anna = town.found()
    new_case(anna.vault, Opened(alias="Sparrow"))
    anna.vault.close()
    return anna.folder


def damaged(town: Town, device: Device, around: Surroundings) -> str:
    with pytest.raises(LogError) as error:
        open_group(town.folder / "anna", device, around)
    assert error.value.kind == "damaged"
    return str(error.value)


def test_another_device_does_not_open_a_vault(town: Town) -> None:
    shut(town)
    assert "not made by this device" in damaged(town, *another(town))


def test_a_store_that_lost_its_end_opens_only_unchecked(town: Town) -> None:
    folder, anna = shut(town), town.desks["anna"]
    store = open_store(folder / "vault.db")
    _, _, sealed = store.end()
    store.set_meta(TIP, b"")
    store.close()
    assert "not what this device wrote last" in damaged(town, anna.device, anna.around)
    vault = open_group(folder, anna.device, anna.around, check=False)
    assert [row.alias for row in vault.cases()] == ["Sparrow"]
    vault.store.set_meta(TIP, sealed)
    vault.close()
    open_group(folder, anna.device, anna.around).close()


def test_a_vault_that_did_not_open_can_be_opened_at_once(town: Town) -> None:
    folder, anna = shut(town), town.desks["anna"]
    damaged(town, *another(town))
    vault = open_group(folder, anna.device, anna.around)
    assert [row.alias for row in vault.cases()] == ["Sparrow"]
    vault.close()


def test_where_a_vault_is_none_is_begun(town: Town) -> None:
    boris, around = another(town)
    anna = town.found()
    town.join("boris", "first_line")
    person = anna.vault.me()
    invitation = invite(anna.vault, person.devices[0], more=b"")
    before = (anna.folder / "vault.db").read_bytes()
    with pytest.raises(LogError) as error:
        found_group(anna.folder, boris, Founder(group="other", name="eve"), around)
    assert error.value.kind == "taken"
    with pytest.raises(LogError) as error:
        join_group(anna.folder, boris, invitation, around)
    assert error.value.kind == "taken"
    assert (anna.folder / "vault.db").read_bytes() == before


def test_who_has_joined_and_heard_nothing_yet_opens_his_vault_again(
    town: Town,
) -> None:
    anna = town.found().vault
    town.join("boris", "first_line")
    device, around = another(town)
    invitation = invite(anna, anna.me().devices[0], more=b"")
    folder = town.folder / "eve"
    join_group(folder, device, invitation, around).close()
    vault = open_group(folder, device, around)
    assert (vault.group, vault.first) == (anna.group, anna.first)
    held = {circle for circle in Compartment if vault.ring.holds(circle)}
    assert held == {Compartment.ROSTER, Compartment.MAIN}
    with pytest.raises(LogError) as error:
        vault.me()
    assert error.value.kind == "not allowed"
    vault.close()


def test_a_recovery_key_of_the_founder_opens_every_circle(town: Town) -> None:
    device, around = another(town)
    key = OpeningKey(seed=b"s" * 32)
    recovery = RecoveryKey(card=key.public().raw, threshold=2, shares=3)
    founder = Founder(group="Lighthouse", name="eve", recovery=recovery)
    vault = found_group(town.folder / "eve", device, founder, around)
    assert vault.roster.recovery == recovery
    name, opened = recovery_id(key.public()), {}
    for subject, grant in vault.bag.grants():
        head = read_grant(grant)
        if head.device == name:
            opened[subject] = open_circle_grant(
                grant,
                group=vault.group,
                circle=subject,
                expected=GrantHead(device=name, key_id=head.key_id),
                key=key,
            )
    held = {bytes([one]): keys for one, keys in vault.ring.circles.items()}
    assert opened.keys() == held.keys() == {bytes([one]) for one in Compartment}
    assert all(found in held[one].values() for one, found in opened.items())
    sent = vault.store.outgoing(Compartment.ROSTER, 1 << 30)
    assert len(sent) == 1 + len(Compartment)
    vault.close()


def test_a_group_is_called_as_its_founder_says_and_he_coordinates(town: Town) -> None:
    device, around = another(town)
    founder = Founder(group="Lighthouse", name="eve", succeeds=b"g" * 16)
    vault = found_group(town.folder / "eve", device, founder, around)
    me = vault.me()
    assert (vault.roster.group, me.name, me.role) == (
        "Lighthouse",
        "eve",
        "coordinator",
    )
    assert [one.id for one in me.devices] == [device.id]
    assert vault.roster.recovery is None
    assert vault.first == vault.graph.order[0].id
    vault.close()


def test_two_groups_have_no_key_in_common(town: Town) -> None:
    made = []
    for name in ("one", "two"):
        around = Surroundings(minute=town.tick, entropy=entropy(name))
        device = make_device(new_seeds(around.entropy))
        founder = Founder(group="same", name="same")
        made.append(found_group(town.folder / name, device, founder, around))
    keys = [
        {key for keys in vault.ring.circles.values() for key in keys} for vault in made
    ]
    assert [len(one) for one in keys] == [4, 4]
    assert not keys[0] & keys[1]
    assert made[0].group != made[1].group
    for vault in made:
        vault.close()
