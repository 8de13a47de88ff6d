"""A line goes to an authority only if the person confirmed and counsel released it."""

from pathlib import Path

import pytest

from safeconduct.dossier import release
from tests.promises.kept import letters, must_fail, told, words_in

HEAD = """
format = 1
alias = "Alder"
languages = ["en"]
as_of = 2026-11-15
notes = "kept back notes"
"""
LINE = """
[[event]]
text = "{words}"
confirmed = {confirmed}
released = {released}
compartment = "{compartment}"
[[fact]]
name = "{fact}"
value = true
source = "{words} source"
confirmed = {confirmed}
released = {released}
compartment = "{compartment}"
"""
STATEMENT = """
[[statement]]
language = "en"
text = "{words} statement"
confirmed = {confirmed}
released = {released}
"""
# Words, fact, confirmed, released, compartment.
KEPT_BACK = (
    ("kept back unconfirmed", "case.opened", "false", "true", "main"),
    ("kept back unreleased", "family.searched", "true", "false", "main"),
    ("kept back neither", "threats.received", "false", "false", "papers"),
    ("kept back counsel", "order.shown", "true", "true", "counsel"),
)
GIVEN = ("given line", "order.to_war", "true", "true", "main")


def _case(folder: Path) -> Path:
    keys = ("words", "fact", "confirmed", "released", "compartment")
    parts = [HEAD]
    for line in (*KEPT_BACK, GIVEN):
        given = dict(zip(keys, line, strict=True))
        parts.append(LINE.format(**given))
        if given["compartment"] != "counsel":
            parts.append(STATEMENT.format(**given))
    path = folder / "case.toml"
    path.write_text("".join(parts), "utf-8")
    return path


def nothing_else_is_in_its_document(folder: Path) -> None:
    """Neither in the PDF nor in the DOCX, whatever part of it."""
    case = _case(folder)
    for kind in ("pdf", "docx"):
        out = folder / f"dossier.{kind}"
        told(
            "dossier",
            str(case),
            "-o",
            str(out),
            "--audience",
            "authority",
            "--for",
            "FR",
        )
        said = letters(words_in(out))
        assert letters("kept back") not in said, kind
        assert letters("given line") in said, kind
        assert "sha256" not in said, kind


def test_nothing_else_is_in_its_document(tmp_path: Path) -> None:
    nothing_else_is_in_its_document(tmp_path)


def test_counsel_s_dossier_holds_all_of_it(tmp_path: Path) -> None:
    out = tmp_path / "dossier.pdf"
    told("dossier", str(_case(tmp_path)), "-o", str(out), "--audience", "counsel")
    assert letters("kept back counsel") in letters(words_in(out))


def test_without_the_look_at_both_signs_it_holds_more(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(release, "_released", lambda case: case)
    must_fail(lambda: nothing_else_is_in_its_document(tmp_path))


def test_without_the_look_at_the_compartment_it_holds_counsel_s(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(release, "_without_counsel", lambda case, _hidden: case)
    must_fail(lambda: nothing_else_is_in_its_document(tmp_path))
