"""A relay that keeps back, counts wrongly or fails: what a desk does then (§12)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from safeconduct.base.parcel import ItemId, item_id
from safeconduct.log.cases.case_work import say
from safeconduct.log.cases.erasing import erase_case
from safeconduct.log.entries.body import Opened, TextWritten
from safeconduct.log.errors import LogError
from safeconduct.log.exchange.exchange import Line, sync, take_in, write_out
from safeconduct.log.exchange.mailbox import Fetched, Mailbox, MailboxError, Trouble
from safeconduct.log.group.group import join_group
from safeconduct.log.group.people import approve, named, propose_device
from safeconduct.log.name import CaseId, Compartment, EntryId, LogName
from safeconduct.log.vault.vault import Vault
from safeconduct.sealing.entry_box import entry_id
from safeconduct.sealing.invitation import Invitation
from safeconduct.sealing.item import EntryItem, open_item
from safeconduct.sealing.symmetric import CircleKey
from tests.fakes.memory_mailbox import MemoryMailbox
from tests.log.rescue.test_backing_up import backed_up, case_of, new_device, restored
from tests.log.town_kit import Desk, Town, town_in


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    with town_in(tmp_path) as town:
        yield town


@pytest.fixture
def anna(town: Town) -> Desk:
    return town.found()


@dataclass(frozen=True, slots=True, kw_only=True)
class Withholding:
    """A relay that takes everything, and keeps back some items, or all that is new."""

    box: MemoryMailbox
    held_back: frozenset[ItemId] = frozenset()
    is_mute: bool = False

    def post(self, items: Sequence[bytes]) -> tuple[int, ...]:
        """Number what is new."""
        return self.box.post(items)

    def fetch(self, after: int, most_bytes: int) -> Fetched:
        """What it likes to give."""
        if self.is_mute:
            return Fetched(items=(), last=after)
        found = self.box.fetch(after, most_bytes)
        given = (
            (n, one) for n, one in found.items if item_id(one) not in self.held_back
        )
        return Fetched(items=tuple(given), last=found.last)

    def drop(self, ids: Sequence[ItemId]) -> None:
        """Delete items."""
        self.box.drop(ids)


@dataclass(slots=True, kw_only=True)
class Failing:
    """A mailbox that is of no use."""

    asked: list[str] = field(default_factory=list)

    def post(self, items: Sequence[bytes]) -> tuple[int, ...]:
        """Nothing is taken."""
        self.asked.append(f"post {len(items)}")
        raise MailboxError(Trouble.REFUSED)

    def fetch(self, after: int, most_bytes: int) -> Fetched:
        """Nothing is given."""
        self.asked.append(f"fetch {after} {most_bytes}")
        raise MailboxError(Trouble.REFUSED)

    def drop(self, ids: Sequence[ItemId]) -> None:
        """Nothing is dropped."""
        self.asked.append(f"drop {len(ids)}")
        raise MailboxError(Trouble.REFUSED)


def lines_with(
    town: Town, circle: Compartment, port: Mailbox
) -> dict[Compartment, Line]:
    lines = town.lines()
    return {**lines, circle: replace(lines[circle], port=port)}


def item_of(town: Town, circle: Compartment, name: EntryId) -> ItemId:
    """The item in a mailbox that an entry lies in."""
    line = town.line(circle)
    for _, raw in town.boxes[circle].items.values():
        found = open_item(raw, mailbox=line.mailbox, key=line.key)
        if isinstance(found, EntryItem) and entry_id(found.envelope) == name:
            return item_id(raw)
    raise AssertionError


def erased_since(town: Town) -> tuple[Desk, EntryId]:
    """A restored desk whose backup holds a case that Dina erased since; her act."""
    anna = town.desks["anna"].vault
    dina = town.join("dina", "coordinator").vault
    case = case_of(anna, "one")
    town.sync()
    source = backed_up(anna)
    tombstone = erase_case(dina, case)
    town.sync("dina", "anna")
    return restored(town, source), tombstone


def let_in_by_two(town: Town, found: Desk) -> None:
    """Anna proposes a device as hers, Dina approves; both had seen the erasure."""
    anna, dina = town.desks["anna"].vault, town.desks["dina"].vault
    member = named(anna, "anna").member
    proposal = propose_device(anna, found.device.card, member)
    town.sync("anna", "dina")
    approve(dina, proposal)
    town.sync("dina")


def shown_by(vault: Vault) -> list[str]:
    """What a desk that is open lists."""
    assert not vault.closed
    return [row.alias for row in vault.cases()]


def but_for(town: Town, name: EntryId) -> dict[Compartment, Line]:
    """The mailboxes as a relay shows them that keeps one act of the roster back."""
    kept = frozenset({item_of(town, Compartment.ROSTER, name)})
    box = town.boxes[Compartment.ROSTER]
    port = Withholding(box=box, held_back=kept)
    return lines_with(town, Compartment.ROSTER, port)


def mute(town: Town) -> dict[Compartment, Line]:
    """The mailboxes as a relay shows them that gives nothing new."""
    return {
        circle: replace(line, port=Withholding(box=town.boxes[circle], is_mute=True))
        for circle, line in town.lines().items()
    }


@pytest.mark.usefixtures("anna")
def test_a_relay_that_says_that_nothing_came_opens_no_backup(town: Town) -> None:
    found, _ = erased_since(town)
    sync(found.vault, mute(town))
    assert found.vault.closed
    assert found.reopen().cases() == ()
    let_in_by_two(town, found)
    town.sync("new")
    assert shown_by(found.vault) == []


def test_a_relay_that_keeps_the_tombstone_back_opens_no_backup(
    town: Town, anna: Desk
) -> None:
    found, tombstone = erased_since(town)
    let_in_by_two(town, found)
    sync(found.vault, but_for(town, tombstone))
    assert found.vault.roster.person_of(found.vault.device) is not None
    assert found.vault.closed
    # A bundle brings what the relay kept back.
    lines = town.lines()
    take_in(found.vault, write_out(anna.vault, lines, whole=True), lines.values())
    assert shown_by(found.vault) == []


def test_a_bundle_of_what_the_backup_had_opens_none(town: Town, anna: Desk) -> None:
    lines = town.lines()
    case_of(anna.vault, "one")
    old = [*write_out(anna.vault, lines, whole=True)]
    found = restored(town, backed_up(anna.vault)).vault
    take_in(found, old, lines.values())
    assert found.closed


def test_a_device_that_the_backup_knew_is_not_let_in_by_it(
    town: Town, anna: Desk
) -> None:
    propose_device(anna.vault, new_device("new").card, named(anna.vault, "anna").member)
    found = restored(town, backed_up(anna.vault))
    town.sync("new")
    assert found.vault.roster.person_of(found.vault.device) is not None
    assert found.vault.closed


@pytest.mark.usefixtures("anna")
def test_one_mailbox_that_fails_keeps_nothing_from_the_others(town: Town) -> None:
    clara = town.join("clara", "counsel").vault
    eva = town.join("eva", "counsel", also="clara").vault
    case = case_of(clara, "one")
    log = LogName(case=case, compartment=Compartment.PAPERS)
    say(clara, log, TextWritten(text="of papers"))
    for vault in (clara, eva):
        with pytest.raises(MailboxError) as refused:
            sync(vault, lines_with(town, Compartment.MAIN, Failing()))
        assert refused.value.trouble is Trouble.REFUSED
    said = [body.text for _, body in eva.view(log).current(TextWritten)]
    assert said == ["of papers"]


def test_nothing_is_read_by_a_roster_that_did_not_come(town: Town, anna: Desk) -> None:
    port = Failing()
    with pytest.raises(MailboxError):
        sync(anna.vault, lines_with(town, Compartment.ROSTER, port))
    assert len(port.asked) == 1


def test_no_case_with_the_id_of_the_group_is_taken_in(town: Town, anna: Desk) -> None:
    boris = town.join("boris", "first_line")
    log = LogName(case=CaseId(anna.vault.group), compartment=Compartment.MAIN)
    boris.vault.append(log, Opened(alias="For ever"))
    town.sync("boris", "anna")
    assert log not in anna.vault.store.logs()
    assert anna.vault.bag.wraps(log) == ()


def test_an_invitation_with_a_circle_that_is_none_is_refused_whole(
    town: Town, anna: Desk
) -> None:
    folder = town.folder / "new"
    strange = Invitation(
        group=anna.vault.group,
        first=anna.vault.first,
        keys=((9, CircleKey(raw=bytes(32))),),
    )
    with pytest.raises(LogError, match="circle that is not known") as refused:
        join_group(folder, new_device("new"), strange, town.around("new"))
    assert refused.value.kind == "malformed"
    assert not folder.exists()
