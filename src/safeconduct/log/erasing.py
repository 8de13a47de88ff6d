"""What is to be gone from every desk: whole cases, single entries (spec/log.md §13)."""

from safeconduct.log.act import EraseCase, MemberId
from safeconduct.log.body import Membership
from safeconduct.log.dropping import note_drops
from safeconduct.log.name import OF_A_CASE, CaseId, Compartment, EntryId, LogName
from safeconduct.log.payload import files_of
from safeconduct.log.standing import check
from safeconduct.log.vault import Vault


def erase_case(vault: Vault, case: CaseId) -> EntryId:
    """Erase a case here, and by the tombstone on every desk that reads it.

    Raises:
        LogError: the member may not.
    """
    check(vault, "erase", case)
    name = vault.append(vault.roster_log, EraseCase(case=case))
    erase_here(vault, case, name)
    return name


def erase_tombstoned(vault: Vault) -> None:
    """Erase here what tombstones say and is not erased yet."""
    done = vault.store.tombstones()
    for case, name in vault.roster.erased.items():
        if case not in done:
            erase_here(vault, case, name)
    for name, (case, member) in vault.roster.erasures_asked.items():
        if case not in done and leads(vault, case, member):
            erase_here(vault, case, name)


def leads(vault: Vault, case: CaseId, member: MemberId) -> bool:
    """Whether a member leads a case, as far as this desk can read."""
    log = LogName(case=case, compartment=Compartment.MAIN)
    if not vault.ring.of_log(log):
        return False
    named = vault.replay(log).current(Membership)
    return any(body.leads and body.member == member for _, body in named)


def erase_here(vault: Vault, case: CaseId, tombstone: EntryId) -> None:
    """Destroy the keys of a case, its entries, files and rows on this desk.

    Keys first: what a power cut leaves of the rest opens to nobody.
    """
    logs = [LogName(case=case, compartment=one) for one in OF_A_CASE]
    files = {name for log in logs for name in files_of(vault, log)}
    note_drops(vault, logs)
    vault.bag.erase(case)
    vault.store.erase_case(case, entry=tombstone)
    for name in files:
        vault.files.remove(name)
    for log in logs:
        vault.forget(log)
    for store in vault.derived:
        store.erase(case)
