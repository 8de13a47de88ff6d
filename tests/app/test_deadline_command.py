"""One deadline on the command line."""

import json

import pytest

from tests.app.call_kit import ON, Run

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
