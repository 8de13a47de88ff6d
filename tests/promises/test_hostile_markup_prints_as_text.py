"""What a case file says is shown as it stands: nothing in it is run, followed or set."""

import re
import shutil
import zipfile
from pathlib import Path

import pytest

from safeconduct.dossier import pdf
from tests.promises.kept import ROOT, letters, must_fail, told, words_in

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
# What makes a word processor fetch, run or compute something.
_ACTIVE = re.compile(r"TargetMode=\"External\"|<w:fldSimple|<w:instrText|vbaProject|oleObject")


def every_word_is_printed_as_it_stands(folder: Path) -> None:
    """The marks themselves stand in the documents, and nothing has become of them."""
    for kind in ("pdf", "docx"):
        out = folder / f"dossier.{kind}"
        told("dossier", str(HOSTILE), "-o", str(out), "--audience", "counsel")
        said = words_in(out)
        if kind == "docx":
            for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
                said = said.replace(entity, sign)
        for text in SHOWN:
            assert letters(text) in letters(said), (kind, text)
        marks = sum(said.count(mark) for mark in "#*$@")
        assert marks > 20, (kind, marks)


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


def test_with_a_template_that_sets_markup_it_does_not_print_as_it_stands(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    planted = tmp_path / "templates"
    shutil.copytree(pdf.TEMPLATE_FOLDER, planted)
    template = planted / "dossier.typ"
    whole = template.read_text("utf-8")
    quoted = 'line.text.replace("#", "").replace("<", "").replace("@", "")'
    set_as_markup = f'eval({quoted}.split("\\n").at(0), mode: "markup")'
    changed = whole.replace("} else { line.text }", f"}} else {{ {set_as_markup} }}")
    assert changed != whole
    template.write_text(changed, "utf-8")
    monkeypatch.setattr(pdf, "TEMPLATE_FOLDER", planted)
    must_fail(lambda: every_word_is_printed_as_it_stands(tmp_path))
