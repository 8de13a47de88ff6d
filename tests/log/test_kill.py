"""What a writer acknowledged is there after kill -9, whatever it was doing."""

import hashlib
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from random import Random  # noqa: TID251 -- tests repeat themselves

from safeconduct.log.errors import LogError
from safeconduct.log.stores.lock import take_lock
from safeconduct.log.stores.store import Arrival
from tests.log.desk_kit import (
    CIRCLES,
    Desk,
    arrival,
    desk_in,
    log_of,
    observe,
    post,
    stuff,
    wrap,
)
from tests.log.kill_writer import LOGS, THREADS, seeds_of
from tests.log.scale import SCALE

ROOT = Path(__file__).parents[2]
KILLS = 50 * SCALE


def killed(folder: Path, first: int, chance: Random) -> list[int]:
    """The numbers that a writer acknowledged before it was killed."""
    with subprocess.Popen(  # noqa: S603 -- our own interpreter and program
        [sys.executable, "-m", "tests.log.kill_writer", str(folder), str(first)],
        stdout=subprocess.PIPE,
        cwd=ROOT,
    ) as writer:
        assert writer.stdout is not None
        told = [writer.stdout.readline() for _ in range(chance.randint(1, 8))]
        try:
            take_lock(folder / "lock").close()
            held = ""
        except LogError as error:
            held = str(error)
        time.sleep(chance.random() / 200)
        writer.kill()
        assert f"process {writer.pid}" in held
        told += writer.stdout.readlines()
    return [int(line) for line in told]


def check(desk: Desk, numbers: Iterable[int], acknowledged: set[int]) -> None:
    """Each batch is whole or not there, and there if it was acknowledged."""
    queued = [item for one in CIRCLES for item in desk.store.outgoing(one, 1 << 40)]
    waiting = {item.payload for item in queued}
    for number in numbers:
        items = batch(number)
        found = {desk.store.one(item.id) is not None for item in items}
        found |= {post(item.log, item).payload in waiting for item in items}
        assert len(found) == 1, number
        assert number not in acknowledged or is_whole(desk, number), number
    desk.store.sent(item.number for item in queued)


def is_whole(desk: Desk, number: int) -> bool:
    """Whether a batch is there, with its key and its file."""
    name = hashlib.sha256(stuff(-number, 5000)).digest()
    return (
        all(desk.store.one(item.id) == item for item in batch(number))
        and wrap(log_of(number % LOGS), number) in desk.bag.wraps(log_of(number % LOGS))
        and (number % THREADS != 0 or desk.files.has(name))
    )


def batch(number: int) -> list[Arrival]:
    """The entries of a batch."""
    log = log_of(number % LOGS)
    return [arrival(log, seed) for seed in seeds_of(number)]


def test_what_was_acknowledged_outlasts_every_kill(tmp_path: Path) -> None:
    chance, first, acknowledged = Random(2), 0, set[int]()  # noqa: S311 -- no secret
    for _ in range(KILLS):
        told = killed(tmp_path, first, chance)
        acknowledged |= set(told)
        with desk_in(tmp_path) as desk:
            check(desk, range(first, max(told) + 2 * THREADS), acknowledged)
        first = (max(told) // THREADS + 2) * THREADS
    observe(tmp_path)
    with desk_in(tmp_path) as desk:
        there = set(desk.bag.every_wrap())
        for number in acknowledged:
            assert all(desk.store.one(item.id) == item for item in batch(number))
            assert wrap(log_of(number % LOGS), number) in there
    assert len(acknowledged) > KILLS
