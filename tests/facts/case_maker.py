"""Case files of every shape that the format allows, and logs that hold one."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from safeconduct.base.case import Case, CaseList, Origin
from safeconduct.base.digest import canonical
from safeconduct.facts.case_body import Filed
from safeconduct.facts.case_file import EVIDENCE_KINDS, FAMILY, HOLDERS, WITNESSES
from safeconduct.log.entries.body import read_body, write_body
from safeconduct.log.entries.body_codec import Record
from safeconduct.log.entries.entry import Entry
from safeconduct.log.entries.frame import Frame
from safeconduct.log.entries.graph import Place
from safeconduct.log.name import (
    NO_ENTRY,
    OF_A_CASE,
    CaseId,
    DeviceId,
    EntryId,
    KeyId,
    LogName,
)
from safeconduct.log.replay.log_view import LogView
from safeconduct.rulebook.record import Rulebook
from safeconduct.rulebook.vocabulary import ColumnSpec, FactSpec, ListSpec

Made = dict[str, object]
# Entries are written long after anything that a case file speaks of.
_MINUTE = 32_000_000
_LOG = LogName(case=CaseId(bytes(16)), compartment=OF_A_CASE[0])
_PART_NAMES = tuple(part.name.lower() for part in OF_A_CASE)
_IDS = ("order-1", "photo", "x")

TEXT = st.text(st.sampled_from("aяé «»\"'\\{}\n#=0"), min_size=1, max_size=12)
LINE = st.text(st.sampled_from("aяé «»\"'\\{}#=0"), min_size=1, max_size=12)
DAY = st.dates(date(2000, 1, 1), date(2026, 1, 1)).map(date.isoformat)
PART_DAY = st.one_of(DAY, DAY.map(lambda day: day[:7]), DAY.map(lambda day: day[:4]))
BOOL = st.booleans()


def some(**given: SearchStrategy[object]) -> SearchStrategy[Made]:
    """A table with some of these keys."""
    return st.fixed_dictionaries({}, optional=given)


def table(
    needed: Mapping[str, SearchStrategy[object]],
    *more: SearchStrategy[Made],
) -> SearchStrategy[Made]:
    """A table with all of some keys, and what other tables hold."""
    first = st.fixed_dictionaries(dict(needed))
    return st.tuples(first, *more).map(_joined)


def _joined(parts: tuple[Made, ...]) -> Made:
    whole: Made = {}
    for part in parts:
        whole |= part
    return whole


def origins(parts: tuple[str, ...] = _PART_NAMES) -> SearchStrategy[Made]:
    """Who says so (§5)."""
    kind = st.sampled_from(WITNESSES)
    rest = some(
        said=PART_DAY,
        evidence=st.lists(st.sampled_from(_IDS), unique=True, max_size=2),
        confirmed=BOOL,
        released=BOOL,
        compartment=st.sampled_from(parts),
    )
    who = st.one_of(
        some(witness=kind, source=TEXT),
        some(witness=table({"kind": kind}, some(source=TEXT))),
    )
    return table({}, who, rest)


def _origin_of(spec: FactSpec | ListSpec) -> SearchStrategy[Made]:
    return origins(("counsel",) if spec.counsel_only else _PART_NAMES)


def _value(spec: FactSpec | ColumnSpec) -> SearchStrategy[object]:
    if spec.type == "bool":
        return BOOL
    if spec.type == "day":
        return PART_DAY
    if spec.type == "integer":
        return st.integers(0, 99)
    return st.sampled_from(spec.values)


def _fact(spec: FactSpec) -> SearchStrategy[Made]:
    value = _value(spec)
    says = st.one_of(
        table({"value": value}, some(unknown=st.just("no evidence"))),
        table({"any_of": st.lists(value, min_size=1, max_size=3)}),
        table({"unknown": st.sampled_from(("does not know", "withheld"))}),
    )
    when = st.just(Made())
    if spec.type != "day":
        first, last = st.just("2012"), st.just("2019-03")
        when = st.one_of(some(day=PART_DAY), some(**{"from": first, "to": last}))
    head = {"name": st.just(spec.name), "of": st.sampled_from(spec.of)}
    return table(head, says, when, _origin_of(spec))


def _list(spec: ListSpec) -> SearchStrategy[Made]:
    columns = {one.name.rpartition(".")[2]: _value(one) for one in spec.columns}
    row = table({}, some(**columns), _origin_of(spec))
    complete = st.sampled_from(("yes", "no", "unknown"))
    return some(complete=complete, row=st.lists(row, max_size=3))


def _event() -> SearchStrategy[Made]:
    told = {f"text_{one}": TEXT for one in ("en", "ru", "fr")}
    more = some(day=PART_DAY, place=LINE, language=st.sampled_from(("kk", "ru")))
    return table({"text": TEXT}, more, some(**told), origins())


def _evidence() -> SearchStrategy[list[Made]]:
    kind, what = st.sampled_from(EVIDENCE_KINDS), TEXT
    more = some(held_by=st.sampled_from(HOLDERS), seen=PART_DAY)
    pieces = [
        table({"id": st.just(name), "kind": kind, "what": what}, more) for name in _IDS
    ]
    return st.tuples(*pieces).flatmap(st.permutations)


@cache
def case_files(rulebook: Rulebook) -> SearchStrategy[Made]:
    """The content of a case file."""
    vocabulary = rulebook.vocabulary
    norms = sorted({norm.name for page in rulebook.pages for norm in page.norms})
    facts = st.sampled_from(vocabulary.facts).flatmap(_fact)
    lists = st.sampled_from(vocabulary.lists).flatmap(
        lambda spec: st.tuples(st.just(spec.name), _list(spec))
    )
    judged = table(
        {"name": st.sampled_from(norms), "value": BOOL, "by": LINE},
        table({"reasons": TEXT, "day": DAY}),
        some(facts_hash=st.just(f"sha256:{'0' * 64}")),
    )
    stated = table(
        {"language": st.sampled_from(("ru", "fr")), "text": TEXT},
        some(confirmed=BOOL, released=BOOL),
    )
    agreed = table(
        {"to": LINE, "what": LINE}, some(day=PART_DAY, until=PART_DAY, withdrawn=BOOL)
    )
    languages = st.lists(
        st.sampled_from(("ru", "kk", "fr")), min_size=1, max_size=2, unique=True
    )
    head = some(
        as_of=PART_DAY,
        family=st.lists(st.sampled_from(FAMILY), max_size=3),
        notes=TEXT,
        fact=st.lists(facts, max_size=4),
        list=st.lists(lists, max_size=3).map(dict),
        event=st.lists(_event(), max_size=3),
        judgement=st.lists(judged, max_size=2),
        statement=st.lists(stated, max_size=2),
        consent=st.lists(agreed, max_size=2),
    )
    needed = {"format": st.just(1), "alias": LINE, "languages": languages}
    return table(needed, table({"evidence": _evidence()}), head)


def written(content: object) -> bytes:
    """A case file in JSON."""
    return json.dumps(content, ensure_ascii=False).encode()


def views_of(filed: Filed) -> list[LogView]:
    """The logs that hold a case, each body as it comes back from its bytes."""
    found: list[LogView] = []
    for part in OF_A_CASE:
        bodies: list[Record] = list(filed.bodies.get(part, ()))
        if part is OF_A_CASE[0]:
            bodies.insert(0, filed.opened)
        if bodies:
            log = replace(_LOG, compartment=part)
            found.append(_view(log, [_as_read(body) for body in bodies]))
    return found


def _as_read(body: Record) -> Record:
    return read_body(json.loads(canonical(write_body(body))))


def _view(log: LogName, bodies: list[Record]) -> LogView:
    entries = tuple(_entry(log, number, body) for number, body in enumerate(bodies, 1))
    return LogView(
        log=log,
        entries=entries,
        apart=(),
        forked=frozenset(),
        replaced=frozenset(),
        upto={},
        faults=(),
        bad=(),
        place=Place(sequence=len(bodies) + 1, previous=entries[-1].id, heads=()),
        authors={},
    )


def _entry(log: LogName, number: int, body: Record) -> Entry:
    return Entry(
        id=EntryId(hashlib.sha256(log.raw + bytes([number])).digest()),
        log=log,
        key=KeyId(bytes(32)),
        frame=Frame(
            device=DeviceId(bytes(16)),
            sequence=number,
            previous=NO_ENTRY,
            minute=_MINUTE,
            heads=(),
            content=None,
        ),
        body=body,
    )


def in_parts(case: Case) -> Case:
    """The case with its lines by compartment: their order means nothing."""
    lists = [
        replace(one, rows=tuple(sorted(one.rows, key=lambda row: _rank(row.origin))))
        for one in case.lists
    ]
    return replace(
        case,
        facts=tuple(sorted(case.facts, key=lambda fact: _rank(fact.origin))),
        events=tuple(sorted(case.events, key=lambda event: _rank(event.origin))),
        lists=tuple(sorted(lists, key=_name)),
        evidence=tuple(sorted(case.evidence, key=lambda piece: piece.id)),
    )


def _name(one: CaseList) -> str:
    return one.name


def _rank(origin: Origin) -> int:
    return _PART_NAMES.index(origin.compartment)
