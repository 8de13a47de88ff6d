"""Content to PDF by Typst: PDF/A-2a and PDF/UA-1 at once, the same bytes each time.

Case data goes in as one JSON text in memory; no file of a case is written
(spec/dossier.md §6).
"""

import json
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

import typst

from safeconduct.base.errors import OurFaultError
from safeconduct.dossier.font import FONT_FOLDER, Coverage, read_coverage
from safeconduct.dossier.record import Content

TEMPLATE_FOLDER = Path(__file__).parent / "templates"
_PPI = 180.0
_KEPT_WHOLE = frozenset({"svg", "link"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """What printing needs and every document shares: the faces and their letters."""

    fonts: typst.Fonts
    coverage: Coverage


def open_press() -> Press:
    """Read the vendored fonts, once for many documents.

    Raises:
        OurFaultError: the fonts are missing or broken.
    """
    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[FONT_FOLDER],
    )
    return Press(fonts=fonts, coverage=read_coverage())


def print_pdf(content: Content, press: Press) -> bytes:
    """Print a content as PDF.

    Raises:
        OurFaultError: the compiler refused or warned; nothing was printed.
    """
    return compile_pdf("dossier.typ", content, day=content.day, press=press)


def compile_pdf(template: str, data: object, *, day: date, press: Press) -> bytes:
    """Compile one template with data or records; `day` becomes the time stamp.

    Raises:
        OurFaultError: the compiler refused or warned; nothing was printed.
    """
    text = json.dumps(_fitted(data, press.coverage), ensure_ascii=False)
    stamp = datetime.combine(day, time(), tzinfo=UTC)
    try:
        pdf, warnings = typst.compile_with_warnings(
            str(TEMPLATE_FOLDER / template),
            root=str(TEMPLATE_FOLDER),
            font_paths=press.fonts,
            ignore_system_fonts=True,
            sys_inputs={"data": text},
            pdf_standards=["a-2a", "ua-1"],
            timestamp=stamp,
        )
    except typst.TypstError:
        # The compiler's words may hold a line of the case: they are not shown.
        msg = "The document could not be printed. Please report this."
        raise OurFaultError(msg) from None
    if warnings:
        msg = "The document was printed with a warning. Please report this."
        raise OurFaultError(msg)
    return pdf


def _fitted(value: object, coverage: Coverage) -> object:
    """The same as plain data, with texts in letters that the faces have."""
    match value:
        case str():
            return coverage.fit(value)
        case dict():
            # An address is broken by the compiler, which knows where addresses may.
            whole = _KEPT_WHOLE | {"text"} if value.get("link") else _KEPT_WHOLE
            return {
                key: coverage.show(item)
                if key in whole and isinstance(item, str)
                else _fitted(item, coverage)
                for key, item in value.items()
            }
        case list() | tuple():
            return [_fitted(item, coverage) for item in value]
        case date():
            return value.isoformat()
        case _ if is_dataclass(value):
            named = {item.name: getattr(value, item.name) for item in fields(value)}
            return _fitted(named, coverage)
        case _:
            return value


def render_png(svg: str, press: Press) -> bytes:
    """Render a drawing of ours as PNG, for formats that cannot hold SVG.

    Raises:
        OurFaultError: the compiler refused.
    """
    try:
        return typst.compile(
            str(TEMPLATE_FOLDER / "picture.typ"),
            root=str(TEMPLATE_FOLDER),
            font_paths=press.fonts,
            ignore_system_fonts=True,
            format="png",
            ppi=_PPI,
            sys_inputs={"svg": press.coverage.show(svg)},
        )
    except typst.TypstError:
        msg = "The timeline could not be drawn. Please report this."
        raise OurFaultError(msg) from None
