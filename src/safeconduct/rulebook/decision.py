"""Published decisions that the rulebook is replayed against (spec/law-replay.md §1)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal, cast, get_args

from safeconduct.base.day import DayRange
from safeconduct.base.errors import InputError
from safeconduct.base.table import FaultList, Table, read_toml
from safeconduct.base.text import Text
from safeconduct.rulebook.block import read_lists, read_row
from safeconduct.rulebook.record import CaseRows, LooseRow

Outcome = Literal[
    "refugee",
    "asylum",
    "subsidiary",
    "refused_refugee_only",
    "refused",
    "remitted",
    "excluded",
    "non_refoulement",
]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One decision: what its source states, what the court found, how it ended.

    `because` says why our answer differs, where it does. `group` is the file it stands
    in, without its ending.
    """

    id: str
    jurisdiction: str
    court: str
    day: DayRange
    cite: str
    address: str
    quality: str
    is_scored: bool
    outcome: Outcome
    elements: tuple[str, ...]
    facts: LooseRow
    lists: tuple[CaseRows, ...]
    findings: LooseRow
    because: Text | None
    group: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """One element of the law on refusers: what shows it, or why nothing does."""

    id: str
    shows: tuple[str, ...]
    reason: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """The findings that a claim in some states is about; empty where there is none."""

    jurisdictions: tuple[str, ...]
    refugee: str
    subsidiary: str
    ground: str
    bar: str
    excluded: str

    def goals(self) -> tuple[str, ...]:
        """The findings that answer the claim."""
        found = (self.refugee, self.subsidiary, self.ground, self.bar, self.excluded)
        return tuple(name for name in found if name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Docket:
    """Everything that a replay runs."""

    decisions: tuple[Decision, ...]
    elements: tuple[Element, ...]
    claims: tuple[Claim, ...]


def read_docket(texts: Mapping[str, str]) -> Docket:
    """Read the files of a replay, by name.

    Raises:
        InputError: a file is at fault; every fault is listed.
    """
    decisions: list[Decision] = []
    elements: list[Element] = []
    claims: list[Claim] = []
    lists = [FaultList(file=name, text=text) for name, text in texts.items()]
    for faults in lists:
        content = read_toml(faults)
        if content is None:
            continue
        table = Table(content=content, path=(), faults=faults)
        group = faults.file.removesuffix(".toml")
        decisions += [
            found
            for inner in table.tables("decision")
            if (found := _decision(inner, group=group)) is not None
        ]
        elements += [_element(inner) for inner in table.tables("element")]
        claims += [_claim(inner) for inner in table.tables("claim")]
        table.done()
    _check(decisions, elements, lists[0])
    found_faults = [fault for faults in lists for fault in faults.found]
    if found_faults:
        raise InputError(found_faults)
    return Docket(
        decisions=tuple(decisions), elements=tuple(elements), claims=tuple(claims)
    )


def _decision(table: Table, *, group: str) -> Decision | None:
    day = table.day_range("day")
    if day is None and not table.has("day"):
        table.fault("day", "A decision needs its day.")
    found = Decision(
        id=table.string("id"),
        jurisdiction=table.string("jurisdiction"),
        court=table.string("court"),
        day=day or DayRange.parse("0001"),
        cite=table.string("cite"),
        address=table.string("address", ""),
        quality=table.choice("quality", ("A", "B", "C")),
        is_scored=table.boolean("scored", default=True),
        outcome=cast("Outcome", table.choice("outcome", OUTCOMES)),
        elements=table.strings("elements"),
        facts=read_row(table.table("facts")),
        lists=read_lists(table.table("lists")),
        findings=read_row(table.table("findings")),
        because=table.text("because", required=False),
        group=group,
    )
    table.done()
    return found if day is not None else None


def _element(table: Table) -> Element:
    found = Element(
        id=table.string("id"),
        shows=table.strings("shows"),
        reason=table.text("reason", required=False),
    )
    if bool(found.shows) == (found.reason is not None):
        table.fault("shows", "An element has either 'shows' or the 'reason' for none.")
    table.done()
    return found


def _claim(table: Table) -> Claim:
    take = partial(table.string, default="")
    found = Claim(
        jurisdictions=table.strings("jurisdictions"),
        refugee=take("refugee"),
        subsidiary=take("subsidiary"),
        ground=take("ground"),
        bar=take("bar"),
        excluded=take("excluded"),
    )
    table.done()
    return found


def _check(
    decisions: Sequence[Decision], elements: Sequence[Element], faults: FaultList
) -> None:
    """Each id once, and no element that is not listed."""
    known = {element.id for element in elements}
    seen: set[str] = set()
    for decision in decisions:
        if decision.id in seen:
            faults.add((), f"Two decisions are called '{decision.id}'.")
        seen.add(decision.id)
        for name in decision.elements:
            if name not in known:
                faults.add((), f"'{decision.id}' names an unknown element '{name}'.")
