"""Small law pages of an invented country, and the vocabulary they speak of."""

from collections.abc import Mapping
from pathlib import Path

from safeconduct.base.errors import Fault
from safeconduct.rulebook.book import try_rulebook
from safeconduct.rulebook.law_text import LawTexts
from safeconduct.rulebook.record import Page, Rulebook
from safeconduct.rulebook.vocabulary import Vocabulary, read_vocabulary

BAD_PAGES = Path(__file__).parents[1] / "data" / "bad-pages"
SMALL = BAD_PAGES / "vocabulary" / "small.toml"
SOURCE = (
    '{ cite = "Act 1", place = "Art. 2", address = "https://example.org", '
    'read = 2026-01-02, grade = "primary" }'
)
TITLE = '{ en = "a", ru = "б", fr = "c" }'


def head(name: str = "xx.leave", **keys: str) -> str:
    """The head of a page; a keyword gives a key as it is written in TOML."""
    usual = {
        "id": f'"{name}"',
        "kind": '"law"',
        "jurisdiction": '"XX"',
        "bears": '"protection"',
        "sources": f"[{SOURCE}]",
    }
    lines = (f"{key} = {value}\n" for key, value in {**usual, **keys}.items())
    return f"+++\n{''.join(lines)}+++\n"


def block(kind: str, name: str, text: str) -> str:
    """One fenced block."""
    return f"\n```{kind} {name}\n{text}\n```\n"


PROSE = "Words.\n" + block("prose", "ru", "Слова.") + block("prose", "fr", "Des mots.")


def rules(text: str) -> str:
    """A rule block."""
    return f"\n```rule\n{text}\n```\n"


def finding(name: str, more: str = "") -> str:
    """The texts of a finding."""
    return block("finding", name, f'kind = "protection"\ntitle = {TITLE}\n{more}')


def small_vocabulary() -> Vocabulary:
    """The vocabulary of the invented country."""
    found, faults = read_vocabulary({"small.toml": SMALL.read_text("utf-8")})
    assert not [fault for one in faults for fault in one.found]
    return found


def read(*pages: str, recorded: bytes = b"") -> tuple[Rulebook, tuple[Fault, ...]]:
    """The rulebook of some pages, `0.md`, `1.md` …, and all its faults."""
    files = {f"{n}.md": page for n, page in enumerate(pages)}
    return read_files(files, recorded=recorded)


def read_files(
    pages: Mapping[str, str], *, recorded: bytes = b""
) -> tuple[Rulebook, tuple[Fault, ...]]:
    """The rulebook of some files of pages, and all its faults."""
    texts = LawTexts(
        pages={name: text.encode() for name, text in pages.items()},
        vocabulary={"small.toml": SMALL.read_bytes()},
        recorded=recorded,
    )
    return try_rulebook(texts)


def good(*pages: str, recorded: bytes = b"") -> Rulebook:
    """The rulebook of pages without a fault."""
    rulebook, faults = read(*pages, recorded=recorded)
    assert not faults, [str(fault) for fault in faults]
    return rulebook


def only_page(text: str) -> Page:
    """The one page of a rulebook without a fault."""
    (page,) = good(text).pages
    return page
