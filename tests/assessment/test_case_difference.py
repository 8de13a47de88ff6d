"""Which outcomes of the case tables differ between two rulebooks."""

from safeconduct.assessment.case_difference import CaseChange, case_changes
from safeconduct.base.truth import Verdict
from tests.assessment.law_kit import law, page

CASE = '```case yes\n[facts]\n"f.a" = true\n[expect]\n"xx.p" = "true"\n```\n'
OLD = law(page("CLOSED xx.p IF f.a", blocks=CASE))


def test_equal_tables_have_no_change() -> None:
    assert not list(case_changes(OLD, OLD))


def test_a_case_that_comes_out_otherwise_is_named() -> None:
    new = law(page("CLOSED xx.p IF f.b", blocks=CASE))
    assert list(case_changes(OLD, new)) == [
        CaseChange(
            page="xx.law",
            case="yes",
            finding="xx.p",
            before=Verdict.TRUE,
            after=Verdict.UNKNOWN,
        )
    ]


def test_what_one_rulebook_does_not_know_is_no_outcome_of_it() -> None:
    new = law(page("xx.q IF f.b"))
    (change,) = case_changes(OLD, new)
    assert (change.before, change.after) == (Verdict.TRUE, None)
