"""The command about one deadline."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

import click

from safeconduct.app import phrase
from safeconduct.app.as_json import deadline_json
from safeconduct.app.as_text import paragraphs
from safeconduct.app.call import Call, common, known_name
from safeconduct.assessment.deadline import DeadlineResult, compute_deadline
from safeconduct.assessment.deadline_start import Known
from safeconduct.base.day import DayRange
from safeconduct.base.errors import Fault, InputError
from safeconduct.base.text import Language
from safeconduct.base.value import Span, days_of, span_of
from safeconduct.rulebook.force import binds, covers
from safeconduct.rulebook.loose import to_value
from safeconduct.rulebook.record import TODAY, Page
from safeconduct.rulebook.vocabulary import FactSpec


@click.command()
@click.argument("rule")
@click.option("--from", "start", required=True, help="day (or instant) it runs from")
@click.option("--set", "given", multiple=True, metavar="NAME=VALUE")
@common(viewpoint=False)
def deadline(call: Call, rule: str, start: str, given: tuple[str, ...]) -> None:
    """Work out one deadline: its steps, the safe and the late day."""
    library = call.library()
    pages = library.rulebook.pages
    homes = [page for page in pages if any(item.id == rule for item in page.deadlines)]
    if not homes:
        known_name(rule, (item.id for p in pages for item in p.deadlines), "deadline")
    specs = library.rulebook.vocabulary.fact_table()
    facts: dict[str, Known] = {}
    for pair in given:
        key, _, value = pair.partition("=")
        known_name(key, specs, "fact")
        facts[key] = _given(key, value, specs)
    page = _version(homes, rule, facts, _start(start), call.on)
    item = next(item for item in page.deadlines if item.id == rule)
    name = item.hour if item.in_hours() and item.hour and "T" in start else item.starts
    facts[name] = _start(start)
    books = library.books(on=call.on, known_on=call.known_on)
    found = compute_deadline(item, facts, books.holidays, books.zones)
    content = deadline_json(found, call.at, {item.id: page})
    call.put(_deadline_lines(found, call.at), content)


def _version(
    pages: Sequence[Page], rule: str, facts: Mapping[str, Known], start: Known, on: date
) -> Page:
    """The page's version for the dating day; the newest where that is not given."""

    def dating_day(page: Page) -> date | None:
        if page.dated_by == TODAY:
            return on
        item = next(item for item in page.deadlines if item.id == rule)
        known = start if page.dated_by == item.starts else facts.get(page.dated_by)
        return days_of(known).earliest if isinstance(known, Span) else None

    fitting = [
        page
        for page in pages
        if binds(page, on)
        and (day := dating_day(page)) is not None
        and covers(page, day)
    ]
    return max(fitting or pages, key=Page.version)


def _start(text: str) -> Known:
    try:
        if "T" in text:
            return datetime.fromisoformat(text)
        first, slash, last = text.partition("/")
        days = DayRange.parse(first)
        until = DayRange.parse(last) if slash else days
        if until.latest < days.earliest:
            what = f"'{text}' ends before it begins."
            raise InputError([Fault(file="--from", what=what)])
        return span_of(DayRange(earliest=days.earliest, latest=until.latest))
    except ValueError as error:
        raise InputError([Fault(file="--from", what=str(error))]) from error


def _given(key: str, value: str, specs: Mapping[str, FactSpec]) -> Known:
    spec = specs[key]
    try:
        if spec.type == "bool":
            return to_value({"true": True, "false": False}.get(value, value), spec)
        return to_value((value,) if spec.type == "integer" else value, spec)
    except ValueError as error:
        raise InputError([Fault(file="--set", what=str(error))]) from error


def _deadline_lines(found: DeadlineResult, at: Language) -> Iterator[str]:
    yield found.title.within(at)
    due = found.due_at.isoformat() if found.due_at else found.due
    latest = found.latest_at.isoformat() if found.latest_at else found.latest
    yield (
        f"  ● {due}"
        if due
        else f"  ○ {phrase.MISSING.within(at)}: " + ", ".join(found.missing)
    )
    if latest is not None:
        yield f"    {phrase.LATEST.within(at)}: {latest}"
    for step in found.steps:
        yield from paragraphs(step.within(at), lead="    · ")
    for text in (*found.warnings, found.danger, found.effect):
        if text is not None:
            yield from paragraphs(text.within(at), lead="    !! ")
