"""Writes batches, wraps and files from four threads, and says which are acknowledged.

Run with FOLDER and the first number; it goes on until it is killed.
"""

import hashlib
import itertools
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from safeconduct.log.stores.lock import take_lock
from tests.log.desk_kit import Desk, desk_in, log_of, stuff, wrap

THREADS = 4
LOGS = 7


def seeds_of(number: int) -> range:
    """The entries of a batch."""
    return range(4 * number, 4 * number + 1 + number % 4)


def write_one(desk: Desk, number: int) -> None:
    """Write a batch, its wrap and sometimes a file, and say so."""
    desk.append(number % LOGS, seeds_of(number))
    desk.bag.put_wraps([wrap(log_of(number % LOGS), number)])
    if number % THREADS == 0:
        content = stuff(-number, 5000)
        desk.files.put(content, name=hashlib.sha256(content).digest())
    os.write(1, b"%d\n" % number)


def main() -> None:
    """Write without end."""
    folder, first = Path(sys.argv[1]), int(sys.argv[2])
    lock = take_lock(folder / "lock")
    with desk_in(folder) as desk, ThreadPoolExecutor(THREADS) as pool:
        for some in itertools.count(first, THREADS):
            list(pool.map(lambda n: write_one(desk, n), range(some, some + THREADS)))
    lock.close()


if __name__ == "__main__":
    main()
