"""The browser and the written sites, once for a run."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.reference.browser_kit import open_browser, write_site
from tests.reference.site_kit import small_site


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The browser of the system."""
    with open_browser() as found:
        yield found


@pytest.fixture(scope="session")
def small_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small site, written."""
    return write_site(small_site(), tmp_path_factory.mktemp("small"))
