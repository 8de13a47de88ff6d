"""An entry as it was opened: who wrote what after what (spec/log.md §4, §5)."""

from dataclasses import dataclass

from safeconduct.log.entries.body_codec import Record
from safeconduct.log.entries.frame import Frame, Head
from safeconduct.log.name import DeviceId, EntryId, KeyId, LogName


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of one log; `key` is the id of the key that it was sealed under."""

    id: EntryId
    log: LogName
    key: KeyId
    frame: Frame
    body: Record

    @property
    def device(self) -> DeviceId:
        """The author's device."""
        return self.frame.device

    @property
    def sequence(self) -> int:
        """Its number among the device's entries in the log, from 1."""
        return self.frame.sequence

    def head(self) -> Head:
        """The entry as others name it."""
        return Head(device=self.device, sequence=self.sequence, id=self.id)
