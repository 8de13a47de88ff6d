"""What a contact endangers is said before it, and nothing without a source."""

import json

import pytest

from safeconduct.app.answers import contacts_command
from safeconduct.app.books.help_folder import read_directory
from safeconduct.app.books.law_folder import shipped_law
from safeconduct.base.text import LANGUAGES, Language, Text
from safeconduct.rulebook import help_list
from safeconduct.rulebook.help import Contact, Directory
from tests.promises.kept import must_fail, shipped, told
from tests.promises.test_no_organisation_is_named_inside_russia import NAMED
from tests.promises.test_no_private_name_is_kept import TRACES

# A body's own address is what the directory is for; a person's never stands in it.
OF_BODIES = {
    "ohchr-wgad@un.org",
    "urgent-action@ohchr.org",
    "t.me/c",
    "Норвежский Хельсинкский",
}


def directory() -> Directory:
    """The directory that ships."""
    return read_directory(shipped_law(), shipped())


def _listed(country: str, at: Language) -> list[dict[str, object]]:
    said = told(
        "contacts", "--in", country, "--reader-in", "KZ", "--json", "--lang", at
    )
    return [item for kind in json.loads(said)["kinds"] for item in kind["contacts"]]


def the_warning_stands_before_the_contact() -> None:
    """In JSON no contact is without one; in lines it stands right before the name."""
    bodies = directory()
    for at in LANGUAGES:
        for shown in _listed("KZ", at):
            assert shown["warnings"], shown["id"]
        text = " ".join(told("contacts", "--in", "KZ", "--lang", at).split())
        for item in bodies.contacts.values():
            name = f"- {item.name.within(at)}"
            if name in text:
                before = text[: text.index(name)]
                tail = before[before.rindex("!!") :]
                warning = help_list.warnings_of(item, bodies)[-1].within(at)
                assert tail.split() == ["!!", *warning.split()], item.id


def a_designation_is_said_with_its_day_and_source() -> None:
    """Whoever stands on a list is shown so, with the list, the day and the source."""
    bodies = directory()
    for item in bodies.contacts.values():
        said = " ".join(text.en for text in help_list.warnings_of(item, bodies))
        for status in item.status:
            if status.state == "not_found":
                assert bodies.labels[status.label].name.en in said
                assert "Unknown is not free" in said
                continue
            assert f"as {bodies.labels[status.label].name.en} since" in said, item.id
            assert str(status.since or "a day that was not found") in said
            assert f"read {status.sources[0].read}" in said


def nothing_is_shown_without_a_source() -> None:
    """Every contact that is shown has a source with the day read, none from memory."""
    for country in ("KZ", "AM", "GE", "TR", "RS", "KG"):
        for item in _listed(country, "en"):
            sources = item["source"]
            assert isinstance(sources, list)
            assert sources, item["id"]
            assert any(not str(one).endswith("memory") for one in sources), item["id"]
            assert all("; read 20" in str(one) for one in sources), item["id"]


def nobody_is_named_inside_russia() -> None:
    """Whichever country is asked about, in lines and in JSON, in every language."""
    names = {
        said
        for item in directory().contacts.values()
        for said in (item.name.en, item.name.ru, item.name.fr, *item.also)
    }
    for at in LANGUAGES:
        for call in (
            ("--in", "RU"),
            ("--in", "KZ", "--reader-in", "RU"),
            ("--in", "KZ", "--reader-in", "ru", "--json", "--kind", "legal"),
        ):
            said = told("contacts", *call, "--lang", at)
            assert "112" in said
            assert NAMED.search(said) is None, (call, NAMED.search(said))
            assert not [name for name in names if name in said], call
            assert "http" not in said


def no_person_stands_in_the_directory() -> None:
    """No name, number or address of a person; those of bodies only."""
    for path in sorted((shipped_law() / "help").glob("*.toml")):
        text = path.read_text("utf-8")
        for what, pattern in TRACES.items():
            found = {match[0] for match in pattern.finditer(text)} - OF_BODIES
            assert not found, (path.name, what, found)


def test_the_warning_stands_before_the_contact() -> None:
    the_warning_stands_before_the_contact()


def test_a_designation_is_said_with_its_day_and_source() -> None:
    a_designation_is_said_with_its_day_and_source()


def test_nothing_is_shown_without_a_source() -> None:
    nothing_is_shown_without_a_source()


def test_nobody_is_named_inside_russia() -> None:
    nobody_is_named_inside_russia()


def test_no_person_stands_in_the_directory() -> None:
    no_person_stands_in_the_directory()


def test_every_text_for_a_reader_inside_is_shown() -> None:
    texts = directory().advice_for("inside")
    said = " ".join(told("contacts", "--in", "RU").split())
    assert texts
    assert not [text.en for text in texts if text.en not in said]


def test_without_the_warnings_the_promise_fails(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(help_list, "warnings_of", lambda _item, _directory: ())
    must_fail(the_warning_stands_before_the_contact)


def test_without_the_unknown_the_promise_fails(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    empty = Text(en="", ru="", fr="")
    monkeypatch.setattr(help_list, "_not_found", lambda _labels, _day: empty)
    must_fail(a_designation_is_said_with_its_day_and_source)


def test_with_what_is_from_memory_the_promise_fails(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Contact, "is_sourced", lambda _self: True)
    must_fail(nothing_is_shown_without_a_source)


def test_without_the_guard_they_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contacts_command, "GUARDED", frozenset())
    must_fail(nobody_is_named_inside_russia)
