"""What the pages show of the law that ships: nothing that a reader needs is missing."""

import re
from functools import cache

from safeconduct.app.books.law_folder import shipped_law
from safeconduct.base.text import same
from safeconduct.reference.address import anchor
from safeconduct.reference.country import country_of
from safeconduct.reference.deadline_row import DeadlineRow, deadline_rows, union_states
from safeconduct.reference.index import LATIN, Item, by_letter
from safeconduct.reference.rule_view import RulePages
from safeconduct.reference.situation import (
    SituationPage,
    read_situations,
    situation_page,
)
from tests.reference.site_kit import ON, Shelf, material, shipped_site, small_site


@cache
def shipped_rows() -> tuple[Shelf, tuple[DeadlineRow, ...]]:
    """The law that ships, and all its limits."""
    shipped = Shelf(shipped_law())
    holidays = material(shipped_law()).holidays
    return shipped, deadline_rows(shipped.entries, shipped.branches, holidays)


def situation_of(
    name: str, shipped: Shelf, rows: tuple[DeadlineRow, ...]
) -> SituationPage:
    """The page of one of the room's situations."""
    (found,) = [item for item in read_situations() if item.id == name]
    return situation_page(found, shipped.entries, shipped.branches, rows)


def test_every_state_whose_refusals_are_known_shows_its_appeal() -> None:
    """A state is not left out because its facts are called otherwise than France's."""
    shipped, rows = shipped_rows()
    page = situation_of("refused", shipped, rows)
    shown = {row.view.item.id for row in page.deadlines}
    against_refusals = {
        row.view.item.id
        for row in rows
        if "refus" in row.view.starts.en.lower()
        and row.view.item.said.title.en.startswith(("Appeal", "Action", "Court"))
    }
    assert len(against_refusals) > 30
    assert against_refusals <= shown
    codes = {code for code, _ in page.leads}
    assert {"DE", "FR", "GE", "IT", "NL", "LV", "EE", "EU"} <= codes


def test_who_wants_to_ask_is_shown_how_and_until_when() -> None:
    shipped, rows = shipped_rows()
    page = situation_of("asking", shipped, rows)
    for_it = {
        lead.finding.id for _, found in page.leads for lead in found if lead.is_for
    }
    assert {"ge.claim", "kz.claim", "am.claim"} <= for_it
    limits = {row.view.item.id for row in page.deadlines}
    assert {"kz.claim_entry", "es.claim", "us.asylum_year"} <= limits
    asked = situation_of("asylum", shipped, rows)
    assert limits.isdisjoint(row.view.item.id for row in asked.deadlines)


def test_advice_stands_under_its_state_the_general_first() -> None:
    shipped, rows = shipped_rows()
    page = situation_of("papers", shipped, rows)
    codes = [code for code, _ in page.advice]
    assert codes[:2] == ["INT", "EU"] or codes[0] in {"INT", "EU"}
    assert len(codes) == len(set(codes)) > 2
    text = shipped_site()["en/situation/papers.html"]
    assert "<h3>European Union</h3>" in text


def test_the_frame_of_the_union_stands_on_the_page_of_each_state() -> None:
    """Five days may count where the national limit alone says fourteen or thirty."""
    shipped, rows = shipped_rows()
    frames = [row for row in rows if row.page.id == "eu.deadline_frame"]
    assert len(frames) > 10
    for row in frames:
        (code,) = row.states
        page = country_of(code, shipped.entries, rows, shipped.branches)
        assert row in page.common
        assert page.common[0].page.id == "eu.deadline_frame"
        assert "eu.deadline_frame.warn" in {item.id for item, _ in page.warnings}
        place = row.address.removeprefix("rule/")
        assert place in shipped_site()[f"ru/country/{code.lower()}.html"]
        assert place in shipped_site()["fr/deadlines.html"]


def test_a_state_without_a_limit_of_its_own_shows_what_the_union_sets() -> None:
    shipped, rows = shipped_rows()
    members = union_states(shipped.rulebook.pages)
    for code in sorted(members):
        page = country_of(code, shipped.entries, rows, shipped.branches)
        assert "eu.appeal" in {row.view.item.id for row in page.common}, code
    assert {"FR", "AT", "BG"} <= members
    assert members.isdisjoint({"RU", "KZ", "CH", "NO", "other"})
    outside = country_of("KZ", shipped.entries, rows, shipped.branches)
    assert not outside.common
    # Whose holidays the court in Strasbourg keeps is no matter of France's law.
    french = country_of("FR", shipped.entries, rows, shipped.branches)
    assert {row.page.jurisdiction for row in french.common} == {"EU"}


def test_what_is_from_memory_has_no_day_on_which_it_was_read() -> None:
    shipped, rows = shipped_rows()
    recalled = [row for row in rows if row.best.grade == "memory"]
    assert recalled
    beside = re.compile(
        r'(from memory|по памяти|de mémoire)</span>(<br>)?\s*<span class="read">'
    )
    assert not [name for name, text in shipped_site().items() if beside.search(text)]
    entries = shipped.entries.newest
    unread = [item.page for item in entries if item.standing.newest_read is None]
    assert {item.grade for page in unread for item in page.sources} <= {"memory"}


def test_a_grade_in_a_list_is_said_to_be_the_best_of_the_page() -> None:
    """`ge.claim` has a primary source, and what it says rests on a secondary one."""
    for at, words in (
        ("en", "best source of the page"),
        ("ru", "лучший источник"),
        ("fr", "meilleure source de la page"),
    ):
        text = shipped_site()[f"{at}/country/ge.html"]
        entry = text[text.index("rule/ge.claim.html") :]
        assert words in entry[: entry.index("</article>")]


def test_a_limit_that_binds_an_authority_is_not_lost_for_a_person() -> None:
    page = small_site()["en/rule/kz.deadline.html"]
    office = page[page.index('id="kz-office"') : page.index('id="kz-court"')]
    assert "Do not take it as lost" not in office
    assert "when the authority misses it" in office
    assert "Do not take it as lost" in page[page.index('id="kz-court"') :]


def test_how_facts_hang_together_is_no_danger_and_stands_last() -> None:
    shipped = Shelf(shipped_law())
    ours = [item.page for item in shipped.entries.within("INT")]
    assert [page.kind for page in ours if page.kind == "axiom"]
    assert ours[-1].kind == "axiom"
    text = shipped_site()["en/rule/index.html"]
    row = text[text.index("<code>int.axioms</code>") :]
    assert "danger" not in row[: row.index("</tr>")]


def test_no_two_pages_of_a_state_have_the_same_name() -> None:
    shipped = Shelf(shipped_law())
    names = [item.title.ru for item in shipped.entries.newest]
    assert {name for name in names if names.count(name) > 1} == set()
    assert "Armenia: deadlines (5), among them: Court appeal" in next(
        item.title.en
        for item in shipped.entries.newest
        if item.page.id == "am.deadline"
    )


def test_latin_letters_do_not_stand_before_the_cyrillic_that_look_like_them() -> None:
    shipped = Shelf(shipped_law())
    items = [
        Item(title=item.title, kind="law", address="")
        for item in shipped.entries.newest
    ]
    items += [
        Item(title=same(word), kind="term", address="") for word in ("CNDA", "BAMF")
    ]
    letters = [letter for letter, _ in by_letter(items, "ru")]
    assert letters[-1] == LATIN
    assert letters[:-1] == sorted(letters[:-1])
    assert not [letter for letter in letters[:-1] if letter.isascii() and letter != "#"]
    assert LATIN not in dict(by_letter(items, "en"))


def test_a_conflict_leads_to_what_is_in_conflict_only() -> None:
    shipped = Shelf(shipped_law())
    pages = RulePages(
        shipped.graph,
        shipped.entries,
        shipped.branches,
        material(shipped_law()).holidays,
    )
    (page,) = [p for p in shipped.rulebook.pages if p.id == "it.entry_papers"]
    rules = {rule.id: rule.head for rule in page.rules}
    heads = {rules[label] for label in page.conflicts_with}
    shown = {link.address.partition("#")[2] for link in pages.of(page, on=ON).conflicts}
    assert shown == {anchor(head) for head in heads}
