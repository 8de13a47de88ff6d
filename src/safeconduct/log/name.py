"""What a log is called: a case and a compartment of it (spec/envelope.md §2)."""

from dataclasses import dataclass
from enum import IntEnum
from typing import NewType

from safeconduct.base.errors import OurFaultError

DeviceId = NewType("DeviceId", bytes)
EntryId = NewType("EntryId", bytes)
CaseId = NewType("CaseId", bytes)
KeyId = NewType("KeyId", bytes)
# Of sealed bytes: their hash, under which they lie on the disk.
FileName = NewType("FileName", bytes)
RawKey = NewType("RawKey", bytes)

ID_BYTES = 16
LOG_BYTES = ID_BYTES + 1
HASH_BYTES = 32
NO_ENTRY = EntryId(bytes(HASH_BYTES))
NO_FILE = FileName(b"")
# How far a device counts in a log: the number and the id of its last entry that does.
# Under the number alone a removed device could write another entry.
Upto = tuple[int, EntryId]


class Compartment(IntEnum):
    """Where something is kept; a lower one is cited by a higher, never the reverse."""

    ROSTER = 0
    MAIN = 1
    PAPERS = 2
    COUNSEL = 3


_PARTS = {bytes([one]): one for one in Compartment}
# Compartments of a case; the roster is the group's own log.
OF_A_CASE = (Compartment.MAIN, Compartment.PAPERS, Compartment.COUNSEL)


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class LogName:
    """One log: `case` is the group's id where the compartment is the roster."""

    case: CaseId
    compartment: Compartment

    @property
    def raw(self) -> bytes:
        """The 17 bytes that are bound to everything sealed for the log."""
        if len(self.case) != ID_BYTES:
            msg = "The id of a case has 16 bytes."
            raise OurFaultError(msg)
        return self.case + bytes([self.compartment])


def read_log_name(raw: bytes) -> LogName | None:
    """The log that 17 bytes name; None where they name none."""
    part = _PARTS.get(raw[ID_BYTES:])
    if part is None:
        return None
    return LogName(case=CaseId(raw[:ID_BYTES]), compartment=part)
