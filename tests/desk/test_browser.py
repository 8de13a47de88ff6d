"""The desk in a real browser: in by the ticket, with and without JavaScript."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from safeconduct.base.text import LANGUAGES, Language
from safeconduct.desk.door.ticket import PATH
from tests.desk.desk_kit import PASSPHRASE, Bench, make_bench
from tests.reference.browser_kit import COLOURS, open_browser, opened, violations


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as found:
        yield found


@contextmanager
def at_the_door(
    browser: Browser, bench: Bench, folder: Path, **options: bool
) -> Iterator[tuple[Page, list[str]]]:
    """The file of the ticket, opened."""
    ticket = folder / "ticket.html"
    ticket.write_bytes(bench.page)
    with bench.served(), opened(browser, **options) as (page, asked):
        page.goto(ticket.as_uri())
        yield page, asked


def come_in(page: Page) -> None:
    """Unlock with the keyboard alone."""
    page.wait_for_selector("#passphrase:focus")
    page.keyboard.type(PASSPHRASE)
    page.keyboard.press("Enter")
    page.wait_for_selector("nav [aria-current]")


def choose(page: Page, at: Language) -> None:
    page.select_option("#language", at)
    page.press('form[action="/language"] button', "Enter")
    page.wait_for_selector(f'html[lang="{at}"]')


def test_the_file_lets_the_browser_in_and_nothing_else_is_asked(
    browser: Browser, tmp_path: Path
) -> None:
    bench = make_bench(tmp_path / "vault")
    with at_the_door(browser, bench, tmp_path) as (page, asked):
        come_in(page)
        page.click('a[href="/cases"]')
        page.click("tbody a")
        page.wait_for_selector("#access")
        assert page.title() == "Safe Conduct"
        own = [one for one in asked if not one.startswith("file:")]
        assert own
        assert [one for one in own if not one.startswith(bench.origin.address)] == []
        assert not [one for one in own if bench.ticket in one]


def test_it_works_without_javascript(browser: Browser, tmp_path: Path) -> None:
    bench = make_bench(tmp_path / "vault")
    with at_the_door(browser, bench, tmp_path, script=False) as (page, _):
        page.click("button")
        page.wait_for_url(lambda url: not url.endswith(PATH))
        come_in(page)
        page.goto(f"{bench.origin.address}/cases")
        page.fill("#words", "farhad")
        page.keyboard.press("Enter")
        page.wait_for_selector("tbody tr")
        assert page.locator("tbody tr").count() == 1
        page.click('form[action="/lock"] button')
        page.wait_for_selector("#passphrase")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_no_page_has_a_barrier(browser: Browser, tmp_path: Path, *, dark: bool) -> None:
    bench = make_bench(tmp_path / "vault")
    rules = {"rules": COLOURS} if dark else {}
    case = bench.world.vault.cases()[0].log.case.hex()
    with at_the_door(browser, bench, tmp_path, dark=dark, check=True) as (page, _):
        page.wait_for_selector("#passphrase")
        assert violations(page, **rules) == []
        come_in(page)
        for at in LANGUAGES:
            choose(page, at)
            for path in ("/", "/cases", f"/case/{case}", "/case/00"):
                page.goto(bench.origin.address + path)
                assert violations(page, **rules) == [], (at, path)


def test_three_times_escape_ends_it(browser: Browser, tmp_path: Path) -> None:
    bench = make_bench(tmp_path / "vault", cases=())
    with at_the_door(browser, bench, tmp_path) as (page, _):
        page.wait_for_selector("#passphrase")
        with page.expect_request("**/panic"):
            for _ in range(3):
                page.keyboard.press("Escape")
        page.wait_for_timeout(100)
        assert bench.world.left == [True]


def test_words_are_covered_when_the_window_is_left(
    browser: Browser, tmp_path: Path
) -> None:
    bench = make_bench(tmp_path / "vault", cases=())
    with at_the_door(browser, bench, tmp_path) as (page, _):
        page.wait_for_selector("#passphrase")
        page.evaluate("dispatchEvent(new Event('blur'))")
        assert not page.locator("main").is_visible()
        page.evaluate("dispatchEvent(new Event('focus'))")
        assert page.locator("main").is_visible()
