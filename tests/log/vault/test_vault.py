"""A vault: what is written is there, for those who may, and for nobody else."""

from dataclasses import replace
from pathlib import Path

import pytest

from safeconduct.log.cases.case_work import main_log, new_case, say
from safeconduct.log.cases.erasing import erase_case
from safeconduct.log.cases.passing import pass_to_counsel
from safeconduct.log.entries.body import MessageIn, Opened, TextWritten
from safeconduct.log.errors import LogError
from safeconduct.log.group.people import remove
from safeconduct.log.name import CaseId, Compartment, DeviceId, LogName
from safeconduct.log.replay.log_view import LogView
from safeconduct.log.vault.vault import Vault
from tests.log.town_kit import Town


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return Town(folder=tmp_path)


def texts(
    vault: Vault, case: CaseId, part: Compartment = Compartment.MAIN
) -> list[str]:
    log = LogName(case=case, compartment=part)
    return [body.text for _, body in vault.view(log).current(TextWritten)]


def test_what_was_written_is_there_after_closing(town: Town) -> None:
    desk = town.found()
    case = new_case(desk.vault, Opened(alias="Sparrow", languages=("ru",)))
    say(desk.vault, main_log(case), TextWritten(text="Он в Алматы."))
    vault = desk.reopen()
    assert texts(vault, case) == ["Он в Алматы."]
    assert [row.alias for row in vault.cases()] == ["Sparrow"]
    assert vault.view(main_log(case)).faults == ()


def test_a_second_member_reads_and_answers(town: Town) -> None:
    anna = town.found()
    case = new_case(anna.vault, Opened(alias="Sparrow"))
    say(anna.vault, main_log(case), TextWritten(text="one"))
    boris = town.join("boris", "first_line")
    assert texts(boris.vault, case) == ["one"]
    say(boris.vault, main_log(case), TextWritten(text="two"))
    town.sync("boris", "anna")
    assert texts(anna.vault, case) == ["one", "two"]
    assert anna.vault.view(main_log(case)).faults == ()


def test_counsel_alone_opens_what_was_passed_to_counsel(town: Town) -> None:
    anna = town.found()
    town.join("dina", "coordinator")
    town.join("clara", "counsel", also="dina")
    boris = town.join("boris", "first_line", also="dina")
    case = new_case(boris.vault, Opened(alias="Sparrow"))
    name = say(
        boris.vault,
        main_log(case),
        MessageIn(text="I shot", channel="portal", writer="person"),
    )
    pass_to_counsel(boris.vault, case, name)
    town.sync()
    town.sync()
    clara = town.desks["clara"].vault
    log = LogName(case=case, compartment=Compartment.COUNSEL)
    (found,) = [body.text for _, body in clara.view(log).current(MessageIn)]
    assert found == "I shot"
    for vault in (anna.vault, boris.vault):
        assert not vault.ring.of_log(log)
        assert not list(vault.view(main_log(case)).current(MessageIn))
        assert vault.view(main_log(case)).faults == ()


def test_nothing_written_after_a_removal_opens_to_who_was_removed(town: Town) -> None:
    anna = town.found()
    town.join("boris", "first_line")
    boris = town.desks["boris"]
    case = new_case(anna.vault, Opened(alias="Sparrow"))
    say(anna.vault, main_log(case), TextWritten(text="before"))
    town.sync()
    remove(anna.vault, "boris", why="left")
    say(anna.vault, main_log(case), TextWritten(text="after"))
    town.sync("anna", "boris")
    with pytest.raises(LogError):
        boris.vault.me()
    assert texts(boris.vault, case) == ["before"]
    assert texts(anna.vault, case) == ["before", "after"]


def test_an_erased_case_is_gone_from_every_desk(town: Town) -> None:
    anna = town.found()
    boris = town.join("boris", "first_line")
    case = new_case(anna.vault, Opened(alias="Sparrow"))
    say(anna.vault, main_log(case), TextWritten(text="one"))
    town.sync()
    erase_case(anna.vault, case)
    town.sync("anna", "boris")
    for vault in (anna.vault, boris.vault):
        assert vault.cases() == ()
        assert vault.store.envelopes(main_log(case)) == ()
        assert vault.bag.wraps(main_log(case)) == ()
    with pytest.raises(LogError):
        say(boris.vault, main_log(case), TextWritten(text="again"))


def test_what_was_posted_of_an_erased_case_is_dropped(town: Town) -> None:
    anna = town.found()
    boris = town.join("boris", "first_line")
    case = new_case(anna.vault, Opened(alias="Sparrow"))
    say(anna.vault, main_log(case), TextWritten(text="one"))
    town.sync()
    say(boris.vault, main_log(case), TextWritten(text="two"))
    town.sync()
    assert town.boxes[Compartment.MAIN].items
    erase_case(anna.vault, case)
    town.sync("anna", "boris")
    assert not town.boxes[Compartment.MAIN].items


def test_what_was_restored_shows_no_case_before_it_may(town: Town) -> None:
    vault = town.found().vault
    case = new_case(vault, Opened(alias="Sparrow"))
    vault.closed = True
    with pytest.raises(LogError) as caught:
        vault.view(main_log(case))
    assert caught.value.kind == "closed"
    assert vault.cases() == ()
    assert vault.view(vault.roster_log).entries
    for _ in range(2):
        vault.open_up()
        assert [row.alias for row in vault.cases()] == ["Sparrow"]
    assert vault.view(main_log(case)).alias() == "Sparrow"


def test_without_a_key_nothing_is_read_and_none_is_made(town: Town) -> None:
    town.found()
    boris = town.join("boris", "first_line").vault
    log = LogName(case=CaseId(b"c" * 16), compartment=Compartment.COUNSEL)
    for refused in (boris.view, boris.write_key, boris.new_key):
        with pytest.raises(LogError) as caught:
            refused(log)
        assert caught.value.kind == "no key"
    assert boris.bag.wraps(log) == ()


def test_a_device_that_nobody_let_in_checks_no_entry(town: Town) -> None:
    anna = town.found().vault
    assert anna.author_key(DeviceId(b"?" * 16)) is None
    assert anna.author_key(anna.device) == anna.ring.device.card.entry


def test_what_is_derived_follows_each_log_that_changes(town: Town) -> None:
    class Followed:
        def __init__(self) -> None:
            self.logs: list[LogName] = []

        def refresh(self, view: LogView) -> None:
            self.logs.append(view.log)

        def erase(self, case: CaseId) -> None:
            self.logs = [log for log in self.logs if log.case != case]

    vault, followed = town.found().vault, Followed()
    vault.derived.append(followed)
    case = new_case(vault, Opened(alias="Sparrow"))
    assert set(followed.logs) == {main_log(case)}
    erase_case(vault, case)
    assert followed.logs == []


def test_the_roster_and_an_empty_log_have_no_row(town: Town) -> None:
    vault = town.found().vault
    roster = vault.view(vault.roster_log)
    assert vault.rows_of(vault.roster_log, roster) == {}
    log = main_log(new_case(vault, Opened(alias="Sparrow")))
    assert vault.rows_of(log, replace(vault.view(log), entries=())) == {}
