"""Single logs are granted, and what a grant that stands wants is granted again (§7)."""

from collections.abc import Iterable, Iterator, Sequence

from safeconduct.log.entries.act import MemberId
from safeconduct.log.entries.body import Membership, Vouch
from safeconduct.log.keys.key_choice import choose_key
from safeconduct.log.keys.sheet_book import NOTHING
from safeconduct.log.keys.single import (
    Single,
    barred,
    grants_in,
    left_for_good,
    singles_of,
    standing,
    unfit_keys,
)
from safeconduct.log.name import DeviceId, EntryId, KeyId, LogName
from safeconduct.log.replay.log_view import LogView
from safeconduct.log.roster.roster import Device
from safeconduct.log.sharing.forwarding import again, shared_logs
from safeconduct.log.stores.store import Beside, Outgoing
from safeconduct.log.vault.vault import Vault
from safeconduct.sealing.device import read_card
from safeconduct.sealing.grant import grant_log
from safeconduct.sealing.item import GrantItem, write_item
from safeconduct.sealing.symmetric import LogKey


def give(
    vault: Vault, log: LogName, member: MemberId, to: Iterable[tuple[Device, LogKey]]
) -> EntryId:
    """Grant keys of a log to devices of a member, in an entry of it.

    Who is of the circle finds them in its mailbox; who is not gets all of it anew.
    """
    grants = tuple(
        grant_log(
            key,
            group=vault.group,
            log=log.raw,
            device=device.id,
            to=read_card(device.card).opening,
        )
        for device, key in to
    )
    vault.bag.put_grants((log.raw, grant) for grant in grants)
    beside, vouches = Beside(notes=(again(vault, log),)), _vouches(vault, log)
    if vault.roster.holds(member, log.compartment):
        items = (GrantItem(subject=log.raw, grant=grant) for grant in grants)
        circle = log.compartment
        sent = [Outgoing(circle=circle, payload=write_item(item)) for item in items]
        beside, vouches = Beside(outgoing=sent), ()
    body = Membership(member=member, grants=grants, vouches=vouches)
    return vault.append_all(log, [body], beside)[0]


def fresh_key(vault: Vault, log: LogName) -> LogKey:
    """A new key of a log; those before are written under no more.

    Raises:
        LogError: the device does not hold the newest key of the circle.
    """
    old = tuple(sorted(vault.ring.of_log(log)))
    key = vault.new_key(log)
    vouches = _vouches(vault, log)
    body = Membership(member=vault.me().member, retires=old, vouches=vouches)
    vault.seal_and_store(log, [body], key)
    return key


def give_missing(vault: Vault) -> None:
    """Grant what those who were granted single logs are to hold and do not.

    For the logs of circles that this device is of, and that wait for no turn.
    """
    for log in _left_logs(vault):
        if _may_turn(vault, log) and _is_known_outside(vault, log):
            fresh_key(vault, log)
    for log in shared_logs(vault):
        if _may_turn(vault, log):
            give_again(vault, log)


def _may_turn(vault: Vault, log: LogName) -> bool:
    newest = vault.roster.newest(log.compartment)
    held = vault.ring.circles.get(log.compartment, {})
    return newest is not None and newest.key in held


def _left_logs(vault: Vault) -> tuple[LogName, ...]:
    """Open logs with a grant to a device that is out and never was of the circle."""
    if vault.closed:
        return ()
    removals = [one for one in vault.roster.removals.values() if one.is_out]
    found = {
        log
        for log, device in vault.bag.granted_logs()
        for one in removals
        if device in one.devices and log.compartment not in one.circles
    }
    return tuple(log for log in sorted(found) if vault.ring.of_log(log))


def _is_known_outside(vault: Vault, log: LogName) -> bool:
    """Whether nobody has retired a key yet that a device holds which is out."""
    view = vault.view(log)
    gone = barred(vault.roster, log.compartment)
    granted = {
        key
        for _, body in view.current(Membership)
        for device, key, _ in grants_in(body)
        if device in gone
    }
    return bool(granted & vault.ring.of_log(log).keys() - view.retired())


def _vouches(vault: Vault, log: LogName) -> tuple[Vouch, ...]:
    """How far devices that are out count for this desk."""
    upto = vault.view(log).upto if vault.ring.of_log(log) else {}
    gone = sorted(left_for_good(vault.roster, log.compartment))
    found = ((device, *upto.get(device, NOTHING)) for device in gone)
    return tuple(
        Vouch(device=device, sequence=sequence, entry=entry)
        for device, sequence, entry in found
    )


def give_again(vault: Vault, log: LogName) -> None:
    """Grant what is missing of one log to those whose grant stands.

    After the keeper of the log has left there is a new key: who grants it keeps on.
    """
    found = standing(singles_of(vault.view(log), vault.roster))
    if not found:
        return
    members = {one.member for one in found}
    of = {name: [one for one in found if one.member == name] for name in members}
    key = choose_key(vault.ring, vault.roster, log, vault.view(log))
    if key is None or any(
        _is_older(vault.view(log), key, singles) for singles in of.values()
    ):
        key = fresh_key(vault, log)
    view = vault.view(log)
    for member, singles in sorted(of.items()):
        devices = grantable(vault, log, member)
        missing = tuple(_missing(vault, view, key, singles, devices))
        if missing:
            give(vault, log, member, missing)


def grantable(vault: Vault, log: LogName, member: MemberId) -> tuple[Device, ...]:
    """The devices of a member that a log can be granted to.

    One that was taken out once gets a single log no more; a new one does.
    """
    gone: frozenset[DeviceId] = frozenset()
    if not vault.roster.holds(member, log.compartment):
        gone = barred(vault.roster, log.compartment)
    every = vault.roster.people[member].devices
    return tuple(device for device in every if device.id not in gone)


def _is_older(view: LogView, key: LogKey, singles: Sequence[Single]) -> bool:
    """Whether a key opens what was written before a grant that does not include it."""
    before, _ = _around(view, singles)
    return KeyId(key.id) in before - _granted(singles)


def _missing(
    vault: Vault,
    view: LogView,
    key: LogKey,
    singles: Sequence[Single],
    devices: Sequence[Device],
) -> Iterator[tuple[Device, LogKey]]:
    """The keys that a member's devices are to hold and were not granted (§7)."""
    before, after = _around(view, singles)
    since = after - before - unfit_keys(view, vault.roster)
    wanted = _granted(singles) | since | {KeyId(key.id)}
    has = {(one.device, name) for one in singles for name in one.keys}
    ring = vault.ring.of_log(view.log)
    for device in devices:
        for name in sorted(wanted & ring.keys()):
            if (device.id, name) not in has:
                yield device, ring[name]


def _granted(singles: Sequence[Single]) -> frozenset[KeyId]:
    return frozenset(name for one in singles for name in one.keys)


def _around(
    view: LogView, singles: Sequence[Single]
) -> tuple[frozenset[KeyId], frozenset[KeyId]]:
    """The keys that entries are under up to a member's grant, and after it."""
    at = 1 + min(one.since for one in singles)
    before, after = view.entries[:at], view.entries[at:]
    return frozenset(one.key for one in before), frozenset(one.key for one in after)
