"""Who can write on the roster can have shares open no group but the true one."""

from collections.abc import Callable
from itertools import islice
from pathlib import Path

import pytest

from safeconduct.base.errors import InputError
from safeconduct.log.entries.act import Found
from safeconduct.log.errors import LogError
from safeconduct.log.exchange.intake import take
from safeconduct.log.group.group import Founder, found_group, new_member
from safeconduct.log.keys.key_choice import roster_key
from safeconduct.log.rescue import recovering
from safeconduct.log.rescue.recovering import recover
from safeconduct.log.vault.vault import Vault
from safeconduct.sealing.device import make_device, new_seeds
from safeconduct.sealing.fingerprint import group_fingerprint
from safeconduct.sealing.item import EntryItem, GrantItem
from tests.log.rescue.test_backing_up import TODAY, case_of, new_device
from tests.log.rescue.test_recovering import begun
from tests.log.town_kit import Town
from tests.promises.kept import must_fail


def founded_beside(town: Town) -> None:
    """Boris writes on the roster that he founded the group."""
    boris = town.desks["boris"].vault
    act = Found(
        group="Lighthouse",
        member=new_member(boris.around),
        name="boris",
        role="coordinator",
        card=boris.ring.device.card.to_bytes(),
        keys=tuple(named[-1].key for named in boris.roster.keys.values()),
    )
    under = roster_key(boris.ring, boris.roster, boris.roster_log)
    boris.seal_and_store(boris.roster_log, [act], under)
    town.sync("boris", "anna")


def another_group(town: Town) -> None:
    """What Boris founded beside ours came to a desk before its own first act."""
    town.desks["anna"].vault.elders = None
    another_is_posted(town)


def another_is_posted(town: Town) -> None:
    """Boris founds a group under the same recovery key, and posts its first act."""
    anna, around = town.desks["anna"].vault, town.around("other")
    device = make_device(new_seeds(around.entropy))
    recovery = anna.roster.recovery
    founder = Founder(group="Lighthouse", name="anna", recovery=recovery)
    other = found_group(town.folder / "other", device, founder, around)
    grants = [GrantItem(subject=log, grant=grant) for log, grant in other.bag.grants()]
    log = other.roster_log
    (act,) = other.store.envelopes(log)
    other.close()
    take(anna, [*grants, EntryItem(log=log.raw, envelope=act.envelope)])


def opened(town: Town, shares: tuple[str, ...], name: str, words: str = "") -> Vault:
    """What the shares open in anna's folder."""
    return recover(
        shares,
        town.desks["anna"].folder,
        town.folder / name,
        device=new_device(name),
        around=town.around(name),
        today=TODAY,
        group=words,
    )


def no_planted_group_is_recovered(folder: Path, plant: Callable[[Town], None]) -> None:
    """It is refused and both are named; with the words of the true one that opens."""
    folder.mkdir()
    town = Town(folder=folder)
    anna, shares = begun(town)
    town.join("boris", "first_line")
    case_of(anna.vault, "one")
    plant(town)
    group, first = anna.vault.group, anna.vault.first
    words = " ".join(group_fingerprint(group, first))
    anna.vault.close()
    town.desks["boris"].vault.close()
    try:
        opened(town, shares[:2], "new").close()
    except InputError as error:
        told = "\n".join(fault.what for fault in error.faults)
    else:
        told = ""
    assert words in told, "One of two was taken without a word."
    assert told.count("'Lighthouse'") == 2
    vault = opened(town, shares[:2], "next", words)
    assert (vault.group, vault.first) == (group, first)
    vault.close()
    with pytest.raises(LogError, match="with these words"):
        opened(town, shares[:2], "last", "no such words")


@pytest.mark.parametrize("plant", [founded_beside, another_group])
def test_no_planted_group_is_recovered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, plant: Callable[[Town], None]
) -> None:
    no_planted_group_is_recovered(tmp_path / "good", plant)
    whole = recovering._begun  # noqa: SLF001 -- the guard that is planted out

    def first(*named: object) -> object:
        return islice(whole(*named), 1)  # type: ignore[arg-type]  # as it is called

    monkeypatch.setattr(recovering, "_begun", first)
    must_fail(lambda: no_planted_group_is_recovered(tmp_path / "bad", plant))


def a_desk_takes_in_no_other_group(folder: Path) -> None:
    """Its shares then open the true one, whatever words are known."""
    folder.mkdir()
    town = Town(folder=folder)
    anna, shares = begun(town)
    another_is_posted(town)
    rosters = [log for log in anna.vault.store.logs() if log.compartment == 0]
    assert rosters == [anna.vault.roster_log], "Another group's roster was kept."
    anna.vault.close()
    vault = opened(town, shares[:2], "new")
    assert (vault.group, vault.first) == (anna.vault.group, anna.vault.first)
    vault.close()


def test_a_desk_takes_in_no_other_group(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_desk_takes_in_no_other_group(tmp_path / "good")
    monkeypatch.setattr("safeconduct.log.exchange.intake._is_log", lambda *_: True)
    must_fail(lambda: a_desk_takes_in_no_other_group(tmp_path / "bad"))
