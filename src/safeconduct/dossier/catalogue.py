"""The words of the documents, from one file for each language."""

from pathlib import Path

from safeconduct.base.catalogue import Catalogue, flat_words
from safeconduct.base.text import Language

CATALOGUE_FOLDER = Path(__file__).parent / "catalogue"


def read_catalogue(language: Language) -> Catalogue:
    """Read the catalogue of a language."""
    text = (CATALOGUE_FOLDER / f"{language}.toml").read_text("utf-8")
    return Catalogue(language=language, words=flat_words(text))
