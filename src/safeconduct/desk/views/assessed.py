"""Cases as they were assessed last, kept for the pages and answers that follow."""

from dataclasses import dataclass
from datetime import date

from safeconduct.assessment.assess import Assessor
from safeconduct.assessment.record import Assessment
from safeconduct.base.case import Case
from safeconduct.desk.views.outlook import Viewpoint
from safeconduct.log.name import CaseId, LogName
from safeconduct.log.vault.standing import open_parts

_MOST_KEPT = 20
# The day, and how much is there of the group and of each open part.
_Mark = tuple[date, tuple[tuple[LogName, int], ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessed:
    """A case on a day, and what the law says of it."""

    case: Case
    assessor: Assessor
    assessment: Assessment


class AssessedCases:
    """The cases that were assessed last, as long as nothing came to them."""

    def __init__(self, at: Viewpoint) -> None:
        """Know nothing yet."""
        self._at = at
        self._kept: dict[CaseId, tuple[_Mark, Assessed]] = {}

    def of(self, case: CaseId) -> Assessed:
        """A case as it stands.

        Raises:
            InputError: it holds what the law does not know.
            LogError: no part of it is open here.
        """
        mark = self._mark(case)
        kept = self._kept.pop(case, None)
        found = kept[1] if kept and kept[0] == mark else self._assessed(case)
        self._kept[case] = mark, found
        if len(self._kept) > _MOST_KEPT:
            del self._kept[next(iter(self._kept))]
        return found

    def _mark(self, case: CaseId) -> _Mark:
        vault = self._at.vault
        logs = (vault.roster_log, *open_parts(vault, case))
        counts = tuple((log, vault.store.count(log)) for log in logs)
        return self._at.ports.today(), counts

    def _assessed(self, case: CaseId) -> Assessed:
        found = self._at.case(case)
        assessor = self._at.assessor(found)
        return Assessed(case=found, assessor=assessor, assessment=assessor.assessment())
