"""The command about one deadline."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

import click

from safeconduct.app.books.library import Library
from safeconduct.app.calls.call import Call, common, known_name
from safeconduct.app.calls.expiry import expiry_warnings
from safeconduct.app.screen import phrase
from safeconduct.app.screen.as_json import deadline_json
from safeconduct.app.screen.as_text import paragraphs
from safeconduct.assessment.deadline import DeadlineResult, compute_deadline
from safeconduct.assessment.deadline_start import Known
from safeconduct.base.day import DayRange
from safeconduct.base.errors import Fault, InputError
from safeconduct.base.text import Language, Text
from safeconduct.base.value import Span, days_of, span_of
from safeconduct.rulebook.deadline import Deadline
from safeconduct.rulebook.force import covers, in_force
from safeconduct.rulebook.loose import to_value
from safeconduct.rulebook.record import TODAY, Page, Rulebook
from safeconduct.rulebook.vocabulary import FactSpec

EXPIRED_EFFECT = Text(
    en=": the law of this limit may have changed since. The day stands; look it up in "
    "the source. Install a newer pack.",
    ru=": с тех пор норма об этом сроке могла измениться. День остаётся; проверьте его "
    "по источнику. Установите более новый пакет.",
    fr=" : la règle de ce délai a pu changer depuis. Le jour demeure ; vérifiez-le à "
    "la source. Installez un paquet plus récent.",
)


@click.command()
@click.argument("rule")
@click.option("--from", "start", required=True, help="day (or instant) it runs from")
@click.option("--set", "given", multiple=True, metavar="NAME=VALUE")
@common(viewpoint=False)
def deadline(call: Call, rule: str, start: str, given: tuple[str, ...]) -> None:
    """Work out one deadline: its steps, the safe and the late day."""
    library = call.library()
    rulebook = library.rulebook
    every = [(page, item) for page in rulebook.pages for item in page.deadlines]
    known_name(rule, (item.id for _, item in every), "deadline")
    facts = dict(_given(pair, rulebook.vocabulary.fact_table()) for pair in given)
    begins = _start(start)

    def days(page: Page, item: Deadline) -> Known | None:
        """The dating day of a version."""
        return begins if page.dated_by == item.starts else facts.get(page.dated_by)

    homes = [(page, item, days(page, item)) for page, item in every if item.id == rule]
    page, item = _version(homes, rulebook, on=call.on, known_on=call.known_on)
    name = item.hour if item.in_hours() and item.hour and "T" in start else item.starts
    found = _computed(item, {**facts, name: begins}, library)
    warned = expiry_warnings(call, rulebook, EXPIRED_EFFECT)
    found = replace(found, warnings=(*warned, *found.warnings))
    content = deadline_json(found, call.at, {item.id: page})
    call.put(_deadline_lines(found, call.at), content)


def _version(
    homes: Sequence[tuple[Page, Deadline, Known | None]],
    rulebook: Rulebook,
    *,
    on: date,
    known_on: date,
) -> tuple[Page, Deadline]:
    """The version for the dating day; the newest where that is not given."""
    families = in_force(rulebook, on=on, known_on=known_on)
    known = {dated.page.version(): dated for family in families for dated in family}

    def fits(page: Page, dating: Known | None) -> bool:
        dated = known.get(page.version())
        if dated is None or page.dated_by == TODAY:
            return dated is not None and dated.applies
        if not isinstance(dating, Span):
            return False
        day = days_of(dating).earliest
        newer = any(covers(other, day) for other in dated.displaced_by)
        return covers(page, day) and not newer

    fitting = [home for home in homes if fits(home[0], home[2])]
    page, item, _ = max(fitting or homes, key=lambda home: home[0].version())
    return page, item


def _computed(
    item: Deadline, facts: Mapping[str, Known], library: Library
) -> DeadlineResult:
    try:
        return compute_deadline(item, facts, library.holidays, library.zones)
    except OverflowError as error:
        what = "So late a day ends beyond every calendar."
        raise InputError([Fault(file="--from", what=what)]) from error


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


def _given(pair: str, specs: Mapping[str, FactSpec]) -> tuple[str, Known]:
    key, _, value = pair.partition("=")
    spec = specs[known_name(key, specs, "fact")]
    try:
        if spec.type == "bool":
            truth = {"true": True, "false": False}.get(value, value)
            return key, to_value(truth, spec)
        return key, to_value((value,) if spec.type == "integer" else value, spec)
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
