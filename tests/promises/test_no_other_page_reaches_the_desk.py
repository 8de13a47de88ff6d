"""Promise: no page of another site reads or does anything at the desk."""

from pathlib import Path

import pytest

from safeconduct.desk.door.gate import Gate
from tests.desk.desk_kit import make_bench
from tests.promises.kept import must_fail


def no_other_page_ends_the_desk(folder: Path) -> None:
    bench = make_bench(folder, cases=())
    with bench.entered() as client:
        client.post("/panic", headers={"Origin": "http://evil.example"})
        client.post("/panic", headers={"Sec-Fetch-Site": "cross-site"})
        assert not bench.world.left


def no_other_page_reads_a_case(folder: Path) -> None:
    bench = make_bench(folder)
    with bench.unlocked() as client:
        for headers in ({"Host": "evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
            assert b"Farhad" not in client.get("/cases", headers=headers).content


def who_has_no_cookie_reads_nothing(folder: Path) -> None:
    bench = make_bench(folder)
    with bench.unlocked(), bench.browser() as stranger:
        assert b"Farhad" not in stranger.get("/cases").content


def test_no_other_page_reaches_the_desk(tmp_path: Path) -> None:
    no_other_page_ends_the_desk(tmp_path / "end")
    no_other_page_reads_a_case(tmp_path / "read")
    who_has_no_cookie_reads_nothing(tmp_path / "stranger")


def test_it_does_where_the_gate_stands_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Gate, "_is_own", lambda *_: True)
    must_fail(lambda: no_other_page_ends_the_desk(tmp_path / "end"))
    must_fail(lambda: no_other_page_reads_a_case(tmp_path / "read"))
    must_fail(lambda: who_has_no_cookie_reads_nothing(tmp_path / "stranger"))
