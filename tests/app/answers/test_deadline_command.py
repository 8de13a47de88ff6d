"""One deadline on the command line."""

import json
import shutil
from pathlib import Path

import pytest

from tests.app.call_kit import ON, Run
from tests.rulebook.page_kit import PROSE, SMALL, TITLE, block, head

RULE = "fr.cnda_appeal"


def test_a_deadline_is_worked_out(run: Run) -> None:
    done = run("deadline", RULE, "--from", "2026-03-02", *ON, "--json")
    found = json.loads(done.out)
    assert {"id", "due", "latest", "starts", "steps", "source", "warnings"} <= set(
        found
    )
    assert (found["id"], found["due"][:7]) == (RULE, "2026-04")
    text = run("deadline", RULE, "--from", "2026-03-02", *ON).out
    assert found["due"] in text


def test_a_start_known_in_part_gives_the_earliest_day(run: Run) -> None:
    day = json.loads(run("deadline", RULE, "--from", "2026-03", *ON, "--json").out)
    span = run("deadline", RULE, "--from", "2026-03-01/2026-03-31", *ON, "--json")
    assert json.loads(span.out) == day


@pytest.mark.parametrize(
    ("args", "line"),
    [
        pytest.param(("--from", "soon"), "--from: 'soon' is not a day", id="no day"),
        pytest.param(
            ("--from", "2026-02-30"), "--from: '2026-02-30' is not", id="none"
        ),
        pytest.param(
            ("--from", "2026-02/2026-01"), "--from: '2026-02/2026-01' e", id="b"
        ),
        pytest.param(("--from", "2026-01-01T99"), "--from: ", id="no hour"),
        pytest.param(("--from", "9999-12-31"), "--from: So late a day", id="late"),
        pytest.param(("--set", "left.dya=2024"), "command line: No fact is", id="name"),
        pytest.param(("--set", "left.day"), "--set: '' is not a day", id="no value"),
        pytest.param(("--set", "left.day=soon"), "--set: 'soon' is not a day", id="v"),
        pytest.param(
            ("--set", "case.opened=1"), "--set: 'case.opened' is true", id="b"
        ),
        pytest.param(
            ("--set", "person.age=x"), "--set: 'person.age' is a whole", id="i"
        ),
        pytest.param(
            ("--set", "place.country=XX"), "--set: 'XX' is no value of", id="e"
        ),
    ],
)
def test_what_cannot_be_read_is_one_line(
    run: Run, args: tuple[str, ...], line: str
) -> None:
    start = () if "--from" in args else ("--from", "2026-03-02")
    done = run("deadline", RULE, *start, *args, *ON)
    assert (done.status, done.out) == (1, "")
    assert done.told.startswith(line)
    assert done.told.count("\n") == 1


@pytest.mark.parametrize(
    "given",
    ["left.day=2024-01", "case.opened=true", "person.age=30", "place.country=KZ"],
)
def test_a_fact_may_be_given_beside_the_start(run: Run, given: str) -> None:
    args = ("deadline", RULE, "--from", "2026-03-02", "--set", given, *ON)
    assert run(*args).status == 0


@pytest.mark.usefixtures("_expired_pack")
def test_a_pack_past_its_last_day_is_warned_of(run: Run) -> None:
    args = ("deadline", RULE, "--from", "2026-03-02", "--on", "2026-03-20")
    late = json.loads(run(*args, "--known-on", "2026-03-21", "--json").out)
    good = json.loads(run(*args, "--known-on", "2026-03-20", "--json").out)
    assert late["due"] == good["due"]
    first, *rest = late["warnings"]
    assert first.startswith("The signed law pack was good until 2026-03-20")
    assert rest == good["warnings"]


def test_a_version_counts_from_the_day_on_which_it_was_recorded(
    run: Run, tmp_path: Path
) -> None:
    """The later version binds already, but nobody had recorded it."""
    (tmp_path / "vocabulary").mkdir()
    shutil.copy(SMALL, tmp_path / "vocabulary" / "small.toml")
    for day, length in (("2026-01-01", "10 days"), ("2026-06-01", "20 days")):
        said = f'runs_against = "person"\nstarts = "left.day"\nlength = "{length}"\n'
        text = head(binds_from=day) + PROSE
        text += block("deadline", "xx.d", f"{said}title = {TITLE}")
        (tmp_path / f"{day}.md").write_text(text)
    recorded = '[recorded]\n"xx.leave@2026-06-01" = 2026-08-01\n'
    (tmp_path / "recorded.toml").write_text(recorded)
    args = ("deadline", "xx.d", "--from", "2026-07-01", "--law", tmp_path, "--json")
    days = ("--on", "2026-07-01", "--known-on")
    assert json.loads(run(*args, *days, "2026-07-31").out)["latest"] == "2026-07-11"
    assert json.loads(run(*args, *days, "2026-08-01").out)["latest"] == "2026-07-21"
