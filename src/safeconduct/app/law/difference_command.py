"""`law diff`: what two rulebooks say otherwise, and which outcomes change with it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from safeconduct.app.books.law_folder import read_law, shipped_cases
from safeconduct.app.books.library import Library
from safeconduct.app.books.pack_store import find_pack
from safeconduct.app.calls.call import Call, common
from safeconduct.app.screen import phrase
from safeconduct.assessment.case_difference import CaseChange, case_changes
from safeconduct.assessment.law_difference import Difference, differences
from safeconduct.base.digest import Json
from safeconduct.base.text import Language
from safeconduct.base.truth import Verdict
from safeconduct.rulebook.book import read_rulebook
from safeconduct.rulebook.canonical import compiled
from safeconduct.rulebook.law_text import LawTexts
from safeconduct.rulebook.page_difference import changed_lines
from safeconduct.rulebook.record import Rulebook


@click.command("diff")
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option("--case", "cases", multiple=True, type=click.Path(path_type=Path))
@common(viewpoint=False)
def diff(call: Call, old: Path, new: Path, cases: tuple[Path, ...]) -> None:
    """Compare two folders of law: words, outcomes of stories and of the case tables."""
    for folder in (old, new):
        # An installed pack that was altered is not compared with anything.
        find_pack(call.settings.home, folder)
    texts = read_law(old), read_law(new)
    books = read_rulebook(texts[0]), read_rulebook(texts[1])
    before, after = (
        Library(folder, call.settings.cache, rulebook=compiled(book))
        for folder, book in zip((old, new), books, strict=True)
    )
    paths = cases or tuple(sorted(shipped_cases().glob("*.toml")))
    found = differences(
        before.books(on=call.on, known_on=date.max),
        after.books(on=call.on, known_on=date.max),
        [call.case(path, after) for path in paths],
        on=call.on,
    )
    words = {
        item.version: changed_lines(*_texts(item.version, texts, books))
        for item in found.pages
    }
    tables = tuple(case_changes(*books))
    call.put(_lines(found, words, tables, call.at), _json(found, words, tables))


def _texts(
    version: str, texts: tuple[LawTexts, ...], books: tuple[Rulebook, ...]
) -> Iterator[str]:
    """The page in the old folder and in the new one; empty where it is not there."""
    for text, book in zip(texts, books, strict=True):
        files = [page.file for page in book.pages if page.version() == version]
        yield text.page_text(files[0]) if files else ""


_Words = dict[str, tuple[str, ...]]
_Tables = tuple[CaseChange, ...]


def _lines(
    found: Difference, words: _Words, tables: _Tables, at: Language
) -> Iterator[str]:
    for page in found.pages:
        tail = f": {', '.join(page.parts)}" if page.parts else ""
        yield f"{page.kind}  {page.version}{tail}"
        yield from (f"    {line}" for line in words[page.version])
    for change in found.outcomes:
        before, after = _truth(change.before, at), _truth(change.after, at)
        yield f"{change.alias}: {change.finding}: {before} → {after}"
    for item in tables:
        before, after = _truth(item.before, at), _truth(item.after, at)
        yield f"{item.page} / {item.case}: {item.finding}: {before} → {after}"
    yield (
        f"{len(found.pages)} pages, {len(tables)} outcomes of the case tables, "
        f"{len(found.outcomes)} outcomes."
    )


def _truth(verdict: Verdict | None, at: Language) -> str:
    return "–" if verdict is None else phrase.TRUTHS[verdict].within(at)


def _json(found: Difference, words: _Words, tables: _Tables) -> Json:
    return {
        "pages": [
            {
                "version": item.version,
                "kind": item.kind,
                "parts": list(item.parts),
                "words": list(words[item.version]),
            }
            for item in found.pages
        ],
        "outcomes": [
            {
                "case": item.alias,
                "finding": item.finding,
                "before": _plain(item.before),
                "after": _plain(item.after),
            }
            for item in found.outcomes
        ],
        "tables": [
            {
                "page": item.page,
                "case": item.case,
                "finding": item.finding,
                "before": _plain(item.before),
                "after": _plain(item.after),
            }
            for item in tables
        ],
    }


def _plain(verdict: Verdict | None) -> Json:
    return None if verdict is None else verdict.value
