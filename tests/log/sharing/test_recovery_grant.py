"""Of what the recovery key was granted, a desk believes who answers for it."""

from pathlib import Path

import pytest

from safeconduct.log.entries.act import Grant
from safeconduct.log.group.people import remove
from safeconduct.log.name import Compartment, KeyId
from safeconduct.log.sharing.recovery_grant import (
    granted_recovery,
    makes_its_own,
    recovery_device,
)
from safeconduct.sealing.context import SUITE
from safeconduct.sealing.grant import GRANT_BYTES
from tests.log.rescue.test_recovering import begun
from tests.log.single_kit import vault_of
from tests.log.town_kit import Town, whole_town

KEY = KeyId(b"k" * 32)


@pytest.fixture
def town(tmp_path: Path) -> Town:
    """With a recovery key: counsel and two first line beside two coordinators."""
    town = Town(folder=tmp_path)
    begun(town)
    town.join("dina", "coordinator")
    town.join("clara", "counsel", also="dina")
    for name in ("boris", "carl"):
        town.join(name, "first_line", also="dina")
    town.sync()
    town.sync()
    return town


def says(town: Town, who: str, circle: Compartment) -> None:
    """Somebody says that he granted the recovery key a key of a circle."""
    vault = vault_of(town, who)
    head = SUITE + recovery_device(vault) + KEY
    false = head + bytes(GRANT_BYTES - len(head))
    vault.append(vault.roster_log, Grant(circle=circle, grants=(false,)))
    town.sync(who)
    town.sync()


def believing(town: Town, circle: Compartment) -> set[str]:
    """Whose desks have it that the recovery key opens what was said."""
    return {
        who
        for who, desk in town.desks.items()
        if KEY in granted_recovery(desk.vault, circle)
    }


def test_first_line_is_believed_by_nobody_but_itself(town: Town) -> None:
    says(town, "boris", Compartment.MAIN)
    assert believing(town, Compartment.MAIN) == {"boris"}


def test_a_coordinator_is_believed_by_first_line_while_he_is_in(town: Town) -> None:
    says(town, "dina", Compartment.MAIN)
    assert believing(town, Compartment.MAIN) == {"dina", "boris", "carl"}
    remove(vault_of(town, "anna"), "dina", why="safety")
    town.sync("anna", "clara", "boris", "carl")
    assert believing(town, Compartment.MAIN) == {"dina"}


def test_counsel_is_believed_of_its_own_by_who_does_not_hold_it(town: Town) -> None:
    says(town, "clara", Compartment.COUNSEL)
    assert believing(town, Compartment.COUNSEL) == {*town.desks}
    assert [makes_its_own(vault_of(town, "anna"), one) for one in Compartment] == [
        True,
        True,
        False,
        False,
    ]


def test_who_answers_for_it_grants_every_key_once(town: Town) -> None:
    for who in ("anna", "dina", "clara"):
        vault = vault_of(town, who)
        for circle in filter(lambda one: makes_its_own(vault, one), Compartment):
            held = vault.ring.circles[circle].keys()
            named = {one.key for one in vault.roster.keys[circle]}
            assert granted_recovery(vault, circle) == held & named
        before = vault.store.count(vault.roster_log)
        town.sync(who)
        assert vault.store.count(vault.roster_log) == before


def test_where_there_is_no_recovery_key_nothing_was_granted_it(tmp_path: Path) -> None:
    anna = vault_of(whole_town(tmp_path), "anna")
    assert recovery_device(anna) == b""
    assert granted_recovery(anna, Compartment.MAIN) == frozenset()
