"""Takes a town through its steps and says when each is acknowledged.

Run under the recorder: FOLDER, and what is to be planted, if anything is.
"""

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from safeconduct.log.entries.body_codec import Record
from safeconduct.log.exchange import exchange
from safeconduct.log.exchange.exchange import FETCH_BYTES, Line
from safeconduct.log.exchange.intake import Taken, take
from safeconduct.log.keys.slot import seal_payload
from safeconduct.log.name import Compartment, EntryId, LogName
from safeconduct.log.stores import store, store_table
from safeconduct.log.stores.store import NOTHING_BESIDE, Beside, Cursor
from safeconduct.log.vault.vault import Vault
from safeconduct.relay import database
from safeconduct.sealing.item import Item
from tests.log.cut_town import STEPS, town_in
from tests.log.power_cut import ACKNOWLEDGED

PATCH = pytest.MonkeyPatch()


def the_desks_do_not_wait() -> None:
    """SQLite waits for no disk."""
    PATCH.setattr(store, "FORM", replace(store_table.FORM, synchronous="OFF"))


def the_relay_does_not_wait() -> None:
    """SQLite waits for no disk."""
    whole = database._prepare  # noqa: SLF001 -- the guard

    def prepare(connection: DBAPIConnection, entry: ConnectionPoolEntry) -> None:
        whole(connection, entry)
        connection.cursor().execute("PRAGMA synchronous = OFF")

    PATCH.setattr(database, "_prepare", prepare)


def items_are_let_go_of_first() -> None:
    """Before the relay has them."""

    def send(vault: Vault, circle: Compartment, line: Line) -> int:
        queued = vault.store.outgoing(circle, FETCH_BYTES)
        vault.store.sent(item.number for item in queued)
        line.port.post(
            [seal_payload(item.payload, line, vault.seal) for item in queued]
        )
        return len(queued)

    PATCH.setattr(exchange, "_send", send)


def the_place_moves_first() -> None:
    """In the mailbox, before what came is kept."""

    def taken(
        vault: Vault, items: Iterable[Item], *, cursor: Cursor | None = None
    ) -> Taken:
        vault.store.append((), tip=vault.tip, cursor=cursor)
        return take(vault, items)

    PATCH.setattr(exchange, "take", taken)


def passing_takes_two_steps() -> None:
    """What is passed on has left main before it waits to be sent."""
    whole = Vault.append_all

    def append_all(
        vault: Vault,
        log: LogName,
        bodies: Sequence[Record],
        beside: Beside = NOTHING_BESIDE,
    ) -> tuple[EntryId, ...]:
        names = whole(vault, log, bodies, replace(beside, outgoing=()))
        vault.store.append((), tip=vault.tip, outgoing=beside.outgoing)
        return names

    PATCH.setattr(Vault, "append_all", append_all)


PLANTED: Mapping[str, Callable[[], None]] = {
    "desks": the_desks_do_not_wait,
    "relay": the_relay_does_not_wait,
    "let go first": items_are_let_go_of_first,
    "place first": the_place_moves_first,
    "passed in two": passing_takes_two_steps,
}


def main() -> None:
    """Do it."""
    folder, planted = Path(sys.argv[1]), sys.argv[2]
    if planted:
        PLANTED[planted]()
    with town_in(folder) as town, (folder / ACKNOWLEDGED).open("wb", 0) as told:
        told.write(b".")
        for step in STEPS:
            step(town)
            told.write(b".")


if __name__ == "__main__":
    main()
