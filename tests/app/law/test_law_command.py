"""The commands about the law itself."""

import json
import shutil
from pathlib import Path

import pytest

from safeconduct.app.books.law_folder import shipped_law
from tests.app.call_kit import HEAD, ON, Run
from tests.rulebook.page_kit import BAD_PAGES, PROSE, SMALL, finding, head, rules

CASE = '\n```case yes\n[facts]\n"refusal.said" = true\n[expect]\n"xx.q" = "true"\n```\n'
PAGE = head() + PROSE + rules("xx.q IF refusal.said") + finding("xx.q") + CASE


def _law(folder: Path, page: str = PAGE) -> Path:
    (folder / "vocabulary").mkdir(parents=True)
    shutil.copy(SMALL, folder / "vocabulary" / "small.toml")
    (folder / "xx.md").write_text(page)
    return folder


def test_pages_and_facts_are_listed(run: Run) -> None:
    pages = json.loads(run("law", "list", "--json").out)
    keys = {"id", "version", "kind", "jurisdiction", "bears", "sources", "findings"}
    assert all(keys <= set(page) for page in pages)
    facts = json.loads(run("law", "list", "--facts", "--json").out)
    keys = {"name", "type", "cardinality", "question", "marks"}
    assert all(keys <= set(fact) for fact in facts)
    assert all("values" in fact or "columns" in fact for fact in facts)
    assert "left.day" in run("law", "list", "--facts").out
    assert "[law, protection]" in run("law", "list").out


def test_a_page_is_shown_as_it_is_written(run: Run, tmp_path: Path) -> None:
    law = _law(tmp_path / "law")
    assert run("law", "show", "xx.q", "--law", law).out == PAGE + "\n"
    (shown,) = json.loads(run("law", "show", "xx.leave", "--law", law, "--json").out)
    assert shown["text"] == PAGE
    assert shown["page"]["id"] == "xx.leave"


@pytest.mark.parametrize(
    "path", sorted(BAD_PAGES.glob("[a-z]*.md")), ids=lambda path: path.stem
)
def test_a_wrong_page_is_one_line_for_each_fault(
    run: Run, tmp_path: Path, path: Path
) -> None:
    law = _law(tmp_path / "law")
    shutil.copy(path, law / "xx.md")
    done = run("law", "list", "--law", law)
    assert (done.status, done.out) == (1, "")
    assert all(line.startswith("xx.md:") for line in done.told.splitlines())
    checked = run("law", "check", "--law", law, "--on", "2026-11-22")
    assert checked.status == 1
    assert set(done.told.splitlines()) <= set(checked.out.splitlines())


def test_a_sound_rulebook_has_only_what_its_cases_leave_out(
    run: Run, tmp_path: Path
) -> None:
    law = _law(tmp_path / "law")
    done = run("law", "check", "--law", law, "--on", "2026-11-22")
    assert done.status == 1
    assert "xx.md:19: No case of the page shows the rule" in done.out
    assert "1 pages, 1 rules, 1 cases, " in done.out


def test_a_case_that_does_not_hold_is_told_with_its_line(
    run: Run, tmp_path: Path
) -> None:
    law = _law(tmp_path / "law", PAGE.replace('"xx.q" = "true"', '"xx.q" = "false"'))
    done = run("law", "check", "--law", law, "--on", "2026-11-22")
    line = PAGE.split("\n").index("```case yes") + 1
    assert f"xx.md:{line}: case 'yes': xx.q is true, not false" in done.out


def test_a_key_that_no_answer_can_be_is_told(run: Run, tmp_path: Path) -> None:
    parameter = (
        '\n```parameter xx.x\ntype = "bool"\ntitle = { en = "a", ru = "b", fr = "c" }\n'
        'keyed_by = "place.country"\nvalues = [{ key = "KX", value = true }]\n```\n'
    )
    page = PAGE.replace("IF refusal.said", "IF refusal.said AND xx.x") + parameter
    law = _law(tmp_path / "law", page)
    done = run("law", "check", "--law", law, "--on", "2026-11-22")
    assert "'KX' is no value of 'place.country' (key)." in done.out


def test_what_changed_and_whom_it_touches_is_told(run: Run, tmp_path: Path) -> None:
    old = _law(tmp_path / "old")
    new = _law(tmp_path / "new", PAGE.replace("IF refusal", "IF NOT refusal"))
    case = tmp_path / "case.toml"
    case.write_text(HEAD + '[[fact]]\nname = "refusal.said"\nvalue = true\n')
    args = ("law", "diff", old, new, "--case", case, *ON)
    found = json.loads(run(*args, "--json").out)
    assert [page["kind"] for page in found["pages"]] == ["changed"]
    assert run(*args).out.endswith(" outcomes.\n")


def test_a_page_keeps_the_day_on_which_it_was_recorded(
    run: Run, tmp_path: Path
) -> None:
    law = _law(tmp_path / "law")
    (law / "recorded.toml").write_text('[recorded]\n"xx.leave" = 2025-05-05\n')
    (law / "yy.md").write_text(head("xx.stay"))
    done = run("law", "record", "--law", law)
    assert (done.status, done.out) == (0, "")
    lines = (law / "recorded.toml").read_text().splitlines()
    assert '"xx.leave" = 2025-05-05' in lines
    assert any(line.startswith('"xx.stay" = 20') for line in lines)


def test_a_case_of_another_vocabulary_is_refused(run: Run, tmp_path: Path) -> None:
    law = _law(tmp_path / "law")
    case = tmp_path / "case.toml"
    case.write_text(HEAD + '[[fact]]\nname = "wanted.federal"\nvalue = true\n')
    done = run("assess", case, "--law", law, *ON)
    assert done.told.startswith("case.toml:6:1: No fact is called 'wanted.federal'.")


def test_the_shipped_law_is_never_written_to(run: Run) -> None:
    before = {path: path.stat().st_mtime_ns for path in shipped_law().rglob("*")}
    assert run("law", "list").status == 0
    assert {p: p.stat().st_mtime_ns for p in shipped_law().rglob("*")} == before


def test_the_faults_are_given_as_json(run: Run, tmp_path: Path) -> None:
    law = _law(tmp_path / "law")
    found = json.loads(run("law", "check", "--law", law, *ON[:2], "--json").out)
    assert (found["pages"], found["rules"], found["cases"]) == (1, 1, 1)
    assert found["notes"] == []
    assert {"file", "line", "column", "what", "mend"} == set(found["faults"][0])


def test_what_the_cases_show_of_each_rule_is_a_table(run: Run, tmp_path: Path) -> None:
    law = _law(tmp_path / "law")
    lines = run("law", "check", "--law", law, "--coverage").out.splitlines()
    assert lines == [
        "true ------- -----  xx.md:19  xx.leave.1",
        "1 rules, 0 shown true, unknown and false.",
    ]
    unknown = CASE.replace("case yes", "case open").replace('"true"', '"unknown"')
    both = unknown.replace('said" = true', 'said" = ["true", "false"]')
    (law / "xx.md").write_text(PAGE + both)
    (rule,) = json.loads(run("law", "check", "--law", law, "--coverage", "--json").out)
    assert rule["shown"] == ["true", "unknown"]


def test_what_the_cases_do_not_notice_is_told_with_its_line(
    run: Run, tmp_path: Path
) -> None:
    closed = PAGE.replace("xx.q IF refusal.said", "CLOSED xx.q IF refusal.said")
    law = _law(tmp_path / "law", closed)
    done = run("law", "check", "--law", law, "--mutate")
    assert done.out.splitlines() == [
        "xx.md: 2 of 3 mutants noticed by the page's own cases (66.7%), 2 by any case",
        "  xx.md:19: xx.leave.1: CLOSED is gone",
        (
            "1 pages, 2 of 3 mutants noticed by the page's own cases (66.7%), "
            "2 by any case."
        ),
    ]
    found = json.loads(run("law", "check", "--law", law, "--mutate", "--json").out)
    (page,) = found["pages"]
    assert (found["mutants"], page["score"]) == (3, 0.6667)
    assert page["left"][0]["line"] == 19
    other = run("law", "check", "--law", law, "--mutate", "--page", "yy.md")
    assert (other.status, other.told) == (1, "yy.md: No page stands in this file.\n")


@pytest.mark.parametrize("lang", ["en", "ru", "fr"])
def test_what_must_be_read_again_first_is_told_with_whom_it_would_hurt(
    run: Run, tmp_path: Path, lang: str
) -> None:
    case = tmp_path / "case.toml"
    case.write_text(HEAD + '[[fact]]\nname = "place.country"\nvalue = "KZ"\n')
    args = ("law", "check", "--danger", "--case", case, *ON, "--lang", lang)
    found = json.loads(run(*args, "--json").out)
    scores = [page["score"] for page in found]
    assert scores == sorted(scores, reverse=True)
    assert all(page["why"] and (page["findings"] or page["hurt"]) for page in found)
    hurt = {one["case"] for page in found for one in page["hurt"]}
    assert "Test" in hurt
    told = run(*args).out
    assert found[0]["version"] in told
    assert found[0]["wrong"] in " ".join(told.split())


def test_of_another_folder_of_law_only_the_cases_given_are_looked_at(
    run: Run, tmp_path: Path
) -> None:
    law = _law(tmp_path / "law")
    fresh = run("law", "check", "--law", law, "--danger", "--on", "2026-02-01")
    assert fresh.out == "Nothing has to be read again now.\n"
    case = tmp_path / "case.toml"
    case.write_text(HEAD + '[[fact]]\nname = "refusal.said"\nvalue = true\n')
    args = ("law", "check", "--law", law, "--danger", "--on", "2027-06-01")
    assert "It would hurt" not in run(*args).out
    goal = PAGE.replace(
        'kind = "protection"\ntitle', 'goal = 3\nkind = "protection"\ntitle'
    )
    (law / "xx.md").write_text(goal)
    assert "It would hurt: Test" in run(*args, "--case", case).out


def test_one_look_at_a_time(run: Run) -> None:
    done = run("law", "check", "--mutate", "--danger")
    assert (done.status, "Choose one of" in done.told) == (2, True)
