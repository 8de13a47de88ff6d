"""Promise 5: what is changed, dropped, reordered, forked or forged is named."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from safeconduct.log.cases.case_work import main_log, new_case, say
from safeconduct.log.entries import graph as graph_room
from safeconduct.log.entries.body import Opened, TextWritten
from safeconduct.log.entries.frame import Frame, write_frame
from safeconduct.log.name import CaseId
from safeconduct.log.replay import reading
from safeconduct.log.rescue.verifying import verify
from safeconduct.log.stores.store import Store
from safeconduct.log.vault.vault import Vault
from safeconduct.sealing.entry_box import seal_entry
from safeconduct.sealing.item import EntryItem
from tests.log.town_kit import Desk, Town
from tests.promises.kept import must_fail

LINES = ("one", "two", "three", "four")
Change = Callable[[sqlite3.Connection], None]


def written(folder: Path) -> tuple[Desk, CaseId]:
    """A closed vault with one case of a few lines."""
    desk = Town(folder=folder).found()
    case = new_case(desk.vault, Opened(alias="Sparrow"))
    for text in LINES:
        say(desk.vault, main_log(case), TextWritten(text=text))
    desk.vault.close()
    return desk, case


def kinds_after(folder: Path, change: Change) -> set[str]:
    """What `verify` names after somebody changed the database with the desk closed."""
    desk, _ = written(folder)
    with sqlite3.connect(desk.folder / "vault.db") as db:
        change(db)
    db.close()
    vault = desk.reopen(check=False)
    found = {finding.kind for finding in verify(vault)}
    vault.close()
    return found


def _rows(db: sqlite3.Connection) -> list[int]:
    return [n for (n,) in db.execute("SELECT n FROM entries ORDER BY n")]


def change_a_byte(db: sqlite3.Connection) -> None:
    at = _rows(db)[-2]
    (raw,) = db.execute("SELECT envelope FROM entries WHERE n = ?", (at,)).fetchone()
    other = raw[:-1] + bytes([raw[-1] ^ 1])
    db.execute("UPDATE entries SET envelope = ? WHERE n = ?", (other, at))


def drop_one(db: sqlite3.Connection) -> None:
    db.execute("DELETE FROM entries WHERE n = ?", (_rows(db)[-2],))


def drop_the_last(db: sqlite3.Connection) -> None:
    last = _rows(db)[-1]
    db.execute("DELETE FROM entries WHERE n = ?", (last,))


def swap_two(db: sqlite3.Connection) -> None:
    first, second = _rows(db)[-2:]
    for old, new in ((first, -1), (second, first), (-1, second)):
        db.execute("UPDATE entries SET n = ? WHERE n = ?", (new, old))


CHANGES: dict[str, Change] = {
    "changed": change_a_byte,
    "dropped": drop_one,
    "dropped at the end": drop_the_last,
    "reordered": swap_two,
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_was_done_to_the_store_is_named(name: str, tmp_path: Path) -> None:
    assert kinds_after(tmp_path, CHANGES[name])


def test_without_the_walk_through_the_store_its_lost_end_goes_unseen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Store, "walk", lambda _: iter(()))
    monkeypatch.setattr(Vault, "is_whole", lambda _: True)

    def is_named() -> None:
        assert kinds_after(tmp_path, drop_the_last)

    must_fail(is_named)


def test_of_a_store_that_nobody_touched_nothing_is_named(tmp_path: Path) -> None:
    assert not kinds_after(tmp_path, lambda _: None)


def a_fork_is_named(folder: Path) -> None:
    """A copy of a desk that goes on beside it writes the same number twice."""
    town = Town(folder=folder)
    anna = town.found()
    boris = town.join("boris", "first_line")
    case = new_case(anna.vault, Opened(alias="Sparrow"))
    town.sync()
    boris.vault.close()
    copy = folder / "copy"
    copy.mkdir()
    for path in boris.folder.iterdir():
        if path.is_file():
            (copy / path.name).write_bytes(path.read_bytes())
    (copy / "files").mkdir(exist_ok=True)
    vault = boris.reopen()
    say(vault, main_log(case), TextWritten(text="one"))
    town.sync("boris")
    vault.close()
    boris.folder = copy
    say(boris.reopen(), main_log(case), TextWritten(text="another"))
    town.sync("boris", "anna")
    kinds = {fault.kind for fault in anna.vault.view(main_log(case)).faults}
    assert "fork" in kinds


def a_forged_entry_is_named(folder: Path) -> None:
    """Who has the key of a log cannot write there as somebody else."""
    town = Town(folder=folder)
    anna = town.found()
    boris = town.join("boris", "first_line")
    case = new_case(anna.vault, Opened(alias="Sparrow"))
    town.sync()
    _write_as(boris.vault, anna.vault, case)
    town.sync("boris", "anna")
    view = anna.vault.view(main_log(case))
    assert [item.kind for item in view.bad] == ["bad signature"]


def _write_as(forger: Vault, other: Vault, case: CaseId) -> None:
    """Write under another device's name, with one's own key."""
    log = main_log(case)
    place = other.view(log).place
    frame = Frame(
        device=other.device,
        sequence=place.sequence,
        previous=place.previous,
        minute=0,
        heads=(),
        content={"kind": "text", "text": "forged"},
    )
    envelope = seal_entry(
        write_frame(frame),
        log=log.raw,
        key=forger.write_key(log),
        author=forger.ring.device.entry_key,
        salt=bytes(32),
    )
    forger.send(log.compartment, [EntryItem(log=log.raw, envelope=envelope)])


def test_a_fork_is_named(tmp_path: Path) -> None:
    a_fork_is_named(tmp_path)


def test_without_a_look_at_numbers_a_fork_goes_unseen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(graph_room.Graph, "_forks", lambda _: iter(()))
    must_fail(lambda: a_fork_is_named(tmp_path))


def test_a_forged_entry_is_named(tmp_path: Path) -> None:
    a_forged_entry_is_named(tmp_path)


def test_without_the_signature_a_forgery_passes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "check_signature", lambda *_, **__: None)
    must_fail(lambda: a_forged_entry_is_named(tmp_path))
