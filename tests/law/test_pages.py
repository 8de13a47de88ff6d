"""Every case of every law page is a test, and the shipped rulebook is sound."""

from datetime import date
from functools import lru_cache
from pathlib import Path

import pytest

from safeconduct.app.books.law_folder import read_law
from safeconduct.app.books.library import Library
from safeconduct.assessment.law_check import check_rulebook
from safeconduct.assessment.page_case import PageCases
from safeconduct.rulebook.book import read_rulebook
from safeconduct.rulebook.record import Page, PageCase

LAW = Path(__file__).parents[2] / "law"
DAY = date(2026, 11, 22)


@lru_cache(maxsize=1)
def page_cases() -> PageCases:
    rulebook = read_rulebook(read_law(LAW))
    library = Library(LAW, Path("/nonexistent"), rulebook=rulebook)
    return PageCases(
        rulebook,
        holidays=library.holidays,
        zones=library.zones,
        priors=library.priors,
    )


def cases() -> list[tuple[Page, PageCase]]:
    pages = page_cases().rulebook.pages
    return [(page, case) for page in pages for case in page.cases]


@pytest.mark.parametrize(
    ("page", "case"), cases(), ids=lambda item: getattr(item, "id", "") or item.name
)
def test_a_case_of_a_page_comes_out_as_the_page_says(
    page: Page, case: PageCase
) -> None:
    found = list(page_cases().faults_of(page, case))
    assert not found, "\n".join(str(fault) for fault in found)


def test_the_shipped_rulebook_has_no_fault() -> None:
    def quiet(done: int, whole: int, what: str) -> None:
        del done, whole, what

    found = list(check_rulebook(page_cases(), on=DAY, tell=quiet))
    assert not found, "\n".join(str(fault) for fault in found)


def test_every_page_of_the_folder_is_read() -> None:
    assert len(page_cases().rulebook.pages) == len(read_law(LAW).pages)
