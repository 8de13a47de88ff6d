"""Noise in a mailbox is told apart from what was here and is spoilt."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from safeconduct.log.cases.case_work import main_log, new_case, say
from safeconduct.log.cases.erasing import erase_case
from safeconduct.log.entries.body import Opened, TextWritten, write_body
from safeconduct.log.entries.frame import Frame, Head
from safeconduct.log.exchange import stray
from safeconduct.log.exchange.intake import take
from safeconduct.log.name import NO_ENTRY, CaseId, Compartment, EntryId, LogName
from safeconduct.log.rescue.verifying import is_sound, verify
from safeconduct.log.vault.vault import Vault
from safeconduct.sealing.context import SUITE
from safeconduct.sealing.device import make_device, new_seeds
from safeconduct.sealing.entry_box import entry_id
from safeconduct.sealing.item import EntryItem, GrantItem, WrapItem
from safeconduct.sealing.symmetric import LogKey
from tests.log.town_kit import Town, entropy, small_town
from tests.log.who_kit import forged, granted

Made = Callable[[Vault, LogName], EntryItem]


@pytest.fixture
def town(tmp_path: Path) -> Town:
    town = small_town(tmp_path)
    case = new_case(town.desks["anna"].vault, Opened(alias="Sparrow"))
    say(town.desks["anna"].vault, main_log(case), TextWritten(text="one"))
    town.sync()
    return town


def vault_of(town: Town, who: str) -> Vault:
    return town.desks[who].vault


def log_of(vault: Vault) -> LogName:
    (row,) = vault.cases()
    return row.log


def told(vault: Vault) -> list[tuple[str, str, int]]:
    return [(one.weight, one.kind, one.count) for one in verify(vault)]


def noise(_: Vault, log: LogName) -> EntryItem:
    return EntryItem(log=log.raw, envelope=b"noise")


def under_no_key(maker: Vault, log: LogName) -> EntryItem:
    body = TextWritten(text="nothing")
    return forged(maker, log, body, LogKey(raw=hashlib.sha256(b"x").digest()))


def spoilt(maker: Vault, log: LogName) -> EntryItem:
    (*_, last) = maker.store.envelopes(log)
    other = last.envelope[:-1] + bytes([last.envelope[-1] ^ 1])
    return EntryItem(log=log.raw, envelope=other)


def of_no_member(maker: Vault, log: LogName) -> EntryItem:
    """Sealed under the key of the log by a device that nobody let in."""
    key, device = maker.write_key(log), maker.ring.device
    maker.ring.device = make_device(new_seeds(entropy("nobody")))
    try:
        return forged(maker, log, TextWritten(text="nothing"), key)
    finally:
        maker.ring.device = device


def of_another_case(_: Vault, log: LogName) -> EntryItem:
    other = LogName(case=CaseId(b"?" * 16), compartment=log.compartment)
    return EntryItem(log=other.raw, envelope=SUITE + bytes(700))


def noise_of_another_case(_: Vault, log: LogName) -> EntryItem:
    other = LogName(case=CaseId(b"!" * 16), compartment=log.compartment)
    return EntryItem(log=other.raw, envelope=b"more noise")


def of_another_log(maker: Vault, log: LogName) -> EntryItem:
    (act, *_) = maker.store.envelopes(maker.roster_log)
    return EntryItem(log=log.raw, envelope=act.envelope)


def on_the_roster(maker: Vault, log: LogName) -> EntryItem:
    assert log != maker.roster_log
    return under_no_key(maker, maker.roster_log)


NOBODYS: dict[str, Made] = {
    "noise": noise,
    "under a key of which nobody has heard": under_no_key,
    "somebody's with other bytes": spoilt,
    "by a device that nobody let in": of_no_member,
    "of a case that is none": of_another_case,
    "noise of a case that is none": noise_of_another_case,
    "an entry of another log": of_another_log,
    "on the roster": on_the_roster,
}


@pytest.mark.parametrize("made", NOBODYS.values(), ids=NOBODYS)
def test_what_is_nobodys_is_told_and_leaves_the_desk_sound(
    town: Town, made: Made
) -> None:
    anna, boris = vault_of(town, "anna"), vault_of(town, "boris")
    item = made(boris, log_of(boris))
    take(anna, [item])
    assert told(anna) == [("notice", "nobody's", 1)]
    assert is_sound(verify(anna))


def test_what_comes_before_its_key_is_somebodys_once_the_key_is_here(
    town: Town,
) -> None:
    """And stays so: what takes its key away later spoils what was here."""
    anna, boris = vault_of(town, "anna"), vault_of(town, "boris")
    case = new_case(anna, Opened(alias="Finch"))
    log = main_log(case)
    entries = [
        EntryItem(log=log.raw, envelope=one.envelope)
        for one in anna.store.envelopes(log)
    ]
    take(boris, entries)
    assert told(boris) == [("notice", "nobody's", 2)]
    take(boris, [WrapItem(wrap=wrap) for wrap in anna.bag.wraps(log)])
    assert told(boris) == []
    lose_keys(boris, log)
    assert told(boris) == [("unseen", "no key", 2)]


def lose_keys(vault: Vault, log: LogName) -> None:
    """Somebody with the disk takes the keys of a log out of the bag."""
    with vault.bag._database.writing() as db:  # noqa: SLF001 -- what a thief does
        db.execute("DELETE FROM wraps WHERE log = ?", (log.raw,))
    vault.forget(log)


def test_what_somebody_says_to_come_after_is_missed(town: Town) -> None:
    anna, boris = vault_of(town, "anna"), vault_of(town, "boris")
    log = log_of(anna)
    item = under_no_key(boris, log)
    take(anna, [item])
    head = Head(
        device=vault_of(town, "dina").device,
        sequence=1,
        id=EntryId(entry_id(item.envelope)),
    )
    frame = Frame(
        device=boris.device,
        sequence=1,
        previous=NO_ENTRY,
        minute=0,
        heads=(head,),
        content=write_body(TextWritten(text="after it")),
    )
    after = boris.sealed(log, frame, boris.write_key(log))
    take(anna, [EntryItem(log=log.raw, envelope=after.envelope)])
    assert told(anna) == [("unseen", "no key", 1)]


def test_what_a_grant_to_somebody_else_speaks_of_is_somebodys(town: Town) -> None:
    """Counsel who came later has no key yet of what was passed before."""
    anna, boris = vault_of(town, "anna"), vault_of(town, "boris")
    log, key = log_of(anna), LogKey(raw=hashlib.sha256(b"x").digest())
    grant = GrantItem(subject=log.raw, grant=granted(boris, log, key, boris))
    take(anna, [grant, under_no_key(boris, log)])
    assert told(anna) == [("unseen", "no key", 1)]


def test_where_keys_of_the_roster_are_waited_for_nothing_is_nobodys(
    town: Town,
) -> None:
    anna, boris = vault_of(town, "anna"), vault_of(town, "boris")
    take(anna, [under_no_key(boris, boris.roster_log)])
    assert told(anna) == [("notice", "nobody's", 1)]
    anna.ring.circles[Compartment.ROSTER].clear()
    assert ("unseen", "no key") in {told[:2] for told in told(anna)}


def test_so_many_are_told_apart_and_no_more(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stray, "MOST", 1)
    anna, log = vault_of(town, "anna"), log_of(vault_of(town, "anna"))
    for text in (b"one", b"two"):
        take(anna, [EntryItem(log=log.raw, envelope=text)])
    assert sorted(told(anna)) == [
        ("fault", "unknown suite", 1),
        ("notice", "nobody's", 1),
    ]


def test_of_a_case_that_is_erased_nothing_is_noted(town: Town) -> None:
    anna, boris = vault_of(town, "anna"), vault_of(town, "boris")
    log = log_of(anna)
    erase_case(anna, log.case)
    act = anna.store.envelopes(anna.roster_log)[-1]
    tombstone = EntryItem(log=anna.roster_log.raw, envelope=act.envelope)
    take(boris, [noise(boris, log), tombstone])
    assert not boris.store.meta(stray.NOTE)
