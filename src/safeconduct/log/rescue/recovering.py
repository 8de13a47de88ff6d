"""A recovery key in shares, and a group that goes on from what they open (§14).

They open what was written; they sign nothing in anybody's name. Whoever recovers founds
a successor, in which he is himself.
"""

import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from safeconduct.log.entries.act import Circle, Found, NewRecovery, RecoveryKey
from safeconduct.log.errors import LogError
from safeconduct.log.exchange.exchange import post_again
from safeconduct.log.group.group import (
    GROUP_BYTES,
    Founder,
    adopt_store,
    begin_group,
    new_circle_keys,
    open_group,
)
from safeconduct.log.keys.sheet_book import SheetBook
from safeconduct.log.name import (
    NO_ENTRY,
    CaseId,
    Compartment,
    EntryId,
    KeyId,
    LogName,
)
from safeconduct.log.replay.elder import Elder
from safeconduct.log.replay.reading import read_group
from safeconduct.log.rescue.backing_up import restore, vault_made_in
from safeconduct.log.sharing.turning import settle
from safeconduct.log.stores.backup_content import (
    FILES_FOLDER,
    STORE_FILE,
    Keys,
    OpenKey,
)
from safeconduct.log.stores.bag import Bag, Grant, open_bag
from safeconduct.log.stores.store import Store, open_store
from safeconduct.log.vault.around import Surroundings
from safeconduct.log.vault.standing import act_in
from safeconduct.log.vault.vault import Vault
from safeconduct.sealing.author import SEED_BYTES
from safeconduct.sealing.device import Device, recovery_id
from safeconduct.sealing.errors import SealError
from safeconduct.sealing.grant import (
    GrantHead,
    open_circle_grant,
    read_grant,
)
from safeconduct.sealing.opening import OpeningKey, read_opening_key
from safeconduct.sealing.share import combine, drill, split
from safeconduct.sealing.symmetric import CircleKey
from safeconduct.sealing.wrap import seal_wrap

_WHAT = "recovery key"


def new_recovery(
    around: Surroundings, *, needed: int, shares: int
) -> tuple[RecoveryKey, tuple[str, ...]]:
    """A new recovery key, and the shares of which `needed` open it.

    The shares must be in their holders' hands before the key is published.

    Raises:
        InputError: these numbers make no sense.
    """
    key = OpeningKey(seed=around.entropy(SEED_BYTES))
    words = split(key, needed=needed, shares=shares)
    published = RecoveryKey(card=key.public().raw, threshold=needed, shares=shares)
    return published, words


def set_recovery(vault: Vault, recovery: RecoveryKey) -> EntryId:
    """Publish a new recovery key: it opens all, and the old one nothing that comes.

    Raises:
        LogError: not allowed.
    """
    name = act_in(vault, NewRecovery(recovery=recovery))
    settle(vault)
    return name


def drill_shares(vault: Vault, shares: Sequence[str]) -> bool:
    """Whether these shares would open the group's recovery key; nothing is opened.

    Raises:
        LogError: *not there*: the group has none.
    """
    return drill(shares, read_opening_key(_recovery(vault).card, _WHAT))


def beyond_recovery(vault: Vault) -> tuple[Circle, ...]:
    """The circles with a key that no desk has granted to the recovery key yet.

    Raises:
        LogError: *not there*: the group has no recovery key.
    """
    device = recovery_id(read_opening_key(_recovery(vault).card, _WHAT))
    given = {
        head.key_id
        for _, grant in (*vault.roster.grants, *vault.bag.grants())
        if (head := read_grant(grant)).device == device
    }
    return tuple(
        circle
        for circle in Compartment
        if any(one.key not in given for one in vault.roster.keys.get(circle, ()))
    )


def recover(
    shares: Sequence[str],
    source: Path,
    folder: Path,
    *,
    device: Device,
    around: Surroundings,
    today: date,
) -> Vault:
    """The vault that shares open, out of a backup or another desk's folder.

    It is of the old group, in which its device is nobody; `succeed` founds the next.

    Raises:
        SealError: the shares do not open it.
        LogError: as `restore`; *no key*: nothing there was sealed for these shares.
    """
    key = combine(shares)
    if not source.is_dir():
        return restore(source, folder, key, device=device, around=around, today=today)
    store, bag = open_store(source / STORE_FILE), open_bag(source / "bag.db")
    try:
        group, keys = _opened_by(key, store, bag)
        with vault_made_in(folder) as made:
            store.copy_to(made / STORE_FILE)
            shutil.copytree(source / FILES_FOLDER, made / FILES_FOLDER)
            adopt_store(made, device, group, keys, around)
    finally:
        store.close()
        bag.close()
    vault = open_group(folder, device, around)
    # What was erased is gone from that folder too.
    vault.open_up()
    return vault


def succeed(vault: Vault, founder: Founder) -> None:
    """Found a group that goes on from the vault's, with new keys for all of it.

    `founder` brings the new group's recovery key: the old one's shares were used.

    Raises:
        LogError: *closed*: tombstones have not come yet; *not there*: no recovery key.
    """
    if founder.recovery is None:
        msg = "The new group needs a recovery key of its own."
        raise LogError(msg, kind="not there")
    if vault.closed:
        msg = "Sync with the old group first, for what was erased since."
        raise LogError(msg, kind="closed")
    elder = Elder(
        group=CaseId(vault.group),
        first=vault.first,
        heads=tuple(head.id for head in vault.graph.newest()),
    )
    keys = new_circle_keys(vault.around)
    vault.bag.put_wraps(_rewrapped(vault, keys))
    old = [KeyId(read_grant(grant).key_id) for _, grant in vault.bag.grants()]
    vault.group = vault.ring.group = vault.around.entropy(GROUP_BYTES)
    vault.first = NO_ENTRY
    vault.ring.circles.clear()
    vault.sheets = SheetBook()
    vault.reload()
    begin_group(vault, replace(founder, succeeds=elder.to_bytes()), keys)
    # The keys of the old circles open nothing more that is not wrapped anew.
    vault.bag.erase_grants(old)
    settle(vault)
    post_again(vault)


def _recovery(vault: Vault) -> RecoveryKey:
    if vault.roster.recovery is None:
        msg = "The group has no recovery key."
        raise LogError(msg, kind="not there")
    return vault.roster.recovery


def _opened_by(key: OpeningKey, store: Store, bag: Bag) -> tuple[bytes, Keys]:
    """The newest group of a store that was granted to a recovery key, and its keys."""
    device = recovery_id(key.public())
    grants = [
        (subject, grant)
        for subject, grant in bag.grants()
        if read_grant(grant).device == device
    ]
    rosters = [log for log in store.logs() if log.compartment is Compartment.ROSTER]
    for log in rosters:
        opened = tuple(_circle_keys(key, device, log.case, grants))
        first = _first_act(store, log, opened)
        if first is not None:
            keys = Keys(first=first, keys=opened, wraps=bag.every_wrap())
            return log.case, keys
    msg = "Nothing in that folder was sealed for these shares."
    raise LogError(msg, kind="no key")


def _circle_keys(
    key: OpeningKey, device: bytes, group: bytes, grants: Iterable[Grant]
) -> Iterator[OpenKey]:
    for subject, grant in grants:
        expected = GrantHead(device=device, key_id=read_grant(grant).key_id)
        try:
            found = open_circle_grant(
                grant, group=group, circle=subject, expected=expected, key=key
            )
        except SealError:
            # Of another group, or damaged.
            continue
        yield OpenKey(subject=subject, key=found.raw)


def _first_act(store: Store, log: LogName, opened: Sequence[OpenKey]) -> EntryId | None:
    """The act that founded a group: of those that say so, the one that came first."""
    held = (
        CircleKey(raw=one.key).roster_log_key()
        for one in opened
        if one.subject == bytes([Compartment.ROSTER])
    )
    keys = {KeyId(key.id): key for key in held}
    readout = read_group(log, store.envelopes(log), keys=keys)
    acts = (item.id for item in readout.entries if isinstance(item.body, Found))
    return next(acts, None)


def _rewrapped(vault: Vault, keys: Sequence[CircleKey]) -> Iterator[bytes]:
    """Every key of every log that opens here, wrapped under new keys of the circles."""
    for log in vault.store.logs():
        for key in vault.ring.of_log(log).values():
            yield seal_wrap(key, log=log.raw, circle_key=keys[log.compartment])
