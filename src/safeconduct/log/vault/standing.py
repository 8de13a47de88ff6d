"""How the member of this desk stands to a case, and what he may do with it (§9)."""

from safeconduct.log.entries.act import MemberId
from safeconduct.log.entries.body import Membership, Opened
from safeconduct.log.entries.body_codec import Record
from safeconduct.log.errors import LogError
from safeconduct.log.keys.single import singles_of
from safeconduct.log.name import OF_A_CASE, CaseId, Compartment, EntryId, LogName
from safeconduct.log.replay.log_view import LogView
from safeconduct.log.roster.access import Action, Relation, may, may_act
from safeconduct.log.roster.roster import Roster
from safeconduct.log.vault.vault import Vault


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


def act_in(vault: Vault, act: Record) -> EntryId:
    """Write an act of the roster that counts.

    Raises:
        LogError: the member may not, or it changes nothing.
    """
    me = vault.me()
    if not may_act(me.role, act, own=getattr(act, "member", "") == me.member):
        msg = f"A member with the role '{me.role}' may not do this."
        raise LogError(msg, kind="not allowed")
    name = vault.append(vault.roster_log, act)
    if name in {item.entry for item in vault.roster.refused}:
        msg = "This does not count: it needs another person, or nothing is there."
        raise LogError(msg, kind="not allowed")
    return name


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
    # Else who has somebody's entries vouched for by nobody could take his case.
    openers |= {
        roster.authors.get(one.entry.device, "")
        for one in view.apart
        if one.why == "late" and isinstance(one.entry.body, Opened)
    }
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


def open_parts(vault: Vault, case: CaseId) -> tuple[LogName, ...]:
    """The compartments of a case that this device can open, main first."""
    logs = (LogName(case=case, compartment=one) for one in OF_A_CASE)
    return tuple(
        log for log in logs if vault.store.count(log) and vault.ring.of_log(log)
    )
