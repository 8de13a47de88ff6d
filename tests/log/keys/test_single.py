"""Who was granted a log alone is read off its entries, and only what they may say."""

from dataclasses import replace
from pathlib import Path

import pytest

from safeconduct.log.entries.act import Propose
from safeconduct.log.entries.body import Membership, Vouch
from safeconduct.log.group.people import approve, remove
from safeconduct.log.keys.single import (
    grants_in,
    singles_of,
    standing,
    unfit_keys,
    vouched_in,
)
from safeconduct.log.name import Compartment
from safeconduct.log.vault.standing import act_in
from safeconduct.sealing.device import Card, make_device, new_seeds
from safeconduct.sealing.grant import grant_log
from tests.log.single_kit import grant, papers, revoke, town_with_papers, vault_of
from tests.log.town_kit import Town, entropy
from tests.log.who_kit import granted


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return town_with_papers(tmp_path)


def grant_to(town: Town, card: Card) -> bytes:
    """A key of the papers for a device."""
    clara, log = vault_of(town, "clara"), papers(town)
    key = next(iter(clara.ring.of_log(log).values()))
    return grant_log(
        key, group=clara.group, log=log.raw, device=card.id, to=card.opening
    )


def test_of_counsels_log_nobody_outside_is_granted_anything(town: Town) -> None:
    clara, boris = vault_of(town, "clara"), vault_of(town, "boris")
    log = replace(papers(town), compartment=Compartment.COUNSEL)
    key = clara.write_key(log)
    grant = granted(clara, log, key, boris)
    clara.append(log, Membership(member=boris.me().member, grants=(grant,)))
    assert singles_of(clara.view(log), clara.roster) == ()


def test_a_grant_makes_a_single_until_it_is_revoked_and_again_after(
    town: Town,
) -> None:
    clara, log, boris = vault_of(town, "clara"), papers(town), vault_of(town, "boris")
    assert singles_of(clara.view(log), clara.roster) == ()
    grant(town, history=True)
    (one,) = singles_of(clara.view(log), clara.roster)
    assert (one.device, one.member, one.until) == (
        boris.device,
        boris.me().member,
        None,
    )
    assert set(one.keys) == set(clara.ring.of_log(log))
    body = clara.view(log).entries[one.since].body
    assert isinstance(body, Membership)
    assert {key for _, key, _ in grants_in(body)} == set(one.keys)
    assert standing([one]) == (one,)
    revoke(town)
    (ended,) = singles_of(clara.view(log), clara.roster)
    assert ended.until is not None
    assert one.since < ended.until
    assert standing([ended]) == ()
    assert [ended.is_for(at) for at in (ended.until, ended.until + 1)] == [True, False]
    grant(town, history=True)
    (again,) = singles_of(clara.view(log), clara.roster)
    assert again.until is None
    assert again.since > ended.until


def test_a_grant_for_another_than_is_named_or_that_is_none_grants_nothing(
    town: Town,
) -> None:
    clara, log = vault_of(town, "clara"), papers(town)
    anna, boris = (vault_of(town, who).me().member for who in ("anna", "boris"))
    for_boris = grant_to(town, town.desks["boris"].device.card)
    clara.append(log, Membership(member=anna, grants=(for_boris, b"none")))
    assert singles_of(clara.view(log), clara.roster) == ()
    body = Membership(member=boris, grants=(b"none", for_boris, b""))
    (found,) = grants_in(body)
    assert found[0] == vault_of(town, "boris").device
    assert found[1] in clara.ring.of_log(log)
    assert found[2] == for_boris
    clara.append(log, body)
    assert [one.member for one in singles_of(clara.view(log), clara.roster)] == [boris]


def test_who_is_of_the_circle_is_no_single_any_more(town: Town) -> None:
    clara, log = vault_of(town, "clara"), papers(town)
    grant(town, history=True)
    grant(town, "dina", history=True)
    assert len(singles_of(clara.view(log), clara.roster)) == 2
    boris = vault_of(town, "boris").me()
    act = Propose(member=boris.member, name=boris.name, role="counsel")
    name = act_in(vault_of(town, "anna"), act)
    town.sync("anna", "dina")
    approve(vault_of(town, "dina"), name)
    town.sync("dina", "clara")
    (left,) = singles_of(clara.view(log), clara.roster)
    assert left.device == vault_of(town, "dina").device


def test_nobody_vouches_for_who_was_not_taken_out(town: Town) -> None:
    clara, log = vault_of(town, "clara"), papers(town)
    last = clara.view(log).entries[-1]
    vouch = Vouch(device=clara.device, sequence=0, entry=last.id)
    clara.append(log, Membership(member=clara.me().member, vouches=(vouch,)))
    view = clara.view(log)
    assert vouched_in(view.entries, clara.roster, log.compartment) == {}
    assert view.apart == ()


def test_a_key_that_a_stranger_was_granted_is_written_under_no_more(
    town: Town,
) -> None:
    clara, log = vault_of(town, "clara"), papers(town)
    assert unfit_keys(clara.view(log), clara.roster) == frozenset()
    stranger = make_device(new_seeds(entropy("eve"))).card
    body = Membership(member="eve", grants=(grant_to(town, stranger),))
    clara.append(log, body)
    (_, key, _), *_ = grants_in(body)
    assert unfit_keys(clara.view(log), clara.roster) == {key}


def test_a_key_that_a_removed_device_was_granted_stays_unfit_when_it_is_back(
    town: Town,
) -> None:
    clara, log = vault_of(town, "clara"), papers(town)
    boris = vault_of(town, "boris").me()
    grant(town, history=True)
    (one,) = singles_of(clara.view(log), clara.roster)
    town.sync()
    anna, dina = vault_of(town, "anna"), vault_of(town, "dina")
    remove(anna, "boris", why="lost")
    back = Propose(
        member=boris.member,
        name="boris",
        role="first_line",
        card=boris.devices[0].card,
        history=True,
    )
    name = act_in(anna, back)
    town.sync("anna", "dina")
    approve(dina, name)
    town.sync("dina", "clara")
    assert clara.roster.person_of(one.device) is not None
    assert set(one.keys) <= unfit_keys(clara.view(log), clara.roster)
    assert singles_of(clara.view(log), clara.roster) == ()
