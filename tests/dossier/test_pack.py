"""The action pack: what the group holds ready, without names and without counsel's."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from safeconduct.base.text import LANGUAGES, Language
from safeconduct.base.truth import Verdict
from safeconduct.dossier.pack import pack_content
from safeconduct.dossier.pdf import Press, print_pdf
from safeconduct.rulebook.record import Notice
from tests.dossier.build import (
    ASSESSMENT,
    CASE,
    COUNSELS,
    VOCABULARY,
    finding,
    text,
)

SAY = Notice(
    id="say", when="always", audience="person", text=text("Say: a lawyer."),
    topic="arrest", order=1,
)  # fmt: skip
FOR_COUNSEL = replace(SAY, id="own", audience="counsel", text=text("For counsel."))
REMEDIES = (
    finding("remedy.hrc", "step", text("The committee can be asked")),
    finding("remedy.echr", "step", text("The court"), truth=Verdict.FALSE),
)


def printed(press: Press, language: Language = "en") -> bytes:
    content = pack_content(
        CASE,
        replace(ASSESSMENT, findings=REMEDIES),
        VOCABULARY,
        language=language,
        arrest_notices=(SAY, FOR_COUNSEL),
    )
    return print_pdf(content, press)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_inputs_give_the_same_bytes(press: Press, language: Language) -> None:
    assert printed(press, language) == printed(press, language)


def test_it_holds_steps_forms_consents_deadlines_and_advice(
    press: Press, words_of: Callable[[bytes], str]
) -> None:
    words = words_of(printed(press))
    for part in (
        "Stays with the group – never carried",
        "Hour 0 to 1",
        "Hour of arrest",
        "Country where the person is now: Kazakhstan",
        "The committee can be asked",
        "UN Human Rights Committee, or Committee against Torture",
        "counsel in Astana",
        "27 November 2026",
        "Say: a lawyer.",
        "Day of leaving Russia",
    ):
        assert part in words, part


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_holds_nothing_of_counsels_whoever_prints_it(
    press: Press, words_of: Callable[[bytes], str], language: Language
) -> None:
    words = words_of(printed(press, language))
    for word in (COUNSELS, "Saw crimes", "Видел преступления", "For counsel."):
        assert word not in words


def test_a_body_that_cannot_be_asked_has_no_form(
    press: Press, words_of: Callable[[bytes], str]
) -> None:
    words = words_of(printed(press))
    assert "European Court of Human Rights: interim measure" not in words


def test_without_dated_facts_it_says_so(
    press: Press, words_of: Callable[[bytes], str]
) -> None:
    bare = replace(CASE, facts=(), events=(), lists=(), evidence=(), consents=())
    assessment = replace(ASSESSMENT, findings=())
    content = pack_content(bare, assessment, VOCABULARY, language="en")
    words = words_of(print_pdf(content, press))
    assert "No dated fact is recorded" in words
    assert "Ask counsel." in words
