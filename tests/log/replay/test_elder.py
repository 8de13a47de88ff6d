"""The group that another succeeds is read up to what the successor had seen of it."""

from pathlib import Path

import pytest

from safeconduct.log.cases.erasing import erase_case
from safeconduct.log.group.people import propose
from safeconduct.log.name import CaseId, DeviceId, EntryId
from safeconduct.log.replay.elder import Elder, read_elder
from tests.log.rescue.test_backing_up import new_device
from tests.log.rescue.test_recovering import begun, case_of, next_group, recovered
from tests.log.town_kit import Desk, Town

GROUP = CaseId(b"g" * 16)
IDS = tuple(EntryId(bytes([number]) * 32) for number in range(3))


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return Town(folder=tmp_path)


def let_in(desk: Desk, name: str) -> None:
    """Who founded a group and is alone in it lets somebody in."""
    propose(
        desk.vault, new_device(name).card, name=name, role="first_line", history=True
    )


@pytest.mark.parametrize("heads", [(), IDS[1:]], ids=["none", "two"])
def test_an_elder_comes_back_as_it_was_written(heads: tuple[EntryId, ...]) -> None:
    elder = Elder(group=GROUP, first=IDS[0], heads=heads)
    assert read_elder(elder.to_bytes()) == elder


NO_ELDERS: dict[str, bytes] = {
    "nothing": b"",
    "a group alone": GROUP,
    "half a first act": GROUP + bytes(31),
    "half a head": GROUP + bytes(32 + 31),
}


@pytest.mark.parametrize("raw", NO_ELDERS.values(), ids=NO_ELDERS)
def test_what_names_no_elder_is_none(raw: bytes) -> None:
    assert read_elder(raw) is None


def test_who_was_in_the_old_group_is_known_and_is_out_of_the_new_one(
    town: Town,
) -> None:
    anna, words = begun(town)
    let_in(anna, "boris")
    anna.vault.close()
    desk = recovered(town, words[:2], anna.folder)
    next_group(desk)
    roster = desk.vault.roster
    old = {anna.vault.device, DeviceId(new_device("boris").id)}
    assert {*roster.names.values()} == {"anna", "boris", "olga"}
    assert [one.name for one in roster.people.values()] == ["olga"]
    assert roster.removals[desk.vault.first].devices == old
    assert roster.cards.keys() == {*old, desk.vault.device}


def test_the_groups_before_are_known_once_their_first_acts_are_here(
    town: Town,
) -> None:
    anna, words = begun(town)
    assert anna.vault.elders == frozenset()
    anna.vault.close()
    desk = recovered(town, words[:2], anna.folder)
    next_group(desk)
    assert desk.vault.elders == frozenset({anna.vault.roster_log})
    log = anna.vault.roster_log
    every = [one.id for one in desk.vault.store.envelopes(log)]
    desk.vault.store.erase_entries(log, every)
    desk.vault.reload()
    assert desk.vault.elders is None


def test_what_the_old_group_erased_stays_erased(town: Town) -> None:
    anna, words = begun(town)
    case = case_of(anna.vault, "one")
    erase_case(anna.vault, case)
    anna.vault.close()
    desk = recovered(town, words[:2], anna.folder)
    next_group(desk)
    assert case in desk.vault.roster.erased


def test_what_the_old_group_did_afterwards_is_nothing_to_the_new_one(
    town: Town,
) -> None:
    anna, words = begun(town)
    anna.vault.close()
    desk = recovered(town, words[:2], anna.folder)
    next_group(desk)
    anna.reopen()
    log = anna.vault.roster_log
    known = {one.id for one in desk.vault.store.envelopes(log)}
    let_in(anna, "boris")
    later = [one for one in anna.vault.store.envelopes(log) if one.id not in known]
    assert later
    desk.vault.store.append(later, tip=desk.vault.tip)
    desk.vault.reload()
    assert {*desk.vault.roster.names.values()} == {"anna", "olga"}
