"""The action pack: what the group holds ready, without names and without counsel's."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from safeconduct.base.errors import OurFaultError
from safeconduct.base.text import LANGUAGES, Language, same
from safeconduct.base.truth import Verdict
from safeconduct.dossier.pack import arrest_notices, pack_content
from safeconduct.dossier.pdf import Press, print_pdf
from safeconduct.rulebook.record import Notice, Page, Rulebook
from tests.dossier.build import ASSESSMENT, CASE, COUNSELS, TODAY
from tests.dossier.reason import CONVENTION, finding
from tests.dossier.vocabulary import VOCABULARY, text

SAY = Notice(
    id="say", when="always", audience="person", text=text("Say: a lawyer."),
    topic="arrest", order=1,
)  # fmt: skip
SEEN = replace(ASSESSMENT, counsel=False)
FOR_COUNSEL = replace(SAY, id="own", audience="counsel", text=text("For counsel."))
REMEDIES = (
    finding("remedy.hrc", "step", text("The committee can be asked")),
    finding("remedy.echr", "step", text("The court"), truth=Verdict.FALSE),
)


def printed(press: Press, language: Language = "en") -> bytes:
    content = pack_content(
        CASE,
        replace(SEEN, findings=REMEDIES),
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


def test_an_assessment_that_saw_counsels_compartment_is_refused() -> None:
    with pytest.raises(OurFaultError):
        pack_content(CASE, ASSESSMENT, VOCABULARY, language="en")


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
    assessment = replace(SEEN, findings=())
    content = pack_content(bare, assessment, VOCABULARY, language="en")
    words = words_of(print_pdf(content, press))
    assert "No dated fact is recorded" in words
    assert "Ask counsel." in words


def page(name: str, *notices: Notice, binds: date | None = None) -> Page:
    return Page(
        id=name,
        file=f"{name}.md",
        kind="law",
        jurisdiction=name.split(".", maxsplit=1)[0].upper(),
        bears="danger",
        dated_by="TODAY",
        applies_from=None,
        applies_to=None,
        binds_from=binds,
        span_from=None,
        review_by=TODAY,
        unusable_after=TODAY,
        sources=(CONVENTION,),
        missing=(),
        counsel_only=False,
        only_origin="",
        prose=same(""),
        notices=notices,
    )


def test_advice_for_an_arrest_comes_from_pages_in_force_where_he_is() -> None:
    later, other = replace(SAY, id="b", order=2), replace(SAY, id="c", topic="stay")
    pages = (
        page("kz.arrest", later),
        page("int.arrest", SAY, other),
        page("am.arrest", replace(SAY, id="d")),
        page("kz.next_year", replace(SAY, id="e"), binds=date(2027, 1, 1)),
    )
    rulebook = Rulebook(
        vocabulary=VOCABULARY,
        pages=pages,
        recorded=tuple((item.version(), TODAY) for item in pages),
        digest="",
        vocabulary_digest="",
    )
    found = arrest_notices(rulebook, CASE, on=TODAY, known_on=TODAY)
    assert [notice.id for notice in found] == ["say", "b"]


def test_advice_is_told_once_and_the_cases_own_advice_too() -> None:
    remedy = replace(SAY, id="r", topic="remedy", text=text("Prepare it."))
    assessment = replace(SEEN, findings=(), notices=(SAY, remedy))
    content = pack_content(
        CASE, assessment, VOCABULARY, language="en", arrest_notices=(SAY,)
    )
    (advice,) = [item for item in content.sections if "Advice" in item.title]
    (block,) = advice.blocks
    assert block.kind == "prose"
    assert [line.text for line in block.lines] == ["• Say: a lawyer.", "• Prepare it."]
