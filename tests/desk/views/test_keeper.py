"""The vault is open while somebody is there, and no longer."""

from pathlib import Path

import pytest

from safeconduct.base.errors import SafeConductError
from safeconduct.desk.views.keeper import IDLE_SECONDS, Keeper, LockedError
from tests.desk.desk_kit import PASSPHRASE, make_world


def test_it_locks_itself_when_nobody_was_there(tmp_path: Path) -> None:
    world = make_world(tmp_path, cases=())
    keeper = Keeper(world.ports)
    keeper.unlock(PASSPHRASE)
    world.seconds[0] = IDLE_SECONDS
    keeper.lock_if_left()
    assert keeper.is_open
    keeper.touch()
    world.seconds[0] = 2 * IDLE_SECONDS
    keeper.lock_if_left()
    assert keeper.is_open
    world.seconds[0] += 1
    keeper.lock_if_left()
    assert not keeper.is_open


def test_nothing_is_there_while_it_is_locked(tmp_path: Path) -> None:
    keeper = Keeper(make_world(tmp_path, cases=()).ports)
    with pytest.raises(LockedError):
        keeper.opened()
    with pytest.raises(SafeConductError):
        keeper.unlock("another pass phrase")
    assert not keeper.is_open


def test_locking_closes_the_vault_itself(tmp_path: Path) -> None:
    world = make_world(tmp_path, cases=())
    keeper = Keeper(world.ports)
    keeper.unlock(PASSPHRASE)
    keeper.unlock(PASSPHRASE)
    assert world.opened == [True]
    keeper.lock()
    assert world.opened == []
