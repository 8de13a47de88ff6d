"""Templates and words become the bytes of pages, in one language at a time."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from safeconduct.assessment.deadline_text import text_of_length
from safeconduct.base.text import LANGUAGES, Language, Text
from safeconduct.reference import address
from safeconduct.reference.diagram import knots_of
from safeconduct.reference.diagram_layout import diagram_of
from safeconduct.reference.index import sorted_as
from safeconduct.reference.naming import BODIES
from safeconduct.reference.words import read_words
from safeconduct.rulebook.term import Term, TermFinder

# An id within a text, such as `int.no_return`.
_ID = re.compile(r"\b[a-z]{2,8}(?:\.[a-z][a-z0-9_]*)+")
_ROOM = Path(__file__).parent
ASSETS = _ROOM / "assets"
# What follows words that have not been translated is their language.
_ORIGINAL: Language = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One page before it is printed: where it lies, its template, what it shows.

    `title` stands in the window and in the history of a browser, so it is neutral;
    `trail` leads to the page; the terms used in `reading` are explained on it.
    """

    address: str
    template: str
    title: Text
    trail: tuple[tuple[Text, str], ...]
    shows: Mapping[str, object]
    reading: tuple[Text, ...] = ()


class Named(Protocol):
    """What has a name in every language."""

    @property
    def name(self) -> Text:
        """The name."""
        ...


class Press:
    """Prints sheets in one language."""

    def __init__(
        self, at: Language, terms: tuple[Term, ...], always: Mapping[str, object]
    ) -> None:
        """Take the words of a language; `always` is known to every template."""
        self.at = at
        self.words = read_words(at)
        self._terms = {term.id: term for term in terms}
        self._finder = TermFinder(terms, at)
        self._environment = _environment()
        self._environment.globals.update(
            at=at,
            say=self.words.say,
            w=self.within,
            plain=lambda text: text.within(at),
            foreign=self.foreign,
            length=lambda item: self.within(text_of_length(item)),
            anchor=address.anchor,
            by_name=self.by_name,
            linked=self.linked,
            is_left=self.is_left,
            diagram=lambda page: diagram_of(knots_of(page, self.words), self.words),
            languages={item: read_words(item).say("language") for item in LANGUAGES},
            **always,
        )

    def print(self, sheet: Sheet) -> bytes:
        """The bytes of a page."""
        up = address.way_up(sheet.address)
        reading = " ".join(text.within(self.at) for text in sheet.reading)
        used = [self._terms[name] for name in self._finder.used_in(reading)]
        template = self._environment.get_template(sheet.template)
        text = template.render(
            **sheet.shows,
            address=sheet.address,
            title=sheet.title.within(self.at),
            trail=sheet.trail,
            terms=used,
            to=lambda path: up + path,
            root=f"../{up}",
            is_anywhere=_is_anywhere(sheet.address),
        )
        return text.encode()

    def by_name(self, items: Iterable["Named"]) -> list["Named"]:
        """Things by their names in this language; what is no state stands first."""
        return sorted(
            items,
            key=lambda item: (
                getattr(item, "code", "") not in BODIES,
                sorted_as(item.name.within(self.at)),
            ),
        )

    def within(self, text: Text) -> Markup:
        """A text in the language of the page, marked where it is still in another."""
        found = text.within(self.at)
        return self.foreign(found) if self.is_left(text) else escape(found)

    def is_left(self, text: Text) -> bool:
        """Whether a text is still in another language than the page."""
        found = text.within(self.at)
        is_same = self.at != _ORIGINAL and found == text.within(_ORIGINAL)
        return is_same and _is_prose(found)

    def linked(
        self, text: str, homes: Mapping[str, str], to: Callable[[str], str]
    ) -> Markup:
        """A text in which the ids of pages and findings lead to them."""
        done = Markup("")
        last = 0
        for match in _ID.finditer(text):
            home = homes.get(match[0])
            if home is not None:
                link = Markup('<a href="{}">{}</a>').format(to(home), match[0])
                done += escape(text[last : match.start()]) + link
                last = match.end()
        return done + escape(text[last:])

    def foreign(self, text: str) -> Markup:
        """A text that is English whatever the page is."""
        if self.at == _ORIGINAL or not text:
            return escape(text)
        return Markup('<span lang="{}">{}</span>').format(_ORIGINAL, text)


def _is_prose(text: str) -> bool:
    """Whether a text is words of a language, not a number, an id or a sign."""
    return " " in text and any(letter.isalpha() for letter in text)


def _is_anywhere(current: str) -> Callable[[str], bool]:
    """Whether the page lies in a part of the site, for marking where one is."""

    def is_within(part: str) -> bool:
        folder = part.removesuffix("index.html")
        return current == part or (folder.endswith("/") and current.startswith(folder))

    return is_within


def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_ROOM / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
