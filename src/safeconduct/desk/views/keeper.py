"""The vault while it is open: unlocked, locked, and locked by itself when left (§2)."""

from contextlib import ExitStack
from dataclasses import dataclass

from safeconduct.base.errors import SafeConductError
from safeconduct.desk.views.assessed import AssessedCases
from safeconduct.desk.views.outlook import Outlooks, Viewpoint
from safeconduct.desk.views.ports import Ports
from safeconduct.desk.views.shelf import Shelf

IDLE_SECONDS = 10 * 60


class LockedError(SafeConductError):
    """The vault is not open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """An open vault from the viewpoint of its member, and what was found in it."""

    at: Viewpoint
    shelf: Shelf
    outlooks: Outlooks
    cases: AssessedCases


class Keeper:
    """Holds the vault open between unlocking and locking."""

    def __init__(self, ports: Ports) -> None:
        """Begin locked."""
        self._ports = ports
        self._opened: Opened | None = None
        self._vault = ExitStack()
        self._used = ports.seconds()

    @property
    def is_open(self) -> bool:
        """Whether the vault is open."""
        return self._opened is not None

    def opened(self) -> Opened:
        """What is open.

        Raises:
            LockedError: nothing is.
        """
        if self._opened is None:
            msg = "The vault is locked."
            raise LockedError(msg)
        return self._opened

    def touch(self) -> None:
        """Somebody is here."""
        self._used = self._ports.seconds()

    def unlock(self, passphrase: str) -> None:
        """Open the vault.

        Raises:
            SafeConductError: another passphrase, or it does not open.
        """
        if self._opened is None:
            vault = self._vault.enter_context(self._ports.unlock(passphrase))
            at = Viewpoint(vault=vault, ports=self._ports)
            shelf = Shelf(vault)
            self._opened = Opened(
                at=at,
                shelf=shelf,
                outlooks=Outlooks(at, shelf),
                cases=AssessedCases(at),
            )
        self.touch()

    def lock(self) -> None:
        """Close the vault and let go of its keys."""
        self._opened = None
        self._vault.close()

    def lock_if_left(self) -> None:
        """Lock where nobody was here for a while."""
        if self._ports.seconds() - self._used > IDLE_SECONDS:
            self.lock()
