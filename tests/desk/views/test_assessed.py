"""A case is assessed once for as long as nothing comes to it, and never too rarely."""

from datetime import date
from pathlib import Path

import pytest

from safeconduct.desk.views.assessed import AssessedCases
from safeconduct.desk.views.outlook import Viewpoint
from safeconduct.log.cases.case_work import say
from safeconduct.log.entries.act import SetRetention
from safeconduct.log.entries.body import FactSaid
from safeconduct.log.vault.standing import act_in
from tests.desk.desk_kit import World, file_cases, make_world
from tests.promises.kept import ROOT

SPARROW = ROOT / "cases" / "sparrow.toml"
HELD = FactSaid(name="held.now", says={"value": True, "witness": "relative"})


@pytest.fixture
def world(tmp_path: Path) -> World:
    return make_world(tmp_path, cases=(SPARROW,))


def test_nothing_is_assessed_twice_while_nothing_comes(world: World) -> None:
    cases = AssessedCases(Viewpoint(vault=world.vault, ports=world.ports))
    (row,) = world.vault.cases()
    assert cases.of(row.log.case) is cases.of(row.log.case)


def test_it_is_assessed_anew_when_something_comes(world: World) -> None:
    cases = AssessedCases(Viewpoint(vault=world.vault, ports=world.ports))
    (row,) = world.vault.cases()
    before = cases.of(row.log.case)
    say(world.vault, row.log, HELD)
    after = cases.of(row.log.case)
    assert len(after.case.facts) == len(before.case.facts) + 1


def test_it_is_assessed_anew_on_another_day_and_in_another_group(world: World) -> None:
    cases = AssessedCases(Viewpoint(vault=world.vault, ports=world.ports))
    (row,) = world.vault.cases()
    first = cases.of(row.log.case)
    world.days[0] = date(2026, 11, 25)
    second = cases.of(row.log.case)
    assert second.assessment.receipt.on == date(2026, 11, 25)
    # Who counts may be another: a removal takes entries of a case back.
    act_in(world.vault, SetRetention(months=24))
    assert cases.of(row.log.case) is not second
    assert second is not first


def test_a_few_cases_are_kept_and_no_more(world: World) -> None:
    at = Viewpoint(vault=world.vault, ports=world.ports)
    cases = AssessedCases(at)
    (row,) = world.vault.cases()
    first = cases.of(row.log.case)
    for case in file_cases(world.vault, *[SPARROW] * 20):
        cases.of(case)
    assert cases.of(row.log.case) is not first
