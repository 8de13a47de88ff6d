"""What a case file says is shown as it stands: nothing is run, followed or set."""

import re
import shutil
import zipfile
from html import unescape
from pathlib import Path

import pytest

from safeconduct.dossier import pdf
from tests.promises.kept import ROOT, must_fail, told, words_in

HOSTILE = ROOT / "tests" / "data" / "hostile" / "markup.toml"
SHOWN = (
    "#panic(1) *b* _i_ $x$ <b> {{7*7}} =1+1 @ref",
    '=HYPERLINK("http://example.invalid","x") +1 -1 @SUM(A1)',
    "#set page(height: 1cm) #show: it => none",
    "<script>alert(1)</script>",
    "\\end{document} \\input{x}",
    "held IF TRUE",
    "*не жирно* _не курсив_ `не код` $не формула$ #не-вызов()",
)
_BREAKS = re.compile(r"[\s\u00ad\u200b\ufffe\u2010-]")
# What makes a word processor fetch, run or compute something.
_ACTIVE = re.compile(
    r"TargetMode=\"External\"|<w:fldSimple|<w:instrText|vbaProject|oleObject"
)


def _signs(text: str) -> str:
    """Letters and marks without spaces and hyphens, which lines are broken with."""
    return _BREAKS.sub("", text)


def every_word_is_printed_as_it_stands(folder: Path) -> None:
    """The marks themselves stand in the documents, and nothing has become of them."""
    for kind in ("pdf", "docx"):
        out = folder / f"dossier.{kind}"
        told("dossier", str(HOSTILE), "-o", str(out), "--audience", "counsel")
        said = _signs(unescape(words_in(out)))
        assert [text for text in SHOWN if _signs(text) not in said] == [], kind


def test_every_word_is_printed_as_it_stands(tmp_path: Path) -> None:
    every_word_is_printed_as_it_stands(tmp_path)


def test_no_document_fetches_runs_or_computes(tmp_path: Path) -> None:
    out = tmp_path / "dossier.docx"
    told("dossier", str(HOSTILE), "-o", str(out), "--audience", "counsel")
    with zipfile.ZipFile(out) as file:
        for name in file.namelist():
            found = _ACTIVE.search(file.read(name).decode("utf-8", "replace"))
            assert found is None or "http" not in found[0], (name, found)
    told("dossier", str(HOSTILE), "-o", str(tmp_path / "dossier.pdf"))
    printed = (tmp_path / "dossier.pdf").read_bytes()
    for active in (b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"/SubmitForm"):
        assert active not in printed


def test_on_a_terminal_it_is_text_and_holds_no_control_character() -> None:
    said = told("assess", str(HOSTILE))
    assert SHOWN[0] in said
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]", said)


def test_with_a_template_that_takes_marks_for_markup_it_does_not_print_as_it_stands(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    planted = tmp_path / "templates"
    shutil.copytree(pdf.TEMPLATE_FOLDER, planted)
    template = planted / "dossier.typ"
    whole = template.read_text("utf-8")
    taken_in = 'line.text.replace(regex("[#*$@_`]"), "")'
    changed = whole.replace("} else { line.text }", f"}} else {{ {taken_in} }}")
    assert changed != whole
    template.write_text(changed, "utf-8")
    monkeypatch.setattr(pdf, "TEMPLATE_FOLDER", planted)
    must_fail(lambda: every_word_is_printed_as_it_stands(tmp_path))
