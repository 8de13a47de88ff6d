"""Promise 11, against a member: what the shares are to open is granted by who counts.

Only shares open what the recovery key was granted: garbage looks the same, and the
drill would say yes.
"""

from pathlib import Path

import pytest

from safeconduct.log.cases.case_work import main_log
from safeconduct.log.entries.act import Grant
from safeconduct.log.group.people import remove
from safeconduct.log.name import Compartment
from safeconduct.log.rescue.recovering import beyond_recovery, drill_shares
from safeconduct.log.sharing import turning
from safeconduct.log.sharing.recovery_grant import recovery_device
from safeconduct.log.sharing.turning import turn
from safeconduct.sealing.context import SUITE
from safeconduct.sealing.grant import GRANT_BYTES
from tests.log.rescue.test_recovering import (
    begun,
    case_of,
    next_group,
    recovered,
    texts,
)
from tests.log.town_kit import Town
from tests.promises.kept import must_fail


def what_was_written_under_his_key_is_recovered(folder: Path) -> None:
    """Boris turns main, grants its key to all, and garbage to the recovery key."""
    town = Town(folder=folder)
    anna, words = begun(town)
    town.join("dina", "coordinator")
    boris = town.join("boris", "first_line", also="dina").vault
    turn(boris, Compartment.MAIN)
    newest = boris.roster.newest(Compartment.MAIN)
    assert newest is not None
    head = SUITE + recovery_device(boris) + newest.key
    false = head + bytes(GRANT_BYTES - len(head))
    boris.append(boris.roster_log, Grant(circle=Compartment.MAIN, grants=(false,)))
    town.sync("boris", "anna", "dina", "anna")
    case = case_of(anna.vault, "one")
    # He is found out, and the circle turns: what was said stays under his key.
    remove(anna.vault, "boris", why="safety")
    town.sync("anna", "dina", "anna")
    told = beyond_recovery(anna.vault), drill_shares(anna.vault, words[:2])
    assert told == ((), True)
    anna.vault.close()
    desk = recovered(town, words[:2], anna.folder)
    next_group(desk)
    assert desk.vault.ring.of_log(main_log(case))
    assert texts(desk.vault, case) == ["one"]


def test_no_false_grant_locks_recovery_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, broken = tmp_path / "kept", tmp_path / "broken"
    kept.mkdir()
    broken.mkdir()
    what_was_written_under_his_key_is_recovered(kept)
    monkeypatch.setattr(turning, "makes_its_own", lambda *_: False)
    must_fail(lambda: what_was_written_under_his_key_is_recovered(broken))
