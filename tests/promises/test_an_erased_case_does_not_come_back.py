"""An erased case is gone: its keys, entries, files, words; and no backup brings it."""

from io import BytesIO
from pathlib import Path

import pytest

from safeconduct.log.cases.attachment import attach
from safeconduct.log.cases.case_work import main_log, say
from safeconduct.log.cases.erasing import erase_case
from safeconduct.log.entries.body import FileKept
from safeconduct.log.errors import LogError
from safeconduct.log.name import CaseId
from safeconduct.log.search.text_index import TextIndex, open_text_index
from safeconduct.log.vault.vault import Vault
from tests.log.rescue.test_backing_up import backed_up, case_of, restored
from tests.log.rescue.test_verifying import kept
from tests.log.search.test_text_index import words_in
from tests.log.town_kit import Town
from tests.promises.kept import must_fail

WORD = "катулинск"


def an_erased_case_is_nowhere(folder: Path) -> None:
    """Not on the desk that erased it, and not on one that a backup brought back."""
    folder.mkdir()
    town = Town(folder=folder)
    anna = town.found()
    case = case_of(anna.vault, f"Он из: {WORD}")
    name = kept(anna.vault, case, b"photograph" * 1000)
    (key, *_) = anna.vault.ring.of_log(main_log(case)).values()
    town.sync("anna")
    source = backed_up(anna.vault)
    index = open_text_index(anna.vault)
    wraps = anna.vault.bag.wraps(main_log(case))
    erase_case(anna.vault, case)
    town.sync("anna")
    index.close()
    it_is_gone(anna.vault, name, wraps)
    new = restored(town, source)
    assert not shown(new.vault, case), "It is shown before the tombstones have come."
    town.sync("new")
    open_text_index(new.vault).close()
    it_is_gone(new.vault, name, wraps)
    assert key not in new.vault.ring.of_log(main_log(case)).values()
    for desk in town.desks.values():
        desk.vault.close()


def shown(vault: Vault, case: CaseId) -> bool:
    """Whether anything of a case can be seen."""
    try:
        return bool(vault.cases() or vault.view(main_log(case)).entries)
    except LogError:
        return False


def it_is_gone(vault: Vault, name: bytes, wraps: tuple[bytes, ...]) -> None:
    """No key, no entry, no file, no row and no word of it is on the disk."""
    raw = b"".join(path.read_bytes() for path in vault.folder.glob("bag.db*"))
    assert not [wrap for wrap in wraps if wrap in raw]
    assert [log for log in vault.store.logs() if log != vault.roster_log] == []
    assert vault.store.rows() == ()
    assert not vault.files.has(name)
    assert words_in(vault) == set()


def test_an_erased_case_is_nowhere(tmp_path: Path) -> None:
    an_erased_case_is_nowhere(tmp_path / "good")


def nothing(*_: object) -> None:
    """What a guard that is not there does."""


def test_it_fails_where_the_index_keeps_its_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(TextIndex, "erase", nothing)
    must_fail(lambda: an_erased_case_is_nowhere(tmp_path / "bad"))


def test_it_fails_where_deleted_words_stay_in_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(TextIndex, "_renew", nothing)
    must_fail(lambda: an_erased_case_is_nowhere(tmp_path / "bad"))


def test_it_fails_where_the_bag_keeps_the_keys(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("safeconduct.log.stores.bag.Bag.erase", nothing)
    must_fail(lambda: an_erased_case_is_nowhere(tmp_path / "bad"))


def test_it_fails_where_a_restored_desk_is_open_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Vault, "view", Vault.replay)
    must_fail(lambda: an_erased_case_is_nowhere(tmp_path / "bad"))


def its_keys_go_first(folder: Path) -> None:
    """Whatever stops an erasure half way, the keys are gone by then."""
    folder.mkdir()
    anna = Town(folder=folder).found().vault
    case = case_of(anna, WORD)
    with pytest.raises(LogError):
        erase_case(anna, case)
    assert not anna.bag.wraps(main_log(case)), "The keys are there still."


def full(*_: object, **__: object) -> None:
    """What a disk does that takes nothing more."""
    msg = "The disk is full."
    raise LogError(msg, kind="full")


def test_its_keys_go_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("safeconduct.log.cases.erasing.note_drops", full)
    its_keys_go_first(tmp_path / "good")


def test_it_fails_where_the_keys_wait_for_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("safeconduct.log.cases.erasing.note_keys", full)
    must_fail(lambda: its_keys_go_first(tmp_path / "bad"))


def it_takes_nothing_of_another(folder: Path) -> None:
    """A file of another case, which an erased one merely named, is there still."""
    folder.mkdir()
    anna = Town(folder=folder).found().vault
    case, other = case_of(anna, WORD), case_of(anna, WORD)
    raw = b"photograph" * 1000
    attach(anna, main_log(case), BytesIO(raw), length=len(raw), kind="jpg", title="")
    ((_, photo),) = anna.view(main_log(case)).current(FileKept)
    say(anna, main_log(other), photo)
    erase_case(anna, other)
    assert anna.files.has(photo.file), "The file of another case is gone."
    erase_case(anna, case)
    assert not anna.files.has(photo.file), "The file of an erased case stays."


def test_it_takes_nothing_of_another(tmp_path: Path) -> None:
    it_takes_nothing_of_another(tmp_path / "good")


def test_it_fails_where_a_case_owns_what_it_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("safeconduct.log.cases.erasing.is_its_own", lambda *_: True)
    must_fail(lambda: it_takes_nothing_of_another(tmp_path / "bad"))
