"""First line passes an entry of main to counsel, and shows it no more (§5).

What goes to counsel is kept as it was sent, till the case is erased: a relay that is
lost before counsel has fetched it takes nothing with it. Its key is kept till counsel
says that it came.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from safeconduct.log.cases.case_work import main_log
from safeconduct.log.cases.coming import come, copy_of, said_to_have_come
from safeconduct.log.cases.dropping import PASSED, held_back, note_heard
from safeconduct.log.cases.long_note import Noted, Rows, long_rows, read_long
from safeconduct.log.cases.unheard import Unheard, unheard, with_unheard
from safeconduct.log.entries.body import Membership, Opened, Passed, write_body
from safeconduct.log.entries.body_codec import Record
from safeconduct.log.entries.frame import Frame
from safeconduct.log.errors import LogError
from safeconduct.log.keys.desk_seal import Own
from safeconduct.log.name import (
    CaseId,
    Compartment,
    EntryId,
    LogName,
    read_log_name,
)
from safeconduct.log.replay.log_view import LogView
from safeconduct.log.roster.roster import Device
from safeconduct.log.sharing.unpacking import looks_into
from safeconduct.log.stores.store import Beside, Outgoing
from safeconduct.log.vault.standing import check
from safeconduct.log.vault.vault import ALONE, Vault
from safeconduct.sealing.device import read_card, recovery_id
from safeconduct.sealing.grant import grant_log
from safeconduct.sealing.item import EntryItem, GrantItem, write_item
from safeconduct.sealing.opening import OpeningPublicKey, read_opening_key
from safeconduct.sealing.symmetric import LogKey

# Under logs of main, what came to counsel here, till it is said.
CAME = "came"


def pass_to_counsel(vault: Vault, case: CaseId, entry: EntryId) -> EntryId:
    """Seal an entry of main anew for counsel, and take it out of main.

    The new key goes to counsel's devices, and to the recovery key as every key of
    counsel's does; this desk lets it go once it came. All of it is one step: after a
    crash the words stand in main, or wait to be sent, never in neither.
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
        item, note = sealed_alone(vault, log, copy_of(found), key)
        grants = [_granted(vault, log, key, *one) for one in _openers(vault, devices)]
        sent = [*grants, write_item(item)]
        one = Unheard(
            case=case,
            entry=entry,
            key=key,
            devices=frozenset(device.id for device in devices),
        )
        beside = Beside(
            outgoing=[_to_counsel(payload) for payload in sent],
            notes=(
                (ALONE, note),
                *_kept(vault, log, sent),
                *with_unheard(vault, one),
                *held_back(vault, main_log(case), entry),
            ),
            erased=((main_log(case), entry),),
        )
        (name,) = vault.append_all(main_log(case), [passed], beside)
    return name


def passed_on(vault: Vault) -> Iterator[bytes]:
    """All that this desk passed to counsel, as it was sent."""
    for texts in read_long(vault, PASSED).values():
        yield from map(bytes.fromhex, texts)


def note_came(vault: Vault, view: LogView) -> None:
    """Note as counsel what came here of what a log of main says is passed."""
    new = _unsaid(vault, view) if looks_into(vault, Compartment.COUNSEL) else ()
    if new:
        names = sorted(name.hex() for name in new)
        _note(vault, read_long(vault, CAME) | {view.log.raw.hex(): names})


def follow_passed(vault: Vault) -> None:
    """Say as counsel what came; else let the keys go, or give them to counsel anew."""
    if vault.closed:
        return
    _say_what_came(vault)
    waiting = unheard(vault)
    views = {one.case: vault.view(main_log(one.case)) for one in waiting}
    said = {case: said_to_have_come(vault, view) for case, view in views.items()}
    note_heard(vault, {one.entry for one in waiting if one.entry in said[one.case]})
    for one in waiting:
        if one.entry not in said[one.case]:
            _give_anew(vault, one)


def _say_what_came(vault: Vault) -> None:
    found = read_long(vault, CAME)
    left = {raw: names for raw, names in found.items() if not _is_said(vault, raw)}
    if left != found:
        _note(vault, left)


def _is_said(vault: Vault, raw: str) -> bool:
    """Say it of one log; whether nothing of it is left to say."""
    log = read_log_name(bytes.fromhex(raw))
    if log is not None and vault.ring.of_log(log):
        new = sorted(_unsaid(vault, vault.view(log)))
        try:
            if new:
                vault.append_all(log, [Passed(entry=one, read_by=()) for one in new])
        except LogError:
            # A turn is waited for, or the disk is full: the next time.
            return False
    return True


def _unsaid(vault: Vault, view: LogView) -> frozenset[EntryId]:
    return come(vault, view) - said_to_have_come(vault, view)


def _give_anew(vault: Vault, one: Unheard) -> None:
    """Grant what was passed to counsel's devices that came since."""
    holders = vault.roster.holders(Compartment.COUNSEL)
    new = [device for device in holders if device.id not in one.devices]
    if new:
        sent = [_granted(vault, one.log, one.key, *to) for to in _of_devices(new)]
        now = replace(one, devices=one.devices | {device.id for device in new})
        beside = Beside(
            outgoing=[_to_counsel(payload) for payload in sent],
            notes=(*_kept(vault, one.log, sent), *with_unheard(vault, now)),
        )
        vault.store.append((), tip=vault.tip, beside=beside)


def _note(vault: Vault, found: Noted) -> None:
    beside = Beside(notes=long_rows(vault, CAME, found))
    vault.store.append((), tip=vault.tip, beside=beside)


def _to_counsel(payload: bytes) -> Outgoing:
    return Outgoing(circle=Compartment.COUNSEL, payload=payload)


def _kept(vault: Vault, log: LogName, sent: Sequence[bytes]) -> Rows:
    """The note of what was passed, with this."""
    found = read_long(vault, PASSED)
    found.setdefault(log.raw.hex(), []).extend(payload.hex() for payload in sent)
    return long_rows(vault, PASSED, found)


def _openers(
    vault: Vault, devices: Iterable[Device]
) -> Iterator[tuple[bytes, OpeningPublicKey]]:
    """Some devices and the recovery key, each with what is sealed for it to open."""
    yield from _of_devices(devices)
    if vault.roster.recovery is not None:
        to = read_opening_key(vault.roster.recovery.card, "recovery key")
        yield recovery_id(to), to


def _of_devices(devices: Iterable[Device]) -> Iterator[tuple[bytes, OpeningPublicKey]]:
    for device in devices:
        yield device.id, read_card(device.card).opening


def _granted(
    vault: Vault, log: LogName, key: LogKey, device: bytes, to: OpeningPublicKey
) -> bytes:
    """The key of a log for one device, as it is sent."""
    grant = grant_log(key, group=vault.group, log=log.raw, device=device, to=to)
    return write_item(GrantItem(subject=log.raw, grant=grant))


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
