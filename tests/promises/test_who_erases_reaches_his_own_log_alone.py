"""Promise 8, against a member: what he has erased in his case stays everywhere else.

Whoever has an entry's bytes can post them as his own case's, and write `erased` there.
"""

from collections.abc import Callable, Collection
from pathlib import Path

import pytest

from safeconduct.log.cases.case_work import main_log, new_case, say
from safeconduct.log.entries.body import Erased, Opened, TextWritten
from safeconduct.log.group.people import remove
from safeconduct.log.keys.slot import seal_payload
from safeconduct.log.name import Compartment, EntryId, LogName
from safeconduct.log.stores.store import Store
from safeconduct.log.vault.vault import Vault
from safeconduct.sealing.item import EntryItem, write_item
from tests.log.single_kit import grant, papers, town_with_papers, vault_of
from tests.log.town_kit import Town, small_town
from tests.promises.kept import must_fail

_ERASE = Store.erase_entries


def posts_and_erases(town: Town, vault: Vault, log: LogName, *names: EntryId) -> None:
    """He has entries of a log erased in his own case, and posts them as the case's."""
    mine = main_log(new_case(vault, Opened(alias="Mine")))
    for name in names:
        say(vault, mine, Erased(entry=name))
    town.sync("boris")
    line = town.line(Compartment.MAIN)
    for name in names:
        one = vault.store.one(name, log)
        assert one is not None
        raw = write_item(EntryItem(log=mine.raw, envelope=one.envelope))
        line.port.post([seal_payload(raw, line, vault.seal)])


def words(vault: Vault, log: LogName) -> list[str]:
    return [body.text for _, body in vault.view(log).current(TextWritten)]


def an_entry_of_another_case_is_kept(folder: Path) -> None:
    town = small_town(folder)
    anna = vault_of(town, "anna")
    log = main_log(new_case(anna, Opened(alias="Sparrow")))
    name = say(anna, log, TextWritten(text="words"))
    town.sync("anna", "dina", "boris")
    posts_and_erases(town, vault_of(town, "boris"), log, name)
    town.sync("anna", "dina", "boris")
    for desk in town.desks.values():
        assert words(desk.reopen(), log) == ["words"]


def a_removal_stands(folder: Path) -> None:
    """Boris helps Eva, who was removed: the act would be gone from every desk."""
    town = small_town(folder)
    town.join("eva", "first_line", also="dina")
    town.sync("anna", "dina", "boris")
    anna, boris = vault_of(town, "anna"), vault_of(town, "boris")
    gone = remove(anna, "eva", why="safety")
    town.sync("anna", "boris")
    posts_and_erases(town, boris, boris.roster_log, anna.first, gone)
    town.sync("anna", "dina")
    for who in ("anna", "dina"):
        people = town.desks[who].reopen().roster.people.values()
        assert {one.name for one in people} == {"anna", "boris", "dina"}


def papers_stay_with_counsel(folder: Path) -> None:
    """Boris was granted them without history: what he cannot open he can post."""
    town = town_with_papers(folder)
    grant(town, history=False)
    town.sync("clara", "boris")
    log, boris = papers(town), vault_of(town, "boris")
    closed = [
        one.id
        for one in boris.store.envelopes(log)
        if one.id not in {item.id for item in boris.view(log).entries}
    ]
    assert closed
    posts_and_erases(town, boris, log, *closed)
    town.sync("clara", "anna", "clara")
    assert words(town.desks["clara"].reopen(), log) == ["before"]


@pytest.mark.parametrize(
    "promise",
    [an_entry_of_another_case_is_kept, a_removal_stands, papers_stay_with_counsel],
)
def test_who_erases_reaches_his_own_log_alone(
    promise: Callable[[Path], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, broken = tmp_path / "kept", tmp_path / "broken"
    kept.mkdir()
    broken.mkdir()
    promise(kept)

    def everywhere(store: Store, _: LogName, names: Collection[EntryId]) -> bool:
        return bool([log for log in store.logs() if _ERASE(store, log, names)])

    monkeypatch.setattr(Store, "erase_entries", everywhere)
    must_fail(lambda: promise(broken))
