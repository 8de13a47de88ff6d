"""Reading a case file (spec/case-file.md): text in, a case out, every fault named."""

import re
from collections.abc import Mapping
from typing import cast

from safeconduct.base.case import (
    APPLICANT,
    Case,
    CaseList,
    Compartment,
    Complete,
    Consent,
    Event,
    Evidence,
    Fact,
    Judgement,
    Origin,
    Row,
    Statement,
    UnknownKind,
    Witness,
    WitnessKind,
)
from safeconduct.base.day import DayRange
from safeconduct.base.decode import decode_text
from safeconduct.base.errors import Fault, InputError
from safeconduct.base.near import nearest
from safeconduct.base.table import FaultList, Table, read_json, read_toml
from safeconduct.base.text import LANGUAGES
from safeconduct.base.value import Value
from safeconduct.rulebook.loose import read_loose, to_value
from safeconduct.rulebook.record import Rulebook
from safeconduct.rulebook.vocabulary import ColumnSpec, FactSpec, ListSpec

FORMAT = 1
MAX_BYTES = 1024 * 1024
WITNESSES = (
    "person", "relative", "document", "authority", "caseworker", "press", "other",
)  # fmt: skip
COMPARTMENTS = ("main", "papers", "counsel")
ORIGIN_KEYS = (
    "witness", "source", "said", "evidence", "confirmed", "released", "compartment",
)  # fmt: skip
EVIDENCE_KINDS = (
    "order", "summons", "court_paper", "wanted_listing", "identity_paper",
    "service_paper", "medical", "decision", "message", "recording", "photo",
    "publication", "letter", "testimony", "report", "other",
)  # fmt: skip
HOLDERS = ("person", "family", "group", "counsel", "authority", "public", "other")
FAMILY = ("spouse", "partner", "child", "parent", "sibling", "other")
_EVIDENCE_ID = re.compile(r"[a-z0-9-]{1,40}")


def read_case(content: bytes, *, file: str, rulebook: Rulebook) -> Case:
    """Read one case file.

    Raises:
        InputError: the file is at fault; every fault is listed.
    """
    return read_tables(case_tables(content, file=file), rulebook)


def case_tables(content: bytes, *, file: str) -> Table:
    """The tables of a case file, as TOML or as the same in JSON.

    Raises:
        InputError: it is neither.
    """
    text = decode_text(content, file=file, most=MAX_BYTES)
    if not text.strip():
        raise InputError([Fault(file=file, what="The file is empty.")])
    faults = FaultList(file=file, text=text)
    # No TOML begins so.
    parsed = (read_json if text.lstrip().startswith("{") else read_toml)(faults)
    if parsed is None:
        raise InputError(faults.found)
    return Table(content=parsed, path=(), faults=faults)


def read_tables(table: Table, rulebook: Rulebook) -> Case:
    """The case in some tables.

    Raises:
        InputError: they are at fault; every fault is listed.
    """
    case = CaseReader(table, rulebook).case()
    if table.faults.found:
        raise InputError(table.faults.found)
    return case


class CaseReader:
    """Reads the tables of one case with the vocabulary of one rulebook."""

    def __init__(self, table: Table, rulebook: Rulebook) -> None:
        """Keep the tables, and what the vocabulary allows in them."""
        self.table = table
        vocabulary = rulebook.vocabulary
        self.specs: Mapping[str, FactSpec] = vocabulary.fact_table()
        self.lists = vocabulary.list_table()
        self.renames = dict(vocabulary.renames)
        self.norms = {norm.name for page in rulebook.pages for norm in page.norms}
        self.as_of: DayRange | None = None
        self.evidence_ids: set[str] = set()
        self.default_language = ""

    def case(self) -> Case:
        """The case; what is wrong with it stands in the faults of its table."""
        table = self.table
        if table.integer("format") != FORMAT and table.has("format"):
            table.fault("format", f"This program reads format {FORMAT} only.")
        alias = table.string("alias")
        if not 1 <= len(alias) <= 60 or "\n" in alias:  # noqa: SIM102 (one fault each)
            if table.has("alias"):
                table.fault("alias", "An alias has 1 to 60 characters on one line.")
        languages = table.strings("languages")
        if not languages:
            table.fault("languages", "Name at least one language the person reads.")
        self.default_language = languages[0] if languages else "ru"
        self.as_of = table.day_range("as_of")
        evidence = self._evidence()
        case = Case(
            alias=alias,
            languages=languages,
            as_of=self.as_of,
            facts=tuple(
                fact for item in table.tables("fact") for fact in self._fact(item)
            ),
            lists=self._lists(),
            events=tuple(self._event(item) for item in table.tables("event")),
            evidence=evidence,
            judgements=tuple(
                found
                for item in table.tables("judgement")
                if (found := self._judgement(item)) is not None
            ),
            statements=tuple(_statement(item) for item in table.tables("statement")),
            consents=tuple(_consent(item) for item in table.tables("consent")),
            family=self._family(),
            notes=table.string("notes", ""),
        )
        table.done()
        return case

    def _family(self) -> tuple[str, ...]:
        family = self.table.strings("family")
        for word in family:
            if word not in FAMILY:
                mend = nearest(word, FAMILY)
                self.table.fault("family", f"'{word}' is no word for family.", mend)
        return family

    def _evidence(self) -> tuple[Evidence, ...]:
        found: list[Evidence] = []
        for item in self.table.tables("evidence"):
            name = item.string("id")
            if name in self.evidence_ids:
                item.fault("id", f"The evidence '{name}' is declared twice.")
            if item.has_text("id") and not _EVIDENCE_ID.fullmatch(name):
                item.fault("id", "An id has a-z, digits and '-', at most 40.")
            self.evidence_ids.add(name)
            found.append(
                Evidence(
                    id=name,
                    kind=item.choice("kind", EVIDENCE_KINDS),
                    what=item.string("what"),
                    held_by=item.choice("held_by", HOLDERS, "other"),
                    seen=item.day_range("seen"),
                )
            )
            item.done()
        return tuple(found)

    def _origin(self, table: Table, spec: FactSpec | ListSpec | None = None) -> Origin:
        """Who says so; what is counsel's only stands in counsel's compartment."""
        is_counsels = spec is not None and spec.counsel_only
        evidence = table.strings("evidence")
        for name in evidence:
            if name not in self.evidence_ids:
                mend = nearest(name, self.evidence_ids)
                table.fault("evidence", f"No evidence is called '{name}'.", mend)
        usual = "counsel" if is_counsels else "main"
        written = table.choice("compartment", COMPARTMENTS, usual)
        if spec is not None and is_counsels and written != "counsel":
            what = f"'{spec.name}' belongs to counsel's compartment."
            table.fault("compartment", what)
        return Origin(
            witness=_witness(table),
            said=table.day_range("said") or self.as_of,
            evidence=evidence,
            confirmed=table.boolean("confirmed", default=False),
            released=table.boolean("released", default=False),
            compartment=cast("Compartment", written),
        )

    def _fact(self, table: Table) -> tuple[Fact, ...]:
        name = self._name(table)
        spec = self.specs.get(name)
        origin = self._origin(table, spec)
        for key in ("of", "value", "any_of", "unknown", "day", "from", "to"):
            table.raw(key)
        if spec is None:
            if table.has_text("name"):
                self._unknown_name(table, name)
            table.done()
            return ()
        of = table.choice("of", spec.of, APPLICANT)
        mark = (
            table.choice("unknown", ("does not know", "no evidence", "withheld"), "")
            if table.has("unknown")
            else ""
        )
        possible = self._possible(table, spec, mark)
        holds_from, holds_to = self._when(table, spec)
        table.done()
        return (
            Fact(
                name=name,
                of=of,
                possible=possible,
                mark=cast("UnknownKind", mark) if mark else None,
                holds_from=holds_from,
                holds_to=holds_to,
                origin=origin,
            ),
        )

    def _name(self, table: Table) -> str:
        name = table.string("name")
        became = self.renames.get(name, ())
        return became[0] if len(became) == 1 else name

    def _unknown_name(self, table: Table, name: str) -> None:
        if name in self.renames:
            names = " and ".join(self.renames[name])
            table.fault("name", f"'{name}' was split: write {names}.")
            return
        if name in self.norms:
            table.fault("name", f"'{name}' is an open norm: write a [[judgement]].")
            return
        known = (*self.specs, *self.lists)
        table.fault("name", f"No fact is called '{name}'.", nearest(name, known))

    def _possible(self, table: Table, spec: FactSpec, mark: str) -> Value | None:
        given = [key for key in ("value", "any_of") if table.has(key)]
        if len(given) > 1:
            table.fault("any_of", "Write 'value' or 'any_of', not both.")
            return None
        if not given:
            if not mark:
                table.fault("name", "Write 'value', 'any_of' or 'unknown'.")
            return None
        if mark and mark != "no evidence":
            table.fault(
                "unknown", f"A value and unknown = '{mark}' exclude each other."
            )
        key = given[0]
        if key == "any_of" and not isinstance(table.raw(key), list):
            table.fault(key, "'any_of' is a list of values.")
            return None
        if key == "value" and isinstance(table.raw(key), list):
            table.fault(key, "'value' is one value; write 'any_of' for a list.")
            return None
        return table.attempt(key, lambda: to_value(read_loose(table.raw(key)), spec))

    def _when(
        self, table: Table, spec: FactSpec
    ) -> tuple[DayRange | None, DayRange | None]:
        day = table.day_range("day")
        first, last = table.day_range("from"), table.day_range("to")
        if spec.type == "day" and (day or first or last):
            table.fault("day", f"'{spec.name}' is a day: the value itself is the day.")
        if day is not None and (first or last):
            table.fault("day", "Write 'day', or 'from' and 'to', not both.")
        if first and last and first.earliest > last.latest:
            table.fault("from", "'from' is later than 'to'.")
        return (day, day) if day is not None else (first, last)

    def _lists(self) -> tuple[CaseList, ...]:
        whole = self.table.table("list")
        if whole is None:
            return ()
        found: list[CaseList] = []
        for name in whole.content:
            inner = whole.table(name, required=True)
            spec = self.lists.get(name)
            if spec is None:
                mend = nearest(name, self.lists)
                whole.fault(name, f"No list is called '{name}'.", mend)
                continue
            if inner is None:
                continue
            complete = inner.choice("complete", ("yes", "no", "unknown"), "unknown")
            found.append(
                CaseList(
                    name=name,
                    complete=cast("Complete", complete),
                    rows=tuple(self._row(row, spec) for row in inner.tables("row")),
                )
            )
            inner.done()
        return tuple(found)

    def _row(self, table: Table, spec: ListSpec) -> Row:
        columns = {item.name.rpartition(".")[2]: item for item in spec.columns}
        origin = self._origin(table, spec)
        values: list[tuple[str, Value]] = []
        for key in table.content:
            if key in ORIGIN_KEYS:
                continue
            if key not in columns:
                table.raw(key)
                mend = nearest(key, columns)
                table.fault(key, f"'{key}' is no column of this list.", mend)
                continue
            value = self._cell(table, key, columns[key])
            if value is not None:
                values.append((key, value))
        table.done()
        # The order of keys means nothing.
        return Row(values=tuple(sorted(values, key=lambda one: one[0])), origin=origin)

    def _cell(self, table: Table, key: str, column: ColumnSpec) -> Value | None:
        return table.attempt(key, lambda: to_value(read_loose(table.raw(key)), column))

    def _event(self, table: Table) -> Event:
        language = table.string("language", self.default_language)
        texts = {language: table.string("text")}
        for other in LANGUAGES:
            translated = table.string(f"text_{other}", "")
            if translated:
                texts.setdefault(other, translated)
        event = Event(
            day=table.day_range("day"),
            texts=tuple(texts.items()),
            place=table.string("place", ""),
            origin=self._origin(table),
        )
        table.done()
        return event

    def _judgement(self, table: Table) -> Judgement | None:
        name = table.string("name")
        if table.has_text("name") and name not in self.norms:
            mend = nearest(name, self.norms)
            table.fault("name", f"No open norm is called '{name}'.", mend)
        value, by = table.boolean("value"), table.string("by")
        reasons, day = table.string("reasons"), table.day("day")
        if day is None and not table.has("day"):
            table.fault("day", "'day' is missing (the day of the judgement).")
        facts_hash = table.string("facts_hash", "")
        table.done()
        if day is None:
            return None
        return Judgement(
            name=name,
            value=value,
            by=by,
            reasons=reasons,
            day=DayRange.exactly(day),
            facts_hash=facts_hash,
        )


def _witness(table: Table) -> Witness:
    is_table = isinstance(table.raw("witness"), dict)
    inner = table.table("witness") if is_table else None
    if inner is not None:
        kind = inner.choice("kind", WITNESSES, "other")
        source = inner.string("source", "")
        inner.done()
        if table.raw("source") is not None:
            table.fault("source", "The witness has a source of its own.")
        return Witness(kind=cast("WitnessKind", kind), source=source)
    kind = table.choice("witness", WITNESSES, "other")
    return Witness(kind=cast("WitnessKind", kind), source=table.string("source", ""))


def _statement(table: Table) -> Statement:
    found = Statement(
        language=table.string("language"),
        text=table.string("text"),
        confirmed=table.boolean("confirmed", default=False),
        released=table.boolean("released", default=False),
    )
    table.done()
    return found


def _consent(table: Table) -> Consent:
    found = Consent(
        to=table.string("to"),
        what=table.string("what"),
        day=table.day_range("day"),
        until=table.day_range("until"),
        withdrawn=table.boolean("withdrawn", default=False),
    )
    table.done()
    return found
