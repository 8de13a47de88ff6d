"""What is done with cases: opened, passed on, shared, merged (spec/log.md §5, §7)."""

from collections.abc import Sequence

from safeconduct.base.day import DayRange
from safeconduct.log.entries.act import Role
from safeconduct.log.entries.body import (
    PLACES,
    ConsentGiven,
    FileKept,
    Membership,
    Merged,
    Opened,
    Split,
    kind_of,
    may_stand,
)
from safeconduct.log.entries.body_codec import Record
from safeconduct.log.errors import LogError
from safeconduct.log.name import CaseId, Compartment, EntryId, LogName
from safeconduct.log.roster.access import Action
from safeconduct.log.sharing.single_work import fresh_key, give, give_missing, grantable
from safeconduct.log.stores.store import NOTHING_BESIDE, Beside
from safeconduct.log.vault.standing import check
from safeconduct.log.vault.vault import Vault

_WRITE: dict[Compartment, Action] = {
    Compartment.MAIN: "write_main",
    Compartment.PAPERS: "write_papers",
    Compartment.COUNSEL: "write_counsel",
}
_GRANT: dict[Compartment, Action] = {
    Compartment.MAIN: "grant_main",
    Compartment.PAPERS: "grant_papers",
    Compartment.COUNSEL: "grant_counsel",
}


def main_log(case: CaseId) -> LogName:
    """The first line's log of a case."""
    return LogName(case=case, compartment=Compartment.MAIN)


def new_case(
    vault: Vault, opened: Opened, *, leads: bool = True, bodies: Sequence[Record] = ()
) -> CaseId:
    """Open a case with its first entries; who opens it leads it, unless he says not."""
    case = CaseId(vault.around.entropy(16))
    lead = Membership(member=vault.me().member, leads=True)
    begun = [opened, lead] if leads else [opened]
    vault.append_all(main_log(case), [*begun, *bodies])
    return case


def say(
    vault: Vault, log: LogName, body: Record, beside: Beside = NOTHING_BESIDE
) -> EntryId:
    """Write an entry into a compartment of a case, if the member may.

    Raises:
        LogError: not allowed; a case that is not there; a citation the wrong way.
    """
    check(vault, _WRITE[log.compartment], log.case)
    if not vault.store.count(main_log(log.case)):
        msg = "There is no such case here."
        raise LogError(msg, kind="not there")
    if not may_stand(body, log.compartment):
        kind = kind_of(body)
        where = " or ".join(one.name.lower() for one in PLACES[kind])
        msg = f"A '{kind}' stands in {where}, where it is looked for."
        raise LogError(msg, kind="misplaced")
    _check_cites(vault, log, getattr(body, "cites", ()))
    if vault.store.count(log):
        return vault.append_all(log, [body], beside)[-1]
    begun = Opened(alias=vault.view(main_log(log.case)).alias())
    return vault.append_all(log, [begun, body], beside)[-1]


def _check_cites(vault: Vault, log: LogName, cites: Sequence[EntryId]) -> None:
    """A lower compartment never cites a higher one, nor another case."""
    for name in cites:
        found = vault.store.one(name, log) or vault.store.one(name)
        if found is None:
            msg = "An entry that is cited is not here."
            raise LogError(msg, kind="not there")
        is_above = found.log.compartment > log.compartment
        if found.log.case != log.case or is_above:
            msg = "An entry of another case, or of a closer compartment, is not cited."
            raise LogError(msg, kind="misplaced")


def share(vault: Vault, log: LogName, member: str, *, history: bool) -> EntryId:
    """Let a member open one log of a case.

    Raises:
        LogError: not allowed, or nobody so called.
    """
    check(vault, _GRANT[log.compartment], log.case)
    person = vault.roster.people.get(member)
    needed: Role = "counsel"
    if person is None:
        msg = "There is no such member."
        raise LogError(msg, kind="not there")
    if log.compartment is Compartment.COUNSEL and person.role != needed:
        msg = "Counsel's part of a case is opened to counsel only."
        raise LogError(msg, kind="not allowed")
    devices = grantable(vault, log, member)
    if not devices:
        msg = "The member's device was taken out once: a new one can be granted it."
        raise LogError(msg, kind="refused")
    keys = vault.ring.of_log(log).values() if history else [fresh_key(vault, log)]
    to = tuple((device, key) for key in keys for device in devices)
    return give(vault, log, member, to)


def unshare(vault: Vault, log: LogName, member: str) -> EntryId:
    """Write under a new key from now on, which a member does not get.

    Said under a key that he has, so that he learns of it.
    """
    check(vault, _GRANT[log.compartment], log.case)
    old = tuple(sorted(vault.ring.of_log(log)))
    name = vault.append(log, Membership(member=member, retires=old))
    give_missing(vault)
    return name


def merge(vault: Vault, case: CaseId, into: CaseId, *, why: str) -> None:
    """Say in both cases that they are one person's."""
    check(vault, "merge", case)
    vault.append(main_log(case), Merged(other=into, into=True, why=why))
    vault.append(main_log(into), Merged(other=case, into=False, why=why))


def split(
    vault: Vault, case: CaseId, opened: Opened, entries: Sequence[EntryId]
) -> CaseId:
    """Give some entries a case of their own; they stay readable where they were."""
    check(vault, "merge", case)
    view = vault.view(main_log(case))
    moved = [item for item in view.entries if item.id in entries]
    if len(moved) != len(set(entries)):
        msg = "An entry that is to be split off is not in the case."
        raise LogError(msg, kind="not there")
    if any(isinstance(item.body, FileKept) for item in moved):
        # Its bytes are sealed for this case, and go with its erasure.
        msg = "A file is not split off: attach it to the other case."
        raise LogError(msg, kind="misplaced")
    other = new_case(vault, opened)
    vault.append_all(main_log(other), [item.body for item in moved])
    vault.append(main_log(case), Split(other=other, entries=tuple(entries)))
    return other


def covers(
    vault: Vault, case: CaseId, scope: str, *, purpose: str, day: str
) -> EntryId | None:
    """A consent that covers something for a purpose on a day (YYYY-MM-DD).

    It names both: a consent to something else, or for something else, is none.
    """
    for entry, body in vault.view(main_log(case)).current(ConsentGiven):
        is_in_time = not body.until or day <= _last_day(body.until)
        is_meant = _plain(body.purpose) == _plain(purpose) and body.scope == scope
        if is_meant and is_in_time and not (body.withdraws or body.withdrawn):
            return entry.id
    return None


def _last_day(until: str) -> str:
    """The last day of what a consent names; none where it names no day."""
    try:
        return DayRange.parse(until).latest.isoformat()
    except ValueError:
        return ""


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
