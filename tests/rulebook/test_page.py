"""From the text of a law page to its record."""

from datetime import date

import pytest

from safeconduct.base.text import Text, same
from safeconduct.rulebook.page import MAX_BYTES, read_page
from tests.rulebook.page_kit import (
    SOURCE,
    TITLE,
    block,
    finding,
    good,
    head,
    only_page,
    read,
    rules,
)

Q = finding("xx.q")
WORDS = "Who refuses may leave. **Not** `markup`."


def test_a_page_is_its_head_its_words_and_its_blocks() -> None:
    page = only_page(head() + WORDS + "\n" + rules("xx.q IF refusal.said") + Q)
    assert (page.id, page.kind, page.jurisdiction) == ("xx.leave", "law", "XX")
    assert (page.bears, page.dated_by) == ("protection", "TODAY")
    assert page.prose == same(WORDS)
    assert [rule.head for rule in page.rules] == ["xx.q"]
    assert [item.id for item in page.findings] == ["xx.q"]
    assert page.sources[0].read == date(2026, 1, 2)


@pytest.mark.parametrize(
    ("kind", "keys", "review_by", "unusable_after"),
    [
        pytest.param("law", {}, "2027-01-02", "2028-01-02", id="law: two years"),
        pytest.param(
            "practice", {}, "2026-04-02", "2026-07-01", id="practice: 180 days"
        ),
        pytest.param(
            "law",
            {"review_by": "2030-01-01"},
            "2030-01-01",
            "2030-01-01",
            id="never unusable before its review",
        ),
        pytest.param(
            "law",
            {"review_by": "2026-02-01", "unusable_after": "2026-03-01"},
            "2026-02-01",
            "2026-03-01",
            id="as written",
        ),
        pytest.param(
            "law",
            {"sources": f"[{SOURCE.replace('2026-01-02', '9999-12-31')}]"},
            "9999-12-31",
            "9999-12-31",
            id="read at the end of time",
        ),
    ],
)
def test_a_page_ages_from_the_day_its_source_was_read(
    kind: str, keys: dict[str, str], review_by: str, unusable_after: str
) -> None:
    page = only_page(head(kind=f'"{kind}"', **keys))
    assert str(page.review_by) == review_by
    assert str(page.unusable_after) == unusable_after


def test_a_page_with_the_line_ends_of_windows_is_the_same() -> None:
    text = head() + WORDS + rules("xx.q IF refusal.said") + Q
    assert only_page(text.replace("\n", "\r\n")) == only_page(text)


def test_rules_are_numbered_through_all_blocks_of_a_page() -> None:
    text = (
        head()
        + rules("xx.q IF refusal.said\nown: xx.q IF person.age < 18")
        + rules("PRESUME xx.q WHEN refusal.said\n  REBUTTED BY person.age < 18")
        + rules("xx.q IF person.age < 1\nOPEN NORM xx.n")
        + Q
        + finding("xx.n")
    )
    page = only_page(text)
    assert [rule.id for rule in page.rules] == [
        "xx.leave.1",
        "own",
        "xx.leave.3.presumed",
        "xx.leave.3.rebutted",
        "xx.leave.5",
    ]
    lines = text.split("\n")
    assert [lines[rule.line - 1].split()[0] for rule in page.rules] == [
        "xx.q", "own:", "PRESUME", "PRESUME", "xx.q",
    ]  # fmt: skip
    assert lines[page.norms[0].line - 1] == "OPEN NORM xx.n"


def test_a_label_that_looks_like_a_number_is_kept() -> None:
    text = (
        head()
        + rules("xx.q IF refusal.said")
        + rules("xx.leave.x: xx.q IF refusal.said")
    )
    assert [rule.id for rule in only_page(text + Q).rules][1] == "xx.leave.x"


def test_a_notice_a_deadline_and_a_clock_are_listed_under_their_conditions() -> None:
    notice = 'en = "a"\nru = "b"\nfr = "c"\n'
    page = only_page(
        head()
        + block("notice", "xx.n", f'{notice}when = "refusal.said"')
        + block("notice", "xx.always", f'{notice}when = "always"')
        + block("notice", "xx.bare", notice)
    )
    assert [name for name, _ in page.conditions] == ["xx.n"]
    assert [item.order for item in page.notices] == [0, 0, 0]


def test_versions_are_named_by_their_first_day() -> None:
    assert only_page(head()).version() == "xx.leave"
    page = only_page(head(binds_from="2026-01-01"))
    assert page.version() == "xx.leave@2026-01-01"
    page = only_page(head(binds_from="2026-01-01", applies_from="2026-02-01"))
    assert page.version() == "xx.leave@2026-02-01"


@pytest.mark.parametrize(
    ("bears", "shields"),
    [("protection", True), ("permission", True), ("danger", False), ("duty", False)],
)
def test_only_protections_and_permissions_become_unknown_with_age(
    bears: str,
    shields: bool,  # noqa: FBT001 (a row)
) -> None:
    assert only_page(head(bears=f'"{bears}"')).shields() is shields


def test_a_page_is_as_good_as_its_best_source() -> None:
    weak = SOURCE.replace('"primary"', '"weak"')
    assert only_page(head(sources=f"[{weak}, {SOURCE}]")).best_grade() == "primary"
    page = only_page(head(sources=f"[{weak}]", missing=f"[{TITLE}]"))
    assert page.best_grade() == "weak"


def test_a_page_too_large_is_refused_before_it_is_read() -> None:
    page, (fault,) = read_page(b"x" * (MAX_BYTES + 1), file="a.md")
    assert page is None
    assert str(fault).startswith(f"a.md: The file has {MAX_BYTES + 1} bytes; at most")


def test_a_head_that_is_no_toml_hides_no_other_page() -> None:
    rulebook, faults = read(head().replace("id =", "id :"), head("xx.other"))
    assert [page.id for page in rulebook.pages] == ["xx.other"]
    assert [(fault.file, fault.line) for fault in faults] == [("0.md", 2)]


def test_a_source_needs_a_full_day() -> None:
    _, (fault,) = read(head(sources="[" + SOURCE.replace("2026-01-02", '"2026"') + "]"))
    assert "must be a full day" in fault.what


def test_a_bomb_of_unknown_names_ends_soon() -> None:
    lines = "\n".join(f"xx.q IF left.dya{number}" for number in range(9_000))
    _, faults = read(head() + rules(lines) + Q)
    assert 100 < len(faults) < 2_000


def test_a_page_of_many_blocks_is_read() -> None:
    many = "".join(
        finding(f"xx.q{n}") + rules(f"xx.q{n} IF refusal.said") for n in range(900)
    )
    assert len(good(head() + many).pages[0].findings) == 900


def test_a_title_in_markup_is_kept_as_it_was_written() -> None:
    hostile = "#set page()[*x*] <script> `a` $1$ \\\\u"
    text = (
        head()
        + rules("xx.q IF refusal.said")
        + Q.replace(TITLE, f'{{ en = "{hostile}", ru = "b", fr = "c" }}')
    )
    assert only_page(text).findings[0].title.en == hostile.replace("\\\\", "\\")


def incident(name: str, day: str) -> str:
    keys = f'day = "{day}"\nkind = "handover"\neffect = "raises"\ntext = {TITLE}'
    return block("incident", name, keys)


def test_a_raising_event_ages_for_two_years_and_then_proves_nothing() -> None:
    page = only_page(head() + incident("a", "2023-02") + incident("b", "2024-03-05"))
    (raises,) = page.parameters
    assert raises.id == "xx.leave.raises"
    assert {item.value for item in raises.values} == {True}
    assert [(item.holds_from, item.holds_to) for item in raises.values] == [
        (date(2023, 2, 28), date(2024, 3, 4)),
        (date(2024, 3, 5), date(2026, 3, 5)),
    ]


def test_the_statement_stands_in_three_languages() -> None:
    said = block("prose", "ru", "Слова.") + block("prose", "fr", "Mots.")
    assert only_page(head() + WORDS + said).prose == Text(
        en=WORDS, ru="Слова.", fr="Mots."
    )


@pytest.mark.parametrize("place", ["../../x", "index", "KAZ", "kz", ""])
def test_a_jurisdiction_is_no_path_and_no_word(place: str) -> None:
    _, faults = read(head(jurisdiction=f'"{place}"'))
    assert "A jurisdiction is INT, EU or the two letters of a state." in {
        fault.what for fault in faults
    }
