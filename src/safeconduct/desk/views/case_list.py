"""The list of cases, newest first, and those in which some words stand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from safeconduct.log.name import CaseId
from safeconduct.log.replay.list_row import ListRow

ON_A_PAGE = 50
_FIRST = date(1970, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedCase:
    """One case as a list shows it; `day` is that of its newest entry."""

    case: CaseId
    alias: str
    stage: str
    day: date
    entries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseList:
    """One page of the cases that were asked for, `page` of `pages`, from 1."""

    words: str
    cases: tuple[ListedCase, ...]
    count: int
    page: int
    pages: int


def case_list(rows: Iterable[ListRow], *, words: str = "", page: int = 1) -> CaseList:
    """A page of the cases whose alias or stage holds all of the words."""
    wanted = words.casefold().split()
    found = [
        row
        for row in rows
        if all(word in f"{row.alias} {row.stage}".casefold() for word in wanted)
    ]
    pages = max(1, -(-len(found) // ON_A_PAGE))
    at = min(max(page, 1), pages)
    shown: Sequence[ListedCase] = [
        ListedCase(
            case=row.log.case,
            alias=row.alias,
            stage=row.stage,
            day=_FIRST + timedelta(days=row.day),
            entries=row.entries,
        )
        for row in found[(at - 1) * ON_A_PAGE : at * ON_A_PAGE]
    ]
    return CaseList(
        words=words, cases=tuple(shown), count=len(found), page=at, pages=pages
    )
