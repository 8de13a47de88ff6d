"""Who is not the one browser gets one bare answer (spec/desk.md §1)."""

from pathlib import Path

import httpx
import pytest

from safeconduct.desk.door.gate import COOKIE, HEADERS
from safeconduct.desk.door.ticket import FIELD, PATH
from tests.desk.desk_kit import make_bench

FILE = {"Origin": "null", "Sec-Fetch-Site": "cross-site"}
FOREIGN: dict[str, dict[str, str]] = {
    "another name": {"Host": "localhost"},
    "the address bound anew": {"Host": "evil.example"},
    "no name but a number": {"Host": "127.0.0.1"},
    "a page of another site": {"Sec-Fetch-Site": "cross-site"},
    "a page of another port": {"Sec-Fetch-Site": "same-site"},
}


def is_bare(client: httpx.Client, method: str, path: str, **request: object) -> bool:
    found = client.request(method, path, **request)  # type: ignore[arg-type]
    said = {name for name in found.headers if name != "content-length"}
    return found.status_code == 404 and not found.content and not said


def test_a_stranger_gets_the_same_answer_everywhere(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, cases=())
    with bench.served(), bench.browser() as client:
        for path in ("/", "/cases", "/unlock", "/assets/desk.css", "/nothing", PATH):
            for method in ("GET", "POST", "PUT", "DELETE", "OPTIONS", "HEAD"):
                assert is_bare(client, method, path), (method, path)


@pytest.mark.parametrize("headers", FOREIGN.values(), ids=FOREIGN)
def test_the_cookie_alone_opens_nothing(
    tmp_path: Path, headers: dict[str, str]
) -> None:
    with make_bench(tmp_path, cases=()).entered() as client:
        assert client.get("/").status_code == 200
        assert is_bare(client, "GET", "/", headers=headers)
        assert is_bare(client, "POST", "/lock", headers=headers)


@pytest.mark.parametrize("origin", ["null", "http://evil.example", ""])
def test_nothing_is_done_for_a_page_that_is_not_ours(
    tmp_path: Path, origin: str
) -> None:
    with make_bench(tmp_path, cases=()).entered() as client:
        assert is_bare(client, "POST", "/panic", headers={"Origin": origin})


def test_what_is_typed_into_the_address_is_answered(tmp_path: Path) -> None:
    with make_bench(tmp_path, cases=()).entered() as client:
        found = client.get("/", headers={"Sec-Fetch-Site": "none"})
        assert found.status_code == 200
        assert is_bare(client, "PUT", "/")


def test_the_ticket_counts_once(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, cases=())
    with bench.entered(), bench.browser() as second:
        data = {FIELD: bench.ticket}
        assert is_bare(second, "POST", PATH, data=data, headers=FILE)


def test_no_other_ticket_counts_and_the_true_one_stays(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, cases=())
    with bench.served(), bench.browser() as client:
        for data in ({FIELD: "0" * 64}, {FIELD: ""}, {"other": bench.ticket}):
            assert is_bare(client, "POST", PATH, data=data, headers=FILE)
        twice = f"{FIELD}={bench.ticket}&{FIELD}={bench.ticket}"
        assert is_bare(client, "POST", PATH, content=twice, headers=FILE)
        client.post(PATH, data={FIELD: bench.ticket}, headers=FILE)
        assert client.get("/").status_code == 200


def test_the_ticket_counts_from_a_file_alone(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, cases=())
    data = {FIELD: bench.ticket}
    with bench.served(), bench.browser() as client:
        for origin in (bench.origin.address, "http://evil.example"):
            assert is_bare(client, "POST", PATH, data=data, headers={"Origin": origin})


def test_a_form_that_is_too_long_is_no_ticket(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, cases=())
    with bench.served(), bench.browser() as client:
        content = "a" * (1 << 20) + "=1"
        assert is_bare(client, "POST", PATH, content=content, headers=FILE)


def test_every_page_is_kept_to_itself(tmp_path: Path) -> None:
    with make_bench(tmp_path, cases=()).entered() as client:
        for path in ("/", "/assets/desk.css", "/nothing"):
            found = client.get(path)
            assert {name: found.headers.get(name) for name in HEADERS} == HEADERS


def test_no_script_and_no_other_site_gets_the_cookie(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, cases=())
    with bench.served(), bench.browser() as client:
        found = client.post(PATH, data={FIELD: bench.ticket}, headers=FILE)
        said = found.headers["set-cookie"].lower()
        assert said.startswith(f"{COOKIE}=")
        assert "httponly" in said
        assert "samesite=strict" in said
        # It goes with the browser: no day is named on which it ends.
        assert "expires" not in said
        assert "max-age" not in said
