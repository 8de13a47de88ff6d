"""The words of the site: complete in every language, and all of them used."""

import re
from string import Formatter

import pytest

from safeconduct.base.text import LANGUAGES, Language
from safeconduct.reference import press
from safeconduct.reference.press import ASSETS
from safeconduct.reference.words import read_words

ROOM = ASSETS.parent
CODE = "\n".join(
    path.read_text("utf-8")
    for folder in (ROOM, ROOM / "templates")
    for path in sorted(folder.iterdir())
    if path.suffix in {".py", ".html"}
)
# Keys of which the last word comes from the law or from a list of the code.
BUILT = re.compile(
    r"(nav|part|grade|grade_means|bears|bears_means|health|health_care|kind_page|kind|"
    r"for|when|branch|rule_head|rule|force|force_care|against|reading|first_day|roll|"
    r"counts|window|truth|reading_of|mark|timed|topic|column|coverage|coverage_means|"
    r"effect|notice_topic|situation|unknown|gap|index|home|diagram)\."
)


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_is_there_in_every_language(language: Language) -> None:
    english, words = read_words("en").words, read_words(language).words
    assert set(words) == set(english)
    assert all(text.strip() for text in words.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_takes_the_same_values_in_every_language(language: Language) -> None:
    english, words = read_words("en").words, read_words(language).words
    assert {key: fields(text) for key, text in words.items()} == {
        key: fields(text) for key, text in english.items()
    }


def test_no_key_is_left_over() -> None:
    left = {
        key
        for key in read_words("en").words
        if not re.search(rf"[\"']{re.escape(key)}[\"']", CODE) and not BUILT.match(key)
    }
    assert not left


def test_a_number_or_an_id_is_marked_with_no_language() -> None:
    assert not press._is_prose("2026-11-22")  # noqa: SLF001 -- the rule itself
    assert not press._is_prose("kz.claim")  # noqa: SLF001 -- the rule itself
    assert press._is_prose("two words")  # noqa: SLF001 -- the rule itself
