"""What a restored vault holds goes nowhere, till it has heard what was erased since."""

from pathlib import Path

import pytest

from safeconduct.log.cases.case_work import main_log
from safeconduct.log.cases.erasing import erase_case
from safeconduct.log.exchange import exchange
from safeconduct.log.exchange.exchange import post_again, sync, write_out
from safeconduct.log.name import Compartment
from safeconduct.log.vault.vault import Vault
from safeconduct.sealing.item import EntryItem, Item, WrapItem, open_item
from tests.log.rescue.test_backing_up import backed_up, case_of, restored
from tests.log.test_a_bad_relay import mute
from tests.log.town_kit import Town
from tests.promises.kept import must_fail


def left(vault: Vault, town: Town) -> int:
    """How much of any case lies in the mailboxes, or would lie on a stick."""
    lines = {line.mailbox: line for line in town.lines().values()}
    sent = [
        (line.mailbox, raw)
        for line in lines.values()
        for _, raw in line.port.fetch(0, 1 << 30).items
    ]
    carried = write_out(vault, town.lines(), whole=True)
    stick = [(one.mailbox, one.item) for one in carried]
    found = (open_item(raw, mailbox=at, key=lines[at].key) for at, raw in sent + stick)
    return sum(map(is_of_case, found))


def is_of_case(item: Item) -> bool:
    """Whether something is an entry or a key of a case."""
    match item:
        case EntryItem(log=log):
            return log[-1] != Compartment.ROSTER
        case WrapItem():
            return True
        case _:
            return False


def a_closed_vault_sends_no_case(folder: Path) -> None:
    """Neither what waited when it was backed up, nor all of it anew, nor on a stick."""
    folder.mkdir()
    town = Town(folder=folder)
    anna = town.found().vault
    case = case_of(anna, "secret")
    assert anna.store.outgoing(Compartment.MAIN, 1 << 30)
    source = backed_up(anna)
    erase_case(anna, case)
    town.sync()
    new = restored(town, source).vault
    assert new.ring.of_log(main_log(case))
    sync(new, mute(town))
    post_again(new)
    sync(new, mute(town))
    found = left(new, town)
    for desk in town.desks.values():
        desk.vault.close()
    assert not found, "An erased case is sent again."


def test_a_closed_vault_sends_no_case(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_closed_vault_sends_no_case(tmp_path / "good")
    monkeypatch.setattr(exchange, "_may_leave", lambda *_: True)
    must_fail(lambda: a_closed_vault_sends_no_case(tmp_path / "bad"))
