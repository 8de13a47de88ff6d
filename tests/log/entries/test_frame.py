"""Frames: one form of bytes, and nothing that could stop a reader."""

import json
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.base.digest import Json
from safeconduct.log.entries.frame import (
    MAX_DEPTH,
    MAX_HEADS,
    MAX_MINUTE,
    Frame,
    Head,
    read_frame,
    write_frame,
)
from safeconduct.log.errors import LogError
from safeconduct.log.name import NO_ENTRY, DeviceId, EntryId

OWN = DeviceId(b"d" * 16)
OTHER = DeviceId(b"e" * 16)
THIRD = DeviceId(b"f" * 16)
ID = EntryId(b"i" * 32)
HEAD = struct.pack(">16sI32s", OTHER, 7, ID)

_DEVICES = st.binary(min_size=16, max_size=16).map(DeviceId)
_IDS = st.binary(min_size=32, max_size=32).map(EntryId)
_NUMBERS = st.integers(1, 2**32 - 1)
_LEAVES = st.none() | st.booleans() | st.integers() | st.text()
_JSON = st.recursive(
    _LEAVES, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
)


@st.composite
def frames(draw: st.DrawFn) -> Frame:
    device = draw(_DEVICES)
    sequence = draw(_NUMBERS)
    previous = draw(_IDS.filter(lambda name: name != NO_ENTRY))
    seen = draw(st.dictionaries(_DEVICES, st.tuples(_NUMBERS, _IDS), max_size=4))
    return Frame(
        device=device,
        sequence=sequence,
        previous=NO_ENTRY if sequence == 1 else previous,
        minute=draw(st.integers(0, MAX_MINUTE)),
        heads=tuple(
            Head(device=other, sequence=number, id=name)
            for other, (number, name) in sorted(seen.items())
            if other != device
        ),
        content=draw(st.dictionaries(st.text(), _JSON, max_size=4)),
    )


def read(raw: bytes) -> Frame | str:
    """The frame, or what is wrong."""
    try:
        return read_frame(raw)
    except LogError as error:
        return error.kind


@given(frames())
def test_a_frame_comes_back_as_it_was(frame: Frame) -> None:
    assert read_frame(write_frame(frame)) == frame


@given(frames(), st.data())
def test_other_bytes_are_another_frame_or_none(
    frame: Frame, data: st.DataObject
) -> None:
    raw = bytearray(write_frame(frame))
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= data.draw(st.integers(1, 255))
    found = read(bytes(raw))
    assert found != frame
    if isinstance(found, Frame):
        assert write_frame(found) == bytes(raw)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_frame_or_named_as_none(raw: bytes) -> None:
    found = read(raw)
    if isinstance(found, Frame):
        assert write_frame(found) == raw
    else:
        assert found in {"unknown form", "malformed"}


def raw_frame(
    *,
    sequence: int = 1,
    previous: bytes = NO_ENTRY,
    minute: int = 0,
    heads: bytes = b"",
    count: int | None = None,
    body: str | bytes = "{}",
) -> bytes:
    number = len(heads) // len(HEAD) if count is None else count
    top = struct.pack(">B16sI32sIB", 1, OWN, sequence, previous, minute, number)
    return top + heads + (body if isinstance(body, bytes) else body.encode())


def test_the_bytes_are_those_of_the_spec() -> None:
    found = read_frame(
        raw_frame(sequence=2, previous=ID, minute=9, heads=HEAD, body='{"a":1}')
    )
    assert found == Frame(
        device=OWN,
        sequence=2,
        previous=ID,
        minute=9,
        heads=(Head(device=OTHER, sequence=7, id=ID),),
        content={"a": 1},
    )


def nested(depth: int) -> str:
    """An object so many levels deep."""
    return '{"a":' + "[" * (depth - 1) + "]" * (depth - 1) + "}"


LATER = struct.pack(">16sI32s", THIRD, 1, ID)
SELF = struct.pack(">16sI32s", OWN, 1, ID)
NONE = struct.pack(">16sI32s", OTHER, 0, ID)
REFUSED: dict[str, bytes] = {
    "shorter than the top": raw_frame()[:57],
    "nothing after the form": b"\x01",
    "fewer heads than it says": raw_frame(count=1),
    "more heads than it says": raw_frame(heads=HEAD, count=0),
    "heads not sorted": raw_frame(heads=LATER + HEAD),
    "a device twice among the heads": raw_frame(heads=HEAD + HEAD),
    "the author among the heads": raw_frame(heads=SELF),
    "a head with the number 0": raw_frame(heads=NONE),
    "sequence 0": raw_frame(sequence=0),
    "a first entry with a previous": raw_frame(previous=ID),
    "a second entry without": raw_frame(sequence=2),
    "a minute after the year 9999": raw_frame(minute=MAX_MINUTE + 1),
    "no body": raw_frame(body=""),
    "a body that is no object": raw_frame(body="[]"),
    "a body that is a number": raw_frame(body="1"),
    "no JSON": raw_frame(body="{"),
    "no UTF-8": raw_frame(body=b'{"a":"\xff"}'),
    "white space": raw_frame(body='{"a": 1}'),
    "a line feed at the end": raw_frame(body="{}\n"),
    "keys not sorted": raw_frame(body='{"b":1,"a":1}'),
    "a key twice": raw_frame(body='{"a":1,"a":1}'),
    "a needless escape": raw_frame(body='{"a":"\\u0061"}'),
    "half a character": raw_frame(body='{"a":"\\ud800"}'),
    "half a character, escaped in a key": raw_frame(body='{"\\udfff":1}'),
    "no number": raw_frame(body='{"a":NaN}'),
    "an endless number": raw_frame(body='{"a":Infinity}'),
    "an endless number, written out": raw_frame(body='{"a":1e999}'),
    "another form of a number": raw_frame(body='{"a":1.00}'),
    "a number that nobody can hold": raw_frame(body='{"a":' + "9" * 5000 + "}"),
    "deeper than is read": raw_frame(body=nested(MAX_DEPTH + 1)),
    "deeper than any stack": raw_frame(body=nested(100_000)),
    "as deep as our stack just is": raw_frame(body=nested(900)),
}


@pytest.mark.parametrize("raw", REFUSED.values(), ids=REFUSED)
def test_what_is_malformed_is_named_so(raw: bytes) -> None:
    with pytest.raises(LogError) as caught:
        read_frame(raw)
    assert caught.value.kind == "malformed"


@pytest.mark.parametrize("raw", [b"", b"\x00", b"\x02" + raw_frame()[1:]])
def test_another_form_is_named_before_all_else(raw: bytes) -> None:
    with pytest.raises(LogError) as caught:
        read_frame(raw)
    assert caught.value.kind == "unknown form"


def test_the_limits_themselves_are_read() -> None:
    heads = b"".join(
        struct.pack(">16sI32s", bytes([number]) * 16, 1, ID)
        for number in range(256)
        if number != OWN[0]
    )
    raw = raw_frame(minute=MAX_MINUTE, heads=heads, body=nested(MAX_DEPTH))
    found = read_frame(raw)
    assert len(found.heads) == MAX_HEADS
    assert write_frame(found) == raw


def test_a_body_may_speak_any_language() -> None:
    content: Json = {"text": "Он в Алматы. 🐦"}
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    assert read_frame(raw_frame(body=body)).content == content
