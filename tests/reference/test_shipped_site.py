"""The site of the law that ships, in a browser: one page of each kind."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from safeconduct.base.text import LANGUAGES, Language
from tests.reference.browser_kit import opened, violations, write_site
from tests.reference.site_kit import shipped_site

NARROW = 360
KINDS = (
    "index.html",
    "country/index.html",
    "country/kz.html",
    "country/int.html",
    "country/se.html",
    "situation/index.html",
    "situation/held.html",
    "situation/refused.html",
    "rule/ru.criminal.absence.html",
    "rule/int.excluded.html",
    "rule/kz.handover_risk.html",
    "rule/kz.handover_risk@2026-01-01.html",
    "rule/fr.deadline_asylum.html",
    "states.html",
    "words.html",
    "search.html",
)
# So long that to look at them takes seconds; the small site has them in each language.
LONG = ("deadlines.html", "unknown.html", "a-z.html", "rule/index.html")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of each kind, written with what they load."""
    wanted = {f"{at}/{name}" for at in LANGUAGES for name in (*KINDS, *LONG)}
    files = {
        name: text
        for name, text in shipped_site().items()
        if name in wanted or name.startswith("assets/")
    }
    assert wanted <= set(files)
    return write_site(files, tmp_path_factory.mktemp("shipped"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_on_a_page_of_each_kind(
    browser: Browser, folder: Path, language: Language
) -> None:
    faults: list[str] = []
    with opened(browser, check=True) as (page, _):
        for name in (*KINDS, *(LONG if language == "en" else ())):
            page.goto((folder / language / name).as_uri())
            faults += [f"{name}: {fault}" for fault in violations(page)]
    assert not faults


def test_no_page_of_any_kind_is_wider_than_a_telephone(
    browser: Browser, folder: Path
) -> None:
    wide: list[str] = []
    with opened(browser, width=NARROW) as (page, _):
        for language in LANGUAGES:
            for name in (*KINDS, *LONG):
                page.goto((folder / language / name).as_uri())
                if page.evaluate("document.documentElement.scrollWidth") > NARROW:
                    wide.append(f"{language}/{name}")
    assert not wide


@pytest.mark.parametrize(
    ("language", "words", "hit"),
    [
        ("en", "extradition kazakhstan", "kz."),
        ("ru", "дезертирство", "ru.criminal.desertion"),
        ("ru", "паспорт недействителен", "ru.passport"),
        ("ru", "недействительный паспорт", "ru.passport"),
        ("fr", "recours CNDA", "fr.deadline_asylum"),
    ],
)
def test_the_search_finds_what_a_helper_looks_for(
    browser: Browser, folder: Path, language: Language, words: str, hit: str
) -> None:
    with opened(browser) as (page, _):
        page.goto((folder / language / "search.html").as_uri())
        page.fill("#words", words)
        first = [
            link.get_attribute("href") or ""
            for link in page.locator("#results a").all()[:10]
        ]
        assert any(hit in href for href in first), first
