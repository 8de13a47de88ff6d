"""A second reader of a case's log, from the words of spec/log.md §4-§6 alone.

Nothing of the product is used: bytes are taken apart here, kinds and their places stand
in the tables of the spec. Slow and short.
"""

import hashlib
import json
import struct
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import cast

from tests.log.spec_table import names, table
from tests.log.vector import Said, Vector

_TOP = struct.Struct(">B16sI32sIB")
_HEAD = struct.Struct(">16sI32s")
_PARTS = {1: "main", 2: "papers", 3: "counsel"}
# Which fields name entries that are replaced or ended, and which those that are gone.
_ENDS = {"replaces", "withdraws", "done", "met"}
_GONE = {"passed", "erased"}
_Head = tuple[bytes, int, bytes]


class _BadError(Exception):
    """Some bytes are no entry."""


@dataclass(frozen=True)
class _Entry:
    line: int
    id: bytes
    device: bytes
    sequence: int
    previous: bytes
    minute: int
    heads: tuple[_Head, ...]
    body: dict[str, object]

    @property
    def rank(self) -> tuple[int, bytes, int, bytes]:
        return self.minute, self.device, self.sequence, self.id

    @property
    def named(self) -> set[bytes]:
        return {self.previous, *(name for _, _, name in self.heads)}

    def ids(self, fields: set[str]) -> set[bytes]:
        """The entries that some fields of the body name."""
        found: set[bytes] = set()
        for field in fields & self.body.keys():
            value = self.body[field]
            every = value if isinstance(value, list) else [value]
            found |= {bytes.fromhex(cast("str", one)) for one in every}
        return found


def _kinds() -> dict[str, tuple[set[str], str]]:
    """The fields of each kind, and where it stands, as §5 says."""
    found: dict[str, tuple[set[str], str]] = {}
    for kind, fields, where in table("§5"):
        found[names(kind)[0]] = ({*names(fields), "kind", "cites"}, where)
    return found


def _parsed(line: int, log: bytes, raw: bytes) -> _Entry:
    if raw[:1] != b"\x01":
        msg = "unknown form"
        raise _BadError(msg)
    try:
        _, device, sequence, previous, minute, count = _TOP.unpack_from(raw)
        end = _TOP.size + count * _HEAD.size
        heads = tuple(_HEAD.iter_unpack(raw[_TOP.size : end]))
        body = json.loads(raw[end:])
    except (struct.error, ValueError) as error:
        msg = "malformed"
        raise _BadError(msg) from error
    written = json.dumps(
        body, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    known = _kinds().get(body["kind"], ({*body}, ""))[0]
    if written.encode() != raw[end:] or not body.keys() <= known:
        msg = "malformed"
        raise _BadError(msg)
    name = hashlib.sha256(log + raw).digest()
    return _Entry(line, name, device, sequence, previous, minute, heads, body)


class _Log:
    """The entries of a vector, and what is made of them."""

    def __init__(self, vector: Vector) -> None:
        self.log = bytes.fromhex(vector.inputs["log"][0])
        self.reader = bytes.fromhex(vector.inputs["reader"][0])
        self.vouched = [line.split() for line in vector.inputs.get("vouched", ())]
        self.devices = dict(line.split() for line in vector.inputs["device"])
        self.bad: list[str] = []
        self.by_id: dict[bytes, _Entry] = {}
        for line, raw in enumerate(vector.frames, start=1):
            try:
                found = _parsed(line, self.log, raw)
                self.by_id[found.id] = found
            except _BadError as error:
                self.bad.append(f"{line} {error}")

    @cached_property
    def order(self) -> list[_Entry]:
        """One at a time, of those whose predecessors are taken the smallest."""
        left, found = dict(self.by_id), list[_Entry]()
        while left:
            ready = [one for one in left.values() if not one.named & left.keys()]
            found.append(left.pop(min(ready, key=lambda one: one.rank).id))
        return found

    def before(self, one: _Entry) -> set[bytes]:
        """All that an entry comes after."""
        found: set[bytes] = set()
        for name in one.named & self.by_id.keys():
            found |= {name} | self.before(self.by_id[name])
        return found

    @cached_property
    def twice(self) -> set[tuple[bytes, int]]:
        """The numbers that a device used more than once."""
        used = Counter((one.device, one.sequence) for one in self.order)
        return {number for number, times in used.items() if times > 1}

    @cached_property
    def late(self) -> set[bytes]:
        """What removed devices wrote that no sheet vouches for, and nobody adopted."""
        found: set[bytes] = set()
        for device, number, line in self.vouched:
            upto = next(one.id for one in self.order if one.line == int(line))
            vouched, below = set[bytes](), int(number)
            while upto in self.by_id:
                vouched.add(upto)
                below = self.by_id[upto].sequence - 1
                upto = self.by_id[upto].previous
            found |= {
                one.id
                for one in self.order
                if one.device.hex() == device
                and one.id not in vouched
                and one.sequence > below
            }
        removed = {device for device, _, _ in self.vouched}
        adopted = {
            name
            for one in self.order
            if one.device.hex() not in removed and not self.misplaced(one)
            for name in one.ids({"cites"}) & self.before(one)
        }
        return found - adopted

    def why(self, one: _Entry) -> str:
        """Why an entry does not count; empty where it does."""
        return self.misplaced(one) or ("late" if one.id in self.late else "")

    def misplaced(self, one: _Entry) -> str:
        """Why an entry counts from nobody."""
        kinds, kind = _kinds(), str(one.body["kind"])
        if kind not in kinds:
            return "unknown kind"
        where = kinds[kind][1]
        if not where.startswith("any") and _PARTS[self.log[16]] not in where:
            return "not allowed"
        return ""

    @cached_property
    def counted(self) -> list[_Entry]:
        """What makes the state."""
        return [one for one in self.order if not self.why(one)]

    def ended(self, kinds: set[str], fields: set[str]) -> set[bytes]:
        """What entries with a number of their own say of others."""
        every = [one for one in self.counted if not self.is_forked(one)]
        fit = [one for one in every if not kinds or one.body["kind"] in kinds]
        return set().union(*(one.ids(fields) for one in fit))

    def is_forked(self, one: _Entry) -> bool:
        """Whether another that counts has its number."""
        number = (one.device, one.sequence)
        return [(two.device, two.sequence) for two in self.counted].count(number) > 1

    def gone(self) -> set[bytes]:
        """What entries say is deleted."""
        return self.ended(_GONE, {"entry"})

    def claims(self, one: _Entry) -> Iterator[_Head]:
        """What an entry says to come after."""
        if any(one.previous):
            yield one.device, one.sequence - 1, one.previous
        yield from one.heads

    def faults(self) -> Iterator[tuple[bytes, int, str, bytes]]:
        """What is wrong with the graph."""
        for device, number in self.twice:
            yield device, number, "fork", device
        at = {(one.device, one.sequence) for one in self.order}
        right = {(one.device, one.sequence, one.id) for one in self.order}
        for one in self.order:
            for device, number, name in self.claims(one):
                if (device, number, name) in right:
                    continue
                if name in self.by_id or (device, number) in at:
                    yield device, number, "changed", one.device
                elif name not in self.gone():
                    yield device, number, "missing", one.device

    def following(self) -> str:
        """Where the reader's next entry stands; deleted ones of his own count."""
        newest: dict[bytes, _Entry] = {}
        for one in sorted(self.order, key=lambda one: (one.sequence, one.id)):
            newest[one.device] = one
        own = newest.pop(self.reader, None)
        seen = {own.id} | self.before(own) if own is not None else set()
        heads = [one.line for _, one in sorted(newest.items()) if one.id not in seen]
        number, line = (own.sequence, own.line) if own is not None else (0, 0)
        for device, claimed, name in (head for one in self.order for head in one.heads):
            if device == self.reader and name in self.gone() and claimed > number:
                number, line = claimed, 0
        return " ".join(map(str, (number + 1, line, *heads)))


def outcome(vector: Vector) -> Said:
    """What comes of the entries of a case's log; what is empty is left out."""
    log = _Log(vector)
    faults = sorted(log.faults())

    def lines(ids: set[bytes]) -> tuple[str, ...]:
        found = sorted(log.by_id[n].line if n in log.by_id else 0 for n in ids)
        return (" ".join(map(str, found)),) if found else ()

    found = {
        "bad": tuple(log.bad),
        "order": (" ".join(str(one.line) for one in log.order),),
        "fault": tuple(
            f"{kind} {log.devices[device.hex()]} {number} by {log.devices[by.hex()]}"
            for device, number, kind, by in dict.fromkeys(faults)
        ),
        "apart": tuple(
            f"{one.line} {log.why(one)}" for one in log.order if log.why(one)
        ),
        "forked": lines({one.id for one in log.counted if log.is_forked(one)}),
        "replaced": lines(log.ended(set(), _ENDS)),
        "deleted": lines(log.gone()),
        "next": (log.following(),),
    }
    return {name: values for name, values in found.items() if values}
