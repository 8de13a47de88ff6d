"""When we are at fault one line says so; it holds no word of the person's case."""

from pathlib import Path

import pytest

from tests.promises.kept import ROOT, must_fail, run_planted

CASE = str(ROOT / "cases" / "composite.toml")
WORDS = "the man at the river"
BUG = f"""
from safeconduct.app.answers import case_command
def broken(*_):
    raise ValueError("{WORDS}")
case_command.assessment_lines = broken
case_command.assessor_of = broken
"""
UNGUARDED = (
    BUG
    + """
from safeconduct.app import command
command._our_fault = sys.__excepthook__
"""
)
FAULTS = {
    "ours": (BUG, ("assess", CASE), 3),
    "a file that is not there": ("", ("assess", f"/nowhere/{WORDS}/case.toml"), 1),
}


def one_line_and_no_word_of_the_case(
    planted: str, arguments: tuple[str, ...], status: int
) -> None:
    """The exit status is right, nothing is printed as a result, no trace is shown."""
    found = run_planted(planted, *arguments)
    assert found.returncode == status
    assert found.stdout == ""
    assert len(found.stderr.strip().splitlines()) == 1, found.stderr
    assert "Traceback" not in found.stderr
    assert WORDS not in found.stderr


@pytest.mark.parametrize(
    ("planted", "arguments", "status"), FAULTS.values(), ids=FAULTS
)
def test_one_line_and_no_word_of_the_case(
    planted: str, arguments: tuple[str, ...], status: int
) -> None:
    one_line_and_no_word_of_the_case(planted, arguments, status)


def test_a_case_file_at_fault_is_named_by_line_and_not_by_content(
    tmp_path: Path,
) -> None:
    case = tmp_path / "case.toml"
    case.write_text(f'format = 1\nalias = "Alder"\nlanguages = ["en"]\nnotes = 1\n'
                    f'[[event]]\ntext = "{WORDS}"\nday = "32"\n', "utf-8")  # fmt: skip
    one_line = run_planted("", "assess", str(case))
    assert one_line.returncode == 1
    assert WORDS not in one_line.stderr
    assert "case.toml:" in one_line.stderr


def test_without_the_last_resort_the_trace_tells_it() -> None:
    must_fail(lambda: one_line_and_no_word_of_the_case(UNGUARDED, ("assess", CASE), 3))
