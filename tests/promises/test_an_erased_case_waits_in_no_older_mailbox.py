"""What was posted of a case that is erased goes from every mailbox, newest or not."""

from pathlib import Path

import pytest

from safeconduct.log.cases.erasing import erase_tombstoned
from safeconduct.log.exchange import exchange
from safeconduct.log.name import Compartment
from safeconduct.log.vault.vault import Vault
from tests.log.cases.test_dropping import older_mailbox_is_emptied, relay_town
from tests.promises.kept import must_fail


def an_erased_case_waits_in_no_older_mailbox(folder: Path) -> None:
    """Who posted it drops it there too."""
    folder.mkdir()
    with relay_town(folder) as town:
        older_mailbox_is_emptied(town)


def test_an_erased_case_waits_in_no_older_mailbox(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    an_erased_case_waits_in_no_older_mailbox(tmp_path / "good")

    def newest_alone(vault: Vault) -> None:
        newest = {of: box for box, (of, _) in vault.slots.items()}
        kept = {newest[one] for one in Compartment if one in newest}
        vault.slots = {box: one for box, one in vault.slots.items() if box in kept}
        erase_tombstoned(vault)

    monkeypatch.setattr(exchange, "erase_tombstoned", newest_alone)
    must_fail(lambda: an_erased_case_waits_in_no_older_mailbox(tmp_path / "bad"))
