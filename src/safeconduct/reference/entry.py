"""One law page as it stands in a list: its name, its place, how good, how old."""

from dataclasses import dataclass

from safeconduct.base.text import Text
from safeconduct.reference.graph import Graph
from safeconduct.reference.naming import BODIES, Names, topic_of
from safeconduct.reference.standing import Standing, Standings
from safeconduct.rulebook.record import Finding, Page

# Danger first, then what is owed, then what protects: the order of every list.
ORDER = ("danger", "duty", "protection", "permission")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A page in a list; `findings` are those of weight, the heaviest first."""

    page: Page
    title: Text
    address: str
    topic: str
    standing: Standing
    findings: tuple[Finding, ...]


class Entries:
    """Makes the entries of one rulebook on one day."""

    def __init__(self, graph: Graph, standings: Standings, names: Names) -> None:
        """Every page once, danger first, by weight."""
        self.graph = graph
        self.names = names
        self._all = {
            page.version(): _entry(page, graph, standings, names)
            for page in graph.rulebook.pages
        }
        self.newest = tuple(
            sorted(
                (self.of(page) for page in standings.newest.values()),
                key=_rank,
            )
        )

    def of(self, page: Page) -> Entry:
        """The entry of a version."""
        return self._all[page.version()]

    def within(self, code: str) -> tuple[Entry, ...]:
        """The entries of a jurisdiction, of each page the version that stands."""
        return tuple(item for item in self.newest if item.page.jurisdiction == code)

    def codes(self) -> tuple[str, ...]:
        """Every jurisdiction that has a page: the two that are no states first."""
        found = {item.page.jurisdiction for item in self.newest}
        bodies = [code for code in BODIES if code in found]
        return (*bodies, *sorted(found.difference(bodies)))


def _entry(page: Page, graph: Graph, standings: Standings, names: Names) -> Entry:
    heavy = sorted(
        (item for item in page.findings if item.goal), key=lambda item: -item.goal
    )
    return Entry(
        page=page,
        title=names.page(page),
        address=graph.file_of(page),
        topic=topic_of(page),
        standing=standings.of(page),
        findings=tuple(heavy) or page.findings[:1],
    )


def _rank(entry: Entry) -> tuple[bool, int, int, str]:
    """Danger first; how facts hang together endangers nobody and stands last."""
    page = entry.page
    weight = max((item.goal for item in entry.findings), default=0)
    return page.kind == "axiom", ORDER.index(page.bears), -weight, page.id
