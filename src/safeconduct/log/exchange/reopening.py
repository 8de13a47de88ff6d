"""When a vault out of a backup shows its cases: no tombstone can be missing (§14).

That nothing came proves nothing: a relay may keep back what it likes. A vault opens by
an act that came after the backup, with all that its author had seen.
"""

from collections.abc import Collection, Iterator

from safeconduct.log.entries.act import Approve
from safeconduct.log.entries.entry import Entry
from safeconduct.log.name import NO_ENTRY, EntryId
from safeconduct.log.vault.vault import RESTORED, Vault

# Who hands over a stick may have written what is on it himself, alone.
_WITNESSES = 2


def open_if_let_in(vault: Vault) -> None:
    """Open a closed vault once somebody has agreed to its device, and that has come.

    Who proposed it may not have heard of what the others erased; who agreed came last.
    """
    if vault.closed:
        since = int.from_bytes(vault.store.meta(RESTORED))
        agreed = _agreed(vault)
        if any(act.id in agreed for act in _come(vault, since)):
            vault.open_up()


def open_if_told(vault: Vault, since: int) -> None:
    """Open a closed vault if acts of two who are in arrived after a number.

    Of one, where the group has two members at most: the other may be who restores.
    """
    if vault.closed:
        every = (vault.roster.person_of(act.device) for act in _come(vault, since))
        authors = {person.member for person in every if person is not None}
        is_small = len(vault.roster.people) <= _WITNESSES
        if len(authors) >= (1 if is_small else _WITNESSES):
            vault.open_up()


def _agreed(vault: Vault) -> frozenset[EntryId]:
    """The acts by which a second person let this device in, or else the first."""
    person = vault.roster.person_of(vault.device)
    devices = () if person is None else person.devices
    proposed = frozenset(one.act for one in devices if one.id == vault.device)
    agreed = (
        act.id
        for act in vault.graph.order
        if isinstance(act.body, Approve) and act.body.proposal in proposed
    )
    return frozenset(agreed) - _refused(vault) or proposed


def _come(vault: Vault, since: int) -> Iterator[Entry]:
    """The acts that count and arrived after a number, with all before them."""
    numbers, refused = vault.store.numbers(vault.roster_log), _refused(vault)
    whole = {NO_ENTRY}
    for act in vault.graph.order:
        if _is_whole(act, whole):
            whole.add(act.id)
            if numbers.get(act.id, 0) > since and act.id not in refused:
                yield act


def _refused(vault: Vault) -> frozenset[EntryId]:
    return frozenset(one.entry for one in vault.roster.refused)


def _is_whole(act: Entry, whole: Collection[EntryId]) -> bool:
    """Whether everything that an act comes after is here, and opens."""
    heads = (head.id for head in act.frame.heads)
    return all(name in whole for name in (act.frame.previous, *heads))
