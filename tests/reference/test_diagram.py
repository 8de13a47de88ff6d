"""The diagram of conditions: it leaves nothing out, and its words carry the sense."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import pytest

from safeconduct.app.books.law_folder import shipped_law
from safeconduct.base.text import LANGUAGES
from safeconduct.reference.branch import Branch
from safeconduct.reference.diagram import Knot, knots_of
from safeconduct.reference.diagram_layout import (
    LETTER,
    LONGEST_LINE,
    PADDING,
    diagram_of,
)
from safeconduct.reference.rule_view import RulePage, RulePages
from safeconduct.reference.words import read_words
from tests.reference.site_kit import ON, SMALL, Shelf, material, small_site

EN = read_words("en")


def rule_pages(shelf: Shelf) -> dict[str, RulePage]:
    pages = RulePages(
        shelf.graph, shelf.entries, shelf.branches, material(SMALL).holidays
    )
    return {
        page.version(): pages.of(page, on=ON) for page in shelf.graph.rulebook.pages
    }


@pytest.fixture(scope="module")
def small() -> dict[str, RulePage]:
    return rule_pages(Shelf())


@pytest.fixture(scope="module")
def shipped() -> dict[str, RulePage]:
    return rule_pages(Shelf(shipped_law()))


def lines(knot: Knot, depth: int = 0) -> Iterator[str]:
    """A tree as indented English lines: words, text, note, and `-` for against."""
    text = "" if knot.text is None else f"[{knot.text.en}]"
    said = " ".join(filter(None, [": ".join(knot.words), text, knot.note]))
    yield f"{'  ' * depth}{'- ' if knot.against else ''}{said}"
    for part in knot.parts:
        yield from lines(part, depth + 1)


def every(knots: Sequence[Knot]) -> Iterator[Knot]:
    for knot in knots:
        yield knot
        yield from every(knot.parts)


def inside(branch: Branch) -> Iterator[Branch]:
    yield branch
    for part in branch.parts:
        yield from inside(part)


def test_a_page_becomes_a_tree_of_boxes(small: dict[str, RulePage]) -> None:
    (tree,) = knots_of(small["kz.claim"], EN)
    assert list(lines(tree)) == [
        "[A claim is arguable]",
        "  holds if",
        "    all of",
        "      [Country now: KZ]",
        "      at least one of",
        "        [Day he left on or after 2022-09-21]",
        "        [Refusal said: yes]",
        "        at least 1 entry in [Charges]",
        "          all of",
        "            [charges.article: a337 or a338]",
        "            [charges.severe: no]",
        "    - unless [Age < 18]",
        "  - does not hold if: not [Country now: KZ]",
    ]


def test_a_conclusion_leads_to_its_place_on_the_same_version(
    small: dict[str, RulePage],
) -> None:
    """Those of other pages lead to their page and are not grown."""
    (old,) = knots_of(small["kz.claim"], EN)
    assert old.address == "rule/kz.claim@start.html#kz-claim"
    danger = [
        knot
        for knot in every(knots_of(small["kz.practice"], EN))
        if knot.address == "rule/kz.claim@2026-01-01.html#kz-claim"
    ]
    assert danger
    assert {(knot.shape, knot.note, knot.parts) for knot in danger} == {
        ("elsewhere", "on another page", ())
    }


def test_every_condition_of_the_rules_stands_in_the_diagram(
    shipped: dict[str, RulePage],
) -> None:
    """Each as often as the rules name it; a page left out has one test at most."""
    for name, page in shipped.items():
        views = [view for item in page.findings for view in (*item.pro, *item.con)]
        wanted = [
            branch
            for view in views
            for part in (view.body, *view.unless)
            for branch in inside(part)
        ]
        knots = knots_of(page, EN)
        if not knots:
            assert len(wanted) <= 1, name
            continue
        drawn = [knot for root in knots for knot in every(root.parts)]
        assert Counter(knot.text for knot in drawn if knot.text) == Counter(
            branch.text for branch in wanted if branch.text.en
        ), name
        titles = {item.finding.title for item in page.findings}
        assert titles <= {knot.text for knot in every(knots)}, name


def test_not_and_unless_and_the_kind_of_a_group_are_said_in_words(
    shipped: dict[str, RulePage],
) -> None:
    for name, page in shipped.items():
        knots = knots_of(page, EN)
        if not knots:
            continue
        views = [view for item in page.findings for view in (*item.pro, *item.con)]
        wanted: Counter[str] = Counter()
        for view in views:
            for part in (view.body, *view.unless):
                wanted.update(branch.kind for branch in inside(part))
            wanted["unless"] += len(view.unless)
            wanted["overrides"] += bool(view.rule.overrides)
        said = Counter(word for knot in every(knots) for word in knot.words)
        for kind in ("not", "unless", "all", "any"):
            assert said[EN.say(f"diagram.{kind}")] == wanted[kind], (name, kind)
        for word in ("not", "unless"):
            text = EN.say(f"diagram.{word}")
            assert all(knot.against for knot in every(knots) if text in knot.words)
        assert (
            sum("to the contrary" in word for word in said.elements())
            == (wanted["overrides"])
        )


def test_a_shared_conclusion_is_drawn_once_and_then_named(
    shipped: dict[str, RulePage],
) -> None:
    """What is named as standing above stands above, and so below."""
    seen = 0
    for name, page in shipped.items():
        own = [
            knot
            for knot in every(knots_of(page, EN))
            if knot.shape in {"goal", "step"} and knot.text
        ]
        named = {"see above", "see below"}
        drawn = [knot.text for knot in own if knot.note not in named]
        assert len(drawn) == len(page.findings), name
        for at, knot in enumerate(own):
            if knot.note in named:
                before = [item.text for item in own[:at] if item.note not in named]
                assert not knot.parts
                assert (knot.text in before) == (knot.note == "see above"), name
                seen += 1
    assert seen


def test_no_text_is_wider_than_its_box_and_no_box_than_the_drawing(
    shipped: dict[str, RulePage],
) -> None:
    for page in shipped.values():
        for at in LANGUAGES:
            words = read_words(at)
            drawing = diagram_of(knots_of(page, words), words)
            for frame in (frame for node in drawing.nodes for frame in node.frames):
                longest = max(len(line.text) for line in frame.lines)
                assert longest <= LONGEST_LINE
                assert longest * LETTER + 2 * PADDING <= frame.width
                assert frame.x + frame.width <= drawing.width
                assert frame.lines[-1].y < frame.foot() <= drawing.height


def test_no_box_lies_on_another(shipped: dict[str, RulePage]) -> None:
    for page in shipped.values():
        nodes = diagram_of(knots_of(page, EN), EN).nodes
        frames = [frame for node in nodes for frame in node.frames]
        for above, below in pairwise(frames):
            assert above.foot() <= below.y


def test_the_same_page_gives_the_same_drawing() -> None:
    first, second = (rule_pages(Shelf())["kz.claim"] for _ in range(2))
    assert diagram_of(knots_of(first, EN), EN) == diagram_of(knots_of(second, EN), EN)


def test_a_page_with_one_rule_of_one_test_has_no_diagram(
    small: dict[str, RulePage],
) -> None:
    page = small["kz.claim"]
    (finding,) = page.findings
    (rule,) = finding.pro
    test = rule.body.parts[0]
    plain = replace(finding, pro=(replace(rule, body=test, unless=()),), con=())
    assert not knots_of(replace(page, findings=(plain,)), EN)
    excepted = replace(plain, pro=(replace(rule, body=test),))
    assert knots_of(replace(page, findings=(excepted,)), EN)
    assert not knots_of(replace(page, findings=()), EN)


def test_the_page_shows_the_drawing_before_the_lists() -> None:
    page = small_site()["ru/rule/kz.claim@start.html"]
    drawing = page[page.index("<svg") : page.index("</svg>")]
    assert page.index("</svg>") < page.index('<article class="finding"')
    assert 'href="../rule/kz.claim@start.html#kz-claim"' in drawing
    assert "кроме случая, когда" in drawing
    assert "aria-describedby" in drawing
