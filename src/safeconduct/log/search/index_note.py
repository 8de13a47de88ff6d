"""What the index of words notes of a log, to know whether it must follow it (§11).

What it took in changes with the entries; with keys and cards only where something was
left unread; with a sheet only where the sheet counts an author otherwise.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast

from safeconduct.base.digest import canonical
from safeconduct.log.entries.entry import Entry
from safeconduct.log.name import DeviceId, EntryId, LogName, Upto
from safeconduct.log.replay.log_view import LogView
from safeconduct.log.vault.vault import Vault

Extent = tuple[int, int]
Named = list[int | str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """How a log stood when it was followed; ids in hexadecimal.

    `newest` and `entries`: the number of its newest arrival, and how many were there.
    `lacked`: nothing, or with how many keys and cards some were left unread. `authors`:
    the newest entry of each, by its number and id; None where not all are one line.
    `cuts`: the authors of whom a sheet counts less than that.
    """

    newest: int
    entries: int
    lacked: str
    authors: Mapping[str, Named | None]
    cuts: Mapping[str, Named]

    def is_of(self, vault: Vault, log: LogName, extent: Extent) -> bool:
        """Whether the log still stands so."""
        if (self.newest, self.entries) != extent:
            return False
        is_unread = bool(self.lacked) and self.lacked != _held(vault, log)
        return not is_unread and self.cuts == _cuts(vault, log, self.authors)

    def write(self) -> str:
        """The note as a text."""
        return canonical(
            [self.newest, self.entries, self.lacked, self.authors, self.cuts]
        )


def read_note(text: str) -> Note:
    """The note in a text that `write` made."""
    newest, entries, lacked, authors, cuts = cast(
        "tuple[int, int, str, dict[str, Named | None], dict[str, Named]]",
        json.loads(text),
    )
    return Note(
        newest=newest, entries=entries, lacked=lacked, authors=authors, cuts=cuts
    )


def note_of(vault: Vault, view: LogView, numbers: Mapping[EntryId, int]) -> Note:
    """How a log stands as it is followed; `numbers` are those of its arrivals."""
    every = (*view.entries, *(item.entry for item in view.apart))
    is_read = numbers.keys() <= {item.id for item in every}
    authors = _newest(every)
    if view.faults:
        # Where something is wrong the newest entry does not vouch for all before it.
        authors = dict.fromkeys(authors)
    return Note(
        newest=max(numbers.values(), default=0),
        entries=len(numbers),
        lacked="" if is_read else _held(vault, view.log),
        authors=authors,
        cuts=_cuts(vault, view.log, authors),
    )


def _held(vault: Vault, log: LogName) -> str:
    """What decides how much of a log can be read."""
    return f"{len(vault.ring.of_log(log))} {len(vault.roster.cards)}"


def _newest(entries: Iterable[Entry]) -> dict[str, Named | None]:
    """The newest entry of each author."""
    found: dict[DeviceId, Upto] = {}
    for item in entries:
        own = (item.sequence, item.id)
        found[item.device] = max(found.get(item.device, own), own)
    return {device.hex(): _named(upto) for device, upto in found.items()}


def _cuts(
    vault: Vault, log: LogName, authors: Mapping[str, Named | None]
) -> Mapping[str, Named]:
    """How far authors count by the sheets, where that is not to their newest entry."""
    vouched = vault.sheets.vouched(log, vault.roster)
    named = {device.hex(): _named(upto) for device, upto in vouched.items()}
    return {
        device: upto
        for device, upto in named.items()
        if device in authors and upto != authors[device]
    }


def _named(upto: Upto) -> Named:
    number, name = upto
    return [number, name.hex()]
