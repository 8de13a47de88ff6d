"""A case that is due is warned of in time, and nothing erases it by itself."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from safeconduct.log.cases.case_work import main_log, new_case, say
from safeconduct.log.cases.retention import WARNED_DAYS, due_cases, set_retention
from safeconduct.log.entries.body import Opened, TextWritten
from safeconduct.log.errors import LogError
from safeconduct.log.vault.vault import Vault
from tests.log.town_kit import START, Town

OPENED = date(1970, 1, 1) + timedelta(minutes=START)
LAST = date(OPENED.year, OPENED.month + 6, OPENED.day)


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return Town(folder=tmp_path)


def due(vault: Vault, today: date) -> list[tuple[str, date, bool]]:
    return [(one.alias, one.last, one.is_over) for one in due_cases(vault, today=today)]


DAYS: dict[str, tuple[int, list[tuple[str, date, bool]]]] = {
    "31 days before": (-WARNED_DAYS - 1, []),
    "30 days before": (-WARNED_DAYS, [("Sparrow", LAST, False)]),
    "on the last day": (0, [("Sparrow", LAST, False)]),
    "the day after": (1, [("Sparrow", LAST, True)]),
    "years after": (2000, [("Sparrow", LAST, True)]),
}


@pytest.mark.parametrize(("days", "wanted"), DAYS.values(), ids=DAYS)
def test_a_case_is_warned_of(
    town: Town, days: int, wanted: list[tuple[str, date, bool]]
) -> None:
    vault = town.found().vault
    case = new_case(vault, Opened(alias="Sparrow"))
    set_retention(vault, 6)
    assert due(vault, LAST + timedelta(days=days)) == wanted
    assert vault.store.count(main_log(case)) == 2


def test_a_new_entry_moves_the_day(town: Town) -> None:
    vault = town.found().vault
    case = new_case(vault, Opened(alias="Sparrow"))
    set_retention(vault, 6)
    town.minute += 60 * 24 * 60
    say(vault, main_log(case), TextWritten(text="still here"))
    assert due(vault, LAST) == []


def test_the_oldest_comes_first(town: Town) -> None:
    vault = town.found().vault
    new_case(vault, Opened(alias="Old"))
    town.minute += 24 * 60
    new_case(vault, Opened(alias="New"))
    set_retention(vault, 6)
    assert [name for name, _, _ in due(vault, LAST)] == ["Old", "New"]


def test_without_the_setting_nothing_is_due(town: Town) -> None:
    vault = town.found().vault
    new_case(vault, Opened(alias="Sparrow"))
    assert due(vault, date(2099, 1, 1)) == []


@pytest.mark.parametrize("months", [-1, 1201])
def test_a_senseless_number_of_months_is_refused(town: Town, months: int) -> None:
    vault = town.found().vault
    with pytest.raises(LogError):
        set_retention(vault, months)
    assert vault.roster.retention_months == 0


def test_who_is_no_coordinator_sets_none(town: Town) -> None:
    town.found()
    boris = town.join("boris", "first_line")
    with pytest.raises(LogError, match="may not do this"):
        set_retention(boris.vault, 6)


def test_all_desks_count_by_the_same_number(town: Town) -> None:
    anna = town.found().vault
    boris = town.join("boris", "first_line").vault
    set_retention(anna, 24)
    town.sync()
    assert boris.roster.retention_months == 24
