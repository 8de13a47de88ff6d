"""A case of the vault where a command takes a case file: `vault:ALIAS` (§10).

The case is assessed from what this device can open, and from nothing else.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from safeconduct.app.machine.passphrase import Passphrase
from safeconduct.app.machine.settings import Settings
from safeconduct.app.vault.case_release import Release, release, take_out
from safeconduct.app.vault.vault_home import has_vault, no_vault, open_vault
from safeconduct.app.vault.vault_name import find_case
from safeconduct.base.case import Case
from safeconduct.base.digest import Json
from safeconduct.facts.vault_case import case_of
from safeconduct.log.cases import case_work
from safeconduct.log.entries.body import (
    AssessmentKept,
    EventTold,
    EvidenceNamed,
    FactSaid,
    Judged,
    RowSaid,
    StatementMade,
)
from safeconduct.log.name import CaseId, EntryId
from safeconduct.log.replay.log_view import LogView
from safeconduct.log.vault.standing import open_parts
from safeconduct.log.vault.vault import Vault
from safeconduct.rulebook.record import Rulebook
from safeconduct.sealing.stretch import MIN_PASSPHRASE

_INPUTS = (FactSaid, RowSaid, EventTold, EvidenceNamed, Judged, StatementMade)


@dataclass(frozen=True, slots=True, kw_only=True)
class VaultSource:
    """A case of the vault as it was named, and what opens the vault."""

    settings: Settings
    passphrase: Passphrase
    alias: str

    def case(self, rulebook: Rulebook) -> Case:
        """The case, as far as this device can open it.

        Raises:
            InputError: there is no such case, or it holds what the law does not know.
        """
        with self._opened() as (vault, case):
            return case_of(_views(vault, case), rulebook)

    def keep_receipt(self, receipt: Mapping[str, Json]) -> EntryId:
        """Write the receipt of an assessment where the highest of its inputs stands.

        Raises:
            LogError: the member may not.
        """
        with self._opened() as (vault, case):
            views = _views(vault, case)
            found = [view.log for view in views if _has_inputs(view)]
            highest = found[-1] if found else views[0].log
            return case_work.say(vault, highest, AssessmentKept(receipt=receipt))

    def release(self, scope: str, purpose: str) -> Release:
        """See that a document of the case may leave.

        Raises:
            InputError: there is no consent, or too many cases left today.
        """
        with self._opened() as (vault, case):
            day = self.settings.today
            return release(vault, [case], scope, purpose=purpose, day=day)

    def take_out(
        self, released: Release, content: bytes, *, out: Path, what: str
    ) -> None:
        """Write a document of the case into a file; group and case say so.

        Raises:
            InputError: it cannot be written.
            LogError: it could not be told; then it is not there.
        """
        with self._opened() as (vault, _):
            take_out(vault, released, content, out=out, what=what, beside=nullcontext())

    @contextmanager
    def _opened(self) -> Iterator[tuple[Vault, CaseId]]:
        home = self.settings.vault
        if not has_vault(home):
            raise no_vault()
        words = self.passphrase.read(least=MIN_PASSPHRASE, is_new=False)
        with open_vault(home, words) as vault:
            yield vault, find_case(vault, self.alias)


def _views(vault: Vault, case: CaseId) -> list[LogView]:
    return [vault.view(log) for log in open_parts(vault, case)]


def _has_inputs(view: LogView) -> bool:
    return any(isinstance(item.body, _INPUTS) for item in view.entries)
