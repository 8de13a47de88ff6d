"""A case of the vault where a command takes a case file: `vault:ALIAS` (§10).

The case is assessed from what this device can open, and from nothing else.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from safeconduct.app.case_release import check_consent, record
from safeconduct.app.passphrase import Passphrase
from safeconduct.app.settings import Settings
from safeconduct.app.vault_home import has_vault, no_vault, open_vault
from safeconduct.app.vault_name import find_case, open_parts
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

    def consent_for(self, scope: str, purpose: str) -> EntryId:
        """The consent that covers a document of the case.

        Raises:
            InputError: there is none, and how one is entered.
        """
        with self._opened() as (vault, case):
            day = self.settings.today
            return check_consent(vault, case, scope, purpose=purpose, day=day)

    def record(self, consent: EntryId, *, out: Path, what: str, to: str) -> None:
        """Write into the case that a document of it left the vault.

        Raises:
            LogError: it could not be written; the document is gone again.
        """
        with self._opened() as (vault, case):
            record(vault, {case: consent}, out=out, to=to, what=what)

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
