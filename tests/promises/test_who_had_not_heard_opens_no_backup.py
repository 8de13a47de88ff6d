"""A backup is opened by nobody who may not have heard of what was erased since."""

from collections.abc import Callable
from pathlib import Path

import pytest

from safeconduct.log.cases.erasing import erase_case
from safeconduct.log.entries.act import Seen
from safeconduct.log.exchange.bundle import Carried
from safeconduct.log.exchange.exchange import sync, take_in
from safeconduct.log.group.group import open_group
from safeconduct.log.group.people import approve, named, propose_device, remove
from safeconduct.log.keys.slot import seal_payload
from safeconduct.log.name import Compartment, EntryId
from safeconduct.log.rescue.recovering import recover
from safeconduct.log.vault.around import Surroundings
from safeconduct.log.vault.vault import Vault
from safeconduct.sealing.device import Device
from tests.log.rescue.test_backing_up import (
    TODAY,
    backed_up,
    case_of,
    new_device,
    restored,
)
from tests.log.rescue.test_recovering import begun
from tests.log.test_a_bad_relay import but_for
from tests.log.town_kit import Town
from tests.promises.kept import must_fail


def who_proposed_had_not_heard(folder: Path) -> None:
    """The relay keeps the tombstone, which Dina wrote before she approved."""
    folder.mkdir()
    town = Town(folder=folder)
    anna = town.found().vault
    dina = town.join("dina", "coordinator").vault
    case = case_of(anna, "one")
    town.sync()
    new = restored(town, backed_up(anna))
    proposal = propose_device(anna, new.device.card, named(anna, "anna").member)
    town.sync("anna")
    tombstone = erase_case(dina, case)
    town.sync("dina")
    approve(dina, proposal)
    town.sync("dina")
    sync(new.vault, but_for(town, tombstone))
    shown = new.vault.cases()
    close(town)
    assert shown == (), "The erased case is shown."


def who_was_removed_had_not_heard(folder: Path) -> None:
    """Eva was removed after the backup, and hands over a stick with an act of hers."""
    folder.mkdir()
    town = Town(folder=folder)
    anna = town.found().vault
    town.join("dina", "coordinator")
    eva = town.join("eva", "first_line", also="dina").vault
    case = case_of(anna, "one")
    town.sync()
    source = backed_up(anna)
    remove(anna, "eva", why="safety")
    erase_case(anna, case)
    new = restored(town, source).vault
    eva.append(eva.roster_log, Seen())
    line = town.line(Compartment.ROSTER)
    stick = [
        Carried(mailbox=line.mailbox, item=seal_payload(one.payload, line, eva.seal))
        for one in eva.store.outgoing(Compartment.ROSTER, 1 << 30)
    ]
    take_in(new, stick, town.lines().values())
    shown = new.cases()
    close(town)
    assert shown == (), "One act of who was removed opens a backup."


def a_folder_that_was_away_had_not_heard(folder: Path) -> None:
    """Shares open a desk that had not synced since another erased a case."""
    folder.mkdir()
    town = Town(folder=folder)
    anna, words = begun(town)
    dina = town.join("dina", "coordinator").vault
    case = case_of(anna.vault, "one")
    town.sync()
    erase_case(dina, case)
    town.sync("dina")
    anna.vault.close()
    new = recover(
        words[:2],
        anna.folder,
        town.folder / "new",
        device=new_device("new"),
        around=town.around("new"),
        today=TODAY,
    )
    shown = new.cases()
    # Who says then that nothing else will come has heard of it.
    sync(new, town.lines())
    new.open_up()
    assert new.cases() == ()
    new.close()
    dina.close()
    assert shown == (), "The erased case is shown."


def close(town: Town) -> None:
    for desk in town.desks.values():
        desk.vault.close()


def proposed(vault: Vault) -> frozenset[EntryId]:
    """The guard is away: it does not matter who agreed."""
    person = vault.roster.person_of(vault.device)
    return frozenset(one.act for one in person.devices) if person else frozenset()


def opened(folder: Path, device: Device, around: Surroundings) -> Vault:
    """The guard is away: what shares open is open at once."""
    found = open_group(folder, device, around)
    found.open_up()
    return found


GUARDS: dict[str, tuple[Callable[[Path], None], str, object]] = {
    "who proposed": (
        who_proposed_had_not_heard,
        "exchange.reopening._agreed",
        proposed,
    ),
    "who was removed": (
        who_was_removed_had_not_heard,
        "exchange.reopening._WITNESSES",
        1,
    ),
    "a folder": (
        a_folder_that_was_away_had_not_heard,
        "rescue.recovering.open_group",
        opened,
    ),
}


@pytest.mark.parametrize(("promise", "guard", "away"), GUARDS.values(), ids=GUARDS)
def test_who_had_not_heard_opens_no_backup(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    promise: Callable[[Path], None],
    guard: str,
    away: object,
) -> None:
    promise(tmp_path / "good")
    monkeypatch.setattr(f"safeconduct.log.{guard}", away)
    must_fail(lambda: promise(tmp_path / "bad"))
