"""The law side for one question, read once and kept."""

import zoneinfo
from pathlib import Path

import pytest

from safeconduct.app.books import library
from safeconduct.app.books.library import Library
from safeconduct.base.errors import InputError, OurFaultError
from tests.rulebook.page_kit import SMALL, TITLE, block, finding, head, rules

PAGE = head() + rules("xx.q IF refusal.said") + finding("xx.q")
HOURS = block(
    "deadline",
    "xx.d",
    'runs_against = "person"\nstarts = "left.day"\nlength = "24 hours"\n'
    f'zone = "Europe/Pariss"\ntitle = {TITLE}',
)


@pytest.fixture
def law(tmp_path: Path) -> Path:
    """A small folder of law."""
    folder = tmp_path / "law"
    (folder / "vocabulary").mkdir(parents=True)
    (folder / "vocabulary" / "small.toml").write_bytes(SMALL.read_bytes())
    (folder / "xx.md").write_text(PAGE)
    return folder


def test_a_rulebook_is_kept_and_read_again(law: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    first = Library(law, cache).rulebook
    (kept,) = cache.iterdir()
    assert Library(law, cache).rulebook == first
    assert list(cache.iterdir()) == [kept]


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"\xff", id="no text"),
        pytest.param(b"sha256:0\n[]", id="foreign"),
        pytest.param(b'["Rulebook",1,2,3,4,5]', id="forged"),
    ],
)
def test_a_damaged_cache_is_written_again(
    law: Path, tmp_path: Path, damage: bytes
) -> None:
    cache = tmp_path / "cache"
    first = Library(law, cache).rulebook
    (kept,) = cache.iterdir()
    whole = kept.read_bytes()
    kept.write_bytes(damage)
    assert Library(law, cache).rulebook == first
    assert kept.read_bytes() == whole


def test_a_cache_in_which_one_word_was_changed_is_not_believed(
    law: Path, tmp_path: Path
) -> None:
    cache = tmp_path / "cache"
    first = Library(law, cache).rulebook
    (kept,) = cache.iterdir()
    kept.write_bytes(kept.read_bytes().replace(b"refusal.said", b"refusal.sand"))
    assert Library(law, cache).rulebook == first


def test_changed_law_is_read_anew_and_the_old_cache_dropped(
    law: Path, tmp_path: Path
) -> None:
    cache = tmp_path / "cache"
    first = Library(law, cache).rulebook
    (law / "xx.md").write_text(PAGE + "A word.\n")
    assert Library(law, cache).rulebook.digest != first.digest
    assert len(list(cache.iterdir())) == 1


def test_without_a_place_for_a_cache_all_still_works(law: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file")
    assert Library(law, tmp_path / "cache" / "below").rulebook.pages


PRIOR = '[[prior]]\nfact = "refusal.said"\n'


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param(b"\xff", "priors.toml:1: This is not UTF-8", id="no text"),
        pytest.param(b"x =", "priors.toml:1: This is not TOML", id="no TOML"),
        pytest.param(PRIOR.encode(), "priors.toml:1:1: 'p' is missing", id="no shares"),
        pytest.param(
            f"{PRIOR}p = {{ a = 2 }}".encode(), "priors.toml:3:7: 'a' m", id="2"
        ),
        pytest.param(
            f"{PRIOR}p = {{ a = nan }}".encode(), "priors.toml:3:7: 'a'", id="n"
        ),
        pytest.param(
            f"{PRIOR}p = {{ a = {10**400} }}".encode(), "priors.toml:3:7: 'a'", id="h"
        ),
        pytest.param(
            f'{PRIOR}p = {{ a = "1" }}'.encode(), "priors.toml:3:7: 'a'", id="t"
        ),
        pytest.param(
            f"{PRIOR}p = {{ a = true }}".encode(), "priors.toml:3:7: 'a", id="b"
        ),
    ],
)
def test_a_wrong_table_of_shares_is_told(law: Path, text: bytes, line: str) -> None:
    (law / "priors.toml").write_bytes(text)
    with pytest.raises(InputError) as caught:
        Library(law, law / "cache")
    assert str(caught.value).startswith(line)


def test_shares_are_read(law: Path) -> None:
    (law / "priors.toml").write_text(f"{PRIOR}p = {{ true = 0.25, false = 1 }}\n")
    found = Library(law, law / "cache").priors
    assert found.table == {"refusal.said": {"true": 0.25, "false": 1.0}}


def test_an_unknown_time_zone_is_told_with_the_nearest(law: Path) -> None:
    (law / "xx.md").write_text(PAGE + HOURS)
    with pytest.raises(
        InputError, match=r"'Europe/Pariss'. Did you mean 'Europe/Paris'"
    ):
        Library(law, law / "cache")


def test_a_machine_without_time_zones_is_an_installation_at_fault(
    law: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (law / "xx.md").write_text(PAGE + HOURS)
    monkeypatch.setattr(library, "available_timezones", set[str])
    with pytest.raises(OurFaultError, match="tzdata"):
        Library(law, law / "cache")


def test_a_zone_is_read(law: Path) -> None:
    (law / "xx.md").write_text(PAGE + HOURS.replace("Pariss", "Paris"))
    zones = Library(law, law / "cache").zones
    assert zones == {"Europe/Paris": zoneinfo.ZoneInfo("Europe/Paris")}


def test_holidays_are_known_by_their_file_and_read_when_needed(law: Path) -> None:
    (law / "holidays").mkdir()
    (law / "holidays" / "XX.toml").write_bytes(b"\xff")
    tables = Library(law, law / "cache").holidays.tables
    assert (len(tables), list(tables)) == (1, ["XX"])
    with pytest.raises(InputError, match=r"XX\.toml:1: This is not UTF-8"):
        tables["XX"]


def test_a_wrong_table_of_holidays_is_told_when_it_is_needed(law: Path) -> None:
    (law / "holidays").mkdir()
    (law / "holidays" / "XX.toml").write_text("known_until = 2030\nsource = 1\n")
    holidays = Library(law, law / "cache").holidays
    with pytest.raises(InputError) as caught:
        holidays.get("XX")
    lines = str(caught.value).splitlines()
    assert all(line.startswith("holidays: XX.toml:") for line in lines)
    assert len(lines) > 1
