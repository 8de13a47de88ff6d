"""Promise 6, against who is in: nobody keeps himself in, or lets others in alone.

Two people decide who is in; who is to go cannot stop those who remain.
"""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import pytest

from safeconduct.log.entries.act import Approve, Found, Remove, Turn
from safeconduct.log.errors import LogError
from safeconduct.log.exchange.exchange import fetch
from safeconduct.log.group.people import remove
from safeconduct.log.keys import key_choice
from safeconduct.log.keys.key_choice import roster_key
from safeconduct.log.keys.slot import seal_payload
from safeconduct.log.name import Compartment, KeyId, LogName
from safeconduct.log.roster import roster_change
from safeconduct.log.roster.roster import CircleKeyNamed
from safeconduct.log.roster.roster_change import RosterChange
from safeconduct.log.stores.keyring import Keyring
from safeconduct.sealing.symmetric import LogKey
from tests.log.group_kit import after, group, proposal, sync
from tests.log.town_kit import Town
from tests.promises.kept import must_fail


def a_key_that_nobody_was_granted_stops_no_removal(folder: Path) -> None:
    """A volunteer says that the roster has turned to a key that he shows to nobody."""
    town = Town(folder=folder)
    anna = town.found().vault
    town.join("dina", "coordinator")
    boris = town.join("boris", "first_line", also="dina").vault
    town.sync()
    act = Turn(circle=Compartment.ROSTER, key=KeyId(b"?" * 32), seen=())
    key = roster_key(boris.ring, boris.roster, boris.roster_log)
    boris.seal_and_store(boris.roster_log, [act], key)
    line = town.line(Compartment.ROSTER)
    # Not by a sync: his own desk would turn again.
    for item in boris.store.outgoing(Compartment.ROSTER, 1 << 20):
        line.port.post([seal_payload(item.payload, line, boris.seal)])
    fetch(anna, line)
    with suppress(LogError):
        remove(anna, "boris", why="safety")
    assert anna.roster.person_of(boris.device) is None


def what_a_removed_coordinator_proposed_lets_nobody_in() -> None:
    """One who remains, and is coerced, is no second person to one who is out."""
    anna, boris, carl = group("carl:coordinator")
    proposed = boris.write(proposal("puppet", "coordinator"))
    sync(anna, boris, carl)
    anna.write(Remove(member="boris", why="safety"))
    sync(anna, boris, carl)
    carl.write(Approve(proposal=proposed.id))
    sync(anna, carl)
    assert "puppet" not in anna.roster().people


def a_founder_goes_not_back_to_the_days_when_he_was_alone() -> None:
    """A second act with the number of his first proposal, and an earlier clock."""
    anna, boris = group()
    (found,) = [one for one in anna.entries.values() if isinstance(one.body, Found)]
    anna.forge(proposal("puppet", "coordinator"), after(sequence=2, previous=found))
    sync(anna, boris)
    assert boris.roster().people.keys() == {"anna", "boris"}


def test_a_key_that_nobody_was_granted_stops_no_removal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, broken = tmp_path / "kept", tmp_path / "broken"
    kept.mkdir()
    broken.mkdir()
    a_key_that_nobody_was_granted_stops_no_removal(kept)

    def newest(ring: Keyring, log: LogName, named: Sequence[CircleKeyNamed]) -> LogKey:
        if named[-1].key not in ring.of_log(log):
            msg = "no key"
            raise LogError(msg, kind="no key")
        return ring.of_log(log)[named[-1].key]

    monkeypatch.setattr(key_choice, "_newest_held", newest)
    must_fail(lambda: a_key_that_nobody_was_granted_stops_no_removal(broken))


def test_what_a_removed_coordinator_proposed_lets_nobody_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    what_a_removed_coordinator_proposed_lets_nobody_in()
    monkeypatch.setattr(RosterChange, "_may_still", lambda *_: True)
    must_fail(what_a_removed_coordinator_proposed_lets_nobody_in)


def test_a_founder_goes_not_back_to_the_days_when_he_was_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    a_founder_goes_not_back_to_the_days_when_he_was_alone()
    monkeypatch.setattr(roster_change, "is_built_on", lambda *_: True)
    must_fail(a_founder_goes_not_back_to_the_days_when_he_was_alone)
