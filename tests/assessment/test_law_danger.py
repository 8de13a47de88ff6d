"""What of the law must be read again first, and whom it would hurt."""

from datetime import date

import pytest

from safeconduct.assessment.dependence import resting, said_by
from safeconduct.assessment.law_danger import Seen, frailty, law_danger
from safeconduct.rulebook.record import Rulebook
from tests.assessment.case_kit import assessed
from tests.assessment.law_kit import DAY, law, page

FAR: dict[str, object] = {"review_by": "2027-06-01", "unusable_after": "2028-01-01"}
FRAIL: dict[str, tuple[dict[str, object], set[str]]] = {
    "nothing": ({}, set()),
    "review soon": ({"review_by": "2026-06-20"}, {"review soon"}),
    "review past": ({"review_by": "2026-05-20"}, {"review past"}),
    "soon out of date": (
        {"review_by": "2026-05-20", "unusable_after": "2026-06-20"},
        {"review past", "unusable soon"},
    ),
    "a protection out of date": (
        {
            "review_by": "2026-05-10",
            "unusable_after": "2026-05-20",
            "bears": "protection",
        },
        {"stale"},
    ),
    "a danger out of date": (
        {"review_by": "2026-05-10", "unusable_after": "2026-05-20"},
        {"stale", "unconfirmed"},
    ),
    "a weak protection": (
        {"grade": "weak", "bears": "protection"},
        {"weak", "missing"},
    ),
    "a danger from memory": (
        {"grade": "memory"},
        {"memory", "missing", "unconfirmed"},
    ),
    "something missing": (
        {"missing": [dict.fromkeys(("en", "ru", "fr"), "the text")]},
        {"missing"},
    ),
}


@pytest.mark.parametrize(("head", "why"), FRAIL.values(), ids=FRAIL)
def test_a_page_is_frail_by_age_source_and_what_it_misses(
    head: dict[str, object], why: set[str]
) -> None:
    rulebook = law(_far("xx.p IF f.a", **head))
    assert set(frailty(rulebook.pages[0], on=DAY)) == why


def _far(rules: str, **head: object) -> str:
    """A page that need not be read again soon."""
    return page(rules, **{**FAR, **head})  # type: ignore[arg-type]  # keys of a head


def _book() -> Rulebook:
    deep = _far(
        "xx.base IF f.a AND xx.known", name="xx.deep", grade="weak",
        blocks=(
            '```parameter xx.known\ntype = "bool"\n'
            'title = { en = "t", ru = "t", fr = "t" }\nvalues = [{ value = true }]\n```'
        ),
        findings={"xx.base": 'kind = "step"\ngoal = 0'}
    )  # fmt: skip
    top = _far("xx.goal IF xx.base", name="xx.top")
    small = _far("xx.small IF f.b", name="xx.low", grade="weak", bears="protection")
    return law(deep, top, small)


def test_pages_stand_in_the_order_of_what_hangs_on_them() -> None:
    rulebook = _book()
    found = law_danger(rulebook, [], on=DAY)
    assert [item.page.id for item in found] == ["xx.deep", "xx.low"]
    assert [finding.id for finding in found[0].findings] == ["xx.goal"]
    assert (found[0].shields, found[1].shields) == (False, True)
    assert found[0].score > found[1].score


def test_the_cases_whose_findings_rest_on_a_page_are_named() -> None:
    rulebook = _book()
    hurt = Seen(alias="A", findings=assessed(rulebook, {"f.a": True}).findings)
    safe = Seen(alias="B", findings=assessed(rulebook, {"f.a": False}).findings)
    found = law_danger(rulebook, [hurt, safe], on=DAY)
    assert [(one.alias, one.findings) for one in found[0].hurt] == [("A", ("xx.goal",))]
    assert found[1].hurt == ()


def test_a_version_that_is_not_in_force_is_not_listed() -> None:
    rulebook = law(_far("xx.p IF f.a", applies_to="2020-01-01", grade="weak"))
    assert law_danger(rulebook, [], on=DAY) == ()
    assert law_danger(rulebook, [], on=date(2019, 1, 1)) != ()


def test_what_rests_on_a_name_is_found_through_all_rules() -> None:
    rulebook = _book()
    above = resting(rulebook)
    assert above["f.a"] == above["xx.known"] == {"xx.base", "xx.goal"}
    assert above["xx.goal"] == {"xx.goal"}
    assert said_by(rulebook.pages[0]) == {"xx.base", "xx.known"}
