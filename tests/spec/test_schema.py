"""What the specs publish as schemas is what the files are."""

import json
import re
import tomllib
from datetime import date
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

ROOT = Path(__file__).parents[2]
CASES = sorted((ROOT / "cases").glob("*.toml"))
PAGES = sorted((ROOT / "law").rglob("*.md"))
VOCABULARIES = sorted((ROOT / "law" / "vocabulary").glob("*.toml"))
BLOCK = re.compile(r"^```([a-z]+) ?(\S*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def schema(name: str) -> dict[str, object]:
    text = (ROOT / "spec" / f"{name}.schema.json").read_text(encoding="utf-8")
    content: dict[str, object] = json.loads(text)
    return content


def as_json(item: object) -> object:
    """TOML as JSON: days become ISO texts."""
    if isinstance(item, dict):
        return {key: as_json(value) for key, value in item.items()}
    if isinstance(item, list):
        return [as_json(value) for value in item]
    return item.isoformat() if isinstance(item, date) else item


def faults(content: object, whole: dict[str, object]) -> list[str]:
    validator = Draft202012Validator(whole)
    return [error.message for error in validator.iter_errors(as_json(content))]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_case_file_fits_its_schema(path: Path) -> None:
    assert not faults(tomllib.loads(path.read_text("utf-8")), schema("case-file"))


@pytest.mark.parametrize("path", VOCABULARIES, ids=lambda path: path.stem)
def test_a_vocabulary_fits_its_schema(path: Path) -> None:
    whole = schema("law-page")
    part = {**whole, "$ref": "#/$defs/vocabulary"}
    for key in ("type", "properties", "required", "additionalProperties"):
        part.pop(key, None)
    assert not faults(tomllib.loads(path.read_text("utf-8")), part)


def test_a_case_file_with_an_unknown_key_does_not_fit() -> None:
    content = tomllib.loads(CASES[0].read_text("utf-8")) | {"surprise": 1}
    assert faults(content, schema("case-file"))


def page_as_json(path: Path) -> dict[str, object]:
    """A page as the schema sees it: its head, its prose, its blocks by kind and id."""
    _, head, body = path.read_text("utf-8").split("+++\n", maxsplit=2)
    page: dict[str, object] = {"head": tomllib.loads(head), "prose": body}
    for kind, name, text in BLOCK.findall(body):
        if kind == "rule":
            page.setdefault("rule", []).append(text)  # type: ignore[attr-defined]
        elif kind == "prose":
            page.setdefault("translation", {})[name] = text  # type: ignore[index]
        elif kind == "burden":
            page.setdefault(kind, []).append(tomllib.loads(text))  # type: ignore[attr-defined]
        else:
            page.setdefault(kind, {})[name] = tomllib.loads(text)  # type: ignore[index]
    return page


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_law_page_fits_its_schema(path: Path) -> None:
    assert not faults(page_as_json(path), schema("law-page"))
