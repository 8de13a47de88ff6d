"""What leaves the vault, leaves with the person's consent, and the case says so."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from safeconduct.log.errors import LogError
from safeconduct.log.vault import Vault
from tests.app.call_kit import CASES, ROOT
from tests.app.desk_kit import Group, Member, rows

PURPOSE = "asylum office"
EXPORT: tuple[str, ...] = ("export", "Sparrow", "--for", PURPOSE, "-o")


def consent(desk: Member, scope: str, purpose: str, more: str = "") -> str:
    """Enter that the person agreed; the entry's digits."""
    said = f'scope = "{scope}"\npurpose = "{purpose}"\n{more}'
    printed = desk.does("say", "Sparrow", "--kind", "consent", said=said)
    return printed.split()[-1]


def sparrow(group: Group) -> Member:
    anna = group.founder()
    anna("case", "new", "--from", CASES / "sparrow.toml")
    return anna


def last(desk: Member, case: str = "Sparrow") -> dict[str, object]:
    return rows(desk.json("case", "show", case), "entries")[-1]


def test_an_exported_case_is_a_case_file_and_leaves_its_mark(group: Group) -> None:
    anna, out = sparrow(group), group.folder / "sparrow.json"
    consent(anna, "export", PURPOSE)
    anna.does(*EXPORT, out)
    schema = json.loads((ROOT / "spec" / "case-file.schema.json").read_text("utf-8"))
    content = json.loads(out.read_text("utf-8"))
    errors = Draft202012Validator(schema).iter_errors(content)
    assert [error.message for error in errors] == []
    assert content["alias"] == "Sparrow"
    mark = last(anna)
    assert mark["kind"] == "handed_over"
    assert mark["body"]["to"] == PURPOSE  # type: ignore[index]


@pytest.mark.parametrize(
    ("scope", "purpose", "more"),
    [
        pytest.param("", "", "", id="none"),
        pytest.param("dossier", PURPOSE, "", id="to something else"),
        pytest.param("export", "a newspaper", "", id="for something else"),
        pytest.param("export", PURPOSE, 'until = "2020-01-01"', id="till a day past"),
    ],
)
def test_without_a_consent_that_covers_it_nothing_leaves(
    group: Group, scope: str, purpose: str, more: str
) -> None:
    anna, out = sparrow(group), group.folder / "sparrow.json"
    if scope:
        consent(anna, scope, purpose, more)
    told = anna.refused(*EXPORT, out)
    assert "--kind consent" in told
    assert not out.exists()


def test_a_consent_that_was_withdrawn_covers_nothing(group: Group) -> None:
    anna, out = sparrow(group), group.folder / "sparrow.json"
    given = consent(anna, "export", PURPOSE)
    consent(anna, "export", PURPOSE, f'withdraws = ["{given}"]')
    anna.refused(*EXPORT, out)
    assert not out.exists()


def test_more_than_ten_cases_leave_only_if_a_second_coordinator_allows(
    group: Group,
) -> None:
    anna = group.founder()
    dina = group.join(anna, "Dina", "coordinator")
    out = group.folder / "all.json"
    names = [f"Case {at}" for at in range(11)]
    for name in names:
        anna.does("case", "new", "--alias", name)
        said = f'scope = "export"\npurpose = "{PURPOSE}"\n'
        anna.does("say", name, "--kind", "consent", said=said)
    export = ("export", *names, "--for", PURPOSE, "-o", str(out))
    assert "--ask 11" in anna.refused(*export)
    anna.does("export", "--ask", "11", "--for", PURPOSE)
    (asked,) = rows(anna.json("person", "list"), "requests")
    assert "another person" in anna.refused("person", "allow", str(asked["id"]))
    anna.refused(*export)
    group.carry(anna, dina)
    dina.does("person", "allow", str(asked["id"])[:8])
    group.carry(dina, anna)
    anna.does(*export)
    assert len(json.loads(out.read_text("utf-8"))) == 11
    assert last(anna, "Case 3")["kind"] == "handed_over"


@pytest.mark.parametrize(
    ("command", "scope", "to"),
    [
        pytest.param(("dossier",), "dossier", "counsel", id="dossier"),
        pytest.param(
            ("dossier", "--audience", "authority"), "dossier", "authority",
            id="for an authority",
        ),
        pytest.param(("action-pack",), "action-pack", "arrest", id="action pack"),
    ],
)  # fmt: skip
def test_a_document_needs_a_consent_too(
    group: Group, command: tuple[str, ...], scope: str, to: str
) -> None:
    anna, out = sparrow(group), group.folder / "document.pdf"
    call = (*command, "vault:Sparrow", "-o", str(out))
    anna.refused(*call)
    assert not out.exists()
    consent(anna, scope, to)
    assert anna(*call).status == 0
    assert out.read_bytes().startswith(b"%PDF")
    assert last(anna)["kind"] == "handed_over"


def test_the_alarm_card_holds_nothing_of_the_case_and_needs_none(group: Group) -> None:
    anna, out = sparrow(group), group.folder / "card.pdf"
    assert anna("alarm-card", "vault:Sparrow", "-o", out).status == 0
    assert last(anna)["kind"] != "handed_over"


def test_counsels_part_leaves_only_when_it_is_named(group: Group) -> None:
    anna = group.founder()
    dina = group.join(anna, "Dina", "coordinator")
    clara = group.join(anna, "Clara", "counsel", also=dina)
    clara.does("case", "new", "--alias", "Sparrow")
    fact = 'name = "place.country"\nvalue = "KZ"\nwitness = "person"\n'
    clara.does("say", "Sparrow", "--part", "counsel", "--kind", "fact", said=fact)
    consent(clara, "export", PURPOSE)
    first, second = group.folder / "one.json", group.folder / "two.json"
    clara.does(*EXPORT, first)
    clara.does(*EXPORT, second, "--part", "counsel")
    assert "KZ" not in first.read_text("utf-8")
    assert "KZ" in second.read_text("utf-8")
    told = anna.refused("export", "Nobody", "--for", "x", "-o", first)
    assert "no case" in told


def test_a_case_that_cannot_say_so_does_not_leave(
    group: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_vault: Vault, *_rest: object) -> bytes:
        msg = "The disk is full."
        raise LogError(msg, kind="full")

    anna, out = sparrow(group), group.folder / "sparrow.json"
    consent(anna, "export", PURPOSE)
    monkeypatch.setattr(Vault, "append", full)
    assert "full" in anna.refused(*EXPORT, out)
    assert not out.exists()


def test_a_damaged_bundle_brings_nothing(group: Group) -> None:
    anna = group.founder()
    boris = group.join(anna, "Boris", "first_line")
    anna.does("case", "new", "--alias", "Sparrow")
    stick = group.folder / "stick"
    anna.does("export", "--bundle", stick)
    raw = bytearray(stick.read_bytes())
    raw[-100] ^= 1
    stick.write_bytes(raw)
    assert "damaged" in boris.refused("import", stick)
    assert rows(boris.json("case", "list"), "cases") == []


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(("export",), id="nothing"),
        pytest.param(("export", "-o", "f", "--for", "x"), id="no case"),
        pytest.param(("export", "Sparrow", "-o", "f"), id="no purpose"),
        pytest.param(("export", "-o", "f", "--bundle", "b"), id="two at once"),
    ],
)
def test_wrong_use_writes_nothing(
    group: Group, arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    anna, folder = group.founder(), group.folder / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    assert anna(*arguments).status == 2
    assert list(Path().iterdir()) == []
