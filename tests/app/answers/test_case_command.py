"""The commands about one case: what they print is a contract."""

import json
from pathlib import Path
from typing import cast

import pytest

from safeconduct.app.answers import case_command
from safeconduct.app.screen.reader import may_name
from safeconduct.base.text import same
from tests.app.call_kit import CASES, HEAD, ON, ROOT, Run

STORY = CASES / "composite.toml"
Table = dict[str, object]


def _parsed(text: str) -> Table:
    return cast("Table", json.loads(text))


def _tables(whole: Table, key: str) -> list[Table]:
    return cast("list[Table]", whole[key])


@pytest.fixture
def assessed(run: Run) -> Table:
    """The assessment of a story as JSON."""
    return _parsed(run("assess", STORY, *ON, "--json", "--counsel").out)


CONTRACT = {
    "findings": "id jurisdiction kind title truth marks prima_facie as_decided exact "
    "why stale notices",
    "questions": "fact text score settles counsel_only",
    "deadlines": "id title due latest starts steps source warnings",
    "clocks": "id used allowed window ends",
    "warnings": "text finding",
}
_KINDS = {
    "protection", "danger", "duty", "exposure", "exclusion", "open_norm", "practice",
    "step",
}  # fmt: skip


def test_an_assessment_has_the_keys_of_the_contract(assessed: Table) -> None:
    receipt = cast("Table", assessed["receipt"])
    assert {"rulebook", "engine", "on", "known_on", "facts"} <= set(receipt)
    assert (receipt["on"], receipt["known_on"]) == ("2026-11-22", "2026-11-22")
    assert str(receipt["facts"]).startswith("sha256:")
    for name, keys in CONTRACT.items():
        assert _tables(assessed, name), name
        for item in _tables(assessed, name):
            assert set(keys.split()) <= set(item), name


def test_a_finding_is_one_of_the_kinds_and_truths(assessed: Table) -> None:
    for item in _tables(assessed, "findings"):
        assert item["kind"] in _KINDS
        assert item["truth"] in {"true", "false", "unknown", "disputed"}
        why = cast("Table", item["why"])
        assert {"rule", "truth", "says", "source", "of"} <= set(why)


def test_a_question_says_what_its_answers_settle(assessed: Table) -> None:
    settled = [
        one
        for item in _tables(assessed, "questions")
        for one in _tables(item, "settles")
    ]
    assert settled
    assert all({"answer", "finding", "truth"} <= set(one) for one in settled)


def test_a_deadline_starts_from_a_fact(assessed: Table) -> None:
    for item in _tables(assessed, "deadlines"):
        assert set(cast("Table", item["starts"])) == {"fact", "day"}


@pytest.mark.parametrize("lang", ["en", "ru", "fr"])
def test_the_same_question_has_the_same_answer_in_every_language(
    run: Run, assessed: Table, lang: str
) -> None:
    found = _parsed(
        run("assess", STORY, *ON, "--json", "--counsel", "--lang", lang).out
    )
    assert [(item["id"], item["truth"]) for item in _tables(found, "findings")] == [
        (item["id"], item["truth"]) for item in _tables(assessed, "findings")
    ]
    assert found["receipt"] == assessed["receipt"]


def test_the_same_inputs_give_the_same_bytes(run: Run) -> None:
    args = ("assess", STORY, *ON, "--json")
    assert run(*args).out == run(*args).out


def test_questions_are_ranked_for_one_finding(run: Run) -> None:
    story = CASES / "farhad.toml"
    args = ("--goal", "fr.refugee", *ON, "--json", "--counsel")
    questions = _tables(_parsed(run("ask", story, *args).out), "questions")
    assert questions
    assert all(set(CONTRACT["questions"].split()) <= set(item) for item in questions)
    assert run("ask", story, *ON).out


def test_a_finding_is_explained_and_what_would_change_it_is_told(
    run: Run, assessed: Table
) -> None:
    finding = str(_tables(assessed, "findings")[0]["id"])
    why = _parsed(run("why", STORY, finding, *ON, "--json").out)
    assert {"finding", "why", "smallest"} <= set(why)
    changed = _parsed(run("change", STORY, finding, *ON, "--json").out)
    assert {"finding", "changes", "warning"} <= set(changed)
    assert run("why", STORY, finding, *ON).out
    assert run("change", STORY, finding, *ON).out


@pytest.mark.parametrize(
    "path", sorted((ROOT / "tests/data/hostile").glob("*.toml")), ids=lambda p: p.stem
)
def test_what_only_looks_dangerous_is_printed_as_it_was_written(
    run: Run, path: Path
) -> None:
    done = run("assess", path, *ON)
    assert (done.status, done.told) == (0, "")
    assert "\x1b" not in done.out
    if path.stem == "markup":
        assert "#panic(1) *b* _i_ $x$ <b> {{7*7}} =1+1 @ref" in done.out


def test_a_bomb_of_rows_ends_with_a_result_or_a_fault(run: Run, tmp_path: Path) -> None:
    bombs = {
        "rows": '[[fact]]\nname = "left.day"\nvalue = 2022\n' * 20_000,
        "a key": "a" * 1_000_000 + " = 1\n",
        "a dotted key": "a." * 200_000 + "a = 1\n",
        "tables": "[[fact]]\n" * 100_000,
        "a list": f"notes = [{'1,' * 400_000}]\n",
        "brackets": "notes = " + "[" * 400_000,
        "a number": "notes = " + "9" * 900_000,
    }
    for name, text in bombs.items():
        path = tmp_path / "bomb.toml"
        path.write_text(HEAD + text)
        done = run("assess", path, *ON)
        assert done.status in {0, 1}, name
        assert "Traceback" not in done.told
        assert all(len(line) < 1_000 for line in done.told.splitlines()), name


@pytest.mark.parametrize(
    ("fact", "may"),
    [
        ("wanted.federal", True),
        ("ru.callup_kind", True),
        ("wanted.interpol", False),
        ("claim.registered", False),
        ("list.applications", False),
        ("kz.registered", False),
    ],
)
def test_inside_russia_a_fact_of_abroad_is_not_spoken_of(
    *, fact: str, may: bool
) -> None:
    said = "Sought through Interpol" if fact.endswith("interpol") else "A word"
    assert may_name(fact, same(said), "RU") is may
    assert may_name(fact, same(said), "KZ")


def test_a_reason_of_which_a_part_is_held_back_is_not_told(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    args = ("why", CASES / "sparrow.toml", "ru.cis_search", *ON, "--reader-in", "RU")
    assert "Smallest reason: " in run(*args).out
    monkeypatch.setattr(case_command, "may_name", lambda *_: False)
    assert "reason: " not in run(*args).out
    assert _parsed(run(*args, "--json").out)["smallest"] == []
