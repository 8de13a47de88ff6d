"""Words of the law in plain words: what each means, and the forms that it takes.

Spec: spec/law-page.md §10. Terms conclude nothing and are in no receipt.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from safeconduct.base.errors import Fault
from safeconduct.base.table import FaultList, Table, read_toml
from safeconduct.base.text import LANGUAGES, Language, Text
from safeconduct.rulebook.page import read_source
from safeconduct.rulebook.record import Source

FORMAT = 1
_WORD = re.compile(r"\w+")
_FORM_WORD = re.compile(r"\w+\*?")
_ID = re.compile(r"[a-z][a-z0-9_]*")
Forms = tuple[tuple[Language, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One term: how it is called, how it looks in a text, what it means.

    A form that ends with `*` stands for every word that begins with it. `sources` is
    empty where the explanation states no law.
    """

    id: str
    name: Text
    forms: Forms
    meaning: Text
    sources: tuple[Source, ...] = ()


class TermFinder:
    """Finds the terms that a text uses, in one language."""

    def __init__(self, terms: Sequence[Term], at: Language) -> None:
        """Put the forms under the letters that they begin with, the longest first."""
        self._forms: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for term in terms:
            for form in dict(term.forms)[at]:
                words = tuple(_FORM_WORD.findall(form.casefold()))
                self._forms.setdefault(words[0][0], []).append((words, term.id))
        for forms in self._forms.values():
            forms.sort(key=lambda form: -len("".join(form[0])))

    def used_in(self, text: str) -> tuple[str, ...]:
        """The ids of the terms in a text, in the order in which they first stand."""
        words = _WORD.findall(text.casefold())
        found: dict[str, None] = {}
        at = 0
        while at < len(words):
            length, term = self._longest(words, at)
            if term:
                found[term] = None
            at += length
        return tuple(found)

    def _longest(self, words: Sequence[str], at: int) -> tuple[int, str]:
        """How many words the longest form there takes, and its term; one and none."""
        for form, term in self._forms.get(words[at][0], ()):
            here = words[at : at + len(form)]
            if len(here) == len(form) and all(map(_fits, form, here)):
                return len(form), term
        return 1, ""


def _fits(form: str, word: str) -> bool:
    """Whether a word is the one of a form; with `*` only its beginning is fixed."""
    return word.startswith(form[:-1]) if form.endswith("*") else word == form


def read_terms(text: str, *, file: str) -> tuple[tuple[Term, ...], tuple[Fault, ...]]:
    """Read the file of terms; every fault is listed."""
    faults = FaultList(file=file, text=text)
    content = read_toml(faults)
    if content is None:
        return (), tuple(faults.found)
    table = Table(content=content, path=(), faults=faults)
    if table.integer("version", FORMAT) != FORMAT:
        table.fault("version", f"This program reads version {FORMAT} only.")
    terms: dict[str, Term] = {}
    for inner in table.tables("term"):
        term = _term(inner)
        if term is None:
            continue
        if term.id in terms:
            inner.fault("id", f"The term '{term.id}' stands here twice.")
        terms[term.id] = term
    table.done()
    return tuple(terms.values()), tuple(faults.found)


def _term(table: Table) -> Term | None:
    name, meaning = table.text("name"), table.text("meaning")
    forms = table.table("forms", required=True)
    term_id = table.string("id")
    if table.has_text("id") and not _ID.fullmatch(term_id):
        table.fault("id", "The id of a term is one lower-case word.")
    sources = tuple(read_source(inner) for inner in table.tables("sources"))
    table.done()
    if name is None or meaning is None or forms is None:
        return None
    return Term(
        id=term_id,
        name=name,
        forms=tuple(_forms(forms)),
        meaning=meaning,
        sources=sources,
    )


def _forms(table: Table) -> Iterator[tuple[Language, tuple[str, ...]]]:
    for language in LANGUAGES:
        found = table.strings(language)
        if not found or not all(map(_FORM_WORD.search, found)):
            table.fault("", f"The forms of the term are missing in '{language}'.")
        yield language, found
    table.done()
