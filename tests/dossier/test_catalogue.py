"""The words of the documents: complete in every language, and all of them used."""

import re
from pathlib import Path
from string import Formatter

import pytest

from safeconduct.base.text import LANGUAGES, Language
from safeconduct.dossier import catalogue
from safeconduct.dossier.catalogue import read_catalogue
from safeconduct.dossier.font import read_coverage
from safeconduct.dossier.pack import HOURS
from safeconduct.dossier.request import ASKED, REQUESTS

CODE = "\n".join(
    path.read_text("utf-8") for path in Path(catalogue.__file__).parent.glob("*.py")
)
# Keys that the code builds from a word of the case or of the law.
BUILT = re.compile(
    r"(witness|truth|kind|mark|grade|group|complete|evidence|held_by|family|person|"
    r"language|jurisdiction|column|value|title|role|reading|findings|pack|matrix|"
    r"statement|deadlines)\."
)


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_is_there_in_every_language(language: Language) -> None:
    english, words = read_catalogue("en").words, read_catalogue(language).words
    assert set(words) == set(english)
    assert all(text.strip() for text in words.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_takes_the_same_values_in_every_language(language: Language) -> None:
    english, words = read_catalogue("en").words, read_catalogue(language).words
    assert {key: fields(text) for key, text in words.items()} == {
        key: fields(text) for key, text in english.items()
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_letter_can_be_printed(language: Language) -> None:
    coverage = read_coverage()
    words = read_catalogue(language).words
    assert [key for key, text in words.items() if coverage.show(text) != text] == []


def test_no_key_is_left_over() -> None:
    keys = set(read_catalogue("en").words)
    left = {
        key
        for key in keys
        if not re.search(rf"[\"']{re.escape(key)}[\"']", CODE) and not BUILT.match(key)
    }
    assert not left


def test_the_pack_has_a_text_for_each_step_question_and_field() -> None:
    keys = set(read_catalogue("en").words)
    needed = {f"pack.hour.{hour}" for hour in HOURS}
    needed |= {
        f"pack.{hour}.s{step}"
        for hour, steps in HOURS.items()
        for step in range(1, steps + 1)
    }
    needed |= {f"pack.ask.{name}" for name in ASKED}
    needed |= {f"pack.request.{name}" for name in REQUESTS}
    needed |= {
        f"pack.field.{name}" for names in REQUESTS.values() for name in names.split()
    }
    assert needed <= keys
    inner = {key for key in keys if key.startswith("pack.") and key.count(".") == 2}
    assert inner == needed


def test_a_key_that_is_not_there_is_a_bug() -> None:
    words = read_catalogue("en")
    with pytest.raises(KeyError):
        words.say("no.such.key")
    assert words.say_or("no.such.key", "other") == "other"
