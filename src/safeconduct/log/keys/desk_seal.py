"""What a desk seals for itself alone: its group, the end of its chain (§11)."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass

from safeconduct.base.digest import Json, canonical
from safeconduct.base.parcel import DropToken, ItemId
from safeconduct.log.name import ID_BYTES, NO_ENTRY, EntryId, LogName
from safeconduct.sealing.context import context
from safeconduct.sealing.device import Device
from safeconduct.sealing.errors import SealError
from safeconduct.sealing.row import open_row, seal_row

_NO_LOG = bytes(ID_BYTES + 1)
_SALT_BYTES = 32
_NOTE = "alone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """The device's own newest entry in a log that it cannot read."""

    sequence: int = 0
    id: EntryId = NO_ENTRY


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskSeal:
    """Seals under the third seed of a device, which nobody else has."""

    device: Device
    entropy: Callable[[int], bytes]

    def seal(self, store: str, text: bytes) -> bytes:
        """Seal a text for one purpose of the desk."""
        return seal_row(
            text,
            key=self.device.row_key,
            log=_NO_LOG,
            store=store,
            salt=self.entropy(_SALT_BYTES),
        )

    def open(self, store: str, row: bytes) -> bytes | None:
        """The text; None where this device did not seal it for that purpose."""
        key = self.device.row_key
        try:
            return open_row(row, keys={key.id: key}, log=_NO_LOG, store=store)
        except SealError:
            return None

    def salt(self, text: bytes) -> bytes:
        """A salt that nobody can guess, the same for the same text."""
        return self._secret("item salt", text)

    def drop_token(self, item: ItemId) -> DropToken:
        """What this desk alone knows of an item that it posts (§12)."""
        return DropToken(self._secret("drop token", item))

    def _secret(self, purpose: str, text: bytes) -> bytes:
        return self.device.row_key.derive(
            salt=hashlib.sha256(text).digest(), info=context(purpose)
        )

    def read_note(self, row: bytes, log: LogName) -> Own:
        """Where the device stands in a log that it cannot read."""
        found = self._notes(row).get(log.raw.hex())
        if found is None:
            return Own()
        sequence, name = found
        return Own(sequence=sequence, id=EntryId(bytes.fromhex(name)))

    def write_note(self, row: bytes, log: LogName, own: Own) -> bytes:
        """The note with one log changed."""
        notes = self._notes(row) | {log.raw.hex(): (own.sequence, own.id.hex())}
        content: Json = {key: list(value) for key, value in notes.items()}
        return self.seal(_NOTE, canonical(content).encode())

    def _notes(self, row: bytes) -> dict[str, tuple[int, str]]:
        text = self.open(_NOTE, row) if row else b"{}"
        found: dict[str, list[int | str]] = json.loads(text or b"{}")
        return {key: (int(one[0]), str(one[1])) for key, one in found.items()}
