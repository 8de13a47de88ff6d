"""The mailboxes of a group: which there are, and what lets a desk use them (§12).

What opens a mailbox stands in the roster, sealed for its circle, and in the invitation
of a device that is new. Everybody may leave something in papers' and for counsel: what
lets do that, and take it back, is sealed for the whole group.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import cast

from safeconduct.base.digest import Json, canonical
from safeconduct.base.parcel import CAPABILITY_BYTES, MAILBOX_BYTES, MailboxId
from safeconduct.log.entries.act import CIRCLES_OF, Circle, SetMailbox
from safeconduct.log.errors import LogError
from safeconduct.log.keys.slot import Slot
from safeconduct.log.name import Compartment
from safeconduct.log.roster.access import may_name_mailbox
from safeconduct.log.vault.standing import act_in
from safeconduct.log.vault.vault import SALT_BYTES, Vault
from safeconduct.sealing.errors import SealError
from safeconduct.sealing.row import open_row, seal_row
from safeconduct.sealing.symmetric import KEY_BYTES, CircleKey, PostKey, RowKey

STORE = "mailbox"
NOTE = "lines"


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """One mailbox of a circle; `relay` is empty where a stick alone carries.

    `is_ours`: the device may look into it, and not only leave something there.
    """

    circle: Circle
    relay: str
    mailbox: MailboxId
    capability: bytes = field(repr=False)
    key: PostKey
    is_ours: bool = True

    @property
    def slot(self) -> Slot:
        """The mailbox as a desk writes to it."""
        return Slot(mailbox=self.mailbox, key=self.key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A mailbox, a capability with every right in it, and one that may not look in."""

    mailbox: MailboxId
    capability: bytes = field(repr=False)
    posting: bytes = field(repr=False)


Opener = Callable[[], Opened]
_EVERYBODYS = frozenset(Compartment).intersection(*CIRCLES_OF.values())


def nameable(vault: Vault) -> tuple[Circle, ...]:
    """The circles whose mailboxes this member may name, with a key to seal them.

    Raises:
        LogError: there are none.
    """
    role = vault.me().role
    found = tuple(
        circle
        for circle in Compartment
        if vault.ring.holds(circle)
        and may_name_mailbox(role, circle, is_empty=not vault.roster.holders(circle))
    )
    if not found:
        msg = f"A member with the role '{role}' may not do this."
        raise LogError(msg, kind="not allowed")
    return found


def set_mailbox(vault: Vault, circle: Circle, relay: str, opener: Opener) -> None:
    """Give a circle a mailbox of which every desk learns; older ones are still read.

    Counsel gives its own at a relay that a coordinator has named: desks show themselves
    to whoever runs it.

    Raises:
        LogError: not allowed, or no key of the circle is held.
    """
    _newest_key(vault, circle)
    if vault.me().role == "counsel" and not vault.roster.relays.get(relay):
        msg = "A coordinator names the group's relay first: then give its address."
        raise LogError(msg, kind="not allowed")
    opened = opener()
    address = Address(
        circle=circle,
        relay=relay,
        mailbox=opened.mailbox,
        capability=opened.capability,
        key=PostKey(raw=vault.around.entropy(KEY_BYTES)),
    )
    _announce(vault, address, to=circle)
    if circle not in _EVERYBODYS:
        posting = replace(address, capability=opened.posting, is_ours=False)
        _announce(vault, posting, to=Compartment.ROSTER)


def _announce(vault: Vault, address: Address, *, to: Circle) -> None:
    """Write on the roster what lets those who hold a circle use a mailbox."""
    sealed = seal_row(
        canonical(_to_json(address)).encode(),
        key=_row_key(_newest_key(vault, to)),
        log=vault.circle_log(to),
        store=STORE,
        salt=vault.around.entropy(SALT_BYTES),
    )
    circle, relay = address.circle, address.relay
    act_in(vault, SetMailbox(circle=circle, relay=relay, sealed=sealed))


def _newest_key(vault: Vault, circle: Circle) -> CircleKey:
    """The newest key of a circle that this device holds.

    Raises:
        LogError: it holds none.
    """
    held = vault.ring.circles.get(circle, {})
    for named in reversed(vault.roster.keys.get(circle, [])):
        if named.key in held:
            return held[named.key]
    msg = "This device holds no key of that compartment to seal its mailbox with."
    raise LogError(msg, kind="no key")


def for_sticks(vault: Vault) -> None:
    """Give each circle a mailbox at no relay: what is addressed to it goes on a stick.

    Raises:
        LogError: not allowed, or no key of a circle is held.
    """
    for circle in Compartment:
        set_mailbox(vault, circle, "", lambda: _by_hand(vault))


def _by_hand(vault: Vault) -> Opened:
    made = vault.around.entropy
    return Opened(
        mailbox=MailboxId(made(MAILBOX_BYTES)),
        capability=made(CAPABILITY_BYTES),
        posting=made(CAPABILITY_BYTES),
    )


def addresses(vault: Vault) -> tuple[Address, ...]:
    """Every mailbox that this device can use, those that count oldest first."""
    found = {item.mailbox: item for item in _invited(vault)}
    for item in _acted(vault):
        before = found.pop(item.mailbox, item)
        found[item.mailbox] = before if before.is_ours else item
    return tuple(found.values())


def newest(found: Iterable[Address]) -> Mapping[Circle, Address]:
    """The mailbox of each circle that is written to."""
    return {item.circle: item for item in found}


def know_mailboxes(vault: Vault) -> None:
    """Let the desk name what it posted at any relay, also where nobody posts any more.

    An erasure notes it by then, to have it dropped (§13).
    """
    for one in addresses(vault):
        if one.relay:
            vault.slots[one.mailbox] = (Compartment(one.circle), one.slot)


def keep_more(vault: Vault, more: bytes) -> None:
    """Keep what an invitation says of mailboxes.

    Raises:
        LogError: it says nothing that can be read.
    """
    read_more(more)
    vault.store.set_meta(NOTE, vault.seal.seal(NOTE, more))


def write_more(found: Iterable[Address]) -> bytes:
    """What an invitation says of the mailboxes of its circles."""
    lines: list[Json] = [_to_json(item) for item in found]
    return canonical({"lines": lines}).encode()


def read_more(more: bytes) -> tuple[Address, ...]:
    """The mailboxes that an invitation names.

    Raises:
        LogError: it is not as it must be.
    """
    try:
        content: object = json.loads(more)
        lines = cast("dict[str, list[object]]", content)["lines"]
        return tuple(_from_json(item) for item in lines)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        msg = "The invitation names its mailboxes in a form that is not known here."
        raise LogError(msg, kind="malformed") from error


def _invited(vault: Vault) -> tuple[Address, ...]:
    """What the invitation of this device said; nothing on that of the founder."""
    row = vault.store.meta(NOTE)
    text = vault.seal.open(NOTE, row) if row else None
    return () if text is None else read_more(text)


def _acted(vault: Vault) -> Iterator[Address]:
    """What the acts of the roster say that count and can be opened."""
    refused = {item.entry for item in vault.roster.refused}
    for item in vault.graph.order:
        if isinstance(item.body, SetMailbox) and item.id not in refused:
            found = _opened(vault, item.body)
            if found is not None:
                yield found


def _opened(vault: Vault, act: SetMailbox) -> Address | None:
    """The mailbox of an act; None where no key opens it, or it is of another circle."""
    circles = (Compartment(act.circle), Compartment.ROSTER)
    found = next(
        filter(None, (_unsealed(vault, act.sealed, one) for one in circles)), None
    )
    if found is None or (found.circle, found.relay) != (circles[0], act.relay):
        return None
    return found


def _unsealed(vault: Vault, row: bytes, circle: Circle) -> Address | None:
    keys = [_row_key(key) for key in vault.ring.circles.get(circle, {}).values()]
    held = {key.id: key for key in keys}
    try:
        text = open_row(row, keys=held, log=vault.circle_log(circle), store=STORE)
        return _from_json(json.loads(text))
    except (SealError, ValueError, KeyError, TypeError, RecursionError):
        # For others, or somebody's act that is none: the mailboxes before it serve.
        return None


def _row_key(key: CircleKey) -> RowKey:
    """What seals for a circle is made of its key."""
    return RowKey(raw=key.raw)


def _to_json(item: Address) -> dict[str, Json]:
    return {
        "circle": int(item.circle),
        "relay": item.relay,
        "mailbox": item.mailbox.hex(),
        "capability": item.capability.hex(),
        "key": item.key.raw.hex(),
        "ours": item.is_ours,
    }


def _from_json(content: object) -> Address:
    """One mailbox; whatever is wrong with it is a ValueError, KeyError or TypeError."""
    line = cast("dict[str, str]", content)
    circle = cast("dict[str, int]", content)["circle"]
    mailbox, capability, key = (
        bytes.fromhex(line[name]) for name in ("mailbox", "capability", "key")
    )
    lengths = (len(mailbox), len(capability), len(key))
    if lengths != (MAILBOX_BYTES, CAPABILITY_BYTES, KEY_BYTES):
        msg = "A mailbox, its capability or its key has another length."
        raise ValueError(msg)
    relay = str(line["relay"])
    # Half a character could be read and never written again; encoding refuses it.
    relay.encode()
    return Address(
        circle=Compartment(circle),
        relay=relay,
        mailbox=MailboxId(mailbox),
        capability=capability,
        key=PostKey(raw=key),
        is_ours=bool(line["ours"]),
    )
