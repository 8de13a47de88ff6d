"""A recovery key in shares, and a group that goes on from what they open (§14).

They open what was written; they sign nothing in anybody's name. Whoever recovers founds
a successor, in which he is himself.
"""

import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from safeconduct.base.errors import Fault, InputError
from safeconduct.base.plain import one_line
from safeconduct.log.entries.act import Circle, Found, NewRecovery, RecoveryKey
from safeconduct.log.entries.graph import Graph
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
from safeconduct.log.sharing.recovery_grant import granted_recovery
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
from safeconduct.sealing.context import CIRCLE_BYTES
from safeconduct.sealing.device import Device, recovery_id
from safeconduct.sealing.errors import SealError
from safeconduct.sealing.fingerprint import group_fingerprint
from safeconduct.sealing.grant import (
    GrantHead,
    open_circle_grant,
    open_log_grant,
    read_grant,
)
from safeconduct.sealing.opening import OpeningKey, read_opening_key
from safeconduct.sealing.share import combine, drill, split
from safeconduct.sealing.symmetric import CircleKey, SymmetricKey
from safeconduct.sealing.wrap import seal_wrap

_WHAT = "recovery key"
# However many are planted, and whatever they are called.
_MOST_NAMED, _MOST_LETTERS = 8, 80


@dataclass(frozen=True, slots=True, kw_only=True)
class _Begun:
    """A group that begins in a store, with the keys that shares open."""

    group: CaseId
    name: str
    acts: int
    keys: Keys

    def told(self) -> str:
        """What tells it from another."""
        name = one_line(self.name, most=_MOST_LETTERS)
        return f"{self.words} ('{name}', {self.acts} acts)"

    @property
    def words(self) -> str:
        """What its members compare by voice."""
        return " ".join(group_fingerprint(self.group, self.keys.first))


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
    """Propose a new recovery key: it opens all, and the old one nothing that comes.

    From then on that a second person agrees; at once in a group of one.

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
    """The circles with a key of which nobody who counts says that recovery opens it.

    What was granted when the group began stands in no act.

    Raises:
        LogError: *not there*: the group has no recovery key.
    """
    device = recovery_id(read_opening_key(_recovery(vault).card, _WHAT))
    began = {
        head.key_id
        for _, grant in vault.bag.grants()
        if (head := read_grant(grant)).device == device
    }
    return tuple(
        circle
        for circle in Compartment
        for given in [granted_recovery(vault, circle)]
        if any(
            one.key not in given and not (one.act == vault.first and one.key in began)
            for one in vault.roster.keys.get(circle, ())
        )
    )


def recover(  # noqa: PLR0913 -- where from, where to, and which of several
    shares: Sequence[str],
    source: Path,
    folder: Path,
    *,
    device: Device,
    around: Surroundings,
    today: date,
    group: str = "",
) -> Vault:
    """The vault that shares open, out of a backup or another desk's folder.

    It is of the old group, in which its device is nobody; `succeed` founds the next.
    `group`: the words of the group, needed where a folder has more than one.

    Raises:
        SealError: the shares do not open it.
        LogError: as `restore`; *no key*: nothing there was sealed for these shares.
        InputError: more than one group begins there.
    """
    key = combine(shares)
    if not source.is_dir():
        return restore(source, folder, key, device=device, around=around, today=today)
    store, bag = open_store(source / STORE_FILE), open_bag(source / "bag.db")
    try:
        begun = _opened_by(key, store, bag, group=group)
        with vault_made_in(folder) as made:
            store.copy_to(made / STORE_FILE)
            shutil.copytree(source / FILES_FOLDER, made / FILES_FOLDER)
            adopt_store(made, device, begun.group, begun.keys, around)
    finally:
        store.close()
        bag.close()
    # Closed: its desk may have been away when a case was erased.
    return open_group(folder, device, around)


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


def _opened_by(key: OpeningKey, store: Store, bag: Bag, *, group: str) -> _Begun:
    """The group of a store that was granted to a recovery key, and its keys.

    Anybody can write that he founds a group, and grant its keys: which came first
    proves nothing.
    """
    found = tuple(_begun(key, store, bag))
    if group:
        found = tuple(one for one in found if one.words == " ".join(group.split()))
    if not found:
        which = " of the group with these words" if group else ""
        msg = f"Nothing{which} in that folder was sealed for these shares."
        raise LogError(msg, kind="no key")
    if len(found) > 1:
        raise _several(found)
    return found[0]


def _several(found: Sequence[_Begun]) -> InputError:
    """Which groups begin in a folder, those on which most was built first."""
    what = "More than one group begins there, and anybody may have made the others."
    mend = (
        "Give the ten words of yours with --words: those that were noted when it was "
        "founded or joined."
    )
    longest = sorted(found, key=lambda one: -one.acts)[:_MOST_NAMED]
    named = [Fault(file="vault", what=one.told()) for one in longest]
    return InputError([Fault(file="vault", what=what, mend=mend), *named])


def _begun(key: OpeningKey, store: Store, bag: Bag) -> Iterator[_Begun]:
    """Every act that founds a group and opens with what a recovery key was granted."""
    device = recovery_id(key.public())
    grants = [
        (subject, grant)
        for subject, grant in bag.grants()
        if read_grant(grant).device == device
    ]
    wraps = bag.every_wrap()
    for log in store.logs():
        if log.compartment is Compartment.ROSTER:
            opened = tuple(_opened_keys(key, device, log.case, grants))
            for act, body, acts in _founding(store, log, opened):
                keys = Keys(first=act, keys=opened, wraps=wraps)
                yield _Begun(group=log.case, name=body.group, acts=acts, keys=keys)


def _opened_keys(
    key: OpeningKey, device: bytes, group: bytes, grants: Iterable[Grant]
) -> Iterator[OpenKey]:
    """The keys of circles, and those of single logs that were passed to counsel."""
    for subject, grant in grants:
        expected = GrantHead(device=device, key_id=read_grant(grant).key_id)
        is_circle = len(subject) == CIRCLE_BYTES
        try:
            found: SymmetricKey = (
                open_circle_grant(
                    grant, group=group, circle=subject, expected=expected, key=key
                )
                if is_circle
                else open_log_grant(
                    grant, group=group, log=subject, expected=expected, key=key
                )
            )
        except SealError:
            # Of another group, or damaged.
            continue
        yield OpenKey(subject=subject, key=found.raw)


def _founding(
    store: Store, log: LogName, opened: Sequence[OpenKey]
) -> Iterator[tuple[EntryId, Found, int]]:
    """The acts that say that they founded a group, and how many have built on each."""
    held = (
        CircleKey(raw=one.key).roster_log_key()
        for one in opened
        if one.subject == bytes([Compartment.ROSTER])
    )
    keys = {KeyId(key.id): key for key in held}
    graph = Graph(read_group(log, store.envelopes(log), keys=keys).entries)
    for item in graph.order:
        if isinstance(item.body, Found):
            acts = sum(graph.is_after(one.id, item.id) for one in graph.order)
            yield item.id, item.body, acts


def _rewrapped(vault: Vault, keys: Sequence[CircleKey]) -> Iterator[bytes]:
    """Every key of every log that opens here, wrapped under new keys of the circles."""
    for log in vault.store.logs():
        for key in vault.ring.of_log(log).values():
            yield seal_wrap(key, log=log.raw, circle_key=keys[log.compartment])
