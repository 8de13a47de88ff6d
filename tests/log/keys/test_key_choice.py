"""Under which key is written: of the newest turn, and never one that who left knows."""

from dataclasses import replace
from pathlib import Path

import pytest

from safeconduct.log.cases.case_work import main_log, new_case, say, share, unshare
from safeconduct.log.entries.body import Membership, Opened, TextWritten
from safeconduct.log.errors import LogError
from safeconduct.log.group.people import remove
from safeconduct.log.keys.key_choice import choose_key, roster_key
from safeconduct.log.name import Compartment, KeyId, LogName
from safeconduct.log.roster.roster import Removal, Roster
from safeconduct.log.vault.vault import Vault
from safeconduct.sealing.symmetric import LogKey
from tests.log.single_kit import vault_of
from tests.log.town_kit import Town, whole_town


@pytest.fixture
def town(tmp_path: Path) -> Town:
    """Anna and Dina; Clara, who is counsel; Boris; one case of Clara's, with papers."""
    town = whole_town(tmp_path)
    clara = vault_of(town, "clara")
    case = new_case(clara, Opened(alias="Sparrow"))
    papers = LogName(case=case, compartment=Compartment.PAPERS)
    say(clara, papers, TextWritten(text="before"))
    town.sync()
    town.sync()
    return town


def log_of(town: Town, compartment: Compartment) -> LogName:
    (row,) = vault_of(town, "clara").cases()
    return LogName(case=row.log.case, compartment=compartment)


def chosen(vault: Vault, log: LogName) -> LogKey | None:
    view = vault.view(log) if vault.ring.of_log(log) else None
    return choose_key(vault.ring, vault.roster, log, view)


def granted(town: Town) -> tuple[Vault, LogName]:
    """Boris, who was granted the papers, on his desk."""
    clara, boris = vault_of(town, "clara"), vault_of(town, "boris")
    papers = log_of(town, Compartment.PAPERS)
    share(clara, papers, boris.me().member, history=True)
    town.sync("clara", "boris")
    return boris, papers


def refused(vault: Vault, log: LogName) -> str:
    with pytest.raises(LogError) as error:
        chosen(vault, log)
    assert error.value.kind == "no key"
    return str(error.value)


def test_while_a_turn_is_waited_for_nothing_is_written(town: Town) -> None:
    anna = vault_of(town, "anna")
    remove(anna, "clara", why="left")
    assert "have not turned yet" in refused(anna, log_of(town, Compartment.PAPERS))
    main = log_of(town, Compartment.MAIN)
    found = chosen(anna, main)
    assert found is None or KeyId(found.id) in anna.ring.of_log(main)


def test_acts_are_written_under_the_newest_key_of_the_roster(town: Town) -> None:
    anna = vault_of(town, "anna")
    first = chosen(anna, anna.roster_log)
    remove(anna, "boris", why="left")
    newest = anna.roster.newest(Compartment.ROSTER)
    found = chosen(anna, anna.roster_log)
    assert found is not None
    assert newest is not None
    assert KeyId(found.id) == newest.key
    assert found != first
    town.sync("anna", "boris")
    assert "holds no key" in refused(vault_of(town, "boris"), anna.roster_log)


def test_a_log_that_has_no_key_under_the_newest_of_its_circle_gets_one(
    town: Town,
) -> None:
    dina, main = vault_of(town, "dina"), log_of(town, Compartment.MAIN)
    held = chosen(dina, main)
    assert held is not None
    assert KeyId(held.id) in dina.ring.of_log(main)
    retired = Membership(
        member=dina.me().member, retires=tuple(sorted(dina.ring.of_log(main)))
    )
    dina.append(main, retired)
    assert chosen(dina, main) is None
    name = say(dina, main, TextWritten(text="later"))
    (key,) = [item.key for item in dina.view(main).entries if item.id == name]
    assert key not in retired.retires


def test_who_was_granted_a_log_writes_under_the_newest_key_of_his_grant(
    town: Town,
) -> None:
    boris, papers = granted(town)
    clara = vault_of(town, "clara")
    for text in ("one", "two"):
        found = chosen(boris, papers)
        assert found is not None
        newest = clara.view(papers).entries[-1].key
        assert KeyId(found.id) == newest
        say(clara, papers, TextWritten(text=text))
        town.sync("clara", "boris")


def test_who_was_granted_nothing_writes_nothing(town: Town) -> None:
    boris, papers = vault_of(town, "boris"), log_of(town, Compartment.PAPERS)
    assert "holds no key" in refused(boris, papers)


def test_who_was_granted_a_log_till_lately_writes_nothing(town: Town) -> None:
    boris, papers = granted(town)
    assert chosen(boris, papers) is not None
    unshare(vault_of(town, "clara"), papers, boris.me().member)
    town.sync("clara", "boris")
    assert "holds no key" in refused(boris, papers)


def test_while_the_roster_waits_for_a_turn_the_newest_key_held_signs_the_turn(
    town: Town,
) -> None:
    anna = vault_of(town, "anna")
    first, held = anna.roster_log, anna.roster.keys[Compartment.ROSTER]
    unheld = replace(held[-1], key=KeyId(b"?" * 32))
    gone = Removal(
        member="boris", device=b"", devices=frozenset(), circles=frozenset(Compartment)
    )
    waiting = Roster(
        keys={Compartment.ROSTER: [*held, unheld]}, removals={anna.first: gone}
    )
    with pytest.raises(LogError):
        choose_key(anna.ring, waiting, first, None)
    assert KeyId(roster_key(anna.ring, waiting, first).id) == held[-1].key


def test_without_any_key_of_the_roster_no_turn_is_made(town: Town) -> None:
    anna = vault_of(town, "anna")
    with pytest.raises(LogError) as error:
        roster_key(anna.ring, Roster(), anna.roster_log)
    assert error.value.kind == "no key"


def test_a_key_before_a_removal_is_chosen_no_more(town: Town) -> None:
    anna, main = vault_of(town, "anna"), log_of(town, Compartment.MAIN)
    before = set(anna.ring.of_log(main))
    remove(anna, "boris", why="safety")
    assert chosen(anna, main) is None
    name = say(anna, main, TextWritten(text="later"))
    (key,) = [item.key for item in anna.view(main).entries if item.id == name]
    assert key not in before
    assert chosen(anna, main) == anna.ring.of_log(main)[key]


def test_the_log_of_a_new_case_begins_with_a_key_of_its_own(town: Town) -> None:
    anna = vault_of(town, "anna")
    one, two = (new_case(anna, Opened(alias=alias)) for alias in ("Finch", "Wren"))
    keys = [set(anna.ring.of_log(main_log(case))) for case in (one, two)]
    assert [len(held) for held in keys] == [1, 1]
    assert keys[0] != keys[1]
