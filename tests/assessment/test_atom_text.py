"""Conditions and tests read as a page writes them."""

import pytest

from safeconduct.assessment.atom_text import atom_text, condition_text
from safeconduct.assessment.compiler import compile_tape
from tests.assessment.law_kit import DAY, clock, law, page

WRITTEN = (
    "f.a",
    "NOT f.a",
    "e.colour = red",
    "e.colour IN (blue, red)",
    "d.left >= 2022-09-21",
    "d.left + 2 weeks < TODAY - 1 months",
    "n.age < 18",
    "f.a AND (f.b OR f.c)",
    "EXISTS charges WHERE (article = a337 AND open)",
    "EXISTS charges AT LEAST 2 WHERE (open)",
    "USED xx.clock >= 31",
)


def _parsed(text: str) -> str:
    """As the parser takes it: columns of a list are written with its name."""
    return text.replace("article", "charges.article").replace("open", "charges.open")


@pytest.mark.parametrize("text", WRITTEN)
def test_a_condition_reads_as_it_is_written(text: str) -> None:
    rulebook = law(page(f"xx.p IF {_parsed(text)}", blocks=clock()))
    body = rulebook.pages[0].rules[0].body
    assert condition_text(body) == _parsed(text)


@pytest.mark.parametrize(
    "text", [t for t in WRITTEN if not t.startswith("NOT") and "(f.b" not in t]
)
def test_a_test_reads_as_it_is_written(text: str) -> None:
    rulebook = law(page(f"xx.p IF {_parsed(text)}", blocks=clock()))
    tape = compile_tape(rulebook, on=DAY, known_on=DAY)
    (atom,) = tape.atoms
    assert atom_text(atom) == text
    assert atom_text(atom, holds=False) == f"NOT {text}"


def test_a_group_reads_with_its_number() -> None:
    rulebook = law(page("xx.p IF AT LEAST 2 OF\n  f.a\n  f.b\n  NOT f.c"))
    body = rulebook.pages[0].rules[0].body
    assert condition_text(body) == "AT LEAST 2 OF (f.a, f.b, NOT f.c)"
