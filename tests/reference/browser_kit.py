"""A browser that opens the pages of a site as files, and says what they ask for."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

AXE = Path(__file__).parents[1] / "vendor" / "axe.min.js"
ARGUMENTS = (
    "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu",
    "--disable-background-networking",
)  # fmt: skip
# What dark colours can break.
COLOURS = ("color-contrast", "link-in-text-block")
# Every rule of WCAG 2.2 A and AA that axe knows, and its own advice.
_RULES = (
    "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice",
)  # fmt: skip


@contextmanager
def open_browser() -> Iterator[Browser]:
    """The browser of the system; a test fails where there is none."""
    found = shutil.which("chromium")
    assert found, "chromium is missing; on Debian: sudo apt-get install chromium"
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=found, args=list(ARGUMENTS))
        yield browser
        browser.close()


def write_site(files: Mapping[str, str], folder: Path) -> Path:
    """Write the files of a site."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


@contextmanager
def opened(
    browser: Browser,
    *,
    script: bool = True,
    width: int = 1200,
    dark: bool = False,
    check: bool = False,
) -> Iterator[tuple[Page, list[str]]]:
    """A page and the addresses that it asks for; `check` lets axe be put into it."""
    context = browser.new_context(
        java_script_enabled=script,
        viewport={"width": width, "height": 900},
        color_scheme="dark" if dark else "light",
        bypass_csp=check,
    )
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    yield page, asked
    context.close()


def violations(page: Page, *, rules: tuple[str, ...] = _RULES) -> list[str]:
    """What axe finds on a page, with every folded part opened."""
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    page.evaluate(f"{AXE.read_text('utf-8')};0")
    found = page.evaluate(f"axe.run({{runOnly: {list(rules)}}})")
    return [
        f"{item['id']}: {[node['target'] for node in item['nodes']][:3]}"
        for item in found["violations"]
    ]
