"""The pages as a reader meets them: from a file, by keyboard, without script."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from safeconduct.base.text import LANGUAGES, Language
from tests.reference.browser_kit import COLOURS, opened, violations
from tests.reference.site_kit import small_site

PAGES = sorted(name for name in small_site() if name.endswith(".html"))
ENGLISH = [name for name in PAGES if name.startswith("en/")]
NARROW = 360


def go(page: Page, folder: Path, name: str) -> None:
    page.goto((folder / name).as_uri())


@pytest.mark.parametrize("language", ["", *LANGUAGES])
def test_axe_finds_nothing_on_any_page(
    browser: Browser, small_folder: Path, language: str
) -> None:
    """Every folded part is open."""
    own = [name for name in PAGES if name.rpartition("/")[0][:2] == language]
    faults: list[str] = []
    with opened(browser, check=True) as (page, _):
        for name in own:
            go(page, small_folder, name)
            faults += [f"{name}: {fault}" for fault in violations(page)]
    assert own
    assert not faults


def test_dark_colours_can_be_read_as_well(browser: Browser, small_folder: Path) -> None:
    faults: list[str] = []
    with opened(browser, dark=True, check=True) as (page, _):
        for name in ENGLISH:
            go(page, small_folder, name)
            found = violations(page, rules=COLOURS)
            faults += [f"{name}: {fault}" for fault in found]
    assert not faults


def test_no_page_asks_for_anything_but_its_own_files(
    browser: Browser, small_folder: Path
) -> None:
    home = small_folder.as_uri()
    with opened(browser) as (page, asked):
        for name in ENGLISH:
            go(page, small_folder, name)
    assert len(asked) >= 2 * len(ENGLISH)
    assert not [url for url in asked if not url.startswith(home)]


def test_no_page_has_an_error_of_script_or_policy(
    browser: Browser, small_folder: Path
) -> None:
    told: list[str] = []
    with opened(browser) as (page, _):
        page.on("console", lambda message: told.append(message.text))
        page.on("pageerror", lambda error: told.append(str(error)))
        for name in ENGLISH:
            go(page, small_folder, name)
    assert not told


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_site_can_be_read_without_script(
    browser: Browser, small_folder: Path, language: Language
) -> None:
    with opened(browser, script=False) as (page, _):
        go(page, small_folder, "index.html")
        page.click(f"a[lang={language}]")
        page.click("a[href='country/index.html'] >> nth=0")
        page.click("svg a >> nth=0")
        page.click("main a[href*='rule/kz.claim'] >> nth=0")
        assert page.locator("html").get_attribute("lang") == language
        assert page.locator("h1").inner_text()
        assert page.locator("table.sources").is_visible()


def test_the_search_says_what_to_do_without_script(
    browser: Browser, small_folder: Path
) -> None:
    with opened(browser, script=False) as (page, _):
        go(page, small_folder, "en/search.html")
        assert not page.locator("#words").is_visible()
        page.click("#without a")
        assert page.url.endswith("/a-z.html")
        assert page.get_by_role("link", name="A claim is arguable").count()


@pytest.mark.parametrize(
    ("language", "words", "title"),
    [
        ("en", "hand-over", "Hand-over is possible"),
        ("en", "APPEALS", "Appeal"),
        ("en", "kz.deadline", "Kazakhstan: deadlines (4), among them: Appeal"),
        ("ru", "жалобой", "Жалоба"),
        ("ru", "ходатайством можно", "Можно подать ходатайство"),
        ("fr", "demandes défendables", "Une demande est défendable"),
        ("fr", "demandes defendables", "Une demande est défendable"),
    ],
)
def test_the_search_finds_words_in_other_forms(
    browser: Browser, small_folder: Path, language: Language, words: str, title: str
) -> None:
    with opened(browser) as (page, asked):
        go(page, small_folder, f"{language}/search.html")
        page.fill("#words", words)
        found = page.locator("#results a").all_inner_texts()
        told = page.locator("#found").inner_text()
        assert title in found
        assert str(len(found)) in told
        before = len(asked)
        page.fill("#words", "zzz")
        assert not page.locator("#results a").count()
        assert page.locator("#found").inner_text()
        assert len(asked) == before


@pytest.mark.parametrize(
    "name", ["index.html", "country/kz.html", "rule/kz.claim@start.html", "search.html"]
)
def test_every_target_is_reached_by_keyboard(
    browser: Browser, small_folder: Path, name: str
) -> None:
    """From the first press of Tab, in the order of the page, and out at its end."""
    with opened(browser) as (page, _):
        go(page, small_folder, f"en/{name}")
        wanted = page.evaluate(
            "[...document.querySelectorAll("
            "'a[href], summary, input, [tabindex=\"0\"]')]"
            ".filter(e => e.checkVisibility()).length"
        )
        reached: list[str] = []
        for _ in range(wanted):
            page.keyboard.press("Tab")
            reached.append(
                page.evaluate(
                    "(() => { const all = [...document.querySelectorAll('*')];"
                    " return String(all.indexOf(document.activeElement)); })()"
                )
            )
        assert [int(place) for place in reached] == sorted(map(int, set(reached)))
        assert len(set(reached)) == wanted


def test_the_first_press_of_tab_leads_past_the_navigation(
    browser: Browser, small_folder: Path
) -> None:
    with opened(browser) as (page, _):
        go(page, small_folder, "en/rule/kz.practice.html")
        page.keyboard.press("Tab")
        assert page.locator("a.skip").bounding_box()["x"] >= 0  # type: ignore[index]
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"


def test_no_page_is_wider_than_a_telephone(
    browser: Browser, small_folder: Path
) -> None:
    with opened(browser, width=NARROW) as (page, _):
        wide: list[str] = []
        for name in PAGES:
            go(page, small_folder, name)
            if page.evaluate("document.documentElement.scrollWidth") > NARROW:
                wide.append(name)
    assert not wide


def test_targets_in_the_navigation_are_large(
    browser: Browser, small_folder: Path
) -> None:
    with opened(browser, width=NARROW) as (page, _):
        go(page, small_folder, "ru/rule/kz.claim@start.html")
        links = page.locator("nav a").all()
        assert links
        assert not [
            link.inner_text()
            for link in links
            if (link.bounding_box() or {"height": 0})["height"] < 43
        ]
