"""Reading a TOML table once, at the edge: every fault is kept, none is guessed away.

The one way in which pages, vocabularies and case files become records.
"""

import json
import re
import tomllib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NoReturn, TypeVar, cast

from safeconduct.base.day import DayRange
from safeconduct.base.errors import Fault, InputError
from safeconduct.base.near import nearest
from safeconduct.base.place import Path, Place, locate, places_of
from safeconduct.base.plain import FORBIDDEN
from safeconduct.base.text import LANGUAGES, Text

T = TypeVar("T")
MAX_NESTING = 32
MOST_FAULTS = 500
TOO_DEEP = f"This TOML is nested deeper than {MAX_NESTING} levels."
_TOML_PLACE = re.compile(r"line (\d+), column (\d+)")
# A key of many parts makes the parser slow and hungry: it is refused unparsed.
_PART = r"""(?:[\w-]+|"[^"\n]*"|'[^'\n]*')[ \t]*"""
_LONG_KEY = re.compile(
    rf"(?:^[ \t]*|[\[{{,][ \t]*)(?:{_PART}\.[ \t]*){{{MAX_NESTING}}}", re.MULTILINE
)


@dataclass(slots=True, kw_only=True)
class FaultList:
    """The faults of one text, with what is needed to say where they are."""

    file: str
    text: str
    first_line: int = 1
    found: list[Fault] = field(default_factory=list)
    known: set[Fault] = field(default_factory=set)
    places: Mapping[Path, Place] | None = None

    def add(self, path: Path, what: str, mend: str = "") -> None:
        """Note a fault at a key.

        Raises:
            InputError: there are so many that reading on helps nobody.
        """
        if path and self.places is None:
            self.places = places_of(self.text)
        place = locate(self.places or {}, path, first_line=self.first_line)
        fault = Fault(
            file=self.file, line=place.line, column=place.column, what=what, mend=mend
        )
        if fault in self.known:
            return
        self.known.add(fault)
        self.found.append(fault)
        if len(self.found) > MOST_FAULTS:
            what = f"More than {MOST_FAULTS} faults; the first ones follow."
            raise InputError([Fault(file=self.file, what=what), *self.found])


def read_toml(faults: FaultList) -> dict[str, object] | None:
    """Parse the text of a fault list; None after noting why it cannot be read."""
    if _LONG_KEY.search(faults.text) is not None:
        faults.add((), TOO_DEEP)
        return None
    try:
        content = cast("dict[str, object]", tomllib.loads(faults.text))
    except (ValueError, RecursionError) as error:
        faults.found.append(_not_toml(error, faults))
        return None
    if _depth(content) > MAX_NESTING:
        faults.add((), TOO_DEEP)
        return None
    return None if _has_forbidden(content, faults) else content


def read_json(faults: FaultList) -> dict[str, object] | None:
    """Parse the text of a fault list as an object that TOML could say too.

    None after noting why it cannot be read: JSON has things that TOML has not.
    """
    # Places are looked for in TOML only.
    faults.places = {}
    try:
        content: object = json.loads(
            faults.text, object_pairs_hook=_only_once, parse_constant=_no_constant
        )
        is_strange = _holds_nothing(content)
    except (ValueError, RecursionError) as error:
        why = TOO_DEEP if isinstance(error, RecursionError) else "This is not JSON."
        faults.add((), why)
        return None
    if not isinstance(content, dict) or is_strange or _depth(content) > MAX_NESTING:
        faults.add((), "This is no table: an object without `null` is.")
        return None
    return None if _has_forbidden(content, faults) else content


def _only_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        msg = "A key stands twice."
        raise ValueError(msg)
    return found


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _holds_nothing(content: object) -> bool:
    """Whether a `null` stands anywhere: what is not known is left out."""
    if isinstance(content, dict):
        return any(map(_holds_nothing, content.values()))
    if isinstance(content, list):
        return any(map(_holds_nothing, content))
    return content is None


def _not_toml(error: ValueError | RecursionError, faults: FaultList) -> Fault:
    line, column, what = faults.first_line, 0, TOO_DEEP
    if isinstance(error, tomllib.TOMLDecodeError):
        text, _, place = str(error).partition(" (at ")
        what = f"This is not TOML: {text.rstrip('.')}."
        found = _TOML_PLACE.search(place)
        line += int(found[1]) - 1 if found else faults.text.count("\n")
        column = int(found[2]) if found else 0
    elif isinstance(error, ValueError):
        what = "A number has too many digits."
    return Fault(file=faults.file, line=line, column=column, what=what)


def _has_forbidden(content: dict[str, object], faults: FaultList) -> bool:
    """Note texts and keys with characters that no text may hold, escaped or not."""
    before = len(faults.found)
    open_items: list[tuple[Path, object]] = [((), content)]
    while open_items:
        path, item = open_items.pop()
        if isinstance(item, dict):
            open_items.extend(((*path, key), inner) for key, inner in item.items())
            item = "".join(item)
        elif isinstance(item, list):
            open_items.extend(((*path, at), part) for at, part in enumerate(item))
        bad = FORBIDDEN.search(item) if isinstance(item, str) else None
        if bad is not None:
            what = f"A control character (U+{ord(bad[0]):04X}) stands here."
            faults.add(path, what, "Take it out.")
    return len(faults.found) > before


def _depth(content: object) -> int:
    deepest, level = 0, [content]
    while level and deepest <= MAX_NESTING:
        deepest += 1
        level = [
            inner
            for item in level
            if isinstance(item, dict | list)
            for inner in (item.values() if isinstance(item, dict) else item)
        ]
    return deepest


@dataclass(slots=True, kw_only=True)
class Table:
    """One TOML table, read key by key; `done` refuses what nobody asked for."""

    content: Mapping[str, object]
    path: Path
    faults: FaultList
    asked: set[str] = field(default_factory=set)

    def fault(self, key: str, what: str, mend: str = "") -> None:
        """Note a fault at a key of this table."""
        self.faults.add((*self.path, key) if key else self.path, what, mend)

    def has(self, key: str) -> bool:
        """Whether the key is there."""
        return key in self.content

    def has_text(self, key: str) -> bool:
        """Whether a text is there, be it empty: then its words can be wrong."""
        return isinstance(self.content.get(key), str)

    def _take(self, key: str, kind: type[T], name: str, default: T | None) -> T:
        self.asked.add(key)
        value = self.content.get(key)
        if value is None:
            if default is None:
                self.fault(key, f"'{key}' is missing ({name}).")
                return kind()
            return default
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            self.fault(key, f"'{key}' must be {name}.")
            return kind() if default is None else default
        return value

    def string(self, key: str, default: str | None = None) -> str:
        """A text."""
        return self._take(key, str, "a text in quotes", default)

    def integer(self, key: str, default: int | None = None) -> int:
        """A whole number."""
        return self._take(key, int, "a whole number", default)

    def boolean(self, key: str, default: bool | None = None) -> bool:  # noqa: FBT001 (a TOML value)
        """`true` or `false`."""
        return self._take(key, bool, "true or false", default)

    def choice(
        self, key: str, allowed: Collection[str], default: str | None = None
    ) -> str:
        """One of a set of words."""
        value = self.string(key, default)
        if value not in allowed and self.has(key):
            words = ", ".join(sorted(allowed)[:12])
            self.fault(
                key,
                f"'{key}' is '{value}'; it must be one of: {words}.",
                nearest(value, allowed),
            )
        return value

    def day_range(self, key: str) -> DayRange | None:
        """A day known in full or part, as text or TOML date; None if missing."""
        self.asked.add(key)
        value = self.content.get(key)
        return None if value is None else self.read_day(key, value)

    def read_day(self, key: str, value: object) -> DayRange | None:
        """Read one value as a day; None after noting a fault."""
        if isinstance(value, date) and not isinstance(value, datetime):
            return DayRange.exactly(value)
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if isinstance(value, str):
            try:
                return DayRange.parse(value)
            except ValueError as error:
                self.fault(key, str(error))
                return None
        self.fault(key, f"'{key}' must be a day such as 2022-09-21 or 2022-09.")
        return None

    def day(self, key: str) -> date | None:
        """A day known in full; None if missing or wrong (noted)."""
        days = self.day_range(key)
        if days is not None and not days.is_exact():
            self.fault(key, f"'{key}' must be a full day such as 2022-09-21.")
        return None if days is None else days.earliest

    def strings(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty if missing."""
        value = self._take(key, list, "a list of texts", [])
        if not all(isinstance(item, str) for item in value):
            self.fault(key, f"'{key}' must be a list of texts.")
        return tuple(item for item in value if isinstance(item, str))

    def text(self, key: str, *, required: bool = True) -> Text | None:
        """A text in all languages; None if missing or incomplete (noted)."""
        inner = self.table(key, required=required)
        return None if inner is None else inner.own_text()

    def own_text(self) -> Text | None:
        """The languages of this very table as a text."""
        parts = {language: self.string(language, "") for language in LANGUAGES}
        missing = [language for language, part in parts.items() if not part.strip()]
        for language in missing:
            self.fault("", f"The text is missing in '{language}'.")
        return None if missing else Text(**parts)

    def table(self, key: str, *, required: bool = False) -> "Table | None":
        """A table inside this one; None if missing or no table (noted)."""
        self.asked.add(key)
        value = self.content.get(key)
        if value is None and not required:
            return None
        if not isinstance(value, dict):
            self.fault(key, f"'{key}' is missing or no table.")
            return None
        return Table(content=value, path=(*self.path, key), faults=self.faults)

    def tables(self, key: str) -> "tuple[Table, ...]":
        """A list of tables; empty if missing."""
        value = self._take(key, list, "a list of tables", [])
        if not all(isinstance(item, dict) for item in value):
            self.fault(key, f"'{key}' must be a list of tables.")
        return tuple(
            Table(content=item, path=(*self.path, key, index), faults=self.faults)
            for index, item in enumerate(value)
            if isinstance(item, dict)
        )

    def raw(self, key: str) -> object:
        """The value as it is; the caller reads it."""
        self.asked.add(key)
        return self.content.get(key)

    def attempt(self, key: str, read: Callable[[], T]) -> T | None:
        """Run a reader of the value; its `ValueError` becomes a fault at the key."""
        try:
            return read()
        except ValueError as error:
            self.fault(key, str(error))
            return None

    def done(self) -> None:
        """Refuse every key that nobody asked for."""
        for key in self.content:
            if key not in self.asked:
                self.fault(key, f"'{key}' is not known here.", nearest(key, self.asked))
