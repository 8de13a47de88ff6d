"""The sheet of a turn: new keys of logs, and what still counts (spec/log.md §6)."""

import struct
from collections.abc import Sequence
from dataclasses import dataclass

from safeconduct.log.errors import LogError
from safeconduct.log.name import DeviceId, EntryId, LogName, Upto, read_log_name
from safeconduct.sealing.errors import SealError
from safeconduct.sealing.wrap import WRAP_BYTES, read_wrap

_COUNT = struct.Struct(">H")
_VOUCHED = struct.Struct(">16sI32s")


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetLine:
    """A log's new key, wrapped, and how far the entries of removed devices count."""

    wrap: bytes
    vouched: tuple[tuple[DeviceId, Upto], ...] = ()

    def log(self) -> LogName:
        """The log that it is about.

        Raises:
            LogError: the wrap names none.
        """
        found = read_log_name(read_wrap(self.wrap).log)
        if found is None:
            raise _malformed()
        return found


def write_sheet(lines: Sequence[SheetLine]) -> bytes:
    """The bytes of a sheet."""
    return b"".join(
        line.wrap
        + _COUNT.pack(len(line.vouched))
        + b"".join(_VOUCHED.pack(device, *upto) for device, upto in line.vouched)
        for line in lines
    )


def read_sheet(raw: bytes) -> tuple[SheetLine, ...]:
    """The lines in some bytes.

    Raises:
        LogError: these are not the bytes of a sheet.
    """
    found: list[SheetLine] = []
    at = 0
    while at < len(raw):
        top = at + WRAP_BYTES
        end = top + _COUNT.size
        if len(raw) < end:
            raise _malformed()
        (count,) = _COUNT.unpack(raw[top:end])
        line, at = raw[at : end + count * _VOUCHED.size], end + count * _VOUCHED.size
        if len(raw) < at:
            raise _malformed()
        found.append(_line(line))
    if len({line.log() for line in found}) < len(found):
        raise _malformed()
    return tuple(found)


def _line(raw: bytes) -> SheetLine:
    wrap, rest = raw[:WRAP_BYTES], raw[WRAP_BYTES + _COUNT.size :]
    try:
        read_wrap(wrap)
    except SealError as error:
        raise _malformed() from error
    return SheetLine(
        wrap=wrap,
        vouched=tuple(
            (DeviceId(device), (sequence, EntryId(name)))
            for device, sequence, name in _VOUCHED.iter_unpack(rest)
        ),
    )


def _malformed() -> LogError:
    return LogError("A sheet is not as it must be.", kind="malformed")
