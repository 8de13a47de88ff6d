"""The directory of help: who helps where, and what Russia's labels say of the helper.

A status is a dated fact, and its warning stands before the contact. What was not found
on a list is unknown, never free. Spec: spec/help.md §1-§7. It concludes nothing.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, cast, get_args

from safeconduct.base.day import DayRange
from safeconduct.base.errors import Fault
from safeconduct.base.near import nearest
from safeconduct.base.table import FaultList, Table, read_toml
from safeconduct.base.text import Text
from safeconduct.rulebook.page import read_source
from safeconduct.rulebook.record import Source

FORMAT = 1
ANY = "any"
Kind = Literal[
    "legal", "psychological", "money", "housing", "papers", "press", "family",
    "monitoring", "medical", "other",
]  # fmt: skip
KINDS: tuple[Kind, ...] = get_args(Kind)
State = Literal["designated", "lifted", "not_found"]
STATES: tuple[State, ...] = get_args(State)
Reader = Literal["inside", "outside"]
READERS: tuple[Reader, ...] = get_args(Reader)
_ID = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class KindName:
    """How a kind of help is called; `gap` is said where nobody gives it."""

    id: str
    name: Text
    gap: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageName:
    """How a language is called; `id` is its code of ISO 639-1."""

    id: str
    name: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What one of Russia's labels means in its law, and what contact then means."""

    id: str
    name: Text
    means: Text
    contact: Text
    as_of: DayRange
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """Whether a body stands on one list, as of a day; `not_found` is unknown."""

    label: str
    state: State
    since: DayRange | None
    as_of: DayRange
    sources: tuple[Source, ...]
    note: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """One body that helps. No channel means that none was found in a source."""

    id: str
    name: Text
    also: tuple[str, ...]
    kinds: tuple[Kind, ...]
    serves: tuple[str, ...]
    base: Text | None
    languages: tuple[str, ...]
    channel: Text | None
    checked: DayRange | None
    sources: tuple[Source, ...]
    note: Text
    status: tuple[Status, ...]

    def is_sourced(self) -> bool:
        """Whether it was found in a source: what is from memory is never printed."""
        return any(source.grade != "memory" for source in self.sources)


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """What a reader is told before anything else."""

    id: str
    reader: Reader
    text: Text
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """The whole directory of help, each part by id in the order of the files."""

    kinds: Mapping[str, KindName]
    languages: Mapping[str, LanguageName]
    labels: Mapping[str, Label]
    contacts: Mapping[str, Contact]
    advice: Mapping[str, Advice]

    def advice_for(self, reader: Reader) -> tuple[Text, ...]:
        """What such a reader is told, in the order of the files."""
        return tuple(
            item.text for item in self.advice.values() if item.reader == reader
        )


@dataclass(slots=True, kw_only=True)
class _Draft:
    """The directory while it is read."""

    countries: Collection[str]
    kinds: dict[str, KindName] = field(default_factory=dict)
    languages: dict[str, LanguageName] = field(default_factory=dict)
    labels: dict[str, Label] = field(default_factory=dict)
    contacts: dict[str, Contact] = field(default_factory=dict)
    advice: dict[str, Advice] = field(default_factory=dict)


def read_help(
    texts: Mapping[str, str], *, countries: Collection[str]
) -> tuple[Directory, tuple[Fault, ...]]:
    """Read the files of the directory, by name; every fault of all is listed.

    No files give an empty directory; with a fault it is not to be used.
    """
    draft = _Draft(countries=countries)
    faults: list[Fault] = []
    wholes: list[Table] = []
    for file, text in sorted(texts.items()):
        found = FaultList(file=file, text=text)
        content = read_toml(found)
        if content is None:
            faults += found.found
        else:
            wholes.append(Table(content=content, path=(), faults=found))
    # The words of all files come first: contacts of any file use them.
    for key, read in _READERS.items():
        for whole in wholes:
            for table in whole.tables(key):
                read(table, draft)
    for whole in wholes:
        if whole.integer("version", FORMAT) != FORMAT:
            whole.fault("version", f"This program reads version {FORMAT} only.")
        whole.done()
        faults += whole.faults.found
    faults = faults or (list(_missing(draft)) if texts else [])
    directory = Directory(
        kinds=draft.kinds,
        languages=draft.languages,
        labels=draft.labels,
        contacts=draft.contacts,
        advice=draft.advice,
    )
    return directory, tuple(sorted(faults))


def _missing(draft: _Draft) -> Iterator[Fault]:
    """What no table is at fault for, but the files together do not say."""
    if draft.contacts and not draft.labels:
        what = "No label is declared: nothing would be said before a contact."
        yield Fault(file="help", what=what)
    for kind in KINDS:
        if kind not in draft.kinds:
            what = f"The kind of help '{kind}' is declared nowhere."
            yield Fault(file="help", what=what)


def _id(table: Table, known: Collection[str]) -> str:
    found = table.string("id")
    if table.has_text("id") and not _ID.fullmatch(found):
        table.fault("id", "An id is one lower-case word.")
    if found in known:
        table.fault("id", f"'{found}' stands twice.", "Give each entry its own id.")
    return found


def _sources(table: Table, *, needed: bool = True) -> tuple[Source, ...]:
    found = tuple(read_source(inner) for inner in table.tables("sources"))
    if needed and not found:
        table.fault("sources", "A source is missing.", "No source, no entry.")
    return found


def _words(
    table: Table, key: str, known: Iterable[str], what: str, *, needed: bool
) -> tuple[str, ...]:
    """A list of declared words."""
    found = table.strings(key)
    names = tuple(known)
    if needed and not found:
        table.fault(key, f"'{key}' is missing or empty.")
    for word in found:
        if word not in names:
            table.fault(key, f"No {what} is called '{word}'.", nearest(word, names))
    return found


def _as_of(table: Table) -> DayRange | None:
    found = table.day_range("as_of")
    if found is None and not table.has("as_of"):
        table.fault("as_of", "'as_of' is missing: the day for which this was so.")
    return found


def _kind(table: Table, into: _Draft) -> None:
    found = _id(table, into.kinds)
    if found not in KINDS:
        table.fault("id", f"No kind of help is '{found}'.", nearest(found, KINDS))
    name, gap = table.text("name"), table.text("gap", required=False)
    table.done()
    if name is not None:
        into.kinds[found] = KindName(id=found, name=name, gap=gap)


def _language(table: Table, into: _Draft) -> None:
    found, name = _id(table, into.languages), table.text("name")
    table.done()
    if name is not None:
        into.languages[found] = LanguageName(id=found, name=name)


def _label(table: Table, into: _Draft) -> None:
    found = _id(table, into.labels)
    name, means, contact = (table.text(key) for key in ("name", "means", "contact"))
    as_of, sources = _as_of(table), _sources(table)
    table.done()
    if name is None or means is None or contact is None or as_of is None:
        return
    into.labels[found] = Label(
        id=found, name=name, means=means, contact=contact, as_of=as_of, sources=sources
    )


def _advice(table: Table, into: _Draft) -> None:
    found, text = _id(table, into.advice), table.text("text")
    reader = cast("Reader", table.choice("for", READERS))
    sources = _sources(table)
    table.done()
    if text is not None:
        into.advice[found] = Advice(id=found, reader=reader, text=text, sources=sources)


def _contact(table: Table, into: _Draft) -> None:
    found = _id(table, into.contacts)
    name, note = table.text("name"), table.text("note")
    base, channel = (table.text(key, required=False) for key in ("base", "channel"))
    item = Contact(
        id=found,
        name=name or _NONE,
        also=table.strings("also"),
        kinds=cast(
            "tuple[Kind, ...]",
            _words(table, "kinds", KINDS, "kind of help", needed=True),
        ),
        serves=_words(table, "serves", (*into.countries, ANY), "country", needed=True),
        base=base,
        languages=_words(table, "languages", into.languages, "language", needed=False),
        channel=channel,
        checked=table.day_range("checked"),
        sources=_sources(table),
        note=note or _NONE,
        status=_statuses(table, into.labels),
    )
    if item.channel is not None and item.sources and not item.is_sourced():
        what = "A channel known from memory only is not given."
        table.fault("channel", what, "Take it out, or name the source.")
    table.done()
    into.contacts[found] = item


_NONE = Text(en="", ru="", fr="")  # a fault is noted; nothing of the file is used
_READERS = {
    "kind": _kind,
    "language": _language,
    "label": _label,
    "advice": _advice,
    "contact": _contact,
}


def _statuses(table: Table, labels: Iterable[str]) -> tuple[Status, ...]:
    """The status for every label; one that is missing is a fault, never a default."""
    inner = table.table("status")
    if inner is None:
        if not table.has("status"):
            table.fault("", "The status in Russia is missing.", _HOW)
        return ()
    statuses: list[Status] = []
    for label in labels:
        entry = inner.table(label)
        if entry is None:
            if not inner.has(label):
                inner.fault("", f"The status for the label '{label}' is missing.", _HOW)
            continue
        status = _status(entry, label)
        if status is not None:
            statuses.append(status)
    inner.done()
    return tuple(statuses)


_HOW = 'Write state = "not_found" and as_of: it is unknown, never free.'


def _status(table: Table, label: str) -> Status | None:
    state = cast("State", table.choice("state", STATES))
    since, as_of = table.day_range("since"), _as_of(table)
    sources = _sources(table, needed=state != "not_found")
    note = table.text("note", required=False)
    if state == "not_found" and (since is not None or sources):
        table.fault("state", "What was not found has neither a day nor a source.")
    table.done()
    if as_of is None:
        return None
    return Status(
        label=label, state=state, since=since, as_of=as_of, sources=sources, note=note
    )
