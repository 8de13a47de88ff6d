"""A case file as the entries of a vault, each in its compartment (spec/log.md §5)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from safeconduct.base.case import Case, Consent, Origin
from safeconduct.base.day import DayRange
from safeconduct.base.digest import Json
from safeconduct.facts.case_file import case_tables, read_tables
from safeconduct.log.entries.body import (
    ConsentGiven,
    EventTold,
    EvidenceNamed,
    FactSaid,
    Judged,
    Opened,
    RowSaid,
    StatementMade,
    TextWritten,
)
from safeconduct.log.entries.body_codec import Record
from safeconduct.log.name import Compartment
from safeconduct.rulebook.record import Rulebook

# Where the log would take the day of the entry, and nobody knows the day.
UNKNOWN = "unknown"
# What counsel alone is shown of the head of a case file.
NOTES = "notes"
_PARTS = {one.name.lower(): one for one in Compartment}
_TEXT_OF_EVENT = frozenset({"text"})
_NAME_OF_FACT = frozenset({"name"})
_ID_OF_EVIDENCE = frozenset({"id"})
Placed = tuple[Compartment, Record]
Tables = Mapping[str, object]


@dataclass(slots=True, kw_only=True)
class Filed:
    """What a case file brings: its head, and bodies by compartment."""

    opened: Opened
    bodies: dict[Compartment, list[Record]] = field(default_factory=dict)

    def add(self, part: Compartment, body: Record) -> None:
        """Put a body into its compartment."""
        self.bodies.setdefault(part, []).append(body)


def bodies_of(content: bytes, *, file: str, rulebook: Rulebook, stage: str) -> Filed:
    """The entries that a case file makes.

    Raises:
        InputError: the file is at fault; every fault is listed.
    """
    table = case_tables(content, file=file)
    case = read_tables(table, rulebook)
    opened = Opened(
        alias=case.alias,
        languages=case.languages,
        stage=stage,
        as_of=_day(case.as_of),
        family=case.family,
    )
    filed = Filed(opened=opened)
    # Evidence first: a line names what stands before it.
    for part, body in (
        *_evidence(case, table.content),
        *_facts(case, table.content),
        *_rows(case, table.content, rulebook),
        *_events(case, table.content),
        *_rest(case),
    ):
        filed.add(part, body)
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


def _facts(case: Case, table: Tables) -> Iterator[Placed]:
    """Each fact as it was written, in the compartment that it was read into."""
    for fact, raw in zip(case.facts, _tables(table, "fact"), strict=True):
        says = _said(raw, case, own=_NAME_OF_FACT)
        yield _part(fact.origin), FactSaid(name=fact.name, says=says)


def _rows(case: Case, table: Tables, rulebook: Rulebook) -> Iterator[Placed]:
    specs = rulebook.vocabulary.list_table()
    lists = table.get("list")
    for one in case.lists:
        raw_list = lists.get(one.name) if isinstance(lists, Mapping) else None
        raws = _tables(raw_list, "row") if isinstance(raw_list, Mapping) else []
        for row, raw in zip(one.rows, raws, strict=True):
            yield _part(row.origin), RowSaid(list=one.name, says=_said(raw, case))
        if one.complete != "unknown" or not one.rows:
            is_counsels = specs[one.name].counsel_only
            part = Compartment.COUNSEL if is_counsels else Compartment.MAIN
            yield part, RowSaid(list=one.name, complete=one.complete)


def _events(case: Case, table: Tables) -> Iterator[Placed]:
    for event, raw in zip(case.events, _tables(table, "event"), strict=True):
        says = _said(raw, case, own=_TEXT_OF_EVENT)
        yield _part(event.origin), EventTold(text=event.texts[0][1], says=says)


def _evidence(case: Case, table: Tables) -> Iterator[Placed]:
    """Each piece where the lowest of the lines stands that name it.

    Who may not see any of those lines learns nothing of the piece either.
    """
    lowest: dict[str, Compartment] = {}
    for origin in _origins(case):
        for name in origin.evidence:
            lowest[name] = min(lowest.get(name, Compartment.COUNSEL), _part(origin))
    for raw in _tables(table, "evidence"):
        name = str(raw["id"])
        body = EvidenceNamed(id=name, says=_plain_but(raw, _ID_OF_EVIDENCE))
        yield lowest.get(name, Compartment.MAIN), body


def _origins(case: Case) -> Iterator[Origin]:
    yield from (fact.origin for fact in case.facts)
    yield from (event.origin for event in case.events)
    yield from (row.origin for one in case.lists for row in one.rows)


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
                day=str(item.day),
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
                released=said.released,
            ),
        )
    yield from ((Compartment.MAIN, _consent(one)) for one in case.consents)
    if case.notes:
        yield Compartment.COUNSEL, TextWritten(text=case.notes, topic=NOTES)


def _consent(one: Consent) -> ConsentGiven:
    return ConsentGiven(
        scope=one.what,
        purpose=one.to,
        day=_day(one.day) or UNKNOWN,
        until=_day(one.until),
        withdrawn=one.withdrawn,
    )


def _said(
    raw: Tables, case: Case, *, own: frozenset[str] = frozenset()
) -> dict[str, Json]:
    """What stands in the file, said on the day of its reports unless it says when.

    It is never as new as its entry: an old report would pass for one of today.
    """
    said = {"said": _day(case.as_of) or UNKNOWN, **_plain_but(raw, own)}
    said.pop("compartment", None)
    return said


def _plain_but(raw: Tables, own: frozenset[str]) -> dict[str, Json]:
    """What a table holds beside the fields that an entry has of its own."""
    return {key: plain(value) for key, value in raw.items() if key not in own}


def _part(origin: Origin) -> Compartment:
    return _PARTS[origin.compartment]


def _day(day: DayRange | None) -> str:
    return "" if day is None else str(day)


def _tables(table: Tables, key: str) -> list[Mapping[str, object]]:
    found = table.get(key)
    whole = found if isinstance(found, list) else []
    return [item for item in whole if isinstance(item, dict)]
