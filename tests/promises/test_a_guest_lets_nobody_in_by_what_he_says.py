"""Promise 6, against who is granted one log: what he says of keys opens nothing.

The head of a grant may name any key, and a clock any minute.
"""

from pathlib import Path

import pytest

from safeconduct.log.entries.body import Membership, write_body
from safeconduct.log.entries.frame import Frame
from safeconduct.log.group.people import approve, named, propose_device
from safeconduct.log.keys import single
from safeconduct.log.keys.slot import seal_payload
from safeconduct.log.name import NO_ENTRY, Compartment
from safeconduct.sealing.context import SUITE
from safeconduct.sealing.device import make_device, new_seeds
from safeconduct.sealing.grant import GRANT_BYTES
from safeconduct.sealing.item import EntryItem, write_item
from tests.log.single_kit import (
    could_read,
    grant,
    papers,
    revoke,
    town_with_papers,
    vault_of,
    write,
)
from tests.log.town_kit import Town
from tests.promises.kept import must_fail

LATER = "words of June"


def made_up(device: bytes, key: bytes) -> bytes:
    """What has the head of a grant, and nothing in it."""
    head = SUITE + device + key
    return head + bytes(GRANT_BYTES - len(head))


def town_where_boris_has_two_devices(folder: Path) -> Town:
    town = town_with_papers(folder)
    around = town.around("phone")
    device = make_device(new_seeds(around.entropy))
    anna, dina = vault_of(town, "anna"), vault_of(town, "dina")
    proposal = propose_device(anna, device.card, named(anna, "boris").member)
    town.sync("anna", "dina")
    approve(dina, proposal)
    town.sync("dina", "anna")
    town.enter("phone", device, around)
    town.sync()
    return town


def who_came_without_history_gets_no_key_of_before(folder: Path) -> None:
    """Boris says that his desktop was granted the old keys, for his phone to get."""
    town = town_where_boris_has_two_devices(folder)
    grant(town, history=False)
    town.sync()
    town.sync()
    log, boris = papers(town), vault_of(town, "boris")
    # The ids of old keys stand in the heads of what was forwarded to him.
    every = {one.envelope[2:34] for one in boris.store.envelopes(log)}
    old = every - set(boris.ring.of_log(log))
    assert old
    false = tuple(made_up(boris.device, key) for key in sorted(old))
    boris.append(log, Membership(member=boris.me().member, grants=false))
    town.sync("boris", "clara", "clara", "phone", "boris")
    town.sync()
    for name in ("boris", "phone"):
        assert not could_read(town, name, "before")


def whose_grant_is_over_lets_nobody_in(folder: Path) -> None:
    """Boris grants the papers to Carl, as if it were before his own grant ended."""
    town = town_with_papers(folder)
    carl = town.join("carl", "first_line", also="dina").vault
    town.sync()
    town.sync()
    grant(town, history=False)
    town.sync()
    town.sync()
    log, boris = papers(town), vault_of(town, "boris")
    before = boris.view(log)
    key = next(iter(boris.ring.of_log(log).values()))
    revoke(town)
    town.sync()
    town.sync()
    granted = next(
        one
        for one in before.entries
        if isinstance(one.body, Membership) and one.body.grants
    )
    false = Membership(member=carl.me().member, grants=(made_up(carl.device, key.id),))
    frame = Frame(
        device=boris.device,
        sequence=1,
        previous=NO_ENTRY,
        minute=granted.frame.minute,
        heads=before.place.heads,
        content=write_body(false),
    )
    item = EntryItem(log=log.raw, envelope=boris.sealed(log, frame, key).envelope)
    line = town.line(Compartment.PAPERS)
    line.port.post([seal_payload(write_item(item), line, boris.seal)])
    town.sync("clara", "anna", "clara")
    write(town, "clara", log, LATER)
    town.sync("clara", "carl", "clara", "carl")
    assert not could_read(town, "carl", LATER)


def test_who_came_without_history_gets_no_key_of_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    who_came_without_history_gets_no_key_of_before(tmp_path / "kept")
    monkeypatch.setattr(single, "_by_guest", lambda body, keys: body if keys else None)
    must_fail(
        lambda: who_came_without_history_gets_no_key_of_before(tmp_path / "broken")
    )


def test_whose_grant_is_over_lets_nobody_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whose_grant_is_over_lets_nobody_in(tmp_path / "kept")
    monkeypatch.setattr(single, "_ends_beside", lambda *_: False)
    must_fail(lambda: whose_grant_is_over_lets_nobody_in(tmp_path / "broken"))
