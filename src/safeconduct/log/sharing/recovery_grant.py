"""What the recovery key was granted, as far as a desk can know (spec/log.md §14).

Only shares open such a grant, and garbage looks the same.
"""

from safeconduct.log.entries.act import CIRCLES_OF, Circle
from safeconduct.log.name import DeviceId, KeyId
from safeconduct.log.roster.roster import Person
from safeconduct.log.vault.vault import Vault
from safeconduct.sealing.device import recovery_id
from safeconduct.sealing.grant import read_grant
from safeconduct.sealing.opening import read_opening_key


def granted_recovery(vault: Vault, circle: Circle) -> frozenset[KeyId]:
    """The keys of a circle that the recovery key opens, as far as this desk can know.

    The desks of coordinators and counsel make every grant themselves, whoever else
    did, and hear nobody; the others hear these.
    """
    heard = {vault.device}
    if not makes_its_own(vault, circle):
        heard |= {
            device.id
            for person in vault.roster.people.values()
            if _answers_for_recovery(person, circle)
            for device in person.devices
        }
    to = recovery_device(vault)
    return frozenset(
        KeyId(head.key_id)
        for one in vault.roster.grants
        if one.circle is circle and one.by in heard
        for head in [read_grant(one.grant)]
        if head.device == to
    )


def makes_its_own(vault: Vault, circle: Circle) -> bool:
    """Whether this desk believes nobody's grants to the recovery key but its own."""
    person = vault.roster.person_of(vault.device)
    return person is not None and _answers_for_recovery(person, circle)


def _answers_for_recovery(person: Person, circle: Circle) -> bool:
    is_first_line = person.role == "first_line"
    return not is_first_line and circle in CIRCLES_OF[person.role]


def recovery_device(vault: Vault) -> DeviceId:
    """What grants call the recovery key; nothing where there is none."""
    recovery = vault.roster.recovery
    if recovery is None:
        return DeviceId(b"")
    return DeviceId(recovery_id(read_opening_key(recovery.card, "recovery key")))
