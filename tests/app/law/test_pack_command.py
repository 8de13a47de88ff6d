"""The commands about law packs, as a person calls them."""

import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from safeconduct.app.books.law_folder import shipped_law
from safeconduct.app.books.pack_store import pack_folder, read_installed
from safeconduct.app.calls import call
from safeconduct.app.law import pack_command, pack_phrase
from safeconduct.app.machine.settings import Settings, read_settings
from safeconduct.sealing.archive import is_allowed
from safeconduct.sealing.errors import Refusal
from safeconduct.sealing.law_root import fingerprint
from safeconduct.sealing.signature import seal_key, write_public
from safeconduct.sealing.stretch import Stretch
from tests.app.call_kit import Run
from tests.sealing.pack_kit import (
    HOLIDAYS,
    KEYS,
    LAW,
    PAGE,
    ROOT,
    TODAY,
    archive,
    pack,
    root,
)

WORDS = "correct horse battery"
CHEAP = Stretch(memory_kib=64, passes=1, lanes=1)
CASE = 'format = 1\nalias = "Test"\nlanguages = ["ru"]\nas_of = 2026-11-20\n'
CASE += '[[fact]]\nname = "refusal.said"\nvalue = true\n'


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> Path:
    """A folder with keys, a root, law, packs; and an installation of its own."""
    del run  # it sets a home of its own, which this one replaces
    monkeypatch.setenv("SAFECONDUCT_HOME", str(tmp_path / "home"))
    for module in (call, pack_command):
        monkeypatch.setattr(module, "read_settings", _settings_of_that_day)
    for name in "ABCD":
        text = seal_key(KEYS[name], WORDS, salt=name.encode() * 16, stretch=CHEAP)
        (tmp_path / f"{name}.key").write_text(text)
        (tmp_path / f"{name}.pub").write_text(write_public(KEYS[name].public()))
    (tmp_path / "root").write_bytes(ROOT)
    (tmp_path / "case.toml").write_text(CASE)
    for name, raw in {**LAW, "holidays/XX.toml": HOLIDAYS.encode()}.items():
        path = tmp_path / "law" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(raw)
    for number in (1, 2):
        (tmp_path / f"{number}.pack").write_bytes(archive(pack(number)))
    return tmp_path


def _settings_of_that_day() -> Settings:
    return replace(read_settings(), today=TODAY)


@pytest.fixture
def words() -> Callable[[], str]:
    """A descriptor from which the passphrase is read, new for each call."""

    def opened() -> str:
        out, into = os.pipe()
        os.write(into, WORDS.encode())
        os.close(into)
        return str(out)

    return opened


def trusting(run: Run, place: Path) -> None:
    """Trust the root of the packs."""
    print_of_root = fingerprint(ROOT, file="root")
    done = run("law", "trust", place / "root", "--fingerprint", print_of_root)
    assert done.status == 0, done.told


def test_from_keys_to_an_installed_pack(
    run: Run, place: Path, words: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(place)
    monkeypatch.setattr(pack_command, "seal_key", _cheaply)
    for name in "xyz":
        key = ("law", "key", f"desk {name}", "-o", name, "--passphrase-fd", words())
        assert run(*key).status == 0
    keys = ("--key", "x.pub", "--key", "y.pub", "--key", "z.pub")
    made = run("law", "root", "-o", "r1", *keys, "--expires", "2099-01-01")
    assert "Signatures still needed: at least 2, of: desk x, desk y, desk z" in made.out
    for name in "xz":
        run("law", "sign", "r1", "--key", name, "--passphrase-fd", words())
    told = ("law", "pack", "law", "-o", "p", "--root", "r1", "--number", "1")
    assert run(*told, "--expires", "2098-01-01").status == 0
    run("law", "sign", "p", "--key", "y", "--passphrase-fd", words())
    done = run("law", "sign", "p", "--key", "x", "--passphrase-fd", words())
    assert "Signed by: desk x, desk y" in done.out
    assert "still needed" not in done.out
    assert run("law", "trust", "r1").status == 1
    done = run("law", "trust", "r1")
    digits = done.out.partition("Fingerprint: ")[2].splitlines()[0]
    assert run("law", "trust", "r1", "--fingerprint", digits).status == 0
    done = run("law", "install", "p")
    assert "Law pack 1 is installed: good until 2098-01-01, 1 pages." in done.out
    assert "* 1  good until 2098-01-01" in run("law", "packs").out
    assert run("law", "list").out.startswith("xx.leave")


def _cheaply(*args: object, **more: object) -> str:
    return seal_key(*args, **more, stretch=CHEAP)  # type: ignore[arg-type]  # handed on


def test_a_private_key_is_for_its_owner_alone(
    run: Run, place: Path, words: Callable[[], str]
) -> None:
    out = place / "mine"
    run("law", "key", "mine", "-o", out, "--passphrase-fd", words())
    assert out.stat().st_mode & 0o077 == 0


def test_a_key_is_never_written_over(
    run: Run, place: Path, words: Callable[[], str]
) -> None:
    before = (place / "A.key").read_bytes()
    key = ("law", "key", "A", "-o", place / "A.key", "--passphrase-fd", words())
    assert "never written over" in run(*key).told
    assert (place / "A.key").read_bytes() == before


def test_a_key_has_a_plain_name(
    run: Run, place: Path, words: Callable[[], str]
) -> None:
    made = ("law", "key", 'x"\ny', "-o", place / "k", "--passphrase-fd", words())
    assert run(*made).status == 1
    assert not (place / "k").exists()


@pytest.mark.parametrize("language", ["en", "ru", "fr"])
def test_each_language_is_spoken(run: Run, place: Path, language: str) -> None:
    trusting(run, place)
    for command in (("install", place / "1.pack"), ("packs",)):
        done = run("law", *command, "--lang", language)
        assert (done.status, "{" in done.out) == (0, False)


def test_the_first_root_needs_its_fingerprint(run: Run, place: Path) -> None:
    done = run("law", "trust", place / "root")
    assert (done.status, "Compare the fingerprint" in done.told) == (1, True)
    right = fingerprint(ROOT, file="root")
    done = run("law", "trust", place / "root", "--fingerprint", "00")
    assert (done.status, "not that of this root" in done.told) == (1, True)
    # A right one beside the wrong would be pasted, and nobody would have compared it.
    assert right[:8] not in done.out + done.told
    assert not read_installed(place / "home").root


def test_a_rotation_is_followed_without_a_pack(
    run: Run, place: Path, words: Callable[[], str]
) -> None:
    trusting(run, place)
    keys = [part for name in "BCD" for part in ("--key", place / f"{name}.pub")]
    made = ("-o", place / "r2", "--expires", "2099-01-01", "--after", place / "root")
    assert run("law", "root", *keys, *made).status == 0
    for name in "ABD":
        assert run("law", "trust", place / "r2").status == 1
        sign = ("law", "sign", place / "r2", "--key", place / f"{name}.key")
        after = ("--after", place / "root", "--passphrase-fd", words())
        assert run(*sign, *after).status == 0
    assert run("law", "trust", place / "r2").status == 0
    assert read_installed(place / "home").root == (place / "r2").read_bytes()


def test_an_earlier_pack_is_kept_and_answers_again(run: Run, place: Path) -> None:
    trusting(run, place)
    home, days = place / "home", ("--on", "2026-11-22", "--known-on", "2026-11-22")
    ask = ("assess", place / "case.toml", *days, "--json")
    run("law", "install", place / "1.pack")
    first = run(*ask).out
    other = {**LAW, "xx/leave.md": PAGE.replace("xx.q", "xx.z").encode()}
    (place / "2.pack").write_bytes(archive(pack(2, law=other)))
    assert run("law", "install", place / "2.pack").status == 0
    assert run(*ask).out != first
    assert run(*ask, "--law", pack_folder(home, 1)).out == first
    name = json.loads(first)["receipt"]["rulebook"]
    assert name in run("law", "packs").out


def test_what_is_refused_changes_nothing(run: Run, place: Path) -> None:
    trusting(run, place)
    run("law", "install", place / "2.pack")
    before = _all_bytes(place / "home")
    bad = {**LAW, "xx/again.md": PAGE.encode()}
    (place / "3.pack").write_bytes(archive(pack(3, law=bad)))
    done = run("law", "install", place / "3.pack")
    assert "Two versions of 'xx.leave' are in force" in done.told
    for name in ("1.pack", "root", "case.toml", "missing"):
        assert run("law", "install", place / name).status == 1
    assert _all_bytes(place / "home") == before


def _all_bytes(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("number", [1, 2])
def test_a_pack_altered_on_disk_is_mended_by_its_own_file(
    run: Run, place: Path, number: int
) -> None:
    trusting(run, place)
    for one in (1, 2):
        run("law", "install", place / f"{one}.pack")
    folder = pack_folder(place / "home", number)
    (folder / "xx" / "leave.md").write_text("nothing")
    assert "altered on disk" in run("law", "list", "--law", folder).told
    assert run("law", "install", place / f"{number}.pack").status == 0
    assert run("law", "list", "--law", folder).status == 0
    assert read_installed(place / "home").current == 2


def test_an_installed_pack_is_never_edited(run: Run, place: Path) -> None:
    trusting(run, place)
    run("law", "install", place / "1.pack")
    assert "never edited" in run("law", "record").told


def test_an_altered_pack_is_compared_with_nothing(run: Run, place: Path) -> None:
    trusting(run, place)
    run("law", "install", place / "1.pack")
    folder, case = pack_folder(place / "home", 1), ("--case", place / "case.toml")
    assert run("law", "diff", folder, place / "law", *case).status == 0
    (folder / "xx" / "leave.md").write_text("nothing")
    for pair in ((folder, place / "law"), (place / "law", folder)):
        assert "altered on disk" in run("law", "diff", *pair).told


def test_an_installed_pack_is_not_packed_again(run: Run, place: Path) -> None:
    """What would be signed then names metadata, and no reader takes it."""
    trusting(run, place)
    run("law", "install", place / "1.pack")
    made = ("-o", place / "p", "--root", place / "root", "--number", "2")
    folder = pack_folder(place / "home", 1)
    done = run("law", "pack", folder, *made, "--expires", "2099-01-01")
    assert (done.status, "metadata/targets.json: No file" in done.told) == (1, True)
    assert not (place / "p").exists()


def test_the_folder_given_is_used_as_it_is(run: Run, place: Path) -> None:
    trusting(run, place)
    run("law", "install", place / "1.pack")
    (place / "law" / "xx" / "leave.md").write_text(PAGE.replace("xx.leave", "xx.own"))
    assert run("law", "list", "--law", place / "law").out.startswith("xx.own")


def test_without_an_installation_nothing_is_trusted(
    run: Run, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAFECONDUCT_HOME", "")
    assert "no installation" in run("law", "install", place / "1.pack").told


def test_with_nothing_installed_it_is_said(run: Run, place: Path) -> None:
    del place
    assert "No law pack is installed" in run("law", "packs").out


@pytest.mark.parametrize(
    ("name", "told"),
    [
        pytest.param("xx/run.py", "No file of this name", id="code"),
        pytest.param("templates/x.typ", "No file of this name", id="template"),
        pytest.param("xx/bad.md", "xx/bad.md", id="a faulty page"),
        pytest.param("holidays/YY.toml", "holidays", id="faulty holidays"),
    ],
)
def test_faulty_law_is_not_packed(run: Run, place: Path, name: str, told: str) -> None:
    path = place / "law" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("x = 1")
    made = ("-o", place / "p", "--root", place / "root", "--number", "1")
    done = run("law", "pack", place / "law", *made, "--expires", "2099-01-01")
    assert (done.status, told in done.told) == (1, True)
    assert not (place / "p").exists()


@pytest.mark.parametrize("day", ["9999-12-31", "1999-01-01", "2027-02-30", "soon"])
def test_a_last_day_is_a_day_to_come(run: Run, place: Path, day: str) -> None:
    made = ("-o", place / "p", "--root", place / "root", "--number", "1")
    assert run("law", "pack", place / "law", *made, "--expires", day).status == 2


def test_no_link_and_no_missing_folder_is_packed(run: Run, place: Path) -> None:
    made = ("-o", place / "p", "--root", place / "root", "--number", "1")
    rest = (*made, "--expires", "2099-01-01")
    assert "no such folder" in run("law", "pack", place / "none", *rest).told
    (place / "law" / "xx" / "link.md").symlink_to("leave.md")
    assert "link" in run("law", "pack", place / "law", *rest).told


def test_the_help_names_the_commands_about_packs(run: Run) -> None:
    told = run("law", "--help").out
    assert all(f"\n  {name} " in told for name in ("check", "pack", "sign", "install"))


def test_a_new_first_root_does_not_replace_the_old_one(run: Run, place: Path) -> None:
    trusting(run, place)
    other = root("BCD", by="BC")
    (place / "other").write_bytes(other)
    print_of_root = fingerprint(other, file="other")
    done = run("law", "trust", place / "other", "--fingerprint", print_of_root)
    assert done.status == 1
    assert read_installed(place / "home").root == ROOT


def test_everything_that_ships_fits_into_a_pack() -> None:
    law = shipped_law()
    names = [path.relative_to(law) for path in law.rglob("*") if path.is_file()]
    assert not [name for name in names if not is_allowed(name.as_posix())]


@pytest.mark.parametrize("name", ["A.key", "1.pack", "case.toml"])
def test_no_file_is_written_over_by_a_pack_or_a_root(
    run: Run, place: Path, name: str
) -> None:
    before = (place / name).read_bytes()
    made = ("-o", place / name, "--root", place / "root", "--number", "1")
    keys = [part for one in "AB" for part in ("--key", place / f"{one}.pub")]
    for done in (
        run("law", "pack", place / "law", *made, "--expires", "2099-01-01"),
        run("law", "root", "-o", place / name, *keys, "--expires", "2099-01-01"),
    ):
        assert (done.status, "not written over" in done.told) == (1, True)
        assert (place / name).read_bytes() == before


def test_a_pipe_is_waited_for_nowhere(
    run: Run, place: Path, words: Callable[[], str]
) -> None:
    trusting(run, place)
    pipe = place / "pipe"
    os.mkfifo(pipe)
    made = ("-o", place / "p", "--root", place / "root", "--number", "1")
    rest = ("--expires", "2099-01-01")
    sign = ("law", "sign", pipe, "--key", place / "A.key", "--passphrase-fd", words())
    for call_of in (("law", "install", pipe), ("law", "trust", pipe), sign):
        assert "This is no file" in run(*call_of).told
    os.mkfifo(place / "law" / "xx" / "more.md")
    assert "This is no file" in run("law", "pack", place / "law", *made, *rest).told


@pytest.mark.parametrize(
    ("language", "said"), [("ru", "Отказано: не новее"), ("fr", "Refusé : pas plus")]
)
def test_a_refusal_is_said_in_the_language_of_the_call(
    run: Run, place: Path, language: str, said: str
) -> None:
    trusting(run, place)
    run("law", "install", place / "2.pack")
    done = run("law", "install", place / "1.pack", "--lang", language)
    assert (done.status, said in done.told) == (1, True)
    assert "Pack 1 is not newer than pack 2" in done.told
    (place / "2.pack").write_bytes(b"nothing")
    done = run("law", "install", place / "2.pack", "--lang", language)
    assert said.split(maxsplit=1)[0] in done.told


def test_every_refusal_has_its_words() -> None:
    assert set(pack_phrase.REFUSED) == set(Refusal)


def test_an_earlier_pack_that_is_mended_is_not_said_to_be_in_use(
    run: Run, place: Path
) -> None:
    trusting(run, place)
    for number in (1, 2):
        run("law", "install", place / f"{number}.pack")
    done = run("law", "install", place / "1.pack")
    assert "Law pack 2 stays in use" in done.out
    assert "is installed" not in done.out
