"""The files of the directory of help are what their schema says."""

import tomllib
from pathlib import Path

import pytest

from tests.spec.test_schema import ROOT, faults, schema

FILES = sorted((ROOT / "law" / "help").glob("*.toml"))


def _first_contact() -> dict[str, object]:
    path = ROOT / "law" / "help" / "organisations.toml"
    content: dict[str, object] = tomllib.loads(path.read_text("utf-8"))
    contacts = content["contact"]
    assert isinstance(contacts, list)
    first: dict[str, object] = contacts[0]
    return first


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_of_the_directory_fits_its_schema(path: Path) -> None:
    assert not faults(tomllib.loads(path.read_text("utf-8")), schema("help"))


@pytest.mark.parametrize(
    "change",
    [
        {"surprise": 1},
        {"status": {}},
        {"status": {"undesirable": {"state": "free", "as_of": "2026"}}},
        {"status": {"undesirable": {"state": "designated", "as_of": "2026"}}},
        {"sources": []},
        {"kinds": ["magic"]},
    ],
    ids=["key", "no status", "free", "no source of it", "no source", "kind"],
)
def test_what_the_program_refuses_does_not_fit(change: dict[str, object]) -> None:
    assert faults(
        {"version": 1, "contact": [_first_contact() | change]}, schema("help")
    )
