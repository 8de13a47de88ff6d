"""What people call cases, entries, proposals and devices, found in a vault."""

from collections.abc import Iterable
from typing import TypeVar

from safeconduct.base.errors import Fault, InputError
from safeconduct.base.near import nearest
from safeconduct.log.entries.entry import Entry
from safeconduct.log.name import CaseId, EntryId, LogName
from safeconduct.log.roster.roster import Device, Person
from safeconduct.log.vault.standing import open_parts
from safeconduct.log.vault.vault import Vault
from safeconduct.sealing.device import read_card
from safeconduct.sealing.fingerprint import card_fingerprint

SHOWN_DIGITS = 8
LEAST_DIGITS = 4
B = TypeVar("B", bound=bytes)


def short(name: bytes) -> str:
    """An id as it is shown: enough digits to name it again."""
    return name.hex()[:SHOWN_DIGITS]


def find_case(vault: Vault, text: str) -> CaseId:
    """A case by its alias, or by the first digits of its id.

    Raises:
        InputError: there is none, or several are so called.
    """
    check_open(vault)
    rows = vault.cases()
    called = [row.log.case for row in rows if row.is_called(text)]
    if not called:
        called = _named_by(text, (row.log.case for row in rows))
    mend = nearest(text, (row.alias for row in rows))
    return _only(text, called, what="case", mend=mend)


def check_open(vault: Vault) -> None:
    """Refuse to show cases of a backup that may have been erased since.

    Raises:
        InputError: nobody has said yet what was erased.
    """
    if vault.closed:
        what = "Restored from a backup: what was erased since lies in it still."
        mend = (
            "Sync first, once the others have approved this device, or import a bundle "
            "of somebody who is in the group."
        )
        raise InputError([Fault(file="vault", what=what, mend=mend)])


def find_entry(vault: Vault, case: CaseId, text: str) -> EntryId:
    """An entry of the open parts of a case, by the first digits of its id.

    Raises:
        InputError: there is none, or several begin so.
    """
    every = (item.id for view in open_parts(vault, case) for item in _all(vault, view))
    return _only(text, _named_by(text, every), what="entry")


def find_id(text: str, among: Iterable[B], *, what: str) -> B:
    """One of some ids, by its first digits.

    Raises:
        InputError: there is none, or several begin so.
    """
    return _only(text, _named_by(text, among), what=what)


def find_device(person: Person, text: str) -> Device:
    """A device of a member by the first digits of its id, or by its words.

    Raises:
        InputError: there is none, or several begin so.
    """
    words = text.casefold().split()
    by_words = [
        device.id
        for device in person.devices
        if words and words == list(words_of(device.card))[: len(words)]
    ]
    ids = by_words or _named_by(text, (device.id for device in person.devices))
    name = _only(text, ids, what="device of this member")
    return next(device for device in person.devices if device.id == name)


def words_of(card: bytes) -> tuple[str, ...]:
    """The words of a device, to be compared by voice."""
    return card_fingerprint(read_card(card))


def _all(vault: Vault, log: LogName) -> Iterable[Entry]:
    view = vault.view(log)
    yield from view.entries
    for item in view.apart:
        yield item.entry


def _named_by(text: str, among: Iterable[B]) -> list[B]:
    digits = text.casefold()
    if len(digits) < LEAST_DIGITS:
        return []
    return sorted({name for name in among if name.hex().startswith(digits)})


def _only(text: str, found: list[B], *, what: str, mend: str = "") -> B:
    if len(found) == 1:
        return found[0]
    if found:
        shown = ", ".join(short(name) for name in found[:10])
        said = f"'{text}' names {len(found)}: {shown}."
        mend = "Give the first digits of the one that is meant."
    else:
        said = f"There is no {what} '{text}' here."
    raise InputError([Fault(file="command line", what=said, mend=mend)])
