"""What a member may do with a case is asked before anything is written."""

from pathlib import Path

import pytest

from safeconduct.log.cases.case_work import main_log, new_case
from safeconduct.log.entries.act import Remove, SetRetention
from safeconduct.log.entries.body import Membership, Opened
from safeconduct.log.errors import LogError
from safeconduct.log.vault.standing import act_in, check, leaders, relation
from tests.log.single_kit import grant, papers, revoke, town_with_papers, vault_of
from tests.log.town_kit import Town


def test_who_may_not_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    town = Town(folder=tmp_path)
    anna, boris = town.found().vault, town.join("boris", "first_line").vault
    case = new_case(anna, Opened(alias="Sparrow"))
    town.sync()
    before = boris.store.count(boris.roster_log)
    with pytest.raises(LogError, match="may not do this: read counsel"):
        check(boris, "read_counsel", case)
    check(boris, "read_main", case)
    for act in (SetRetention(months=1), Remove(member=anna.me().member, why="left")):
        with pytest.raises(LogError) as caught:
            act_in(boris, act)
        assert caught.value.kind == "not allowed"
    assert boris.store.count(boris.roster_log) == before


def test_how_a_member_stands_to_a_case(tmp_path: Path) -> None:
    town = town_with_papers(tmp_path)
    boris, case = vault_of(town, "boris"), papers(town).case
    found = [relation(boris, case)]
    grant(town, history=True)
    town.sync("clara", "boris")
    found.append(relation(boris, case))
    leads = Membership(member=boris.me().member, leads=True)
    vault_of(town, "anna").append(main_log(case), leads)
    town.sync("anna", "boris")
    found.append(relation(boris, case))
    revoke(town)
    town.sync("clara", "boris")
    assert [*found, relation(boris, case)] == ["none", "granted", "both", "leads"]


def test_where_two_say_that_they_opened_a_case_neither_names_who_leads_it(
    tmp_path: Path,
) -> None:
    town = Town(folder=tmp_path)
    town.found()
    dina = town.join("dina", "coordinator").vault
    boris = town.join("boris", "first_line", also="dina").vault
    log = main_log(new_case(boris, Opened(alias="Sparrow")))
    assert leaders(boris.view(log), boris.roster) == {boris.me().member}
    town.sync("boris", "dina")
    dina.append(log, Opened(alias="Bait"))
    assert not leaders(dina.view(log), dina.roster)
