"""What the index looks at again when it is opened: what has changed, and no more."""

from dataclasses import replace
from pathlib import Path

import pytest

from safeconduct.log.cases.case_work import main_log, say
from safeconduct.log.entries.body import TextWritten
from safeconduct.log.entries.frame import Frame
from safeconduct.log.entries.graph import GraphFault
from safeconduct.log.group.people import remove
from safeconduct.log.name import Compartment, LogName
from safeconduct.log.replay.log_view import LogView
from safeconduct.log.search.index_note import note_of, read_note
from safeconduct.log.search.text_index import open_text_index
from safeconduct.log.vault.vault import Vault
from safeconduct.sealing.symmetric import LogKey
from safeconduct.sealing.wrap import seal_wrap
from tests.log.search.test_text_index import excerpts, written
from tests.log.sharing.test_sheet_work import index_once, late
from tests.log.town_kit import Town


@pytest.fixture
def town(tmp_path: Path) -> Town:
    found = Town(folder=tmp_path)
    found.found()
    return found


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[LogName]:
    """The logs that are read anew from now on."""
    found: list[LogName] = []
    view = Vault.view

    def noted(self: Vault, log: LogName) -> LogView:
        found.append(log)
        return view(self, log)

    monkeypatch.setattr(Vault, "view", noted)
    return found


def test_a_removal_makes_it_look_at_no_log_again(
    town: Town, read: list[LogName]
) -> None:
    town.join("boris", "first_line")
    anna, boris = (town.desks[name] for name in ("anna", "boris"))
    case = written(anna.vault, "обыск")
    town.sync()
    say(boris.vault, main_log(case), TextWritten(text="допрос"))
    town.sync()
    index_once(anna.vault)
    remove(anna.vault, "boris", why="left")
    anna.reopen()
    read.clear()
    index_once(anna.vault)
    assert read == []


def test_what_a_sheet_counts_no_more_is_found_no_more(town: Town) -> None:
    late(town)
    dina = town.desks["dina"]
    index = open_text_index(dina.reopen())
    assert excerpts(index, "катулинск") == []
    assert excerpts(index, "обыск") == ["обыск"]
    index.close()


def test_what_could_not_be_read_is_found_when_its_key_has_come(town: Town) -> None:
    vault = town.desks["anna"].vault
    log = main_log(written(vault))
    key = LogKey(raw=b"k" * 32)
    place = vault.view(log).place
    frame = Frame(
        device=vault.device,
        sequence=place.sequence,
        previous=place.previous,
        minute=town.tick(),
        heads=(),
        content={"kind": "text", "text": "обыск"},
    )
    vault.store.append([vault.sealed(log, frame, key)], tip=vault.tip)
    vault.forget(log)
    index = open_text_index(vault)
    assert excerpts(index, "обыск") == []
    (circle,) = vault.ring.circles[Compartment.MAIN].values()
    vault.ring.put_wraps([seal_wrap(key, log=log.raw, circle_key=circle)])
    vault.forget(log)
    index.catch_up()
    assert excerpts(index, "обыск") == ["обыск"]
    index.close()


def test_a_note_holds_while_no_entry_has_come_or_gone(town: Town) -> None:
    vault = town.desks["anna"].vault
    log = main_log(written(vault, "one", "two"))
    extent = vault.store.extents()[log]
    note = note_of(vault, vault.view(log), vault.store.numbers(log))
    assert read_note(note.write()) == note
    assert note.is_of(vault, log, extent)
    newest, entries = extent
    assert not note.is_of(vault, log, (newest + 1, entries))
    assert not note.is_of(vault, log, (newest, entries - 1))


def test_where_something_is_wrong_no_newest_entry_vouches_for_the_rest(
    town: Town,
) -> None:
    vault = town.desks["anna"].vault
    log = main_log(written(vault, "one", "two"))
    whole, numbers = vault.view(log), vault.store.numbers(log)
    assert all(note_of(vault, whole, numbers).authors.values())
    fault = GraphFault(device=vault.device, sequence=9, kind="missing", by=vault.device)
    faulty = note_of(vault, replace(whole, faults=(fault,)), numbers)
    assert faulty.authors
    assert not any(faulty.authors.values())
