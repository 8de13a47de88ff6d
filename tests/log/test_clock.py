"""A clock that goes backwards, or is wrong by years, changes nothing that matters.

What was seen comes before, whatever the clocks say; so nothing has to be named. What a
wrong clock can change is what days are worked out from: when a case is due, and until
when a backup is restored.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from pathlib import Path

import pytest

from safeconduct.log.cases.case_work import main_log, new_case, say
from safeconduct.log.entries.body import FactSaid, Opened, TextWritten
from safeconduct.log.entries.entry import Entry
from safeconduct.log.entries.graph import Graph
from safeconduct.log.errors import LogError
from safeconduct.log.group.people import named, remove
from safeconduct.log.name import EntryId, LogName
from safeconduct.log.replay import log_view
from safeconduct.log.rescue.verifying import verify
from safeconduct.log.vault.vault import Vault
from tests.log.rescue.test_backing_up import backed_up, restored
from tests.log.town_kit import START, Town

YEARS = 5 * 365 * 24 * 60


class ByTheClock(Graph):
    """The guard is away: entries stand in the order of their authors' clocks."""

    def __init__(
        self, entries: Iterable[Entry], *, unread: Collection[EntryId] = ()
    ) -> None:
        """Put them so."""
        super().__init__(entries, unread=unread)
        self.order = tuple(sorted(self.order, key=lambda item: item.frame.minute))


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    found = Town(folder=tmp_path)
    found.found()
    found.join("boris", "first_line")
    yield found
    for desk in found.desks.values():
        desk.vault.close()


def fact(vault: Vault, log: LogName, value: str) -> None:
    """Say what a field is, in place of what stands."""
    before = tuple(item.id for item, _ in vault.view(log).current(FactSaid))
    body = FactSaid(name="left.day", says={"value": value}, replaces=before)
    say(vault, log, body)


def facts(vault: Vault, log: LogName) -> list[object]:
    return [body.says for _, body in vault.view(log).current(FactSaid)]


def texts(vault: Vault, log: LogName) -> list[str]:
    return [body.text for _, body in vault.view(log).current(TextWritten)]


def what_was_seen_stays_before(town: Town) -> None:
    """On both desks, each with a clock that goes backwards by turns."""
    anna, boris = (town.desks[name].vault for name in ("anna", "boris"))
    log = main_log(new_case(anna, Opened(alias="Sparrow")))
    said = []
    for number in range(6):
        town.minute = START + (YEARS if number % 2 else -YEARS) // (number + 1)
        vault = (anna, boris)[number // 2 % 2]
        town.sync("anna", "boris", "anna")
        say(vault, log, TextWritten(text=f"text {number}"))
        fact(vault, log, f"2024-01-0{number + 1}")
        said.append(f"text {number}")
    town.sync()
    town.sync()
    for vault in (anna, boris):
        assert texts(vault, log) == said
        assert facts(vault, log) == [{"value": "2024-01-06"}]
        assert list(verify(vault)) == []


def test_what_was_seen_stays_before(town: Town) -> None:
    what_was_seen_stays_before(town)


def test_where_the_clock_orders_it_does_not(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_view, "Graph", ByTheClock)
    with pytest.raises(AssertionError):
        what_was_seen_stays_before(town)


def test_a_removal_by_an_early_clock_is_one(town: Town) -> None:
    anna = town.desks["anna"].vault
    town.minute = START - YEARS
    remove(anna, named(anna, "boris").member, why="lost")
    town.minute = START + YEARS
    town.sync("boris", "anna", "boris")
    for name in ("anna", "boris"):
        people = town.desks[name].vault.roster.people.values()
        assert [person.name for person in people] == ["anna"]


def test_a_vault_opens_and_goes_on_with_an_early_clock(town: Town) -> None:
    anna, day = town.desks["anna"], date(2025, 3, 1)
    case = new_case(anna.vault, Opened(alias="Sparrow"))
    town.minute = START - YEARS
    log, vault = main_log(case), anna.reopen()
    say(vault, log, TextWritten(text="earlier than it began"))
    source = backed_up(vault, today=day.replace(year=2020))
    assert texts(vault, log) == ["earlier than it began"]
    assert list(verify(vault)) == []
    with pytest.raises(LogError, match="2020-03-31"):
        restored(town, source)
