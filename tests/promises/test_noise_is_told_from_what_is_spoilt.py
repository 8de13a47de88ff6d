"""Noise that anybody posts keeps no desk from being sound; what is spoilt does."""

from pathlib import Path

import pytest

from safeconduct.base.override import override
from safeconduct.log.cases.case_work import main_log, new_case
from safeconduct.log.entries.body import Opened
from safeconduct.log.exchange import stray
from safeconduct.log.exchange.intake import take
from safeconduct.log.rescue.verifying import is_sound, verify
from tests.log.exchange.test_stray import NOBODYS, lose_keys
from tests.log.town_kit import Town, small_town
from tests.promises.kept import must_fail


def town_with_noise(folder: Path) -> Town:
    """Anna has a case, and a piece of noise of each kind that others can make."""
    folder.mkdir()
    town = small_town(folder)
    anna, boris = town.desks["anna"].vault, town.desks["boris"].vault
    log = main_log(new_case(anna, Opened(alias="Sparrow")))
    town.sync()
    take(anna, [made(boris, log) for made in NOBODYS.values()])
    return town


def closed(town: Town) -> None:
    for desk in town.desks.values():
        desk.vault.close()


def noise_leaves_a_desk_sound(folder: Path) -> None:
    town = town_with_noise(folder)
    found = list(verify(town.desks["anna"].vault))
    closed(town)
    assert sum(one.count for one in found) == len(NOBODYS), "It is not told."
    assert is_sound(found), "One thing that anybody posts is taken for damage."


def what_is_spoilt_is_no_noise(folder: Path) -> None:
    """The keys of a case are taken out of the bag: what they opened was here."""
    town = town_with_noise(folder)
    anna = town.desks["anna"].vault
    (row,) = anna.cases()
    lose_keys(anna, row.log)
    found = list(verify(anna))
    closed(town)
    assert not is_sound(found), "What was here is taken for noise."


def test_noise_leaves_a_desk_sound(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    noise_leaves_a_desk_sound(tmp_path / "good")
    monkeypatch.setattr(stray, "_noted", lambda _: frozenset[bytes]())
    must_fail(lambda: noise_leaves_a_desk_sound(tmp_path / "bad"))


def test_what_is_spoilt_is_no_noise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would be, if what opens nowhere were taken for noise without a note."""
    what_is_spoilt_is_no_noise(tmp_path / "good")

    class Everything(frozenset[bytes]):
        @override
        def __contains__(self, _: object) -> bool:
            return True

    monkeypatch.setattr(stray, "_noted", lambda _: Everything())
    monkeypatch.setattr("safeconduct.log.exchange.intake.note_strays", lambda *_: None)
    must_fail(lambda: what_is_spoilt_is_no_noise(tmp_path / "bad"))
