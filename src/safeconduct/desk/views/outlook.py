"""What is ahead in each case: looked at one after another while the desk is open.

Nothing of it is written anywhere: it is gone when the vault is locked.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from safeconduct.assessment.assess import Ask, Assessor
from safeconduct.base.case import APPLICANT, Case, Fact
from safeconduct.base.errors import InputError
from safeconduct.base.text import Text
from safeconduct.base.value import Choice
from safeconduct.desk.views.ports import Ports
from safeconduct.desk.views.shelf import Shelf
from safeconduct.facts.vault_case import case_of
from safeconduct.log.name import CaseId, LogName
from safeconduct.log.replay.list_row import ListRow
from safeconduct.log.vault.standing import open_parts
from safeconduct.log.vault.vault import Vault

HELD = "held.now"
# What passed so lately by its safe reading may still be saved.
BEHIND = timedelta(days=30)
# How far each part of a case was when it was looked at.
Mark = Mapping[LogName, tuple[int, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Something that must be done by a day."""

    day: date
    title: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """One case: whether he is said to be held, and what is or was lately due when.

    `fault` says why the case could not be assessed; empty where it could.
    """

    case: CaseId
    alias: str
    is_held: bool = False
    dues: tuple[Due, ...] = ()
    fault: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewpoint:
    """From where cases are looked at: a vault, the law, the day, and by whom."""

    vault: Vault
    ports: Ports

    @property
    def is_counsel(self) -> bool:
        """Whether what is counsel's only is assessed."""
        return self.vault.me().role == "counsel"

    def case(self, case: CaseId) -> Case:
        """A case, as far as this device can open it.

        Raises:
            InputError: it holds what the law does not know.
            LogError: no part of it is open here.
        """
        views = [self.vault.view(log) for log in open_parts(self.vault, case)]
        return case_of(views, self.ports.rulebook())

    def assessor(self, case: Case) -> Assessor:
        """The case on this day."""
        today = self.ports.today()
        ask = Ask(on=today, known_on=today, counsel=self.is_counsel)
        return Assessor(self.ports.books(today), case, ask)


class Outlooks:
    """The outlooks of all cases that are open here, as far as they are looked at."""

    def __init__(self, at: Viewpoint, shelf: Shelf) -> None:
        """Know nothing yet."""
        self._at, self._shelf = at, shelf
        self._day = date.min
        self._marks: Mapping[CaseId, Mark] = {}
        self._found: dict[CaseId, tuple[Mark, Outlook]] = {}
        self._waiting: list[ListRow] = []

    @property
    def waiting(self) -> int:
        """How many cases are not looked at as they stood at the last `look_next`."""
        return len(self._waiting)

    def known(self) -> Iterator[Outlook]:
        """What was found so far."""
        for _, found in self._found.values():
            yield found

    def look_next(self) -> bool:
        """Look at the newest case that has changed; whether there are more."""
        if not self._shelf.is_fresh() or self._day != self._at.ports.today():
            self._find_changed()
        if self._waiting:
            row = self._waiting.pop()
            case = row.log.case
            self._found[case] = self._marks.get(case, {}), self._looked(row)
        return bool(self._waiting)

    def _find_changed(self) -> None:
        if self._day != self._at.ports.today():
            self._day = self._at.ports.today()
            self._found.clear()
        rows = self._shelf.rows()
        self._marks = self._read_marks()
        there = {row.log.case for row in rows}
        self._found = {name: one for name, one in self._found.items() if name in there}
        self._waiting = [row for row in reversed(rows) if self._is_changed(row)]

    def _is_changed(self, row: ListRow) -> bool:
        case = row.log.case
        return case not in self._found or self._found[case][0] != self._marks.get(case)

    def _read_marks(self) -> Mapping[CaseId, Mark]:
        found: dict[CaseId, dict[LogName, tuple[int, int]]] = {}
        for log, extent in self._at.vault.store.extents().items():
            found.setdefault(log.case, {})[log] = extent
        return found

    def _looked(self, row: ListRow) -> Outlook:
        case = row.log.case
        try:
            content = self._at.case(case)
        except InputError as error:
            # Shown beside the others: a case that cannot be assessed is not left out.
            return Outlook(case=case, alias=row.alias, fault=error.faults[0].what)
        deadlines = self._at.assessor(content).deadlines()
        first = self._day - BEHIND
        dues = tuple(
            Due(day=item.due, title=item.title)
            for item in deadlines
            if item.due is not None and item.due >= first
        )
        return Outlook(case=case, alias=row.alias, is_held=is_held(content), dues=dues)


def is_held(case: Case) -> bool:
    """Whether the newest word is that the person is held, or may be."""
    said = [fact for fact in case.facts if (fact.name, fact.of) == (HELD, APPLICANT)]
    newest = max(map(_said_on, said), default=date.min)
    return any(
        isinstance(fact.possible, Choice) and "true" in fact.possible.values
        for fact in said
        if _said_on(fact) == newest
    )


def _said_on(fact: Fact) -> date:
    held, said = fact.holds_from, fact.origin.said
    return max(day.latest for day in (held, said) if day) if held or said else date.min
