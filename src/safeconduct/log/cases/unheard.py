"""What this desk passed to counsel, till counsel says that it came (spec/log.md §5).

Till then it can give the key to counsel who is new: the laptops of those whom it was
sealed for may be lost. After that it opens nothing of it, as any desk of first line.
"""

from collections.abc import Collection
from dataclasses import dataclass

from safeconduct.log.cases.long_note import Rows, long_rows, read_long
from safeconduct.log.name import CaseId, Compartment, DeviceId, EntryId, LogName
from safeconduct.log.stores.store import Beside
from safeconduct.log.vault.vault import Vault
from safeconduct.sealing.symmetric import LogKey

NOTE = "unheard"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unheard:
    """An entry of main that was passed, the key of its copy, and who was given that."""

    case: CaseId
    entry: EntryId
    key: LogKey
    devices: frozenset[DeviceId]

    @property
    def log(self) -> LogName:
        """Where the copy stands."""
        return LogName(case=self.case, compartment=Compartment.COUNSEL)


def unheard(vault: Vault) -> tuple[Unheard, ...]:
    """All of which counsel has not said that it came."""
    return tuple(
        Unheard(
            case=CaseId(bytes.fromhex(case)),
            entry=EntryId(bytes.fromhex(name)),
            key=LogKey(raw=bytes.fromhex(key)),
            devices=frozenset(DeviceId(bytes.fromhex(one)) for one in devices),
        )
        for name, (case, key, *devices) in read_long(vault, NOTE).items()
    )


def with_unheard(vault: Vault, one: Unheard) -> Rows:
    """The note with one more, or with more devices of one."""
    devices = (device.hex() for device in sorted(one.devices))
    texts = [one.case.hex(), one.key.raw.hex(), *devices]
    return long_rows(vault, NOTE, read_long(vault, NOTE) | {one.entry.hex(): texts})


def let_go(vault: Vault, gone: Collection[EntryId]) -> None:
    """Forget the keys of what was passed, also in the log of writes."""
    names = {name.hex() for name in gone}
    found = read_long(vault, NOTE)
    if not names.isdisjoint(found):
        left = {name: texts for name, texts in found.items() if name not in names}
        notes = long_rows(vault, NOTE, left)
        vault.store.append((), tip=vault.tip, beside=Beside(notes=notes))
        vault.store.wipe()
