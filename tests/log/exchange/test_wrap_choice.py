"""Of wraps that came those are kept that open, and a few that nobody can try."""

from pathlib import Path

import pytest

from safeconduct.log.cases.case_work import main_log, new_case
from safeconduct.log.entries.body import Opened
from safeconduct.log.exchange.intake import take
from safeconduct.log.exchange.wrap_choice import MOST_UNTRIED, kept_wraps
from safeconduct.log.name import LogName
from safeconduct.log.rescue.verifying import verify
from safeconduct.log.vault.vault import Vault
from safeconduct.sealing.item import WrapItem
from safeconduct.sealing.symmetric import CircleKey, LogKey
from safeconduct.sealing.wrap import seal_wrap
from tests.log.town_kit import Town


@pytest.fixture
def anna(tmp_path: Path) -> Vault:
    return Town(folder=tmp_path).found().vault


def false(wrap: bytes, count: int) -> list[bytes]:
    """So many that name the same key and do not open."""
    return [wrap[:-2] + number.to_bytes(2) for number in range(1, count + 1)]


def log_with_wrap(vault: Vault) -> tuple[LogName, bytes]:
    log = main_log(new_case(vault, Opened(alias="Sparrow")))
    (wrap,) = vault.bag.wraps(log)
    return log, wrap


def test_a_false_wrap_is_refused_where_its_key_is_held(anna: Vault) -> None:
    log, wrap = log_with_wrap(anna)
    take(anna, [WrapItem(wrap=one) for one in (*false(wrap, 3), wrap)])
    assert anna.bag.wraps(log) == (wrap,)
    assert list(verify(anna)) == []


def test_of_wraps_that_nobody_can_try_the_first_are_kept(anna: Vault) -> None:
    log, _ = log_with_wrap(anna)
    true = seal_wrap(
        LogKey(raw=b"k" * 32), log=log.raw, circle_key=CircleKey(raw=b"c" * 32)
    )
    before = len(anna.bag.wraps(log))
    take(anna, [WrapItem(wrap=one) for one in (true, *false(true, 5))])
    take(anna, [WrapItem(wrap=one) for one in false(true, 3 * MOST_UNTRIED)])
    found = anna.bag.wraps(log)
    assert len(found) == before + MOST_UNTRIED
    assert true in found
    again = seal_wrap(
        LogKey(raw=b"l" * 32), log=log.raw, circle_key=CircleKey(raw=b"c" * 32)
    )
    assert kept_wraps(anna, [again]) == [again]


def test_a_wrap_of_no_log_is_left(anna: Vault) -> None:
    log, wrap = log_with_wrap(anna)
    assert kept_wraps(anna, [wrap.replace(log.raw, b"\xff" * 17)]) == []


def test_a_false_wrap_beside_the_true_one_is_told_and_is_no_fault(anna: Vault) -> None:
    """It came before the key of the circle did."""
    log, wrap = log_with_wrap(anna)
    anna.bag.put_wraps(false(wrap, 1))
    found = [(one.weight, one.kind, one.log, one.what) for one in verify(anna)]
    assert found == [("notice", "does not open", log, "wrap")]
