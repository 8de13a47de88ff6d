"""A wrong case file is told file, line, column, what is wrong, and nothing else."""

import re
from pathlib import Path

import pytest

from safeconduct.base.errors import InputError
from safeconduct.facts.case_file import read_case
from safeconduct.rulebook.record import Rulebook
from tests.app.call_kit import BAD_CASES, ON, Run

FILES = sorted(BAD_CASES.glob("*.toml"))
_EXPECT = re.compile(r"^\ufeff?# expect: (.*)$", re.MULTILINE)


def _expected(path: Path) -> list[str]:
    beside = path.with_name(f"{path.name}.expect")
    text = (beside if beside.exists() else path).read_bytes()
    return _EXPECT.findall(text.decode("utf-8", errors="replace"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_bad_case_file_is_refused_with_what_is_wrong(
    path: Path, shipped: Rulebook
) -> None:
    with pytest.raises(InputError) as caught:
        read_case(path.read_bytes(), file=path.name, rulebook=shipped)
    assert _expected(path)
    assert not [text for text in _expected(path) if text not in str(caught.value)]
    assert all(fault.file == path.name for fault in caught.value.faults)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_command_line_tells_each_fault_on_one_line(path: Path, run: Run) -> None:
    done = run("assess", path, *ON)
    assert (done.status, done.out) == (1, "")
    lines = done.told.splitlines()
    assert lines
    assert all(line.startswith(f"{path.name}:") for line in lines)
    assert "Traceback" not in done.told
    assert not [text for text in _expected(path) if text not in done.told]


def test_there_are_bad_case_files() -> None:
    assert len(FILES) > 50
