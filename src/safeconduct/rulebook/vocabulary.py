"""The vocabulary: every fact a rulebook knows (spec/law-page.md §5)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeVar, cast

from safeconduct.base.case import APPLICANT
from safeconduct.base.near import nearest
from safeconduct.base.table import FaultList, Table, read_toml
from safeconduct.base.text import Text

FactType = Literal["bool", "enum", "day", "integer"]
Cardinality = Literal["one", "changing"]
BOOL_VALUES = ("true", "false")
FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class FactSpec:
    """What one fact is and how it is asked; `for_record` if no rule reads it.

    `cost` runs from 1 to 9, `distress` and `danger` from 0 to 3; `fresh_days` is for
    how long a statement about a changing fact is good.
    """

    name: str
    type: FactType
    values: tuple[str, ...]
    cardinality: Cardinality
    of: tuple[str, ...]
    label: Text
    ask: Text
    cost: int
    distress: int
    danger: int
    counsel_only: bool
    held: Literal["maybe", "no"]
    fresh_days: int
    value_labels: tuple[tuple[str, Text], ...] = ()
    for_record: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnSpec:
    """One column of a list, written `list.column` in conditions."""

    name: str
    type: FactType
    values: tuple[str, ...]
    label: Text | None
    value_labels: tuple[tuple[str, Text], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSpec:
    """A list of rows, such as charges or stays."""

    name: str
    label: Text
    ask: Text
    columns: tuple[ColumnSpec, ...]
    cost: int
    counsel_only: bool


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """All facts and lists by name, and what old names became.

    `opening` are asked before all else while the first of them is unknown; `origin` is
    the fact that says which state a person fears; `states` are the facts and columns
    that say which states a case has to do with.
    """

    facts: tuple[FactSpec, ...]
    lists: tuple[ListSpec, ...]
    renames: tuple[tuple[str, tuple[str, ...]], ...]
    opening: tuple[str, ...] = ()
    origin: str = ""
    states: tuple[str, ...] = ()

    @cached_property
    def _facts_by_name(self) -> Mapping[str, FactSpec]:
        return {fact.name: fact for fact in self.facts}

    @cached_property
    def _lists_by_name(self) -> Mapping[str, ListSpec]:
        return {item.name: item for item in self.lists}

    def fact_table(self) -> Mapping[str, FactSpec]:
        """The facts by name."""
        return self._facts_by_name

    def list_table(self) -> Mapping[str, ListSpec]:
        """The lists by name."""
        return self._lists_by_name

    def is_counsel_only(self, key: str) -> bool:
        """Whether a fact (by its key) or a list (`list.<name>`) is counsel's only."""
        if key.startswith("list."):
            item = self.list_table().get(key.removeprefix("list."))
            return item is not None and item.counsel_only
        spec = self.fact_table().get(key.partition(" OF ")[0])
        return spec is not None and spec.counsel_only


Spec = TypeVar("Spec", FactSpec, ListSpec)


def fact_key(name: str, of: str = APPLICANT) -> str:
    """The name of a fact of somebody; the applicant's is the plain name."""
    return name if of == APPLICANT else f"{name} OF {of}"


def read_vocabulary(
    files: Mapping[str, str],
) -> tuple[Vocabulary, tuple[FaultList, ...]]:
    """Read all vocabulary files (name to text); faults are listed by file."""
    faults = [FaultList(file=name, text=text) for name, text in sorted(files.items())]
    tables = [
        Table(content=content, path=(), faults=found)
        for found in faults
        if (content := read_toml(found)) is not None
    ]
    enums = _enums(tables)
    facts: dict[str, FactSpec] = {}
    lists: dict[str, ListSpec] = {}
    renames: list[tuple[str, tuple[str, ...]]] = []
    opening: list[str] = []
    origin = ""
    states: list[str] = []
    for table in tables:
        if table.integer("version", FORMAT) != FORMAT:
            table.fault("version", f"This program reads version {FORMAT} only.")
        opening.extend(table.strings("opening"))
        origin = table.string("origin", origin)
        states.extend(table.strings("states"))
        for inner in table.tables("fact"):
            _once(facts, _fact(inner, enums), inner)
        for inner in table.tables("list"):
            _once(lists, _list(inner, enums), inner)
        for inner in table.tables("rename"):
            renames.append((inner.string("old"), inner.strings("new")))
            inner.done()
        table.done()
    for table in tables:
        columns = {column.name for item in lists.values() for column in item.columns}
        _reference_faults(table, {*facts, *lists}, columns=columns)
    vocabulary = Vocabulary(
        facts=tuple(facts.values()),
        lists=tuple(lists.values()),
        renames=tuple(renames),
        opening=tuple(opening),
        origin=origin,
        states=tuple(states),
    )
    return vocabulary, tuple(faults)


def _reference_faults(table: Table, known: set[str], *, columns: set[str]) -> None:
    """Names that are used in the vocabulary itself and declared nowhere."""
    origin = table.string("origin", "")
    _unknown_faults(table, "opening", table.strings("opening"), known)
    _unknown_faults(table, "origin", [origin] if origin else [], known)
    _unknown_faults(table, "states", table.strings("states"), known | columns)
    for inner in table.tables("rename"):
        old = inner.string("old")
        if old in known:
            inner.fault("old", f"'{old}' is still declared.")
        _unknown_faults(inner, "new", inner.strings("new"), known)


def _unknown_faults(
    table: Table, key: str, names: Iterable[str], known: set[str]
) -> None:
    for name in names:
        if name not in known:
            what = f"No fact is called '{name}' ({key})."
            table.fault(key, what, nearest(name, known))


def _once(known: dict[str, Spec], spec: Spec | None, table: Table) -> None:
    if spec is None:
        return
    if spec.name in known:
        table.fault("name", f"'{spec.name}' is declared twice.")
    known[spec.name] = spec


@dataclass(frozen=True, slots=True, kw_only=True)
class _Enum:
    values: tuple[str, ...]
    labels: tuple[tuple[str, Text], ...]


def _enums(tables: list[Table]) -> dict[str, _Enum]:
    found: dict[str, _Enum] = {}
    for table in tables:
        for inner in table.tables("enum"):
            name = _name(inner)
            values = inner.strings("values")
            if name in found:
                inner.fault("name", f"The enum '{name}' is declared twice.")
            if "other" not in values:
                inner.fault("values", "A closed list of values must hold 'other'.")
            found[name] = _Enum(values=values, labels=_value_labels(inner, values))
            inner.done()
    return found


def _value_labels(
    table: Table, values: tuple[str, ...]
) -> tuple[tuple[str, Text], ...]:
    inner = table.table("value_labels")
    if inner is None:
        return ()
    labels: list[tuple[str, Text]] = []
    for value in values:
        text = inner.text(value, required=False)
        if text is not None:
            labels.append((value, text))
    for key in inner.content:
        if key not in values:
            inner.fault(key, f"'{key}' is no value here.")
    return tuple(labels)


def _kind(table: Table, enums: Mapping[str, _Enum]) -> tuple[FactType, _Enum]:
    kind = table.choice("type", ("bool", "enum", "day", "integer"))
    empty = _Enum(values=(), labels=())
    if kind == "bool":
        labels = _value_labels(table, BOOL_VALUES)
        return "bool", _Enum(values=BOOL_VALUES, labels=labels)
    if kind != "enum":
        return cast("FactType", kind or "bool"), empty
    named = table.raw("values")
    if isinstance(named, str):
        if named not in enums:
            mend = nearest(named, enums)
            table.fault("values", f"No enum is called '{named}'.", mend)
        return "enum", enums.get(named, empty)
    values = table.strings("values")
    if "other" not in values:
        table.fault("values", "A closed list of values must hold 'other'.")
    return "enum", _Enum(values=values, labels=_value_labels(table, values))


def _name(table: Table) -> str:
    name = table.string("name")
    if table.has_text("name") and not name:
        table.fault("name", "The name is empty.", "Give it a name of its own.")
    return name


def _fact(table: Table, enums: Mapping[str, _Enum]) -> FactSpec | None:
    kind, enum = _kind(table, enums)
    label, ask = table.text("label"), table.text("ask")
    name = _name(table)
    cardinality = table.choice("cardinality", ("one", "changing"), "one")
    spec = None
    held = table.choice("held", ("maybe", "no"), "maybe")
    numbers = {
        key: table.integer(key, default)
        for key, default in (
            ("cost", 3),
            ("distress", 0),
            ("danger", 0),
            ("fresh_days", 30),
        )
    }
    counsel_only = table.boolean("counsel_only", default=False)
    for_record = table.boolean("for_record", default=False)
    of = table.strings("of") or (APPLICANT,)
    if label is not None and ask is not None and name:
        spec = FactSpec(
            name=name,
            type=kind,
            values=enum.values,
            cardinality=cast("Cardinality", cardinality),
            of=of,
            label=label,
            ask=ask,
            cost=numbers["cost"],
            distress=numbers["distress"],
            danger=numbers["danger"],
            fresh_days=numbers["fresh_days"],
            counsel_only=counsel_only,
            held="no" if held == "no" else "maybe",
            value_labels=enum.labels,
            for_record=for_record,
        )
    table.done()
    return spec


def _list(table: Table, enums: Mapping[str, _Enum]) -> ListSpec | None:
    name, label, ask = _name(table), table.text("label"), table.text("ask")
    columns: list[ColumnSpec] = []
    for inner in table.tables("column"):
        kind, enum = _kind(inner, enums)
        columns.append(
            ColumnSpec(
                name=f"{name}.{_name(inner)}",
                type=kind,
                values=enum.values,
                label=inner.text("label", required=False),
                value_labels=enum.labels,
            )
        )
        inner.done()
    cost = table.integer("cost", 3)
    counsel_only = table.boolean("counsel_only", default=False)
    for key in ("distress", "danger", "cardinality", "held", "fresh_days"):
        table.raw(key)
    table.done()
    if label is None or ask is None or not name:
        return None
    return ListSpec(
        name=name,
        label=label,
        ask=ask,
        columns=tuple(columns),
        cost=cost,
        counsel_only=counsel_only,
    )
