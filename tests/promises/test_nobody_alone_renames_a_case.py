"""A case keeps its name, or shows both: nobody makes it pass for another's alone.

Whoever looks for a person under his alias must not be led to somebody else's case.
"""

import pytest

from safeconduct.log.entries.body import Opened, TextWritten
from safeconduct.log.replay import log_view
from safeconduct.log.replay.log_view import LogView, Reader, view_log
from safeconduct.log.replay.reading import Readout
from tests.log.group_kit import MAIN, START, Desk, device, group, sync
from tests.promises.kept import must_fail


def seen(desk: Desk) -> LogView:
    """A log of anna's, boris' and eve's group as one of them sees it."""
    roster = group("eve")[0].roster()
    reader = Reader(
        device=device(desk.name), roster=roster, vouched={}, gone=frozenset()
    )
    return view_log(MAIN, Readout(entries=tuple(desk.entries.values())), reader)


def renamed(*, answered: bool) -> Desk:
    """Eve opens anna's case again, with an earlier clock, and all write on."""
    anna, boris, eve = (Desk(name=name, log=MAIN) for name in ("anna", "boris", "eve"))
    anna.minute = 10
    anna.write(Opened(alias="Sparrow", stage="claim"))
    if answered:
        boris.learn(anna)
        boris.write(TextWritten(text="He called."))
    eve.forge(Opened(alias="Bait"), START)
    for _ in range(9):
        eve.write(TextWritten(text="x"))
    sync(anna, boris, eve)
    for desk in (anna, boris, eve):
        desk.write(TextWritten(text="seen"))
    sync(anna, boris, eve)
    return anna


def a_case_that_two_have_worked_on_keeps_its_name() -> None:
    """Not the clock decides, nor how much she writes."""
    found = seen(renamed(answered=True))
    opened = found.opened()
    assert (found.alias(), opened and opened.stage) == ("Sparrow", "claim")


def a_case_that_nobody_else_has_worked_on_loses_not_its_name() -> None:
    """Nothing says who was first: both names are shown, and no more is believed."""
    found = seen(renamed(answered=False))
    assert (found.alias(), found.opened()) == ("Bait ≠ Sparrow", None)


def test_a_case_that_two_have_worked_on_keeps_its_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    a_case_that_two_have_worked_on_keeps_its_name()
    monkeypatch.setattr(log_view, "_unheard", lambda *_: frozenset())
    must_fail(a_case_that_two_have_worked_on_keeps_its_name)


def test_a_case_that_nobody_else_has_worked_on_loses_not_its_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    a_case_that_nobody_else_has_worked_on_loses_not_its_name()

    def first(found: LogView) -> str:
        return next(body.alias for _, body in found.current(Opened))

    monkeypatch.setattr(LogView, "alias", first)
    must_fail(a_case_that_nobody_else_has_worked_on_loses_not_its_name)
