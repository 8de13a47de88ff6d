"""The whole site: every page in every language (spec/law-site.md §2)."""

from collections.abc import Iterator
from dataclasses import dataclass

from safeconduct.base.digest import Json, canonical
from safeconduct.base.text import LANGUAGES, Language, Text, same
from safeconduct.reference import address
from safeconduct.reference.branch import Branches
from safeconduct.reference.country import CountryPage, country_of
from safeconduct.reference.deadline_row import DeadlineRow, deadline_rows
from safeconduct.reference.entry import Entries
from safeconduct.reference.gap import gaps_of, uncovered
from safeconduct.reference.graph import Graph
from safeconduct.reference.help_view import HelpView, help_view
from safeconduct.reference.index import Item, by_letter, items_of, search_script
from safeconduct.reference.material import Material
from safeconduct.reference.naming import BODIES, Names
from safeconduct.reference.press import ASSETS, Press, Sheet
from safeconduct.reference.rule_sheet import rule_sheets
from safeconduct.reference.rule_view import RulePage, RulePages
from safeconduct.reference.situation import (
    Situation,
    SituationPage,
    read_situations,
    situation_page,
)
from safeconduct.reference.standing import Standings
from safeconduct.reference.state_map import map_of
from safeconduct.reference.words import words_in_all

MARKER = "site.json"
FORMAT = 1


def site_files(material: Material) -> Iterator[tuple[str, bytes]]:
    """Every file of the site by its name, as it is made."""
    site = _Site(material)
    yield MARKER, _marker(material)
    for path in sorted(ASSETS.iterdir()):
        yield f"{address.ASSETS}/{path.name}", path.read_bytes()
    always = {"made_on": material.on, "digest": material.rulebook.digest}
    for at in LANGUAGES:
        press = Press(at, material.terms, always)
        if at == "en":
            yield "index.html", press.print(site.door())
        for sheet in (*site.sheets, site.letters(at)):
            yield f"{at}/{sheet.address}", press.print(sheet)
        kinds = {
            item.kind: press.words.say(f"index.{item.kind}") for item in site.items
        }
        script = search_script(site.items, at, kinds)
        yield f"{address.ASSETS}/index-{at}.js", script


def _marker(material: Material) -> bytes:
    """By this a folder is known as a site that may be written anew."""
    content: Json = {
        "made_by": "safeconduct law site",
        "format": FORMAT,
        "engine": material.engine,
        "rulebook": material.rulebook.digest,
        "on": material.on.isoformat(),
    }
    return (canonical(content) + "\n").encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Views:
    """What the sheets show."""

    rules: tuple[RulePage, ...]
    countries: tuple[CountryPage, ...]
    situations: tuple[tuple[SituationPage, Text], ...]
    deadlines: tuple[DeadlineRow, ...]


class _Site:
    """All sheets of a site; they hold every language at once."""

    def __init__(self, material: Material) -> None:
        self.material = material
        standings = Standings(
            material.rulebook, on=material.on, known_on=material.known_on
        )
        graph = Graph(material.rulebook, standings.newest)
        self.names = Names(material.rulebook.vocabulary)
        self.entries = Entries(graph, standings, self.names)
        branches = Branches(graph)
        self.views = self._look(graph, branches)
        named: list[tuple[Situation, Text]] = [
            (page.situation, name) for page, name in self.views.situations
        ]
        self.items: tuple[Item, ...] = items_of(
            self.entries, self.views.rules, self.views.countries, named, material.terms
        )
        self.sheets = tuple(self._sheets())

    def _look(self, graph: Graph, branches: Branches) -> _Views:
        deadlines = deadline_rows(self.entries, branches, self.material.holidays)
        rules = RulePages(graph, self.entries, branches, self.material.holidays)
        return _Views(
            rules=tuple(
                rules.of(page, on=self.material.on) for page in graph.rulebook.pages
            ),
            countries=tuple(
                country_of(code, self.entries, deadlines, branches)
                for code in self.entries.codes()
            ),
            situations=tuple(
                (
                    situation_page(item, self.entries, branches, deadlines),
                    words_in_all(f"situation.{item.id}"),
                )
                for item in read_situations()
            ),
            deadlines=deadlines,
        )

    def door(self) -> Sheet:
        """The page on which the language is chosen."""
        return Sheet(
            address="index.html",
            template="door.html",
            title=same("Reference · Справочник · Répertoire"),
            trail=(),
            shows={},
        )

    def letters(self, at: Language) -> Sheet:
        """The index from A to Z, which each language orders by itself."""
        shows: dict[str, object] = {"letters": by_letter(self.items, at)}
        return _sheet(address.INDEX, "a-z.html", "part.index", shows)

    def _sheets(self) -> Iterator[Sheet]:
        views = self.views
        gaps = gaps_of(self.entries)
        countries = {item.code: item for item in views.countries}
        states = {code: self.names.jurisdiction(code) for code in self.names.states}
        plain: tuple[tuple[str, str, str, dict[str, object]], ...] = (
            (address.HOME, "home.html", "part.home", {
                "counts": self._counts(), "countries": views.countries,
                "situations": views.situations,
            }),
            (address.COUNTRIES, "countries.html", "part.countries", {
                "countries": views.countries, "map": map_of(countries, states),
            }),
            (address.SITUATIONS, "situations.html", "part.situations", {
                "situations": views.situations,
            }),
            (address.RULES, "rules.html", "part.rules", {
                "countries": views.countries,
            }),
            (address.DEADLINES, "deadlines.html", "part.deadlines", {
                "countries": [
                    item for item in views.countries if item.deadlines or item.common
                ],
            }),
            (address.STATES, "states.html", "part.states", {
                "countries": [
                    item for item in views.countries if item.code not in BODIES
                ],
            }),
            (address.UNKNOWN, "unknown.html", "part.unknown", {
                "groups": gaps, "uncovered": uncovered(self.entries),
            }),
            (address.WORDS, "words.html", "part.words", {"all_terms": self._terms()}),
            (address.SEARCH, "search.html", "part.search", {}),
        )  # fmt: skip
        for where, template, title, shows in plain:
            yield _sheet(where, template, title, shows)
        yield from (self._country(item) for item in views.countries)
        yield from (self._situation(*item) for item in views.situations)
        yield from rule_sheets(views.rules, self.names)

    def _terms(self) -> tuple[object, ...]:
        return tuple(sorted(self.material.terms, key=lambda term: term.id))

    def _counts(self) -> dict[str, int]:
        pages = self.material.rulebook.pages
        return {
            "pages": len(pages),
            "rules": sum(len(page.rules) for page in pages),
            "cases": sum(len(page.cases) for page in pages),
            "deadlines": len(self.views.deadlines),
            "missing": sum(len(page.missing) for page in pages),
        }

    def _country(self, item: CountryPage) -> Sheet:
        reading = [entry.page.prose for entry in item.entries]
        reading += [found.title for entry in item.entries for found in entry.findings]
        return Sheet(
            address=address.country_file(item.code),
            template="country.html",
            title=item.name,
            trail=((words_in_all("part.countries"), address.COUNTRIES),),
            shows={
                "country": item,
                "help": self._help(item.code),
            },
            reading=tuple(reading),
        )

    def _help(self, code: str) -> HelpView | None:
        """The help in a state, if there is a directory of it."""
        directory = self.material.help
        if code in BODIES or not directory.kinds:
            return None
        return help_view(directory, code, guarded=code in self.material.guarded)

    def _situation(self, page: SituationPage, name: Text) -> Sheet:
        reading = [item.notice.text for _, found in page.advice for item in found]
        reading += [lead.finding.title for _, leads in page.leads for lead in leads]
        name_of = self.names.jurisdiction
        leads = [(name_of(code), found) for code, found in page.leads]
        advice = [(name_of(code), found) for code, found in page.advice]
        return Sheet(
            address=address.situation_file(page.situation.id),
            template="situation.html",
            title=words_in_all("part.situations"),
            trail=((words_in_all("part.situations"), address.SITUATIONS),),
            shows={"page": page, "name": name, "leads": leads, "advice": advice},
            reading=tuple(reading),
        )


def _sheet(where: str, template: str, title: str, shows: dict[str, object]) -> Sheet:
    return Sheet(
        address=where,
        template=template,
        title=words_in_all(title),
        trail=(),
        shows=shows,
    )
