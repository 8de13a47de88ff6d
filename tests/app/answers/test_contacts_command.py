"""Who helps in a country, on the command line."""

import json
from pathlib import Path

import pytest

from safeconduct.app.books.help_folder import country_names, read_directory, try_help
from safeconduct.app.books.law_folder import shipped_law
from safeconduct.base.errors import InputError
from safeconduct.base.text import LANGUAGES
from safeconduct.rulebook.help import KINDS, Directory
from safeconduct.rulebook.record import Rulebook
from tests.app.call_kit import Run

# Bodies that are asked to stop a removal, and the parameter of int.remedies with the
# states for which acceptance is sourced.
ASKED = {
    "un_hrc": "remedy.op1",
    "un_cat": "remedy.art22",
    "echr_rule39": "remedy.echr_party",
    "un_ced": "remedy.ced_party",
}


@pytest.fixture(scope="module")
def directory(shipped: Rulebook) -> Directory:
    """The directory that ships."""
    return read_directory(shipped_law(), shipped)


def test_the_directory_that_ships_is_without_fault(shipped: Rulebook) -> None:
    assert not try_help(shipped_law(), shipped)[1]


def test_all_organisations_and_bodies_of_the_material_are_in_it(
    directory: Directory,
) -> None:
    assert len(directory.contacts) >= 42 + 8
    assert {"idite_lesom", "kibhr", "un_hrc", "legal_aid_ru"} <= set(directory.contacts)


def test_countries_and_languages_print(run: Run, shipped: Rulebook) -> None:
    for country in list(country_names(shipped))[::6]:
        done = run("contacts", "--in", country, "--json", "--reader-in", "KZ")
        assert done.status == 0, done.told
        assert [item["kind"] for item in json.loads(done.out)["kinds"]] == list(KINDS)
    for language in LANGUAGES:
        assert run("contacts", "--in", "KZ", "--lang", language).status == 0


def test_a_kind_without_a_contact_says_so(run: Run) -> None:
    out = run("contacts", "--in", "KZ", "--kind", "press").out
    assert "Press contacts: not searched" in out


def test_json_says_what_the_lines_say(run: Run) -> None:
    found = json.loads(run("contacts", "--in", "kz", "--kind", "legal", "--json").out)
    assert (found["country"], found["reader_in"]) == ("KZ", "KZ")
    (legal,) = found["kinds"]
    first = legal["contacts"][0]
    assert first["id"] == "kibhr"
    assert first["channel"] == "site bureau.kz"
    assert first["status"]["undesirable"]["state"] == "not_found"
    text = run("contacts", "--in", "KZ", "--kind", "legal").out
    for item in legal["contacts"]:
        assert item["name"] in " ".join(text.split())


def test_a_contact_of_two_kinds_is_told_in_full_once(run: Run) -> None:
    out = run("contacts", "--in", "KZ").out
    assert out.count("Channel: site bureau.kz") == 1
    assert "Rule of Law (see above)" in " ".join(out.split())


def test_the_bodies_serve_the_states_of_the_page_on_remedies(
    directory: Directory, shipped: Rulebook
) -> None:
    parameters = {item.id: item for page in shipped.pages for item in page.parameters}
    for body, name in ASKED.items():
        open_now = {
            value.key
            for value in parameters[name].values
            if value.value is True and value.holds_to is None
        }
        assert set(directory.contacts[body].serves) == open_now, body


@pytest.mark.parametrize(
    ("args", "status", "line"),
    [
        pytest.param((), 2, "Missing option '--in'", id="no country"),
        pytest.param(("--in", "KZX"), 1, "No country is called 'KZX'", id="country"),
        pytest.param(
            ("--in", "KZ", "--reader-in", "Russia"),
            1,
            "No country is called 'RUSSIA'",
            id="a reader who knows where",
        ),
        pytest.param(("--in", "KZ", "--kind", "magic"), 2, "'magic'", id="kind"),
    ],
)
def test_what_cannot_be_answered_is_one_line(
    run: Run, args: tuple[str, ...], status: int, line: str
) -> None:
    done = run("contacts", *args)
    assert (done.status, done.out) == (status, "")
    assert line in done.told


def test_a_folder_without_a_directory_says_so(
    shipped: Rulebook, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match="no directory of help"):
        read_directory(tmp_path, shipped)


def test_a_faulty_file_is_told_with_its_place(
    shipped: Rulebook, tmp_path: Path
) -> None:
    (tmp_path / "help").mkdir()
    (tmp_path / "help" / "a.toml").write_text("version = 1\nsurprise = 2\n")
    with pytest.raises(InputError, match=r"help/a\.toml:2:1: 'surprise'"):
        read_directory(tmp_path, shipped)


@pytest.mark.usefixtures("_expired_pack")
@pytest.mark.parametrize("reader", ["KZ", "RU"])
def test_a_pack_past_its_last_day_is_warned_of_first(run: Run, reader: str) -> None:
    args = ("contacts", "--in", "KZ", "--reader-in", reader)
    lead = "The signed law pack was good until 2026-03-20"
    assert run(*args).out.split("\n")[2].startswith(f"!! {lead}")
    (warned,) = json.loads(run(*args, "--json").out)["warnings"]
    assert warned.startswith(lead)
