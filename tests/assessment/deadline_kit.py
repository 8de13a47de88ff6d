"""What the tests of deadlines share: tables, zones, pages, facts from plain values."""

import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import cast
from zoneinfo import ZoneInfo

from safeconduct.assessment.deadline import DeadlineResult, compute_deadline
from safeconduct.assessment.deadline_start import Known
from safeconduct.base.day import DayRange
from safeconduct.base.value import Choice, Span
from safeconduct.rulebook.deadline import Clock, Deadline, parse_clock, parse_deadline
from safeconduct.rulebook.holiday import HolidayTables, parse_holidays

ROOT = Path(__file__).parents[2]
LAW = ROOT / "law"
ZONES = {
    name: ZoneInfo(name)
    for path in LAW.rglob("*.md")
    for name in re.findall(r'^zone = "([^"]+)"', path.read_text("utf-8"), re.MULTILINE)
}
TABLES = HolidayTables(
    tables={
        path.stem: parse_holidays(path.read_text("utf-8"), name=path.stem)
        for path in sorted((LAW / "holidays").glob("*.toml"))
    }
)
Content = dict[str, object]
Block = tuple[str, str, Content]
TEXT: Content = {"en": "x", "ru": "x", "fr": "x"}
# What a shared case expects in words, as days.
IN_WORDS = {
    "UNK-1": "2026-10-21",  # a range: its first day is that of the late reading alone
    "UNK-2": "2026-09-03",  # a frame
    "CA-C12": "2025-08-01",  # a claim of this day is in time
    "CA-C12-LATE": "2025-08-01",  # a claim of the day after is not
}
_BLOCK = re.compile(r"^```([a-z]+) (\S+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_DAY = re.compile(r"\d{4}(-\d{2}){0,2}")
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T.*")


def known(raw: object) -> Known:
    """A fact from a plain value: a day (in part), an instant, a number or a word."""
    if isinstance(raw, bool):
        return Choice(values=frozenset({str(raw).lower()}))
    if isinstance(raw, int):
        return Span(low=raw, high=raw)
    text = raw.isoformat() if isinstance(raw, date) else str(raw)
    first, _, last = text.partition("/")
    if _INSTANT.fullmatch(text):
        return datetime.fromisoformat(text)
    if not _DAY.fullmatch(first):
        return Choice(values=frozenset({text}))
    days = DayRange.parse(first)
    end = DayRange.parse(last).latest if last else days.latest
    return DayRange(earliest=days.earliest, latest=end)


def known_all(facts: Mapping[str, object]) -> dict[str, Known]:
    """All facts of a case."""
    return {name: known(raw) for name, raw in facts.items()}


def blocks_of(path: Path) -> list[Block]:
    """The TOML blocks of a page: kind, name, content."""
    text = path.read_text("utf-8")
    return [
        (kind, name, tomllib.loads(content))
        for kind, name, content in _BLOCK.findall(text)
        if kind not in {"rule", "prose"}
    ]


def all_pages() -> list[Path]:
    """Every page that has a deadline or a clock."""
    return [
        path
        for path in sorted(LAW.rglob("*.md"))
        if re.search(r"^```(deadline|clock) ", path.read_text("utf-8"), re.MULTILINE)
    ]


def all_deadlines() -> dict[str, Deadline]:
    """Every deadline of the rulebook by its id."""
    return {
        name: parse_deadline(content, deadline_id=name)
        for path in all_pages()
        for kind, name, content in blocks_of(path)
        if kind == "deadline"
    }


def all_clocks() -> dict[str, Clock]:
    """Every clock of the rulebook by its id."""
    return {
        name: parse_clock(content, clock_id=name)
        for path in all_pages()
        for kind, name, content in blocks_of(path)
        if kind == "clock"
    }


def compute(deadline: Deadline, facts: Mapping[str, object]) -> DeadlineResult:
    """Work out a deadline from plain values."""
    return compute_deadline(deadline, known_all(facts), TABLES, ZONES)


def shown(result: object, key: str) -> object:
    """A field of a result as it is written in a case."""
    value = cast("object", getattr(result, key))
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return list(value)
    return getattr(value, "value", value)


def block(**keys: object) -> Deadline:
    """A deadline from the keys of its block."""
    content: Content = {
        "title": TEXT, "runs_against": "person", "starts": "start", "length": "1 month",
    }  # fmt: skip
    return parse_deadline(content | keys, deadline_id="test")
