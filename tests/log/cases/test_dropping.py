"""Whoever may look may not drop: each desk drops what it posted itself (§12)."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from safeconduct.base.parcel import MailboxId, item_id
from safeconduct.log.cases.case_work import new_case
from safeconduct.log.cases.erasing import erase_case
from safeconduct.log.entries.body import Opened
from safeconduct.log.exchange.exchange import (
    Line,
    drop_erased,
    post_again,
    sync,
)
from safeconduct.log.name import Compartment
from safeconduct.log.vault.vault import Vault
from safeconduct.relay.database import open_database
from safeconduct.relay.item_store import ItemStore
from tests.log.cut_town import ADMINISTRATOR, CutTown, StoreMailbox, holder

ALL = 1 << 23


@contextmanager
def relay_town(folder: Path) -> Iterator[CutTown]:
    """Anna and Dina coordinate, Boris is first line, all at one relay."""
    with closing(ItemStore(open_database(str(folder / "relay.db")))) as relay:
        town = CutTown(folder=folder, relay=relay)
        town.open_mailboxes()
        town.found()
        town.join("dina", "coordinator")
        town.join("boris", "first_line", also="dina")
        town.sync()
        yield town


@pytest.fixture
def town(tmp_path: Path) -> Iterator[CutTown]:
    with relay_town(tmp_path) as town:
        yield town


def vault_of(town: CutTown, who: str) -> Vault:
    return town.desks[who].vault


def line_of(town: CutTown, who: str, circle: Compartment) -> Line:
    """The line of a desk: what it drops there is what it posted."""
    line, seal = town.line(circle), vault_of(town, who).seal
    assert isinstance(line.port, StoreMailbox)
    return replace(line, port=replace(line.port, token_of=seal.drop_token))


def exchange(town: CutTown, *names: str) -> None:
    for who in names:
        lines = {one: line_of(town, who, one) for one in Compartment}
        sync(vault_of(town, who), lines)


def drop_all(town: CutTown, who: str, circle: Compartment, *, after: int = 0) -> None:
    """Whoever may look names all that is there, and asks that it be dropped."""
    port = line_of(town, who, circle).port
    port.drop([item_id(raw) for _, raw in port.fetch(after, ALL).items])


def last(town: CutTown, circle: Compartment) -> int:
    return town.line(circle).port.fetch(0, ALL).last


def test_a_tombstone_cannot_be_hidden_by_who_may_look(town: CutTown) -> None:
    anna, dina = vault_of(town, "anna"), vault_of(town, "dina")
    case = new_case(anna, Opened(alias="Sparrow"))
    exchange(town, "anna", "dina")
    assert [row.log.case for row in dina.cases()] == [case]
    before = last(town, Compartment.ROSTER)
    erase_case(anna, case)
    exchange(town, "anna")
    drop_all(town, "boris", Compartment.ROSTER, after=before)
    exchange(town, "dina")
    assert dina.cases() == ()


def test_what_was_dropped_comes_back_from_any_desk_that_has_it(town: CutTown) -> None:
    """Who is removed drops the acts that he posted; others need them."""
    boris, dina = vault_of(town, "boris"), vault_of(town, "dina")
    case = new_case(boris, Opened(alias="Sparrow"))
    exchange(town, "boris", "anna")
    drop_all(town, "boris", Compartment.MAIN)
    exchange(town, "dina")
    assert dina.cases() == ()
    post_again(vault_of(town, "anna"))
    exchange(town, "anna", "dina")
    assert [row.log.case for row in dina.cases()] == [case]


def test_every_desk_drops_what_it_posted_of_an_erased_case(town: CutTown) -> None:
    """A post of it that is repeated late brings nothing back."""
    before = waiting(town)
    case = new_case(vault_of(town, "anna"), Opened(alias="Sparrow"))
    exchange(town, "anna", "dina", "boris")
    late = waiting(town) - before
    assert late
    erase_case(vault_of(town, "dina"), case)
    exchange(town, "dina", "anna")
    assert waiting(town) <= before
    line_of(town, "anna", Compartment.MAIN).port.post(sorted(late))
    assert waiting(town) <= before


def waiting(town: CutTown) -> set[bytes]:
    """What waits for those who look into the mailbox of main."""
    port = town.line(Compartment.MAIN).port
    return {raw for _, raw in port.fetch(0, ALL).items}


def test_what_lies_in_a_mailbox_that_nobody_posts_to_any_more_is_dropped_too(
    town: CutTown,
) -> None:
    older_mailbox_is_emptied(town)


def older_mailbox_is_emptied(town: CutTown) -> None:
    """Anna drops what she posted before there was a newer mailbox."""
    anna, before = vault_of(town, "anna"), waiting(town)
    new_case(anna, Opened(alias="Sparrow"))
    exchange(town, "anna", "dina")
    older = line_of(town, "anna", Compartment.MAIN)
    assert isinstance(older.port, StoreMailbox)
    lines = {one: line_of(town, "anna", one) for one in Compartment}
    box = MailboxId(b"newer".ljust(16))
    town.relay.open_mailbox(ADMINISTRATOR, box, holder(box))
    port = replace(older.port, key=holder(box))
    lines[Compartment.MAIN] = replace(older, mailbox=box, port=port)
    sync(anna, lines)
    (row,) = anna.cases()
    erase_case(vault_of(town, "dina"), row.log.case)
    exchange(town, "dina")
    sync(anna, lines)
    assert waiting(town) > before
    drop_erased(anna, older)
    assert waiting(town) <= before
