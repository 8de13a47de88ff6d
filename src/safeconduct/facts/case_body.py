"""A case file as the entries of a vault, each in its compartment (spec/log.md §5)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from safeconduct.base.case import Case
from safeconduct.base.decode import decode_text
from safeconduct.base.digest import Json
from safeconduct.base.errors import InputError
from safeconduct.base.table import FaultList, read_toml
from safeconduct.facts.case_file import MAX_BYTES, read_case
from safeconduct.log.body import (
    ConsentGiven,
    EventTold,
    FactSaid,
    Judged,
    Opened,
    RowSaid,
    StatementMade,
    TextWritten,
)
from safeconduct.log.body_codec import Record
from safeconduct.log.name import Compartment
from safeconduct.rulebook.record import Rulebook

_PARTS = {one.name.lower(): one for one in Compartment}
# What an entry has no place for; the file of the group keeps it.
_LEFT_OF_EVENTS = frozenset({"place", "source", "evidence", "confirmed", "released"})


@dataclass(slots=True, kw_only=True)
class Filed:
    """What a case file brings: its head, bodies by compartment, and what stays behind.

    `left` names the keys of the file for which entries have no place.
    """

    opened: Opened
    bodies: dict[Compartment, list[Record]] = field(default_factory=dict)
    left: set[str] = field(default_factory=set)

    def add(self, part: Compartment, body: Record) -> None:
        """Put a body into its compartment."""
        self.bodies.setdefault(part, []).append(body)


def bodies_of(content: bytes, *, file: str, rulebook: Rulebook, stage: str) -> Filed:
    """The entries that a case file makes.

    Raises:
        InputError: the file is at fault; every fault is listed.
    """
    case = read_case(content, file=file, rulebook=rulebook)
    faults = FaultList(file=file, text=decode_text(content, file=file, most=MAX_BYTES))
    table = read_toml(faults)
    if table is None:
        raise InputError(faults.found)
    opened = Opened(alias=case.alias, languages=case.languages, stage=stage)
    filed = Filed(opened=opened)
    for item in (*_facts(case, table), *_rows(case, table), *_events(case, table)):
        filed.add(*item)
    for item in _rest(case):
        filed.add(*item)
    filed.left |= _left(case, table)
    return filed


def plain(item: object) -> Json:
    """What a TOML file holds, as JSON: days become ISO texts."""
    if isinstance(item, Mapping):
        return {str(key): plain(value) for key, value in item.items()}
    if isinstance(item, date):
        return item.isoformat()
    if isinstance(item, Sequence) and not isinstance(item, str):
        return [plain(value) for value in item]
    return item if isinstance(item, str | int | float | bool) else None


Placed = tuple[Compartment, Record]


def _facts(case: Case, table: Mapping[str, object]) -> Iterator[Placed]:
    """Each fact as it was written, in the compartment that it was read into."""
    for fact, raw in zip(case.facts, _tables(table, "fact"), strict=True):
        says = _said(raw, case)
        yield (
            _PARTS[fact.origin.compartment],
            FactSaid(name=fact.name, says={k: says[k] for k in says if k != "name"}),
        )


def _rows(case: Case, table: Mapping[str, object]) -> Iterator[Placed]:
    lists = table.get("list")
    for one in case.lists:
        raw_list = lists.get(one.name) if isinstance(lists, Mapping) else None
        raws = _tables(raw_list, "row") if isinstance(raw_list, Mapping) else []
        for row, raw in zip(one.rows, raws, strict=True):
            part = _PARTS[row.origin.compartment]
            yield part, RowSaid(list=one.name, says=_said(raw, case))
        if one.complete != "unknown":
            yield Compartment.MAIN, RowSaid(list=one.name, complete=one.complete)


def _events(case: Case, table: Mapping[str, object]) -> Iterator[Placed]:
    for event, raw in zip(case.events, _tables(table, "event"), strict=True):
        day = raw.get("day")
        yield (
            _PARTS[event.origin.compartment],
            EventTold(
                text=event.texts[0][1],
                day="" if day is None else str(plain(day)),
                witness=event.origin.witness.kind,
            ),
        )


def _rest(case: Case) -> Iterator[Placed]:
    for item in case.judgements:
        value = "true" if item.value else "false"
        yield (
            Compartment.COUNSEL,
            Judged(
                norm=item.name,
                value=value,
                by=item.by,
                reasons=item.reasons,
                facts_hash=item.facts_hash,
            ),
        )
    for said in case.statements:
        yield (
            Compartment.MAIN,
            StatementMade(
                text=said.text,
                language=said.language,
                read_back=said.confirmed,
                confirmed=said.confirmed,
            ),
        )
    for consent in case.consents:
        if not consent.withdrawn:
            body = ConsentGiven(scope=consent.to, purpose=consent.what)
            yield Compartment.MAIN, body
    if case.family:
        family = TextWritten(text=", ".join(case.family), topic="family")
        yield Compartment.MAIN, family
    if case.notes:
        yield Compartment.COUNSEL, TextWritten(text=case.notes, topic="notes")


def _said(raw: Mapping[str, object], case: Case) -> dict[str, Json]:
    """What stands in the file, said on the day of its reports unless it says when.

    Evidence is files of the vault, which a case file does not bring.
    """
    said = {str(key): plain(raw[key]) for key in raw if key != "evidence"}
    if case.as_of is not None:
        said.setdefault("said", str(case.as_of))
    said.pop("compartment", None)
    return said


def _left(case: Case, table: Mapping[str, object]) -> set[str]:
    found = {"evidence"} if case.evidence else set()
    for raw in _tables(table, "event"):
        found |= {f"event.{key}" for key in raw.keys() & _LEFT_OF_EVENTS}
        found |= {f"event.{key}" for key in raw if key.startswith("text_")}
    found |= {"statement.released" for said in case.statements if said.released}
    found |= {"judgement.day" for _ in case.judgements}
    found |= {"consent (withdrawn)" for one in case.consents if one.withdrawn}
    return found


def _tables(table: Mapping[str, object], key: str) -> list[Mapping[str, object]]:
    found = table.get(key)
    whole = found if isinstance(found, list) else []
    return [item for item in whole if isinstance(item, dict)]
