"""Cases: opened, told, shared, merged, passed on; each sees what he may and no more."""

import json
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from safeconduct.facts.case_file import read_case
from safeconduct.rulebook.record import Rulebook
from tests.app.call_kit import CASES
from tests.app.desk_kit import Group, Member, rows
from tests.facts.case_maker import in_parts

REPORTS = ("--on", "2024-06-30", "--known-on", "2026-11-22")


def entries(desk: Member, case: str, *more: str) -> list[dict[str, object]]:
    return rows(desk.json("case", "show", case, *more), "entries")


def kinds(desk: Member, case: str, *more: str) -> list[object]:
    return [item["kind"] for item in entries(desk, case, *more)]


def entry(desk: Member, case: str, text: str) -> str:
    """The id of the entry that says something."""
    (found,) = [
        item for item in entries(desk, case) if text in json.dumps(item["body"])
    ]
    return str(found["id"])


@pytest.mark.parametrize("story", ["sparrow", "farhad", "yevgeny", "sportsmaster"])
def test_a_story_in_the_vault_is_assessed_as_its_file_is(
    group: Group, story: str
) -> None:
    anna, path = group.founder(), CASES / f"{story}.toml"
    assert anna("case", "new", "--from", path).status == 0
    alias = tomllib.loads(path.read_text("utf-8"))["alias"]
    in_vault = anna.json("assess", f"vault:{alias}", *REPORTS)
    on_disk = anna.json("assess", path, *REPORTS)
    for key in ("findings", "questions", "deadlines", "clocks"):
        assert in_vault[key] == on_disk[key], key


@pytest.mark.parametrize(
    "path", sorted(CASES.glob("*.toml")), ids=lambda path: path.stem
)
def test_a_case_file_leaves_the_vault_as_it_came_and_can_come_again(
    group: Group, shipped: Rulebook, path: Path
) -> None:
    anna = group.founder()
    dina = group.join(anna, "Dina", "coordinator")
    clara = group.join(anna, "Clara", "counsel", also=dina)
    case = read_case(path.read_bytes(), file=path.name, rulebook=shipped)
    names = [case.alias, "Again"]
    first, second = group.folder / "first.json", group.folder / "second.json"
    clara.does("case", "new", "--from", path)
    take_out(clara, case.alias, first)
    content = json.loads(first.read_text("utf-8"))
    content["alias"] = names[1]
    first.write_text(json.dumps(content), "utf-8")
    clara.does("case", "new", "--from", first)
    take_out(clara, names[1], second)
    again = read_case(second.read_bytes(), file="second", rulebook=shipped)
    own = [one for one in again.consents if one.what != "export"]
    again = replace(again, alias=case.alias, consents=tuple(own))
    assert in_parts(again) == in_parts(case)


def take_out(desk: Member, alias: str, out: Path) -> None:
    """Write a case to a file, with all of its parts that are there."""
    said = 'scope = "export"\npurpose = "us"\n'
    desk.does("say", alias, "--kind", "consent", said=said)
    parts = [part for part in ("papers", "counsel") if entries_in(desk, alias, part)]
    named = [word for part in parts for word in ("--part", part)]
    desk.does("export", alias, "-o", out, "--for", "us", *named)


def entries_in(desk: Member, alias: str, part: str) -> bool:
    return desk("case", "show", alias, "--part", part).status == 0


def test_counsels_lines_of_a_file_wait_for_counsel(group: Group) -> None:
    anna = group.founder()
    boris = group.join(anna, "Boris", "first_line")
    done = boris("case", "new", "--from", CASES / "composite.toml")
    assert "for 'counsel', where you may not write" in done.told
    (row,) = rows(boris.json("case", "list"), "cases")
    told = boris.refused("case", "show", str(row["alias"]), "--part", "counsel")
    assert "no key" in told


def test_two_say_different_things_and_both_stand(group: Group) -> None:
    anna = group.founder()
    boris = group.join(anna, "Boris", "first_line")
    anna.does("case", "new", "--alias", "Sparrow")
    group.carry(anna, boris)
    fact = 'name = "place.country"\nvalue = "{0}"\nwitness = "person"\n'
    anna.does("say", "Sparrow", "--kind", "fact", said=fact.format("KZ"))
    boris.does("say", "Sparrow", "--kind", "fact", said=fact.format("AM"))
    group.carry(anna, boris, anna)
    for desk in (anna, boris):
        (both,) = rows(desk.json("case", "show", "Sparrow"), "side_by_side")
        assert both["fact"] == "place.country"
        assert len(both["entries"]) == 2  # type: ignore[arg-type]
        assert "Side by side" in desk.does("case", "show", "Sparrow")
    old = [entry(anna, "Sparrow", country)[:8] for country in ("KZ", "AM")]
    decided = f"{fact.format('AM')}replaces = {json.dumps(old)}\n"
    anna.does("say", "Sparrow", "--kind", "fact", said=decided)
    assert rows(anna.json("case", "show", "Sparrow"), "side_by_side") == []


def test_the_entries_stand_in_order_with_author_and_day(group: Group) -> None:
    anna = group.founder()
    boris = group.join(anna, "Boris", "first_line")
    anna.does("case", "new", "--alias", "Sparrow", "--lang-of-person", "ru")
    group.carry(anna, boris)
    boris.does("say", "Sparrow", said="He called.\n")
    group.carry(boris, anna)
    found = entries(anna, "Sparrow")
    assert [(item["kind"], item["name"]) for item in found] == [
        ("opened", "Anna"), ("membership", "Anna"), ("text", "Boris"),
    ]  # fmt: skip
    assert found[2]["body"] == {"text": "He called."}


def test_two_cases_of_one_alias_are_told_apart(group: Group) -> None:
    anna = group.founder()
    anna.does("case", "new", "--alias", "Sparrow")
    anna.does("case", "new", "--alias", "Sparrow")
    told = anna.refused("case", "show", "Sparrow")
    found = [str(item["id"]) for item in rows(anna.json("case", "list"), "cases")]
    assert all(name[:8] in told for name in found)
    for name in found:
        assert anna.json("case", "show", name[:8])["case"] == name


def test_a_wrong_alias_brings_the_nearest(group: Group) -> None:
    anna = group.founder()
    anna.does("case", "new", "--alias", "Sparrow")
    assert "Did you mean 'Sparrow'" in anna.refused("case", "show", "Sparow")


def test_words_are_found_again(group: Group) -> None:
    anna = group.founder()
    anna.does("case", "new", "--alias", "Sparrow")
    anna.does("say", "Sparrow", said="Он перешёл границу ночью.")
    anna.does("say", "Sparrow", said="Nothing else.")
    (hit,) = rows(anna.json("case", "list", "--search", "границу"), "hits")
    assert "границу" in str(hit["excerpt"])
    assert "nowhere" in anna.does("case", "list", "--search", "yesterday")


def test_an_empty_vault_has_no_cases_and_says_so(group: Group) -> None:
    assert "no case" in group.founder().does("case", "list")


def test_merged_and_split_cases_name_each_other(group: Group) -> None:
    anna = group.founder()
    for alias in ("Sparrow", "Swallow"):
        anna.does("case", "new", "--alias", alias)
    anna.does("say", "Sparrow", said="of the brother")
    anna.does("case", "merge", "Swallow", "Sparrow", "--why", "one person")
    assert kinds(anna, "Swallow")[-1] == kinds(anna, "Sparrow")[-1] == "merged"
    moved = entry(anna, "Sparrow", "brother")
    anna.does("case", "split", "Sparrow", moved[:8], "--alias", "Brother")
    assert kinds(anna, "Sparrow")[-1] == "split"
    assert kinds(anna, "Brother") == ["opened", "membership", "text"]


def test_what_is_passed_to_counsel_is_counsels_alone(group: Group) -> None:
    anna = group.founder()
    dina = group.join(anna, "Dina", "coordinator")
    clara = group.join(anna, "Clara", "counsel", also=dina)
    group.carry(clara, anna)
    anna.does("case", "new", "--alias", "Sparrow")
    anna.does("say", "Sparrow", said="I fired.")
    anna.does("case", "pass", "Sparrow", entry(anna, "Sparrow", "fired")[:8])
    shown = anna.does("case", "show", "Sparrow")
    assert "fired" not in shown
    assert "read_by: Anna, Clara, Dina" in shown
    group.carry(anna, clara)
    assert "fired" in clara.does("case", "show", "Sparrow", "--part", "counsel")
    assert "fired" not in clara.does("case", "show", "Sparrow")


def test_a_case_whose_name_came_before_somebody_is_called_by_its_number(
    group: Group,
) -> None:
    anna = group.founder()
    anna.does("case", "new", "--alias", "Sparrow")
    boris = group.join(anna, "Boris", "first_line", since=())
    group.carry(boris, anna)
    anna.does("say", "Sparrow", said="He called.")
    group.carry(anna, boris)
    (row,) = rows(boris.json("case", "list"), "cases")
    assert row["alias"] == ""
    assert "(its name came before you)" in boris.does("case", "list")
    shown = boris.does("case", "show", str(row["id"])[:8])
    assert "He called." in shown
    assert "Sparrow" not in shown
    hit = boris.does("case", "list", "--search", "called")
    assert str(row["id"])[:8] in hit


def test_who_could_open_a_case_is_shown(group: Group) -> None:
    anna = group.founder()
    group.join(anna, "Boris", "first_line")
    anna.does("case", "new", "--alias", "Sparrow")
    anna.does("person", "remove", "Boris", "--why", "left")
    whole = anna.json("case", "show", "Sparrow", "--access")
    found = {str(item["name"]): item["until"] for item in rows(whole, "access")}
    assert found["Anna"] is None
    assert found["Boris"] is not None
    assert "Boris" in anna.does("case", "show", "Sparrow", "--access")


@pytest.mark.parametrize(
    ("kind", "said", "told"),
    [
        pytest.param("fact", 'name = "place.contry"', "place.country", id="a fact"),
        pytest.param(
            "fact", 'name = "place.country"\nvalue = "XXL"', "place.country", id="value"
        ),
        pytest.param("row", 'list = "chargs"\narticle = "a337"', "charges", id="list"),
        pytest.param("event", 'text = "t"\nday = "2023-02-30"', "2023-02-30", id="day"),
        pytest.param("consent", 'scop = "export"', "scope", id="a field"),
        pytest.param("task", "what = [", "TOML", id="no TOML"),
        pytest.param("text", "  \n", "nothing", id="nothing"),
        pytest.param(
            "text", "a\u202eb", "U+202E", id="what turns the writing around"
        ),
        pytest.param(
            "consent", 'scope = "export"\nwithdraws = ["00aa11bb"]', "00aa11bb",
            id="an entry that is not there",
        ),
    ],
)  # fmt: skip
def test_what_could_not_be_read_later_is_not_written(
    group: Group, kind: str, said: str, told: str
) -> None:
    anna = group.founder()
    anna.does("case", "new", "--alias", "Sparrow")
    before = len(entries(anna, "Sparrow"))
    assert told in anna.refused("say", "Sparrow", "--kind", kind, said=said)
    assert len(entries(anna, "Sparrow")) == before


def test_every_kind_is_written_as_it_is_said(group: Group, tmp_path: Path) -> None:
    anna = group.founder()
    anna.does("case", "new", "--alias", "Sparrow")
    said = {
        "row": 'list = "charges"\narticle = "a337"\nwitness = "press"',
        "event": 'text = "He ran."\nday = 2024-04-01',
        "message_in": 'text = "Help"\nchannel = "portal"\nwriter = "person"',
        "message_out": 'text = "Yes"\nchannel = "portal"',
        "task": 'what = "call"\ndue = 2026-12-01',
        "check_in": 'due = "2026-12-02"\nquiet = true',
        "verification": 'what = "order"\nhow = "seen"\nresult = "confirmed"',
        "consent": 'scope = "export"\npurpose = "OFPRA"',
        "statement": 'text = "I refuse."\nlanguage = "ru"',
        "referral": 'to = "a lawyer"\nwhat = "the claim"',
    }
    for kind, text in said.items():
        path = tmp_path / f"{kind}.toml"
        path.write_text(text)
        anna.does("say", "Sparrow", path, "--kind", kind)
    assert kinds(anna, "Sparrow") == ["opened", "membership", *said]


@pytest.mark.parametrize(
    ("kind", "said", "part"),
    [
        pytest.param("consent", 'scope = "export"', "counsel", id="a consent"),
        pytest.param(
            "statement", 'text = "I"\nlanguage = "ru"', "papers", id="a statement"
        ),
        pytest.param(
            "judgement",
            'norm = "int.norm.serious_reasons"\nvalue = "true"\n'
            'by = "counsel"\nreasons = "r"',
            "main",
            id="a judgement",
        ),
    ],
)
def test_nothing_is_written_where_nobody_looks_for_it(
    group: Group, kind: str, said: str, part: str
) -> None:
    anna = group.founder()
    dina = group.join(anna, "Dina", "coordinator")
    clara = group.join(anna, "Clara", "counsel", also=dina)
    clara.does("case", "new", "--alias", "Sparrow")
    body = ("say", "Sparrow", "--kind", kind, "--part", part)
    clara.refused(*body, said=said)
    assert kinds(clara, "Sparrow") == ["opened", "membership"]


def test_papers_are_for_counsel_and_whom_counsel_lets(group: Group) -> None:
    anna = group.founder()
    dina = group.join(anna, "Dina", "coordinator")
    clara = group.join(anna, "Clara", "counsel", also=dina)
    clara.does("case", "new", "--alias", "Sparrow")
    clara.does("say", "Sparrow", "--part", "papers", said="passport 45 no")
    assert kinds(clara, "Sparrow", "--part", "papers") == ["opened", "text"]
    group.carry(clara, dina)
    assert "no key" in dina.refused("case", "show", "Sparrow", "--part", "papers")
    assert "may not" in dina.refused("say", "Sparrow", "--part", "papers", said="x")
    clara.does("case", "grant", "Sparrow", "Dina", "--part", "papers", "--history")
    clara.does("case", "revoke", "Sparrow", "Dina", "--part", "papers")
    whole = clara.json("case", "show", "Sparrow", "--part", "papers", "--access")
    by = {str(item["name"]): item["by"] for item in rows(whole, "access")}
    assert by == {"Clara": "role", "Dina": "grant"}


def test_a_receipt_is_kept_where_its_highest_input_stands(group: Group) -> None:
    anna = group.founder()
    dina = group.join(anna, "Dina", "coordinator")
    clara = group.join(anna, "Clara", "counsel", also=dina)
    anna.does("case", "new", "--alias", "Sparrow")
    group.carry(anna, clara)
    anna("assess", "vault:Sparrow", "--keep")
    assert kinds(anna, "Sparrow")[-1] == "assessment"
    fact = 'name = "place.country"\nvalue = "KZ"\nwitness = "person"\n'
    clara.does("say", "Sparrow", "--kind", "fact", "--part", "counsel", said=fact)
    clara("assess", "vault:Sparrow", "--keep", "--counsel")
    assert kinds(clara, "Sparrow", "--part", "counsel")[-1] == "assessment"
    assert "assessment" not in kinds(clara, "Sparrow")
    assert (
        "vault:ALIAS" in anna("assess", CASES / "sparrow.toml", "--keep", *REPORTS).told
    )
