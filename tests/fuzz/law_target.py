"""Parsers of the law and of what is written about a case, from files and packs."""

import json
import re
import tomllib
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

from safeconduct.app.books.help_folder import country_names
from safeconduct.assessment.compiler import compile_tape
from safeconduct.base.errors import OurFaultError
from safeconduct.base.text import LANGUAGES
from safeconduct.facts.case_body import bodies_of
from safeconduct.facts.case_file import read_case
from safeconduct.log.entries.body import read_body, write_body
from safeconduct.rulebook import canonical
from safeconduct.rulebook.book import try_rulebook
from safeconduct.rulebook.condition_text import read_condition
from safeconduct.rulebook.decision import read_docket
from safeconduct.rulebook.help import read_help
from safeconduct.rulebook.holiday import parse_holidays
from safeconduct.rulebook.law_text import LawTexts
from safeconduct.rulebook.line import StatementError
from safeconduct.rulebook.link import link_faults
from safeconduct.rulebook.page import read_page
from safeconduct.rulebook.statement import read_statements
from safeconduct.rulebook.term import TermFinder, read_terms
from safeconduct.rulebook.vocabulary import read_vocabulary
from tests.fuzz.target import Target, byte_ways, text_ways

TESTS = Path(__file__).parents[1]
LAW = TESTS / "data" / "small-law"
OWN = Path(__file__).parent / "texts"
DAY = date(2026, 11, 22)
_FILE = "fuzzed"
_PAGE_FILE = f"kz/{_FILE}.md"


def texts_of(pattern: str, *, folder: Path = LAW) -> tuple[str, ...]:
    """The texts of some files."""
    return tuple(path.read_text("utf-8") for path in sorted(folder.glob(pattern)))


def _law_texts() -> LawTexts:
    def under(pattern: str) -> dict[str, bytes]:
        return {
            path.relative_to(LAW).as_posix(): path.read_bytes()
            for path in sorted(LAW.glob(pattern))
        }

    return LawTexts(pages=under("*/*.md"), vocabulary=under("vocabulary/*.toml"))


TEXTS = _law_texts()
RULEBOOK = try_rulebook(TEXTS)[0]
PAGES = texts_of("*/*.md")
VOCABULARIES = texts_of("vocabulary/*.toml")
_CASE = texts_of("case.toml", folder=OWN)
CASES = (*_CASE, json.dumps(tomllib.loads(_CASE[0]), default=str))
DECISIONS = texts_of("decision.toml", folder=OWN)
HELP = texts_of("help.toml", folder=OWN)
TERMS = texts_of("terms.toml")
HOLIDAYS = texts_of("holidays/*.toml")
RULES = tuple(
    rule
    for page in PAGES
    for rule in re.findall(r"^```rule\n(.*?)^```", page, re.DOTALL | re.MULTILINE)
)

# As it is kept in the cache: of one page each.
COMPILED = tuple(
    canonical.to_text(replace(RULEBOOK, pages=(page,))) for page in RULEBOOK.pages
)


def _text(raw: bytes) -> str:
    return raw.decode(errors="replace")


def _page(raw: bytes) -> None:
    page, faults = read_page(raw, file=_FILE)
    assert page is not None or faults


def _rules(raw: bytes) -> None:
    text = _text(raw)
    read_statements(text, page="kz.claim")
    with suppress(StatementError):
        read_condition(text)


def _law(raw: bytes) -> None:
    """A page beside the vocabulary; where neither is at fault both can be compiled."""
    page, faults = read_page(raw, file=_PAGE_FILE)
    if page is None:
        return
    texts = LawTexts(pages={_PAGE_FILE: raw}, vocabulary={})
    written = {_PAGE_FILE: texts.page_text(_PAGE_FILE)}
    broken = {fault.file for fault in faults}
    linked = link_faults([page], RULEBOOK.vocabulary, written, broken=broken)
    if faults or linked:
        return
    recorded = ((page.version(), DAY),)
    rulebook = replace(RULEBOOK, pages=(page,), recorded=recorded)
    compile_tape(rulebook, on=DAY, known_on=DAY)
    kept = canonical.to_text(rulebook)
    assert canonical.from_text(kept) == canonical.compiled(rulebook)


def _vocabulary(text: str) -> None:
    vocabulary, faults = read_vocabulary({_FILE: text})
    if not any(found.found for found in faults):
        declared = tomllib.loads(text)
        assert len(vocabulary.facts) == len(declared.get("fact", []))
        assert len(vocabulary.lists) == len(declared.get("list", []))


def _case(raw: bytes) -> None:
    """A case file; as a case of a vault it becomes bodies that are read again."""
    read_case(raw, file=_FILE, rulebook=RULEBOOK)
    filed = bodies_of(raw, file=_FILE, rulebook=RULEBOOK, stage="")
    for bodies in filed.bodies.values():
        assert [read_body(write_body(body)) for body in bodies] == bodies


def _docket(text: str) -> None:
    read_docket({f"{_FILE}.toml": text})


def _help(text: str) -> None:
    read_help({_FILE: text}, countries=country_names(RULEBOOK))


def _holidays(text: str) -> None:
    try:
        parse_holidays(text, name="KZ", file=_FILE)
    except ValueError as error:
        # Its own refusal says where; one that a library made would not.
        assert str(error).startswith(_FILE), error  # noqa: PT017 -- no test


def _terms(text: str) -> None:
    terms, faults = read_terms(text, file=_FILE)
    if not faults:
        assert all(term.id for term in terms)
        for language in LANGUAGES:
            TermFinder(terms, language).used_in(text)


def _compiled(raw: bytes) -> None:
    canonical.from_text(_text(raw))


TARGETS = {
    "page": Target(ways=byte_ways(_page, PAGES), most_bytes=2048),
    "rules": Target(ways=byte_ways(_rules, RULES), most_bytes=512),
    "law": Target(ways=byte_ways(_law, PAGES), most_bytes=2048),
    "vocabulary": Target(ways=text_ways(_vocabulary, VOCABULARIES), most_bytes=2560),
    "case_file": Target(ways=byte_ways(_case, CASES), most_bytes=2048),
    "decisions": Target(ways=text_ways(_docket, DECISIONS), most_bytes=2048),
    "help": Target(ways=text_ways(_help, HELP), most_bytes=2048),
    "holidays": Target(ways=text_ways(_holidays, HOLIDAYS), most_bytes=512),
    "terms": Target(ways=text_ways(_terms, TERMS), most_bytes=1024),
    "compiled": Target(ways=byte_ways(_compiled, COMPILED), refusals=(OurFaultError,)),
}
