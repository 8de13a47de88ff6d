"""Letting go: a case erased on every desk, the keys of a machine deleted at once."""

import signal

import pytest

from tests.app.call_kit import finish, start
from tests.app.desk_kit import Group, rows

HOLDS = """
import time
from pathlib import Path
from safeconduct.log.stores.lock import take_lock
lock = take_lock(Path({!r}))
print("held", flush=True)
time.sleep(600)
"""


def test_an_erased_case_is_gone_here_and_from_who_exchanges(group: Group) -> None:
    anna = group.founder()
    boris = group.join(anna, "Boris", "first_line")
    anna.does("case", "new", "--alias", "Sparrow")
    group.carry(anna, boris)
    assert len(rows(boris.json("case", "list"), "cases")) == 1
    told = anna.does("erase", "Sparrow", "--word", "sparrow")
    assert "What remains" in told
    group.carry(anna, boris)
    for desk in (anna, boris):
        assert rows(desk.json("case", "list"), "cases") == []
    group.carry(boris, anna)
    assert rows(anna.json("case", "list"), "cases") == []


@pytest.mark.parametrize(
    "word", [pytest.param(("--word", "no"), id="another"), pytest.param((), id="none")]
)
def test_nothing_is_erased_without_the_word(
    group: Group, word: tuple[str, ...]
) -> None:
    anna = group.founder()
    anna.does("case", "new", "--alias", "Sparrow")
    assert anna("erase", "Sparrow", *word).status in {1, 2}
    assert len(rows(anna.json("case", "list"), "cases")) == 1


def test_after_panic_nothing_opens_and_what_remains_is_said(group: Group) -> None:
    anna = group.founder()
    anna.does("case", "new", "--alias", "Sparrow")
    done = anna.run("panic", "--word", "panic")
    assert (done.status, done.told) == (0, "")
    assert "other desks remain" in done.out
    left = {path.name for path in anna.home.iterdir()}
    assert not left & {"device.box", "bag.db"}
    assert "SAFECONDUCT_HOME" in anna.refused("case", "list")


def test_panic_ends_the_process_that_has_the_vault_open(group: Group) -> None:
    anna = group.founder()
    anna.does("person", "list")
    holding = start("-h", home=anna.home, code=HOLDS.format(str(anna.home / "lock")))
    assert holding.stdout is not None
    assert holding.stdout.readline() == b"held\n"
    assert anna.run("panic", "--word", "panic", "--lang", "ru").status == 0
    assert finish(holding).status == -signal.SIGKILL
    assert not (anna.home / "device.box").exists()


def test_panic_needs_its_word(group: Group) -> None:
    anna = group.founder()
    anna.does("person", "list")
    assert anna.run("panic", "--word", "yes").status == 1
    assert (anna.home / "device.box").exists()
