"""Logs that are kept open: the last ones used, as many entries as are allowed."""

from pathlib import Path

from safeconduct.log.cases.case_work import main_log, new_case, say
from safeconduct.log.entries.body import Opened, TextWritten
from safeconduct.log.name import LogName
from safeconduct.log.replay.kept_log import KeptLogs, OpenLog
from safeconduct.log.replay.reading import Readout
from safeconduct.log.vault.vault import Vault
from tests.log.town_kit import Town


def opened(vault: Vault, entries: int) -> tuple[LogName, OpenLog]:
    """A log of so many entries, as it is kept."""
    log = main_log(new_case(vault, Opened(alias="Sparrow")))
    for _ in range(entries - len(vault.view(log).entries)):
        say(vault, log, TextWritten(text="обыск"))
    view = vault.view(log)
    readout = Readout(entries=view.entries, unread=frozenset(), bad=())
    return log, OpenLog(readout=readout, view=view)


def test_the_ones_used_last_are_kept(tmp_path: Path) -> None:
    vault = Town(folder=tmp_path).found().vault
    kept = KeptLogs(most=8)
    (one, first), (other, second), (third, last) = (opened(vault, 4) for _ in range(3))
    kept.put(one, first)
    kept.put(other, second)
    assert kept.get(one) is first
    kept.put(third, last)
    assert [kept.get(log) for log in (one, other, third)] == [first, None, last]
    kept.forget(one)
    kept.put(other, second)
    assert [kept.get(log) for log in (one, other, third)] == [None, second, last]
    kept.clear()
    assert kept.get(third) is None


def test_a_log_longer_than_is_allowed_is_kept_alone(tmp_path: Path) -> None:
    vault = Town(folder=tmp_path).found().vault
    kept = KeptLogs(most=8)
    (one, first), (long, whole) = opened(vault, 4), opened(vault, 12)
    kept.put(one, first)
    kept.put(long, whole)
    assert (kept.get(one), kept.get(long)) == (None, whole)
    kept.put(one, first)
    assert (kept.get(one), kept.get(long)) == (first, None)
