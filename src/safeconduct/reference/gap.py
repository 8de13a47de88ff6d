"""What we do not know: what is missing, weak, old or without a value; danger first."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from safeconduct.base.text import Text, same
from safeconduct.reference.entry import ORDER, Entries, Entry
from safeconduct.rulebook.record import TODAY, Parameter

GapKind = Literal["missing", "weak", "stale", "review", "expired", "value", "norm"]
_NONE = same("")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """One thing that is not known, and the page that should say it."""

    kind: GapKind
    entry: Entry
    text: Text = _NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Gaps:
    """The gaps of one jurisdiction; the most dangerous stand first."""

    code: str
    name: Text
    gaps: tuple[Gap, ...]


def gaps_of(entries: Entries) -> tuple[Gaps, ...]:
    """The gaps of the versions that stand, by jurisdiction."""
    found: list[Gaps] = []
    for code in entries.codes():
        own = [gap for entry in entries.within(code) for gap in _gaps(entry)]
        own.sort(key=lambda gap: ORDER.index(gap.entry.page.bears))
        if own:
            name = entries.names.jurisdiction(code)
            found.append(Gaps(code=code, name=name, gaps=tuple(own)))
    return tuple(found)


def uncovered(entries: Entries) -> tuple[Text, ...]:
    """The states of the vocabulary that have no page at all."""
    covered = set(entries.codes())
    return tuple(
        entries.names.jurisdiction(code)
        for code in entries.names.states
        if code not in covered
    )


def _gaps(entry: Entry) -> Iterator[Gap]:
    health = entry.standing.health
    if health != "good":
        yield Gap(kind=health, entry=entry)
    for text in entry.page.missing:
        yield Gap(kind="missing", entry=entry, text=text)
    for item in entry.page.parameters:
        if _has_no_value(item, entry):
            yield Gap(kind="value", entry=entry, text=item.title)
    norms = {norm.name for norm in entry.page.norms}
    for finding in entry.page.findings:
        if finding.id in norms:
            yield Gap(kind="norm", entry=entry, text=finding.title)


def _has_no_value(item: Parameter, entry: Entry) -> bool:
    """Whether the last value of a dated value had ended when its source was read."""
    if item.dated_by != TODAY or not item.values:
        return False
    ends = [value.holds_to for value in item.values]
    last = max((end for end in ends if end is not None), default=None)
    read = entry.standing.newest_read
    return None not in ends and last is not None and read is not None and last < read
