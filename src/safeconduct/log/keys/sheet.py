"""The sheet of a turn: new keys of logs, and what still counts (spec/log.md §6)."""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from safeconduct.log.errors import LogError
from safeconduct.log.name import DeviceId, EntryId, LogName, Upto, read_log_name
from safeconduct.sealing.errors import SealError
from safeconduct.sealing.wrap import WRAP_BYTES, read_wrap

_COUNT = struct.Struct(">H")
_VOUCHED = struct.Struct(">16sI32s")


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetLine:
    """A log's new key, wrapped, and how far the entries of removed devices count.

    `log` is the one that the wrap names.
    """

    log: LogName
    wrap: bytes
    vouched: tuple[tuple[DeviceId, Upto], ...] = ()


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
    found = tuple(_line(line) for line, _ in _split(raw))
    if len({line.log for line in found}) < len(found):
        raise _malformed()
    return found


def read_vouched(raw: bytes) -> tuple[SheetLine, ...]:
    """The lines that name a device, in a sheet that was read whole before.

    Raises:
        LogError: these are not the bytes of a sheet.
    """
    return tuple(_line(line) for line, count in _split(raw) if count)


def _split(raw: bytes) -> Iterator[tuple[bytes, int]]:
    """The bytes of each line, and how many devices it names."""
    at = 0
    while at < len(raw):
        end = at + WRAP_BYTES + _COUNT.size
        if len(raw) < end:
            raise _malformed()
        (count,) = _COUNT.unpack_from(raw, end - _COUNT.size)
        end += count * _VOUCHED.size
        if len(raw) < end:
            raise _malformed()
        yield raw[at:end], count
        at = end


def _line(raw: bytes) -> SheetLine:
    wrap, rest = raw[:WRAP_BYTES], raw[WRAP_BYTES + _COUNT.size :]
    try:
        log = read_log_name(read_wrap(wrap).log)
    except SealError as error:
        raise _malformed() from error
    if log is None:
        raise _malformed()
    return SheetLine(
        log=log,
        wrap=wrap,
        vouched=tuple(
            (DeviceId(device), (sequence, EntryId(name)))
            for device, sequence, name in _VOUCHED.iter_unpack(rest)
        ),
    )


def _malformed() -> LogError:
    return LogError("A sheet is not as it must be.", kind="malformed")
