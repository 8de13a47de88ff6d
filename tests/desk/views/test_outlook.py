"""What is ahead in each case, looked at one after another."""

from datetime import date
from pathlib import Path

import pytest

from safeconduct.base.case import Case, Fact, Origin, Witness
from safeconduct.base.day import DayRange
from safeconduct.base.value import Choice
from safeconduct.desk.views.keeper import Keeper, Opened
from safeconduct.desk.views.outlook import BEHIND, HELD, is_held
from safeconduct.log.cases.case_work import main_log, say
from safeconduct.log.entries.body import FactSaid
from tests.desk.desk_kit import PASSPHRASE, World, make_world
from tests.promises.kept import CASES

YES, NO = Choice(values=frozenset({"true"})), Choice(values=frozenset({"false"}))
EITHER = Choice(values=frozenset({"true", "false"}))


def opened(world: World) -> Opened:
    keeper = Keeper(world.ports)
    keeper.unlock(PASSPHRASE)
    return keeper.opened()


def look_at_all(found: Opened) -> None:
    while found.outlooks.look_next():
        pass


def held(day: int, possible: Choice | None, *, of: str = "applicant") -> Fact:
    said = DayRange(earliest=date(2026, 11, day), latest=date(2026, 11, day))
    origin = Origin(witness=Witness(kind="person"), said=said)
    return Fact(name=HELD, of=of, possible=possible, origin=origin)


SAID: dict[str, tuple[tuple[Fact, ...], bool]] = {
    "nobody said anything": ((), False),
    "he is": ((held(1, YES),), True),
    "he may be": ((held(1, EITHER),), True),
    "he is not": ((held(1, NO),), False),
    "he was, and was let go": ((held(1, YES), held(2, NO)), False),
    "he was let go, and is again": ((held(2, NO), held(3, YES)), True),
    "two say different things on one day": ((held(1, YES), held(1, NO)), True),
    "nobody knows": ((held(1, None),), False),
    "his wife is": ((held(1, YES, of="spouse"),), False),
}


@pytest.mark.parametrize(("facts", "is_so"), SAID.values(), ids=SAID)
def test_who_may_be_held_by_the_newest_word_is_shown_as_held(
    facts: tuple[Fact, ...], *, is_so: bool
) -> None:
    case = Case(alias="-", languages=("ru",), as_of=None, facts=facts)
    assert is_held(case) is is_so


def test_every_case_is_looked_at_once(tmp_path: Path) -> None:
    found = opened(make_world(tmp_path))
    look_at_all(found)
    known = {one.alias for one in found.outlooks.known()}
    assert known == {"Farhad", "Sparrow", "Sportsmaster", "Yevgeny", "Aspen"}
    assert found.outlooks.waiting == 0
    assert not [one.fault for one in found.outlooks.known() if one.fault]


def test_what_was_said_since_is_looked_at_again(tmp_path: Path) -> None:
    world = make_world(tmp_path, cases=CASES[:2])
    found = opened(world)
    look_at_all(found)
    (one, _) = sorted(found.outlooks.known(), key=lambda item: item.alias)
    says = {"value": True, "said": "2026-11-22", "witness": "relative"}
    say(world.vault, main_log(one.case), FactSaid(name=HELD, says=says))
    look_at_all(found)
    assert [item.case for item in found.outlooks.known() if item.is_held] == [one.case]


def test_a_case_that_cannot_be_assessed_is_not_left_out(tmp_path: Path) -> None:
    world = make_world(tmp_path, cases=CASES[:1])
    (row,) = world.vault.cases()
    wrong = FactSaid(name="no.such_fact", says={"value": True, "witness": "person"})
    say(world.vault, row.log, wrong)
    found = opened(world)
    look_at_all(found)
    (one,) = found.outlooks.known()
    assert "no.such_fact" in one.fault


def test_a_new_day_is_a_new_look(tmp_path: Path) -> None:
    world = make_world(tmp_path, cases=CASES)
    found = opened(world)
    look_at_all(found)
    before = {one.case: one.dues for one in found.outlooks.known()}
    world.days[0] = date(2027, 6, 1)
    look_at_all(found)
    after = {one.case: one.dues for one in found.outlooks.known()}
    assert before.keys() == after.keys()
    assert before != after
    first = date(2027, 6, 1) - BEHIND
    assert all(due.day >= first for dues in after.values() for due in dues)
