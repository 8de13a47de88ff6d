"""The words of the site, from the room's catalogues."""

from functools import cache
from pathlib import Path

from safeconduct.base.catalogue import Catalogue, flat_words
from safeconduct.base.text import LANGUAGES, Language, Text

_FOLDER = Path(__file__).with_name("catalogue")


@cache
def read_words(language: Language) -> Catalogue:
    """Read the room's catalogue of a language."""
    text = (_FOLDER / f"{language}.toml").read_text("utf-8")
    return Catalogue(language=language, words=flat_words(text))


def words_in_all(key: str) -> Text:
    """The words of a key in every language."""
    return Text(**{at: read_words(at).say(key) for at in LANGUAGES})
