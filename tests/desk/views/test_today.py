"""The page of the day: hours to harm first."""

from datetime import date, timedelta

from safeconduct.base.text import same
from safeconduct.desk.views.outlook import Due, Outlook
from safeconduct.desk.views.today import today_of
from safeconduct.log.name import CaseId

DAY = date(2026, 11, 22)


def outlook(alias: str, *days: int, is_held: bool = False, fault: str = "") -> Outlook:
    return Outlook(
        case=CaseId(alias.encode().ljust(16)),
        alias=alias,
        is_held=is_held,
        dues=tuple(Due(day=DAY + timedelta(days=one), title=same("-")) for one in days),
        fault=fault,
    )


def test_what_is_due_first_stands_first() -> None:
    found = today_of([outlook("a", 9, 2), outlook("b", 0)], day=DAY, waiting=0)
    assert [(line.alias, line.days) for line in found.lines] == [
        ("b", 0),
        ("a", 2),
        ("a", 9),
    ]


def test_who_is_held_and_who_cannot_be_assessed_stand_apart() -> None:
    every = [outlook("a", is_held=True), outlook("b", fault="wrong"), outlook("c", 1)]
    found = today_of(every, day=DAY, waiting=7)
    assert [one.alias for one in found.held] == ["a"]
    assert [one.alias for one in found.faulty] == ["b"]
    assert found.waiting == 7


def test_what_is_due_later_is_counted_and_nothing_is_left_out() -> None:
    every = [outlook(f"{number:04}", 5, 60) for number in range(300)]
    found = today_of(every, day=DAY, waiting=0)
    assert len(found.lines) + found.more == 300
    assert found.later == 300


def test_what_has_passed_stands_apart_the_latest_first() -> None:
    found = today_of([outlook("a", -9, -1, 0, 4)], day=DAY, waiting=0)
    assert [line.days for line in found.passed] == [-1, -9]
    assert [line.days for line in found.lines] == [0, 4]
    assert found.later == 0
