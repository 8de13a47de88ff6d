"""Who could open what, when, is told by what counts; a grant by who might not is named.

A false line there could have an honest helper suspected, or hide that he was let in.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from safeconduct.log.entries.body import Membership
from safeconduct.log.replay.log_view import LogView
from safeconduct.log.roster.roster import Roster
from safeconduct.log.vault import tenure
from safeconduct.log.vault.tenure import openers
from tests.log.single_kit import (
    grant_himself_again,
    papers,
    town_with_papers,
    vault_of,
)
from tests.promises.kept import must_fail


def who_grants_himself_a_log_is_not_told_to_hold_it(folder: Path) -> None:
    """Boris was granted papers till lately, and grants them to himself anew."""
    town = town_with_papers(folder)
    grant_himself_again(town)
    clara = vault_of(town, "clara")
    found = openers(clara, clara.view(papers(town)))
    assert [
        (one.counts, one.until is None) for one in found if one.name == "boris"
    ] == [(True, False), (False, False)]


def test_who_grants_himself_a_log_is_not_told_to_hold_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, broken = tmp_path / "kept", tmp_path / "broken"
    kept.mkdir()
    broken.mkdir()
    who_grants_himself_a_log_is_not_told_to_hold_it(kept)

    def every(view: LogView, _: Roster) -> Iterator[tuple[int, str, Membership]]:
        for at, item in enumerate(view.entries):
            if isinstance(item.body, Membership):
                yield at, item.body.member, item.body

    monkeypatch.setattr(tenure, "memberships", every)
    must_fail(lambda: who_grants_himself_a_log_is_not_told_to_hold_it(broken))
