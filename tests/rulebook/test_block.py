"""The TOML blocks of a law page."""

from datetime import date

import pytest

from safeconduct.rulebook.record import Page, PageCase
from tests.rulebook.page_kit import (
    TITLE,
    block,
    finding,
    head,
    only_page,
    read,
    rules,
)

RULE = rules("xx.q IF refusal.said") + finding("xx.q")
TEXT = 'en = "a"\nru = "б"\nfr = "c"\n'


def _page(text: str) -> Page:
    return only_page(head() + RULE + text)


def _case(text: str) -> PageCase:
    (case,) = _page(block("case", "one", text)).cases
    return case


def test_a_finding_has_its_notices_in_order() -> None:
    more = f"""goal = 9
danger_beside = "xx.q"
names_organisation = true
jurisdiction = "EU"
[[notices]]
when = "open"
for = "counsel"
{TEXT}[[notices]]
names_organisation = true
{TEXT}"""
    page = only_page(head() + rules("xx.q IF refusal.said") + finding("xx.q", more))
    found = page.findings[0]
    assert (found.goal, found.danger_beside, found.jurisdiction) == (9, "xx.q", "EU")
    first, second = found.notices
    assert (first.id, first.when, first.audience) == ("xx.q.1", "open", "counsel")
    assert (second.id, second.when, second.audience) == ("xx.q.2", "true", "all")
    assert (first.names_organisation, second.names_organisation) == (False, True)


def test_a_notice_stands_alone() -> None:
    text = f'{TEXT}topic = "arrest"\norder = 3\nfor = "relative"\n'
    (found,) = _page(block("notice", "xx.n", text)).notices
    assert (found.topic, found.order, found.audience) == ("arrest", 3, "relative")
    assert (found.text.ru, found.when, found.listed_if) == ("б", "always", "")


@pytest.mark.parametrize(
    ("kind", "written", "value"),
    [
        pytest.param("bool", "true", True, id="bool"),
        pytest.param("integer", "18", 18, id="integer"),
        pytest.param("day", "2022-09-21", date(2022, 9, 21).toordinal(), id="day"),
        pytest.param("set", '["KZ", "KG"]', frozenset({"KZ", "KG"}), id="set"),
    ],
)
def test_a_parameter_has_dated_values(
    kind: str, written: str, value: frozenset[str] | int
) -> None:
    text = f"""type = "{kind}"
title = {TITLE}
values = [
  {{ from = 2022-01-01, to = 2022-12-31, value = {written}, note = "a" }},
  {{ from = 2023-01-01, value = {written}, confirmed = 2024-01-01 }},
]"""
    (found,) = _page(block("parameter", "xx.x", text)).parameters
    assert found.type == kind
    assert [item.value for item in found.values] == [value, value]
    assert found.values[0].holds_to == date(2022, 12, 31)
    assert found.values[1].holds_to is None


def test_a_parameter_is_looked_up_by_its_key() -> None:
    text = (
        f'type = "integer"\ntitle = {TITLE}\nkeyed_by = "place.country"\n'
        'dated_by = "left.day"\nvalues = [{ key = "KZ", value = 90 }]'
    )
    (found,) = _page(block("parameter", "xx.x", text)).parameters
    assert (found.keyed_by, found.dated_by) == ("place.country", "left.day")
    assert found.values[0].key == "KZ"


@pytest.mark.parametrize("against", ["person", "authority"])
def test_a_burden_lies_on_somebody(against: str) -> None:
    text = f'facts = ["refusal.said"]\nagainst = "{against}"'
    (found,) = _page(f"\n```burden\n{text}\n```\n").burdens
    assert (found.facts, found.against) == (("refusal.said",), against)


def test_a_deadline_and_a_clock_are_read() -> None:
    deadline = f"""runs_against = "person"
starts = "left.day"
length = "1 month"
title = {TITLE}
"""
    clock = f"""list = "stays"
from = "from"
to = "to"
allowed = "90 days"
window = "180 days"
title = {TITLE}
"""
    _, faults = read(
        head() + block("deadline", "xx.d", deadline) + block("clock", "xx.c", clock)
    )
    assert not [fault for fault in faults if "No block" in fault.what]


def test_a_case_is_kept_as_it_is_written() -> None:
    case = _case(
        """on = 2024-06-30
ask = "left.day"
note = "why"
[facts]
"left.day" = 2022-09
"place.country" = ["KZ", "KG"]
"refusal.said" = false
[disputed]
"person.age" = [17, 18]
[marks]
"refusal.said" = "withheld"
[lists.charges]
complete = "yes"
rows = [{ article = "a337" }]
[lists.stays]
[expect]
"xx.q" = "false"
[expect_prima_facie]
"xx.q" = "unknown"
[expect_as_decided]
"xx.q" = "disputed"
[expect_deadlines."xx.d"]
due = 2022-10-21
""".replace("2022-09\n", '"2022-09"\n')
    )
    assert (case.on, case.ask) == (date(2024, 6, 30), "left.day")
    assert case.facts == (
        ("left.day", "2022-09"),
        ("place.country", ("KZ", "KG")),
        ("refusal.said", False),
    )
    assert case.disputed == (("person.age", ("17", "18")),)
    assert case.marks == (("refusal.said", "withheld"),)
    assert case.lists == (
        ("charges", "yes", ((("article", "a337"),),)),
        ("stays", "unknown", ()),
    )
    assert case.expect == (("xx.q", "false"),)
    assert case.expect_prima_facie == (("xx.q", "unknown"),)
    assert case.expect_as_decided == (("xx.q", "disputed"),)
    assert case.expect_timed == (("xx.d", (("due", "2022-10-21"),)),)


def test_a_case_has_a_usual_day_and_expects_its_question_anywhere() -> None:
    case = _case('[expect]\n"xx.q" = "unknown"\nask = "left.day"')
    assert (case.on, case.ask) == (date(2026, 11, 22), "left.day")
    assert case.expect == (("xx.q", "unknown"),)


def test_a_case_knows_its_line() -> None:
    text = head() + RULE + block("case", "one", "[facts]")
    line = text.split("\n").index("```case one") + 1
    assert only_page(text).cases[0].line == line


CASE = "case"
BAD: dict[str, tuple[str, str, str]] = {
    "a block without a name": ("notice", TEXT, "A notice block needs a name"),
    "an unknown audience": ("notice xx.n", TEXT + 'for = "al"', "'for' is 'al'"),
    "a text missing": ("notice xx.n", 'en = "a"\nru = "b"', "missing in 'fr'"),
    "an unknown key": ("notice xx.n", TEXT + "x = 1", "'x' is not known here"),
    "a title missing": ("finding xx.r", 'kind = "step"', "'title' is missing"),
    "a notice's text missing": (
        "finding xx.r",
        f'kind = "step"\ntitle = {TITLE}\nnotices = [{{ en = "a", ru = "b" }}]',
        "missing in 'fr'",
    ),
    "a parameter's title missing": ("parameter xx.x", 'type = "set"', "'title' is"),
    "no day": (
        "parameter xx.x",
        f'type = "day"\ntitle = {TITLE}\nvalues = [{{ value = "soon" }}]',
        "'soon' is not a day",
    ),
    "a deadline of nothing": ("deadline xx.d", "", "is missing"),
    "a clock of nothing": ("clock xx.c", "", "is missing"),
    "a fraction in a case": (
        "case c",
        "[facts]\n'left.day' = 1.5",
        "A value is a text",
    ),
    "no table of a list": ("case c", "lists = { charges = 1 }", "no table"),
    "a half list": (
        "case c",
        '[lists.stays]\ncomplete = "half"',
        "'complete' is 'half'",
    ),
    "no table of a deadline": ("case c", "[expect_deadlines]\nx = 1", "no table"),
    "no field of a deadline": (
        "case c",
        "[expect_deadlines.x]\ndeu = 1",
        "'deu' is no field of it. Did you mean 'due'?",
    ),
    "an unknown mark": ("case c", "[marks]\n'left.day' = 'shy'", "'left.day' is 'shy'"),
    "an unknown key of a case": ("case c", "fatcs = 1", "Did you mean 'facts'?"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_wrong_block_is_told(name: str) -> None:
    kind, text, what = BAD[name]
    page = head() + RULE + block(kind.partition(" ")[0], kind.partition(" ")[2], text)
    _, faults = read(page)
    lines = [str(fault) for fault in faults if what in str(fault)]
    assert lines
    start = page.split("\n").index(f"```{kind}" + ("" if " " in kind else " ")) + 1
    assert all(fault.line >= start for fault in faults)
