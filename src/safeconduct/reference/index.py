"""The site's index: by letters, for every page and word; by words, for the search."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from safeconduct.base.digest import canonical
from safeconduct.base.text import Language, Text
from safeconduct.reference import address
from safeconduct.reference.country import CountryPage
from safeconduct.reference.entry import Entries, Entry
from safeconduct.reference.rule_view import RulePage
from safeconduct.reference.situation import Situation
from safeconduct.rulebook.term import Term

SHORTEST_WORD = 2
LATIN = "A–Z"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing that can be looked up; `kind` is a key of the catalogue (`index.*`)."""

    title: Text
    kind: str
    address: str
    place: Text | None = None
    more: tuple[Text, ...] = ()


def items_of(
    entries: Entries,
    pages: Sequence[RulePage],
    countries: Sequence[CountryPage],
    situations: Sequence[tuple[Situation, Text]],
    terms: Sequence[Term],
) -> tuple[Item, ...]:
    """Everything that can be looked up."""
    newest = {item.page.version() for item in entries.newest}
    return (
        *(
            Item(
                title=country.name,
                kind="country",
                address=address.country_file(country.code),
            )
            for country in countries
        ),
        *(
            Item(
                title=name,
                kind="situation",
                address=address.situation_file(situation.id),
            )
            for situation, name in situations
        ),
        *(
            Item(
                title=term.name,
                kind="term",
                address=f"{address.WORDS}#{address.anchor(term.id)}",
                more=(term.meaning,),
            )
            for term in terms
        ),
        *(
            item
            for page in pages
            if page.entry.page.version() in newest
            for item in _items_of_page(page, entries)
        ),
    )


def _items_of_page(page: RulePage, entries: Entries) -> Iterator[Item]:
    entry = page.entry
    law = entry.page
    place = entries.names.jurisdiction(law.jurisdiction)
    yield Item(
        title=entry.title,
        kind=law.kind,
        address=entry.address,
        place=place,
        more=(*_words(entry), *page.reads),
    )
    for finding in law.findings:
        if finding.title != entry.title and finding.goal:
            yield Item(
                title=finding.title,
                kind=law.kind,
                address=f"{entry.address}#{address.anchor(finding.id)}",
                place=place,
            )
    for timed in page.timed:
        yield Item(
            title=timed.item.said.title,
            kind="deadline",
            address=f"{entry.address}#{address.anchor(timed.item.id)}",
            place=place,
        )


def _words(entry: Entry) -> tuple[Text, ...]:
    """The texts of a page by which it is found."""
    law = entry.page
    named = " ".join((law.id, *(f"{item.cite} {item.place}" for item in law.sources)))
    return (
        Text(en=named, ru=named, fr=named),
        law.prose,
        *(finding.title for finding in law.findings),
        *law.missing,
    )


def by_letter(
    items: Sequence[Item], at: Language
) -> tuple[tuple[str, tuple[Item, ...]], ...]:
    """The items of a language under their first letters, in its order.

    Where it writes in Cyrillic, what begins in Latin stands apart: the letters of both
    look alike, and B would stand before А.
    """
    groups: dict[str, list[Item]] = {}
    for item in sorted(items, key=lambda item: sorted_as(item.title.within(at))):
        first = sorted_as(item.title.within(at))[:1].upper()
        letter = first if first.isalpha() else "#"
        letter = LATIN if at == "ru" and letter.isascii() and letter != "#" else letter
        groups.setdefault(letter, []).append(item)
    latin = groups.pop(LATIN, [])
    if latin:
        groups[LATIN] = latin
    return tuple((letter, tuple(found)) for letter, found in groups.items())


def sorted_as(text: str) -> str:
    """A text without accents, capitals and opening marks."""
    plain = unicodedata.normalize("NFD", text.casefold().replace("ё", "е"))
    kept = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return kept.lstrip("«“”\"'(… ")


def search_script(
    items: Sequence[Item], at: Language, kinds: Mapping[str, str]
) -> bytes:
    """The index of a language as a script that a page without a server can load."""
    rows = [
        [
            item.title.within(at),
            kinds[item.kind],
            item.place.within(at) if item.place else "",
            item.address,
            " ".join(dict.fromkeys(_plain_words(item, at))),
        ]
        for item in items
    ]
    return f"self.siteIndex = {canonical(rows)};\n".encode()


def _plain_words(item: Item, at: Language) -> Iterator[str]:
    for text in item.more:
        for word in text.within(at).casefold().split():
            kept = word.strip(".,;:!?()[]«»“”\"'…–—")
            if len(kept) >= SHORTEST_WORD:
                yield kept
