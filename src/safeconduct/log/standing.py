"""How the member of this desk stands to a case, and what he may do with it (§9)."""

from safeconduct.log.access import Action, Relation, may
from safeconduct.log.act import MemberId
from safeconduct.log.body import Membership, Opened
from safeconduct.log.errors import LogError
from safeconduct.log.log_view import LogView
from safeconduct.log.name import CaseId, Compartment, LogName
from safeconduct.log.roster import Roster
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
    is_open = bool(vault.ring.of_log(main))
    leads = is_open and member in leaders(vault.view(main), vault.roster)
    if _is_open(vault, papers):
        return "both" if leads else "granted"
    return "leads" if leads else "none"


def leaders(view: LogView, roster: Roster) -> frozenset[MemberId]:
    """Who leads a case: whom its opener, a leader, counsel or a coordinator named."""
    openers = {view.authors[item.id] for item, _ in view.current(Opened)}
    # Where two say that they opened it, one of them is not to be believed.
    named_by = openers if len(openers) == 1 else set[MemberId]()
    found: set[MemberId] = set()
    for item, body in view.current(Membership):
        author = view.authors[item.id]
        person = roster.people.get(author)
        is_above = person is not None and person.role != "first_line"
        if body.leads and (is_above or author in named_by | found):
            found.add(body.member)
    return frozenset(found)


def _is_open(vault: Vault, log: LogName) -> bool:
    """Whether this device may read a log, and was not granted it only till lately."""
    if not vault.ring.of_log(log):
        return False
    singles = singles_of(vault.view(log), vault.roster)
    return all(one.until is None for one in singles if one.device == vault.device)
