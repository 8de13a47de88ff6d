"""Promise 10: a file lies sealed, under no name of its sender; it leaves by consent."""

import io
from pathlib import Path
from shutil import copyfileobj
from typing import IO

import pytest

from safeconduct.app.exchange import handover_command
from safeconduct.log.cases import attachment
from safeconduct.log.cases.attachment import attach
from safeconduct.log.cases.case_work import main_log, new_case
from safeconduct.log.entries.body import Opened
from safeconduct.sealing.file_box import file_name
from tests.app.desk_kit import Group
from tests.log.town_kit import Town
from tests.promises.kept import must_fail

WORDS = b"the wound that they gave me. " * 300


def nothing_of_a_file_can_be_read_on_the_disk(folder: Path) -> None:
    town = Town(folder=folder)
    vault = town.found().vault
    log = main_log(new_case(vault, Opened(alias="Sparrow")))
    source, length = io.BytesIO(WORDS), len(WORDS)
    attach(vault, log, source, length=length, kind="txt", title="Ivan Petrov")
    town.sync()
    raw = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    posted = b"".join(item for box in town.boxes.values() for _, item in box.seen)
    names = " ".join(path.name for path in folder.rglob("*"))
    assert b"the wound" not in raw + posted
    assert b"Petrov" not in raw + posted
    assert "Petrov" not in names


def no_file_leaves_without_a_consent_to_files(group: Group) -> None:
    anna = group.founder()
    sent = group.folder / "sent"
    sent.write_bytes(WORDS)
    anna.does("case", "new", "--alias", "Sparrow")
    anna.does("say", "Sparrow", "--file", sent)
    said = 'scope = "export"\npurpose = "court"\n'
    anna.does("say", "Sparrow", "--kind", "consent", said=said)
    folder = group.folder / "files"
    out = group.folder / "out.json"
    anna("export", "Sparrow", "-o", out, "--for", "court", "--files", folder)
    assert not folder.exists()


def test_nothing_of_a_file_can_be_read_on_the_disk(tmp_path: Path) -> None:
    nothing_of_a_file_can_be_read_on_the_disk(tmp_path)


def test_unsealed_it_could_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def plain(source: IO[bytes], target: IO[bytes], **_more: object) -> bytes:
        copyfileobj(source, target)
        target.seek(0)
        return file_name(target)

    monkeypatch.setattr(attachment, "seal_file", plain)
    must_fail(lambda: nothing_of_a_file_can_be_read_on_the_disk(tmp_path))


def test_no_file_leaves_without_a_consent_to_files(group: Group) -> None:
    no_file_leaves_without_a_consent_to_files(group)


def test_with_a_consent_to_export_alone_it_would_leave(
    group: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handover_command, "FILES", handover_command.SCOPE)
    must_fail(lambda: no_file_leaves_without_a_consent_to_files(group))
