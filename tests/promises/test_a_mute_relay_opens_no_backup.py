"""A relay that keeps back what came shows no case that was erased since a backup."""

from pathlib import Path

import pytest

from safeconduct.log.exchange.exchange import sync
from safeconduct.log.vault.vault import Vault
from tests.log.test_a_bad_relay import but_for, erased_since, let_in_by_two, mute
from tests.log.town_kit import Town
from tests.promises.kept import must_fail


def a_mute_relay_opens_no_backup(folder: Path) -> None:
    """Neither by giving nothing new, nor by giving all but the tombstone."""
    folder.mkdir()
    town = Town(folder=folder)
    town.found()
    new, tombstone = erased_since(town)
    sync(new.vault, mute(town))
    assert new.vault.cases() == (), "It is shown by a relay that gave nothing."
    let_in_by_two(town, new)
    sync(new.vault, but_for(town, tombstone))
    assert new.vault.cases() == (), "It is shown by a relay that kept the tombstone."
    for desk in town.desks.values():
        desk.vault.close()


def test_a_mute_relay_opens_no_backup(tmp_path: Path) -> None:
    a_mute_relay_opens_no_backup(tmp_path / "good")


def test_it_fails_where_having_fetched_is_enough(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "safeconduct.log.exchange.exchange.open_if_let_in", Vault.open_up
    )
    must_fail(lambda: a_mute_relay_opens_no_backup(tmp_path / "bad"))


def test_it_fails_where_what_stood_before_is_not_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def always(*_: object) -> bool:
        return True

    monkeypatch.setattr("safeconduct.log.exchange.reopening._is_whole", always)
    must_fail(lambda: a_mute_relay_opens_no_backup(tmp_path / "bad"))
