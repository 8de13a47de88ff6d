"""Members and devices come and go (spec/log.md §3, §6, §8)."""

from safeconduct.log.entries.act import ROLES, Approve, MemberId, Propose, Remove
from safeconduct.log.errors import LogError
from safeconduct.log.group.group import new_member
from safeconduct.log.name import Compartment, DeviceId, EntryId
from safeconduct.log.roster.roster import Device, Person
from safeconduct.log.sharing.turning import keys_for, settle
from safeconduct.log.vault.standing import act_in
from safeconduct.log.vault.vault import Vault
from safeconduct.sealing.device import Card
from safeconduct.sealing.invitation import Invitation

WHY = ("left", "lost", "safety")


def propose(
    vault: Vault, card: Card, *, name: str, role: str, history: bool
) -> tuple[EntryId, MemberId]:
    """Propose a person; a second member must approve, but for the group's first two.

    Raises:
        LogError: no such role, or a name that is taken.
    """
    if role not in ROLES:
        msg = f"There is no role '{role}'; roles are {', '.join(ROLES)}."
        raise LogError(msg, kind="refused")
    if any(person.name == name for person in vault.roster.people.values()):
        msg = "Somebody in the group has this name already."
        raise LogError(msg, kind="taken")
    member = new_member(vault.around)
    act = Propose(
        member=member, name=name, role=role, card=card.to_bytes(), history=history
    )
    return act_in(vault, act), member


def propose_device(vault: Vault, card: Card, member: MemberId) -> EntryId:
    """Propose another device of a member, with as much of the past as his others."""
    person = named(vault, member)
    act = Propose(
        member=person.member,
        name=person.name,
        role=person.role,
        card=card.to_bytes(),
        history=any(one.history for one in person.devices),
    )
    return act_in(vault, act)


def approve(vault: Vault, proposal: EntryId) -> EntryId:
    """Agree to a proposal, of a person or a recovery key, as the second person."""
    return act_in(vault, Approve(proposal=proposal))


def remove(
    vault: Vault, member: MemberId, *, why: str, device: DeviceId | None = None
) -> EntryId:
    """Take a member, or one device of his, out; the keys turn at once.

    Raises:
        LogError: nobody so called, no such reason, or not allowed.
    """
    person = named(vault, member)
    if why not in WHY:
        msg = f"A removal has one of these reasons: {', '.join(WHY)}."
        raise LogError(msg, kind="refused")
    act = Remove(member=person.member, why=why, device=device or b"")
    name = act_in(vault, act)
    if vault.roster.person_of(vault.device) is not None:
        settle(vault)
    return name


def named(vault: Vault, member: MemberId) -> Person:
    """A member by id or by name.

    Raises:
        LogError: nobody is so called.
    """
    for person in vault.roster.people.values():
        if member in {person.member, person.name}:
            return person
    msg = "There is no such member."
    raise LogError(msg, kind="not there")


def invite(vault: Vault, device: Device, *, more: bytes) -> Invitation:
    """What lets an approved device begin: keys of its circles that are held here.

    Raises:
        LogError: the device is not approved.
    """
    person = vault.roster.person_of(device.id)
    if person is None:
        msg = "The device is not approved yet, or is removed."
        raise LogError(msg, kind="not allowed")
    settle(vault)
    keys = tuple(
        (int(circle), vault.ring.circles[circle][name])
        for circle in Compartment
        if vault.roster.holds(person.member, circle)
        for name in keys_for(vault, circle, device)
        if name in vault.ring.circles.get(circle, {})
    )
    return Invitation(group=vault.group, first=vault.first, keys=keys, more=more)
