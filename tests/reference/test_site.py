"""What holds of every file of a site."""

import re
from html.parser import HTMLParser
from pathlib import Path
from posixpath import dirname, join, normpath

import pytest

from safeconduct.base.override import override
from safeconduct.base.text import LANGUAGES
from safeconduct.reference.site import site_files
from tests.reference.site_kit import SMALL, material, shipped_site, small_site

SITES = {"small": small_site, "shipped": shipped_site}
LARGEST_PAGE = 1_000_000


class Outline(HTMLParser):
    """The links, places, languages and title of one page."""

    def __init__(self, text: str) -> None:
        """Read a page."""
        super().__init__()
        self.links: list[tuple[str, str]] = []
        self.loads: list[str] = []
        self.ids: list[str] = []
        self.language = ""
        self.title = ""
        self._in_title = False
        self.feed(text)

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a tag names."""
        found = {key: value or "" for key, value in attrs}
        self.ids += [found["id"]] if "id" in found else []
        self._in_title = tag == "title" and not self.title
        if tag == "a":
            self.links.append((found.get("href", ""), found.get("rel", "")))
        elif "src" in found or tag == "link":
            self.loads.append(found.get("src") or found.get("href", ""))
        elif tag == "html":
            self.language = found.get("lang", "")

    @override
    def handle_data(self, data: str) -> None:
        """Note the title."""
        self.title += data if self._in_title else ""
        self._in_title = False


@pytest.fixture(scope="module", params=SITES)
def site(request: pytest.FixtureRequest) -> dict[str, str]:
    return dict(SITES[request.param]())


@pytest.fixture(scope="module")
def outlines(site: dict[str, str]) -> dict[str, Outline]:
    return {name: Outline(text) for name, text in site.items() if ".html" in name}


def test_every_link_leads_to_a_page_and_a_place_that_are_there(
    site: dict[str, str], outlines: dict[str, Outline]
) -> None:
    lost: set[str] = set()
    for name, outline in outlines.items():
        for href, _ in outline.links:
            if href.startswith(("https://", "http://")):
                continue
            path, _, place = href.partition("#")
            target = normpath(join(dirname(name), path)) if path else name
            known = outlines.get(target)
            if known is None or (place and place not in known.ids):
                lost.add(f"{name} -> {href}")
        for path in outline.loads:
            if normpath(join(dirname(name), path)) not in site:
                lost.add(f"{name} loads {path}")
    assert not lost


def test_no_place_stands_twice_on_a_page(outlines: dict[str, Outline]) -> None:
    assert not [
        name for name, item in outlines.items() if len(item.ids) != len(set(item.ids))
    ]


def test_every_page_stands_in_every_language(site: dict[str, str]) -> None:
    pages = {
        at: {name[3:] for name in site if name[:3] == f"{at}/"} for at in LANGUAGES
    }
    assert pages["en"] == pages["ru"] == pages["fr"]
    assert len(pages["en"]) > 20


def test_every_page_says_its_language(outlines: dict[str, Outline]) -> None:
    for name, outline in outlines.items():
        assert outline.language == (name[:2] if "/" in name else "en")


def test_nothing_is_loaded_from_elsewhere_and_nothing_runs_inline(
    site: dict[str, str], outlines: dict[str, Outline]
) -> None:
    policy = re.compile(r"default-src 'none'; style-src 'self'; script-src 'self'")
    for name, outline in outlines.items():
        assert policy.search(site[name])
        assert not [path for path in outline.loads if "//" in path]
        assert not re.search(
            r"<style|<script(?! defer src)| style=| on\w+=", site[name]
        )


def test_a_source_elsewhere_is_not_told_where_the_reader_came_from(
    outlines: dict[str, Outline],
) -> None:
    outside = [
        rel
        for outline in outlines.values()
        for href, rel in outline.links
        if href.startswith(("https://", "http://"))
    ]
    assert outside
    assert {"noreferrer" in rel for rel in outside} == {True}


def test_the_history_of_a_browser_tells_no_statement(
    outlines: dict[str, Outline],
) -> None:
    """A title is a state, a part of the site or the id of a page."""
    telling = re.compile(
        "desert|refus|wanted|held|дезерт|отказ|розыск|задерж|désert|recherché|retenu",
        re.IGNORECASE,
    )
    titles = {outline.title for outline in outlines.values()}
    plain = [title for title in titles if not re.match(r"[a-z]{2,3}\.", title)]
    assert len(plain) > 10
    assert not [title for title in plain if telling.search(title)]


def test_no_page_is_too_large_for_a_telephone(site: dict[str, str]) -> None:
    assert not [name for name, text in site.items() if len(text) > LARGEST_PAGE]


def test_every_version_has_a_page_and_its_id_keeps_an_address() -> None:
    names = set(small_site())
    assert {
        "en/rule/kz.claim.html",
        "en/rule/kz.claim@start.html",
        "en/rule/kz.claim@2026-01-01.html",
        "en/rule/kz.practice.html",
    } <= names
    assert "en/rule/kz.practice@start.html" not in names


def test_what_is_not_translated_says_so_and_in_which_language_it_is() -> None:
    page = small_site()["ru/rule/kz.claim@2026-01-01.html"]
    assert '<p class="statement" lang="en">This text is in no other language' in page
    assert "Этот текст ещё не переведён." in page
    translated = small_site()["ru/rule/kz.claim@start.html"]
    assert "Ходатайство удерживает от выдворения." in translated
    assert "ещё не переведён" not in translated


def test_markup_in_the_law_prints_as_text() -> None:
    page = small_site()["en/rule/kz.claim@2026-01-01.html"]
    assert "&lt;b&gt;yet&lt;/b&gt;" in page
    assert "<b>yet" not in page


def test_an_id_in_a_statement_leads_to_its_page() -> None:
    page = small_site()["en/rule/kz.claim@start.html"]
    assert 'See <a href="../rule/kz.claim.html">kz.claim</a>.' in page


def test_terms_are_explained_on_the_page_that_uses_them() -> None:
    used = small_site()["en/rule/kz.claim@start.html"]
    assert "<dfn>claim</dfn>" in used
    assert "Asking for protection." in used
    assert "<dfn>" not in small_site()["en/rule/kz.deadline.html"]


def test_what_is_counsels_only_carries_its_warning() -> None:
    page = small_site()["en/rule/kz.practice.html"]
    assert "talk to a lawyer first" in page
    assert "For counsel" in small_site()["en/country/kz.html"]


def test_the_same_law_on_the_same_day_gives_the_same_bytes() -> None:
    again = {name: raw.decode() for name, raw in site_files(material(SMALL))}
    assert again == small_site()


def test_the_marker_names_the_rulebook_and_the_day() -> None:
    marker = small_site()["site.json"]
    assert material(SMALL).rulebook.digest in marker
    assert '"on":"2026-11-22"' in marker


def test_the_templates_ask_for_no_file_by_a_path_of_this_machine() -> None:
    assert not [name for name, text in small_site().items() if str(Path.cwd()) in text]
