"""Whoever may look into a mailbox drops nothing of others: a removal above all."""

from pathlib import Path

import pytest

from safeconduct.base.parcel import DropToken, ItemId
from safeconduct.log.group.people import remove
from safeconduct.log.keys.desk_seal import DeskSeal
from safeconduct.log.name import Compartment
from tests.log.cases.test_dropping import drop_all, exchange, last, relay_town, vault_of
from tests.promises.kept import must_fail


def who_is_removed_hides_it_from_nobody(folder: Path) -> None:
    """He looks before the others, and has all that is new dropped."""
    with relay_town(folder) as town:
        before = last(town, Compartment.ROSTER)
        remove(vault_of(town, "anna"), "boris", why="safety")
        exchange(town, "anna")
        drop_all(town, "boris", Compartment.ROSTER, after=before)
        exchange(town, "dina")
        roster = vault_of(town, "dina").roster
        assert roster.person_of(vault_of(town, "boris").device) is None


def test_who_is_removed_hides_it_from_nobody(tmp_path: Path) -> None:
    who_is_removed_hides_it_from_nobody(tmp_path)


def test_it_fails_where_the_id_of_an_item_drops_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def known_to_all(_: DeskSeal, item: ItemId) -> DropToken:
        return DropToken(item)

    monkeypatch.setattr(DeskSeal, "drop_token", known_to_all)
    must_fail(lambda: who_is_removed_hides_it_from_nobody(tmp_path))
