"""A vault: what is written is there, for those who may, and for nobody else."""

from pathlib import Path

import pytest

from safeconduct.log.cases.case_work import main_log, new_case, say
from safeconduct.log.cases.erasing import erase_case
from safeconduct.log.cases.passing import pass_to_counsel
from safeconduct.log.entries.body import MessageIn, Opened, TextWritten
from safeconduct.log.errors import LogError
from safeconduct.log.group.people import remove
from safeconduct.log.name import CaseId, Compartment, LogName
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
