"""A case keeps everything that is said, and decides nothing."""

from dataclasses import FrozenInstanceError

import pytest

from safeconduct.base.case import APPLICANT, Case, Fact, Origin, Witness


def test_a_statement_is_by_default_the_applicants_and_confirmed_by_nobody() -> None:
    origin = Origin(witness=Witness(kind="person"))
    fact = Fact(name="left.day", possible=None, origin=origin)
    assert fact.of == APPLICANT
    assert (origin.confirmed, origin.released) == (False, False)


def test_a_case_is_never_changed() -> None:
    case = Case(alias="a", languages=("ru",), as_of=None, facts=())
    with pytest.raises(FrozenInstanceError):
        case.alias = "b"  # type: ignore[misc] # what is tested
