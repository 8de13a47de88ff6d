"""Any t of n open what was written, in a group that goes on; nobody does alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from safeconduct.log.cases.case_work import main_log, new_case, say
from safeconduct.log.cases.erasing import erase_case
from safeconduct.log.cases.passing import sealed_alone
from safeconduct.log.entries.act import EraseCase, Found
from safeconduct.log.entries.body import Opened, TextWritten
from safeconduct.log.errors import LogError
from safeconduct.log.group.group import Founder, found_group
from safeconduct.log.group.people import approve, named, remove
from safeconduct.log.name import CaseId, Compartment, DeviceId, EntryId, LogName
from safeconduct.log.rescue.backing_up import backup
from safeconduct.log.rescue.recovering import (
    beyond_recovery,
    drill_shares,
    new_recovery,
    recover,
    set_recovery,
    succeed,
)
from safeconduct.log.rescue.verifying import verify
from safeconduct.log.stores.store import Arrival
from safeconduct.log.vault.vault import Vault
from safeconduct.sealing.device import make_device, new_seeds
from safeconduct.sealing.entry_box import entry_id
from safeconduct.sealing.errors import SealError
from tests.log.rescue.test_backing_up import (
    CHEAP,
    TODAY,
    WORDS,
    new_device,
)
from tests.log.rescue.test_verifying import kept
from tests.log.town_kit import Desk, Town, entropy, town_in

T, N = 2, 3


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    with town_in(tmp_path) as town:
        yield town


def begun(town: Town) -> tuple[Desk, tuple[str, ...]]:
    """A group of one, with a recovery key from its first act on."""
    around = town.around("anna")
    device = make_device(new_seeds(around.entropy))
    recovery, words = new_recovery(around, needed=T, shares=N)
    founder = Founder(group="Lighthouse", name="anna", recovery=recovery)
    folder = town.folder / "anna"
    vault = found_group(folder, device, founder, around)
    desk = Desk(name="anna", folder=folder, device=device, around=around, vault=vault)
    town.desks["anna"] = desk
    return desk, words


def case_of(vault: Vault, *texts: str, alias: str = "Sparrow") -> CaseId:
    case = new_case(vault, Opened(alias=alias))
    for text in texts:
        say(vault, main_log(case), TextWritten(text=text))
    return case


def texts(
    vault: Vault, case: CaseId, part: Compartment = Compartment.MAIN
) -> list[str]:
    view = vault.view(LogName(case=case, compartment=part))
    return [body.text for _, body in view.current(TextWritten)]


def recovered(
    town: Town, words: tuple[str, ...], source: Path, name: str = "new"
) -> Desk:
    """The vault that shares open, still of the old group; a folder lacks nothing."""
    around, device = town.around(name), new_device(name)
    folder = town.folder / name
    vault = recover(words, source, folder, device=device, around=around, today=TODAY)
    if source.is_dir():
        vault.open_up()
    desk = Desk(name=name, folder=folder, device=device, around=around, vault=vault)
    town.desks[name] = desk
    return desk


def lost(town: Town) -> tuple[Desk, Desk, CaseId, tuple[str, ...]]:
    """A desk with a case whose device is lost, and what two of its shares open."""
    anna, words = begun(town)
    case = case_of(anna.vault, "one")
    anna.vault.close()
    return anna, recovered(town, words[:2], anna.folder), case, words


def next_group(desk: Desk) -> tuple[str, ...]:
    """Found the successor; the shares of its recovery key."""
    recovery, words = new_recovery(desk.around, needed=T, shares=N)
    succeed(desk.vault, Founder(group="Beacon", name="olga", recovery=recovery))
    return words


def test_two_of_three_open_a_backup(town: Town) -> None:
    anna, words = begun(town)
    case = case_of(anna.vault, "one", "two")
    target = town.folder / "one.backup"
    backup(anna.vault, target, WORDS, today=TODAY, stretch=CHEAP)
    desk = recovered(town, words[1:], target)
    assert desk.vault.closed
    with pytest.raises(LogError, match="Sync with the old group"):
        next_group(desk)
    desk.vault.open_up()
    next_group(desk)
    assert texts(desk.vault, case) == ["one", "two"]


def test_two_of_three_open_a_folder_whose_device_is_lost(town: Town) -> None:
    anna, words = begun(town)
    case = case_of(anna.vault, "one", "two")
    name = kept(anna.vault, case, b"x" * 100_000)
    anna.vault.close()
    desk = recovered(town, words[:2], anna.folder)
    next_group(desk)
    assert texts(desk.vault, case) == ["one", "two"]
    assert desk.vault.files.has(name)
    anna.reopen()
    assert texts(anna.vault, case) == ["one", "two"]


def test_one_share_opens_nothing(town: Town) -> None:
    anna, words = begun(town)
    case_of(anna.vault, "one")
    anna.vault.close()
    with pytest.raises(SealError):
        recovered(town, words[:1], anna.folder)
    assert not (town.folder / "new").exists()
    anna.reopen()


def test_shares_of_another_key_open_nothing(town: Town) -> None:
    anna, _ = begun(town)
    anna.vault.close()
    _, words = new_recovery(town.around("x"), needed=T, shares=N)
    with pytest.raises(LogError, match="sealed for these shares"):
        recovered(town, words, anna.folder)
    anna.reopen()


def test_the_successor_goes_on_and_opens_again(town: Town) -> None:
    anna, desk, case, _ = lost(town)
    next_group(desk)
    say(desk.vault, main_log(case), TextWritten(text="two"))
    desk.reopen()
    view = desk.vault.view(main_log(case))
    assert texts(desk.vault, case) == ["one", "two"]
    assert view.faults == ()
    names = [desk.vault.roster.names[view.authors[item.id]] for item in view.entries]
    assert names == ["anna", "anna", "anna", "olga"]
    assert desk.vault.roster.group == "Beacon"
    assert list(verify(desk.vault)) == []
    anna.reopen()


def test_old_entries_are_still_checked_by_the_old_cards(town: Town) -> None:
    anna, desk, case, _ = lost(town)
    next_group(desk)
    log = main_log(case)
    (key, *_) = desk.vault.ring.of_log(log).values()
    stranger = make_device(new_seeds(entropy("stranger")))
    other = found_group(
        town.folder / "other",
        stranger,
        Founder(group="x", name="x"),
        town.around("other"),
    )
    item, _ = sealed_alone(other, log, TextWritten(text="false"), key)
    other.close()

    false = Arrival(
        log=log, id=EntryId(entry_id(item.envelope)), envelope=item.envelope
    )
    desk.vault.store.append([false], tip=desk.vault.tip)
    desk.vault.forget(log)
    assert texts(desk.vault, case) == ["one"]
    assert [bad.kind for bad in desk.vault.view(log).bad] == ["unknown author"]
    anna.reopen()


def test_what_old_devices_write_afterwards_does_not_count(town: Town) -> None:
    anna, words = begun(town)
    case = case_of(anna.vault, "one")
    target = town.folder / "one.backup"
    backup(anna.vault, target, WORDS, today=TODAY, stretch=CHEAP)
    desk = recovered(town, words[:2], target)
    desk.vault.open_up()
    next_group(desk)
    say(anna.vault, main_log(case), TextWritten(text="late"))
    new = anna.vault.store.envelopes(main_log(case))[-1:]
    desk.vault.store.append(new, tip=desk.vault.tip)
    desk.vault.forget(main_log(case))
    assert texts(desk.vault, case) == ["one"]
    assert [one.why for one in desk.vault.view(main_log(case)).apart] == ["late"]


def test_what_the_old_group_did_afterwards_is_not_the_new_ones(town: Town) -> None:
    anna, words = begun(town)
    case = case_of(anna.vault, "one")
    target = town.folder / "one.backup"
    backup(anna.vault, target, WORDS, today=TODAY, stretch=CHEAP)
    desk = recovered(town, words[:2], target)
    desk.vault.open_up()
    next_group(desk)
    old = anna.vault.roster_log
    anna.vault.append(old, EraseCase(case=case))
    new = anna.vault.store.envelopes(old)[-1:]
    desk.vault.store.append(new, tip=desk.vault.tip)
    desk.reopen()
    assert desk.vault.roster.erased == {}
    assert texts(desk.vault, case) == ["one"]


def test_an_erased_case_stays_erased_in_the_successor(town: Town) -> None:
    anna, words = begun(town)
    case, other = case_of(anna.vault, "one"), case_of(anna.vault, "two", alias="Finch")
    erase_case(anna.vault, case)
    anna.vault.close()
    desk = recovered(town, words[:2], anna.folder)
    next_group(desk)
    assert [row.alias for row in desk.vault.cases()] == ["Finch"]
    assert texts(desk.vault, other) == ["two"]
    assert case in desk.vault.roster.erased
    anna.reopen()


def test_no_signature_of_anybody_else_is_made(town: Town) -> None:
    anna, words = begun(town)
    case = case_of(anna.vault, "one")
    before = {one.id for one in anna.vault.store.envelopes(main_log(case))}
    before |= {one.id for one in anna.vault.store.envelopes(anna.vault.roster_log)}
    anna.vault.close()
    desk = recovered(town, words[:2], anna.folder)
    next_group(desk)
    say(desk.vault, main_log(case), TextWritten(text="two"))
    entries = [*desk.vault.graph.order, *desk.vault.view(main_log(case)).entries]
    authors = {item.device for item in entries if item.id not in before}
    assert authors == {desk.vault.device}
    assert desk.vault.device != DeviceId(anna.device.id)
    anna.reopen()


def test_others_join_the_successor_and_read_all(town: Town) -> None:
    anna, desk, case, _ = lost(town)
    next_group(desk)
    town.desks = {"anna": desk}  # who invites
    pavel = town.join("pavel", "counsel")
    assert texts(pavel.vault, case) == ["one"]
    view = pavel.vault.view(main_log(case))
    assert pavel.vault.roster.names[view.authors[view.entries[0].id]] == "anna"
    say(pavel.vault, main_log(case), TextWritten(text="two"))
    town.sync("pavel", "anna")
    assert texts(desk.vault, case) == ["one", "two"]
    anna.reopen().close()


def test_counsels_part_is_recovered_and_is_counsels_again(town: Town) -> None:
    anna, words = begun(town)
    clara = town.join("clara", "counsel")
    case = case_of(anna.vault, "one")
    town.sync()
    log = LogName(case=case, compartment=Compartment.COUNSEL)
    say(clara.vault, log, TextWritten(text="hers"))
    town.sync("clara", "anna", "clara")
    assert beyond_recovery(clara.vault) == ()
    clara.vault.close()
    desk = recovered(town, words[:2], clara.folder)
    next_group(desk)
    town.desks = {"anna": desk}
    pavel = town.join("pavel", "counsel")
    assert texts(pavel.vault, case, Compartment.COUNSEL) == ["hers"]
    say(pavel.vault, log, TextWritten(text="his"))
    assert texts(pavel.vault, case, Compartment.COUNSEL) == ["hers", "his"]
    anna.vault.close()
    clara.reopen().close()


def test_a_successor_is_succeeded_in_its_turn(town: Town) -> None:
    anna, desk, case, _ = lost(town)
    more = next_group(desk)
    say(desk.vault, main_log(case), TextWritten(text="two"))
    desk.vault.close()
    third = recovered(town, more[1:], desk.folder, "third")
    next_group(third)
    assert texts(third.vault, case) == ["one", "two"]
    assert list(verify(third.vault)) == []
    anna.reopen()
    desk.reopen()


def test_the_old_shares_open_nothing_of_the_successor(town: Town) -> None:
    anna, desk, case, words = lost(town)
    next_group(desk)
    say(desk.vault, main_log(case), TextWritten(text="two"))
    desk.vault.close()
    with pytest.raises(LogError, match="sealed for these shares"):
        recovered(town, words[:2], desk.folder, "again")
    anna.reopen()
    desk.reopen()


def test_a_drill_says_yes_or_no(town: Town) -> None:
    anna, words = begun(town)
    assert drill_shares(anna.vault, words[:2])
    assert drill_shares(anna.vault, words)
    assert not drill_shares(anna.vault, words[:1])
    _, others = new_recovery(anna.around, needed=T, shares=N)
    assert not drill_shares(anna.vault, others)


def test_a_group_without_a_recovery_key_says_so(town: Town) -> None:
    vault = town.found().vault
    with pytest.raises(LogError, match="no recovery key"):
        drill_shares(vault, ())
    with pytest.raises(LogError, match="no recovery key"):
        beyond_recovery(vault)
    with pytest.raises(LogError, match="recovery key of its own"):
        succeed(vault, Founder(group="x", name="x"))


def test_the_shares_before_open_nothing_written_after_a_new_key(town: Town) -> None:
    anna, old = begun(town)
    case = case_of(anna.vault, "one")
    recovery, new = new_recovery(anna.around, needed=T, shares=N)
    set_recovery(anna.vault, recovery)
    say(anna.vault, main_log(case), TextWritten(text="two"))
    anna.vault.close()
    before = recovered(town, old[:2], anna.folder, "before")
    assert "two" not in texts(before.vault, case)
    after = recovered(town, new[:2], anna.folder, "after")
    next_group(after)
    assert texts(after.vault, case) == ["one", "two"]
    anna.reopen()


def test_who_is_no_coordinator_sets_no_recovery_key(town: Town) -> None:
    town.found()
    boris = town.join("boris", "first_line")
    recovery, _ = new_recovery(boris.around, needed=T, shares=N)
    with pytest.raises(LogError, match="may not do this"):
        set_recovery(boris.vault, recovery)


def test_what_recovery_does_not_open_yet_is_said(town: Town) -> None:
    anna = town.found()
    clara = town.join("clara", "counsel")
    town.sync()
    recovery, words = new_recovery(anna.around, needed=T, shares=N)
    waits = set_recovery(anna.vault, recovery)
    town.sync("anna", "clara")
    approve(clara.vault, waits)
    assert beyond_recovery(clara.vault) == tuple(Compartment)
    town.sync("clara", "anna", "clara", "anna")
    assert beyond_recovery(anna.vault) == ()
    assert drill_shares(clara.vault, words[:2])


def test_a_removal_that_stood_still_stands(town: Town) -> None:
    anna, words = begun(town)
    case = case_of(anna.vault, "one")
    boris = town.join("boris", "first_line")
    town.sync()
    say(boris.vault, main_log(case), TextWritten(text="vouched"))
    town.sync("boris", "anna")
    remove(anna.vault, named(anna.vault, "boris").member, why="safety")
    say(boris.vault, main_log(case), TextWritten(text="late"))
    town.sync("boris", "anna")
    anna.vault.close()
    desk = recovered(town, words[:2], anna.folder)
    next_group(desk)
    assert texts(desk.vault, case) == ["one", "vouched"]
    anna.reopen()


def test_the_first_act_names_the_old_group_and_its_heads(town: Town) -> None:
    anna, words = begun(town)
    heads = [head.id for head in anna.vault.graph.newest()]
    group, first = anna.vault.group, anna.vault.first
    anna.vault.close()
    desk = recovered(town, words[:2], anna.folder)
    next_group(desk)
    body = desk.vault.graph.by_id[desk.vault.first].body
    assert isinstance(body, Found)
    assert body.succeeds == group + first + b"".join(heads)
    anna.reopen()
