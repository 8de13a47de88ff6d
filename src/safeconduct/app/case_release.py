"""Nothing of a case leaves the vault without a consent that covers it (§9)."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from safeconduct.base.errors import Fault, InputError
from safeconduct.log.cases.case_work import covers, main_log
from safeconduct.log.entries.body import HandedOver
from safeconduct.log.errors import LogError
from safeconduct.log.name import CaseId, EntryId
from safeconduct.log.vault.standing import check
from safeconduct.log.vault.vault import Vault


def check_consent(
    vault: Vault, case: CaseId, scope: str, *, purpose: str, day: date
) -> EntryId:
    """The consent of the person that covers something on a day.

    Raises:
        LogError: the member may not.
        InputError: there is none, and how one is entered.
    """
    check(vault, "export", case)
    found = covers(vault, case, scope, purpose=purpose, day=day.isoformat())
    if found is not None:
        return found
    alias = vault.view(main_log(case)).alias()
    what = f"No consent of the person covers this: {scope}, for '{purpose}'."
    mend = (
        f"Ask the person. Then: safeconduct say '{alias}' --kind consent, with "
        f'scope = "{scope}" and purpose = "{purpose}" on standard input.'
    )
    raise InputError([Fault(file="vault", what=what, mend=mend)])


def record(
    vault: Vault, consents: Mapping[CaseId, EntryId], *, out: Path, to: str, what: str
) -> None:
    """Write into each case that it left the vault; else the file is gone again.

    Raises:
        LogError: it could not be written.
    """
    try:
        for case, consent in consents.items():
            body = HandedOver(to=to, what=what, consent=consent)
            vault.append(main_log(case), body)
    except LogError:
        out.unlink(missing_ok=True)
        raise
