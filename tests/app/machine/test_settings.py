"""What the surroundings say, read once."""

import sys
from datetime import date
from pathlib import Path

import pytest

from safeconduct.app.machine.settings import minute, read_settings


@pytest.mark.parametrize(
    ("setting", "cache"),
    [
        pytest.param(
            {"SAFECONDUCT_HOME": "/h"}, Path("/h/cache"), id="an installation"
        ),
        pytest.param(
            {"SAFECONDUCT_HOME": "", "XDG_CACHE_HOME": "/c"},
            Path("/c/safeconduct"),
            id="a cache",
        ),
        pytest.param(
            {"SAFECONDUCT_HOME": "", "XDG_CACHE_HOME": ""},
            Path.home() / ".cache" / "safeconduct",
            id="nothing",
        ),
    ],
)
def test_the_cache_is_where_the_surroundings_say(
    monkeypatch: pytest.MonkeyPatch, setting: dict[str, str], cache: Path
) -> None:
    for name, value in setting.items():
        monkeypatch.setenv(name, value)
    found = read_settings()
    assert found.cache == cache
    assert isinstance(found.today, date)


@pytest.mark.parametrize("is_terminal", [True, False])
@pytest.mark.parametrize("no_colour", [True, False])
def test_colour_is_for_terminals_that_want_it(
    monkeypatch: pytest.MonkeyPatch,
    is_terminal: bool,  # noqa: FBT001 (a row)
    no_colour: bool,  # noqa: FBT001 (a row)
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    if no_colour:
        monkeypatch.setenv("NO_COLOR", "")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: is_terminal)
    assert read_settings().colour is (is_terminal and not no_colour)


@pytest.mark.parametrize(("value", "home"), [("/h", Path("/h")), ("", None)])
def test_an_installation_is_where_the_surroundings_say(
    monkeypatch: pytest.MonkeyPatch, value: str, home: Path | None
) -> None:
    monkeypatch.setenv("SAFECONDUCT_HOME", value)
    assert read_settings().home == home


@pytest.mark.parametrize(
    ("setting", "vault"),
    [
        pytest.param({"SAFECONDUCT_HOME": "/h"}, Path("/h"), id="an installation"),
        pytest.param(
            {"SAFECONDUCT_HOME": "", "XDG_DATA_HOME": "/d"},
            Path("/d/safeconduct"),
            id="a folder for data",
        ),
        pytest.param(
            {"SAFECONDUCT_HOME": "", "XDG_DATA_HOME": ""},
            Path.home() / ".local" / "share" / "safeconduct",
            id="nothing",
        ),
    ],
)
def test_the_vault_lies_where_the_surroundings_say(
    monkeypatch: pytest.MonkeyPatch, setting: dict[str, str], vault: Path
) -> None:
    for name, value in setting.items():
        monkeypatch.setenv(name, value)
    assert read_settings().vault == vault


def test_minutes_count_from_1970() -> None:
    assert 29_000_000 < minute() < 60_000_000
