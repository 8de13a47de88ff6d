"""Who has something erased reaches what is his to erase, and nothing beside it."""

import io
from pathlib import Path

import pytest

from safeconduct.log.cases.attachment import attach, attachments, is_its_own
from safeconduct.log.cases.case_work import main_log, new_case, say
from safeconduct.log.cases.erasing import confirm_erasures, erase_case, leads
from safeconduct.log.cases.passing import pass_to_counsel
from safeconduct.log.entries.act import EraseCase
from safeconduct.log.entries.body import (
    Erased,
    FileKept,
    Membership,
    Opened,
    Passed,
    TextWritten,
)
from safeconduct.log.group.people import remove
from safeconduct.log.name import CaseId, Compartment, EntryId, FileName, LogName, RawKey
from safeconduct.log.vault.vault import Vault
from tests.log.single_kit import vault_of
from tests.log.town_kit import Town, case_by, crowded_town

SPARROW = Opened(alias="Sparrow")


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return crowded_town(tmp_path)


def member_of(town: Town, who: str) -> str:
    return vault_of(town, who).me().member


def words(vault: Vault, log: LogName) -> list[str]:
    return [body.text for _, body in vault.view(log).current(TextWritten)]


def named(vault: Vault, log: LogName) -> EntryId:
    """The one text of a log."""
    ((entry, _),) = vault.view(log).current(TextWritten)
    return entry.id


def asked(town: Town, who: str, case: CaseId) -> None:
    """A changed program asks for an erasure."""
    vault = vault_of(town, who)
    vault.append(vault.roster_log, EraseCase(case=case))
    town.sync(who)
    town.sync()


def leading(member: str) -> Membership:
    return Membership(member=member, leads=True)


def test_who_names_himself_leader_leads_no_case(town: Town) -> None:
    case = case_by(town, "anna")
    boris, me = vault_of(town, "boris"), member_of(town, "boris")
    boris.append_all(main_log(case), [leading(me), leading(member_of(town, "carl"))])
    asked(town, "boris", case)
    assert not leads(vault_of(town, "anna"), case, me)
    for desk in town.desks.values():
        assert [row.alias for row in desk.vault.cases()] == ["Sparrow"]


def test_who_says_that_he_opened_it_too_leads_no_case(town: Town) -> None:
    case = case_by(town, "carl")
    boris, me = vault_of(town, "boris"), member_of(town, "boris")
    boris.append_all(main_log(case), [SPARROW, leading(me)])
    asked(town, "boris", case)
    assert not leads(vault_of(town, "anna"), case, me)
    assert vault_of(town, "anna").cases()


@pytest.mark.parametrize("by", ["clara", "dina", "carl"])
def test_counsel_a_coordinator_or_a_leader_names_another_leader(
    town: Town, by: str
) -> None:
    case, boris = case_by(town, "carl"), member_of(town, "boris")
    say(vault_of(town, by), main_log(case), leading(boris))
    town.sync(by)
    town.sync()
    assert leads(vault_of(town, "anna"), case, boris)
    erase_case(vault_of(town, "boris"), case)
    town.sync("boris")
    town.sync()
    assert not any(desk.vault.cases() for desk in town.desks.values())


def test_a_case_is_erased_where_nobody_ever_hears_that_its_eraser_leads(
    town: Town,
) -> None:
    boris, anna, clara = (vault_of(town, who) for who in ("boris", "anna", "clara"))
    case = new_case(boris, SPARROW)
    town.sync("boris", "anna")
    say(anna, main_log(case), TextWritten(text="told"))
    town.sync("anna", "boris")
    erase_case(boris, case)
    town.sync("boris", "clara")
    assert case not in clara.store.tombstones()
    town.sync("anna", "clara")
    assert case in clara.store.tombstones()
    assert not [log for log in clara.store.logs() if log.case == case]


def test_what_a_coordinator_confirms_he_says_once_and_only_what_may_be(
    town: Town,
) -> None:
    case, other = case_by(town, "boris"), case_by(town, "boris")
    erase_case(vault_of(town, "boris"), case)
    town.sync("boris")
    asked(town, "carl", other)
    anna = vault_of(town, "anna")
    assert set(anna.roster.erased) == {case}
    before = anna.store.count(anna.roster_log)
    confirm_erasures(anna)
    assert anna.store.count(anna.roster_log) == before
    for who in ("clara", "carl"):
        confirm_erasures(vault_of(town, who))
        assert vault_of(town, who).store.count(anna.roster_log) == before


def kept(vault: Vault, log: LogName, raw: bytes) -> FileKept:
    attach(vault, log, io.BytesIO(raw), length=len(raw), kind="image/png", title="")
    ((_, body),) = vault.view(log).current(FileKept)
    return body


def test_a_file_that_a_case_merely_names_outlives_it(town: Town) -> None:
    anna, boris = vault_of(town, "anna"), vault_of(town, "boris")
    case = case_by(town, "anna")
    photo = kept(anna, main_log(case), b"photograph" * 1000)
    town.sync("anna", "boris")
    mine = case_by(town, "boris", photo)
    erase_case(boris, mine)
    town.sync("boris", "anna")
    assert boris.files.has(photo.file)
    assert anna.files.has(photo.file)
    erase_case(anna, case)
    town.sync("anna", "boris")
    assert not boris.files.has(photo.file)
    assert not anna.files.has(photo.file)


def test_a_sheet_outlives_the_case_that_names_it(town: Town) -> None:
    anna, boris = vault_of(town, "anna"), vault_of(town, "boris")
    case_by(town, "anna")
    remove(anna, member_of(town, "carl"), why="safety")
    town.sync("anna", "dina", "clara", "boris", "anna", "boris")
    sheets = {turn.sheet for turns in anna.roster.keys.values() for turn in turns}
    here = {name for name in sheets if name and anna.files.has(name)}
    assert here
    bodies = [
        FileKept(file=FileName(name), key=RawKey(bytes(32)), size=1, type="pdf")
        for name in here
    ]
    mine = case_by(town, "boris", *bodies)
    erase_case(boris, mine)
    town.sync("boris", "anna")
    assert all(anna.files.has(name) for name in here)


def test_a_damaged_file_and_parts_of_one_go_with_their_case(town: Town) -> None:
    anna = vault_of(town, "anna")
    case = case_by(town, "anna")
    photo = kept(anna, main_log(case), b"photograph" * 1000)
    anna.files.path(photo.file).write_bytes(b"damaged")
    other = case_by(town, "anna")
    (one,) = attachments([anna.view(main_log(case))])
    assert not is_its_own(anna, one)
    scan = kept(anna, main_log(other), b"scan" * 1000)
    whole = anna.files.path(scan.file)
    anna.files.write_part(scan.file, 0, whole.read_bytes())
    whole.unlink()
    (part,) = attachments([anna.view(main_log(other))])
    assert is_its_own(anna, part)
    for each in (case, other):
        erase_case(anna, each)
    assert not anna.files.has(photo.file)
    assert not anna.files.parts(scan.file)


@pytest.mark.parametrize("by", ["carl", "clara"])
def test_what_another_wrote_is_erased_by_no_member(town: Town, by: str) -> None:
    case = case_by(town, "boris", TextWritten(text="told"))
    log, anna = main_log(case), vault_of(town, "anna")
    vault_of(town, by).append(log, Erased(entry=named(anna, log)))
    town.sync(by, "anna", "boris")
    assert words(anna, log) == words(vault_of(town, "boris"), log) == ["told"]


@pytest.mark.parametrize("by", ["carl", "boris", "dina"])
def test_its_author_a_leader_and_a_coordinator_erase_an_entry(
    town: Town, by: str
) -> None:
    case = case_by(town, "boris")
    log, anna = main_log(case), vault_of(town, "anna")
    say(vault_of(town, "carl"), log, TextWritten(text="told"))
    town.sync("carl")
    town.sync()
    vault_of(town, by).append(log, Erased(entry=named(anna, log)))
    town.sync(by, "anna")
    assert words(anna, log) == []


def test_counsel_keeps_what_was_passed_till_it_has_come(town: Town) -> None:
    case = case_by(town, "boris", TextWritten(text="only copy"))
    log, clara = main_log(case), vault_of(town, "clara")
    vault_of(town, "carl").append(log, Passed(entry=named(clara, log), read_by=()))
    town.sync("carl", "clara", "anna")
    assert words(clara, log) == ["only copy"]
    town.desks["clara"].reopen()
    assert words(town.desks["clara"].vault, log) == ["only copy"]


def test_what_was_truly_passed_leaves_main_on_counsels_desk_too(town: Town) -> None:
    case = case_by(town, "boris", TextWritten(text="told"))
    log, clara = main_log(case), vault_of(town, "clara")
    pass_to_counsel(vault_of(town, "boris"), case, named(clara, log))
    town.sync("boris", "clara")
    assert words(clara, log) == []
    counsels = LogName(case=case, compartment=Compartment.COUNSEL)
    assert words(clara, counsels) == ["told"]
