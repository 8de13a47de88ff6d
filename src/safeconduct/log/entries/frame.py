"""The frame of an entry: author, place in the graph, body (spec/envelope.md §4)."""

import json
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, cast

from safeconduct.base.digest import Json, canonical
from safeconduct.log.errors import LogError
from safeconduct.log.name import NO_ENTRY, DeviceId, EntryId

FORM = 1
MAX_HEADS = 255
# So deep that no body needs it, so shallow that every desk can read it.
MAX_DEPTH = 32
# The last minute of the year 9999; later ones are no day of a calendar.
MAX_MINUTE = 4_223_371_679
_TOP = struct.Struct(">B16sI32sIB")
_HEAD = struct.Struct(">16sI32s")
Wrong = Literal["unknown form", "malformed"]
_UNKNOWN: Wrong = "unknown form"
_MALFORMED: Wrong = "malformed"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Head:
    """An entry of another device that the author had seen."""

    device: DeviceId
    sequence: int
    id: EntryId


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What an author signs; `minute` counts from 1970, by the author's clock."""

    device: DeviceId
    sequence: int
    previous: EntryId
    minute: int
    heads: tuple[Head, ...]
    content: Json


def write_frame(frame: Frame) -> bytes:
    """The bytes of a frame."""
    top = _TOP.pack(
        FORM,
        frame.device,
        frame.sequence,
        frame.previous,
        frame.minute,
        len(frame.heads),
    )
    heads = b"".join(
        _HEAD.pack(head.device, head.sequence, head.id) for head in frame.heads
    )
    return top + heads + canonical(frame.content).encode()


def read_frame(raw: bytes) -> Frame:
    """The frame in some bytes.

    Raises:
        LogError: *unknown form* or *malformed*; there is one form of bytes for a frame.
    """
    if raw[:1] != bytes([FORM]):
        raise _fault(_UNKNOWN)
    if len(raw) < _TOP.size:
        raise _fault(_MALFORMED)
    _, device, sequence, previous, minute, count = _TOP.unpack_from(raw)
    end = _TOP.size + count * _HEAD.size
    if len(raw) < end:
        raise _fault(_MALFORMED)
    heads = tuple(
        Head(device=DeviceId(part[0]), sequence=part[1], id=EntryId(part[2]))
        for part in _HEAD.iter_unpack(raw[_TOP.size : end])
    )
    frame = Frame(
        device=DeviceId(device),
        sequence=sequence,
        previous=EntryId(previous),
        minute=minute,
        heads=heads,
        content=_content(raw[end:]),
    )
    if not _is_sound(frame):
        raise _fault(_MALFORMED)
    return frame


def _is_sound(frame: Frame) -> bool:
    devices = [head.device for head in frame.heads]
    return (
        frame.sequence > 0
        and frame.minute <= MAX_MINUTE
        and (frame.previous == NO_ENTRY) == (frame.sequence == 1)
        and devices == sorted(set(devices))
        and frame.device not in devices
        and all(head.sequence > 0 for head in frame.heads)
    )


def _content(raw: bytes) -> Json:
    """The body, if these are the only bytes that it can have."""
    try:
        content = json.loads(raw.decode(), parse_constant=_refuse)
        is_sound = _depth(content) <= MAX_DEPTH and canonical(content).encode() == raw
    except (ValueError, RecursionError) as error:
        raise _fault(_MALFORMED) from error
    if not isinstance(content, dict) or not is_sound:
        raise _fault(_MALFORMED)
    return cast("Json", content)


def _refuse(word: str) -> float:
    """NaN and the infinities are read by our library and by no other."""
    raise ValueError(word)


def _depth(content: Json) -> int:
    depth, level = 0, [content]
    while level:
        depth += 1
        level = [part for item in level for part in _parts(item)]
    return depth


def _parts(item: Json) -> Iterable[Json]:
    if isinstance(item, dict):
        return cast("Iterable[Json]", item.values())
    return cast("Iterable[Json]", item) if isinstance(item, list) else ()


def _fault(kind: Wrong) -> LogError:
    return LogError(f"An entry is of no form that can be read ({kind}).", kind=kind)
