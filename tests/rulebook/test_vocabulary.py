"""The vocabulary: every fact a rulebook knows."""

import pytest

from safeconduct.rulebook.vocabulary import Vocabulary, fact_key, read_vocabulary
from tests.rulebook.page_kit import TITLE, small_vocabulary

ASK = f"label = {TITLE}\nask = {TITLE}\n"
FACT = f'[[fact]]\nname = "a.b"\ntype = "bool"\n{ASK}'


def _read(*texts: str) -> tuple[Vocabulary, list[str]]:
    files = {f"{number}.toml": text for number, text in enumerate(texts)}
    vocabulary, faults = read_vocabulary(files)
    return vocabulary, [str(fault) for one in faults for fault in one.found]


def test_a_fact_is_what_its_table_says() -> None:
    facts = small_vocabulary().fact_table()
    country = facts["place.country"]
    assert (country.type, country.cardinality) == ("enum", "changing")
    assert country.values == ("RU", "KZ", "KG", "other")
    assert country.ask.en == "Where are you?"
    assert facts["refusal.said"].of == ("applicant", "brother")
    assert facts["refusal.said"].values == ("true", "false")
    assert facts["left.day"].values == ()


def test_what_is_not_written_has_its_usual_value() -> None:
    (fact,) = _read(FACT)[0].facts
    assert (fact.cost, fact.distress, fact.danger, fact.fresh_days) == (3, 0, 0, 30)
    assert (fact.counsel_only, fact.held, fact.of) == (False, "maybe", ("applicant",))


def test_a_list_has_columns_written_with_its_name() -> None:
    lists = small_vocabulary().list_table()
    assert [column.name for column in lists["charges"].columns] == [
        "charges.article",
        "charges.day",
        "charges.severe",
    ]
    assert lists["stays"].columns[0].values == ("RU", "KZ", "KG", "other")


def test_an_enum_of_one_file_is_known_in_another() -> None:
    enum = '[[enum]]\nname = "e"\nvalues = ["a", "other"]\n'
    labels = f"[enum.value_labels]\na = {TITLE}\n"
    fact = f'[[fact]]\nname = "x"\ntype = "enum"\nvalues = "e"\nheld = "no"\n{ASK}'
    vocabulary, faults = _read(fact, enum + labels)
    assert not faults
    assert vocabulary.facts[0].values == ("a", "other")
    assert vocabulary.facts[0].held == "no"
    assert [value for value, _ in vocabulary.facts[0].value_labels] == ["a"]


def test_an_old_name_is_remembered() -> None:
    assert small_vocabulary().renames == (("departure.day", ("left.day",)),)


def test_the_applicants_fact_is_the_plain_name() -> None:
    assert fact_key("left.day") == "left.day"
    assert fact_key("left.day", "wife") == "left.day OF wife"


LIST = f'[[list]]\nname = "l"\n{ASK}'
BAD: dict[str, tuple[str, str]] = {
    "another version": ("version = 2", "0.toml:1:1: This program reads version 1"),
    "no TOML": ("[[fact]\n", "0.toml:1:7: This is not TOML"),
    "declared twice": (FACT + FACT, "0.toml:7:1: 'a.b' is declared twice."),
    "no label": ('[[fact]]\nname = "a"\ntype = "bool"\n' + ASK[:-1].split("\n")[1],
                 "0.toml:1:1: 'label' is missing or no table."),
    "no name": ('[[fact]]\ntype = "bool"\n' + ASK, "0.toml:1:1: 'name' is missing"),
    "no type": ('[[fact]]\nname = "a"\n' + ASK, "0.toml:1:1: 'type' is missing"),
    "another type": (FACT.replace("bool", "boole"), "0.toml:3:1: 'type' is 'boole'"),
    "an unknown key": (FACT + "csot = 1", "0.toml:6:1: 'csot' is not known here."),
    "an unknown enum": (
        FACT.replace('"bool"', '"enum"\nvalues = "countyr"')
        + '[[enum]]\nname = "country"\nvalues = ["other"]',
        "0.toml:4:1: No enum is called 'countyr'. Did you mean 'country'?",
    ),
    "a list without other": (
        FACT.replace('"bool"', '"enum"\nvalues = ["a"]'), "0.toml:4:1: A closed list",
    ),
    "an enum without other": (
        '[[enum]]\nname = "e"\nvalues = ["a"]', "0.toml:3:1: A closed list",
    ),
    "an enum twice": (
        '[[enum]]\nname = "e"\nvalues = ["other"]\n' * 2, "0.toml:5:1: The enum 'e' is",
    ),
    "a label of no value": (
        f"{FACT}value_labels = {{ maybe = {TITLE} }}", "0.toml:6:18: 'maybe' is no",
    ),
    "a list without a question": (
        f'[[list]]\nname = "l"\nlabel = {TITLE}', "0.toml:1:1: 'ask' is missing",
    ),
    "a column without a name": (
        f'{LIST}[[list.column]]\ntype = "day"', "0.toml:5:1: 'name' is missing",
    ),
    "an unknown key of a column": (
        f'{LIST}[[list.column]]\nname = "c"\ntype = "day"\nx = 1', "0.toml:8:1: 'x' is",
    ),
    "an unknown opening": (f'opening = ["a.c"]\n{FACT}', "0.toml:1:1: No fact is"),
    "an old name still declared": (
        f'{FACT}[[rename]]\nold = "a.b"\nnew = ["a.b"]', "0.toml:7:1: 'a.b' is still",
    ),
    "a new name not declared": (
        f'{FACT}[[rename]]\nold = "z"\nnew = ["a.c"]',
        "0.toml:8:1: No fact is called 'a.c' (new). Did you mean 'a.b'?",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_wrong_vocabulary_is_told_with_its_place(name: str) -> None:
    text, line = BAD[name]
    _, (fault,) = _read(text)
    assert fault.startswith(line)


def test_a_broken_file_does_not_hide_another() -> None:
    vocabulary, faults = _read(FACT, "[[fact]")
    assert [fact.name for fact in vocabulary.facts] == ["a.b"]
    assert len(faults) == 1


def test_counsels_questions_are_known_by_their_key() -> None:
    marked = FACT + "counsel_only = true\n" + LIST.replace('"l"', '"a"')
    vocabulary, faults = _read(marked)
    assert not faults
    assert vocabulary.is_counsel_only("a.b")
    assert vocabulary.is_counsel_only("a.b OF wife")
    assert not vocabulary.is_counsel_only("list.a")
    assert not vocabulary.is_counsel_only("list.b")
    assert not vocabulary.is_counsel_only("a.c")


NAMELESS = {
    "a fact": f'[[fact]]\nname = ""\ntype = "bool"\n{ASK}',
    "a list": f'[[list]]\nname = ""\n{ASK}',
    "a column": f'[[list]]\nname = "a"\n{ASK}[[list.column]]\nname = ""\ntype = "bool"',
    "an enum": '[[enum]]\nname = ""\nvalues = ["other"]',
}


@pytest.mark.parametrize("text", NAMELESS.values(), ids=NAMELESS)
def test_what_has_an_empty_name_is_named_and_not_left_out(text: str) -> None:
    _, faults = _read(text)
    assert any("The name is empty" in fault for fault in faults)
