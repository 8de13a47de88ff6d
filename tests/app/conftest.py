"""The command line as a person calls it, and the rulebook that ships."""

import sys
from datetime import date
from pathlib import Path

import pytest

from safeconduct.app.books.law_folder import shipped_law
from safeconduct.app.books.library import Library
from safeconduct.app.books.pack_store import KeptPack
from safeconduct.app.calls import call
from safeconduct.app.vault import vault_home
from safeconduct.rulebook.record import Rulebook
from safeconduct.sealing.stretch import Stretch
from tests.app.call_kit import Run
from tests.app.desk_kit import Group


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of the installation, with a cache that all tests share."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="session")
def shipped(home: Path) -> Rulebook:
    """The rulebook that ships."""
    return Library(shipped_law(), home / "cache").rulebook


@pytest.fixture
def run(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Call the command line in this process."""
    monkeypatch.setenv("SAFECONDUCT_HOME", str(home))
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    return Run(capsys)


@pytest.fixture
def _expired_pack(monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder that is asked for is a pack whose last day was 2026-03-20."""
    day = date(2026, 3, 20)
    kept = KeptPack(
        number=1, expires=day, installed=day, archive="", files="", rulebook=""
    )

    def found(_home: Path | None, asked: Path | None) -> tuple[Path, KeptPack]:
        return asked or shipped_law(), kept

    monkeypatch.setattr(call, "find_pack", found)


@pytest.fixture
def group(
    tmp_path: Path, home: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> Group:
    """A folder in which people have their machines; their boxes cost little."""
    cheap = Stretch(memory_kib=32, passes=1, lanes=1)
    monkeypatch.setattr(vault_home, "Stretch", lambda: cheap)
    cache = home / "cache"
    cache.mkdir(exist_ok=True)
    return Group(folder=tmp_path, cache=cache, run=run, monkeypatch=monkeypatch)
