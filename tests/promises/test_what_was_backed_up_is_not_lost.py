"""A backup that was acknowledged gives back every word, or the backup was none."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import IO

import pytest

from safeconduct.base.errors import SafeConductError
from safeconduct.log.cases.case_work import main_log
from safeconduct.log.entries.body import TextWritten
from safeconduct.log.rescue import backing_up
from safeconduct.log.rescue.backing_up import backup, restore
from safeconduct.log.rescue.verifying import verify
from safeconduct.sealing.backup_box import BackupHead, BackupLocks, seal_backup
from safeconduct.sealing.stream import Source
from tests.log.rescue.test_backing_up import CHEAP, TODAY, WORDS, case_of, new_device
from tests.log.rescue.test_verifying import kept
from tests.log.town_kit import Town
from tests.promises.kept import must_fail

SAID = ("Он не стрелял.", "He did not shoot.")


def an_acknowledged_backup_gives_all_back(folder: Path) -> None:
    """On a disk that spoils what is written to it."""
    folder.mkdir()
    town = Town(folder=folder)
    vault = town.found().vault
    case = case_of(vault, *SAID)
    name = kept(vault, case, b"photograph" * 10_000)
    try:
        backup(vault, folder / "one", WORDS, today=TODAY, stretch=CHEAP)
    except SafeConductError:
        assert not (folder / "one").exists()
        return
    finally:
        vault.close()
    try:
        found = restore(
            folder / "one",
            folder / "new",
            WORDS,
            device=new_device("new"),
            around=town.around("new"),
            today=date(2025, 3, 30),
        )
    except SafeConductError as error:
        msg = "What was acknowledged cannot be restored."
        raise AssertionError(msg) from error
    found.open_up()
    there = found.view(main_log(case)).current(TextWritten)
    assert tuple(body.text for _, body in there) == SAID
    assert found.files.path(name).read_bytes() == b"photograph" * 10_000
    assert list(verify(found)) == []
    found.close()


def spoiling(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each backup has another last byte on the disk than it was given."""

    def spoiled(
        source: Source,
        target: IO[bytes],
        *,
        head: BackupHead,
        locks: BackupLocks,
        length: int,
        entropy: Callable[[int], bytes],
    ) -> None:
        content = BytesIO()
        seal_backup(
            source, content, head=head, locks=locks, length=length, entropy=entropy
        )
        whole = content.getvalue()
        target.write(whole[:-1] + bytes([whole[-1] ^ 1]))

    monkeypatch.setattr("safeconduct.log.rescue.backing_up.seal_backup", spoiled)


def test_an_acknowledged_backup_gives_all_back(tmp_path: Path) -> None:
    an_acknowledged_backup_gives_all_back(tmp_path / "good")


def test_on_a_bad_disk_no_backup_is_acknowledged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoiling(monkeypatch)
    an_acknowledged_backup_gives_all_back(tmp_path / "bad")


def test_it_fails_where_nothing_is_read_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoiling(monkeypatch)
    monkeypatch.setattr(backing_up, "_read_back", lambda *_: None)
    must_fail(lambda: an_acknowledged_backup_gives_all_back(tmp_path / "bad"))
