"""Every case of every law page is a test, and the shipped rulebook is sound."""

from datetime import date
from functools import lru_cache
from pathlib import Path

import pytest

from safeconduct.app.law_folder import read_law
from safeconduct.app.library import Library
from safeconduct.assessment.law_check import check_rulebook
from safeconduct.assessment.page_case import Tapes, faults_of_case
from safeconduct.rulebook.record import Page, PageCase

LAW = Path(__file__).parents[2] / "law"
DAY = date(2026, 11, 22)


@lru_cache(maxsize=1)
def library() -> Library:
    # No cache: the pages themselves are under test.
    return Library(LAW, Path("/nonexistent"))


@lru_cache(maxsize=1)
def tapes() -> Tapes:
    found = library()
    return Tapes(rulebook=found.rulebook, holidays=found.holidays, zones=found.zones)


def cases() -> list[tuple[Page, PageCase]]:
    return [(page, case) for page in library().rulebook.pages for case in page.cases]


@pytest.mark.parametrize(
    ("page", "case"), cases(), ids=lambda item: getattr(item, "id", "") or item.name
)
def test_a_case_of_a_page_comes_out_as_the_page_says(
    page: Page, case: PageCase
) -> None:
    found = list(faults_of_case(page, case, tapes(), library().priors))
    assert not found, "\n".join(str(fault) for fault in found)


def test_the_shipped_rulebook_has_no_fault() -> None:
    def quiet(done: int, whole: int, what: str) -> None:
        del done, whole, what

    found = list(check_rulebook(tapes(), library().priors, on=DAY, tell=quiet))
    assert not found, "\n".join(str(fault) for fault in found)


def test_every_page_of_the_folder_is_read() -> None:
    assert len(library().rulebook.pages) == len(read_law(LAW).pages)
