"""Whether what was passed to counsel has come there (spec/log.md §5).

`passed` is anybody's word. Counsel looks for the words themselves; all others wait till
counsel says the same: a second `passed` of the entry, by a device of counsel's.
"""

from collections.abc import Iterator
from dataclasses import replace

from safeconduct.log.entries.body import Passed
from safeconduct.log.entries.body_codec import Record
from safeconduct.log.entries.entry import Entry
from safeconduct.log.name import Compartment, DeviceId, EntryId, LogName
from safeconduct.log.replay.log_view import LogView
from safeconduct.log.sharing.unpacking import looks_into
from safeconduct.log.vault.vault import Vault


def come(vault: Vault, view: LogView) -> frozenset[EntryId]:
    """What was passed out of main and has come, as far as this desk can tell."""
    if looks_into(vault, Compartment.COUNSEL):
        return view.deleted().intersection(_here(vault, view))
    return said_to_have_come(vault, view)


def said_to_have_come(vault: Vault, view: LogView) -> frozenset[EntryId]:
    """What was passed out of main and came, as counsel says."""
    counsel = frozenset(_of_counsel(vault))
    every = ((item.device, item.body) for item in view.entries)
    return frozenset(
        body.entry
        for device, body in every
        if isinstance(body, Passed) and device in counsel
    )


def copy_of(entry: Entry) -> Record:
    """The body of an entry as it stands with counsel: it says whose words it has."""
    return replace(entry.body, cites=(*_cites(entry), entry.id))


def _of_counsel(vault: Vault) -> Iterator[DeviceId]:
    """The devices of counsel, and those that were till they left the group."""
    for device in vault.roster.ever_held(Compartment.COUNSEL):
        person = vault.roster.person_of(device)
        if person is None or vault.roster.holds(person.member, Compartment.COUNSEL):
            yield device


def _here(vault: Vault, view: LogView) -> Iterator[EntryId]:
    """What was passed and stands in counsel's log, from the device that passed it."""
    log = LogName(case=view.log.case, compartment=Compartment.COUNSEL)
    copies = vault.replay(log).entries if vault.ring.of_log(log) else ()
    cited = {(item.device, name): item for item in copies for name in _cites(item)}
    here = {item.id: item for item in view.entries}
    here |= {one.entry.id: one.entry for one in view.apart}
    for item in view.entries if cited else ():
        if isinstance(item.body, Passed):
            name = item.body.entry
            copy, entry = cited.get((item.device, name)), here.get(name)
            if copy and (entry is None or copy.body == copy_of(entry)):
                yield name


def _cites(entry: Entry) -> tuple[EntryId, ...]:
    found: tuple[EntryId, ...] = getattr(entry.body, "cites", ())
    return found
