"""What the vendored faces can print, and what is done with the rest."""

from pathlib import Path

import pytest

from safeconduct.base.errors import OurFaultError
from safeconduct.dossier.font import FAMILIES, FONT_FOLDER, read_coverage
from safeconduct.dossier.pdf import Press

COVERAGE = read_coverage()


def test_ten_faces_and_their_licence_are_there() -> None:
    assert len(list(FONT_FOLDER.glob("*.ttf"))) == 10
    licence = (FONT_FOLDER / "OFL.txt").read_text("utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert "PERMISSION & CONDITIONS" in licence


def test_the_press_finds_every_family_and_no_other(press: Press) -> None:
    assert sorted(press.fonts.families()) == sorted(FAMILIES)


def test_every_template_names_exactly_the_vendored_families() -> None:
    for template in (FONT_FOLDER.parent / "templates").glob("*.typ"):
        text = template.read_text("utf-8")
        assert all(f'"{family}"' in text for family in FAMILIES), template.name


SHOWN = {
    "letters of six scripts": ("Aя ҚҢҒҮҰӨҺ ქ Հ ع", "Aя ҚҢҒҮҰӨҺ ქ Հ ع"),
    "an emoji": ("\U0001f600", "[U+1F600]"),
    "an arrow": ("a\u2192b", "a->b"),
    "a comparison": ("a\u2265b", "a>=b"),
    "a control": ("a\x00\x07b", "ab"),
    "a selector of a variant": ("a\ufe0fb", "ab"),
    "a mark that turns the writing around": ("a\u202eb", "ab"),
    "a line feed": ("a\nb", "a\nb"),
    "a tab": ("a\tb", "a    b"),
}


@pytest.mark.parametrize("name", SHOWN)
def test_a_text_is_shown_in_letters_that_the_faces_have(name: str) -> None:
    given, expected = SHOWN[name]
    assert COVERAGE.show(given) == expected


def test_a_long_word_can_be_broken_and_keeps_its_letters() -> None:
    word = "x" * 100
    assert COVERAGE.fit(word).replace("\u200b", "") == word
    assert max(map(len, COVERAGE.fit(word).split("\u200b"))) <= 36


def test_a_folder_without_fonts_is_our_fault(tmp_path: Path) -> None:
    with pytest.raises(OurFaultError):
        read_coverage(tmp_path)


def test_a_broken_font_is_our_fault(tmp_path: Path) -> None:
    (tmp_path / "a.ttf").write_bytes(b"no font")
    with pytest.raises(OurFaultError):
        read_coverage(tmp_path)
