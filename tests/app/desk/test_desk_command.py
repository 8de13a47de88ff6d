"""`safeconduct desk`: a ticket, a browser that knows nothing, and the desk itself."""

import json
import os
import signal
import stat
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.app.call_kit import finish, start
from tests.app.desk.browser_kit import come_in, ticket_of
from tests.app.desk_kit import WORDS, Group, Member
from tests.promises.kept import ROOT

FARHAD = ROOT / "cases" / "farhad.toml"
# Writes down how it was called, as a browser would be.
BROWSER = """#!/bin/sh
printf '%s\\n' "$@" > "$SEEN"
"""


@contextmanager
def running(
    member: Member, *more: str
) -> Iterator[tuple["subprocess.Popen[bytes]", Path]]:
    """A desk in a process of its own, and the file of its ticket."""
    process = start("desk", *more, home=member.home)
    try:
        yield process, ticket_of(process)
    finally:
        process.kill()
        finish(process)


@pytest.fixture
def anna(group: Group) -> Member:
    """A member who has founded a group, with one case."""
    anna = group.founder("anna")
    anna.does("case", "new", "--from", FARHAD)
    return anna


def test_without_a_vault_it_says_how_to_begin(group: Group) -> None:
    group.monkeypatch.setenv("SAFECONDUCT_HOME", str(group.folder))
    done = group.run("desk", "--no-browser")
    assert done.status == 1
    assert "safeconduct init" in done.told


def test_the_ticket_is_its_owners_alone_and_goes_with_the_desk(anna: Member) -> None:
    with running(anna, "--no-browser") as (process, ticket):
        assert stat.S_IMODE(ticket.stat().st_mode) == 0o600
        assert stat.S_IMODE(ticket.parent.stat().st_mode) == 0o700
        process.send_signal(signal.SIGTERM)
        process.wait(60)
        assert not ticket.parent.exists()


def test_the_cases_of_the_vault_are_there_once_it_is_unlocked(anna: Member) -> None:
    with (
        running(anna, "--no-browser", "--lang", "ru") as (_, ticket),
        come_in(ticket) as client,
    ):
        assert '<html lang="ru">' in client.get("/").text
        client.post("/unlock", data={"passphrase": WORDS})
        assert "Farhad" in client.get("/cases").text
        # The vault has one process at a time.
        assert "process" in anna.refused("case", "list")
        client.post("/lock")
        assert "Farhad" in anna.does("case", "list")


def test_ending_now_ends_the_process_that_holds_the_keys(anna: Member) -> None:
    with (
        running(anna, "--no-browser") as (process, ticket),
        come_in(ticket) as client,
    ):
        client.post("/unlock", data={"passphrase": WORDS})
        with pytest.raises(httpx.HTTPError):
            client.post("/panic")
        assert process.wait(60) != 0


def test_panic_at_the_command_line_ends_it_too(anna: Member) -> None:
    with (
        running(anna, "--no-browser") as (process, ticket),
        come_in(ticket) as client,
    ):
        client.post("/unlock", data={"passphrase": WORDS})
        anna.run("panic", "--word", "panic")
        assert process.wait(60) == -signal.SIGKILL
        assert not (anna.home / "device.box").exists()


def test_the_browser_knows_nothing_and_gets_the_file_alone(
    anna: Member, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen, fake = tmp_path / "seen", tmp_path / "bin" / "chromium"
    fake.parent.mkdir()
    fake.write_text(BROWSER)
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{fake.parent}:{os.environ['PATH']}")  # noqa: TID251
    monkeypatch.setenv("SEEN", str(seen))
    with running(anna) as (_, ticket):
        for _ in range(600):
            if seen.exists() and seen.read_text().count("\n") > 3:
                break
            time.sleep(0.1)
        called = seen.read_text("utf-8").splitlines()
        assert called[-1] == ticket.as_uri()
        assert any(str(ticket.parent / "profile") in one for one in called)
        assert json.dumps(called).count("http") == 0
