"""The pages of the desk, as a browser gets them."""

import time
from pathlib import Path

import httpx
import pytest

from safeconduct.base.text import LANGUAGES
from safeconduct.desk.pages.press import read_words
from safeconduct.desk.views.keeper import IDLE_SECONDS
from tests.desk.desk_kit import PASSPHRASE, PATIENCE, Bench, make_bench
from tests.promises.kept import CASES, ROOT


def case_paths(bench: Bench) -> list[str]:
    return [f"/case/{row.log.case.hex()}" for row in bench.world.vault.cases()]


def is_door(found: httpx.Response) -> bool:
    return 'action="/unlock"' in found.text


def test_nothing_of_a_case_is_shown_before_it_is_unlocked(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, cases=CASES[:1])
    with bench.entered() as client:
        for path in ("/", "/cases", *case_paths(bench)):
            found = client.get(path)
            assert is_door(found)
            assert "Aspen" not in found.text


def test_another_passphrase_opens_nothing_and_is_said(tmp_path: Path) -> None:
    with make_bench(tmp_path, cases=()).entered() as client:
        found = client.post("/unlock", data={"passphrase": "another pass phrase"})
        assert is_door(found)
        assert 'role="alert"' in found.text
        assert "another pass phrase" not in found.text
        assert is_door(client.get("/"))


def test_every_case_is_shown_in_every_language(tmp_path: Path) -> None:
    bench = make_bench(tmp_path)
    with bench.unlocked() as client:
        for at in LANGUAGES:
            client.post("/language", data={"language": at})
            for path in case_paths(bench):
                found = client.get(path)
                assert found.status_code == 200
                assert f'<html lang="{at}">' in found.text
                assert read_words(at).say("case.access") in found.text
                assert "<svg" in found.text


def test_no_word_of_a_case_is_in_a_title_or_in_an_address(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, cases=CASES[:1])
    with bench.unlocked() as client:
        for path in ("/", "/cases", *case_paths(bench)):
            assert "<title>Safe Conduct</title>" in client.get(path).text
        found = client.post("/cases", data={"words": "aspen"})
        assert "Aspen" in found.text
        assert "aspen" not in str(found.url)


def test_the_list_finds_by_words_and_says_when_there_is_none(tmp_path: Path) -> None:
    with make_bench(tmp_path).unlocked() as client:
        assert client.get("/cases").text.count('href="/case/') == len(CASES)
        found = client.post("/cases", data={"words": "farhad", "page": "x"}).text
        assert found.count('href="/case/') == 1
        none = client.post("/cases", data={"words": "<b>nobody"}).text
        assert read_words("en").say("cases.none") in none
        assert "<b>nobody" not in none


@pytest.mark.parametrize("name", ["00" * 16, "x", "0", "ff" * 40])
def test_a_case_that_is_not_there_is_said_so(tmp_path: Path, name: str) -> None:
    with make_bench(tmp_path, cases=()).unlocked() as client:
        found = client.get(f"/case/{name}")
        assert found.status_code in {400, 404}
        assert "Traceback" not in found.text


def test_today_shows_what_is_due(tmp_path: Path) -> None:
    with make_bench(tmp_path).unlocked() as client:
        waiting = read_words("en").say("today.waiting", count="")[:10]
        found = client.get("/").text
        for _ in range(10 * PATIENCE):
            if waiting not in found and "Aspen" in found:
                break
            time.sleep(0.1)
            found = client.get("/").text
        assert "Aspen" in found
        assert waiting not in found


def test_locking_shuts_every_page(tmp_path: Path) -> None:
    bench = make_bench(tmp_path)
    with bench.unlocked() as client:
        assert client.post("/lock").status_code == 303
        assert is_door(client.get("/cases"))
        assert bench.world.opened == []
        client.post("/unlock", data={"passphrase": PASSPHRASE})
        assert not is_door(client.get("/cases"))


def test_who_comes_back_late_finds_it_locked(tmp_path: Path) -> None:
    bench = make_bench(tmp_path)
    with bench.unlocked() as client:
        bench.world.seconds[0] = IDLE_SECONDS + 1
        assert is_door(client.get("/cases"))


def test_panic_ends_the_process_at_once(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, cases=())
    with bench.entered() as client:
        client.post("/panic")
        assert bench.world.left == [True]


def test_a_page_asks_for_nothing_but_the_desk(tmp_path: Path) -> None:
    bench = make_bench(tmp_path)
    with bench.unlocked() as client:
        for path in ("/", "/cases", *case_paths(bench)):
            text = client.get(path).text
            for mark in ('src="http', "url(", 'href="http', "@import"):
                assert mark not in text.replace('xmlns="http', "")


def test_an_answer_is_written_once_and_what_it_changed_is_shown_once(
    tmp_path: Path,
) -> None:
    bench = make_bench(tmp_path, cases=(ROOT / "cases" / "sparrow.toml",))
    (path,) = case_paths(bench)
    fields = {"name": "held.now", "of": "applicant", "value": "true"}
    with bench.unlocked() as client:
        said = client.post(f"{path}/answer", data={**fields, "witness": "relative"})
        assert said.status_code == 303
        first, second = client.get(path).text, client.get(path).text
        assert 'id="told"' in first
        assert 'id="told"' not in second
        assert read_words("en").say("held") in second


def test_what_cannot_be_read_is_said_and_not_written(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, cases=CASES[:1])
    (path,) = case_paths(bench)
    with bench.unlocked() as client:
        found = client.post(f"{path}/answer", data={"name": "held.now", "value": ""})
        assert found.status_code == 400
        assert 'role="alert"' in found.text
        assert client.post(f"{path}/note", data={"text": "  "}).status_code == 400


def test_a_note_stands_in_the_case_as_it_was_written(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, cases=CASES[:1])
    (path,) = case_paths(bench)
    with bench.unlocked() as client:
        client.post(f"{path}/note", data={"text": "Мать: <завтра> суд\nв 10"})
        found = client.get(path).text
        assert "Мать: &lt;завтра&gt; суд\nв 10" in found
        assert "anna" in found


def test_nothing_is_written_while_it_is_locked(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, cases=CASES[:1])
    (path,) = case_paths(bench)
    (row,) = bench.world.vault.cases()
    with bench.entered() as client:
        assert is_door(client.post(f"{path}/note", data={"text": "words"}))
    assert bench.world.vault.store.count(row.log) == row.entries
