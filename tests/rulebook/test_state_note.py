"""The cells of the table of states."""

import pytest

from tests.rulebook.page_kit import TITLE, block, head, only_page, read

LONG = f'{{ en = "{"x" * 201}", ru = "б", fr = "c" }}'


def test_a_note_is_kept_with_its_column_and_source() -> None:
    (note,) = only_page(head() + block("state", "work", f"text = {TITLE}")).state_notes
    assert (note.column, note.source, note.text.fr) == ("work", 0, "c")


@pytest.mark.parametrize(
    ("column", "text", "what"),
    [
        ("food", f"text = {TITLE}", "no column 'food'"),
        ("work", f"text = {TITLE}\nsource = 1", "no source number 1"),
        ("work", "", "'text' is missing"),
        ("work", f"text = {LONG}", "at most 200 letters"),
        ("work", f"text = {TITLE}\nnote = 1", "'note' is not known"),
    ],
)
def test_a_bad_note_is_refused(column: str, text: str, what: str) -> None:
    _, faults = read(head() + block("state", column, text))
    assert any(what in str(fault) for fault in faults), faults
