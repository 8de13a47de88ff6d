"""The law side for one question: rulebook, tape, holidays, priors, time zones.

A compiled rulebook is kept in the cache under the hash of its texts; a damaged or
foreign cache file is ignored and written again.
"""

import tempfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from safeconduct import __version__
from safeconduct.app.law_folder import read_law
from safeconduct.assessment.assess import Books
from safeconduct.assessment.compiler import compile_tape
from safeconduct.assessment.question import Priors
from safeconduct.base.digest import digest
from safeconduct.base.errors import Fault, InputError, OurFaultError
from safeconduct.base.override import override
from safeconduct.base.table import FaultList, Table, read_toml
from safeconduct.rulebook import canonical
from safeconduct.rulebook.holiday import HolidayTable, HolidayTables, parse_holidays
from safeconduct.rulebook.record import Rulebook


class Library:
    """One folder of law, read once."""

    def __init__(self, folder: Path, cache: Path) -> None:
        """Read the rulebook of a folder.

        Raises:
            InputError: the folder or a file in it is at fault.
        """
        self.folder = folder
        self.cache = cache
        self.rulebook = self._rulebook()
        self.priors = _priors(folder)
        deadlines = [item for page in self.rulebook.pages for item in page.deadlines]
        self.holidays = HolidayTables(tables=_HolidayFiles(folder / "holidays"))
        self.zones = _zones(item.zone for item in deadlines if item.zone)

    def _rulebook(self) -> Rulebook:
        texts = read_law(self.folder)
        name = digest(f"{__version__} {texts.digest()}").removeprefix("sha256:")
        kept = self.cache / f"rulebook-{name}.json"
        if kept.is_file():
            try:
                return canonical.from_text(kept.read_text(encoding="utf-8"))
            except (OurFaultError, OSError, UnicodeDecodeError):
                pass
        # Parsing is needed only where nothing is cached: its library loads slowly.
        from safeconduct.rulebook.book import read_rulebook  # noqa: PLC0415

        rulebook = read_rulebook(texts)
        _keep(kept, canonical.to_text(rulebook))
        return rulebook

    def books(self, *, on: date, known_on: date) -> Books:
        """Everything that an assessment needs on a day."""
        return Books(
            rulebook=self.rulebook,
            tape=compile_tape(self.rulebook, on=on, known_on=known_on),
            holidays=self.holidays,
            zones=self.zones,
            priors=self.priors,
            engine=__version__,
        )


def _keep(path: Path, text: str) -> None:
    """Write a cache file whole or not at all; without a cache all still works."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        for old in path.parent.glob("rulebook-*.json"):
            old.unlink(missing_ok=True)
        with tempfile.NamedTemporaryFile(
            "w", dir=path.parent, delete=False, encoding="utf-8"
        ) as out:
            out.write(text)
        Path(out.name).replace(path)
    except OSError:
        return


class _HolidayFiles(Mapping[str, HolidayTable]):
    """The tables of a folder, each read when first asked for."""

    def __init__(self, folder: Path) -> None:
        self._paths = {path.stem: path for path in sorted(folder.glob("*.toml"))}
        self._read: dict[str, HolidayTable] = {}

    @override
    def __getitem__(self, name: str) -> HolidayTable:
        if name not in self._read:
            path = self._paths[name]
            text = path.read_text(encoding="utf-8")
            self._read[name] = parse_holidays(text, name=name, file=path.name)
        return self._read[name]

    @override
    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    @override
    def __len__(self) -> int:
        return len(self._paths)


def _zones(names: Iterable[str]) -> dict[str, ZoneInfo]:
    try:
        return {name: ZoneInfo(name) for name in set(names)}
    except ZoneInfoNotFoundError as error:
        msg = "The table of time zones is not installed (Debian: tzdata)."
        raise OurFaultError(msg) from error


def _priors(folder: Path) -> Priors:
    path = folder / "priors.toml"
    if not path.is_file():
        return Priors()
    text = path.read_text(encoding="utf-8")
    faults = FaultList(file=path.name, text=text)
    content = read_toml(faults)
    table: dict[str, dict[str, float]] = {}
    if content is not None:
        whole = Table(content=content, path=(), faults=faults)
        for inner in whole.tables("prior"):
            shares = inner.table("p", required=True)
            values = shares.content if shares is not None else {}
            table[inner.string("fact")] = {
                key: float(value)
                for key, value in values.items()
                if isinstance(value, int | float)
            }
    if faults.found:
        raise InputError(faults.found)
    return Priors(digest=digest(text), table=table)


def read_file(path: Path, *, most: int) -> bytes:
    """Read a file of the user's.

    Raises:
        InputError: there is none, it cannot be read, or it is too large.
    """
    try:
        size = path.stat().st_size
        if size > most:
            what = f"The file has {size} bytes; at most {most} are read."
            raise InputError([Fault(file=path.name, what=what)])
        return path.read_bytes()
    except OSError as error:
        what = f"The file cannot be read ({error.strerror})."
        raise InputError([Fault(file=path.name, what=what)]) from error


def write_whole(path: Path, content: bytes) -> None:
    """Write a file whole or not at all.

    Raises:
        InputError: the place cannot be written to.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as out:
            out.write(content)
        Path(out.name).replace(path)
    except OSError as error:
        what = f"The file cannot be written ({error.strerror})."
        raise InputError([Fault(file=path.name, what=what)]) from error
