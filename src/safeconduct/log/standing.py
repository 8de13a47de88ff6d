"""How the member of this desk stands to a case, and what he may do with it (§9)."""

from safeconduct.log.access import Action, Relation, may
from safeconduct.log.body import Membership
from safeconduct.log.errors import LogError
from safeconduct.log.name import CaseId, Compartment, LogName
from safeconduct.log.single import singles_of
from safeconduct.log.vault import Vault


def check(vault: Vault, action: Action, case: CaseId) -> None:
    """Refuse what this member may not do with a case.

    Raises:
        LogError: not allowed.
    """
    person = vault.me()
    if not may(action, person.role, relation(vault, case)):
        what = action.replace("_", " ")
        msg = f"A member with the role '{person.role}' may not do this: {what}."
        raise LogError(msg, kind="not allowed")


def relation(vault: Vault, case: CaseId) -> Relation:
    """How this member stands to a case."""
    main = LogName(case=case, compartment=Compartment.MAIN)
    papers = LogName(case=case, compartment=Compartment.PAPERS)
    member = vault.me().member
    named = vault.view(main).current(Membership) if vault.ring.of_log(main) else ()
    leads = any(body.leads and body.member == member for _, body in named)
    if _is_open(vault, papers):
        return "both" if leads else "granted"
    return "leads" if leads else "none"


def _is_open(vault: Vault, log: LogName) -> bool:
    """Whether this device may read a log, and was not granted it only till lately."""
    if not vault.ring.of_log(log):
        return False
    singles = singles_of(vault.view(log), vault.roster)
    return all(one.until is None for one in singles if one.device == vault.device)
