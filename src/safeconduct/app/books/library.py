"""The law side for one question: rulebook, tape, holidays, priors, time zones.

A compiled rulebook is kept in the cache under the hash of its texts; a damaged or
foreign cache file is ignored and written again.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from safeconduct import __version__
from safeconduct.app.books.law_folder import MAX_FILE_BYTES, read_law
from safeconduct.app.machine.file import read_text, write_whole
from safeconduct.assessment.assess import Books
from safeconduct.assessment.compiler import compile_tape
from safeconduct.assessment.question import Priors
from safeconduct.assessment.tape import Tape
from safeconduct.base.digest import digest
from safeconduct.base.errors import Fault, InputError, OurFaultError
from safeconduct.base.near import nearest
from safeconduct.base.override import override
from safeconduct.base.table import FaultList, Table, read_toml
from safeconduct.rulebook import canonical
from safeconduct.rulebook.holiday import HolidayTable, HolidayTables, parse_holidays
from safeconduct.rulebook.record import Rulebook


class Library:
    """One folder of law, read once."""

    def __init__(
        self,
        folder: Path,
        cache: Path,
        *,
        rulebook: Rulebook | None = None,
        good_until: date | None = None,
    ) -> None:
        """Read the rulebook of a folder, unless it is here already.

        `good_until` is the last day of the signed pack that the folder comes from.

        Raises:
            InputError: the folder or a file in it is at fault.
        """
        self.folder = folder
        self.cache = cache
        read = rulebook or self._rulebook()
        self.rulebook = replace(read, good_until=good_until) if good_until else read
        self.priors = _priors(folder)
        deadlines = [item for page in self.rulebook.pages for item in page.deadlines]
        self.holidays = HolidayTables(tables=_HolidayFiles(folder / "holidays"))
        self.zones = _zones(item.zone for item in deadlines if item.zone)
        self._books: dict[tuple[date, date], Books] = {}

    def _rulebook(self) -> Rulebook:
        texts = read_law(self.folder)
        name = digest(f"{__version__} {texts.digest()}").removeprefix("sha256:")
        kept = self.cache / f"rulebook-{name}.json"
        found = _kept(kept)
        if found is not None:
            return found
        # Parsing is needed only where nothing is cached: its library loads slowly.
        from safeconduct.rulebook.book import read_rulebook  # noqa: PLC0415

        rulebook = canonical.compiled(read_rulebook(texts))
        _keep(kept, canonical.to_text(rulebook))
        return rulebook

    def books(self, *, on: date, known_on: date) -> Books:
        """Everything that an assessment needs on a day; of the last day it is kept."""
        days = on, known_on
        if days not in self._books:
            tape = compile_tape(self.rulebook, on=on, known_on=known_on)
            self._books = {days: self._made(tape)}
        return self._books[days]

    def _made(self, tape: Tape) -> Books:
        return Books(
            rulebook=self.rulebook,
            tape=tape,
            holidays=self.holidays,
            zones=self.zones,
            priors=self.priors,
            engine=__version__,
        )


def _kept(path: Path) -> Rulebook | None:
    """What a cache file holds; None where it is not as it was written."""
    try:
        name, _, text = path.read_text(encoding="utf-8").partition("\n")
        return canonical.from_text(text) if name == digest(text) else None
    except (OurFaultError, OSError, UnicodeDecodeError):
        return None


def _keep(path: Path, text: str) -> None:
    """Write a cache file; without a cache all still works."""
    try:
        for old in path.parent.glob("rulebook-*.json"):
            old.unlink(missing_ok=True)
        write_whole(path, f"{digest(text)}\n{text}".encode())
    except (InputError, OSError):
        return


class _HolidayFiles(Mapping[str, HolidayTable]):
    """The tables of a folder, each read when first asked for."""

    def __init__(self, folder: Path) -> None:
        self._paths = {path.stem: path for path in sorted(folder.glob("*.toml"))}
        self._read: dict[str, HolidayTable] = {}

    @override
    def __getitem__(self, name: str) -> HolidayTable:
        if name not in self._read:
            self._read[name] = _holidays(self._paths[name])
        return self._read[name]

    @override
    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    @override
    def __len__(self) -> int:
        return len(self._paths)


def _holidays(path: Path) -> HolidayTable:
    text = read_text(path, most=MAX_FILE_BYTES)
    try:
        return parse_holidays(text, name=path.stem, file=path.name)
    except ValueError as error:
        lines = str(error).split("\n")
        raise InputError(
            [Fault(file="holidays", what=line) for line in lines]
        ) from error


def _zones(names: Iterable[str]) -> dict[str, ZoneInfo]:
    found: dict[str, ZoneInfo] = {}
    faults: list[Fault] = []
    for name in sorted(set(names)):
        try:
            found[name] = ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            known = available_timezones()
            if not known:
                msg = "The table of time zones is not installed (Debian: tzdata)."
                raise OurFaultError(msg) from error
            what = f"No time zone is called '{name}'."
            faults.append(Fault(file="law", what=what, mend=nearest(name, known)))
    if faults:
        raise InputError(faults)
    return found


def _priors(folder: Path) -> Priors:
    path = folder / "priors.toml"
    if not path.is_file():
        return Priors()
    text = read_text(path, most=MAX_FILE_BYTES)
    faults = FaultList(file=path.name, text=text)
    content = read_toml(faults)
    table: dict[str, dict[str, float]] = {}
    if content is not None:
        whole = Table(content=content, path=(), faults=faults)
        for inner in whole.tables("prior"):
            shares = inner.table("p", required=True)
            table[inner.string("fact")] = _shares(shares) if shares else {}
    if faults.found:
        raise InputError(faults.found)
    return Priors(digest=digest(text), table=table)


def _shares(table: Table) -> dict[str, float]:
    """How probable each answer is, from 0 to 1."""
    found: dict[str, float] = {}
    for key, value in table.content.items():
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        # Compared first: a whole number may be larger than any float.
        if is_number and isinstance(value, int | float) and 0 <= value <= 1:
            found[key] = float(value)
        else:
            table.fault(key, f"'{key}' must be a number from 0 to 1.")
    return found
