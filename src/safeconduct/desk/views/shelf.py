"""The rows of all cases that are open here, read anew when something was stored."""

from collections.abc import Sequence

from safeconduct.log.replay.list_row import ListRow
from safeconduct.log.vault.vault import Vault


class Shelf:
    """Keeps the rows of a vault, newest first."""

    def __init__(self, vault: Vault) -> None:
        """Know nothing yet."""
        self._vault = vault
        self._number = -1
        self._rows: tuple[ListRow, ...] = ()

    def is_fresh(self) -> bool:
        """Whether nothing was stored since the rows were read."""
        return self._vault.store.end()[0] == self._number

    def rows(self) -> Sequence[ListRow]:
        """The rows as they stand."""
        if not self.is_fresh():
            # The number first: what comes meanwhile is read the next time.
            self._number = self._vault.store.end()[0]
            self._rows = self._vault.cases()
        return self._rows
