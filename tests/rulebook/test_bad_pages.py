"""A wrong page is told file, line, column, what is wrong and the nearest right name."""

import re
from pathlib import Path

import pytest

from safeconduct.rulebook.book import try_rulebook
from safeconduct.rulebook.law_text import LawTexts
from tests.rulebook.page_kit import BAD_PAGES, SMALL

_EXPECT = re.compile(r"(?:<!--|#) expect: (.*?)(?: -->)?$", re.MULTILINE)
PLACES = sorted(
    path
    for path in BAD_PAGES.iterdir()
    if path.name not in {"vocabulary", "README.md"} and path.suffix != ".expect"
)


def _files(place: Path) -> list[Path]:
    return sorted(place.glob("*.md")) if place.is_dir() else [place]


def _expected(place: Path) -> list[str]:
    beside = place.with_name(f"{place.name}.expect")
    texts = [beside] if beside.exists() else _files(place)
    return [line for path in texts for line in _EXPECT.findall(path.read_text("utf-8"))]


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
def test_a_bad_page_is_refused_with_all_its_faults_and_no_other(place: Path) -> None:
    texts = LawTexts(
        pages={path.name: path.read_bytes() for path in _files(place)},
        vocabulary={"small.toml": SMALL.read_bytes()},
    )
    _, faults = try_rulebook(texts)
    assert [str(fault) for fault in faults] == _expected(place)
    assert _expected(place)


def test_there_are_bad_pages() -> None:
    assert len(PLACES) > 50
