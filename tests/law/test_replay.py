"""The shipped rulebook against published decisions, and against the elements of law."""

import re
from functools import lru_cache
from pathlib import Path

from safeconduct.app.books.library import Library
from safeconduct.assessment.replay import Replay, Replayed
from safeconduct.rulebook.decision import Docket, read_docket

LAW = Path(__file__).parents[2] / "law"
TEXTS = {path.name: path.read_text("utf-8") for path in (LAW / "replay").glob("*.toml")}


@lru_cache(maxsize=1)
def docket() -> Docket:
    return read_docket(TEXTS)


@lru_cache(maxsize=1)
def library() -> Library:
    return Library(LAW, Path("/nonexistent"))


@lru_cache(maxsize=1)
def results() -> tuple[Replayed, ...]:
    book = library()
    run = Replay(rulebook=book.rulebook, priors=book.priors, docket=docket())
    return tuple(item for item in run.results() if item.decision.is_scored)


def test_no_firm_answer_contradicts_a_decision() -> None:
    assert [item.decision.id for item in results() if item.contradicts] == []


def test_a_decisive_element_is_named_in_nine_of_ten() -> None:
    for name in {item.decision.group for item in results()}:
        group = [item for item in results() if item.decision.group == name]
        assert sum(bool(item.named) for item in group) >= 0.9 * len(group)


def test_the_outcome_follows_in_nine_of_ten_of_the_best_that_were_open() -> None:
    best = [
        item
        for item in results()
        if item.decision.quality == "A" and item.decision.group == "decisions"
    ]
    assert sum(item.follows for item in best) >= 0.9 * len(best)


def test_every_disagreement_has_its_reason() -> None:
    assert [
        item.decision.id
        for item in results()
        if item.disagrees() and item.decision.because is None
    ] == []


def test_what_shows_an_element_is_there() -> None:
    rulebook = library().rulebook
    facts = {item.name for item in rulebook.vocabulary.facts}
    heads = {rule.head for page in rulebook.pages for rule in page.rules}
    norms = {norm.name for page in rulebook.pages for norm in page.norms}
    known = facts | heads | norms
    assert [
        (element.id, name)
        for element in docket().elements
        for name in element.shows
        if name not in known
    ] == []


def test_no_decision_names_a_person() -> None:
    # "A v B" and "Matter of A" are how cases are named after people.
    for decision in docket().decisions:
        assert not re.search(r"\bv\.? |Matter of|\bc/ ", decision.cite), decision.id
