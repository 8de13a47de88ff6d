"""What the pages show, before it is printed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fnmatch import fnmatchcase as fnmatch

import pytest

from safeconduct.app.books.law_folder import shipped_law
from safeconduct.base.text import Text
from safeconduct.reference.branch import Branch
from safeconduct.reference.country import country_of
from safeconduct.reference.deadline_row import deadline_rows
from safeconduct.reference.example import Examples
from safeconduct.reference.gap import gaps_of, uncovered
from safeconduct.reference.help_view import help_view
from safeconduct.reference.naming import TOPICS, topic_of
from safeconduct.reference.rule_view import RulePages
from safeconduct.reference.situation import (
    ANY,
    Situation,
    read_situations,
    situation_page,
)
from safeconduct.reference.standing import Standings
from safeconduct.reference.state_map import PLACES, map_of
from safeconduct.reference.timeline import timeline_of
from safeconduct.reference.words import words_in_all
from safeconduct.rulebook.vocabulary import ColumnSpec, FactSpec
from tests.reference.site_kit import (
    ON,
    SMALL,
    Shelf,
    material,
    shipped_site,
    small_site,
)


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture(scope="module")
def pages(shelf: Shelf) -> RulePages:
    holidays = material(SMALL).holidays
    return RulePages(shelf.graph, shelf.entries, shelf.branches, holidays)


def lines(branch: Branch, depth: int = 0) -> Iterator[str]:
    """A branch as indented English lines."""
    yield f"{'  ' * depth}{branch.kind} {branch.text.en}".rstrip()
    for part in branch.parts:
        yield from lines(part, depth + 1)


def test_a_page_of_rules_alone_is_called_by_the_first_statement_of_its_prose(
    shelf: Shelf,
) -> None:
    prose = Text(
        en="What a court says of Art. 3 and its\nreasons. It counts as decided.",
        ru="Что суд говорит о ст. 3: это взгляд суда.",
        fr="Ce qu’un juge dit de l’art. 3\u00a0; le reste suit.",
    )
    page = replace(shelf.page("kz.claim"), findings=(), parameters=(), prose=prose)
    assert shelf.names.page(page) == Text(
        en="What a court says of Art. 3 and its reasons",
        ru="Что суд говорит о ст. 3",
        fr="Ce qu’un juge dit de l’art. 3",
    )


def test_a_condition_becomes_a_tree_of_words(shelf: Shelf) -> None:
    rule = shelf.page("kz.claim").rules[0]
    assert list(lines(shelf.branches.of(rule.body))) == [
        "all",
        "  fact Country now: KZ",
        "  any",
        "    fact Day he left on or after 2022-09-21",
        "    fact Refusal said: yes",
        "    rows Charges",
        "      all",
        "        fact charges.article: a337 or a338",
        "        fact charges.severe: no",
    ]


def test_what_a_condition_looks_at_leads_to_its_page(shelf: Shelf) -> None:
    danger = shelf.branches.of(shelf.page("kz.practice").rules[0].body)
    assert [(part.kind, part.address) for part in danger.parts] == [
        ("fact", ""),
        ("finding", "rule/kz.claim@2026-01-01.html#kz-claim"),
        ("value", "rule/kz.practice.html#kz-states"),
        ("value", "rule/kz.practice.html#kz-practice-raises"),
    ]
    called = shelf.branches.of(shelf.page("ru.mobilisation").rules[0].body)
    assert [part.kind for part in called.parts] == ["used", "value", "fact"]
    assert called.parts[1].text.ru == "Страна сейчас: «Страны договора»"


def test_a_page_says_what_rests_on_it_and_on_what_it_rests(
    shelf: Shelf, pages: RulePages
) -> None:
    claim = pages.of(shelf.page("kz.claim@2026-01-01"), on=ON)
    assert [link.title.en for link in claim.carries] == ["Hand-over is possible"]
    assert [text.en for text in claim.reads] == ["Country now"]
    practice = pages.of(shelf.page("kz.practice"), on=ON)
    assert "rule/kz.claim@2026-01-01.html#kz-claim" in {
        link.address for link in practice.rests_on
    }


def test_the_version_that_stands_for_an_id_is_the_one_in_force(shelf: Shelf) -> None:
    assert shelf.standings.newest["kz.claim"].version() == "kz.claim@2026-01-01"
    earlier = Standings(shelf.rulebook, on=date(2025, 6, 1), known_on=date(2025, 6, 1))
    assert earlier.newest["kz.claim"].version() == "kz.claim"


@pytest.mark.parametrize(
    ("version", "on", "force", "health", "stands"),
    [
        ("kz.claim", date(2025, 6, 1), "now", "good", True),
        ("kz.claim", ON, "past", "good", True),
        ("kz.claim@2026-01-01", ON, "now", "weak", False),
        ("kz.claim@2026-01-01", date(2025, 6, 1), "future", "weak", False),
        ("kz.practice", date(2026, 1, 15), "now", "good", True),
        ("kz.practice", date(2026, 3, 1), "now", "review", True),
        ("kz.practice", ON, "now", "stale", True),
    ],
)
def test_a_version_says_how_it_stands_on_a_day(
    shelf: Shelf, version: str, on: date, force: str, health: str, *, stands: bool
) -> None:
    """A danger stands whatever its age; a weak protection does not."""
    found = Standings(shelf.rulebook, on=on, known_on=on).of(shelf.page(version))
    assert (found.force, found.health, found.stands) == (force, health, stands)


def test_a_country_shows_law_and_practice_side_by_side(shelf: Shelf) -> None:
    rows = deadline_rows(shelf.entries, shelf.branches, material(SMALL).holidays)
    page = country_of("KZ", shelf.entries, rows, shelf.branches)
    topics = {topic.name: topic for topic in page.topics}
    assert [item.page.id for item in topics["asylum"].law] == ["kz.claim"]
    assert [item.page.id for item in topics["practice"].practice] == ["kz.practice"]
    assert page.coverage == "partly"
    assert [event.incident.id for event in page.events] == ["removed"]
    assert len(page.deadlines) == 4


def test_a_cell_of_the_table_of_states_is_empty_where_nothing_is_summed_up(
    shelf: Shelf,
) -> None:
    """The note on the version that has ended is not used."""
    page = country_of("KZ", shelf.entries, (), shelf.branches)
    assert [cell.note for cell in page.cells] == [None] * 5
    earlier = Shelf(on=date(2025, 6, 1))
    page = country_of("KZ", earlier.entries, (), earlier.branches)
    cells = {cell.column: cell for cell in page.cells}
    note = cells["asylum"].note
    assert note is not None
    assert note.text.en == "A claim at the office"
    source = cells["asylum"].source
    assert source is not None
    assert source.read == date(2026, 1, 2)


def test_what_is_not_known_is_listed_danger_first(shelf: Shelf) -> None:
    (gaps,) = gaps_of(shelf.entries)
    assert [(gap.kind, gap.entry.page.id) for gap in gaps.gaps] == [
        ("stale", "kz.practice"),
        ("value", "kz.practice"),
        ("weak", "kz.claim"),
        ("missing", "kz.claim"),
        ("norm", "kz.claim"),
    ]


def test_states_without_a_page_are_named() -> None:
    shipped = Shelf(shipped_law())
    names = {text.en for text in uncovered(shipped.entries)}
    assert names
    assert "Kazakhstan" not in names


def test_a_situation_gathers_what_looks_at_it() -> None:
    situation = Situation(
        id="held",
        facts={"refusal.said": frozenset({"true"})},
        starts=("callup.*",),
        topics=frozenset({"arrest"}),
    )
    earlier = Shelf(on=date(2025, 6, 1))
    rows = deadline_rows(earlier.entries, earlier.branches, material(SMALL).holidays)
    page = situation_page(situation, earlier.entries, earlier.branches, rows)
    assert [
        (code, [item.notice.id for item in found]) for code, found in page.advice
    ] == [("KZ", ["kz.practice.advice"])]
    assert [
        (code, [(lead.finding.id, lead.is_for) for lead in leads])
        for code, leads in page.leads
    ] == [("KZ", [("kz.claim", True)])]
    assert [row.view.item.id for row in page.deadlines] == ["kz.appeal", "kz.office"]


@pytest.mark.parametrize(
    ("answers", "found"),
    [
        ({"person.minor": {"true"}}, []),
        ({"place.country": {"KG"}}, []),
        ({"place.country": {"KZ"}}, [True]),
    ],
)
def test_a_situation_looks_at_the_answer_and_its_contrary(
    answers: dict[str, set[str]], found: list[bool]
) -> None:
    """`place.country != KZ` is no rule about somebody in KZ."""
    earlier = Shelf(on=date(2025, 6, 1))
    situation = Situation(
        id="x",
        facts={name: frozenset(values) for name, values in answers.items()},
        starts=(),
        topics=frozenset(),
    )
    page = situation_page(situation, earlier.entries, earlier.branches, ())
    kazakh = [lead for code, leads in page.leads for lead in leads if code == "KZ"]
    own = [lead.is_for for lead in kazakh if lead.finding.id == "kz.claim"]
    assert own == found


def test_every_situation_names_facts_and_answers_that_the_vocabulary_knows() -> None:
    vocabulary = material(shipped_law()).rulebook.vocabulary
    named: list[tuple[str, FactSpec | ColumnSpec]] = [*vocabulary.fact_table().items()]
    named += [(item.name, item) for table in vocabulary.lists for item in table.columns]
    for situation in read_situations():
        for pattern, values in situation.facts.items():
            known = [set(spec.values) for name, spec in named if fnmatch(name, pattern)]
            assert known, (situation.id, pattern)
            assert values <= set.union(*known, {ANY}), (situation.id, pattern)
        for pattern in situation.starts:
            assert any(fnmatch(name, pattern) for name, _ in named), pattern
    topics = {
        notice.topic
        for page in material(shipped_law()).rulebook.pages
        for notice in page.notices
    }
    assert {topic for item in read_situations() for topic in item.topics} <= topics


def test_every_situation_gathers_something_from_the_law_that_ships() -> None:
    shipped = Shelf(shipped_law())
    holidays = material(shipped_law()).holidays
    rows = deadline_rows(shipped.entries, shipped.branches, holidays)
    empty = [
        item.id
        for item in read_situations()
        if not (
            page := situation_page(item, shipped.entries, shipped.branches, rows)
        ).leads
        and not page.advice
    ]
    assert not empty


def test_examples_say_what_is_known_and_what_follows(shelf: Shelf) -> None:
    (example,) = Examples(shelf.branches).of(shelf.page("kz.claim"))
    assert example.name == "Said no"
    assert [(line.label.en, line.value.en, line.mark) for line in example.known] == [
        ("Country now", "KZ", ""),
        ("Refusal said", "yes", ""),
        (
            "Charges",
            "charges.article: a337, charges.day: 2023-01",
            "complete_yes",
        ),
    ]
    assert [(item.reading, item.truth) for item in example.outcomes] == [
        ("established", "unknown"),
        ("prima_facie", "true"),
    ]
    (timed,) = Examples(shelf.branches).of(shelf.page("kz.deadline"))
    assert [(line.label.en, line.mark, line.value.en) for line in timed.timed] == [
        ("Appeal", "due", "2026-03-06")
    ]


def test_versions_lie_one_after_the_other_on_the_line(shelf: Shelf) -> None:
    entries = [shelf.entries.of(page) for page in shelf.graph.families["kz.claim"]]
    line = timeline_of(entries, on=ON)
    first, second = line.bars
    assert (first.first, first.last) == (None, date(2025, 12, 31))
    assert (second.first, second.last) == (date(2026, 1, 1), None)
    assert first.x + first.width <= second.x
    assert second.x < line.today < second.x + second.width


def test_a_version_that_a_newer_law_displaces_ends_the_day_before() -> None:
    shipped = Shelf(shipped_law())
    family = shipped.graph.families["kz.handover_risk"]
    line = timeline_of([shipped.entries.of(page) for page in family], on=ON)
    assert line.bars[0].last == date(2025, 12, 31)


def test_every_state_has_a_square_of_its_own() -> None:
    assert len(set(PLACES.values())) == len(PLACES)
    shipped = Shelf(shipped_law())
    states = {code: shipped.names.jurisdiction(code) for code in shipped.names.states}
    pages = {
        code: country_of(code, shipped.entries, (), shipped.branches)
        for code in shipped.entries.codes()
    }
    found = map_of(pages, {**states, "ZZ": shipped.names.jurisdiction("ZZ")})
    places = [(tile.x, tile.y) for tile in found.tiles]
    assert len(set(places)) == len(places)
    assert max(y for _, y in places) < found.height
    assert {"KZ", "ZZ"} <= {tile.code for tile in found.tiles}
    assert not {"EU", "INT"} & {tile.code for tile in found.tiles}


def test_most_pages_of_the_law_that_ships_have_a_topic() -> None:
    pages = material(shipped_law()).rulebook.pages
    other = {page.id for page in pages if topic_of(page) == "other"}
    assert {topic_of(page) for page in pages} <= {*TOPICS, "other"}
    assert len(other) <= len(pages) // 10, sorted(other)


def test_a_state_is_named_even_where_the_vocabulary_does_not_know_it(
    shelf: Shelf,
) -> None:
    assert shelf.names.jurisdiction("KZ").ru == "Казахстан"
    assert shelf.names.jurisdiction("EU").fr == "Union européenne"
    assert shelf.names.jurisdiction("XX").en == "XX"


def test_each_warning_stands_before_its_contact_and_nobody_is_named_inside() -> None:
    ship = material(shipped_law())
    abroad = help_view(ship.help, "KZ", guarded=False)
    inside = help_view(ship.help, "KZ", guarded=True)
    rows = [row for kind in abroad.kinds for row in kind.rows]
    assert rows
    assert all(row.warnings for row in rows)
    first = [row.contact.id for row in rows if row.is_first]
    assert len(first) == len(set(first))
    assert inside.advice
    assert not inside.kinds


def test_a_law_without_a_directory_says_so() -> None:
    assert words_in_all("help.none").en in small_site()["en/country/kz.html"]


def test_the_page_prints_the_warning_before_the_name() -> None:
    page = shipped_site()["en/country/kz.html"]
    entry = page[page.index('<article class="entry" id="help-') :]
    assert entry.index('class="warn"') < entry.index("<h3>")
    russia = shipped_site()["ru/country/ru.html"]
    assert 'id="help"' in russia
    assert 'id="help-' not in russia
