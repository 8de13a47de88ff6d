"""Texts in the three languages of the product."""

from dataclasses import dataclass
from typing import Literal, get_args

Language = Literal["en", "ru", "fr"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One text in English, Russian and French."""

    en: str
    ru: str
    fr: str

    def within(self, language: Language) -> str:
        """Return the text in that language."""
        return {"en": self.en, "ru": self.ru, "fr": self.fr}[language]


def same(text: str) -> Text:
    """A text that is the same in every language (an id, a number)."""
    return Text(en=text, ru=text, fr=text)
