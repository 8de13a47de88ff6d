"""What is to be gone from every desk: whole cases, single entries (spec/log.md §13)."""

from safeconduct.log.cases.attachment import attachments, is_its_own
from safeconduct.log.cases.coming import come
from safeconduct.log.cases.dropping import note_drops, note_keys
from safeconduct.log.entries.act import EraseCase, MemberId
from safeconduct.log.entries.body import Erased
from safeconduct.log.entries.entry import Entry
from safeconduct.log.name import OF_A_CASE, CaseId, Compartment, EntryId, LogName
from safeconduct.log.replay.log_view import LogView
from safeconduct.log.sharing.payload import files_of
from safeconduct.log.vault.standing import check, leaders
from safeconduct.log.vault.vault import Vault


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
    return member in _leaders(vault, case)


def deletable(vault: Vault, view: LogView) -> frozenset[EntryId]:
    """Of what a log says is to be deleted, what is said by who may (§5)."""
    here = {item.id: item for item in view.entries}
    here |= {one.entry.id: one.entry for one in view.apart}
    erased = (
        item.body.entry
        for item in view.entries
        if isinstance(item.body, Erased)
        and _may_erase(vault, item, here.get(item.body.entry))
    )
    return view.deleted() & {*erased, *come(vault, view)}


def _may_erase(vault: Vault, erased: Entry, entry: Entry | None) -> bool:
    """Whether who has an entry deleted wrote it, leads the case or coordinates (§5)."""
    member = vault.roster.authors.get(erased.device, "")
    person = vault.roster.people.get(member)
    if person is not None and person.role == "coordinator":
        return True
    part = erased.log.compartment
    if part is not Compartment.MAIN and not vault.roster.holds(member, part):
        # What he passed there, or left as a guest, is the circle's.
        return False
    is_own = entry is not None and vault.roster.authors.get(entry.device) == member
    return is_own or leads(vault, erased.log.case, member)


def _leaders(vault: Vault, case: CaseId) -> frozenset[MemberId]:
    log = LogName(case=case, compartment=Compartment.MAIN)
    if not vault.ring.of_log(log):
        return frozenset()
    return leaders(vault.replay(log), vault.roster)


def confirm_erasures(vault: Vault) -> None:
    """Say as a coordinator what a leader asked for, and this desk has seen that he may.

    A desk that came later, or was away, may never hear that he leads.
    """
    person = vault.roster.person_of(vault.device)
    if person is None or person.role != "coordinator":
        return
    done = vault.store.tombstones()
    asked = {case for case, _ in vault.roster.erasures_asked.values()}
    for case in sorted(asked & done.keys() - vault.roster.erased.keys()):
        vault.append(vault.roster_log, EraseCase(case=case))


def erase_here(vault: Vault, case: CaseId, tombstone: EntryId) -> None:
    """Destroy the keys of a case, its entries, files and rows on this desk.

    Keys first: what a power cut leaves of the rest opens to nobody. An entry may name
    any file: one that does not open for its log goes only where nothing else names it.
    """
    with vault.turn:
        _erase_here(vault, case, tombstone)


def _erase_here(vault: Vault, case: CaseId, tombstone: EntryId) -> None:
    logs = [LogName(case=case, compartment=one) for one in OF_A_CASE]
    views = [vault.replay(log) for log in logs if vault.ring.of_log(log)]
    files = tuple(attachments(views))
    note_keys(vault, logs)
    vault.bag.erase(case)
    # By the keys that are held in memory till the end of this.
    note_drops(vault, logs)
    vault.store.erase_case(case, entry=tombstone)
    own = {one.body.file for one in files if is_its_own(vault, one)}
    doubtful = {one.body.file for one in files} - own
    for name in own | (doubtful - _named_elsewhere(vault) if doubtful else set()):
        vault.files.remove(name)
    for log in logs:
        vault.forget(log)
    for store in vault.derived:
        store.erase(case)


def _named_elsewhere(vault: Vault) -> frozenset[bytes]:
    """The sheets of the group, and the files of every log that is here."""
    sheets = (turn.sheet for turns in vault.roster.keys.values() for turn in turns)
    logs = (log for log in vault.store.logs() if log.compartment in OF_A_CASE)
    return frozenset(sheets).union(*(files_of(vault, log) for log in logs))
