"""Sheets at the opening of a vault: read whole once, and heeded every time."""

from pathlib import Path

import pytest

from safeconduct.log.cases.case_work import main_log, say
from safeconduct.log.entries.body import TextWritten
from safeconduct.log.errors import LogError
from safeconduct.log.exchange.exchange import fetch, sync
from safeconduct.log.group.people import remove
from safeconduct.log.keys.sheet import SheetLine, read_sheet
from safeconduct.log.name import CaseId, Compartment, LogName
from safeconduct.log.rescue.verifying import verify
from safeconduct.log.search.text_index import open_text_index
from safeconduct.log.sharing.sheet_work import NOTE
from safeconduct.log.stores.store import Store
from safeconduct.log.vault.vault import Vault
from tests.log.search.test_text_index import written
from tests.log.town_kit import Town


@pytest.fixture
def town(tmp_path: Path) -> Town:
    found = Town(folder=tmp_path)
    found.found()
    return found


@pytest.fixture
def read_whole(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many lines the sheets had that were read whole from now on."""
    found: list[int] = []

    def noted(raw: bytes) -> tuple[SheetLine, ...]:
        lines = read_sheet(raw)
        found.append(len(lines))
        return lines

    monkeypatch.setattr("safeconduct.log.sharing.sheet_work.read_sheet", noted)
    return found


def turned(town: Town) -> LogName:
    """A log whose key has turned, on anna's desk."""
    town.join("boris", "first_line")
    vault = town.desks["anna"].vault
    log = main_log(written(vault, "обыск"))
    remove(vault, "boris", why="left")
    return log


def index_once(vault: Vault) -> None:
    """Bring the index of a vault up to date, and let go of it."""
    open_text_index(vault).close()
    vault.derived.clear()


def late(town: Town, *, is_sheet_here: bool = True) -> CaseId:
    """A case with a line that boris wrote beside his removal; dina knows of both."""
    town.join("dina", "coordinator")
    town.join("boris", "first_line", also="dina")
    anna, boris = (town.desks[name].vault for name in ("anna", "boris"))
    case = written(anna, "обыск")
    town.sync()
    remove(anna, "boris", why="left")
    say(boris, main_log(case), TextWritten(text="катулинск"))
    town.sync("boris", "dina")
    dina = town.desks["dina"].vault
    index_once(dina)
    town.sync("anna")
    sync(dina, {Compartment.ROSTER: town.line(Compartment.ROSTER)})
    if is_sheet_here:
        town.sync("dina")
    return case


def test_a_sheet_that_comes_is_heeded_at_once(town: Town) -> None:
    case = late(town, is_sheet_here=False)
    dina = town.desks["dina"].vault
    assert dina.view(main_log(case)).apart == ()
    fetch(dina, town.line(Compartment.MAIN))
    assert [item.why for item in dina.view(main_log(case)).apart] == ["late"]


def test_a_turn_vouches_for_nothing_that_a_sheet_counts_no_more(town: Town) -> None:
    """Also where the row of the list is older than the sheet."""
    case = late(town)
    dina = town.desks["dina"]
    town.join("carl", "first_line", also="dina")
    town.sync()
    remove(dina.vault, "carl", why="left")
    view = dina.reopen().view(main_log(case))
    assert [item.why for item in view.apart] == ["late"]


def test_a_sheet_is_read_whole_once(town: Town, read_whole: list[int]) -> None:
    turned(town)
    town.desks["anna"].reopen()
    town.desks["anna"].reopen()
    assert read_whole == [1]


def test_what_a_sheet_does_not_vouch_for_stays_late_at_every_opening(
    town: Town,
) -> None:
    case = late(town)
    for _ in range(3):
        view = town.desks["dina"].reopen().view(main_log(case))
        assert [item.why for item in view.apart] == ["late"]


def test_without_its_note_a_sheet_gives_its_keys_again(town: Town) -> None:
    log = turned(town)
    anna = town.desks["anna"]
    held = anna.reopen().ring.of_log(log)
    with anna.vault.bag._database.writing() as db:  # noqa: SLF001 -- stands for a loss
        db.execute("DELETE FROM wraps WHERE n = (SELECT max(n) FROM wraps)")
    assert len(anna.reopen().ring.of_log(log)) == len(held) - 1
    anna.vault.store.set_meta(NOTE, b"")
    assert anna.reopen().ring.of_log(log) == held


def test_a_sheet_that_is_damaged_here_keeps_nobody_from_the_rest(town: Town) -> None:
    log = turned(town)
    anna = town.desks["anna"]
    say(anna.vault, log, TextWritten(text="later"))
    (turn,) = [one for one in anna.vault.roster.keys[Compartment.MAIN] if one.sheet]
    anna.vault.files.path(turn.sheet).write_bytes(b"damaged")
    anna.vault.store.set_meta(NOTE, b"")
    vault = anna.reopen()
    assert not vault.sheets.has(turn.act)
    assert [body.text for _, body in vault.view(log).current(TextWritten)] == [
        "обыск",
        "later",
    ]
    assert "changed file" in {one.kind for one in verify(vault)}


def test_a_full_disk_keeps_nobody_from_reading(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = turned(town)

    def full(*_: object) -> None:
        msg = "full"
        raise LogError(msg, kind="full")

    monkeypatch.setattr(Store, "set_meta", full)
    assert town.desks["anna"].reopen().view(log).alias() == "Sparrow"
