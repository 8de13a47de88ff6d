"""Sites for the tests: of a small invented law, and of the law that ships."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from safeconduct.app.books.help_folder import try_help
from safeconduct.app.books.law_folder import read_law, shipped_law
from safeconduct.app.books.library import Library
from safeconduct.app.books.term_file import try_terms
from safeconduct.app.screen.reader import GUARDED
from safeconduct.reference.branch import Branches
from safeconduct.reference.entry import Entries
from safeconduct.reference.graph import Graph
from safeconduct.reference.material import Material
from safeconduct.reference.naming import Names
from safeconduct.reference.site import site_files
from safeconduct.reference.standing import Standings
from safeconduct.rulebook.book import try_rulebook
from safeconduct.rulebook.record import Page

ROOT = Path(__file__).parents[2]
SMALL = ROOT / "tests" / "data" / "small-law"
ON = date(2026, 11, 22)


@cache
def material(folder: Path, on: date = ON) -> Material:
    """What a site of a folder of law is made of."""
    rulebook, faults = try_rulebook(read_law(folder))
    assert not faults, [str(fault) for fault in faults]
    terms, wrong = try_terms(folder)
    assert not wrong, [str(fault) for fault in wrong]
    directory, wrong = try_help(folder, rulebook)
    assert not wrong, [str(fault) for fault in wrong]
    library = Library(folder, ROOT / "build" / "cache", rulebook=rulebook)
    return Material(
        rulebook=rulebook,
        holidays=library.holidays,
        terms=terms,
        help=directory,
        guarded=GUARDED,
        on=on,
        known_on=on,
        engine="test",
    )


@cache
def small_site() -> Mapping[str, str]:
    """The files of the small site as text."""
    return {name: raw.decode() for name, raw in site_files(material(SMALL))}


@cache
def shipped_site() -> Mapping[str, str]:
    """The files of the site of the law that ships, as text."""
    files = site_files(material(shipped_law()))
    return {name: raw.decode() for name, raw in files}


class Shelf:
    """The small rulebook, indexed as the site does it."""

    def __init__(self, folder: Path = SMALL, on: date = ON) -> None:
        """Index a folder of law."""
        self.rulebook = material(folder).rulebook
        self.standings = Standings(self.rulebook, on=on, known_on=on)
        self.names = Names(self.rulebook.vocabulary)
        self.graph = Graph(self.rulebook, self.standings.newest)
        self.entries = Entries(self.graph, self.standings, self.names)
        self.branches = Branches(self.graph)

    def page(self, version: str) -> Page:
        """The page of a version."""
        (found,) = [p for p in self.rulebook.pages if p.version() == version]
        return found
