"""The canonical form: a compiled rulebook reads back as it was."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.base.errors import OurFaultError
from safeconduct.rulebook.book import read_rulebook
from safeconduct.rulebook.canonical import compiled, from_text, to_text
from safeconduct.rulebook.law_text import LawTexts
from safeconduct.rulebook.record import Rulebook
from tests.rulebook.page_kit import finding, good, head, rules

LAW = Path(__file__).parents[2] / "law"
FACTS = (
    "refusal.said",
    "refusal.said OF brother",
    "left.day >= 2022-09-21",
    "TODAY - 2 weeks < callup.report_by",
    "person.age + 1 year != 18",
    "place.country IN (RU, KZ)",
    "place.country != KG",
    "EXISTS charges AT LEAST 2 WHERE (charges.severe OR charges.article = a337)",
)
CONDITIONS = st.recursive(
    st.sampled_from(FACTS),
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(" OR ".join),
        st.lists(inner, min_size=2, max_size=3).map(" AND ".join),
        inner.map("({})".format),
        inner.map("NOT ({})".format),
    ),
    max_leaves=6,
)


def _book(condition: str) -> Rulebook:
    return good(head() + rules(f"xx.q IF {condition}") + finding("xx.q"))


@given(CONDITIONS)
def test_a_parsed_page_reads_back_from_its_canonical_form(condition: str) -> None:
    rulebook = _book(condition)
    assert from_text(to_text(rulebook)) == compiled(rulebook)


@given(CONDITIONS)
def test_layout_does_not_change_what_a_rule_says(condition: str) -> None:
    spaced = condition.replace(" ", "   ").replace("(", "(  ")
    assert _book(spaced).pages[0].rules == _book(condition).pages[0].rules


def test_the_shipped_rulebook_reads_back_as_it_was() -> None:
    texts = LawTexts(
        pages={str(path): path.read_bytes() for path in LAW.rglob("*.md")},
        vocabulary={
            str(path): path.read_bytes() for path in (LAW / "vocabulary").glob("*.toml")
        },
    )
    rulebook = read_rulebook(texts)
    text = to_text(rulebook)
    assert from_text(text) == compiled(rulebook)
    assert to_text(from_text(text)) == text


def test_the_text_has_no_white_space_and_sorted_keys() -> None:
    text = to_text(good(head()))
    again = json.dumps(
        json.loads(text), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    assert text == again


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param('[["Rulebook",1,"p",["x"]]]', id="a record of another version"),
        pytest.param('[["Period",1,"pp",[1],["days"]]]', id="another record"),
        pytest.param('{"x":1}', id="no table"),
        pytest.param("{", id="cut short"),
        pytest.param("[" * 100_000, id="brackets without end"),
    ],
)
def test_what_this_version_did_not_write_is_refused(text: str) -> None:
    with pytest.raises(OurFaultError):
        from_text(text)
