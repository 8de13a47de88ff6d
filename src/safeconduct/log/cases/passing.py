"""First line passes an entry of main to counsel, and keeps nothing of it (§5)."""

from safeconduct.log.cases.case_work import main_log
from safeconduct.log.entries.body import Membership, Opened, Passed, write_body
from safeconduct.log.entries.body_codec import Record
from safeconduct.log.entries.frame import Frame
from safeconduct.log.errors import LogError
from safeconduct.log.keys.desk_seal import Own
from safeconduct.log.name import CaseId, Compartment, EntryId, LogName
from safeconduct.log.roster.roster import Device
from safeconduct.log.stores.store import Beside, Outgoing
from safeconduct.log.vault.standing import check
from safeconduct.log.vault.vault import ALONE, Vault
from safeconduct.sealing.device import read_card
from safeconduct.sealing.grant import grant_log
from safeconduct.sealing.item import EntryItem, GrantItem, Item, write_item
from safeconduct.sealing.symmetric import LogKey


def pass_to_counsel(vault: Vault, case: CaseId, entry: EntryId) -> EntryId:
    """Seal an entry of main anew for counsel, and take it out of main.

    The new key goes to counsel's devices alone; this desk keeps none. All of it is one
    step: after a crash the words stand in main, or wait to be sent, never in neither.
    """
    check(vault, "pass_to_counsel", case)
    devices = vault.roster.holders(Compartment.COUNSEL)
    if not devices:
        msg = "Nobody in the group is counsel; there is nobody to pass this to."
        raise LogError(msg, kind="not there")
    with vault.turn:
        view = vault.view(main_log(case))
        found = next((item for item in view.entries if item.id == entry), None)
        if found is None or isinstance(found.body, Passed | Membership | Opened):
            msg = "There is no such entry that could be passed on."
            raise LogError(msg, kind="not there")
        passed = Passed(entry=entry, read_by=_readers(vault, case))
        log = LogName(case=case, compartment=Compartment.COUNSEL)
        key = LogKey(raw=vault.around.entropy(32))
        item, note = sealed_alone(vault, log, found.body, key)
        grants = [_granted(vault, log, key, device) for device in devices]
        beside = Beside(
            outgoing=[*map(_to_counsel, grants), _to_counsel(item)],
            notes=((ALONE, note),),
            erased=(entry,),
        )
        (name,) = vault.append_all(main_log(case), [passed], beside)
    return name


def _to_counsel(item: Item) -> Outgoing:
    return Outgoing(circle=Compartment.COUNSEL, payload=write_item(item))


def _granted(vault: Vault, log: LogName, key: LogKey, device: Device) -> GrantItem:
    """The key of a log for one device."""
    grant = grant_log(
        key,
        group=vault.group,
        log=log.raw,
        device=device.id,
        to=read_card(device.card).opening,
    )
    return GrantItem(subject=log.raw, grant=grant)


def _readers(vault: Vault, case: CaseId) -> tuple[str, ...]:
    """Who could have opened main of a case till now."""
    granted = {
        body.member for _, body in vault.view(main_log(case)).current(Membership)
    }
    held = {
        person.member
        for person in vault.roster.people.values()
        if vault.roster.holds(person.member, Compartment.MAIN)
    }
    return tuple(sorted(held | granted))


def sealed_alone(
    vault: Vault, log: LogName, body: Record, key: LogKey
) -> tuple[EntryItem, bytes]:
    """An entry for a log that this device cannot read, under a key it lets go.

    Where the device stands in that log is known to its own sealed note only, which is
    to be kept under `ALONE` in the step that sends the entry.
    """
    row = vault.store.meta(ALONE)
    own = vault.seal.read_note(row, log)
    frame = Frame(
        device=vault.device,
        sequence=own.sequence + 1,
        previous=own.id,
        minute=vault.around.minute(),
        heads=(),
        content=write_body(body),
    )
    arrival = vault.sealed(log, frame, key)
    now = Own(sequence=own.sequence + 1, id=arrival.id)
    item = EntryItem(log=log.raw, envelope=arrival.envelope)
    return item, vault.seal.write_note(row, log, now)
