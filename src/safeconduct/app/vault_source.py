"""A case of the vault where a command takes a case file: `vault:ALIAS` (§10).

The case is assessed from what this device can open, and from nothing else.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from safeconduct.app.call import Call, vault_alias
from safeconduct.app.case_release import check_consent, record
from safeconduct.app.vault_home import has_vault, no_vault, open_vault
from safeconduct.app.vault_name import find_case, open_parts
from safeconduct.base.case import Case
from safeconduct.base.digest import Json
from safeconduct.base.errors import Fault, InputError
from safeconduct.facts.vault_case import case_of
from safeconduct.log import case_work
from safeconduct.log.body import (
    AssessmentKept,
    EventTold,
    FactSaid,
    Judged,
    RowSaid,
    StatementMade,
)
from safeconduct.log.log_view import LogView
from safeconduct.log.name import CaseId, EntryId
from safeconduct.log.vault import Vault
from safeconduct.rulebook.record import Rulebook
from safeconduct.sealing.stretch import MIN_PASSPHRASE

_INPUTS = (FactSaid, RowSaid, EventTold, Judged, StatementMade)


def vault_case(call: Call, alias: str, rulebook: Rulebook) -> Case:
    """The case of an alias, as far as this device can open it.

    Raises:
        InputError: there is no such case, or it holds what the law does not know.
    """
    with _opened(call) as vault:
        found = find_case(vault, alias)
        views = [vault.view(log) for log in open_parts(vault, found)]
        return case_of(views, rulebook)


def keep_receipt(call: Call, path: Path, receipt: Mapping[str, Json]) -> EntryId:
    """Write the receipt of an assessment where the highest of its inputs stands.

    Raises:
        InputError: the case is no case of the vault.
    """
    alias = vault_alias(path)
    if not alias:
        what = "A receipt is kept in the vault only: name the case as vault:ALIAS."
        raise InputError([Fault(file="command line", what=what)])
    with _opened(call) as vault:
        found = find_case(vault, alias)
        views = [vault.view(log) for log in open_parts(vault, found)]
        highest = [view.log for view in views if _has_inputs(view)] or [views[0].log]
        body = AssessmentKept(receipt={**receipt, "counsel": call.counsel})
        return case_work.say(vault, highest[-1], body)


def consent_for(
    call: Call, path: Path, scope: str, purpose: str
) -> tuple[CaseId, EntryId]:
    """The case, and the consent that covers a document of it.

    Raises:
        InputError: there is none, and how one is entered.
    """
    with _opened(call) as vault:
        case = find_case(vault, vault_alias(path))
        day = call.settings.today
        return case, check_consent(vault, case, scope, purpose=purpose, day=day)


def record_document(
    call: Call, consent: tuple[CaseId, EntryId], *, out: Path, what: str, to: str
) -> None:
    """Write into the case that a document of it left the vault."""
    with _opened(call) as vault:
        record(vault, dict([consent]), out=out, to=to, what=what)


@contextmanager
def _opened(call: Call) -> Iterator[Vault]:
    home = call.settings.vault
    if not has_vault(home):
        raise no_vault()
    words = call.passphrase.read(least=MIN_PASSPHRASE, is_new=False)
    with open_vault(home, words) as vault:
        yield vault


def _has_inputs(view: LogView) -> bool:
    return any(isinstance(item.body, _INPUTS) for item in view.entries)
