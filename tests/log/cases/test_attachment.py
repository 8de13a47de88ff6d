"""A file of a case: sealed as it comes, under no name of its own, on every desk."""

import io
import tracemalloc
from dataclasses import replace
from pathlib import Path

import pytest

from safeconduct.log.cases import attachment
from safeconduct.log.cases.attachment import (
    MOST_FILE_BYTES,
    Attachment,
    attach,
    attachments,
    is_here,
    is_its_own,
    write_clear,
)
from safeconduct.log.cases.case_work import main_log, new_case, split
from safeconduct.log.cases.erasing import erase_case
from safeconduct.log.cases.passing import pass_to_counsel
from safeconduct.log.entries.body import Opened
from safeconduct.log.errors import LogError
from safeconduct.log.exchange.exchange import post_again
from safeconduct.log.name import CaseId, Compartment, EntryId, FileName, LogName, RawKey
from safeconduct.log.rescue.verifying import verify
from safeconduct.log.vault.vault import Vault
from safeconduct.sealing.errors import Failure, SealError
from tests.log.town_kit import Desk, Town

# Three pieces on its way, and a part of a fourth.
CONTENT = b"".join(number.to_bytes(4, "big") for number in range(800_000))


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return Town(folder=tmp_path)


def keep(desk: Desk, content: bytes = CONTENT) -> tuple[CaseId, EntryId]:
    """A case with a file."""
    case = new_case(desk.vault, Opened(alias="Sparrow"))
    return case, attached(desk.vault, main_log(case), content)


def attached(vault: Vault, log: LogName, content: bytes) -> EntryId:
    source, length = io.BytesIO(content), len(content)
    return attach(vault, log, source, length=length, kind="jpg", title="a wound")


def only(vault: Vault, log: LogName) -> Attachment:
    (found,) = attachments([vault.view(log)])
    return found


def clear(vault: Vault, one: Attachment) -> bytes:
    target = io.BytesIO()
    assert write_clear(vault, one, target) == len(target.getvalue())
    return target.getvalue()


def test_a_file_comes_out_as_it_went_in_on_every_desk(town: Town) -> None:
    anna = town.found()
    boris = town.join("boris", "first_line")
    case, _ = keep(anna)
    assert clear(anna.vault, only(anna.vault, main_log(case))) == CONTENT
    town.sync("anna", "boris")
    found = only(boris.vault, main_log(case))
    assert clear(boris.vault, found) == CONTENT
    assert (found.body.size, found.body.type) == (len(CONTENT), "jpg")
    assert [*verify(anna.vault), *verify(boris.vault)] == []


def test_on_the_disk_it_has_no_name_and_no_word_of_its_own(town: Town) -> None:
    anna = town.found()
    keep(anna, b"I shot nobody. " * 500)
    files = list((anna.folder / "files").iterdir())
    assert [len(file.name) for file in files] == [64]
    for path in anna.folder.rglob("*"):
        raw = path.read_bytes() if path.is_file() else b""
        assert b"I shot" not in raw
        assert b"wound" not in raw


def test_while_it_waits_it_stands_on_the_disk_once(town: Town) -> None:
    anna = town.found()
    keep(anna)
    whole = sum(path.stat().st_size for path in anna.folder.rglob("*.db*"))
    assert whole < len(CONTENT) // 4
    assert anna.reopen().files.names()


def test_a_file_that_is_long_needs_little_memory(town: Town) -> None:
    anna = town.found()
    log = main_log(new_case(anna.vault, Opened(alias="Sparrow")))
    content = CONTENT * 6
    source = io.BytesIO(content)
    tracemalloc.start()
    attach(anna.vault, log, source, length=len(content), kind="bin", title="")
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < len(content) // 8


def test_what_was_sent_again_is_there_once(town: Town) -> None:
    anna = town.found()
    case, _ = keep(anna)
    town.sync("anna")
    before = len(town.boxes[Compartment.MAIN].items)
    post_again(anna.vault)
    town.sync("anna")
    assert len(town.boxes[Compartment.MAIN].items) == before
    boris = town.join("boris", "first_line")
    assert clear(boris.vault, only(boris.vault, main_log(case))) == CONTENT


def test_a_part_that_is_missing_makes_no_file(town: Town) -> None:
    anna = town.found()
    boris = town.join("boris", "first_line")
    case, _ = keep(anna)
    town.sync("anna")
    items = town.boxes[Compartment.MAIN].items
    (long, *_) = sorted(items, key=lambda name: -len(items[name][1]))
    kept = items.pop(long)
    town.sync("boris")
    assert not is_here(boris.vault, only(boris.vault, main_log(case)))
    assert ("fault", "missing file") in {
        (one.weight, one.kind) for one in verify(boris.vault)
    }
    town.boxes[Compartment.MAIN].last += 1
    items[long] = (town.boxes[Compartment.MAIN].last, kept[1])
    town.sync("boris")
    assert clear(boris.vault, only(boris.vault, main_log(case))) == CONTENT


@pytest.mark.parametrize("length", [0, MOST_FILE_BYTES + 1], ids=["empty", "long"])
def test_a_file_of_no_fitting_length_is_refused(town: Town, length: int) -> None:
    anna = town.found()
    log = main_log(new_case(anna.vault, Opened(alias="Sparrow")))
    with pytest.raises(LogError, match="128 MiB"):
        attach(anna.vault, log, io.BytesIO(), length=length, kind="bin", title="")
    assert anna.vault.files.names() == ()


def test_a_file_that_changes_while_it_is_read_is_not_kept(town: Town) -> None:
    anna = town.found()
    log = main_log(new_case(anna.vault, Opened(alias="Sparrow")))
    with pytest.raises(SealError, match="changed while it was read"):
        attach(anna.vault, log, io.BytesIO(b"abc"), length=4, kind="bin", title="")
    assert list((anna.folder / "files").iterdir()) == []


def test_who_may_not_write_keeps_no_file(town: Town) -> None:
    town.found()
    boris = town.join("boris", "first_line")
    case = new_case(boris.vault, Opened(alias="Sparrow"))
    log = LogName(case=case, compartment=Compartment.COUNSEL)
    with pytest.raises(LogError):
        attached(boris.vault, log, b"abc")
    assert boris.vault.files.names() == ()


def test_a_file_on_a_full_disk_is_not_kept(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **_named: object) -> EntryId:
        msg = "The disk is full."
        raise LogError(msg, kind="full")

    anna = town.found()
    monkeypatch.setattr(attachment, "say", full)
    with pytest.raises(LogError):
        keep(anna)
    assert anna.vault.files.names() == ()


def test_counsel_opens_a_file_that_was_passed_and_nobody_else_does(town: Town) -> None:
    anna = town.found()
    town.join("dina", "coordinator")
    clara = town.join("clara", "counsel", also="dina")
    boris = town.join("boris", "first_line", also="dina")
    case, name = keep(boris)
    pass_to_counsel(boris.vault, case, name)
    town.sync("boris", "clara", "anna")
    town.sync("boris", "clara", "anna")
    log = LogName(case=case, compartment=Compartment.COUNSEL)
    assert clear(clara.vault, only(clara.vault, log)) == CONTENT
    for vault in (anna.vault, boris.vault):
        assert list(attachments([vault.view(main_log(case))])) == []


def test_an_altered_file_does_not_open(town: Town) -> None:
    anna = town.found()
    case, _ = keep(anna)
    found = only(anna.vault, main_log(case))
    path = anna.vault.files.path(found.body.file)
    raw = bytearray(path.read_bytes())
    raw[-70_000] ^= 1
    path.write_bytes(raw)
    with pytest.raises(SealError):
        clear(anna.vault, found)


def test_an_erased_case_keeps_no_file_anywhere(town: Town) -> None:
    anna = town.found()
    boris = town.join("boris", "first_line")
    case, _ = keep(anna)
    town.sync()
    erase_case(anna.vault, case)
    town.sync("anna", "boris")
    for desk in (anna, boris):
        assert list((desk.folder / "files").iterdir()) == []
    left = [len(item) for _, item in town.boxes[Compartment.MAIN].items.values()]
    assert all(length < 10_000 for length in left)


def test_an_erased_case_sends_no_file(town: Town) -> None:
    anna = town.found()
    case, _ = keep(anna)
    erase_case(anna.vault, case)
    assert anna.vault.store.outgoing(Compartment.MAIN, 1 << 30) == ()


def test_a_file_is_not_split_off(town: Town) -> None:
    anna = town.found()
    case, name = keep(anna)
    with pytest.raises(LogError, match="not split off"):
        split(anna.vault, case, Opened(alias="Wren"), [name])


def test_a_file_of_which_an_entry_says_another_key_does_not_open(town: Town) -> None:
    vault = town.found().vault
    case, _ = keep(town.desks["anna"])
    found = only(vault, main_log(case))
    false = replace(found, body=replace(found.body, key=RawKey(b"?" * 32)))
    target = io.BytesIO()
    with pytest.raises(SealError) as error:
        write_clear(vault, false, target)
    assert error.value.kind is Failure.DOES_NOT_OPEN
    assert target.getvalue() == b""


def test_a_file_is_a_logs_own_that_is_here_and_opens_for_it(town: Town) -> None:
    vault = town.found().vault
    case, _ = keep(town.desks["anna"])
    found = only(vault, main_log(case))
    assert is_its_own(vault, found)
    absent = replace(found, body=replace(found.body, file=FileName(b"?" * 32)))
    assert not is_its_own(vault, absent)
    false = replace(found, body=replace(found.body, key=RawKey(b"?" * 32)))
    assert not is_its_own(vault, false)
