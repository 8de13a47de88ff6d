"""The TOML blocks of a law page (spec/law-page.md §4)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import cast

from safeconduct.base.case import Complete, UnknownKind
from safeconduct.base.near import nearest
from safeconduct.base.table import FaultList, Table, read_toml
from safeconduct.base.text import Text
from safeconduct.rulebook.deadline import (
    Clock,
    Deadline,
    read_clock,
    read_deadline,
)
from safeconduct.rulebook.incident import read_incident
from safeconduct.rulebook.loose import LooseValue, read_loose
from safeconduct.rulebook.record import (
    TODAY,
    Burden,
    CaseRows,
    Finding,
    FindingKind,
    Incident,
    LooseRow,
    Notice,
    NoticeFor,
    NoticeWhen,
    Page,
    PageCase,
    Parameter,
    ParameterType,
    ParameterValue,
    StateNote,
)
from safeconduct.rulebook.state_note import read_state_note

KINDS = (
    "protection", "danger", "duty", "exposure", "exclusion", "open_norm", "practice",
    "step",
)  # fmt: skip
AUDIENCES = ("all", "person", "relative", "caseworker", "counsel")
MARKS = ("not asked", "does not know", "no evidence", "withheld")
MOST_GOAL = 9
DEFAULT_DAY = date(2026, 11, 22)


@dataclass(slots=True, kw_only=True)
class Blocks:
    """What the blocks of one page give, while they are read."""

    findings: list[Finding] = field(default_factory=list)
    parameters: list[Parameter] = field(default_factory=list)
    deadlines: list[Deadline] = field(default_factory=list)
    clocks: list[Clock] = field(default_factory=list)
    burdens: list[Burden] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    cases: list[PageCase] = field(default_factory=list)
    incidents: list[Incident] = field(default_factory=list)
    state_notes: list[StateNote] = field(default_factory=list)


Reader = Callable[[Table, str, Page, Blocks], None]


def read_block(
    kind: str, name: str, *, page: Page, faults: FaultList, into: Blocks
) -> None:
    """Read one block of a page into the collection; faults are noted."""
    reader = READERS.get(kind)
    if reader is None:
        known = ", ".join(sorted(READERS))
        what = f"No block is called '{kind}' (there are: prose, rule, {known})."
        faults.add((), what, nearest(kind, READERS))
        return
    content = read_toml(faults)
    if content is None:
        return
    if not name and kind != "burden":
        faults.add((), f"A {kind} block needs a name after '{kind}'.")
        return
    reader(Table(content=content, path=(), faults=faults), name, page, into)


def _finding(table: Table, name: str, page: Page, into: Blocks) -> None:
    kind = cast("FindingKind", table.choice("kind", KINDS))
    title = table.text("title")
    notices = tuple(
        _own_notice(inner, f"{name}.{index + 1}")
        for index, inner in enumerate(table.tables("notices"))
    )
    goal = table.integer("goal", 0)
    if not 0 <= goal <= MOST_GOAL:
        table.fault("goal", f"'goal' is a weight from 0 to {MOST_GOAL}.")
    beside = table.string("danger_beside", "")
    names = table.boolean("names_organisation", default=False)
    jurisdiction = table.string("jurisdiction", page.jurisdiction)
    table.done()
    if title is not None:
        into.findings.append(
            Finding(
                id=name,
                kind=kind,
                jurisdiction=jurisdiction,
                title=title,
                goal=goal,
                notices=tuple(item for item in notices if item is not None),
                danger_beside=beside,
                names_organisation=names,
            )
        )


def _own_notice(table: Table, name: str) -> Notice | None:
    when = table.choice(
        "when", ("true", "false", "unknown", "disputed", "open", "always"), "true"
    )
    audience = table.choice("for", AUDIENCES, "all")
    names = table.boolean("names_organisation", default=False)
    text = table.own_text()
    table.done()
    if text is None:
        return None
    return Notice(
        id=name,
        when=cast("NoticeWhen", when),
        audience=cast("NoticeFor", audience),
        text=text,
        names_organisation=names,
    )


def _notice(table: Table, name: str, page: Page, into: Blocks) -> None:
    del page
    when = table.string("when", "")
    audience = table.choice("for", AUDIENCES, "all")
    topic = table.string("topic", "")
    order = table.integer("order", 0)
    names = table.boolean("names_organisation", default=False)
    text: Text | None = table.own_text()
    table.done()
    if text is not None:
        into.notices.append(
            Notice(
                id=name,
                when="always",
                audience=cast("NoticeFor", audience),
                text=text,
                names_organisation=names,
                topic=topic,
                order=order,
                listed_if="" if when == "always" else when,
            )
        )


def _parameter(table: Table, name: str, page: Page, into: Blocks) -> None:
    kind = table.choice("type", ("bool", "set", "integer", "day"))
    title = table.text("title")
    dated_by = table.string("dated_by", TODAY)
    keyed_by = table.string("keyed_by", "")
    values = [_parameter_value(inner, kind, page) for inner in table.tables("values")]
    table.done()
    if title is not None:
        into.parameters.append(
            Parameter(
                id=name,
                type=cast("ParameterType", kind),
                dated_by=dated_by,
                keyed_by=keyed_by,
                title=title,
                values=tuple(item for item in values if item is not None),
            )
        )


def _parameter_value(table: Table, kind: str, page: Page) -> ParameterValue | None:
    source = table.integer("source", 0)
    if not 0 <= source < len(page.sources):
        table.fault("source", f"There is no source number {source} (from 0).")
    holds_from, holds_to = table.day("from"), table.day("to")
    if holds_from and holds_to and holds_to < holds_from:
        table.fault("to", "'to' is earlier than 'from'.")
    key = table.string("key", "")
    value: frozenset[str] | int | bool | None
    match kind:
        case "bool":
            value = table.boolean("value")
        case "set":
            value = frozenset(table.strings("value"))
        case "day":
            day = table.day("value")
            value = None if day is None else day.toordinal()
        case _:
            value = table.integer("value")
    table.raw("confirmed")
    table.raw("note")
    table.done()
    if value is None:
        return None
    return ParameterValue(
        holds_from=holds_from, holds_to=holds_to, key=key, value=value, source=source
    )


def _burden(table: Table, name: str, page: Page, into: Blocks) -> None:
    del name, page
    facts = table.strings("facts")
    against = table.choice("against", ("person", "authority"), "person")
    table.done()
    into.burdens.append(
        Burden(facts=facts, against="person" if against == "person" else "authority")
    )


def _deadline(table: Table, name: str, page: Page, into: Blocks) -> None:
    del page
    found = read_deadline(table, deadline_id=name)
    if found is not None:
        into.deadlines.append(found)


def _clock(table: Table, name: str, page: Page, into: Blocks) -> None:
    del page
    found = read_clock(table, clock_id=name)
    if found is not None:
        into.clocks.append(found)


def _incident(table: Table, name: str, page: Page, into: Blocks) -> None:
    found = read_incident(table, name, page)
    if found is not None:
        into.incidents.append(found)


def _state(table: Table, name: str, page: Page, into: Blocks) -> None:
    found = read_state_note(table, name, page)
    if found is not None:
        into.state_notes.append(found)


def _case(table: Table, name: str, page: Page, into: Blocks) -> None:
    del page
    expect = table.table("expect")
    ask = expect.string("ask", "") if expect is not None else ""
    into.cases.append(
        PageCase(
            name=name,
            on=table.day("on") or DEFAULT_DAY,
            facts=read_row(table.table("facts")),
            disputed=read_row(table.table("disputed")),
            lists=read_lists(table.table("lists")),
            marks=cast(
                "tuple[tuple[str, UnknownKind], ...]",
                _words(table.table("marks"), MARKS),
            ),
            expect=_words(expect, _TRUTHS),
            expect_prima_facie=_words(table.table("expect_prima_facie"), _TRUTHS),
            expect_as_decided=_words(table.table("expect_as_decided"), _TRUTHS),
            expect_timed=(
                *_timed(table.table("expect_deadlines")),
                *_timed(table.table("expect_clocks")),
            ),
            ask=table.string("ask", ask),
            line=table.faults.first_line - 1,
        )
    )
    table.raw("note")
    table.done()


_TRUTHS = ("true", "false", "unknown", "disputed")


def _words(
    table: Table | None, allowed: tuple[str, ...]
) -> tuple[tuple[str, str], ...]:
    if table is None:
        return ()
    return tuple(
        (key, table.choice(key, allowed)) for key in table.content if "." in key
    )


def read_row(table: Table | None) -> LooseRow:
    """The facts of a case as they are written; nothing for no table."""
    if table is None:
        return ()
    found: list[tuple[str, LooseValue]] = []
    for key in table.content:
        value = table.attempt(key, partial(read_loose, table.raw(key)))
        if value is not None:
            found.append((key, value))
    return tuple(found)


_TIMED_FIELDS = (
    "due", "latest", "earliest", "due_at", "latest_at", "unrolled", "missing",
    "could_change", "used_most", "used_least", "allowed", "window", "ends",
    "ends_latest", "within", "is_complete",
)  # fmt: skip


def _timed(table: Table | None) -> tuple[tuple[str, LooseRow], ...]:
    if table is None:
        return ()
    found: list[tuple[str, LooseRow]] = []
    for key in table.content:
        inner = table.table(key)
        if inner is None:
            continue
        for field_name in inner.content:
            if field_name not in _TIMED_FIELDS:
                mend = nearest(field_name, _TIMED_FIELDS)
                inner.fault(field_name, f"'{field_name}' is no field of it.", mend)
        found.append((key, read_row(inner)))
    return tuple(found)


def read_lists(table: Table | None) -> tuple[CaseRows, ...]:
    """The lists of a case, each with whether it is complete."""
    if table is None:
        return ()
    found: list[CaseRows] = []
    for key in table.content:
        inner = table.table(key)
        if inner is None:
            continue
        complete = inner.choice("complete", ("yes", "no", "unknown"), "unknown")
        rows = tuple(read_row(row) for row in inner.tables("rows"))
        inner.done()
        found.append((key, cast("Complete", complete), rows))
    return tuple(found)


READERS: Mapping[str, Reader] = {
    "finding": _finding,
    "notice": _notice,
    "parameter": _parameter,
    "burden": _burden,
    "deadline": _deadline,
    "clock": _clock,
    "case": _case,
    "incident": _incident,
    "state": _state,
}
