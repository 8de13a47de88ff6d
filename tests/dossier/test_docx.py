"""The dossier as DOCX: nobody's name, no day, nothing from outside."""

import io
import re
import zipfile
from dataclasses import replace
from xml.etree import ElementTree as ET

import docx
import pytest

from safeconduct.base.text import LANGUAGES, Language
from safeconduct.dossier.content import Order, dossier_content
from safeconduct.dossier.docx import print_docx
from safeconduct.dossier.pdf import Press
from safeconduct.dossier.record import Audience
from tests.dossier.build import (
    ALIAS,
    ASSESSMENT,
    CASE,
    COUNSELS,
    UNRELEASED,
    with_statement,
)
from tests.dossier.test_pdf import HOSTILE
from tests.dossier.vocabulary import VOCABULARY


def printed(
    press: Press, *, language: Language = "en", to: Audience = "counsel"
) -> bytes:
    order = Order(language=language, audience=to)
    return print_docx(dossier_content(CASE, ASSESSMENT, VOCABULARY, order), press)


def words_in(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    cells = [
        cell.text
        for table in document.tables
        for row in table.rows
        for cell in row.cells
    ]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_inputs_give_the_same_bytes(press: Press, language: Language) -> None:
    assert printed(press, language=language) == printed(press, language=language)


def test_it_names_nobody_and_no_day(press: Press) -> None:
    archive = zipfile.ZipFile(io.BytesIO(printed(press)))
    core = archive.read("docProps/core.xml").decode()
    assert re.findall(r"<(\w+:\w+)[ >]", core) == [
        "cp:coreProperties",
        "dc:title",
        "dc:language",
    ]
    assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert {entry.create_system for entry in archive.infolist()} == {0}
    everything = b"".join(archive.read(name) for name in archive.namelist())
    for word in (b"python-docx", b"rsid", b"dcterms", b"Application"):
        assert word not in everything, word
    properties = docx.Document(io.BytesIO(printed(press))).core_properties
    assert (properties.author, properties.last_modified_by) == ("", "")
    assert (properties.created, properties.modified) == (None, None)


def test_it_holds_no_template_thumbnail_or_custom_part(press: Press) -> None:
    names = zipfile.ZipFile(io.BytesIO(printed(press))).namelist()
    assert names == [
        "[Content_Types].xml",
        "_rels/.rels",
        "docProps/core.xml",
        "word/document.xml",
        "word/_rels/document.xml.rels",
        "word/header1.xml",
        "word/settings.xml",
        "word/styles.xml",
        "word/media/image1.png",
    ]


def test_nothing_leads_out_and_nothing_is_computed(press: Press) -> None:
    archive = zipfile.ZipFile(io.BytesIO(printed(press)))
    for name in archive.namelist():
        if name.endswith((".xml", ".rels")):
            text = archive.read(name).decode()
            for word in ("External", "fldSimple", "instrText", "fldChar", "macro"):
                assert word not in text, (name, word)
    links = archive.read("word/_rels/document.xml.rels").decode()
    targets = re.findall(r'Target="([^"]+)"', links)
    assert targets == ["header1.xml", "settings.xml", "styles.xml", "media/image1.png"]


def test_its_picture_has_words_and_no_data_beside_the_pixels(press: Press) -> None:
    archive = zipfile.ZipFile(io.BytesIO(printed(press)))
    picture = archive.read("word/media/image1.png")
    chunks = set(re.findall(rb"(tEXt|iTXt|zTXt|tIME|eXIf)", picture[:200]))
    assert not chunks
    document = archive.read("word/document.xml").decode()
    assert 'descr="Timeline with ' in document


def test_every_part_is_well_formed(press: Press) -> None:
    archive = zipfile.ZipFile(io.BytesIO(printed(press, language="fr")))
    for name in archive.namelist():
        if not name.endswith(".png"):
            ET.fromstring(archive.read(name))  # noqa: S314 -- written by us


def test_headings_of_tables_are_repeated(press: Press) -> None:
    archive = zipfile.ZipFile(io.BytesIO(printed(press)))
    document = archive.read("word/document.xml").decode()
    assert document.count("<w:tblHeader/>") == document.count("<w:tbl>") > 5


def test_counsels_holds_what_the_pdf_holds(press: Press) -> None:
    words = words_in(printed(press))
    for part in (ALIAS, UNRELEASED, COUNSELS, "AFP, June 2024", "sha256:" + "a" * 64):
        assert part in words, part


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_authority_gets_nothing_that_was_not_released(
    press: Press, language: Language
) -> None:
    content = printed(press, language=language, to="authority")
    archive = zipfile.ZipFile(io.BytesIO(content))
    everything = "".join(
        re.sub(r"<[^>]*>", " ", archive.read(name).decode())
        for name in archive.namelist()
        if not name.endswith(".png")
    )
    for word in (UNRELEASED, COUNSELS, "sha256", "AFP", "337", "NOTES-OF-COUNSEL"):
        assert word not in everything, word


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_markup_prints_as_text(press: Press, name: str) -> None:
    case = with_statement(HOSTILE[name])
    content = dossier_content(case, ASSESSMENT, VOCABULARY, Order(language="en"))
    assert HOSTILE[name] in words_in(print_docx(content, press))


def test_controls_that_xml_cannot_hold_are_left_out(press: Press) -> None:
    case = with_statement("a\x00b\x1fc\ufffed")
    content = dossier_content(case, ASSESSMENT, VOCABULARY, Order(language="en"))
    assert "abcd" in words_in(print_docx(content, press))


def test_a_right_to_left_statement_is_marked_so(press: Press) -> None:
    (statement,) = with_statement("\u0627\u0644").statements
    case = replace(CASE, statements=(replace(statement, language="ar"),))
    content = dossier_content(case, ASSESSMENT, VOCABULARY, Order(language="en"))
    archive = zipfile.ZipFile(io.BytesIO(print_docx(content, press)))
    assert (
        '<w:rtl/><w:lang w:bidi="ar-SA"/>' in archive.read("word/document.xml").decode()
    )
