"""Vectors of logs as files, and what our reader makes of them (spec/log.md §15)."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from safeconduct.log.entries.act import read_act
from safeconduct.log.entries.body import read_body
from safeconduct.log.entries.entry import Entry
from safeconduct.log.entries.frame import read_frame
from safeconduct.log.entries.graph import Graph, Place
from safeconduct.log.errors import LogError
from safeconduct.log.name import (
    Compartment,
    DeviceId,
    EntryId,
    KeyId,
    LogName,
    read_log_name,
)
from safeconduct.log.replay.log_view import Reader, view_log
from safeconduct.log.replay.reading import BadEntry, Readout
from safeconduct.log.roster.roster import Roster
from safeconduct.log.roster.roster_replay import read_roster
from tests.log.group_kit import device_of

FOLDER = Path(__file__).parents[2] / "vectors" / "log"
ALL_COUNTS = "counts"
INPUTS = {"log", "reader", "first", "vouched", "device"}
OUTCOMES = {
    "bad", "order", "fault", "apart", "forked", "replaced", "deleted", "next",
    "refused", "member", "newest", "erased",
}  # fmt: skip
# What a vector gives, or says of what it gives: by the name of a header.
Said = Mapping[str, tuple[str, ...]]
_NO_KEY = KeyId(bytes(32))


@dataclass(frozen=True, slots=True, kw_only=True)
class Vector:
    """Some entries of a log, as they came, and what they make.

    `expect` names what does not count or is wrong, each kind once, or says that all
    counts. Entries are called by their lines, from 1; devices by their names.
    """

    expect: str
    section: str
    comment: str
    inputs: Said
    outcome: Said
    frames: tuple[bytes, ...]

    def to_text(self) -> str:
        """The file: a header, an empty line, a frame in each line."""
        said = [*self.inputs.items(), *self.outcome.items()]
        lines = [
            f"expect: {self.expect}",
            f"spec: log {self.section}",
            f"comment: {self.comment}",
            *(f"{name}: {value}" for name, values in said for value in values),
        ]
        return "\n".join([*lines, "", *(raw.hex() for raw in self.frames), ""])

    @staticmethod
    def from_text(text: str) -> "Vector":
        """Read a file; a header that is not known is refused."""
        top, _, body = text.partition("\n\n")
        head: dict[str, list[str]] = {}
        for line in top.splitlines():
            name, _, value = line.partition(": ")
            head.setdefault(name, []).append(value)
        (expect,), (comment,) = head.pop("expect"), head.pop("comment")
        (section,) = head.pop("spec")
        unknown = head.keys() - INPUTS - OUTCOMES
        assert not unknown, unknown
        return Vector(
            expect=expect,
            section=section.removeprefix("log "),
            comment=comment,
            inputs={name: tuple(head[name]) for name in head if name in INPUTS},
            outcome={name: tuple(head[name]) for name in head if name in OUTCOMES},
            frames=tuple(map(bytes.fromhex, body.split())),
        )


def names_of(vector: Vector) -> dict[bytes, str]:
    """The devices of a vector by their ids."""
    pairs = (line.split() for line in vector.inputs["device"])
    return {bytes.fromhex(raw): name for raw, name in pairs}


@dataclass(slots=True)
class _Given:
    """A vector, read."""

    vector: Vector
    log: LogName
    entries: tuple[Entry, ...]
    bad: tuple[tuple[int, str], ...]
    lines: dict[bytes, int]
    names: dict[bytes, str]

    def line(self, name: bytes) -> str:
        """How an entry is called: by its line; 0 where it is none of these."""
        return str(self.lines.get(name, 0))

    def rows(self, ids: Sequence[bytes]) -> tuple[str, ...]:
        """One header that names entries, if there is one to name."""
        return (" ".join(map(self.line, ids)),) if ids else ()


def outcome(vector: Vector) -> Said:
    """What our reader makes of the entries; what is empty is left out."""
    given = _given(vector)
    read = _roster if given.log.compartment is Compartment.ROSTER else _case
    found = {"bad": tuple(f"{at} {kind}" for at, kind in given.bad), **read(given)}
    return {name: values for name, values in found.items() if values}


def kinds(said: Said) -> str:
    """What `expect` says of an outcome."""
    named = {value.split(" ", 1)[0] for value in said.get("fault", ())}
    for name in ("bad", "apart", "refused"):
        named |= {value.split(" ", 1)[1] for value in said.get(name, ())}
    return ", ".join(sorted(named)) or ALL_COUNTS


def _given(vector: Vector) -> _Given:
    log = read_log_name(bytes.fromhex(vector.inputs["log"][0]))
    assert log is not None
    read = read_act if log.compartment is Compartment.ROSTER else read_body
    entries: list[Entry] = []
    bad: list[tuple[int, str]] = []
    lines: dict[bytes, int] = {}
    for at, raw in enumerate(vector.frames, start=1):
        name = EntryId(hashlib.sha256(log.raw + raw).digest())
        lines[name] = at
        try:
            frame = read_frame(raw)
            body = read(frame.content)
        except LogError as error:
            bad.append((at, error.kind))
            continue
        entries.append(Entry(id=name, log=log, key=_NO_KEY, frame=frame, body=body))
    return _Given(vector, log, tuple(entries), tuple(bad), lines, names_of(vector))


def _graph_of(given: _Given, graph: Graph, place: Place) -> dict[str, tuple[str, ...]]:
    heads = " ".join(given.line(head.id) for head in place.heads)
    following = f"{place.sequence} {given.line(place.previous)} {heads}".strip()
    return {
        "order": given.rows([item.id for item in graph.order]),
        "fault": _faults(given, graph),
        "next": (following,),
    }


def _faults(given: _Given, graph: Graph) -> tuple[str, ...]:
    return tuple(
        f"{one.kind} {given.names[one.device]} {one.sequence} by {given.names[one.by]}"
        for one in graph.faults()
    )


def _case(given: _Given) -> dict[str, tuple[str, ...]]:
    vouched = {
        DeviceId(bytes.fromhex(raw)): (int(number), _id_at(given, int(at)))
        for raw, number, at in map(str.split, given.vector.inputs.get("vouched", ()))
    }
    bad = tuple(BadEntry(id=_id_at(given, at), kind=kind) for at, kind in given.bad)
    readout = Readout(entries=given.entries, unread=frozenset(), bad=bad)
    reader = DeviceId(bytes.fromhex(given.vector.inputs["reader"][0]))
    who = Reader(device=reader, roster=Roster(), vouched=vouched, gone=frozenset())
    view = view_log(given.log, readout, who)
    graph = Graph(given.entries, unread=view.deleted())
    return {
        **_graph_of(given, graph, view.place),
        "apart": tuple(f"{given.line(one.entry.id)} {one.why}" for one in view.apart),
        "forked": given.rows(_sorted(given, view.forked)),
        "replaced": given.rows(_sorted(given, view.replaced)),
        "deleted": given.rows(_sorted(given, view.deleted())),
    }


def _roster(given: _Given) -> dict[str, tuple[str, ...]]:
    (at,) = map(int, given.vector.inputs["first"])
    graph = Graph(given.entries)
    roster = read_roster(graph, device_of, first=_id_at(given, at))
    return {
        "fault": _faults(given, graph),
        "refused": tuple(
            f"{given.line(one.entry)} {one.kind}" for one in roster.refused
        ),
        "member": tuple(
            " ".join([one.member, one.role, *(given.names[d.id] for d in one.devices)])
            for _, one in sorted(roster.people.items())
        ),
        "newest": tuple(
            f"{circle.name.lower()} {given.line(newest.act) if newest else 0}"
            for circle in Compartment
            for newest in [roster.newest(circle)]
        ),
        "erased": tuple(
            f"{case.hex()} {given.line(act)}" for case, act in roster.erased.items()
        ),
    }


def _id_at(given: _Given, line: int) -> EntryId:
    return next(EntryId(name) for name, at in given.lines.items() if at == line)


def _sorted(given: _Given, ids: Iterable[bytes]) -> list[bytes]:
    return sorted(ids, key=lambda name: given.lines.get(name, 0))
