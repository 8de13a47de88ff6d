"""A group begins, a device asks to join, and joins (spec/log.md §3, §8).

Spec of the files: spec/log.md §11; of boxes and invitations: spec/envelope.md §8, §17.
"""

from collections.abc import Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path

from safeconduct.log.entries.act import Found, MemberId, RecoveryKey
from safeconduct.log.errors import LogError
from safeconduct.log.exchange.intake import finish_taking
from safeconduct.log.group.line_book import know_mailboxes
from safeconduct.log.keys.desk_seal import DeskSeal
from safeconduct.log.name import NO_ENTRY, Compartment, EntryId, KeyId
from safeconduct.log.sharing.sheet_work import open_sheets
from safeconduct.log.stores.backup_content import STORE_FILE, Keys, OpenKey
from safeconduct.log.stores.bag import Bag, open_bag
from safeconduct.log.stores.disk import make_folder
from safeconduct.log.stores.file_folder import open_file_folder
from safeconduct.log.stores.keyring import Keyring
from safeconduct.log.stores.piece_book import PieceBook
from safeconduct.log.stores.store import Store, open_store
from safeconduct.log.vault.around import Surroundings
from safeconduct.log.vault.vault import ALONE, RESTORED, TIP, Vault
from safeconduct.sealing.device import Device, recovery_id
from safeconduct.sealing.grant import grant_circle, grant_log
from safeconduct.sealing.invitation import Invitation
from safeconduct.sealing.item import GrantItem
from safeconduct.sealing.opening import OpeningPublicKey, read_opening_key
from safeconduct.sealing.symmetric import CircleKey, LogKey

GROUP_BYTES = 16
IDENTITY = "identity"
MEMBER_BYTES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Founder:
    """Who begins a group, and what it is called."""

    group: str
    name: str
    recovery: RecoveryKey | None = None
    succeeds: bytes = b""


def found_group(
    folder: Path, device: Device, founder: Founder, around: Surroundings
) -> Vault:
    """Begin a group on a device that has no vault yet."""
    group = around.entropy(GROUP_BYTES)
    vault = _new_vault(folder, device, group, NO_ENTRY, around)
    begin_group(vault, founder, new_circle_keys(around))
    return vault


def new_circle_keys(around: Surroundings) -> tuple[CircleKey, ...]:
    """A new key for each circle."""
    return tuple(CircleKey(raw=around.entropy(32)) for _ in Compartment)


def begin_group(vault: Vault, founder: Founder, keys: Sequence[CircleKey]) -> None:
    """Write the first act of a group into a vault that is to be the group's."""
    device = vault.ring.device
    _keep_keys(vault.bag, vault.group, device, keys)
    vault.ring.load()
    act = Found(
        group=founder.group,
        member=new_member(vault.around),
        name=founder.name,
        role="coordinator",
        card=device.card.to_bytes(),
        keys=tuple(KeyId(key.id) for key in keys),
        recovery=() if founder.recovery is None else (founder.recovery,),
        succeeds=founder.succeeds,
    )
    under = keys[0].roster_log_key()
    (first,) = vault.seal_and_store(vault.roster_log, [act], under)
    vault.first = first
    keep_identity(vault)
    vault.reload()
    if founder.recovery is not None:
        _grant_recovery(vault, founder.recovery)


def join_group(
    folder: Path, device: Device, invitation: Invitation, around: Surroundings
) -> Vault:
    """Take an invitation on a device that has no vault yet.

    Raises:
        LogError: *malformed*: it brings a key of what is no circle; *taken*.
    """
    group = invitation.group
    if not {circle for circle, _ in invitation.keys} <= set(Compartment):
        msg = "The invitation brings a key of a circle that is not known here."
        raise LogError(msg, kind="malformed")
    vault = _new_vault(folder, device, group, EntryId(invitation.first), around)
    for circle, key in invitation.keys:
        _keep_key(vault.bag, group, device, Compartment(circle), key)
    vault.ring.load()
    # Nothing has come yet, and that too is sealed: a store that was emptied is found.
    number, link, _ = vault.store.end()
    vault.store.set_meta(TIP, vault.tip(number, link))
    keep_identity(vault)
    return vault


def open_group(
    folder: Path, device: Device, around: Surroundings, *, check: bool = True
) -> Vault:
    """Open a vault that is there.

    Raises:
        LogError: *damaged*: the store was cut or changed, or belongs to another device.
    """
    store = open_store(folder / "vault.db")
    bag = open_bag(folder / "bag.db")
    vault = _vault(folder, device, bytes(GROUP_BYTES), NO_ENTRY, store, bag, around)
    with ExitStack() as undo:
        undo.callback(vault.close)
        _read_identity(vault)
        vault.closed = bool(store.meta(RESTORED))
        if check:
            _check_end(vault)
        vault.ring.load()
        vault.reload()
        open_sheets(vault)
        know_mailboxes(vault)
        # Where it cannot be, the next opening tries again, as in `open_store`.
        with suppress(LogError):
            finish_taking(vault)
        undo.pop_all()
    return vault


def adopt_store(
    folder: Path, device: Device, group: bytes, keys: Keys, around: Surroundings
) -> None:
    """Make a store that another device has left the store of a new device.

    What the other sealed for itself alone goes; entries stay as they were signed. The
    vault is closed until tombstones have come.
    """
    store, bag = open_store(folder / STORE_FILE), open_bag(folder / "bag.db")
    vault = _vault(folder, device, group, keys.first, store, bag, around)
    try:
        for case in store.tombstones():
            bag.erase(case)
        bag.put_wraps(keys.wraps)
        bag.put_grants((one.subject, _granted(vault, one)) for one in keys.keys)
        store.set_meta(ALONE, b"")
        number, link, _ = store.end()
        store.set_meta(RESTORED, number.to_bytes(8))
        store.set_meta(TIP, vault.tip(number, link))
        keep_identity(vault)
    finally:
        vault.close()


def _grant_recovery(vault: Vault, recovery: RecoveryKey) -> None:
    """Grant the recovery key every circle: nobody else is in yet who could."""
    to = read_opening_key(recovery.card, "recovery key")
    items = [
        GrantItem(
            subject=bytes([circle]),
            grant=grant_circle(
                key,
                group=vault.group,
                circle=bytes([circle]),
                device=recovery_id(to),
                to=to,
            ),
        )
        for circle, held in vault.ring.circles.items()
        for key in held.values()
    ]
    vault.bag.put_grants((item.subject, item.grant) for item in items)
    vault.send(Compartment.ROSTER, items)


def _granted(vault: Vault, one: OpenKey) -> bytes:
    """A key in clear as a grant to the device itself."""
    group, to = vault.group, vault.ring.device.card.opening
    if len(one.subject) == 1:
        return grant_circle(
            CircleKey(raw=one.key),
            group=group,
            circle=one.subject,
            device=vault.device,
            to=to,
        )
    key = LogKey(raw=one.key)
    return grant_log(key, group=group, log=one.subject, device=vault.device, to=to)


def _check_end(vault: Vault) -> None:
    if not vault.is_whole():
        msg = "The end of the store is not what this device wrote last."
        raise LogError(msg, kind="damaged")


def keep_identity(vault: Vault) -> None:
    """Write down, sealed for this device, which group the store is of."""
    text = vault.group + vault.first
    vault.store.set_meta(IDENTITY, vault.seal.seal(IDENTITY, text))


def _read_identity(vault: Vault) -> None:
    text = vault.seal.open(IDENTITY, vault.store.meta(IDENTITY))
    if text is None:
        msg = "The store was not made by this device."
        raise LogError(msg, kind="damaged")
    vault.group, vault.first = text[:GROUP_BYTES], EntryId(text[GROUP_BYTES:])
    vault.ring.group = vault.group


def new_member(around: Surroundings) -> MemberId:
    """A new member's id."""
    return around.entropy(MEMBER_BYTES).hex()


def _new_vault(
    folder: Path, device: Device, group: bytes, first: EntryId, around: Surroundings
) -> Vault:
    make_folder(folder)
    if (folder / "vault.db").exists():
        msg = "There is a vault in this folder already."
        raise LogError(msg, kind="taken")
    store, bag = open_store(folder / "vault.db"), open_bag(folder / "bag.db")
    return _vault(folder, device, group, first, store, bag, around)


def _vault(  # noqa: PLR0913, PLR0917 -- the parts of a vault
    folder: Path,
    device: Device,
    group: bytes,
    first: EntryId,
    store: Store,
    bag: Bag,
    around: Surroundings,
) -> Vault:
    files = open_file_folder(folder / "files")
    return Vault(
        folder=folder,
        group=group,
        first=first,
        ring=Keyring(group=group, device=device, bag=bag),
        store=store,
        bag=bag,
        files=files,
        pieces=PieceBook(files=files),
        seal=DeskSeal(device=device, entropy=around.entropy),
        around=around,
    )


def _keep_keys(
    bag: Bag, group: bytes, device: Device, keys: Sequence[CircleKey]
) -> None:
    for circle, key in zip(Compartment, keys, strict=True):
        _keep_key(bag, group, device, circle, key)


def _keep_key(
    bag: Bag, group: bytes, device: Device, circle: Compartment, key: CircleKey
) -> None:
    """Keep a circle's key as a grant to the device itself."""
    to: OpeningPublicKey = device.card.opening
    grant = grant_circle(
        key, group=group, circle=bytes([circle]), device=device.id, to=to
    )
    bag.put_grants([(bytes([circle]), grant)])
