"""Content to DOCX: no author, no date, no template, no field, nothing from outside.

The same inputs give the same bytes (spec/dossier.md §7).
"""

import io
import zipfile
from collections.abc import Mapping

from safeconduct.dossier.pdf import Press, render_png
from safeconduct.dossier.record import Content, Picture
from safeconduct.dossier.wordml import TAGS, body, xml_text

_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    f'xmlns:r="{_OFFICE}/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/'
    'wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
_PAGE = (
    '<w:sectPr><w:headerReference w:type="default" r:id="rIdHeader"/>'
    '<w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1418" w:right="1134" w:bottom="1134" w:left="1134" '
    'w:header="709" w:footer="567" w:gutter="0"/></w:sectPr>'
)


def print_docx(content: Content, press: Press) -> bytes:
    """Print a content as DOCX.

    Raises:
        OurFaultError: a picture could not be drawn.
    """
    pictures = [
        block
        for section in content.sections
        for block in section.blocks
        if isinstance(block, Picture)
    ]
    files: dict[str, bytes] = {
        "[Content_Types].xml": _types().encode(),
        "_rels/.rels": _package_links().encode(),
        "docProps/core.xml": _core(content).encode(),
        "word/document.xml": _document(content).encode(),
        "word/_rels/document.xml.rels": _links(len(pictures)).encode(),
        "word/header1.xml": _header(content).encode(),
        "word/settings.xml": _settings().encode(),
        "word/styles.xml": _styles(content).encode(),
    }
    for number, picture in enumerate(pictures, 1):
        files[f"word/media/image{number}.png"] = render_png(picture.svg, press)
    return _zip(files)


def _zip(files: Mapping[str, bytes]) -> bytes:
    """A zip with one fixed time, in the order given."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, date_time=_ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0  # else the zip tells the maker's system
            archive.writestr(entry, content)
    return out.getvalue()


def _types() -> str:
    parts = {
        "/word/document.xml": f"{_WORD}.document.main+xml",
        "/word/header1.xml": f"{_WORD}.header+xml",
        "/word/settings.xml": f"{_WORD}.settings+xml",
        "/word/styles.xml": f"{_WORD}.styles+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package."
        "core-properties+xml",
    }
    overrides = "".join(
        f'<Override PartName="{name}" ContentType="{kind}"/>'
        for name, kind in parts.items()
    )
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-'
        'package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="png" ContentType="image/png"/>'
        f"{overrides}</Types>"
    )


def _package_links() -> str:
    return (
        f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/relationships/officeDocument" '
        'Target="word/document.xml"/>'
        f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/'
        'core-properties" Target="docProps/core.xml"/></Relationships>'
    )


def _core(content: Content) -> str:
    """Title and language, which readers for the blind need; nobody and no day."""
    title = xml_text(f"{content.title} \u2013 {content.subject}")
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{title}</dc:title>"
        f"<dc:language>{TAGS[content.language]}</dc:language></cp:coreProperties>"
    )


def _document(content: Content) -> str:
    return (
        f"{_HEAD}<w:document {_NAMESPACES}><w:body>{''.join(body(content))}{_PAGE}"
        "</w:body></w:document>"
    )


def _links(pictures: int) -> str:
    links = [("rIdHeader", "header", "header1.xml")]
    links += [("rIdSettings", "settings", "settings.xml")]
    links += [("rIdStyles", "styles", "styles.xml")]
    links += [
        (f"rIdPicture{number}", "image", f"media/image{number}.png")
        for number in range(1, pictures + 1)
    ]
    inner = "".join(
        f'<Relationship Id="{name}" Type="{_OFFICE}/relationships/{kind}" '
        f'Target="{target}"/>'
        for name, kind, target in links
    )
    return (
        f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{inner}'
        "</Relationships>"
    )


def _header(content: Content) -> str:
    banner = ""
    if content.banner:
        banner = (
            '<w:r><w:rPr><w:rStyle w:val="SCDanger"/></w:rPr>'
            f'<w:t xml:space="preserve">{xml_text(content.banner)}    </w:t></w:r>'
        )
    return (
        f'{_HEAD}<w:hdr {_NAMESPACES}><w:p><w:pPr><w:pStyle w:val="SCRunning"/>'
        f"</w:pPr>{banner}<w:r><w:t>{xml_text(content.head)}</w:t></w:r></w:p></w:hdr>"
    )


def _settings() -> str:
    return (
        f'{_HEAD}<w:settings {_NAMESPACES}><w:zoom w:percent="100"/>'
        '<w:autoHyphenation/><w:defaultTabStop w:val="709"/><w:compat>'
        '<w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        "</w:settings>"
    )


def _styles(content: Content) -> str:
    """The few styles of the document; a lawyer may change them in one place."""
    defaults = (
        '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Cambria" '
        'w:hAnsi="Cambria" w:cs="Times New Roman"/><w:color w:val="1C2733"/>'
        '<w:sz w:val="20"/><w:szCs w:val="20"/>'
        f'<w:lang w:val="{TAGS[content.language]}"/></w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:spacing w:after="100" w:line="264" '
        'w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
    )
    return (
        f"{_HEAD}<w:styles {_NAMESPACES}>{defaults}{''.join(_each_style())}</w:styles>"
    )


def _each_style() -> list[str]:
    bold, blue = "<w:b/><w:bCs/>", '<w:color w:val="1F4E79"/>'

    def size(half_points: int) -> str:
        return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'

    def heading(level: int, half_points: int, before: int) -> str:
        return _style(
            f"Heading{level}",
            f"heading {level}",
            f'<w:keepNext/><w:keepLines/><w:spacing w:before="{before}" w:after="100"/>'
            f'<w:outlineLvl w:val="{level - 1}"/>',
            bold + blue + size(half_points),
        )

    return [
        _style("Normal", "Normal", "", "", default=True),
        _style("Title", "Title", "", bold + blue + size(44)),
        _style("Subtitle", "Subtitle", "", bold + '<w:color w:val="55606B"/>'),
        heading(1, 28, 360),
        heading(2, 22, 260),
        heading(3, 20, 200),
        _style("SCCell", "Cell", '<w:spacing w:after="30" w:line="240"/>', size(17)),
        _style(
            "SCHead",
            "Cell Heading",
            '<w:spacing w:after="30"/>',
            bold + '<w:color w:val="FFFFFF"/>' + size(17),
        ),
        _style("SCGap", "Gap", '<w:spacing w:after="0"/>', size(12)),
        _style(
            "SCBox",
            "Box",
            '<w:shd w:val="clear" w:color="auto" w:fill="F3F6F9"/>'
            '<w:spacing w:after="40"/>',
            "",
        ),
        _style("SCQuote", "Own Words", '<w:ind w:left="284"/>', size(21)),
        _style("SCRunning", "Running Head", "", size(16)),
        _style("SCStrong", "Strong", "", bold, kind="character"),
        _style(
            "SCQuiet", "Quiet", "", '<w:color w:val="55606B"/>' + size(17),
            kind="character",
        ),
        _style(
            "SCDanger", "Danger", "", bold + '<w:color w:val="8A1C1C"/>',
            kind="character",
        ),
    ]  # fmt: skip


def _style(
    style_id: str,
    name: str,
    paragraph: str,
    run: str,
    *,
    kind: str = "paragraph",
    default: bool = False,
) -> str:
    first = ' w:default="1"' if default else ""
    inner = f"<w:pPr>{paragraph}</w:pPr>" if paragraph else ""
    inner += f"<w:rPr>{run}</w:rPr>" if run else ""
    return (
        f'<w:style w:type="{kind}"{first} w:styleId="{style_id}">'
        f'<w:name w:val="{name}"/><w:qFormat/>{inner}</w:style>'
    )
