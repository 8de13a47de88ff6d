"""Dated events that changed the risk of a place, and how they age (law-page.md §4).

An event holds for 24 months where it raises a risk, for 12 where it lowers one. After
that it proves nothing: the parameter is unknown again, never false.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import cast

from safeconduct.base.day import Period, shift
from safeconduct.base.table import Table
from safeconduct.base.text import Text
from safeconduct.rulebook.record import (
    TODAY,
    Effect,
    Incident,
    Page,
    Parameter,
    ParameterValue,
)

EFFECTS = ("raises", "lowers", "other")
AGES = {
    "raises": Period(count=24, unit="months"),
    "lowers": Period(count=12, unit="months"),
}
_TITLES = {
    "raises": Text(
        en="Events of the last two years that raised the risk are on record",
        ru="За последние два года есть события, повысившие риск",
        fr="Des faits des deux dernières années ont accru le risque",
    ),
    "lowers": Text(
        en="Events of the last year that lowered the risk are on record",
        ru="За последний год есть события, снизившие риск",
        fr="Des faits de la dernière année ont réduit le risque",
    ),
}


def read_incident(table: Table, name: str, page: Page) -> Incident | None:
    """Read one event of a page; None after noting a fault."""
    day = table.day_range("day")
    if day is None and not table.has("day"):
        table.fault("day", "An incident needs 'day': when it happened.")
    source = table.integer("source", 0)
    if not 0 <= source < len(page.sources):
        table.fault("source", f"There is no source number {source} (from 0).")
    kind = table.string("kind")
    effect = cast("Effect", table.choice("effect", EFFECTS))
    text = table.text("text")
    table.done()
    if day is None or text is None:
        return None
    return Incident(
        id=name, day=day, kind=kind, effect=effect, text=text, source=source
    )


def aging(page: str, incidents: Sequence[Incident]) -> Iterator[Parameter]:
    """The bool parameters `<page>.raises` and `<page>.lowers`: true while fresh."""
    for effect, age in AGES.items():
        spans = [
            ParameterValue(
                holds_from=item.day.latest,
                holds_to=shift(item.day.latest, age),
                key="",
                value=True,
                source=item.source,
            )
            for item in sorted(incidents, key=lambda item: item.day.latest)
            if item.effect == effect
        ]
        if spans:
            yield Parameter(
                id=f"{page}.{effect}",
                type="bool",
                dated_by=TODAY,
                keyed_by="",
                title=_TITLES[effect],
                values=tuple(_apart(spans)),
            )


def _apart(spans: Sequence[ParameterValue]) -> Iterator[ParameterValue]:
    """The spans without overlap: an event ends where the next one begins."""
    for at, item in enumerate(spans):
        following = spans[at + 1].holds_from if at + 1 < len(spans) else None
        ends = item.holds_to
        if following is not None and ends is not None and following <= ends:
            ends = shift(following, Period(count=-1, unit="days"))
        if ends is not None and item.holds_from is not None and item.holds_from <= ends:
            yield replace(item, holds_to=ends)
