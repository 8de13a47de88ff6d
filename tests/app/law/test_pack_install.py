"""Installing beyond what the vectors hold: what is kept here already."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from safeconduct.app.books.pack_store import Installed, read_installed, write_installed
from safeconduct.app.law.pack_install import check, install
from safeconduct.base.errors import InputError
from safeconduct.sealing.errors import Refusal, RefusedError
from tests.sealing.pack_kit import FILE, LAW, ROOT, TODAY, archive, pack, root

DECISION = """
[[claim]]
jurisdictions = ["XX"]
refugee = "xx.q"

[[decision]]
id = "one"
jurisdiction = "XX"
court = "Court"
day = 2026-01-02
cite = "Court, 2 January 2026"
quality = "A"
outcome = "refugee"
elements = []
facts = { "xx.unknown" = true }
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An installation that trusts the root of the packs."""
    write_installed(tmp_path, Installed(root=ROOT))
    return tmp_path


def test_a_number_is_never_used_for_two_packs(home: Path) -> None:
    (home / FILE).write_bytes(archive(pack(5)))
    install(home / FILE, home, today=TODAY)
    # Under a root of other keys what was seen no longer counts, but it is kept.
    fresh = root("DEF", by="ABDE", after=ROOT)
    state = replace(read_installed(home), root=fresh)
    other = archive(pack(5, by="DE", roots=(ROOT, fresh)))
    with pytest.raises(InputError, match="Another pack with the number 5"):
        check(other, state, today=TODAY, file=FILE)
    fewer = archive(pack(4, by="DE", roots=(ROOT, fresh)))
    assert check(fewer, state, today=TODAY, file=FILE).state.current == 4


def test_a_pack_that_is_whole_is_not_written_again(home: Path) -> None:
    (home / FILE).write_bytes(archive(pack()))
    install(home / FILE, home, today=TODAY)
    page = home / "law" / "packs" / "1" / "xx" / "leave.md"
    before = page.stat().st_ino
    again = install(home / FILE, home, today=date(2090, 1, 1))
    assert (again.kept.installed, page.stat().st_ino) == (TODAY, before)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("terms.toml", "version = 1\nterm = 1\n", id="terms"),
        pytest.param("replay/x.toml", "[[decision]]\n", id="a decision"),
        pytest.param("replay/x.toml", DECISION, id="a decision of an unknown fact"),
        pytest.param("help/x.toml", "version = 1\nkind = 1\n", id="help"),
        pytest.param("priors.toml", "prior = 1\n", id="priors"),
        pytest.param("holidays/XX.toml", "known_until = 2030\n", id="holidays"),
    ],
)
def test_what_a_later_command_could_not_read_is_not_installed(
    home: Path, name: str, content: str
) -> None:
    (home / FILE).write_bytes(archive(pack(law={**LAW, name: content.encode()})))
    with pytest.raises(RefusedError) as refused:
        install(home / FILE, home, today=TODAY)
    assert refused.value.kind is Refusal.LAW
    assert not read_installed(home).packs


def test_a_decision_that_can_be_read_is_installed(home: Path) -> None:
    good = DECISION.replace('"xx.unknown"', '"refusal.said"').encode()
    (home / FILE).write_bytes(archive(pack(law={**LAW, "replay/x.toml": good})))
    assert install(home / FILE, home, today=TODAY).kept.number == 1


def test_a_file_too_large_is_not_read(home: Path) -> None:
    with (home / FILE).open("wb") as out:
        out.truncate(40 * 1024 * 1024)
    with pytest.raises(InputError, match="at most"):
        install(home / FILE, home, today=TODAY)
