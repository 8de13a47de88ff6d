"""What is counsel's only is asked, named and printed for counsel alone."""

from collections.abc import Sequence
from functools import cache
from itertools import product
from pathlib import Path

import pytest

from safeconduct.assessment import assess as assess_room
from safeconduct.assessment import question
from safeconduct.assessment.assess import Assessor
from safeconduct.assessment.state import State, state_of
from safeconduct.base.case import Case
from safeconduct.base.text import LANGUAGES
from safeconduct.dossier import release
from safeconduct.rulebook.vocabulary import FactSpec, ListSpec, Vocabulary
from tests.promises.kept import (
    CASES,
    ROOT,
    letters,
    must_fail,
    shipped,
    told,
    words_in,
)

COMPOSITE = ROOT / "cases" / "composite.toml"
WORDS = "the man at the river"
PLANTED = f"""
format = 1
alias = "Alder"
languages = ["en"]
as_of = 2026-11-15
notes = "{WORDS} notes"
[[fact]]
name = "acts.took_part"
value = true
witness = "person"
source = "{WORDS} fact"
[[fact]]
name = "case.opened"
value = true
witness = "person"
source = "{WORDS} compartment"
compartment = "counsel"
[[event]]
text = "{WORDS} event"
compartment = "counsel"
[[judgement]]
name = "int.exclusion.serious_reasons"
value = true
by = "counsel"
reasons = "{WORDS} judgement"
day = 2026-11-15
"""


@cache
def _words() -> tuple[str, ...]:
    """The names, labels and questions of all that is counsel's only."""
    vocabulary = shipped().vocabulary
    secret: list[FactSpec | ListSpec] = [
        *(fact for fact in vocabulary.facts if fact.counsel_only),
        *(item for item in vocabulary.lists if item.counsel_only),
    ]
    pages = [page for page in shipped().pages if page.counsel_only]
    texts = [text for item in secret for text in (item.label, item.ask)]
    texts += [finding.title for page in pages for finding in page.findings]
    names = [item.name for item in secret]
    names += [finding.id for page in pages for finding in page.findings]
    return (*names, *(text.within(at) for text in texts for at in LANGUAGES))


def _betrayed(said: str) -> list[str]:
    return [word for word in _words() if word in said]


def _betrayed_in_document(said: str) -> list[str]:
    plain = letters(said)
    return [word for word in _words() if letters(word) in plain]


def no_command_names_it(cases: Sequence[Path] = (COMPOSITE,)) -> None:
    """Neither the findings, nor the questions, nor the reasons, nor the changes."""
    for case, at in product(cases, LANGUAGES):
        for command in ("assess", "ask"):
            said = told(command, str(case), "--json", "--lang", at)
            assert _betrayed(said) == [], (case.name, command, at)
    for command in ("why", "change"):
        said = told(command, str(COMPOSITE), "int.refugee", "--json")
        assert _betrayed(said) == [], command


def no_command_is_moved_by_it(folder: Path) -> None:
    """What counsel knows changes nothing in what others are shown."""
    case = folder / "case.toml"
    case.write_text(PLANTED, "utf-8")
    bare = folder / "bare.toml"
    bare.write_text(PLANTED.partition("notes")[0], "utf-8")
    for command in (["assess"], ["ask"], ["why", "int.refugee"]):
        first, second = (
            told(command[0], str(path), *command[1:], "--on", "2026-11-22")
            for path in (case, bare)
        )
        assert WORDS not in first
        assert first.partition("Receipt")[0] == second.partition("Receipt")[0], command


def no_document_holds_it(folder: Path) -> None:
    """Neither the dossier made without counsel, nor the pack, nor the card."""
    case = folder / "case.toml"
    case.write_text(PLANTED, "utf-8")
    made = {
        "dossier.pdf": ["dossier"],
        "dossier.docx": ["dossier"],
        "authority.pdf": ["dossier", "--audience", "authority"],
        "pack.pdf": ["action-pack"],
        "card.pdf": ["alarm-card"],
    }
    for name, (command, *options) in made.items():
        out = folder / name
        told(command, str(case), "-o", str(out), *options)
        said = words_in(out)
        assert letters(WORDS) not in letters(said), name
        assert _betrayed_in_document(said) == [], name


def test_no_command_names_it() -> None:
    no_command_names_it(CASES)


def test_no_command_is_moved_by_it(tmp_path: Path) -> None:
    no_command_is_moved_by_it(tmp_path)


def test_no_document_holds_it(tmp_path: Path) -> None:
    no_document_holds_it(tmp_path)


def test_counsel_is_shown_it_after_the_warning(tmp_path: Path) -> None:
    case = tmp_path / "case.toml"
    case.write_text(PLANTED, "utf-8")
    said = told("assess", str(case), "--counsel")
    warned, shown = (
        said.find("For counsel only"),
        said.find("excluded from refugee status"),
    )
    assert 0 < warned < shown


def test_with_reasons_that_hide_nothing_they_name_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Assessor, "_is_hidden", lambda *_: False)
    must_fail(no_command_names_it)


def test_with_a_vocabulary_that_marks_nothing_they_name_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Vocabulary, "is_counsel_only", lambda *_: False)
    must_fail(no_command_names_it)


def test_with_questions_for_everybody_they_ask_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(question, "may_ask", lambda *_: True)
    must_fail(no_command_names_it)


def test_with_a_state_that_hides_nothing_it_moves_what_others_see(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    whole = state_of

    def seen(case: Case, vocabulary: Vocabulary, **more: object) -> State:
        return whole(case, vocabulary, **{**more, "counsel": True})  # type: ignore[arg-type]  # planted

    monkeypatch.setattr(assess_room, "state_of", seen)
    must_fail(lambda: no_command_is_moved_by_it(tmp_path))


def test_with_a_document_that_takes_the_whole_case_it_holds_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(release, "_without_counsel", lambda case, _hidden: case)
    must_fail(lambda: no_document_holds_it(tmp_path))
