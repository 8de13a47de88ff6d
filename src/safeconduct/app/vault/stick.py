"""Bundles on a stick: which mailboxes they are of, with no relay (spec/log.md §12)."""

from collections.abc import Iterator, Sequence

from safeconduct.log.cases.passing import follow_passed
from safeconduct.log.exchange.bundle import Carried
from safeconduct.log.exchange.exchange import take_in, write_out
from safeconduct.log.exchange.intake import Taken
from safeconduct.log.group.line_book import Address, addresses, newest
from safeconduct.log.sharing.turning import settle
from safeconduct.log.vault.vault import Vault


def pack(vault: Vault, *, whole: bool) -> Iterator[Carried]:
    """What a stick carries, the roster first: it says who counts in the rest.

    It goes to the mailboxes that were made for sticks: everybody knows those, also who
    has not heard of a relay yet.
    """
    found = addresses(vault)
    used = {**newest(found), **newest(item for item in found if not item.relay)}
    slots = {circle: used[circle].slot for circle in sorted(used)}
    return write_out(vault, slots, whole=whole)


def unpack(vault: Vault, carried: Sequence[Carried]) -> Taken:
    """Take what a stick brought, then settle what follows from it.

    The roster can bring mailboxes that nobody here knew before.
    """
    whole = Taken()
    known: tuple[Address, ...] = ()
    while (found := _ours(vault)) != known:
        known = found
        taken = take_in(vault, carried, [item.slot for item in found])
        whole.entries += taken.entries
        whole.logs |= taken.logs
    if vault.roster.person_of(vault.device) is not None:
        settle(vault)
        follow_passed(vault)
    return whole


def _ours(vault: Vault) -> tuple[Address, ...]:
    """The mailboxes that this device may look into."""
    return tuple(item for item in addresses(vault) if item.is_ours)
