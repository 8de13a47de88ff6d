"""What is wrong is named, with its place; what was not looked at is said."""

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from safeconduct.log.cases.case_work import main_log, new_case, say, share
from safeconduct.log.cases.passing import sealed_alone
from safeconduct.log.entries.act import Approve
from safeconduct.log.entries.body import FileKept, Opened, TextWritten
from safeconduct.log.group.group import open_group
from safeconduct.log.group.people import approve, named, remove
from safeconduct.log.name import (
    CaseId,
    Compartment,
    EntryId,
    FileName,
    LogName,
    RawKey,
)
from safeconduct.log.rescue.recovering import new_recovery, set_recovery
from safeconduct.log.rescue.verifying import Finding, is_sound, verify
from safeconduct.log.stores.store import Arrival
from safeconduct.log.vault.vault import Vault
from safeconduct.sealing.entry_box import entry_id
from safeconduct.sealing.file_box import file_name
from safeconduct.sealing.symmetric import LogKey
from tests.log.town_kit import Desk, Town


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return Town(folder=tmp_path)


@pytest.fixture
def desk(town: Town) -> Desk:
    return town.found()


def case_of(vault: Vault, alias: str = "Sparrow") -> CaseId:
    case = new_case(vault, Opened(alias=alias))
    say(vault, main_log(case), TextWritten(text="one"))
    return case


def told(vault: Vault) -> list[tuple[str, str]]:
    return [(finding.weight, finding.kind) for finding in verify(vault)]


def kept(vault: Vault, case: CaseId, content: bytes = b"sealed") -> bytes:
    """A file that an entry names."""
    (vault.folder / "one").write_bytes(content)
    with (vault.folder / "one").open("rb") as file:
        name = file_name(file)
    vault.files.put(content, name=name)
    body = FileKept(
        file=FileName(name), key=RawKey(bytes(32)), size=len(content), type="image/png"
    )
    say(vault, main_log(case), body)
    return name


def test_nothing_is_wrong_with_what_was_just_written(town: Town, desk: Desk) -> None:
    kept(desk.vault, case_of(desk.vault))
    town.join("boris", "first_line")
    remove(desk.vault, named(desk.vault, "boris").member, why="left")
    findings = list(verify(desk.vault))
    assert findings == []
    assert is_sound(findings)


def in_database(vault: Vault, file: str, *statements: str) -> None:
    """Change a database from outside, as somebody with the disk would."""
    vault.close()
    db = sqlite3.connect(vault.folder / file)
    for statement in statements:
        assert db.execute(statement).rowcount > 0
    db.commit()
    db.close()


LAST = "WHERE n = (SELECT max(n) FROM entries)"
ZEROS = "zeroblob(length(envelope))"
CUT = "CAST(substr(envelope, 1, length(envelope) - 1) || x'00' AS BLOB)"
ELSEWHERE = "CAST(zeroblob(16) || x'01' AS BLOB)"
CHANGES: dict[str, tuple[str, set[str]]] = {
    "an entry taken out": ("DELETE FROM entries WHERE n = 2", {"chain", "missing"}),
    "the newest taken off": ("DELETE FROM entries", {"missing"}),
    "an entry's bytes": (
        f"UPDATE entries SET envelope = {ZEROS}",  # noqa: S608 -- all of it ours
        {"changed", "unknown suite"},
    ),
    "a seal": (
        f"UPDATE entries SET envelope = {CUT}",  # noqa: S608 -- all of it ours
        {"changed", "does not open"},
    ),
    "a place": (
        f"UPDATE entries SET log = {ELSEWHERE}",  # noqa: S608 -- all of it ours
        {"misplaced"},
    ),
    "a place that is none": ("UPDATE entries SET log = x'01'", {"misplaced"}),
}


@pytest.mark.parametrize(("statement", "kinds"), CHANGES.values(), ids=CHANGES)
def test_a_changed_database_is_named(
    desk: Desk, statement: str, kinds: set[str]
) -> None:
    case_of(desk.vault)
    where = "" if "WHERE" in statement else LAST
    in_database(desk.vault, "vault.db", f"{statement} {where}")
    vault = desk.reopen(check=False)
    assert {kind for _, kind in told(vault)} == kinds
    assert not is_sound(verify(vault))


def test_an_entry_of_another_log_is_named_with_its_case(desk: Desk) -> None:
    one, other = case_of(desk.vault), case_of(desk.vault, "Finch")
    (*_, last) = desk.vault.store.envelopes(main_log(one))
    false = Arrival(log=main_log(other), id=last.id, envelope=last.envelope)
    desk.vault.store.append([false], tip=desk.vault.tip)
    (found,) = verify(desk.vault)
    assert (found.weight, found.kind) == ("fault", "misplaced")
    assert (found.log, found.case, found.entry) == (main_log(other), "Finch", last.id)


def test_a_missing_file_is_named_with_its_entry(desk: Desk) -> None:
    case = case_of(desk.vault)
    name = kept(desk.vault, case)
    desk.vault.files.remove(name)
    (found,) = verify(desk.vault)
    assert (found.weight, found.kind, found.file) == ("fault", "missing file", name)
    assert (found.log, found.case, found.member) == (main_log(case), "Sparrow", "anna")
    assert found.sequence == 4


def test_a_changed_file_is_named(desk: Desk) -> None:
    name = kept(desk.vault, case_of(desk.vault))
    desk.vault.files.path(name).write_bytes(b"other")
    assert [(one.kind, one.file) for one in verify(desk.vault)] == [
        ("changed file", name)
    ]


def test_a_missing_sheet_is_named(town: Town, desk: Desk) -> None:
    case_of(desk.vault)
    town.join("boris", "first_line")
    remove(desk.vault, named(desk.vault, "boris").member, why="left")
    for name in desk.vault.files.names():
        desk.vault.files.remove(name)
    found = list(verify(desk.vault))
    assert {(one.weight, one.kind) for one in found} == {("fault", "missing file")}
    assert all(one.log == desk.vault.roster_log for one in found)


def test_a_sheet_for_a_circle_of_others_is_not_missed(town: Town, desk: Desk) -> None:
    clara = town.join("clara", "counsel")
    case = case_of(clara.vault)
    counsels = LogName(case=case, compartment=Compartment.COUNSEL)
    say(clara.vault, counsels, TextWritten(text="for counsel"))
    recovery, _ = new_recovery(desk.around, needed=2, shares=2)
    waits = set_recovery(desk.vault, recovery)
    town.sync()
    approve(clara.vault, waits)
    town.sync()
    town.sync()
    assert desk.vault.roster.keys[Compartment.COUNSEL][-1].sheet
    assert {kind for weight, kind in told(desk.vault) if weight == "fault"} == set()


def wrapped_wrongly(vault: Vault, case: CaseId) -> None:
    (wrap,) = vault.bag.wraps(main_log(case))
    vault.close()
    in_database(vault, "bag.db", f"UPDATE wraps SET wrap = x'{wrap[:-1].hex()}00'")  # noqa: S608 -- our own bytes


def granted_wrongly(vault: Vault, case: CaseId) -> None:
    assert case
    grant = "CAST(substr(grant, 1, 1217) || x'00' AS BLOB)"
    in_database(vault, "bag.db", f"UPDATE grants SET grant = {grant}")  # noqa: S608 -- ours


@pytest.mark.parametrize("spoil", [wrapped_wrongly, granted_wrongly])
def test_a_key_that_does_not_open_is_named(
    desk: Desk, spoil: Callable[[Vault, CaseId], None]
) -> None:
    case = case_of(desk.vault)
    spoil(desk.vault, case)
    assert ("fault", "does not open") in told(desk.reopen())


def test_a_damaged_bag_is_named(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    case_of(desk.vault)
    monkeypatch.setattr("safeconduct.log.stores.bag.Bag.faults", lambda _: ("page 3",))
    (found,) = verify(desk.vault)
    assert (found.weight, found.kind, found.what) == ("fault", "database", "page 3")


def test_a_forked_number_is_named_with_its_author(desk: Desk) -> None:
    case = case_of(desk.vault)
    shutil.copytree(desk.folder, desk.folder.with_name("copy"))
    say(desk.vault, main_log(case), TextWritten(text="two"))
    twin = open_group(
        desk.folder.with_name("copy"), desk.device, desk.around, check=False
    )
    say(twin, main_log(case), TextWritten(text="also two"))
    (*_, other) = twin.store.envelopes(main_log(case))
    twin.close()
    desk.vault.store.append([other], tip=desk.vault.tip)
    found = [one for one in verify(desk.vault) if one.weight == "fault"]
    assert {(one.kind, one.member, one.sequence) for one in found} == {
        ("fork", "anna", 4)
    }


def test_a_grant_for_another_device_is_no_fault(town: Town, desk: Desk) -> None:
    case = case_of(desk.vault)
    town.join("dina", "coordinator")
    boris = town.join("boris", "first_line", also="dina")
    clara = town.join("clara", "counsel", also="dina")
    town.sync()
    papers = LogName(case=case, compartment=Compartment.PAPERS)
    say(clara.vault, papers, TextWritten(text="passport"))
    share(clara.vault, papers, boris.vault.me().member, history=True)
    town.sync("clara", "boris", "anna", "boris")
    assert all(one.weight == "unseen" for one in verify(desk.vault))
    assert list(verify(boris.vault)) == []
    in_database(
        boris.vault,
        "bag.db",
        "UPDATE grants SET grant = CAST(substr(grant, 1, 1217) || x'00' AS BLOB)"
        " WHERE length(subject) = 17",
    )
    found = [one for one in verify(boris.reopen()) if one.weight == "fault"]
    assert [(one.kind, one.log, one.what) for one in found] == [
        ("does not open", papers, "grant")
    ]


def test_what_cannot_be_opened_is_said_and_counted(desk: Desk) -> None:
    case = case_of(desk.vault)
    log = LogName(case=case, compartment=Compartment.COUNSEL)
    item, _ = sealed_alone(
        desk.vault, log, TextWritten(text="three"), LogKey(raw=bytes(32))
    )
    name = EntryId(entry_id(item.envelope))
    arrival = Arrival(log=log, id=name, envelope=item.envelope)
    desk.vault.store.append([arrival], tip=desk.vault.tip)
    (found,) = verify(desk.vault)
    assert (found.weight, found.kind, found.count) == ("unseen", "no key", 1)
    assert (found.log, found.case) == (log, "Sparrow")
    assert not is_sound([found])


def test_late_and_unknown_entries_are_no_faults(town: Town, desk: Desk) -> None:
    case = case_of(desk.vault)
    boris = town.join("boris", "first_line")
    town.sync()
    say(boris.vault, main_log(case), TextWritten(text="vouched"))
    town.sync("boris", "anna")
    remove(desk.vault, named(desk.vault, "boris").member, why="left")
    say(boris.vault, main_log(case), TextWritten(text="late"))
    town.sync("boris", "anna")
    log = main_log(case)
    found = [one for one in verify(desk.vault) if one.log == log]
    assert [(one.weight, one.kind, one.member, one.case) for one in found] == [
        ("notice", "late", "boris", "Sparrow")
    ]
    assert is_sound(found)


def test_an_act_that_does_not_count_is_named(desk: Desk) -> None:
    case_of(desk.vault)
    desk.vault.append(desk.vault.roster_log, Approve(proposal=EntryId(bytes(32))))
    assert told(desk.vault) == [("notice", "not allowed")]


def test_a_finding_says_no_word_of_a_case() -> None:
    assert "alias" not in repr(Finding(weight="fault", kind="changed"))


def test_bytes_that_are_no_entry_in_a_log_without_a_key_are_unseen(town: Town) -> None:
    anna = town.found().vault
    town.join("boris", "first_line")
    boris = town.desks["boris"].vault
    log = LogName(case=case_of(anna), compartment=Compartment.COUNSEL)
    junk = Arrival(log=log, id=EntryId(entry_id(b"junk")), envelope=b"junk")
    boris.store.append([junk], tip=boris.tip)
    assert not boris.ring.of_log(log)
    (found,) = [one for one in verify(boris) if one.log == log]
    assert (found.weight, found.kind, found.count) == ("unseen", "no key", 1)
