"""The town in which papers of single cases are shared."""

from pathlib import Path

import pytest

from tests.log.single_kit import town_with_papers
from tests.log.town_kit import Town


@pytest.fixture
def town(tmp_path: Path) -> Town:
    """Two cases with papers, and nobody who was granted any yet."""
    return town_with_papers(tmp_path)
