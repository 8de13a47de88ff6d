"""Takes a desk through its steps and says when each is acknowledged.

Run under the recorder: FOLDER, and what is to be planted: `store` (SQLite waits for no
disk), `bag` (its journal's name is not waited for), `files` (files are not synced).
"""

import os
import sys
from dataclasses import replace
from pathlib import Path

import safeconduct.log.stores.bag
import safeconduct.log.stores.store
from safeconduct.log.stores import store_table
from tests.log.desk_kit import STEPS, desk_in
from tests.log.power_cut import ACKNOWLEDGED


def plant(what: str) -> None:
    """Take one guard away."""
    match what:
        case "store":
            form = replace(store_table.FORM, synchronous="OFF")
            vars(safeconduct.log.stores.store)["FORM"] = form
        case "bag":
            form = replace(safeconduct.log.stores.bag.FORM, synchronous="FULL")
            safeconduct.log.stores.bag.FORM = form
        case "files":
            vars(os)["fsync"] = int
        case _:
            return


def main() -> None:
    """Do it."""
    folder = Path(sys.argv[1])
    plant(sys.argv[2] if len(sys.argv) > 2 else "")
    with (
        (folder / ACKNOWLEDGED).open("wb", buffering=0) as told,
        desk_in(folder) as desk,
    ):
        for step in STEPS:
            step(desk)
            told.write(b".")


if __name__ == "__main__":
    main()
