"""When a vault out of a backup shows its cases: no tombstone can be missing (§14).

That nothing came proves nothing: a relay may keep back what it likes. A vault opens by
an act that came after the backup, with all that its author had seen.
"""

from safeconduct.log.name import NO_ENTRY, EntryId
from safeconduct.log.vault.vault import RESTORED, Vault


def open_if_let_in(vault: Vault) -> None:
    """Open a closed vault once the act that let its device in has come."""
    if not vault.closed:
        return
    person = vault.roster.person_of(vault.device)
    devices = () if person is None else person.devices
    since = int.from_bytes(vault.store.meta(RESTORED))
    _open_by(vault, {one.act for one in devices if one.id == vault.device}, since)


def open_if_told(vault: Vault, since: int) -> None:
    """Open a closed vault if acts that count arrived after a number of arrival."""
    if vault.closed:
        refused = {one.entry for one in vault.roster.refused}
        _open_by(vault, set(vault.graph.by_id) - refused, since)


def _open_by(vault: Vault, acts: set[EntryId], since: int) -> None:
    """Open by one of some acts that came later, with all before it."""
    numbers = vault.store.numbers(vault.roster_log)
    if any(numbers.get(act, 0) > since and _is_whole(vault, act) for act in acts):
        vault.open_up()


def _is_whole(vault: Vault, act: EntryId) -> bool:
    """Whether everything that an act comes after is here, and opens."""
    waits, known = [act], {NO_ENTRY}
    while waits:
        name = waits.pop()
        if name in known:
            continue
        item = vault.graph.by_id.get(name)
        if item is None:
            return False
        known.add(name)
        waits += [item.frame.previous, *(head.id for head in item.frame.heads)]
    return True
