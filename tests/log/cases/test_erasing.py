"""A case is erased by who may, on every desk that can see that he may."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from safeconduct.log.cases.attachment import attach
from safeconduct.log.cases.case_work import main_log, new_case, say, share, unshare
from safeconduct.log.cases.erasing import (
    erase_case,
    erase_here,
    erase_tombstoned,
    leads,
)
from safeconduct.log.entries.act import EraseCase
from safeconduct.log.entries.body import FileKept, Membership, Opened, TextWritten
from safeconduct.log.errors import LogError
from safeconduct.log.exchange.exchange import sync
from safeconduct.log.name import OF_A_CASE, CaseId, Compartment, LogName
from safeconduct.log.replay.log_view import LogView
from safeconduct.log.vault.standing import check, relation
from safeconduct.log.vault.vault import Vault
from tests.log.single_kit import vault_of
from tests.log.town_kit import Town, case_by, crowded_town

SPARROW = Opened(alias="Sparrow")


@dataclass(slots=True, kw_only=True)
class Noted:
    """A derived store that notes what it is told."""

    erased: list[CaseId] = field(default_factory=list)

    def refresh(self, view: LogView) -> None:
        """Nothing is derived."""

    def erase(self, case: CaseId) -> None:
        """Note it."""
        self.erased.append(case)


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return crowded_town(tmp_path)


def has(vault: Vault, case: CaseId) -> bool:
    """Whether anything of a case is on a desk."""
    logs = [LogName(case=case, compartment=one) for one in OF_A_CASE]
    return any(
        vault.store.count(log) or vault.bag.wraps(log) or vault.ring.of_log(log)
        for log in logs
    )


def erasing(town: Town, who: str, case: CaseId) -> Iterator[bool]:
    """Erase a case on one desk; for each desk whether it has it after a sync."""
    erase_case(vault_of(town, who), case)
    town.sync(who)
    town.sync()
    return (has(desk.vault, case) for desk in town.desks.values())


@pytest.mark.parametrize("who", ["anna", "clara", "boris"])
def test_who_leads_a_case_erases_it_on_every_desk(town: Town, who: str) -> None:
    case = case_by(town, who)
    assert not any(erasing(town, who, case))


def test_a_coordinator_erases_a_case_that_another_leads(town: Town) -> None:
    case = case_by(town, "boris")
    assert not any(erasing(town, "dina", case))


@pytest.mark.parametrize("who", ["clara", "carl"])
def test_who_does_not_lead_a_case_does_not_erase_it(town: Town, who: str) -> None:
    case, vault = case_by(town, "boris"), vault_of(town, who)
    with pytest.raises(LogError) as error:
        erase_case(vault, case)
    assert error.value.kind == "not allowed"
    # A changed program asks all the same; no desk heeds it.
    vault.append(vault.roster_log, EraseCase(case=case))
    town.sync()
    town.sync()
    assert vault.roster.erasures_asked
    assert all(has(desk.vault, case) for desk in town.desks.values())


def test_what_a_case_was_led_by_at_the_start_says_nothing_of_others(
    town: Town,
) -> None:
    boris = vault_of(town, "boris")
    case = case_by(town, "anna", leads=False)
    me = boris.me().member
    assert not leads(boris, case, me)
    say(boris, main_log(case), Membership(member=me))
    assert not leads(boris, case, me)
    say(boris, main_log(case), Membership(member=me, leads=True))
    assert not leads(boris, case, me)
    say(vault_of(town, "anna"), main_log(case), Membership(member=me, leads=True))
    town.sync("anna", "boris")
    assert leads(boris, case, me)
    assert not leads(boris, case, vault_of(town, "anna").me().member)
    assert not leads(boris, CaseId(b"?" * 16), me)


def test_a_desk_that_hears_of_the_erasure_first_erases_once_it_can_see(
    town: Town,
) -> None:
    case = case_by(town, "boris")
    erase_case(vault_of(town, "boris"), case)
    town.sync("boris")
    carl = vault_of(town, "carl")
    noted = Noted()
    carl.derived.append(noted)
    sync(carl, {Compartment.ROSTER: town.line(Compartment.ROSTER)})
    assert not has(carl, case)
    assert noted.erased == [case]
    erase_tombstoned(carl)
    assert noted.erased == [case]


def test_nothing_of_an_erased_case_is_left_here(town: Town) -> None:
    clara = vault_of(town, "clara")
    case, other = new_case(clara, SPARROW), new_case(clara, Opened(alias="Finch"))
    logs = [LogName(case=case, compartment=one) for one in OF_A_CASE]
    for log in logs:
        say(clara, log, TextWritten(text="told"))
        raw = bytes([log.compartment]) * 5000
        source = io.BytesIO(raw)
        attach(clara, log, source, length=len(raw), kind="image/png", title="")
    kept = {body.file for log in logs for _, body in clara.view(log).current(FileKept)}
    assert len(kept) == 3
    assert kept <= set(clara.files.names())
    noted = Noted()
    clara.derived.append(noted)
    name = clara.append(clara.roster_log, EraseCase(case=case))
    erase_here(clara, case, name)
    assert not has(clara, case)
    assert noted.erased == [case]
    assert not kept & set(clara.files.names())
    assert clara.store.tombstones() == {case: name}
    assert [row.alias for row in clara.cases()] == ["Finch"]
    assert has(clara, other)
    for log in logs:
        with pytest.raises(LogError):
            clara.view(log)


def test_how_a_member_stands_to_a_case_is_read_off_its_logs(town: Town) -> None:
    clara, boris = vault_of(town, "clara"), vault_of(town, "boris")
    case = case_by(town, "boris")
    assert relation(boris, case) == "leads"
    assert relation(vault_of(town, "carl"), case) == "none"
    assert relation(boris, CaseId(b"?" * 16)) == "none"
    papers = LogName(case=case, compartment=Compartment.PAPERS)
    say(clara, papers, TextWritten(text="a passport"))
    assert relation(clara, case) == "granted"
    say(clara, main_log(case), Membership(member=clara.me().member, leads=True))
    assert relation(clara, case) == "both"
    carl = vault_of(town, "carl")
    share(clara, papers, carl.me().member, history=True)
    town.sync("clara", "carl")
    assert relation(carl, case) == "granted"
    unshare(clara, papers, carl.me().member)
    town.sync("clara", "carl")
    assert relation(carl, case) == "none"
    assert relation(clara, case) == "both"


def test_a_refusal_names_the_role_and_what_it_may_not(town: Town) -> None:
    carl, case = vault_of(town, "carl"), case_by(town, "boris")
    check(carl, "write_main", case)
    with pytest.raises(LogError, match="'first_line' may not do this: grant main"):
        check(carl, "grant_main", case)
