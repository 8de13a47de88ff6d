"""What anybody may post as a key of a log is kept only where it can be one."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from safeconduct.log.cases.case_work import main_log, new_case
from safeconduct.log.entries.body import Opened
from safeconduct.log.exchange.intake import take
from safeconduct.log.exchange.wrap_choice import MOST_UNTRIED
from safeconduct.log.rescue.verifying import is_sound, verify
from safeconduct.log.vault.vault import Vault
from safeconduct.sealing.item import WrapItem
from safeconduct.sealing.symmetric import CircleKey, LogKey
from safeconduct.sealing.wrap import seal_wrap
from tests.log.exchange.test_wrap_choice import false
from tests.log.town_kit import town_in
from tests.promises.kept import must_fail

FLOOD = 100


def no_false_key_piles_up(folder: Path) -> None:
    """Neither beside a true one, nor for a key that nobody here can try."""
    folder.mkdir()
    with town_in(folder) as town:
        anna = town.found().vault
        log = main_log(new_case(anna, Opened(alias="Sparrow")))
        (true,) = anna.bag.wraps(log)
        foreign = seal_wrap(
            LogKey(raw=b"k" * 32), log=log.raw, circle_key=CircleKey(raw=b"c" * 32)
        )
        for wrap in (true, foreign):
            take(anna, [WrapItem(wrap=one) for one in false(wrap, FLOOD)])
        assert len(anna.bag.wraps(log)) <= 1 + MOST_UNTRIED, "They pile up."
        assert is_sound(verify(anna))
        assert [row.alias for row in anna.cases()] == ["Sparrow"]


def test_no_false_key_piles_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    no_false_key_piles_up(tmp_path / "good")

    def every(_: Vault, wraps: Iterable[bytes]) -> list[bytes]:
        return list(wraps)

    monkeypatch.setattr("safeconduct.log.exchange.intake.kept_wraps", every)
    must_fail(lambda: no_false_key_piles_up(tmp_path / "bad"))
