"""Any t of n open what was written, fewer nothing, and nobody signs for another."""

import base64
from pathlib import Path

import pytest

from safeconduct.base.errors import SafeConductError
from safeconduct.log.cases.case_work import main_log, say
from safeconduct.log.entries.body import TextWritten
from safeconduct.log.name import DeviceId
from safeconduct.sealing.opening import OpeningKey
from tests.log.rescue.test_backing_up import new_device
from tests.log.rescue.test_recovering import (
    begun,
    case_of,
    next_group,
    recovered,
    texts,
)
from tests.log.town_kit import Town
from tests.promises.kept import must_fail

SAID = "Он не стрелял."


def two_of_three_open_it(folder: Path) -> None:
    """Each pair of three; none of them alone."""
    folder.mkdir()
    town = Town(folder=folder)
    anna, words = begun(town)
    case = case_of(anna.vault, SAID)
    anna.vault.close()
    for number, one in enumerate(words):
        try:
            alone = recovered(town, (one,), anna.folder, f"alone-{number}")
        except SafeConductError:
            continue
        msg = f"One share opened {texts(alone.vault, case)}."
        raise AssertionError(msg)
    for number in range(3):
        pair = (words[number], words[(number + 1) % 3])
        try:
            desk = recovered(town, pair, anna.folder, f"pair-{number}")
        except SafeConductError as error:
            msg = "Two shares open nothing."
            raise AssertionError(msg) from error
        next_group(desk)
        assert texts(desk.vault, case) == [SAID]
        desk.vault.close()


def test_two_of_three_open_it_and_one_alone_nothing(tmp_path: Path) -> None:
    two_of_three_open_it(tmp_path / "good")


def test_it_fails_where_the_recovery_key_was_granted_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nothing(*_: object) -> None:
        """The group forgets its recovery key."""

    monkeypatch.setattr("safeconduct.log.group.group._grant_recovery", nothing)
    must_fail(lambda: two_of_three_open_it(tmp_path / "bad"))


def test_it_fails_where_a_share_is_the_whole_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def split(key: OpeningKey, *, needed: int, shares: int) -> tuple[str, ...]:
        assert needed
        return (base64.b64encode(key.seed).decode(),) * shares

    def combine(shares: tuple[str, ...]) -> OpeningKey:
        return OpeningKey(seed=base64.b64decode(shares[0]))

    monkeypatch.setattr("safeconduct.log.rescue.recovering.split", split)
    monkeypatch.setattr("safeconduct.log.rescue.recovering.combine", combine)
    must_fail(lambda: two_of_three_open_it(tmp_path / "bad"))


def nobody_signs_for_another(folder: Path) -> None:
    """Whoever recovered is a new author; no seed of the old one is anywhere."""
    folder.mkdir()
    town = Town(folder=folder)
    anna, words = begun(town)
    case = case_of(anna.vault, SAID)
    old = anna.device
    anna.vault.close()
    desk = recovered(town, words[:2], anna.folder)
    next_group(desk)
    say(desk.vault, main_log(case), TextWritten(text="two"))
    newest = desk.vault.view(main_log(case)).entries[-1]
    desk.vault.close()
    assert newest.device != DeviceId(old.id)
    seeds = (old.entry_key.seed, old.opening_key.seed, old.row_key.raw)
    for path in (one for one in desk.folder.rglob("*") if one.is_file()):
        assert not [seed for seed in seeds if seed in path.read_bytes()]


def test_nobody_signs_for_another(tmp_path: Path) -> None:
    nobody_signs_for_another(tmp_path / "good")


def test_it_fails_where_the_old_device_is_taken_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    device = new_device("anna's own")
    monkeypatch.setattr(
        "tests.log.rescue.test_recovering.make_device", lambda _: device
    )
    monkeypatch.setattr("tests.log.rescue.test_recovering.new_device", lambda _: device)
    must_fail(lambda: nobody_signs_for_another(tmp_path / "bad"))
