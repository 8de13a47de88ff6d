"""Law pages and shipped cases name no private person, and nothing that leads to one."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.promises.kept import CASES, ROOT, must_fail, shipped

LAW = tuple(sorted((ROOT / "law").rglob("*.md")))
# What leads to a person whatever he is called.
TRACES: dict[str, re.Pattern[str]] = {
    "a patronymic": re.compile(
        r"\b[А-ЯЁ][а-яё]+(?:ович|евич|овна|евна|ич|инична)\b|"
        r"\b[A-Z][a-z]+(?:ovich|evich|ovna|evna)\b"
    ),
    "a first name and a surname": re.compile(
        r"\b[A-Z][a-z]{2,} [A-Z][a-z]+(?:ov|ova|ev|eva|skiy|sky|skaya|enko|chuk|yan)\b|"
        r"\b[А-ЯЁ][а-яё]{2,} [А-ЯЁ][а-яё]+(?:ов|ова|ев|ева|ский|ская|енко|чук|ян)\b"
    ),
    "an e-mail address": re.compile(r"[\w.+-]+@[\w-]+\.\w{2,}"),
    "a telephone number": re.compile(
        r"(?<!\d)\+?[78][ (-]{1,2}\d{3}[ )-]{1,2}\d{3}[ -]?\d{2}"
    ),
    "a passport number": re.compile(r"(?<![\d.])\d{4} \d{6}(?!\d)"),
    "a military unit": re.compile(
        r"в/ч\s*\d|войсков\w+ част\w+ (?:№\s*)?\d|military unit \d"
    ),
    "an account": re.compile(r"\bt\.me/\w|\bvk\.com/\w|\bfacebook\.com/\w"),
}
# Words of acts and places that end as surnames do.
_NOT_NAMES = frozenset({"Lev", "Kiev", "Tel", "Yerevan", "Moscow"})


def _traces(text: str) -> list[str]:
    return [
        f"{what}: {found[0]}"
        for what, pattern in TRACES.items()
        for found in pattern.finditer(text)
        if _NOT_NAMES.isdisjoint(found[0].split())
    ]


def nothing_leads_to_a_person(texts: Mapping[str, str]) -> None:
    """No page and no case holds a name, a number, an address or a unit."""
    assert not {name: found for name, text in texts.items() if (found := _traces(text))}


def _texts() -> dict[str, str]:
    return {str(path): path.read_text("utf-8") for path in (*LAW, *CASES)}


def test_nothing_leads_to_a_person() -> None:
    nothing_leads_to_a_person(_texts())


PLANTED = {
    "a page that names": "The court released Ivan Petrenko on appeal.",
    "a page that names in Russian": "Суд отпустил Ивана Сергеевича; Иван Петров уехал.",
    "a number": "Call +7 (700) 123-45-67.",
    "an address": "Write to someone@example.org.",
    "a unit": "He served in в/ч 12345.",
    "a passport": "Passport 4509 123456.",
}


@pytest.mark.parametrize("planted", PLANTED.values(), ids=PLANTED)
def test_it_is_seen(planted: str) -> None:
    must_fail(lambda: nothing_leads_to_a_person({**_texts(), "planted": planted}))


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_a_case_is_one_alias_and_the_file_is_called_by_it(case: Path) -> None:
    alias = tomllib.loads(case.read_text("utf-8"))["alias"]
    assert re.fullmatch(r"[A-Z][a-z]+", alias)
    assert case.stem in {alias.lower(), "composite"}


def test_there_is_no_fact_to_keep_a_name_in() -> None:
    vocabulary = shipped().vocabulary
    kinds = {fact.type for fact in vocabulary.facts}
    kinds |= {column.type for item in vocabulary.lists for column in item.columns}
    assert kinds <= {"bool", "enum", "day", "integer"}
    last_words = {fact.name.rpartition(".")[2] for fact in vocabulary.facts}
    assert last_words.isdisjoint(
        {"name", "surname", "phone", "email", "address", "unit"}
    )
