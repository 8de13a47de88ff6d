"""What says that passed words came to counsel, and what does not."""

from pathlib import Path

import pytest

from safeconduct.log.cases.case_work import main_log, new_case, say
from safeconduct.log.cases.coming import come, copy_of, said_to_have_come
from safeconduct.log.cases.erasing import erase_case
from safeconduct.log.cases.passing import follow_passed, pass_to_counsel
from safeconduct.log.cases.unheard import unheard
from safeconduct.log.entries.act import Propose
from safeconduct.log.entries.body import Opened, Passed, TextWritten
from safeconduct.log.errors import LogError
from safeconduct.log.group.people import approve, named
from safeconduct.log.name import CaseId, Compartment, EntryId, LogName
from safeconduct.log.vault.vault import Vault
from tests.log.town_kit import Town, whole_town

WORDS = TextWritten(text="he fired")


@pytest.fixture
def town(tmp_path: Path) -> Town:
    """Anna and Dina coordinate, Clara is counsel, Boris is first line."""
    return whole_town(tmp_path)


def vault_of(town: Town, who: str) -> Vault:
    return town.desks[who].vault


def told(town: Town) -> tuple[CaseId, EntryId]:
    """A case that all have, with words that only counsel should read."""
    boris = vault_of(town, "boris")
    case = new_case(boris, Opened(alias="Sparrow"))
    name = say(boris, main_log(case), WORDS)
    town.sync()
    return case, name


def here(town: Town, who: str, case: CaseId) -> frozenset[EntryId]:
    vault = vault_of(town, who)
    return come(vault, vault.view(main_log(case)))


def said(town: Town, who: str, case: CaseId) -> frozenset[EntryId]:
    vault = vault_of(town, who)
    return said_to_have_come(vault, vault.view(main_log(case)))


def counsels(case: CaseId) -> LogName:
    return LogName(case=case, compartment=Compartment.COUNSEL)


def test_counsel_sees_it_and_says_it_once_and_all_others_believe_counsel(
    town: Town,
) -> None:
    case, name = told(town)
    eva = town.join("eva", "counsel", also="dina").vault
    town.sync()
    pass_to_counsel(vault_of(town, "boris"), case, name)
    town.sync("boris", "anna")
    assert here(town, "anna", case) == frozenset()
    town.sync("clara", "eva", "clara", "eva", "anna")
    for who in ("anna", "clara", "eva"):
        assert here(town, who, case) == said(town, who, case) == {name}
    every = [body for _, body in eva.view(main_log(case)).current(Passed)]
    assert [bool(body.read_by) for body in every] == [True, False]


def test_what_another_of_counsel_said_meanwhile_is_not_said_again(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, name = told(town)
    eva = town.join("eva", "counsel", also="dina").vault
    town.sync()
    pass_to_counsel(vault_of(town, "boris"), case, name)
    town.sync("boris")
    with monkeypatch.context() as then:
        then.setattr("safeconduct.log.exchange.exchange.follow_passed", print)
        town.sync("eva")
    town.sync("clara", "eva", "clara")
    every = [body for _, body in eva.view(main_log(case)).current(Passed)]
    assert len(every) == 2


def test_a_copy_names_its_entry_beside_what_that_cites(town: Town) -> None:
    boris = vault_of(town, "boris")
    case, name = told(town)
    second = say(boris, main_log(case), TextWritten(text="x", cites=(name,)))
    (entry,) = [one for one in boris.view(main_log(case)).entries if one.id == second]
    assert copy_of(entry) == TextWritten(text="x", cites=(name, second))
    pass_to_counsel(boris, case, second)
    town.sync("boris", "clara")
    clara = vault_of(town, "clara")
    ((_, body),) = clara.view(counsels(case)).current(TextWritten)
    assert body.cites == (name, second)


def test_of_words_that_never_came_to_counsel_the_copy_says_whose_they_are(
    town: Town,
) -> None:
    boris = vault_of(town, "boris")
    case, _ = told(town)
    name = say(boris, main_log(case), TextWritten(text="never sent"))
    pass_to_counsel(boris, case, name)
    town.sync("boris", "clara", "anna")
    assert here(town, "clara", case) == {name}
    assert here(town, "anna", case) == {name}


def test_other_words_are_no_copy(town: Town) -> None:
    """A changed program passes something else in its place."""
    boris, clara = vault_of(town, "boris"), vault_of(town, "clara")
    case, name = told(town)
    false = say(boris, main_log(case), TextWritten(text="false", cites=(name,)))
    pass_to_counsel(boris, case, false)
    boris.append(main_log(case), Passed(entry=name, read_by=()))
    town.sync("boris", "clara", "anna")
    assert here(town, "clara", case) == {false}
    assert said(town, "anna", case) == {false}
    assert WORDS in [
        body for _, body in clara.view(main_log(case)).current(TextWritten)
    ]


def test_who_was_counsel_speaks_for_counsel_no_more(town: Town) -> None:
    case, name = told(town)
    anna, dina, clara = (vault_of(town, who) for who in ("anna", "dina", "clara"))
    lesser = Propose(member=clara.me().member, name="clara", role="first_line")
    approve(dina, _proposed(town, anna.append(anna.roster_log, lesser)))
    for _ in range(3):
        town.sync()
    assert named(anna, "clara").role == "first_line"
    clara.append(main_log(case), Passed(entry=name, read_by=()))
    town.sync("clara", "anna")
    assert here(town, "anna", case) == frozenset()


def _proposed(town: Town, proposal: EntryId) -> EntryId:
    town.sync("anna", "dina")
    return proposal


def test_what_cannot_be_said_now_is_said_the_next_time(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, name = told(town)
    clara = vault_of(town, "clara")
    pass_to_counsel(vault_of(town, "boris"), case, name)
    town.sync("boris")

    def full(*_: object) -> None:
        msg = "The disk is full."
        raise LogError(msg, kind="full")

    with monkeypatch.context() as then:
        then.setattr(Vault, "append_all", full)
        town.sync("clara")
    assert said(town, "clara", case) == frozenset()
    follow_passed(clara)
    assert said(town, "clara", case) == {name}
    before = clara.store.count(main_log(case))
    follow_passed(clara)
    assert clara.store.count(main_log(case)) == before


def test_of_an_erased_case_nothing_is_said_and_no_key_is_kept(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, name = told(town)
    boris, clara = vault_of(town, "boris"), vault_of(town, "clara")
    pass_to_counsel(boris, case, name)
    assert [one.entry for one in unheard(boris)] == [name]
    town.sync("boris")
    with monkeypatch.context() as then:
        then.setattr("safeconduct.log.exchange.exchange.follow_passed", print)
        town.sync("clara")
    erase_case(vault_of(town, "dina"), case)
    town.sync("dina", "boris", "clara")
    assert unheard(boris) == ()
    assert clara.store.count(main_log(case)) == 0
