"""A case file that was brought into a vault comes out again as the same data."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.base.case import Case
from safeconduct.base.errors import InputError
from safeconduct.facts.case_body import Filed, bodies_of, plain
from safeconduct.facts.case_file import read_case
from safeconduct.facts.vault_case import case_content, case_of, check_body
from safeconduct.log.entries.body import (
    ConsentGiven,
    EvidenceNamed,
    FactSaid,
    Opened,
    RowSaid,
)
from safeconduct.log.name import Compartment
from safeconduct.rulebook.record import Rulebook
from tests.app.call_kit import CASES, HEAD
from tests.facts.case_maker import case_files, in_parts, views_of, written

STORIES = sorted(CASES.glob("*.toml"))
FACT = '[[fact]]\nname = "place.country"\nvalue = "KZ"\n'
NO_DAY = 'format = 1\nalias = "Test"\nlanguages = ["ru"]\n'
PIECE = '[[evidence]]\nid = "photo"\nkind = "photo"\nwhat = "a wound"\n'


def filed(content: bytes, rulebook: Rulebook) -> Filed:
    return bodies_of(content, file="a", rulebook=rulebook, stage="")


def through_a_vault(content: bytes, rulebook: Rulebook) -> tuple[Case, bytes]:
    """The case that the entries make, and the file that is written of them."""
    views = views_of(filed(content, rulebook))
    return case_of(views, rulebook), written(plain(case_content(views)))


def comes_out_as_it_went_in(content: bytes, rulebook: Rulebook) -> None:
    case = in_parts(read_case(content, file="a", rulebook=rulebook))
    made, out = through_a_vault(content, rulebook)
    assert in_parts(made) == case
    assert in_parts(read_case(out, file="b", rulebook=rulebook)) == case
    assert through_a_vault(out, rulebook) == (made, out)


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_a_story_comes_out_as_it_went_in(path: Path, shipped: Rulebook) -> None:
    comes_out_as_it_went_in(path.read_bytes(), shipped)


@given(st.data())
def test_any_case_file_comes_out_as_it_went_in(
    shipped: Rulebook, data: st.DataObject
) -> None:
    comes_out_as_it_went_in(written(data.draw(case_files(shipped))), shipped)


def test_what_nobody_dated_is_not_of_the_day_on_which_it_was_brought_in(
    shipped: Rulebook,
) -> None:
    consent = '[[consent]]\nto = "counsel"\nwhat = "dossier"\n'
    case, _ = through_a_vault((NO_DAY + FACT + consent).encode(), shipped)
    assert case.facts[0].origin.said is None
    assert case.consents[0].day is None


def test_a_report_is_of_the_day_of_the_reports(shipped: Rulebook) -> None:
    case, _ = through_a_vault((HEAD + FACT).encode(), shipped)
    assert str(case.facts[0].origin.said) == "2024-06-30"


@pytest.mark.parametrize(
    ("lines", "part"),
    [
        pytest.param([], "MAIN", id="nothing names it"),
        pytest.param(["counsel"], "COUNSEL", id="counsel's alone"),
        pytest.param(["counsel", "papers"], "PAPERS", id="papers and counsel"),
        pytest.param(["papers", "main"], "MAIN", id="main too"),
    ],
)
def test_evidence_is_shown_to_those_alone_who_see_a_line_of_it(
    shipped: Rulebook, lines: list[str], part: str
) -> None:
    facts = (f'{FACT}compartment = "{one}"\nevidence = ["photo"]\n' for one in lines)
    found = filed((HEAD + "".join(facts) + PIECE).encode(), shipped).bodies
    named = {
        where.name
        for where, bodies in found.items()
        if any(isinstance(body, EvidenceNamed) for body in bodies)
    }
    assert named == {part}


def test_a_line_is_read_without_evidence_that_is_not_open(shipped: Rulebook) -> None:
    text = HEAD + FACT + 'evidence = ["photo"]\n' + PIECE
    found = filed(text.encode(), shipped)
    found.bodies[Compartment.MAIN] = [
        body
        for body in found.bodies[Compartment.MAIN]
        if not isinstance(body, EvidenceNamed)
    ]
    (fact,) = case_of(views_of(found), shipped).facts
    assert fact.origin.evidence == ()


def test_of_two_pieces_of_one_name_the_later_counts(shipped: Rulebook) -> None:
    found = Filed(opened=Opened(alias="Sparrow"))
    for what in ("first", "second"):
        says = {"kind": "photo", "what": what}
        found.add(Compartment.MAIN, EvidenceNamed(id="photo", says=says))
    (piece,) = case_of(views_of(found), shipped).evidence
    assert piece.what == "second"


def test_that_an_own_list_is_complete_is_counsels_alone(shipped: Rulebook) -> None:
    vocabulary = shipped.vocabulary
    first, *rest = vocabulary.lists
    own = replace(first, counsel_only=True)
    book = replace(shipped, vocabulary=replace(vocabulary, lists=(own, *rest)))
    text = f'{HEAD}[list.{own.name}]\ncomplete = "yes"\n'
    (part,) = filed(text.encode(), book).bodies
    assert part is Compartment.COUNSEL


def test_a_withdrawn_consent_is_kept_as_withdrawn(shipped: Rulebook) -> None:
    text = '[[consent]]\nto = "x"\nwhat = "export"\nwithdrawn = true\n'
    (bodies,) = filed((HEAD + text).encode(), shipped).bodies.values()
    assert bodies == [
        ConsentGiven(scope="export", purpose="x", day="unknown", withdrawn=True)
    ]


def test_a_line_names_evidence_that_is_there(shipped: Rulebook) -> None:
    says = {"value": "KZ", "evidence": ["photo"]}
    body, part = FactSaid(name="place.country", says=says), Compartment.MAIN
    check_body(body, part, shipped, file="a", known=("photo",))
    with pytest.raises(InputError, match="No evidence is called 'photo'"):
        check_body(body, part, shipped, file="a")


def test_an_entry_that_is_no_part_of_a_case_is_refused(shipped: Rulebook) -> None:
    wrong = (
        EvidenceNamed(id="photo", says={"kind": "smell", "what": "x"}),
        ConsentGiven(scope="export", until="for ever"),
        RowSaid(list="charges", says={"colour": "red"}),
    )
    for body in wrong:
        with pytest.raises(InputError):
            check_body(body, Compartment.MAIN, shipped, file="a")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("{", id="cut off"),
        pytest.param('{"format": 1, "format": 1}', id="a key twice"),
        pytest.param('{"format": null}', id="nothing"),
        pytest.param('{"format": NaN}', id="no number"),
        pytest.param('{"x": ' + '{"y": ' * 40 + "1" + "}" * 41, id="too deep"),
        pytest.param('{"x": ' + "[" * 9000 + "]" * 9000 + "}", id="far too deep"),
        pytest.param(json.dumps({"alias": "\u202e"}), id="turned around"),
        pytest.param('{"format": 1' + "0" * 9000 + "}", id="a number too long"),
    ],
)
def test_json_that_is_no_case_file_is_refused(text: str, shipped: Rulebook) -> None:
    with pytest.raises(InputError):
        read_case(text.encode(), file="a.json", rulebook=shipped)
