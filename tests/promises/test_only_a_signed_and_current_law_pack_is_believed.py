"""Promise 11, of law packs: expired, unsigned, older or altered law shields nobody.

What is refused leaves no trace; what has expired leaves dangers and deadlines standing.
"""

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tuf.api.metadata import Root, Signed

from safeconduct.app.books import pack_store
from safeconduct.app.books.pack_store import (
    Installed,
    find_pack,
    pack_folder,
    read_installed,
    write_installed,
)
from safeconduct.app.law import pack_install
from safeconduct.app.law.pack_install import install
from safeconduct.assessment import assess as assess_room
from safeconduct.assessment import compiler
from safeconduct.base.errors import InputError
from safeconduct.base.truth import Verdict
from safeconduct.sealing import trust
from tests.assessment.case_kit import assessed
from tests.assessment.law_kit import DAY, rules
from tests.promises.kept import must_fail, told
from tests.promises.test_no_command_uses_the_network import it_stays_silent
from tests.rulebook.page_kit import TITLE, block
from tests.sealing.pack_kit import (
    LAST,
    LAW,
    PAGE,
    ROOT,
    TODAY,
    Scenario,
    archive,
    pack,
    root,
)
from tests.sealing.scenarios import FOLDER

T, U = Verdict.TRUE, Verdict.UNKNOWN
BEFORE, LATE = date(2026, 5, 31), date(2027, 3, 21)


def _expired(bears: str, **days: date) -> tuple[Verdict, list[str]]:
    """What an expired pack says of a fact that settles it, and its warnings."""
    rulebook = replace(rules("CLOSED xx.p IF f.a", bears=bears), good_until=BEFORE)
    found = assessed(rulebook, {"f.a": True}, **days)
    return found.findings[0].truth, [item.text.en for item in found.warnings]


def an_expired_pack_shields_nothing() -> None:
    """Protections are unknown whichever day is later, and the first warning says so."""
    for days in ({"on": DAY, "known_on": BEFORE}, {"on": BEFORE, "known_on": DAY}):
        for bears in ("protection", "permission"):
            truth, warned = _expired(bears, **days)
            assert truth is U, (bears, days)
            lead = "The signed law pack was good until 2026-05-31"
            assert [text.startswith(lead) for text in warned[:1]] == [True]


def an_expired_pack_hides_no_danger() -> None:
    """Dangers and duties stand, marked."""
    for bears in ("danger", "duty"):
        truth, warned = _expired(bears)
        assert truth is T, bears
        assert any("not confirmed since 2026-05-01" in text for text in warned)


def test_an_expired_pack_shields_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    an_expired_pack_shields_nothing()
    monkeypatch.setattr(compiler, "has_expired", lambda *_, **__: False)
    must_fail(an_expired_pack_shields_nothing)


def test_without_its_warning_nobody_knows_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assess_room, "has_expired", lambda *_, **__: False)
    must_fail(an_expired_pack_shields_nothing)


def test_an_expired_pack_hides_no_danger(monkeypatch: pytest.MonkeyPatch) -> None:
    an_expired_pack_hides_no_danger()
    monkeypatch.setattr(compiler, "gives_way", lambda *_: True)
    must_fail(an_expired_pack_hides_no_danger)


def test_on_its_last_day_a_pack_is_good() -> None:
    assert _expired("protection", on=BEFORE, known_on=BEFORE)[0] is T


def test_the_reason_names_the_expiry() -> None:
    rulebook = rules("CLOSED xx.p IF f.a", bears="protection")
    found = assessed(replace(rulebook, good_until=BEFORE), {"f.a": True})
    assert "expired" in found.findings[0].marks


DEADLINE = block(
    "deadline",
    "xx.d",
    'runs_against = "person"\nstarts = "left.day"\nlength = "10 days"\n'
    f"title = {TITLE}",
)
CASE = 'format = 1\nalias = "Test"\nlanguages = ["ru"]\nas_of = 2026-11-20\n'
CASE += '[[fact]]\nname = "left.day"\nvalue = 2026-11-19\n'
CASE += '[[fact]]\nname = "refusal.said"\nvalue = true\n'


def test_an_installed_pack_that_expired_keeps_its_deadlines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    law = {**LAW, "xx/leave.md": (PAGE + DEADLINE).encode()}
    home = _installed(tmp_path, pack(law=law))
    monkeypatch.setenv("SAFECONDUCT_HOME", str(home))
    (tmp_path / "case.toml").write_text(CASE)
    ask = ("assess", str(tmp_path / "case.toml"), "--json", "--on", "2026-11-22")
    good, late = (
        json.loads(told(*ask, "--known-on", day.isoformat())) for day in (LAST, LATE)
    )
    assert good["deadlines"]
    assert late["deadlines"] == good["deadlines"]
    assert "good until 2027-03-20" in late["warnings"][0]["text"]


def _installed(place: Path, files: dict[str, bytes]) -> Path:
    """An installation with one pack."""
    home = place / "home"
    write_installed(home, Installed(root=ROOT))
    (place / "good.pack").write_bytes(archive(files))
    install(place / "good.pack", home, today=TODAY)
    return home


REFUSED = {
    "unsigned": (
        "no-signature",
        "one-signature",
        "other-keys",
        "withdrawn-key",
        "one-role-signed",
    ),
    "older": ("older", "same-number"),
    "expired": ("expired", "frozen", "expired-root"),
    "altered": ("altered-page", "missing-page", "added-page"),
    "rotation": ("one-old-key", "no-old-key", "no-new-key"),
}


def _all_bytes(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != ".lock"
    }


def they_are_refused(kind: str, place: Path) -> None:
    """None of these packs is installed, and nothing that was there is touched."""
    for name in REFUSED[kind]:
        vector = Scenario.from_bytes((FOLDER / f"{name}.vector").read_bytes())
        home, file = place / kind / name, place / "law.pack"
        write_installed(home, vector.state)
        file.write_bytes(vector.raw)
        before = _all_bytes(home)
        refused = False
        try:
            install(file, home, today=vector.today)
        except InputError:
            refused = True
        assert refused, name
        assert _all_bytes(home) == before, name


def nothing(*_: object, **__: object) -> bool:
    """A check that finds nothing wrong."""
    return False


GUARDS = {
    "unsigned": (Root, "verify_delegate", nothing),
    "older": (trust, "_check_newer", nothing),
    "expired": (Signed, "is_expired", nothing),
    "altered": (trust, "check_content", nothing),
    "rotation": (Root, "verify_delegate", nothing),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_such_a_pack_is_refused_and_nothing_is_installed(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    they_are_refused(kind, tmp_path)
    monkeypatch.setattr(*GUARDS[kind])
    must_fail(lambda: they_are_refused(kind, tmp_path / "planted"))


def _in_use(home: Path) -> int:
    """The number of the pack in use; 0 if it may not be used."""
    with suppress(InputError):
        found = find_pack(home, None)
        return found[1].number if found is not None else 0
    return 0


def a_page_taken_away_stops_every_answer(home: Path) -> None:
    """A pack altered on disk is not used: a danger could be missing in it."""
    page = pack_folder(home, 1) / "xx" / "leave.md"
    whole = page.read_bytes()
    page.unlink()
    used = _in_use(home)
    page.write_bytes(whole)
    assert (used, _in_use(home)) == (0, 1)


def test_a_page_taken_away_stops_every_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = _installed(tmp_path, pack())
    a_page_taken_away_stops_every_answer(home)
    digest = read_installed(home).packs[0].files
    monkeypatch.setattr(pack_store, "digest_on_disk", lambda _: digest)
    must_fail(lambda: a_page_taken_away_stops_every_answer(home))


def wherever_writing_stops_a_whole_pack_is_in_use(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that fills up leaves the pack before, or the new one, never a half."""
    home = _installed(place, pack())
    (place / "next.pack").write_bytes(archive(pack(2)))
    for allowed in range(20):
        left = [True] * allowed

        def sync(handle: int, left: list[bool] = left) -> None:
            if not left:
                raise OSError(28, "No space left on device")
            left.pop()
            os.fdatasync(handle)

        with monkeypatch.context() as planted, suppress(InputError):
            planted.setattr(os, "fsync", sync)
            install(place / "next.pack", home, today=TODAY)
        assert _in_use(home), allowed
        if not allowed:
            assert _in_use(home) == 1
    names = {path.name for path in (home / "law" / "packs").iterdir()}
    assert (_in_use(home), names) == (2, {"1", "2"})


def test_wherever_writing_stops_a_whole_pack_is_in_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wherever_writing_stops_a_whole_pack_is_in_use(tmp_path / "kept", monkeypatch)


def test_listed_before_it_is_written_half_a_pack_is_in_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "planted"
    whole = pack_store.write_pack

    def late(home: Path, number: int, files: Mapping[str, bytes]) -> None:
        if number == 1:
            whole(home, number, files)

    monkeypatch.setattr(pack_install, "write_pack", late)
    must_fail(lambda: wherever_writing_stops_a_whole_pack_is_in_use(place, monkeypatch))


def test_installing_reaches_out_to_nothing(tmp_path: Path) -> None:
    far = date(2999, 1, 1)
    trusted = root(expires=far)
    write_installed(tmp_path / "home", Installed(root=trusted))
    lasting = pack(roots=(trusted,), expires=far)
    (tmp_path / "law.pack").write_bytes(archive(lasting))
    it_stays_silent(("law", "install", "{out}/law.pack"), tmp_path)
    it_stays_silent(("law", "packs"), tmp_path)
