"""What leaves the vault, leaves with the person's consent, and the case says so."""

import hashlib
import json
import os
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from safeconduct.app.machine.settings import minute
from safeconduct.app.vault import vault_home
from safeconduct.log.errors import LogError
from safeconduct.log.exchange import bundle
from safeconduct.log.vault.vault import Vault
from tests.app.call_kit import CASES, ROOT
from tests.app.desk_kit import Group, Member, rows
from tests.app.leaving_kit import EXPORT, PURPOSE, consent, ready, sparrow


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


def allow(group: Group, asker: Member, other: Member, number: int) -> None:
    """Ask to take so many out, and have another person allow it."""
    asker.does("export", "--ask", str(number), "--for", PURPOSE)
    (asked,) = rows(asker.json("person", "list"), "requests")
    name = str(asked["id"])[:8]
    assert "another person" in asker.refused("person", "allow", name)
    group.carry(asker, other)
    other.does("person", "allow", name)
    group.carry(other, asker)


def test_more_than_ten_cases_leave_only_if_a_second_coordinator_allows(
    group: Group,
) -> None:
    anna = group.founder()
    dina = group.join(anna, "Dina", "coordinator")
    out = group.folder / "all.json"
    export = ("export", *ready(anna, 11), "--for", PURPOSE, "-o", str(out))
    assert "--ask 11" in anna.refused(*export)
    allow(group, anna, dina, 11)
    anna.does(*export)
    assert len(json.loads(out.read_text("utf-8"))) == 11
    assert last(anna, "Case 3")["kind"] == "handed_over"


def test_what_was_allowed_is_used_once(group: Group) -> None:
    anna = group.founder()
    dina = group.join(anna, "Dina", "coordinator")
    names, out = ready(anna, 11), group.folder / "all.json"
    export = ("export", *names, "--for", PURPOSE, "-o", str(out))
    allow(group, anna, dina, 12)
    anna.does(*export)
    out.unlink()
    assert "each time" in anna.refused(*export)
    assert not out.exists()
    # What was allowed takes nothing from what needs nobody.
    anna.does("export", names[0], "--for", PURPOSE, "-o", out)


def test_a_document_is_one_of_the_ten(group: Group) -> None:
    anna, out = group.founder(), group.folder / "some.json"
    anna("case", "new", "--from", CASES / "sparrow.toml")
    for scope, to in (("dossier", "counsel"), ("action-pack", "arrest")):
        consent(anna, scope, to)
    names = ready(anna, 10)
    pack = ("action-pack", "vault:Sparrow", "-o", group.folder / "pack.pdf")
    assert anna(*pack).status == 0
    # The same case once more is no more cases.
    dossier = ("dossier", "vault:Sparrow", "-o", group.folder / "dossier.pdf")
    assert anna(*dossier).status == 0
    export = ("export", *names, "--for", PURPOSE, "-o", str(out))
    assert "yours in these hours: 1" in anna.refused(*export)
    anna.does("export", *names[:9], "--for", PURPOSE, "-o", out)
    assert "--ask 1" in anna.refused("export", names[9], "--for", PURPOSE, "-o", out)
    (group.folder / "pack.pdf").unlink()
    assert anna(*pack).status == 0


def test_a_document_beyond_the_ten_is_not_made(group: Group) -> None:
    anna, out = sparrow(group), group.folder / "dossier.pdf"
    consent(anna, "dossier", "counsel")
    anna.does(
        "export", *ready(anna, 10), "--for", PURPOSE, "-o", group.folder / "all.json"
    )
    assert "--ask 1" in anna.refused("dossier", "vault:Sparrow", "-o", out)
    assert not out.exists()


def test_a_place_that_cannot_be_written_to_uses_up_nothing(group: Group) -> None:
    anna, names = sparrow(group), ready(group.member("Anna"), 10)
    consent(anna, "export", PURPOSE)
    assert "No file can be written here" in anna.refused(*EXPORT, group.folder)
    anna.does("export", *names, "--for", PURPOSE, "-o", group.folder / "all.json")


def test_leaving_in_tens_counts_together_for_a_day(
    group: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna = group.founder()
    names, out = ready(anna, 12), group.folder / "some.json"
    first = ("export", *names[:9], "--for", PURPOSE, "-o", str(out))
    anna.does(*first)
    # The same cases once more are no more cases.
    anna.does(*first)
    anna.does("export", names[9], "--for", PURPOSE, "-o", out)
    assert "--ask 2" in anna.refused("export", *names[10:], "--for", PURPOSE, "-o", out)
    monkeypatch.setattr(vault_home, "minute", lambda: minute() + 24 * 60 + 1)
    anna.does("export", *names[10:], "--for", PURPOSE, "-o", out)


PHOTO = b"\xff\xd8\xff" + bytes(range(256)) * 9000


def photo(group: Group) -> Path:
    """A file as somebody sent it."""
    path = group.folder / "Ivan Petrov, wound.exe"
    path.write_bytes(PHOTO)
    return path


def test_a_file_leaves_under_a_neutral_name_with_an_index(group: Group) -> None:
    anna = sparrow(group)
    boris = group.join(anna, "Boris", "first_line")
    anna.does("say", "Sparrow", "--file", photo(group), "--title", "a wound")
    anna.does("say", "Sparrow", "--file", CASES / "sparrow.toml")
    consent(anna, "export", PURPOSE)
    consent(anna, "files", PURPOSE)
    group.carry(anna, boris)
    folder = group.folder / "out" / "files"
    told = boris.does(*EXPORT, group.folder / "a.json", "--files", folder)
    assert "as they came: 2" in told
    assert sorted(path.name for path in folder.iterdir()) == [
        "0001.jpg", "0002.txt", "index.json",
    ]  # fmt: skip
    assert (folder / "0001.jpg").read_bytes() == PHOTO
    index = json.loads((folder / "index.json").read_text("utf-8"))
    assert [line["title"] for line in index] == ["a wound", ""]
    assert index[0]["sha256"] == hashlib.sha256(PHOTO).hexdigest()
    assert index[0]["case"] == "Sparrow"
    assert "Ivan" not in json.dumps([index, boris.json("case", "show", "Sparrow")])
    assert folder.stat().st_mode & 0o777 == 0o700
    assert not (folder / "0001.jpg").stat().st_mode & 0o111
    assert last(boris)["body"]["what"] == "export: main; files: 2"  # type: ignore[index]


def test_without_a_consent_to_files_none_leaves(group: Group) -> None:
    anna, folder = sparrow(group), group.folder / "files"
    anna.does("say", "Sparrow", "--file", photo(group))
    consent(anna, "export", PURPOSE)
    out = group.folder / "a.json"
    assert 'scope = "files"' in anna.refused(*EXPORT, out, "--files", folder)
    consent(anna, "files", "a newspaper")
    anna.refused(*EXPORT, out, "--files", folder)
    assert not out.exists()
    assert not folder.exists()
    anna.does(*EXPORT, out)
    assert b"\xff\xd8" not in out.read_bytes()


def test_a_folder_that_is_there_is_not_written_into(group: Group) -> None:
    anna, folder = sparrow(group), group.folder / "files"
    anna.does("say", "Sparrow", "--file", photo(group))
    consent(anna, "export", PURPOSE)
    consent(anna, "files", PURPOSE)
    folder.mkdir()
    out = group.folder / "a.json"
    assert "there already" in anna.refused(*EXPORT, out, "--files", folder)
    assert not out.exists()
    assert list(folder.iterdir()) == []


def test_files_whose_leaving_cannot_be_said_do_not_leave(
    group: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna, folder = sparrow(group), group.folder / "files"
    anna.does("say", "Sparrow", "--file", photo(group))
    consent(anna, "export", PURPOSE)
    consent(anna, "files", PURPOSE)
    monkeypatch.setattr(Vault, "append", full)
    before = sorted(group.folder.iterdir())
    assert "full" in anna.refused(*EXPORT, group.folder / "a.json", "--files", folder)
    assert sorted(group.folder.iterdir()) == before


@pytest.mark.parametrize(
    ("more", "what"),
    [
        pytest.param(("--title", "x"), "--title goes with", id="a title of words"),
        pytest.param(("words", "--file", "f"), "not both", id="words and a file"),
        pytest.param(("--kind", "fact", "--file", "f"), "not both", id="a fact"),
    ],
)
def test_words_and_a_file_are_not_one_entry(
    group: Group, more: tuple[str, ...], what: str
) -> None:
    anna = group.founder()
    done = anna("say", "Sparrow", *more)
    assert done.status == 2
    assert what in done.told


def test_what_is_no_file_is_not_attached(group: Group) -> None:
    anna, pipe = sparrow(group), group.folder / "pipe"
    os.mkfifo(pipe)
    empty = group.folder / "empty"
    empty.touch()
    for path, what in ((pipe, "no file"), (empty, "0 bytes"), (pipe / "x", "read")):
        assert what in anna.refused("say", "Sparrow", "--file", path)
    long = ("say", "Sparrow", "--file", empty, "--title", "x" * 201)
    assert "200 characters" in anna.refused(*long)


def test_what_one_bundle_does_not_hold_goes_into_several(
    group: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna = group.founder()
    boris = group.join(anna, "Boris", "first_line")
    anna.does("case", "new", "--alias", "Sparrow")
    anna.does("say", "Sparrow", "--file", photo(group))
    monkeypatch.setattr(bundle, "MAX_BUNDLE_BYTES", 1_300_000)
    told = anna.does("export", "--bundle", group.folder / "stick.bundle")
    sticks = sorted(group.folder.glob("stick*"))
    assert [path.name for path in sticks] == [
        "stick-2.bundle", "stick-3.bundle", "stick.bundle",
    ]  # fmt: skip
    assert "These are 3 files" in told
    assert max(path.stat().st_size for path in sticks) <= 1_300_000
    boris.does("import", *sticks)
    assert last(boris)["kind"] == "file"
    assert boris.does("verify")


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


def full(_vault: Vault, *_rest: object) -> bytes:
    """What a full disk lets nobody write."""
    msg = "The disk is full."
    raise LogError(msg, kind="full")


def test_a_case_that_cannot_say_so_does_not_leave(
    group: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
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
        pytest.param(("export", "--bundle", "b", "--files", "d"), id="files sealed"),
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
