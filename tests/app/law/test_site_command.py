"""`law site`: a folder written whole or not at all, never over something else."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from safeconduct.app.law.site_command import MARKER, write_folder
from safeconduct.base.errors import InputError
from tests.app.call_kit import Done, Run
from tests.reference.site_kit import SMALL


def site(run: Run, folder: Path) -> Done:
    return run("law", "site", folder, "--law", SMALL, "--on", "2026-11-22")


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*.*")}


def test_a_site_is_written_and_written_again(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "site"
    done = site(run, folder)
    assert done.status == 0, done.told
    assert {"index.html", MARKER, "ru/rule/kz.claim.html"} <= names(folder)
    (folder / "old.html").write_text("gone with the next")
    assert site(run, folder).status == 0
    assert "old.html" not in names(folder)
    assert [path.name for path in folder.parent.iterdir()] == ["site"]


def test_an_empty_folder_is_filled(run: Run, tmp_path: Path) -> None:
    assert site(run, tmp_path).status == 0
    assert (tmp_path / MARKER).is_file()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("letter.txt", "mine"),
        (MARKER, "{}"),
        (MARKER, "no json"),
        (MARKER, '["safeconduct law site"]'),
    ],
)
def test_a_folder_of_something_else_is_left_as_it_is(
    run: Run, tmp_path: Path, name: str, content: str
) -> None:
    (tmp_path / name).write_text(content)
    done = site(run, tmp_path)
    assert done.status == 1
    assert "nothing is written" in done.told
    assert names(tmp_path) == {name}


def test_a_file_is_not_replaced(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("mine")
    assert site(run, path).status == 1
    assert path.read_text() == "mine"


def test_a_fault_of_the_terms_stops_it(run: Run, tmp_path: Path) -> None:
    law = tmp_path / "law"
    for path in SMALL.rglob("*.*"):
        copy = law / path.relative_to(SMALL)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    (law / "terms.toml").write_text("version = 1\nterm = 1\n")
    done = run("law", "site", tmp_path / "site", "--law", law)
    assert done.status == 1
    assert "terms.toml" in done.told
    assert not (tmp_path / "site").exists()


def test_what_fails_half_way_leaves_the_earlier_site(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    assert site(run, folder).status == 0
    before = names(folder)

    def files() -> Iterator[tuple[str, bytes]]:
        yield "a.html", b"new"
        raise OSError(28, "No space left on device")

    with pytest.raises(InputError, match="No space left"):
        write_folder(folder, files())
    assert names(folder) == before
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_what_cannot_take_the_place_leaves_the_earlier_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "site"
    write_folder(folder, [("a.html", b"old")])
    rename = Path.rename

    def refused(path: Path, target: Path) -> Path:
        if path.name == "new":
            raise OSError(5, "Input/output error")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refused)
    with pytest.raises(InputError, match="Input/output error"):
        write_folder(folder, [("a.html", b"new")])
    assert (folder / "a.html").read_bytes() == b"old"


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="cannot be written"):
        write_folder(tmp_path / "file" / "site", iter(()))


@pytest.mark.parametrize("name", ["en/../../x.html", "/x.html", "en/a.html"])
def test_no_file_lies_outside_the_folder_or_over_another(
    tmp_path: Path, name: str
) -> None:
    files = [("en/a.html", b"a"), (name, b"b")]
    with pytest.raises(InputError, match="nothing is written"):
        write_folder(tmp_path / "site", files)
    assert not list(tmp_path.iterdir())


def test_a_page_of_law_writes_nothing_outside_the_site(
    run: Run, tmp_path: Path
) -> None:
    law = tmp_path / "law"
    shutil.copytree(SMALL, law)
    page = law / "ru" / "service.md"
    place = 'jurisdiction = "../../../../outside"'
    page.write_text(page.read_text().replace('jurisdiction = "RU"', place))
    done = run("law", "site", tmp_path / "site", "--law", law)
    assert done.status == 1
    assert {path.name for path in tmp_path.iterdir()} <= {"law", "cache"}


@pytest.mark.usefixtures("_expired_pack")
@pytest.mark.parametrize(("known_on", "told"), [("2026-03-20", 0), ("2026-03-21", 1)])
def test_a_pack_past_its_last_day_is_told_though_the_day_is_set_back(
    run: Run, tmp_path: Path, known_on: str, told: int
) -> None:
    days = ("--on", "2026-03-20", "--known-on", known_on)
    done = run("law", "site", tmp_path / "site", "--law", SMALL, *days)
    assert done.status == 0, done.told
    pages = [path.read_text() for path in (tmp_path / "site").rglob("en/rule/*.html")]
    assert any('class="health expired"' in page for page in pages) is bool(told)
