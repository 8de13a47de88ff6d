"""Whether a rulebook hangs together."""

from datetime import date

import pytest

from safeconduct.assessment.compiler import compile_tape
from safeconduct.base.errors import Fault
from safeconduct.base.table import MOST_FAULTS
from safeconduct.rulebook.link import MOST_STEPS
from tests.rulebook.page_kit import TITLE, block, finding, good, head, read, rules

Q, R = finding("xx.q"), finding("xx.r")


def _told(*pages: str) -> list[str]:
    _, faults = read(*pages)
    return [fault.what for fault in faults]


def _rule(text: str, more: str = "") -> str:
    return head() + rules(text) + Q + more


def _parameter(kind: str, value: str, more: str = "") -> str:
    text = f'type = "{kind}"\ntitle = {TITLE}\n{more}\nvalues = [{{ {value} }}]'
    return block("parameter", "xx.x", text)


SETS = _parameter("set", 'value = ["KZ"]')
CLOCK = block(
    "clock",
    "xx.c",
    f'list = "stays"\nallowed = "90 days"\ntitle = {TITLE}\n'
    'where = { country = ["KZ"] }\nwindows = ["rolling 180 days"]',
)


@pytest.mark.parametrize(
    ("text", "more"),
    [
        pytest.param("xx.q IF refusal.said OF brother", "", id="a fact of a brother"),
        pytest.param("xx.q IF place.country IN xx.x", SETS, id="a set parameter"),
        pytest.param(
            "xx.q IF EXISTS stays WHERE (stays.country IN xx.x)", SETS, id="in a row"
        ),
        pytest.param(
            "xx.q IF EXISTS charges AT LEAST 2 WHERE (charges.severe AND "
            "(NOT charges.article = a337 OR charges.day < TODAY - 1 year))",
            "",
            id="columns",
        ),
        pytest.param("xx.q IF xx.x", _parameter("bool", "value = true"), id="a bool"),
        pytest.param(
            "xx.q IF person.age >= xx.x", _parameter("integer", "value = 18"), id="18"
        ),
        pytest.param("xx.q IF refusal.said = true", "", id="a bool as a word"),
        pytest.param("xx.q IF USED xx.c >= 80", CLOCK, id="a clock"),
        pytest.param("xx.q IF xx.n\nOPEN NORM xx.n", finding("xx.n"), id="a norm"),
        pytest.param(
            "a: xx.q IF refusal.said\nNOT xx.q IF person.age < 18\n  OVERRIDES a",
            "",
            id="opposed heads",
        ),
    ],
)
def test_what_fits_is_linked(text: str, more: str) -> None:
    good(_rule(text, more))


WRONG: dict[str, tuple[str, str, str]] = {
    "no list": ("EXISTS stay WHERE (stays.country = KZ)", "", "No list is called"),
    "a column's bool": (
        "EXISTS charges WHERE (charges.day)", "", "'charges.day' is of type day",
    ),
    "no column": (
        "EXISTS charges WHERE (charges.sever)", "", "'charges.sever' is no column",
    ),
    "a fact in a row": (
        "EXISTS charges WHERE (refusal.said)", "", "'refusal.said' is no column",
    ),
    "rows in rows": (
        "EXISTS charges WHERE (EXISTS stays WHERE (stays.country = KZ))",
        "",
        "Inside EXISTS only columns are tested.",
    ),
    "a clock in rows": ("EXISTS charges WHERE (USED xx.c >= 1)", CLOCK, "Inside"),
    "a parameter in rows": (
        "EXISTS charges WHERE (charges.day < xx.x)",
        _parameter("day", "value = 2022-01-01"),
        "'xx.x' is a parameter: not inside EXISTS.",
    ),
    "a set by a fact in rows": (
        "EXISTS stays WHERE (stays.country IN xx.x)",
        _parameter("set", 'value = ["KZ"]', 'dated_by = "left.day"'),
        "'xx.x' depends on a fact",
    ),
    "no clock": ("USED xx.d >= 1", CLOCK, "No clock is called 'xx.d'"),
    "a fact of a day": ("left.day", "", "'left.day' is a fact of type day"),
    "a parameter of a set": ("xx.x", SETS, "'xx.x' is a parameter of type set"),
    "nobody's fact": ("left.dya OF brother", "", "'left.dya' is no proposition"),
    "nobody's day": ("left.dya OF brother < TODAY", "", "'left.dya' is no fact"),
    "a proposition of a brother": ("xx.q OF brother", "", "'xx.q' is no fact"),
    "a day of a brother": ("left.day OF brother < TODAY", "", "not a fact of"),
    "a member of a sister": ("refusal.said OF sister = true", "", "of 'sister'"),
    "a conclusion as a word": ("xx.q = KZ", "", "No fact is called 'xx.q' here"),
    "a day as a word": ("left.day = KZ", "", "'left.day' is of type day"),
    "no set": ("place.country IN xx.y", SETS, "No set parameter is called 'xx.y'"),
    "no set but a number": (
        "place.country IN xx.x", _parameter("integer", "value = 1"), "No set parameter",
    ),
    "a set of other words": (
        "place.country IN xx.x", SETS.replace("KZ", "KAZ"), "'KAZ' in the set 'xx.x'",
    ),
    "nothing to compare": ("left.dya < TODAY", "", "'left.dya' is no fact"),
    "no order": ("place.country < 1", "", "'place.country' is of type enum"),
    "a number against a day": ("person.age < TODAY", "", "A day is compared with a"),
    "a constant against today": ("3 < TODAY", "", "A day is compared with a number."),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_does_not_fit_is_told_on_its_line(name: str) -> None:
    text, more, what = WRONG[name]
    page = _rule(f"xx.r IF refusal.said\nxx.q IF {text}", R + more)
    _, faults = read(page)
    line = page.split("\n").index(f"xx.q IF {text}") + 1
    found = [fault for fault in faults if what in fault.what]
    assert found, faults
    assert {fault.line for fault in found} == {line}
    assert all(fault.column for fault in found)


def test_a_conclusion_in_place_of_a_fact_is_to_be_written_bare() -> None:
    _, faults = read(_rule("xx.q IF refusal.said\nxx.r IF xx.q = KZ", R))
    assert faults[0].mend == "It is a conclusion: write it bare."


def test_a_fault_of_a_timed_block_is_told_in_the_block() -> None:
    deadline = (
        f'runs_against = "person"\nstarts = "left.dya"\nlength = "1 month"\n'
        f"title = {TITLE}"
    )
    page = (
        head()
        + block("deadline", "xx.d", deadline)
        + CLOCK.replace('"stays"', '"stay"')
    )
    lines = page.split("\n")
    _, faults = read(page)
    found = {
        (fault.what, lines[fault.line - 1][fault.column - 1 :]) for fault in faults
    }
    assert ("xx.d: no fact is called 'left.dya'.", 'left.dya"') in found
    assert ("xx.c: no list is called 'stay'.", 'stay"') in found


def test_an_open_norm_needs_its_texts() -> None:
    assert _told(head() + rules("OPEN NORM xx.n")) == [
        "'xx.n' has no finding block (its texts)."
    ]


def test_a_parameter_is_dated_and_keyed_by_facts_that_fit() -> None:
    text = _parameter("integer", "value = 1", 'dated_by = "person.age"')
    assert _told(_rule("xx.q IF person.age < xx.x", text)) == [
        "'person.age' is no fact of type day (dated_by)."
    ]
    text = _parameter("integer", 'key = "KZ", value = 1', 'keyed_by = "place.country"')
    assert not _told(_rule("xx.q IF person.age < xx.x", text))


@pytest.mark.parametrize(
    ("first", "second", "are_both_in_force"),
    [
        pytest.param({}, {}, True, id="both always"),
        pytest.param(
            {"applies_to": "2026-06-11"},
            {"applies_from": "2026-06-12"},
            False,
            id="one by one",
        ),
        pytest.param(
            {"applies_to": "2026-06-12"},
            {"applies_from": "2026-06-12"},
            True,
            id="a day",
        ),
        pytest.param({}, {"binds_from": "2026-06-12"}, False, id="a later one binds"),
        pytest.param(
            {"binds_from": "2026-06-12"},
            {"binds_from": "2026-06-12"},
            True,
            id="both bind",
        ),
    ],
)
def test_two_versions_are_never_in_force_at_once(
    first: dict[str, str],
    second: dict[str, str],
    are_both_in_force: bool,  # noqa: FBT001 (a row)
) -> None:
    told = _told(head(**first), head(**second))
    assert [what.startswith("Two versions of 'xx.leave'") for what in told] == (
        [True] if are_both_in_force else []
    )


def test_versions_of_one_page_may_repeat_names_and_labels() -> None:
    rule = rules("own: xx.q IF refusal.said") + Q
    old, new = head(applies_to="2026-01-01"), head(applies_from="2026-01-02")
    assert not _told(old + rule, new + rule)
    assert _told(old + rule, head("xx.stay") + rule) == [
        "Two rules are labelled 'own'.",
        "'xx.q' is declared twice (also in 0.md).",
    ]


CYCLES = {
    "of itself": ("xx.q IF xx.q", ["xx.q → xx.q"]),
    "of two": ("xx.q IF xx.r\nxx.r IF xx.q", ["xx.q → xx.r → xx.q"]),
    "by an exception": (
        "xx.q IF refusal.said\n  UNLESS xx.r\nxx.r IF NOT xx.q",
        ["xx.q → xx.r → xx.q"],
    ),
    "in a group": (
        "xx.q IF ALL OF\n  refusal.said\n  xx.r\nxx.r IF xx.q AND refusal.said",
        ["xx.q → xx.r → xx.q"],
    ),
    "of no two": ("xx.q IF xx.r\nxx.r IF refusal.said", []),
    "of a diamond": (
        "xx.q IF xx.r OR xx.s\nxx.r IF xx.s\nxx.s IF refusal.said",
        [],
    ),
}


@pytest.mark.parametrize("name", CYCLES)
def test_no_conclusion_rests_on_itself(name: str) -> None:
    text, cycles = CYCLES[name]
    told = _told(
        head() + rules(text) + Q + R + finding("xx.s") + rules("xx.s IF refusal.said")
    )
    assert [what for what in told if "rest on each other" in what] == [
        f"These conclusions rest on each other: {cycle}." for cycle in cycles
    ]


def _chain(length: int) -> str:
    lines = [f"xx.q{n} IF xx.q{n + 1}" for n in range(length - 1)]
    texts = "".join(finding(f"xx.q{n}") for n in range(length))
    return (
        head() + rules("\n".join([*lines, f"xx.q{length - 1} IF refusal.said"])) + texts
    )


def test_a_chain_of_conclusions_has_an_end_that_can_be_reached() -> None:
    day = date(2026, 11, 22)
    assert compile_tape(good(_chain(MOST_STEPS)), on=day, known_on=day).nodes
    assert _told(_chain(MOST_STEPS + 9)) == [
        f"'xx.q8' rests on a chain of more than {MOST_STEPS} conclusions."
    ]


OVERRIDES = {
    "each other": "a: xx.q IF refusal.said\n  OVERRIDES b\n"
    "b: NOT xx.q IF person.age < 18\n  OVERRIDES a",
    "in a ring": "a: xx.q IF refusal.said\n  OVERRIDES b\n"
    "b: NOT xx.q IF person.age < 18\n  OVERRIDES c\n"
    "c: xx.q IF person.age < 9\n  OVERRIDES d\n"
    "d: NOT xx.q IF person.age < 8\n  OVERRIDES a",
}


@pytest.mark.parametrize("name", OVERRIDES)
def test_no_rules_take_each_other_away(name: str) -> None:
    (told,) = _told(_rule(OVERRIDES[name]))
    assert told.startswith("These rules take each other away: a → ")


def test_no_law_overrides_the_practice_that_already_overrides_it() -> None:
    practice = head("xx.office", kind='"practice"')
    against = practice + rules("b: NOT xx.q IF person.age < 18")
    assert not _told(_rule("a: xx.q IF refusal.said"), against)
    assert _told(_rule("a: xx.q IF refusal.said\n  OVERRIDES b"), against) == [
        "These rules take each other away: a → b → a."
    ]


def test_so_many_faults_that_nobody_reads_them_are_not_all_told() -> None:
    lines = "\n".join(f"xx.q IF nobody.knows{n}" for n in range(MOST_FAULTS + 50))
    assert len(_told(_rule(lines))) == MOST_FAULTS


def test_what_could_not_be_read_is_not_said_to_be_missing() -> None:
    _, faults = read(head() + rules("xx.q IF") + Q)
    assert faults == (
        Fault(
            file="0.md",
            line=faults[0].line,
            column=8,
            what="Something is missing at the end of 'xx.q IF'.",
        ),
    )
