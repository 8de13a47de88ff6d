"""The tables in docs/ are what comes out today."""

from pathlib import Path

import pytest

from tests.docs_tables import tables


@pytest.mark.parametrize(("path", "text"), list(tables()), ids=["deadlines", "replay"])
def test_a_table_in_the_docs_is_current(path: Path, text: str) -> None:
    mend = f"{path.name} is not current: run python -m tests.docs_tables"
    assert path.read_text("utf-8") == text, mend


def test_no_deadline_is_shown_that_does_not_agree() -> None:
    _, text = next(tables())
    assert "| NO |" not in text
