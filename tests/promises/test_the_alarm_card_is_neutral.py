"""The card tells nothing about who carries it: not even that there is a case."""

from datetime import date
from pathlib import Path

import pytest

from safeconduct.app.answers import document
from safeconduct.base.case import Case
from safeconduct.dossier.pdf import Press, compile_pdf
from tests.promises.kept import CASES, letters, must_fail, told, words_in

BETRAYING = (
    "desert", "дезерт", "refus", "отказ", "mobil", "мобил", "soldier", "солдат", "army",
    "арми", "war", "войн", "russia", "росси", "asylum", "убежищ", "refugee", "беженец",
    "unhcr", "увкб", "safeconduct", "yevgeny", "farhad", "sparrow", "sportsmaster",
    "composite", "aspen", "https", "2024", "2026",
)  # fmt: skip
STORIES = [path for path in CASES if path.stem != "composite"]


def two_people_in_one_country_carry_the_same_card(folder: Path) -> None:
    """Byte for byte, on any day, whatever is in the case."""
    made: set[bytes] = set()
    for case in STORIES:
        for day in ("2024-06-30", "2026-11-22"):
            out = folder / "card.pdf"
            told("alarm-card", str(case), "-o", str(out), "--on", day)
            made.add(out.read_bytes())
    assert len(made) == 1


def no_word_of_it_betrays(folder: Path) -> None:
    """Neither who he is, nor what he did, nor what he wants, nor who helps."""
    for case in CASES:
        out = folder / "card.pdf"
        told("alarm-card", str(case), "-o", str(out))
        said = letters(words_in(out))
        assert [word for word in BETRAYING if word in said] == [], case.name


def test_two_people_in_one_country_carry_the_same_card(tmp_path: Path) -> None:
    two_people_in_one_country_carry_the_same_card(tmp_path)


def test_no_word_of_it_betrays(tmp_path: Path) -> None:
    no_word_of_it_betrays(tmp_path)


def test_a_card_that_knows_its_case_differs_and_betrays(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def knowing(self: document.Documents) -> bytes:
        return _printed(self.case, self.press)

    monkeypatch.setattr(document.Documents, "alarm_card", knowing)
    must_fail(lambda: two_people_in_one_country_carry_the_same_card(tmp_path))
    must_fail(lambda: no_word_of_it_betrays(tmp_path))


def _printed(case: Case, press: Press) -> bytes:
    lines = [f"{case.alias} refused to fight"]
    panel: dict[str, object] = {"language": "en", "title": "Card", "lines": lines}
    data: dict[str, object] = {"title": "Card", "panels": [panel], "blanks": []}
    return compile_pdf("card.typ", data, day=date(2020, 1, 1), press=press)
