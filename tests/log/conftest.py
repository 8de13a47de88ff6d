"""A relay for the mailboxes of a log; what records and refuses writes of a store."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.log.power_cut import compile_recorder
from tests.relay.relay_kit import Served, serving


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """A relay that listens, with SQLite."""
    with serving(tmp_path / "relay.db") as found:
        yield found


@pytest.fixture(scope="session")
def recorder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library that records what a process writes."""
    return compile_recorder(tmp_path_factory.mktemp("recorder"))


@pytest.fixture
def memory() -> Iterator[Path]:
    """A folder that waits for no disk, where there is one."""
    shared = Path("/dev/shm")  # noqa: S108 -- a folder of our own in it
    with TemporaryDirectory(dir=shared if shared.is_dir() else None) as folder:
        yield Path(folder).resolve()
