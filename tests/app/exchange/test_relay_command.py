"""The relay as a group runs it: a process of its own, killed and started again."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

import httpx
import pytest

from safeconduct.base.parcel import MAX_BODY_BYTES
from safeconduct.log.exchange.mailbox import Mailbox, MailboxError
from safeconduct.log.exchange.relay_mailbox import (
    Administration,
    Capability,
    RelayMailbox,
    connect,
)
from tests.app.call_kit import Done, finish, start
from tests.relay.relay_kit import some_items, token_of

LISTENS = re.compile(r"(http://\S+)\.\n")


@dataclass(kw_only=True)
class Running:
    """A relay in a process, and all that it says."""

    process: "subprocess.Popen[bytes]"
    address: str
    said: str
    capability: str

    def stop(self, how: signal.Signals = signal.SIGTERM) -> Done:
        """End it; what it printed after it had begun to listen."""
        self.process.send_signal(how)
        return finish(self.process)


def begin(folder: Path, *more: str, store: str = "") -> Running:
    """Start a relay and wait until it listens."""
    where = store or str(folder / "relay.db")
    process = start("relay", "--store", where, "--port", "0", *more, home=folder)
    assert process.stderr is not None
    assert process.stdout is not None
    said = ""
    while not (found := LISTENS.search(said)):
        line = process.stderr.readline().decode()
        assert line, said
        said += line
    capability = ""
    if len(said.splitlines()) > 1:
        capability = process.stdout.readline().decode().strip()
    return Running(process=process, address=found[1], said=said, capability=capability)


@contextmanager
def running(folder: Path, *more: str, store: str = "") -> Iterator[Running]:
    """A relay that is gone afterwards, whatever happens."""
    found = begin(folder, *more, store=store)
    try:
        yield found
    finally:
        if found.process.poll() is None:
            found.stop()


def called(folder: Path, *arguments: str) -> Done:
    """Call a relay that cannot be; in a process, since it ends every log of its own."""
    parts = (part.format(folder=folder) for part in ("--port", "0", *arguments))
    return finish(start("relay", *parts, home=folder))


@contextmanager
def mailbox_of(
    relay: Running, capability: Capability | None = None
) -> Iterator[tuple[Mailbox, Capability]]:
    """A mailbox: that of a capability, or a new one."""
    with connect(relay.address) as line:
        if capability is None:
            key = Capability(raw=bytes.fromhex(relay.capability))
            _, capability = Administration(line, key).open()
        yield RelayMailbox(line, capability, token_of=token_of), capability


def test_the_administrators_capability_is_shown_once(tmp_path: Path) -> None:
    with running(tmp_path) as relay:
        assert re.fullmatch(r"[0-9a-f]{64}", relay.capability)
        with mailbox_of(relay) as (mailbox, held):
            assert mailbox.post([b"item"]) == (1,)
    with running(tmp_path) as relay:
        assert not relay.capability
        with mailbox_of(relay, held) as (mailbox, _):
            assert mailbox.fetch(0, 1000).items == ((1, b"item"),)
        done = relay.stop()
    assert (done.out, done.told) == ("", "")


def test_the_capability_goes_to_a_descriptor_and_into_no_journal(
    tmp_path: Path,
) -> None:
    reads, writes = os.pipe()
    program = "import sys\nfrom safeconduct.app.command import main\nmain()"
    process = subprocess.Popen(  # noqa: S603 -- our own program
        [
            sys.executable, "-c", program, "relay", "--port", "0",
            "--store", str(tmp_path / "relay.db"), "--administrator-fd", str(writes),
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        pass_fds=[writes],
    )  # fmt: skip
    os.close(writes)
    with os.fdopen(reads) as pipe:
        capability = pipe.readline()
    process.terminate()
    out, told = process.communicate(timeout=60)
    assert re.fullmatch(r"[0-9a-f]{64}\n", capability)
    assert out == b""
    assert capability.strip().encode() not in told


def test_a_capability_that_nobody_could_read_does_not_count(
    tmp_path: Path,
) -> None:
    done = called(tmp_path, "--store", "{folder}/relay.db", "--administrator-fd", "98")
    assert done.status == 1
    assert "cannot be written to this descriptor" in done.told
    with running(tmp_path) as relay:
        assert relay.capability


def test_acknowledged_items_outlive_a_killed_relay(tmp_path: Path) -> None:
    """Kill -9 amid parallel posts, over and over; what was unanswered is repeated."""
    batches = [some_items(4, seed=seed) for seed in range(1, 61)]
    with running(tmp_path) as relay, mailbox_of(relay) as (_, held):
        first = relay.capability
    assert first
    got: dict[bytes, int] = {}
    for at in range(3):
        with running(tmp_path) as relay:
            desks = [
                Thread(target=_post_until_it_fails, args=(relay, held, some, got))
                for some in (batches[at * 10 : at * 10 + 20], batches[40:])
            ]
            for desk in desks:
                desk.start()
            while len(got) < (at + 1) * 24:
                assert any(desk.is_alive() for desk in desks)
                desks[0].join(0.01)
            relay.stop(signal.SIGKILL)
            for desk in desks:
                desk.join()
    with running(tmp_path) as relay, mailbox_of(relay, held) as (mailbox, _):
        for some in batches:
            got |= zip(some, _same(got, some, mailbox.post(some)), strict=True)
        found = mailbox.fetch(0, MAX_BODY_BYTES)
    assert found.last == 240
    assert {item: number for number, item in found.items} == got
    assert [number for number, _ in found.items] == list(range(1, 241))


def _post_until_it_fails(
    relay: Running, held: Capability, batches: list[list[bytes]], got: dict[bytes, int]
) -> None:
    with mailbox_of(relay, held) as (mailbox, _):
        for some in batches:
            try:
                got.update(zip(some, mailbox.post(some), strict=True))
            except MailboxError:
                return


def _same(
    got: dict[bytes, int], items: list[bytes], numbers: tuple[int, ...]
) -> tuple[int, ...]:
    """The numbers, none of which differs from one acknowledged before."""
    for item, number in zip(items, numbers, strict=True):
        assert got.get(item, number) == number
    return numbers


def test_nothing_is_said_of_what_is_asked(tmp_path: Path) -> None:
    """Good requests, bad ones, no HTTP, a line that breaks: not a word, no file."""
    with running(tmp_path) as relay:
        with mailbox_of(relay) as (mailbox, _):
            mailbox.post(some_items(3))
        host, port = relay.address.removeprefix("http://").split(":")
        for raw in (
            b"GET /secret?name=ivan HTTP/1.1\r\nHost: x\r\n\r\n",
            b"\x16\x03\x01",
            b"POST /1/post HTTP/1.1\r\nContent-Length: 100\r\n\r\n",
            b"X: " + b"x" * 70_000,
        ):
            with socket.create_connection((host, int(port)), timeout=30) as line:
                line.sendall(raw)
        httpx.get(f"{relay.address}/1/post", trust_env=False)
        done = relay.stop()
    assert (done.out, done.told) == ("", "")
    names = {path.name for path in tmp_path.rglob("*")}
    assert names <= {"relay.db", "relay.db-wal", "relay.db-shm"}


def test_it_listens_on_a_unix_socket(tmp_path: Path) -> None:
    path = tmp_path / "relay.sock"
    process = start(
        "relay", "--store", tmp_path / "relay.db", "--socket", path, home=tmp_path
    )
    assert process.stdout is not None
    assert process.stderr is not None
    capability = process.stdout.readline().decode().strip()
    while b"relay.sock" not in process.stderr.readline():
        pass
    way = httpx.HTTPTransport(uds=str(path))
    with httpx.Client(transport=way, base_url="http://relay") as line:
        key = Capability(raw=bytes.fromhex(capability))
        _, held = Administration(line, key).open()
        assert RelayMailbox(line, held, token_of=token_of).post([b"item"]) == (1,)
    process.terminate()
    finish(process)


@pytest.mark.parametrize(("lang", "word"), [("ru", "слушает"), ("fr", "écoute")])
def test_it_speaks_the_language_that_is_asked_for(
    tmp_path: Path, lang: str, word: str
) -> None:
    with running(tmp_path, "--lang", lang) as relay:
        assert word in relay.said


BAD: dict[str, tuple[tuple[str, ...], int]] = {
    "no store": ((), 2),
    "a store that is none": (("--store", "mysql://x/y"), 1),
    "a folder": (("--store", "{folder}"), 1),
    "no port": (("--store", "{folder}/x.db", "--port", "70000"), 2),
    "no host": (("--store", "{folder}/x.db", "--host", "none.invalid"), 1),
}


@pytest.mark.parametrize(("arguments", "status"), BAD.values(), ids=BAD)
def test_what_cannot_be_is_told_in_one_line(
    tmp_path: Path, arguments: tuple[str, ...], status: int
) -> None:
    done = called(tmp_path, *arguments)
    assert done.status == status
    assert done.out == ""
    if status == 1:
        assert len(done.told.splitlines()) == 1
