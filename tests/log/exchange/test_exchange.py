"""Desks exchange: nothing is lost on the way, and nothing is believed unseen."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from safeconduct.base.override import override
from safeconduct.base.parcel import ItemId, MailboxId
from safeconduct.log.cases.case_work import new_case, say
from safeconduct.log.cases.erasing import erase_case
from safeconduct.log.entries.body import Opened, TextWritten
from safeconduct.log.exchange.bundle import Carried
from safeconduct.log.exchange.exchange import (
    Line,
    Synced,
    fetch,
    post_again,
    sync,
    take_in,
    write_out,
)
from safeconduct.log.exchange.mailbox import MailboxError, Trouble
from safeconduct.log.name import Compartment
from safeconduct.log.sharing.payload import waiting_file
from safeconduct.log.stores.store import Outgoing
from safeconduct.log.vault.vault import Vault
from safeconduct.sealing.item import Item, open_item
from tests.fakes.memory_mailbox import MemoryMailbox
from tests.log.town_kit import Town

LONG = "x" * 3000
ALL = 1 << 30


@dataclass(slots=True, kw_only=True)
class Troubled(MemoryMailbox):
    """A mailbox that keeps what comes, notes how much at once, and may answer late."""

    sizes: list[int]
    is_silent: bool = False
    drops: int = 0

    @override
    def post(self, items: Sequence[bytes]) -> tuple[int, ...]:
        """Note how much came, and do not answer where it is silent."""
        self.sizes.append(sum(map(len, items)))
        numbers = MemoryMailbox.post(self, items)
        if self.is_silent:
            raise MailboxError(Trouble.BUSY)
        return numbers

    @override
    def drop(self, ids: Sequence[ItemId]) -> None:
        """Count how often something is dropped."""
        self.drops += 1
        MemoryMailbox.drop(self, ids)


@pytest.fixture
def town(tmp_path: Path) -> Town:
    """Anna and Boris, and one case that both know."""
    town = Town(folder=tmp_path)
    new_case(town.found().vault, Opened(alias="Sparrow"))
    town.join("boris", "first_line")
    town.sync()
    return town


def vault_of(town: Town, who: str) -> Vault:
    return town.desks[who].vault


def write(vault: Vault, text: str) -> None:
    (row,) = vault.cases()
    say(vault, row.log, TextWritten(text=text))


def texts(vault: Vault) -> list[str]:
    (row,) = vault.cases()
    return [body.text for _, body in vault.view(row.log).current(TextWritten)]


def troubled(town: Town) -> Troubled:
    """The mailbox of the first line's logs, from now on a troubled one."""
    before = town.boxes[Compartment.MAIN]
    found = Troubled(items=before.items, last=before.last, sizes=[])
    town.boxes[Compartment.MAIN] = found
    return found


def test_a_sync_says_how_much_it_sent_and_got(town: Town) -> None:
    write(vault_of(town, "anna"), "one")
    write(vault_of(town, "anna"), "two")
    assert town.sync("anna") == [Synced(sent=2, received=0)]
    assert town.sync("boris") == [Synced(sent=0, received=2)]
    assert town.sync() == [Synced(sent=0, received=0)] * 2


def test_what_a_relay_did_not_answer_for_is_sent_again_and_there_once(
    town: Town,
) -> None:
    box, anna = troubled(town), vault_of(town, "anna")
    write(anna, "one")
    before, box.is_silent = len(box.items), True
    with pytest.raises(MailboxError):
        town.sync("anna")
    assert len(anna.store.outgoing(Compartment.MAIN, ALL)) == 1
    box.is_silent = False
    town.sync("anna", "boris")
    assert not anna.store.outgoing(Compartment.MAIN, ALL)
    assert len(box.items) == before + 1
    assert texts(vault_of(town, "boris")) == ["one"]


def test_much_goes_in_parts_that_can_be_held_and_comes_whole(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    box, anna = troubled(town), vault_of(town, "anna")
    words = [f"{number} {LONG}" for number in range(5)]
    for text in words:
        write(anna, text)
    most = 10_000
    monkeypatch.setattr("safeconduct.log.exchange.exchange.FETCH_BYTES", most)
    # What waits is asked for in one go here: `_at_once` alone parts it.
    whole = anna.store.outgoing
    monkeypatch.setattr(
        type(anna.store), "outgoing", lambda _, circle, __: whole(circle, ALL)
    )
    town.sync("anna")
    assert len(box.sizes) > 1
    assert max(box.sizes) < most + 1000
    town.sync("boris")
    assert texts(vault_of(town, "boris")) == words


def test_what_is_longer_than_a_part_goes_alone(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    box, anna = troubled(town), vault_of(town, "anna")
    monkeypatch.setattr("safeconduct.log.exchange.exchange.FETCH_BYTES", 1)
    for text in ("one", "two"):
        write(anna, text)
    town.sync("anna")
    assert len(box.sizes) == 2
    assert min(box.sizes) > 0
    town.sync("boris")
    assert texts(vault_of(town, "boris")) == ["one", "two"]


def test_a_mailbox_that_has_forgotten_what_it_had_is_not_believed(town: Town) -> None:
    boris = vault_of(town, "boris")
    line = town.line(Compartment.MAIN)
    before = boris.store.cursor(line.mailbox)
    assert before > 0
    older = replace(line, port=MemoryMailbox(last=before - 1))
    with pytest.raises(MailboxError) as error:
        fetch(boris, older)
    assert error.value.trouble is Trouble.UNSOUND
    assert boris.store.cursor(line.mailbox) == before
    assert fetch(boris, replace(line, port=MemoryMailbox(last=before))) == 0


def test_the_place_in_a_mailbox_moves_over_what_nobody_of_ours_sealed(
    town: Town,
) -> None:
    anna, boris = vault_of(town, "anna"), vault_of(town, "boris")
    box, line = town.boxes[Compartment.MAIN], town.line(Compartment.MAIN)
    box.post([b"junk", b""])
    write(anna, "one")
    town.sync("anna")
    box.post([b"more"])
    assert fetch(boris, line) == 1
    assert boris.store.cursor(line.mailbox) == box.last
    assert texts(boris) == ["one"]


def test_more_than_goes_into_the_store_at_once_comes_whole(town: Town) -> None:
    anna, boris = vault_of(town, "anna"), vault_of(town, "boris")
    words = [str(number) for number in range(33)]
    for text in words:
        write(anna, text)
    assert town.sync("anna", "boris")[1] == Synced(sent=0, received=33)
    assert texts(boris) == words


def test_a_circle_without_a_line_is_left_alone(town: Town) -> None:
    anna = vault_of(town, "anna")
    write(anna, "one")
    found = sync(anna, {Compartment.ROSTER: town.line(Compartment.ROSTER)})
    assert found == Synced(sent=0, received=0)
    assert len(anna.store.outgoing(Compartment.MAIN, ALL)) == 1


def test_who_is_not_of_a_circle_does_not_look_into_its_mailbox(town: Town) -> None:
    boris, line = vault_of(town, "boris"), town.line(Compartment.COUNSEL)
    town.boxes[Compartment.COUNSEL].post([b"for counsel"])
    assert sync(boris, {Compartment.COUNSEL: line}) == Synced(sent=0, received=0)
    assert boris.store.cursor(line.mailbox) == 0


def test_only_what_is_to_be_dropped_is_dropped_and_once(town: Town) -> None:
    box, anna = troubled(town), vault_of(town, "anna")
    town.sync("anna")
    assert box.drops == 0
    (row,) = anna.cases()
    erase_case(anna, row.log.case)
    town.sync("anna")
    town.sync("anna")
    assert box.drops == 1
    assert not box.items


def test_what_is_not_sent_yet_goes_by_stick_and_is_still_sent(town: Town) -> None:
    anna, boris = vault_of(town, "anna"), vault_of(town, "boris")
    write(anna, "one")
    slots = town.lines()
    carried = list(write_out(anna, slots, whole=False))
    assert [one.mailbox for one in carried] == [slots[Compartment.MAIN].mailbox]
    taken = take_in(boris, carried, slots.values())
    assert (taken.entries, taken.logs) == (1, {anna.cases()[0].log})
    assert texts(boris) == ["one"]
    assert town.sync("anna", "boris") == [
        Synced(sent=1, received=0),
        Synced(sent=0, received=0),
    ]


def test_all_that_is_here_goes_by_stick_each_thing_once(town: Town) -> None:
    anna = vault_of(town, "anna")
    write(anna, "not sent")
    carried = list(write_out(anna, town.lines(), whole=True))
    assert len({one.item for one in carried}) == len(carried)
    town.boxes = {one: MemoryMailbox() for one in Compartment}
    boris = vault_of(town, "boris")
    assert take_in(boris, carried, town.lines().values()).entries == 1
    assert texts(boris) == ["not sent"]


def test_items_of_mailboxes_that_are_not_ours_are_left(town: Town) -> None:
    anna, boris = vault_of(town, "anna"), vault_of(town, "boris")
    write(anna, "one")
    (found,) = write_out(anna, town.lines(), whole=False)
    strange = Carried(mailbox=MailboxId(b"?" * 16), item=found.item)
    slots = town.lines().values()
    taken = take_in(boris, [strange], slots)
    assert (taken.entries, taken.logs) == (0, set())
    assert take_in(boris, [strange, found], slots).entries == 1


def test_after_a_relay_was_lost_all_that_is_here_is_sent_again(town: Town) -> None:
    anna, boris = vault_of(town, "anna"), vault_of(town, "boris")
    write(boris, "of boris")
    town.sync("boris", "anna")
    had = {one: items_of(line) for one, line in town.lines().items()}
    town.boxes = {one: MemoryMailbox() for one in Compartment}
    elsewhere = _elsewhere(town)
    post_again(anna)
    assert sync(anna, elsewhere).sent > 0
    assert all(had[one] <= items_of(line) for one, line in elsewhere.items())
    assert had[Compartment.MAIN]
    assert sync(boris, elsewhere).received == 0
    assert texts(boris) == texts(anna) == ["of boris"]


def test_who_is_first_line_sends_again_what_is_of_his_circles(town: Town) -> None:
    boris = vault_of(town, "boris")
    assert not boris.store.outgoing(Compartment.MAIN, ALL)
    post_again(boris)
    for circle in (Compartment.ROSTER, Compartment.MAIN):
        assert boris.store.outgoing(circle, ALL)
    for circle in (Compartment.PAPERS, Compartment.COUNSEL):
        assert not boris.store.outgoing(circle, ALL)


def test_a_file_that_is_here_no_more_keeps_nothing_from_being_sent(
    town: Town,
) -> None:
    box, anna = troubled(town), vault_of(town, "anna")
    (row,) = anna.cases()
    gone = Outgoing(circle=Compartment.MAIN, payload=waiting_file(row.log, b"n" * 32))
    anna.store.append((), tip=anna.tip, outgoing=[gone])
    before = len(box.items)
    town.sync("anna")
    assert len(box.items) == before
    assert not anna.store.outgoing(Compartment.MAIN, ALL)
    write(anna, "one")
    town.sync("anna", "boris")
    assert texts(vault_of(town, "boris")) == ["one"]


def items_of(line: Line) -> set[Item]:
    """What a mailbox holds, opened."""
    found = line.port.fetch(0, ALL).items
    return {open_item(raw, mailbox=line.mailbox, key=line.key) for _, raw in found}


def _elsewhere(town: Town) -> dict[Compartment, Line]:
    """The lines of mailboxes that were opened anew, at another relay."""
    return {
        one: replace(line, mailbox=MailboxId(bytes([one]) * 16))
        for one, line in town.lines().items()
    }
