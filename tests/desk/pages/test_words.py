"""The words of the desk: complete in every language, and all of them used."""

import re
from string import Formatter

import pytest

from safeconduct.base.text import LANGUAGES, Language
from safeconduct.desk.pages.press import ASSETS, read_words

CODE = "\n".join(
    path.read_text("utf-8")
    for folder in (ASSETS.parent, ASSETS.parent / "templates")
    for path in sorted(folder.iterdir())
    if path.suffix in {".py", ".html"}
)
# Keys of which the last word comes from a record.
BUILT = re.compile(r"(nav|roles)\.")


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_is_there_in_every_language(language: Language) -> None:
    english, words = read_words("en").words, read_words(language).words
    assert {key: fields(text) for key, text in words.items()} == {
        key: fields(text) for key, text in english.items()
    }
    assert all(text.strip() for text in words.values())


def test_no_word_is_left_over() -> None:
    left = {
        key
        for key in read_words("en").words
        if f'"{key}"' not in CODE and not BUILT.match(key)
    }
    assert not left
