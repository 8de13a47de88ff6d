"""The dossier as PDF: what it holds, what it must never hold, and its bytes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pypdfium2
import pytest
import typst

from safeconduct.base.errors import OurFaultError
from safeconduct.base.text import LANGUAGES, Language
from safeconduct.dossier import pdf
from safeconduct.dossier.content import Order, dossier_content
from safeconduct.dossier.pdf import Press, compile_pdf, print_pdf, render_png
from safeconduct.dossier.record import Audience
from tests.dossier.build import (
    ALIAS,
    ASSESSMENT,
    CASE,
    COUNSELS,
    UNRELEASED,
    with_statement,
)
from tests.dossier.vocabulary import VOCABULARY

HOSTILE = {
    "Typst code": '#panic(1) #import "x.typ" $x^2$ #sys.inputs.data @ref <label>',
    "Typst markup": "*bold* _slanted_ = Heading - list / term: text `code` \\ ~ --",
    "Markdown": "# Title [link](https://example.org) ![x](y) **b** <script>1</script>",
    "XML": "</w:t></w:r> & <!-- x --> ]]> &amp; \"quoted\" 'single'",
    "braces of a format": "{} {0} {name} {day!r} %s %(x)s ${HOME}",
}


def printed(
    press: Press, *, language: Language = "en", to: Audience = "counsel"
) -> bytes:
    order = Order(language=language, audience=to, for_state="FR")
    return print_pdf(dossier_content(CASE, ASSESSMENT, VOCABULARY, order), press)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("to", ["counsel", "authority"])
def test_the_same_inputs_give_the_same_bytes(
    press: Press, language: Language, to: Audience
) -> None:
    first = printed(press, language=language, to=to)
    assert first == printed(pdf.open_press(), language=language, to=to)
    assert first.startswith(b"%PDF-1.7")


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_says_that_it_is_an_archived_and_an_accessible_pdf(
    press: Press, language: Language
) -> None:
    content = printed(press, language=language)
    assert b"<pdfaid:part>2</pdfaid:part>" in content
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in content
    assert b"<pdfuaid:part>1</pdfuaid:part>" in content


def test_counsels_dossier_holds_every_part(
    press: Press, words_of: Callable[[bytes], str]
) -> None:
    words = words_of(printed(press))
    for part in (
        ALIAS,
        "Counsel only – privileged",
        "What endangers",
        "Hand-over to Russia is possible",
        "27 November 2026",  # the nearest deadline
        "Is he on the wanted list?",  # the one question
        "Я не хочу никого убивать.",
        "That evening they called",
        "AFP, June 2024",
        "versions disagree",
        "Order to report, copy",
        "Convention relating to the Status of Refugees",
        "https://example.org/convention",
        "Article 1A(2)",
        "22 November 2026",
        "primary",
        "It runs for 5 days.",
        "The counting is not confirmed.",
        "days used: 60 to 71",
        "sha256:" + "a" * 29,
        UNRELEASED,
        COUNSELS,
    ):
        assert part in words, part


BANNERS = {
    "en": "Counsel only – privileged",
    "ru": "Только для адвоката – адвокатская тайна",
    "fr": "Réservé à l’avocat – secret professionnel",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_counsels_dossier_is_headed_as_privileged(
    press: Press, language: Language
) -> None:
    document = pypdfium2.PdfDocument(printed(press, language=language))
    pages = [page.get_textpage().get_text_range() for page in document]
    document.close()
    assert len(pages) > 3
    for number, page in enumerate(pages, 1):
        assert BANNERS[language] in " ".join(page.split())
        assert f"{number} / {len(pages)}" in page


def test_it_names_no_author_and_has_a_title(press: Press) -> None:
    document = pypdfium2.PdfDocument(printed(press))
    told = document.get_metadata_dict()
    document.close()
    assert told["Title"] == f"Case file for counsel – {ALIAS}"
    assert told["Author"] == ""
    assert told["CreationDate"].startswith("D:20261122000000")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_authority_gets_nothing_that_was_not_released(
    press: Press, words_of: Callable[[bytes], str], language: Language
) -> None:
    words = words_of(printed(press, language=language, to="authority"))
    hidden = [
        UNRELEASED,
        COUNSELS,
        "NOTES-OF-COUNSEL",
        "sha256",
        "Hand-over",
        "передача",
        "Remise à la Russie",
        "337",
        "versions disagree",
        "версии расходятся",
        "versions divergentes",
        "wanted",
        "розыск",
        "recherch",
        "AFP",
        "privileged",
        "тайна",
        "secret",
        "the group",
        "группы",
        "le groupe",
    ]
    assert [word for word in hidden if word in words] == []
    assert "Convention relating to the Status of Refugees" in words


def test_a_viewpoint_without_counsel_holds_nothing_of_counsels(
    press: Press, words_of: Callable[[bytes], str]
) -> None:
    assessment = replace(ASSESSMENT, counsel=False)
    content = dossier_content(CASE, assessment, VOCABULARY, Order(language="en"))
    words = words_of(print_pdf(content, press))
    assert COUNSELS not in words
    assert "Saw crimes" not in words
    assert "without counsel’s compartment" in words


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_markup_prints_as_text(
    press: Press, words_of: Callable[[bytes], str], name: str
) -> None:
    case = with_statement(HOSTILE[name])
    content = dossier_content(case, ASSESSMENT, VOCABULARY, Order(language="en"))
    words = words_of(print_pdf(content, press))
    assert " ".join(HOSTILE[name].split()) in words


def test_a_letter_that_no_face_has_is_printed_as_its_number(
    press: Press, words_of: Callable[[bytes], str]
) -> None:
    case = with_statement("Смешно \U0001f600 и 漢 и ↦.")
    content = dossier_content(case, ASSESSMENT, VOCABULARY, Order(language="en"))
    words = words_of(print_pdf(content, press))
    assert "Смешно [U+1F600] и [U+6F22] и [U+21A6]." in words


def test_a_very_long_word_does_not_stop_the_print(press: Press) -> None:
    case = with_statement("а" * 20_000)
    content = dossier_content(case, ASSESSMENT, VOCABULARY, Order(language="en"))
    assert print_pdf(content, press)


def test_statements_in_other_scripts_are_printed(
    press: Press, words_of: Callable[[bytes], str]
) -> None:
    case = with_statement("Қазақша. Հայերեն։ ქართული. العربية")
    content = dossier_content(case, ASSESSMENT, VOCABULARY, Order(language="en"))
    words = words_of(print_pdf(content, press))
    for part in ("Қазақша.", "Հայերեն։", "ქართული."):
        assert part in words


def test_a_refusal_of_the_compiler_tells_nothing_of_the_case(press: Press) -> None:
    with pytest.raises(OurFaultError) as caught:
        compile_pdf("dossier.typ", {"secret": "X"}, day=date(2026, 1, 1), press=press)
    assert "X" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_a_picture_that_is_no_svg_is_our_fault(press: Press) -> None:
    with pytest.raises(OurFaultError):
        render_png("no picture", press)


def test_a_warning_of_the_compiler_is_an_error(
    press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    def warned(*_given: object, **_named: object) -> tuple[bytes, list[Warning]]:
        return b"%PDF", [UserWarning("unknown font family")]

    monkeypatch.setattr(typst, "compile_with_warnings", warned)
    with pytest.raises(OurFaultError):
        printed(press)
