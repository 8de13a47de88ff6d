"""Keys turn when somebody leaves, and are granted once to who is to hold them."""

from pathlib import Path

import pytest

from safeconduct.log.cases.case_work import main_log, new_case, say
from safeconduct.log.entries.act import Grant, NewRecovery, RecoveryKey, Seen, Turn
from safeconduct.log.entries.body import Opened, TextWritten
from safeconduct.log.exchange.exchange import sync
from safeconduct.log.group.people import approve, remove
from safeconduct.log.name import Compartment, KeyId
from safeconduct.log.sharing.turning import grant_missing, settle
from safeconduct.log.vault.standing import act_in
from safeconduct.log.vault.vault import Vault
from safeconduct.sealing.device import recovery_id
from safeconduct.sealing.grant import read_grant
from safeconduct.sealing.opening import OpeningKey
from tests.log.town_kit import Town, small_town

RECOVERY = RecoveryKey(
    card=OpeningKey(seed=b"s" * 32).public().raw, threshold=2, shares=3
)


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return small_town(tmp_path)


def vault_of(town: Town, who: str) -> Vault:
    return town.desks[who].vault


def acts(vault: Vault, kind: type) -> int:
    """How many acts of a sort the roster has."""
    return sum(isinstance(item.body, kind) for item in vault.graph.order)


def devices_with(vault: Vault, circle: Compartment, key: KeyId) -> set[bytes]:
    """The devices that a key of a circle was granted to, by the roster."""
    every = (one for one in vault.roster.grants if one.circle is circle)
    heads = (read_grant(one.grant) for one in every)
    return {head.device for head in heads if head.key_id == key}


def test_where_all_is_as_it_should_be_nothing_is_written(town: Town) -> None:
    for who in town.desks:
        vault = vault_of(town, who)
        before = vault.store.count(vault.roster_log)
        settle(vault)
        for circle in (Compartment.ROSTER, Compartment.MAIN):
            grant_missing(vault, circle)
        assert vault.store.count(vault.roster_log) == before


def test_while_a_vault_is_closed_no_single_log_is_looked_at(town: Town) -> None:
    vault = vault_of(town, "anna")
    new_case(vault, Opened(alias="Sparrow"))
    vault.closed = True
    before = vault.store.count(vault.roster_log)
    settle(vault)
    assert vault.store.count(vault.roster_log) == before


def test_a_removal_turns_the_circles_that_he_held_once(town: Town) -> None:
    anna, dina = vault_of(town, "anna"), vault_of(town, "dina")
    before = {one: len(keys) for one, keys in anna.roster.keys.items()}
    gone = remove(anna, "boris", why="safety")
    town.sync("anna", "dina", "anna")
    for vault in (anna, dina):
        after = {one: len(keys) for one, keys in vault.roster.keys.items()}
        assert {one for one in after if after[one] > before[one]} == {
            Compartment.ROSTER,
            Compartment.MAIN,
        }
        assert sum(after.values()) == sum(before.values()) + 2
        for circle in (Compartment.ROSTER, Compartment.MAIN):
            newest = vault.roster.newest(circle)
            assert newest is not None
            assert newest.seen == {gone}
            assert newest.key in vault.ring.circles[circle]
            assert devices_with(vault, circle, newest.key) == {
                anna.device,
                dina.device,
            }


def test_who_is_behind_or_out_writes_no_act(town: Town) -> None:
    anna, boris = vault_of(town, "anna"), vault_of(town, "boris")
    remove(anna, "boris", why="safety")
    town.sync("anna")
    before = own_acts(boris)
    for _ in range(2):
        sync(boris, {Compartment.ROSTER: town.line(Compartment.ROSTER)})
    assert own_acts(boris) == before
    assert not boris.store.outgoing(Compartment.ROSTER, 1 << 30)


def own_acts(vault: Vault) -> int:
    """How many acts a desk itself has written."""
    return sum(item.device == vault.device for item in vault.graph.order)


def test_who_has_nothing_to_write_says_once_that_he_saw_a_removal(town: Town) -> None:
    carl = town.join("carl", "first_line", also="dina").vault
    town.sync()
    remove(vault_of(town, "anna"), "boris", why="left")
    for _ in range(3):
        town.sync("anna", "dina", "carl")
    every = [vault_of(town, who) for who in ("anna", "dina", "carl")]
    assert [acts(vault, Seen) for vault in every] == [1, 1, 1]
    (seen,) = [item for item in carl.graph.order if isinstance(item.body, Seen)]
    assert seen.device == carl.device
    (gone,) = carl.roster.removals
    assert carl.graph.is_after(seen.id, gone)


def test_who_came_without_history_gets_a_new_key_of_first_lines_and_no_old_one(
    town: Town,
) -> None:
    anna = vault_of(town, "anna")
    case = new_case(anna, Opened(alias="Sparrow"))
    say(anna, main_log(case), TextWritten(text="before"))
    old = {item.key for item in anna.roster.keys[Compartment.MAIN]}
    rosters = {item.key for item in anna.roster.keys[Compartment.ROSTER]}
    carl = town.join("carl", "first_line", also="dina", history=False).vault
    town.sync()
    town.sync()
    held = carl.ring.circles
    assert not old & held[Compartment.MAIN].keys()
    assert rosters <= held[Compartment.ROSTER].keys()
    assert {item.key for item in anna.roster.keys[Compartment.ROSTER]} == rosters
    say(anna, main_log(case), TextWritten(text="after"))
    town.sync("anna", "carl")
    found = carl.view(main_log(case)).current(TextWritten)
    assert [body.text for _, body in found] == ["after"]


def test_a_new_recovery_key_turns_every_circle_and_is_granted_all_of_them(
    town: Town,
) -> None:
    anna = vault_of(town, "anna")
    waits = act_in(anna, NewRecovery(recovery=RECOVERY))
    before = acts(anna, Turn), acts(anna, Grant)
    settle(anna)
    assert (acts(anna, Turn), acts(anna, Grant)) == before
    town.sync("anna", "dina")
    approve(vault_of(town, "dina"), waits)
    town.sync("dina", "anna")
    name = recovery_id(OpeningKey(seed=b"s" * 32).public())
    for circle in (Compartment.ROSTER, Compartment.MAIN):
        newest = anna.roster.newest(circle)
        assert newest is not None
        assert anna.graph.is_after(newest.act, anna.roster.recovery_act)
        for item in anna.roster.keys[circle]:
            assert name in devices_with(anna, circle, item.key)
    turns, grants = acts(anna, Turn), acts(anna, Grant)
    settle(anna)
    assert (acts(anna, Turn), acts(anna, Grant)) == (turns, grants)


def test_a_founder_turns_no_circle_that_he_is_not_of_and_counsel_does(
    town: Town,
) -> None:
    anna = vault_of(town, "anna")
    first = {one: anna.roster.keys[one][0].key for one in Compartment}
    clara = town.join("clara", "counsel", also="dina").vault
    town.sync()
    town.sync()
    for circle in (Compartment.PAPERS, Compartment.COUNSEL):
        newest = clara.roster.newest(circle)
        assert newest is not None
        assert newest.key != first[circle]
        assert newest.key in clara.ring.circles[circle]
        assert newest.key not in anna.ring.circles[circle]
