"""A catalogue of words in one language, by dotted keys; reading files is the rooms'."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass

from safeconduct.base.text import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """The words of one language by their keys (`part.facts`)."""

    language: Language
    words: Mapping[str, str]

    def say(self, key: str, **values: str | int) -> str:
        """The words of a key, with values put in.

        Raises:
            KeyError: no such key (a bug; the tests look for every key).
        """
        return self.words[key].format(**values) if values else self.words[key]

    def say_or(self, key: str, other: str) -> str:
        """The words of a key, or the other text where there is no such key."""
        return self.words.get(key, other)


def flat_words(text: str) -> dict[str, str]:
    """The texts of a TOML file by their dotted keys."""
    found: dict[str, str] = {}
    _collect(tomllib.loads(text), "", found)
    return found


def _collect(table: Mapping[str, object], above: str, found: dict[str, str]) -> None:
    for key, value in table.items():
        if isinstance(value, dict):
            _collect(value, f"{above}{key}.", found)
        elif isinstance(value, str):
            found[above + key] = value
