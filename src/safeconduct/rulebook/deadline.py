"""Deadlines and clocks of a law page as frozen records (spec/deadline.md)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Literal, TypeVar, cast

from safeconduct.base.table import FaultList, Table
from safeconduct.base.text import Text
from safeconduct.rulebook.length import Length, parse_length

Against = Literal["person", "authority"]
FirstDay = Literal["excluded", "counts"]
Roll = Literal["none", "on", "back"]
Counts = Literal["receipt", "dispatch", "unknown"]
WindowKind = Literal["rolling", "first entry", "calendar year", "each entry"]
Frame = tuple[Length, ...]
R = TypeVar("R")


class DeadlineError(ValueError):
    """A deadline or clock block is at fault; the text lists every fault."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One way to count (spec/deadline.md §5). `frame` replaces that of the block."""

    first_day: FirstDay = "excluded"
    franc: bool = False
    roll: Roll = "none"
    frame: Frame = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Deemed:
    """A fiction of service or of silence: a day after another fact.

    `is_open`: the true day may lie anywhere between the two.
    """

    fact: str
    after: Length
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """What stops the period, and the days of which the later starts it again."""

    fact: str
    until: tuple[str, ...]
    within: Length | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """What is added where a bool fact holds; `sure` if a good source says so."""

    fact: str
    add: Length
    sure: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What is told with a deadline or clock.

    `source` are indices of the page's sources (empty: all); `effect_source` is that
    of the effect, -1 where nothing is said of a missed limit.
    """

    title: Text
    notes: tuple[Text, ...] = ()
    danger: Text | None = None
    effect: Text | None = None
    effect_source: int = -1
    source: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A limit as its page states it; nothing in it is about a person.

    `frame` holds the shortest and the longest length. `settled` is the index of the
    primary source that fixes the counting, -1 for none. `when` is the text of a
    condition (spec/law-page.md §1), empty for always. `before`: the time is counted
    back from the day of the start.
    """

    id: str
    said: Said
    against: Against
    starts: str
    hour: str = ""
    deemed: tuple[Deemed, ...] = ()
    not_before: date | None = None
    when: str = ""
    frame: Frame
    early: Reading
    late: Reading
    settled: int = -1
    holidays: str = ""
    region: str = ""
    zone: str = ""
    pause: Pause | None = None
    extensions: tuple[Extension, ...] = ()
    counts: Counts = "unknown"
    before: bool = False

    def in_hours(self) -> bool:
        """Whether the limit is counted in hours."""
        return self.frame[0].unit == "hours"

    def facts(self) -> tuple[str, ...]:
        """Every fact that can move the day, the start first."""
        names = [self.starts, self.hour, *(item.fact for item in self.deemed)]
        if self.pause is not None:
            names += [self.pause.fact, *self.pause.until]
        names += [item.fact for item in self.extensions] + [self.region]
        return tuple(dict.fromkeys(name for name in names if name))


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """In what span a clock counts; `days` is 0 where the kind has no length."""

    kind: WindowKind
    days: int = 0


_PLAIN: Mapping[str, Window] = {
    "calendar year": Window(kind="calendar year"),
    "each entry": Window(kind="each entry"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A running allowance as its page states it (spec/deadline.md §12)."""

    id: str
    said: Said
    list: str
    where: tuple[tuple[str, frozenset[str]], ...]
    allowed: Length
    windows: tuple[Window, ...]
    counted_from: date | None = None
    when: str = ""


def parse_deadline(content: Mapping[str, object], *, deadline_id: str) -> Deadline:
    """Read the TOML of a deadline block.

    Raises:
        DeadlineError: the block is at fault; the message lists every fault.
    """
    return _whole(content, lambda table: read_deadline(table, deadline_id=deadline_id))


def parse_clock(content: Mapping[str, object], *, clock_id: str) -> Clock:
    """Read the TOML of a clock block.

    Raises:
        DeadlineError: the block is at fault; the message lists every fault.
    """
    return _whole(content, lambda table: read_clock(table, clock_id=clock_id))


def _whole(content: Mapping[str, object], read: Callable[[Table], R | None]) -> R:
    faults = FaultList(file="", text="")
    found = read(Table(content=content, path=(), faults=faults))
    if found is None or faults.found:
        raise DeadlineError(" ".join(fault.what for fault in faults.found))
    return found


def read_deadline(table: Table, *, deadline_id: str) -> Deadline | None:
    """Read a deadline and note its faults in the table's list; None if no length."""
    frame = _frame(table)
    settled = table.integer("settled", -1)
    late = _reading(table, "late", Reading(roll="none"))
    against = table.choice("runs_against", ("person", "authority"))
    # Against an authority the early reading only says when it could be late.
    roll: Roll = "back" if against == "person" else "none"
    early = _reading(table, "early", Reading(roll=roll))
    if settled >= 0:
        if table.has("early"):
            table.fault("early", "With 'settled' both readings are the late one.")
        early = late
    elif early.roll == "on":
        table.fault("early", "An early reading rolls on only where it is 'settled'.")
    said = _said(table)
    found = Deadline(
        id=deadline_id,
        said=said,
        against=cast("Against", against),
        starts=table.string("starts"),
        hour=table.string("hour", ""),
        deemed=tuple(_deemed(inner) for inner in table.tables("deemed")),
        not_before=table.day("not_before"),
        when=table.string("when", ""),
        frame=frame or (Length(count=1, unit="days"),),
        early=early,
        late=late,
        settled=settled,
        holidays=table.string("holidays", ""),
        region=table.string("region", ""),
        zone=table.string("zone", ""),
        pause=_pause(table.table("pause")),
        extensions=tuple(_extension(inner) for inner in table.tables("extend")),
        counts=cast(
            "Counts",
            table.choice("counts", ("receipt", "dispatch", "unknown"), "unknown"),
        ),
        before=table.boolean("before", default=False),
    )
    _check_hours(table, found)
    if found.before and (found.in_hours() or found.pause or found.extensions):
        table.fault("before", "What counts back has no hours, pause or extension.")
    table.done()
    return found if frame else None


def read_clock(table: Table, *, clock_id: str) -> Clock | None:
    """Read a clock and note its faults in the table's list; None if no window."""
    where = table.table("where", required=True)
    allowed = _length(table, "allowed")
    windows = tuple(
        window
        for text in table.strings("windows")
        if (window := table.attempt("windows", partial(_window, text))) is not None
    )
    if not windows:
        table.fault("windows", "'windows' must name at least one window.")
    if allowed.unit != "days" and any(item.kind != "each entry" for item in windows):
        table.fault("allowed", "Only the window 'each entry' allows other than days.")
    found = Clock(
        id=clock_id,
        said=_said(table),
        list=table.string("list"),
        where=()
        if where is None
        else tuple((key, frozenset(where.strings(key))) for key in where.content),
        allowed=allowed,
        windows=windows,
        counted_from=table.day("counted_from"),
        when=table.string("when", ""),
    )
    table.done()
    return found if windows else None


def _length(table: Table, key: str) -> Length:
    found = table.attempt(key, lambda: parse_length(table.string(key)))
    return found or Length(count=1, unit="days")


def _frame(table: Table) -> Frame:
    raw = table.raw("length")
    texts = table.strings("length") if isinstance(raw, list) else ()
    if not isinstance(raw, list):
        texts = (table.string("length"),)
    if len(texts) not in {1, 2}:
        table.fault("length", "'length' is one length, or the shortest and longest.")
        return ()
    found = [table.attempt("length", partial(parse_length, text)) for text in texts]
    frame = tuple(item for item in found if item is not None)
    if len({item.unit == "hours" for item in frame}) > 1:
        table.fault("length", "Hours do not mix with other units.")
    return frame if len(frame) == len(texts) else ()


def _reading(table: Table, key: str, default: Reading) -> Reading:
    inner = table.table(key)
    if inner is None:
        return default
    first_day = inner.choice("first_day", ("excluded", "counts"), default.first_day)
    roll = inner.choice("roll", ("none", "on", "back"), default.roll)
    found = Reading(
        first_day=cast("FirstDay", first_day),
        franc=inner.boolean("franc", default=False),
        roll=cast("Roll", roll),
        frame=_frame(inner) if inner.has("length") else (),
    )
    inner.done()
    return found


def _deemed(table: Table) -> Deemed:
    found = Deemed(
        fact=table.string("from"),
        after=_length(table, "after"),
        is_open=table.boolean("open", default=False),
    )
    if found.after.unit in {"hours", "working days"}:
        table.fault("after", "A fiction counts days, weeks, months or years.")
    table.done()
    return found


def _pause(table: Table | None) -> Pause | None:
    if table is None:
        return None
    until = table.strings("until")
    if not until:
        table.fault("until", "'until' must name the days that end the pause.")
    within = _length(table, "within") if table.has("within") else None
    found = Pause(fact=table.string("from"), until=until, within=within)
    table.done()
    return found


def _extension(table: Table) -> Extension:
    found = Extension(
        fact=table.string("fact"),
        add=_length(table, "add"),
        sure=table.boolean("sure", default=False),
    )
    table.done()
    return found


def _said(table: Table) -> Said:
    title = table.text("title")
    effect = table.table("effect")
    notes = tuple(_own(inner) for inner in table.tables("notes"))
    source = table.raw("source")
    if source is not None and not _are_indices(source):
        table.fault("source", "'source' is a list of indices of the page's sources.")
    return Said(
        title=title or Text(en="", ru="", fr=""),
        notes=tuple(text for text in notes if text is not None),
        danger=table.text("danger", required=False),
        effect_source=-1 if effect is None else effect.integer("source"),
        effect=None if effect is None else _own(effect),
        source=tuple(cast("list[int]", source)) if _are_indices(source) else (),
    )


def _own(table: Table) -> Text | None:
    text = table.own_text()
    table.done()
    return text


def _are_indices(raw: object) -> bool:
    return isinstance(raw, list) and all(type(item) is int for item in raw)


def _check_hours(table: Table, deadline: Deadline) -> None:
    if deadline.in_hours() and not deadline.zone:
        table.fault("zone", "Hours need a 'zone', such as Europe/Paris.")
    if deadline.in_hours() and (deadline.pause or deadline.extensions):
        table.fault("length", "A limit in hours has no pause and no extension.")
    if deadline.hour and not deadline.in_hours():
        table.fault("hour", "Only a limit in hours has an 'hour'.")


def _window(text: str) -> Window:
    kinds: tuple[WindowKind, ...] = ("rolling", "first entry")
    for kind in kinds:
        if text.startswith(f"{kind} "):
            length = parse_length(text.removeprefix(f"{kind} "))
            if length.unit == "days":
                return Window(kind=kind, days=length.count)
    if text in _PLAIN:
        return _PLAIN[text]
    msg = (
        f"'{text}' is no window: write 'rolling 180 days', 'first entry 180 days', "
        "'calendar year' or 'each entry'."
    )
    raise ValueError(msg)
