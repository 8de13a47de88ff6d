"""What others send is taken, and what is unsound of it stops nobody."""

from pathlib import Path

import pytest

from safeconduct.log.cases.case_work import main_log, new_case
from safeconduct.log.cases.erasing import erase_case
from safeconduct.log.entries.body import Opened
from safeconduct.log.exchange.intake import TAKING, end_taking, take
from safeconduct.log.name import LogName
from safeconduct.log.sharing.payload import payloads_of
from safeconduct.log.stores.store import Cursor
from safeconduct.log.vault.vault import Vault
from safeconduct.sealing.context import SUITE
from safeconduct.sealing.grant import GRANT_BYTES
from safeconduct.sealing.item import (
    MOST_PIECE_BYTES,
    EntryItem,
    GrantItem,
    Item,
    PieceItem,
    WrapItem,
    read_item,
)
from tests.log.town_kit import Town

ROSTER = b"\x00"
UNSOUND: dict[str, Item] = {
    "a grant of nothing": GrantItem(subject=ROSTER, grant=b""),
    "a grant of a later suite": GrantItem(subject=ROSTER, grant=b"\xff" * GRANT_BYTES),
    "a grant for no log": GrantItem(subject=b"\xff" * 17, grant=b"\x00\x01"),
    "a wrap of nothing": WrapItem(wrap=b""),
    "an entry of no log": EntryItem(log=b"\xff" * 17, envelope=b""),
    "a piece far behind the end": PieceItem(
        log=bytes(17), name=bytes(32), offset=(1 << 64) - 1, content=b""
    ),
}


@pytest.mark.parametrize("item", UNSOUND.values(), ids=UNSOUND)
def test_what_is_unsound_keeps_nothing_else_away(tmp_path: Path, item: Item) -> None:
    town = Town(folder=tmp_path)
    anna, boris = town.found(), town.join("boris", "first_line")
    case = new_case(anna.vault, Opened(alias="Sparrow"))
    sent = [
        EntryItem(log=main_log(case).raw, envelope=one.envelope)
        for one in anna.vault.store.envelopes(main_log(case))
    ]
    wraps = [WrapItem(wrap=wrap) for wrap in anna.vault.bag.wraps(main_log(case))]
    assert take(boris.vault, [item, *wraps, *sent]).entries == len(sent)
    assert boris.vault.view(main_log(case)).alias() == "Sparrow"


def test_a_piece_beyond_the_longest_file_is_left(town: Town) -> None:
    anna = town.desks["anna"].vault
    log, last = sent(anna)[0], (1 << 28) // MOST_PIECE_BYTES
    for number in (last, last + 1):
        name, offset = number.to_bytes(32), number * MOST_PIECE_BYTES
        take(anna, [PieceItem(log=log.raw, name=name, offset=offset, content=b"x")])
        assert bool(anna.files.parts(name)) == (number == last)


@pytest.fixture
def town(tmp_path: Path) -> Town:
    """Anna with one case, and Boris who has not heard of it."""
    town = Town(folder=tmp_path)
    town.found()
    town.join("boris", "first_line")
    new_case(town.desks["anna"].vault, Opened(alias="Sparrow"))
    return town


def sent(vault: Vault) -> tuple[LogName, list[Item], list[Item]]:
    """The log of the one case, its wraps and its entries as they are sent."""
    (row,) = vault.cases()
    items = [read_item(raw) for raw in payloads_of(vault, row.log)]
    wraps = [item for item in items if isinstance(item, WrapItem)]
    return row.log, [*wraps], [item for item in items if item not in wraps]


def test_what_comes_twice_is_new_once_and_is_told_each_time(town: Town) -> None:
    boris = town.desks["boris"].vault
    log, wraps, entries = sent(town.desks["anna"].vault)
    first = take(boris, [*wraps, *entries])
    assert (first.entries, first.logs) == (len(entries), {log})
    again = take(boris, [*entries, *entries])
    assert (again.entries, again.logs) == (0, {log})
    nothing = take(boris, [])
    assert (nothing.entries, nothing.logs) == (0, set())


def test_an_entry_that_comes_before_its_key_is_read_with_it(town: Town) -> None:
    boris = town.desks["boris"].vault
    log, wraps, entries = sent(town.desks["anna"].vault)
    assert take(boris, entries).entries == len(entries)
    assert boris.cases() == ()
    assert take(boris, wraps).logs == {log}
    assert [row.alias for row in boris.cases()] == ["Sparrow"]
    assert len(boris.view(log).entries) == len(entries)


def test_the_place_in_the_mailbox_moves_with_what_was_stored(town: Town) -> None:
    boris, mailbox = town.desks["boris"].vault, b"m" * 16
    _, wraps, entries = sent(town.desks["anna"].vault)
    take(boris, [*wraps, *entries], cursor=Cursor(mailbox=mailbox, last=7))
    assert boris.store.cursor(mailbox) == 7
    take(boris, entries)
    assert boris.store.cursor(mailbox) == 7


def test_what_a_power_cut_left_is_noted_until_nothing_more_comes(town: Town) -> None:
    boris = town.desks["boris"]
    log, wraps, entries = sent(town.desks["anna"].vault)
    assert boris.vault.store.meta(TAKING) == b""
    take(boris.vault, [*wraps, *entries])
    note = boris.vault.seal.open(TAKING, boris.vault.store.meta(TAKING))
    assert note == log.raw
    with boris.vault.store._database.writing() as db:  # noqa: SLF001 -- a power cut
        db.execute("DELETE FROM rows")
    assert boris.vault.cases() == ()
    assert [row.alias for row in boris.reopen().cases()] == ["Sparrow"]
    end_taking(boris.vault)
    assert boris.vault.store.meta(TAKING) == b""


def test_nothing_of_an_erased_case_comes_back(town: Town) -> None:
    anna, boris = town.desks["anna"].vault, town.desks["boris"].vault
    log, wraps, entries = sent(anna)
    take(boris, [*wraps, *entries])
    erase_case(anna, log.case)
    town.sync("anna", "boris")
    grant = GrantItem(subject=log.raw, grant=SUITE + bytes(GRANT_BYTES - len(SUITE)))
    piece = PieceItem(log=log.raw, name=b"n" * 32, offset=0, content=b"x")
    for item in (*wraps, *entries, grant, piece):
        found = take(boris, [item])
        assert (found.entries, found.logs) == (0, set())
    assert log not in boris.store.logs()
    assert not boris.bag.wraps(log)
    assert not boris.bag.grants(subject=log.raw)
    assert not boris.files.parts(piece.name)
