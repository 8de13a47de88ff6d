"""Passing to counsel is one step: whatever cuts it, the words are in one place."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from safeconduct.log.cases.case_work import main_log, new_case, say
from safeconduct.log.cases.erasing import erase_case
from safeconduct.log.cases.passing import pass_to_counsel, passed_on
from safeconduct.log.entries.body import MessageIn, Opened, Passed, TextWritten
from safeconduct.log.errors import LogError
from safeconduct.log.name import CaseId, Compartment, EntryId, LogName
from safeconduct.log.stores.database import Database
from safeconduct.log.vault.vault import Vault
from safeconduct.sealing.device import recovery_id
from safeconduct.sealing.entry_box import header_key_id
from safeconduct.sealing.grant import GrantHead, open_log_grant, read_grant
from safeconduct.sealing.item import EntryItem, GrantItem, read_item
from safeconduct.sealing.share import combine
from tests.log.rescue.test_recovering import begun
from tests.log.town_kit import Desk, Town, whole_town

WORDS = "I shot"


class PowerCutError(BaseException):
    """The machine is off."""


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return whole_town(tmp_path)


def told(desk: Desk) -> tuple[CaseId, EntryId]:
    """A case with a message that only counsel should read."""
    case = new_case(desk.vault, Opened(alias="Sparrow"))
    body = MessageIn(text=WORDS, channel="portal", writer="person")
    return case, say(desk.vault, main_log(case), body)


def cut(monkeypatch: pytest.MonkeyPatch, *, after: int, is_whole: bool) -> None:
    """Let the power fail at a write to a database: before it stands, or after."""
    whole, count = Database.writing, 0

    @contextmanager
    def writing(self: Database) -> Iterator[sqlite3.Connection]:
        nonlocal count
        count += 1
        with whole(self) as db:
            yield db
            if count == after and not is_whole:
                raise PowerCutError
        if count >= after:
            raise PowerCutError

    monkeypatch.setattr(Database, "writing", writing)


def places(vault: Vault, case: CaseId) -> tuple[bool, bool, bool]:
    """Whether the words stand in main, whether main says passed, whether they wait."""
    view = vault.view(main_log(case))
    waits = vault.store.outgoing(Compartment.COUNSEL, 1 << 30)
    return (
        any(isinstance(item.body, MessageIn) for item in view.entries),
        any(isinstance(item.body, Passed) for item in view.entries),
        len(waits) > 0,
    )


@pytest.mark.parametrize("is_whole", [False, True], ids=["not yet", "just now"])
@pytest.mark.parametrize("after", [1, 2, 3, 4])
def test_the_words_stand_in_one_place_whenever_the_power_fails(
    town: Town, monkeypatch: pytest.MonkeyPatch, after: int, *, is_whole: bool
) -> None:
    boris = town.desks["boris"]
    case, name = told(boris)
    town.sync()
    with monkeypatch.context() as off:
        cut(off, after=after, is_whole=is_whole)
        with suppress(PowerCutError):
            pass_to_counsel(boris.vault, case, name)
    vault = boris.reopen()
    in_main, is_passed, waits = places(vault, case)
    assert in_main != waits
    assert is_passed == waits
    if in_main:
        pass_to_counsel(vault, case, name)
    town.sync("boris", "clara")
    town.sync("boris", "clara")
    log = LogName(case=case, compartment=Compartment.COUNSEL)
    clara = town.desks["clara"].vault
    (found,) = [body.text for _, body in clara.view(log).current(MessageIn)]
    assert found == WORDS
    assert clara.view(log).faults == ()
    assert places(vault, case) == (False, True, False)


def test_a_full_disk_leaves_the_words_where_they_were(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **_named: object) -> int:
        msg = "The disk is full."
        raise LogError(msg, kind="full")

    boris = town.desks["boris"]
    case, name = told(boris)
    with monkeypatch.context() as off:
        off.setattr("safeconduct.log.stores.store.set_meta", full)
        with pytest.raises(LogError):
            pass_to_counsel(boris.vault, case, name)
    assert places(boris.vault, case) == (True, False, False)
    assert places(boris.reopen(), case) == (True, False, False)


def test_the_list_and_the_view_say_at_once_that_it_is_gone(town: Town) -> None:
    vault = town.desks["boris"].vault
    case, name = told(town.desks["boris"])
    say(vault, main_log(case), TextWritten(text="stays"))
    (before,) = vault.cases()
    passed = pass_to_counsel(vault, case, name)
    (row,) = vault.cases()
    ids = [item.id for item in vault.view(main_log(case)).entries]
    assert name not in ids
    assert passed in ids
    assert row.entries == before.entries == len(ids)
    assert vault.view(main_log(case)).faults == ()


def test_where_nobody_is_counsel_nothing_is_passed(tmp_path: Path) -> None:
    anna = Town(folder=tmp_path).found()
    case, name = told(anna)
    with pytest.raises(LogError) as error:
        pass_to_counsel(anna.vault, case, name)
    assert error.value.kind == "not there"
    assert places(anna.vault, case) == (True, False, False)


def test_only_what_is_there_and_was_told_is_passed(town: Town) -> None:
    boris = town.desks["boris"].vault
    case, name = told(town.desks["boris"])
    passed = pass_to_counsel(boris, case, name)
    view = boris.view(main_log(case))
    opened, lead = (item.id for item in view.entries[:2])
    waits = len(boris.store.outgoing(Compartment.COUNSEL, 1 << 30))
    for wrong in (opened, lead, passed, name, EntryId(b"?" * 32)):
        with pytest.raises(LogError) as error:
            pass_to_counsel(boris, case, wrong)
        assert error.value.kind == "not there"
    assert boris.view(main_log(case)).entries == view.entries
    assert len(boris.store.outgoing(Compartment.COUNSEL, 1 << 30)) == waits


def test_what_is_passed_of_two_cases_in_turn_stands_in_one_line_in_each(
    town: Town,
) -> None:
    """The desk cannot read counsel's logs: where it stands in each is in its note."""
    boris, clara = town.desks["boris"], town.desks["clara"].vault
    (one, first), (two, second) = told(boris), told(boris)
    third = say(boris.vault, main_log(one), TextWritten(text="more"))
    pass_to_counsel(boris.vault, one, first)
    pass_to_counsel(boris.vault, two, second)
    pass_to_counsel(boris.reopen(), one, third)
    town.sync("boris", "clara")
    for case, count in ((one, 2), (two, 1)):
        log = LogName(case=case, compartment=Compartment.COUNSEL)
        view = clara.view(log)
        assert [item.sequence for item in view.entries] == [*range(1, count + 1)]
        assert view.faults == ()


def test_what_is_passed_is_granted_to_the_recovery_key_too(tmp_path: Path) -> None:
    """As every key of counsel's is: it is no less theirs who may recover."""
    town = Town(folder=tmp_path)
    anna, words = begun(town)
    town.join("clara", "counsel")
    case, name = told(anna)
    pass_to_counsel(anna.vault, case, name)
    key = combine(words[:2])
    device = recovery_id(key.public())
    log = LogName(case=case, compartment=Compartment.COUNSEL)
    waits = anna.vault.store.outgoing(Compartment.COUNSEL, 1 << 30)
    items = [read_item(one.payload) for one in waits]
    (grant,) = (
        one.grant
        for one in items
        if isinstance(one, GrantItem) and read_grant(one.grant).device == device
    )
    (entry,) = (one for one in items if isinstance(one, EntryItem))
    opened = open_log_grant(
        grant,
        group=anna.vault.group,
        log=log.raw,
        expected=GrantHead(device=device, key_id=read_grant(grant).key_id),
        key=key,
    )
    assert header_key_id(entry.envelope) == opened.id


def test_what_was_passed_is_erased_once(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    boris, anna = town.desks["boris"], town.desks["anna"]
    case, name = told(boris)
    town.sync()
    pass_to_counsel(boris.vault, case, name)
    town.sync("boris", "anna")
    wiped: list[object] = []
    monkeypatch.setattr("safeconduct.log.stores.store.Store.wipe", wiped.append)
    say(boris.vault, main_log(case), TextWritten(text="later"))
    town.sync("boris", "anna")
    assert wiped == []
    assert [
        body.text for _, body in anna.vault.view(main_log(case)).current(TextWritten)
    ] == ["later"]


def test_what_was_passed_is_kept_as_it_was_sent_till_the_case_is_erased(
    town: Town,
) -> None:
    boris, anna = town.desks["boris"].vault, town.desks["anna"].vault
    (one, first), (two, second) = told(town.desks["boris"]), told(town.desks["boris"])
    town.sync()
    before = len(town.boxes[Compartment.COUNSEL].items)
    for case, name in ((one, first), (two, second)):
        pass_to_counsel(boris, case, name)
    sent = boris.store.outgoing(Compartment.COUNSEL, 1 << 30)
    assert sorted(passed_on(boris)) == sorted(item.payload for item in sent)
    town.sync("boris")
    erase_case(anna, one)
    town.sync("anna", "boris")
    left = list(passed_on(boris))
    assert sorted(left) == sorted(
        item.payload for item in sent if bytes(two) in item.payload
    )
    assert left
    # What lay in counsel's mailbox of the erased case is dropped by who had posted it.
    assert len(town.boxes[Compartment.COUNSEL].items) == before + len(left)
