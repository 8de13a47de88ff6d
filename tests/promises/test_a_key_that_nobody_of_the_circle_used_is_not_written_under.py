"""Promise 6: grants are not signed, so who merely posts one chooses nobody's key.

Neither who was removed nor who was never granted a log learns what is written in it.
"""

from pathlib import Path

import pytest

from safeconduct.log.cases.case_work import main_log, new_case, say
from safeconduct.log.entries.body import Membership, Opened, TextWritten
from safeconduct.log.group.people import remove
from safeconduct.log.keys import key_choice
from safeconduct.log.name import KeyId
from safeconduct.log.roster.roster import Roster
from safeconduct.log.vault import vault
from safeconduct.sealing.symmetric import LogKey
from tests.log.single_kit import could_read, papers, town_with_papers, vault_of, write
from tests.log.town_kit import Town
from tests.log.who_kit import first_of_all, forged, granted, post, post_grant
from tests.promises.kept import must_fail


class Everything:
    """The guard is away: whatever key came is wrapped, and is fit."""

    def __contains__(self, key: object) -> bool:
        """Have every key."""
        return True

    def __rand__(self, keys: frozenset[KeyId]) -> frozenset[KeyId]:
        """Take every key out of what it is compared with."""
        return keys


def town_with_a_case(folder: Path) -> Town:
    """A founder, a second coordinator, first line, and one case."""
    town = Town(folder=folder)
    anna = town.found()
    town.join("dina", "coordinator")
    town.join("boris", "first_line", also="dina")
    new_case(anna.vault, Opened(alias="Sparrow"))
    town.sync()
    return town


def who_was_removed_brings_no_key(folder: Path) -> None:
    town = town_with_a_case(folder)
    anna, boris = vault_of(town, "anna"), vault_of(town, "boris")
    log, key = main_log(anna.cases()[0].log.case), first_of_all()
    remove(anna, "boris", why="safety")
    town.sync("anna", "dina", "anna", "dina")
    post_grant(town, boris, log, key, "anna", "dina")
    town.sync("anna", "dina")
    said = say(anna, log, TextWritten(text="after his removal"))
    (entry,) = [one for one in anna.view(log).entries if one.id == said]
    assert entry.key != KeyId(key.id)


def who_was_granted_nothing_grants_himself_nothing(folder: Path) -> None:
    town = town_with_papers(folder)
    clara, boris = vault_of(town, "clara"), vault_of(town, "boris")
    log, key = papers(town), LogKey(raw=b"x" * 32)
    own = Membership(
        member=boris.me().member, grants=(granted(boris, log, key, boris),)
    )
    post_grant(town, boris, log, key, "clara")
    post(town, boris, log.compartment, forged(boris, log, own, key))
    town.sync("clara")
    write(town, "clara", log, "after")
    for _ in range(2):
        town.sync("clara", "boris")
    assert clara.view(log).entries
    assert not could_read(town, "boris", "before")
    assert not could_read(town, "boris", "after")


def test_who_was_removed_brings_no_key(tmp_path: Path) -> None:
    who_was_removed_brings_no_key(tmp_path)


def test_where_any_wrapped_key_is_fit_he_chooses_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vault, "guests_keys", lambda *_: Everything())
    monkeypatch.setattr(key_choice, "_fit", lambda *_: Everything())
    must_fail(lambda: who_was_removed_brings_no_key(tmp_path))


def test_who_was_granted_nothing_grants_himself_nothing(tmp_path: Path) -> None:
    who_was_granted_nothing_grants_himself_nothing(tmp_path)


def test_where_anybody_grants_he_reads_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Roster, "ever_held", lambda self, _: frozenset(self.authors))
    must_fail(lambda: who_was_granted_nothing_grants_himself_nothing(tmp_path))
