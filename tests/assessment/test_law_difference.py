"""What differs between two rulebooks, and which outcomes differ with it."""

from safeconduct.assessment.law_difference import (
    OutcomeChange,
    PageChange,
    differences,
)
from safeconduct.base.truth import Verdict
from safeconduct.rulebook.record import Rulebook
from tests.assessment.case_kit import books, case
from tests.assessment.law_kit import DAY, law, page, rules

OLD = rules("CLOSED xx.p IF f.a")


def _pages(new: Rulebook) -> tuple[PageChange, ...]:
    return differences(books(OLD), books(new), [], on=DAY).pages


def test_a_rulebook_does_not_differ_from_itself() -> None:
    found = differences(books(OLD), books(OLD), [case(OLD, {"f.a": True})], on=DAY)
    assert (found.pages, found.outcomes) == ((), ())


def test_pages_that_came_went_or_read_otherwise_are_named() -> None:
    same = page("CLOSED xx.p IF f.a")
    other = page("xx.q IF f.b", name="xx.other")
    assert _pages(law(same, other)) == (PageChange(version="xx.other", kind="added"),)
    assert differences(books(law(same, other)), books(OLD), [], on=DAY).pages == (
        PageChange(version="xx.other", kind="removed"),
    )
    (changed,) = _pages(rules("CLOSED xx.p IF f.b"))
    assert (changed.kind, changed.parts) == ("changed", ("rules",))


def test_where_a_text_stands_is_no_difference() -> None:
    first = page("xx.q IF f.b", name="xx.a")
    moved = law(first, page("CLOSED xx.p IF f.a"))
    assert [item.version for item in _pages(moved)] == ["xx.a"]


def test_outcomes_that_changed_came_or_went_are_named_by_case() -> None:
    new = law(page("CLOSED xx.p IF f.b"), page("CLOSED xx.q IF f.a", name="xx.other"))
    found = differences(books(OLD), books(new), [case(OLD, {"f.a": True})], on=DAY)
    assert found.outcomes == (
        OutcomeChange(
            alias="Alder", finding="xx.p", before=Verdict.TRUE, after=Verdict.UNKNOWN
        ),
        OutcomeChange(alias="Alder", finding="xx.q", before=None, after=Verdict.TRUE),
    )
