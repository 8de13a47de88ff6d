"""Words of the law in plain words."""

import pytest

from safeconduct.app.books.law_folder import shipped_law
from safeconduct.app.books.term_file import try_terms
from safeconduct.base.text import LANGUAGES
from safeconduct.rulebook.term import TermFinder, read_terms

GOOD = """
version = 1
[[term]]
id = "claim"
name = { en = "claim", ru = "ходатайство", fr = "demande" }
meaning = { en = "Asking.", ru = "Просьба.", fr = "Demander." }
[term.forms]
en = ["claim", "asylum claim", "rule 39"]
ru = ["ходатайств*"]
fr = ["demande*"]
[[term]]
id = "objector"
name = { en = "a", ru = "б", fr = "c" }
meaning = { en = "a", ru = "б", fr = "c" }
forms = { en = ["conscientious objector*"], ru = ["отказ* по совести"], fr = ["c"] }
"""
BAD = {
    "an id is empty": ('id = "claim"', 'id = ""', "one lower-case word"),
    "a name lacks a language": (
        ', fr = "demande" }',
        " }",
        "The text is missing in 'fr'.",
    ),
    "a form lacks a language": (
        'ru = ["ходатайств*"]\n',
        "",
        "The forms of the term are missing in 'ru'.",
    ),
    "a form is nothing but a star": (
        '"demande*"',
        '"*"',
        "The forms of the term are missing in 'fr'.",
    ),
    "an id is no word": ('"claim"\nname', '"Claim 1"\nname', "one lower-case word"),
    "a term stands twice": ('"objector"', '"claim"', "stands here twice"),
    "a key is not known": ("version = 1", "version = 1\nx = 1", "'x' is not known"),
    "a version is not ours": ("version = 1", "version = 2", "version 1 only"),
    "it is no TOML": ("version = 1", "version =", "not TOML"),
    "a source has no day": (
        '[[term]]\nid = "objector"',
        '[[term.sources]]\ncite = "Act"\ngrade = "primary"\n[[term]]\nid = "objector"',
        "A source needs 'read'",
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("en", "His asylum claim was late; the claims, under Rule  39", ("claim",)),
        ("en", "It was reclaimed, and claims", ()),
        ("en", "Conscientious objectors", ("objector",)),
        ("ru", "Он подал ходатайство, отказавшись", ("claim",)),
        ("ru", "Отказ по совести и ходатайства", ("objector", "claim")),
        ("fr", "", ()),
    ],
)
def test_a_term_is_found_in_its_forms_as_whole_words(
    language: str, text: str, found: tuple[str, ...]
) -> None:
    terms, faults = read_terms(GOOD, file="terms.toml")
    assert not faults
    (at,) = [item for item in LANGUAGES if item == language]
    assert TermFinder(terms, at).used_in(text) == found


def test_without_terms_nothing_is_found() -> None:
    assert TermFinder((), "en").used_in("claim") == ()


@pytest.mark.parametrize("case", BAD)
def test_a_bad_term_is_refused_with_what_is_wrong(case: str) -> None:
    old, new, what = BAD[case]
    assert old in GOOD
    _, faults = read_terms(GOOD.replace(old, new, 1), file="terms.toml")
    assert any(what in str(fault) for fault in faults), faults


def test_the_terms_that_ship_have_no_fault() -> None:
    terms, faults = try_terms(shipped_law())
    assert not faults
    assert len(terms) >= 40
