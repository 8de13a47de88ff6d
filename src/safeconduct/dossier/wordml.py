"""Content as WordprocessingML: paragraphs, tables and pictures of one document.

Written by hand, not through a library: a library's template brings its own author,
dates, revision marks and thumbnails (spec/dossier.md §7).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape

from safeconduct.dossier.record import (
    Block,
    Box,
    Content,
    Line,
    Picture,
    Row,
    Sign,
    Table,
    Tone,
)

SIGN_LETTERS: Mapping[Sign, str] = {
    "": "",
    "true": "\u25cf ",
    "false": "\u00d7 ",
    "unknown": "\u25cb ",
    "disputed": "\u25d0 ",
}
# Word's own tags; a code that is not here is used as it is.
TAGS: Mapping[str, str] = {
    "en": "en-GB", "ru": "ru-RU", "fr": "fr-FR", "de": "de-DE", "kk": "kk-KZ",
    "ky": "ky-KG", "hy": "hy-AM", "ka": "ka-GE", "uk": "uk-UA", "be": "be-BY",
    "ar": "ar-SA", "fa": "fa-IR", "he": "he-IL",
}  # fmt: skip
_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})
_STYLES: Mapping[Tone, str] = {
    "plain": "",
    "strong": "SCStrong",
    "quiet": "SCQuiet",
    "quote": "",
    "danger": "SCDanger",
}
_NOT_IN_XML = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_TEXT_WIDTH = 9638  # twentieths of a point between the margins of an A4 page
_WIDTH_EMU = 6120000
_BLANK = "_" * 60
_COLOURS = {
    "danger": "8A1C1C", "protection": "22603A", "deadline": "1F4E79",
    "question": "1F4E79", "plain": "55606B",
}  # fmt: skip


def xml_text(text: str) -> str:
    """Text that XML can hold: controls out, markup escaped."""
    return escape(_NOT_IN_XML.sub("", text))


def body(content: Content) -> Iterator[str]:
    """Every paragraph and table of a document, in order."""
    yield paragraph("Subtitle", (Line(text=content.title),))
    yield paragraph("Title", (Line(text=content.subject),))
    for name, value in content.strip:
        lines = (Line(text=f"{name}\u2002", tone="quiet"), Line(text=value))
        yield paragraph("", lines)
    for box in content.boxes:
        yield from _box(box)
    pictures = 0
    for at, section in enumerate(content.sections, 1):
        yield paragraph("Heading1", (Line(text=f"{at}. {section.title}"),))
        for block in section.blocks:
            pictures += block.kind == "picture"
            yield from _block(block, pictures)


def _block(block: Block, pictures: int) -> Iterator[str]:
    match block.kind:
        case "table":
            yield table(block)
            yield paragraph("SCGap", ())
        case "prose":
            yield from (_line(line) for line in block.lines)
        case "heading":
            yield paragraph(f"Heading{block.level}", (block.line,))
        case "box":
            yield from _box(block)
        case "picture":
            yield picture(block, number=pictures)


def _box(box: Box) -> Iterator[str]:
    edge = (
        '<w:pBdr><w:left w:val="single" w:sz="24" w:space="8" '
        f'w:color="{_COLOURS[box.tone]}"/></w:pBdr>'
    )
    title = Line(text=box.title, tone="strong")
    yield paragraph("SCBox", (title,), extra=edge, keep=True)
    for line in box.lines:
        yield paragraph("SCBox", (line,), extra=edge)


def _line(line: Line) -> str:
    return paragraph("SCQuote" if line.tone == "quote" else "", (line,))


def paragraph(
    style: str, lines: Sequence[Line], *, extra: str = "", keep: bool = False
) -> str:
    """One paragraph; `extra` are its borders, `keep` holds it to the next."""
    parts = [f'<w:pStyle w:val="{style}"/>'] if style else []
    if keep:
        parts.append("<w:keepNext/>")
    parts.append(extra)
    if any(line.language in _RIGHT_TO_LEFT for line in lines):
        parts.append("<w:bidi/>")
    depth = max((line.depth for line in lines), default=0)
    if depth:
        parts.append(f'<w:ind w:left="{depth * 140}"/>')
    inner = "".join(parts)
    properties = f"<w:pPr>{inner}</w:pPr>" if inner else ""
    return f"<w:p>{properties}{''.join(_run(line) for line in lines)}</w:p>"


def _run(line: Line) -> str:
    text = SIGN_LETTERS[line.sign] + ("\u2610 " if line.tick else "") + line.text
    if line.notes:
        numbers = " ".join(f"[{number}]" for number in line.notes)
        text = f"{text} {numbers}" if text else numbers
    text += f"\n{_BLANK}" * line.blanks
    parts = [f'<w:rStyle w:val="{_STYLES[line.tone]}"/>'] if _STYLES[line.tone] else []
    if line.language in _RIGHT_TO_LEFT:
        tag = TAGS.get(line.language, line.language)
        parts.append(f'<w:rtl/><w:lang w:bidi="{escape(tag)}"/>')
    elif line.language:
        tag = TAGS.get(line.language, line.language)
        parts.append(f'<w:lang w:val="{escape(tag)}"/>')
    inner = "".join(parts)
    properties = f"<w:rPr>{inner}</w:rPr>" if inner else ""
    words = "<w:br/>".join(
        f'<w:t xml:space="preserve">{xml_text(part)}</w:t>' for part in text.split("\n")
    )
    return f"<w:r>{properties}{words}</w:r>"


def table(item: Table) -> str:
    """A table whose headings are repeated on each page."""
    total = sum(column.weight for column in item.columns)
    widths = [column.weight * _TEXT_WIDTH // total for column in item.columns]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="C9D1D9"/>'
        for side in ("top", "bottom", "insideH")
    )
    titles = "".join(
        _cell((Line(text=column.title),), width, fill="1F4E79", style="SCHead")
        for column, width in zip(item.columns, widths, strict=True)
    )
    rows = "".join(_row(row, widths) for row in item.rows)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{_TEXT_WIDTH}" w:type="dxa"/>'
        f"<w:tblBorders>{edges}</w:tblBorders>"
        '<w:tblLayout w:type="fixed"/><w:tblLook w:firstRow="1"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>"
        f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{titles}</w:tr>{rows}"
        "</w:tbl>"
    )


def _row(row: Row, widths: Sequence[int]) -> str:
    if row.tone == "group":
        cell = _cell(row.cells[0], sum(widths), fill="F3F6F9", span=len(widths))
        return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cell}</w:tr>"
    edge = ""
    if row.tone == "conflict":
        edge = (
            '<w:tcBorders><w:left w:val="single" w:sz="24" w:space="0" '
            'w:color="8A1C1C"/></w:tcBorders>'
        )
    cells = "".join(
        _cell(lines, width, edge=edge if at == 0 else "")
        for at, (lines, width) in enumerate(zip(row.cells, widths, strict=True))
    )
    return f"<w:tr>{cells}</w:tr>"


def _cell(
    lines: Sequence[Line],
    width: int,
    *,
    edge: str = "",
    fill: str = "",
    span: int = 1,
    style: str = "SCCell",
) -> str:
    merged = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    inside = "".join(
        paragraph(style, (line,), keep=span > 1) for line in lines
    ) or paragraph(style, ())
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{merged}{edge}{shade}'
        f"</w:tcPr>{inside}</w:tc>"
    )


def picture(item: Picture, *, number: int) -> str:
    """An inline picture with its words; its file is `image<number>.png`."""
    height = int(_WIDTH_EMU * item.height / item.width)
    name = f"Picture {number}"
    words = xml_text(item.alt)
    size = f'cx="{_WIDTH_EMU}" cy="{height}"'
    return (
        '<w:p><w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent {size}/><wp:docPr id="{number}" name="{name}" descr="{words}"/>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/'
        '2006/picture"><pic:pic><pic:nvPicPr>'
        f'<pic:cNvPr id="{number}" name="{name}" descr="{words}"/><pic:cNvPicPr/>'
        f'</pic:nvPicPr><pic:blipFill><a:blip r:embed="rIdPicture{number}"/>'
        "<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>"
        f'<a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )
