"""Keys that turn, and devices that get theirs: what a desk settles by itself (§6, §8).

After every sync: circles whose members changed get a new key, and whoever is to hold a
key and does not gets it, from any desk that holds it.
"""

from collections.abc import Iterable, Iterator, Mapping

from safeconduct.log.entries.act import Circle, Grant, Seen, Turn
from safeconduct.log.keys.key_choice import roster_key
from safeconduct.log.keys.sheet import SheetLine, write_sheet
from safeconduct.log.name import (
    NO_FILE,
    Compartment,
    DeviceId,
    KeyId,
    LogName,
    Upto,
)
from safeconduct.log.replay.list_row import ListRow
from safeconduct.log.roster.contest import owes_seen
from safeconduct.log.roster.roster import CircleKeyNamed, Device
from safeconduct.log.sharing.recovery_grant import (
    granted_recovery,
    makes_its_own,
    recovery_device,
)
from safeconduct.log.sharing.sheet_work import keep_sheet
from safeconduct.log.sharing.single_work import give_missing
from safeconduct.log.stores.store import Beside, Outgoing
from safeconduct.log.vault.vault import Vault
from safeconduct.sealing.device import read_card
from safeconduct.sealing.grant import grant_circle, read_grant
from safeconduct.sealing.item import GrantItem, write_item
from safeconduct.sealing.opening import OpeningPublicKey, read_opening_key
from safeconduct.sealing.symmetric import CircleKey, LogKey
from safeconduct.sealing.wrap import seal_wrap

# In one act: it must stay far below what an item holds.
MOST_GRANTS = 256


def settle(vault: Vault) -> None:
    """Turn and grant what this device can; nothing where all is as it should be.

    Nor while the vault is closed: what it would write about may be erased.
    """
    if vault.closed:
        return
    for circle in Compartment:
        if vault.ring.holds(circle) and vault.roster.holds(vault.me().member, circle):
            if _wants_turn(vault, circle):
                turn(vault, circle)
            grant_missing(vault, circle)
    give_missing(vault)
    if owes_seen(vault.graph, vault.roster, vault.me().member):
        vault.append(vault.roster_log, Seen())


def turn(vault: Vault, circle: Circle) -> None:
    """Give a circle a new key, and its logs new keys under it."""
    key = CircleKey(raw=vault.around.entropy(32))
    lines = tuple(_lines(vault, circle, key))
    sheet = NO_FILE
    if circle is not Compartment.ROSTER:
        # Also with no line: else everybody saw whether counsel has any case.
        sheet = keep_sheet(vault, circle, key, write_sheet(lines))
    act = Turn(
        circle=circle,
        key=KeyId(key.id),
        seen=tuple(sorted(vault.roster.removed_from(circle))),
        sheet=sheet,
    )
    under = roster_key(vault.ring, vault.roster, vault.roster_log)
    vault.ring.keep(circle, key)
    vault.ring.put_wraps(line.wrap for line in lines)
    (name,) = vault.seal_and_store(vault.roster_log, [act], under)
    vault.sheets.add(name, lines)
    if circle is Compartment.ROSTER:
        grant_missing(vault, circle)


def grant_missing(vault: Vault, circle: Circle) -> None:
    """Grant the keys of a circle to the devices that are to hold them and do not."""
    given, held = _given(vault, circle), vault.ring.circles[circle]
    missing = [
        (device, to, held[name])
        for device, to, names in _holders(vault, circle)
        for name in names
        if name in held and (device, name) not in given and device != vault.device
    ]
    grants = tuple(
        grant_circle(
            key, group=vault.group, circle=bytes([circle]), device=device, to=to
        )
        for device, to, key in missing
    )
    if grants:
        acts = [
            Grant(circle=circle, grants=grants[at : at + MOST_GRANTS])
            for at in range(0, len(grants), MOST_GRANTS)
        ]
        subject = bytes([circle])
        # Here too: this may be the only desk that shares are ever used on.
        vault.bag.put_grants((subject, grant) for grant in grants)
        # With the act that names them: nobody would make them a second time.
        sent = tuple(
            Outgoing(
                circle=Compartment.ROSTER,
                payload=write_item(GrantItem(subject=subject, grant=grant)),
            )
            for grant in grants
        )
        vault.append_all(vault.roster_log, acts, Beside(outgoing=sent))


def _given(vault: Vault, circle: Circle) -> frozenset[tuple[DeviceId, KeyId]]:
    """Which devices need not be granted which keys of a circle again."""
    said = {
        (DeviceId(head.device), KeyId(head.key_id))
        for one in vault.roster.grants
        if one.circle is circle
        for head in [read_grant(one.grant)]
    }
    if not makes_its_own(vault, circle):
        return frozenset(said)
    to, own = recovery_device(vault), granted_recovery(vault, circle)
    others = (one for one in said if one[0] != to)
    return frozenset((*others, *((to, key) for key in own)))


def _wants_turn(vault: Vault, circle: Circle) -> bool:
    """Whether somebody left, or came without history, since the newest key."""
    newest = vault.roster.newest(circle)
    if newest is None or _is_founders(vault, circle, newest):
        return True
    if newest.key not in vault.ring.circles[circle]:
        # Nobody may have been granted it; to wait would let its author stop everybody.
        return True
    if not vault.graph.is_after(newest.act, vault.roster.recovery_act):
        # The shares of the recovery key before open whatever it was granted.
        return True
    return any(
        not device.history and not vault.graph.is_after(newest.act, device.since)
        for device in vault.roster.holders(circle)
        if circle is not Compartment.ROSTER
    )


def _is_founders(vault: Vault, circle: Circle, newest: CircleKeyNamed) -> bool:
    """Whether a circle still has the key of a founder who does not belong to it."""
    founder = vault.roster.authors.get(vault.graph.by_id[vault.first].device, "")
    return newest.act == vault.first and not vault.roster.holds(founder, circle)


def _holders(
    vault: Vault, circle: Circle
) -> Iterator[tuple[DeviceId, OpeningPublicKey, tuple[KeyId, ...]]]:
    """Each device with its opening key and the keys of the circle that are for it."""
    every = vault.roster.keys.get(circle, [])
    for device in vault.roster.holders(circle):
        names = keys_for(vault, circle, device)
        yield device.id, read_card(device.card).opening, names
    if vault.roster.recovery is not None:
        to = read_opening_key(vault.roster.recovery.card, "recovery key")
        yield recovery_device(vault), to, _named_once(every)


def keys_for(vault: Vault, circle: Circle, device: Device) -> tuple[KeyId, ...]:
    """The keys of a circle that a device is to hold."""
    every = vault.roster.keys.get(circle, [])
    return _named_once(one for one in every if _is_for(vault, circle, device, one))


def _named_once(named: Iterable[CircleKeyNamed]) -> tuple[KeyId, ...]:
    """Keys, each once: turns beside each other may name the same."""
    return tuple(dict.fromkeys(one.key for one in named))


def _is_for(vault: Vault, circle: Circle, device: Device, item: CircleKeyNamed) -> bool:
    """The roster is for all, whole; else without history only what came after."""
    is_whole = device.history or circle is Compartment.ROSTER
    return is_whole or vault.graph.is_after(item.act, device.since)


def _lines(vault: Vault, circle: Circle, key: CircleKey) -> Iterator[SheetLine]:
    """A new key for every log of the circle, and how far removed devices count."""
    removed = {
        device
        for removal in vault.roster.removals.values()
        for device in removal.devices
    }
    if circle is Compartment.ROSTER:
        return
    rows = {row.log: row for row in vault.rows() if row.log.compartment is circle}
    for log in vault.store.logs():
        if log.compartment is not circle:
            continue
        upto = _upto(vault, log, rows.get(log))
        wrap = seal_wrap(
            LogKey(raw=vault.around.entropy(32)), log=log.raw, circle_key=key
        )
        vouched = sorted((one, upto[one]) for one in removed & upto.keys())
        yield SheetLine(log=log, wrap=wrap, vouched=tuple(vouched))


def _upto(vault: Vault, log: LogName, row: ListRow | None) -> Mapping[DeviceId, Upto]:
    """How far devices count; a row may be older than a sheet, which then holds."""
    if row is None:
        return vault.view(log).upto if vault.ring.of_log(log) else {}
    return {**row.upto, **vault.sheets.vouched(log, vault.roster)}
