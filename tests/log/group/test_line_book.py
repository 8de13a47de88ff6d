"""Where a group exchanges: known to who is in the circle, and to nobody else."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path

import pytest

from safeconduct.base.digest import canonical
from safeconduct.base.parcel import CAPABILITY_BYTES, MAILBOX_BYTES, MailboxId
from safeconduct.log.entries.act import SetMailbox
from safeconduct.log.errors import LogError
from safeconduct.log.group.line_book import (
    Opened,
    addresses,
    for_sticks,
    keep_more,
    nameable,
    newest,
    read_more,
    set_mailbox,
    write_more,
)
from safeconduct.log.name import Compartment
from safeconduct.log.vault.standing import act_in
from safeconduct.log.vault.vault import Vault
from tests.log.town_kit import Town

URL = "https://relay.example"


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return Town(folder=tmp_path)


def box(mark: int) -> Opened:
    return Opened(
        mailbox=MailboxId(bytes([mark]) * MAILBOX_BYTES),
        capability=bytes([mark]) * CAPABILITY_BYTES,
        posting=bytes([mark + 100]) * CAPABILITY_BYTES,
    )


def set_all(vault: Vault, first: int = 1) -> None:
    for circle in Compartment:
        set_mailbox(vault, circle, URL, partial(box, first + circle))


def known(vault: Vault) -> Mapping[Compartment, tuple[int, bool]]:
    """The newest mailbox of each circle by its mark, and whether one may look in."""
    found = newest(addresses(vault))
    return {one: (item.mailbox[0], item.is_ours) for one, item in found.items()}


def test_everybody_knows_the_mailboxes_of_his_circles_and_how_to_reach_counsel(
    town: Town,
) -> None:
    set_all(town.found().vault)
    town.join("dina", "coordinator")
    clara = town.join("clara", "counsel", also="dina").vault
    boris = town.join("boris", "first_line", also="dina").vault
    town.sync()
    town.sync()
    assert known(clara) == {one: (1 + one, True) for one in Compartment}
    assert known(boris) == {
        Compartment.ROSTER: (1, True),
        Compartment.MAIN: (2, True),
        Compartment.PAPERS: (3, False),
        Compartment.COUNSEL: (4, False),
    }
    posting = newest(addresses(boris))[Compartment.COUNSEL]
    assert posting.capability == box(4).posting


def test_the_newest_is_written_to_and_the_older_ones_stay_known(town: Town) -> None:
    vault = town.found().vault
    set_all(vault, 1)
    set_all(vault, 11)
    assert {one: mark for one, (mark, _) in known(vault).items()} == {
        one: 11 + one for one in Compartment
    }
    assert len(addresses(vault)) == 8


def test_mailboxes_for_sticks_are_at_no_relay(town: Town) -> None:
    vault = town.found().vault
    for_sticks(vault)
    assert {item.relay for item in addresses(vault)} == {""}
    assert len({item.mailbox for item in addresses(vault)}) == 4


def test_an_invitation_tells_what_the_roster_has_not_told_yet(town: Town) -> None:
    anna = town.found().vault
    set_all(anna)
    boris = town.join("boris", "first_line").vault
    told = [item for item in addresses(anna) if item.circle is Compartment.MAIN]
    keep_more(boris, write_more(told))
    assert read_more(write_more(told)) == tuple(told)
    assert known(boris)[Compartment.MAIN] == (2, True)


MALFORMED = {
    "no JSON": b"{",
    "nothing": b"",
    "no lines": b"{}",
    "no list": b'{"lines": 3}',
    "no mailbox": b'{"lines": [{}]}',
    "no hexadecimal": canonical(
        {
            "lines": [
                {
                    "circle": 1,
                    "relay": "",
                    "mailbox": "x",
                    "capability": "",
                    "key": "",
                    "ours": True,
                }
            ]
        }
    ).encode(),
    "half a character": (
        b'{"lines": [{"circle": 1, "relay": "\\ud800", "ours": true, '
        b'"mailbox": "%s", "capability": "%s", "key": "%s"}]}'
        % (b"00" * 16, b"00" * 32, b"00" * 32)
    ),
    "another length": canonical(
        {
            "lines": [
                {
                    "circle": 1,
                    "relay": "",
                    "mailbox": "00",
                    "capability": "00",
                    "key": "00",
                    "ours": True,
                }
            ]
        }
    ).encode(),
}


@pytest.mark.parametrize("raw", MALFORMED.values(), ids=MALFORMED)
def test_an_invitation_that_names_none_is_refused(town: Town, raw: bytes) -> None:
    vault = town.found().vault
    with pytest.raises(LogError) as found:
        keep_more(vault, raw)
    assert found.value.kind == "malformed"
    assert addresses(vault) == ()


def test_an_act_that_names_no_mailbox_leaves_those_before_it(town: Town) -> None:
    vault = town.found().vault
    set_all(vault)
    before = addresses(vault)
    act_in(vault, SetMailbox(circle=Compartment.MAIN, relay=URL, sealed=b"\0" * 300))
    moved = next(
        item.body.sealed
        for item in vault.graph.order
        if isinstance(item.body, SetMailbox) and item.body.circle == Compartment.MAIN
    )
    act_in(vault, SetMailbox(circle=Compartment.MAIN, relay="http://x", sealed=moved))
    assert addresses(vault) == before


def test_who_holds_no_key_of_a_circle_seals_nothing_for_it(town: Town) -> None:
    town.found()
    dina = town.join("dina", "coordinator").vault
    with pytest.raises(LogError, match="no key of that compartment"):
        set_mailbox(dina, Compartment.PAPERS, URL, lambda: box(1))


def test_first_line_sets_no_mailbox(town: Town) -> None:
    town.found()
    boris = town.join("boris", "first_line").vault
    with pytest.raises(LogError, match="may not do this"):
        set_mailbox(boris, Compartment.MAIN, URL, lambda: box(1))


def test_counsel_sets_its_own_at_a_relay_that_a_coordinator_has_named(
    town: Town,
) -> None:
    anna = town.found().vault
    clara = town.join("clara", "counsel").vault
    with pytest.raises(LogError, match="names the group's relay first") as error:
        set_mailbox(clara, Compartment.PAPERS, URL, lambda: box(3))
    assert error.value.kind == "not allowed"
    set_mailbox(anna, Compartment.MAIN, URL, lambda: box(1))
    town.sync("anna", "clara")
    set_mailbox(clara, Compartment.PAPERS, URL, lambda: box(3))
    town.sync("clara", "anna")
    assert known(anna)[Compartment.PAPERS] == (3, False)


def test_who_may_name_which_mailboxes_hangs_on_his_role_and_his_keys(
    town: Town,
) -> None:
    anna = town.found().vault
    assert nameable(anna) == tuple(Compartment)
    dina = town.join("dina", "coordinator").vault
    assert nameable(dina) == (Compartment.ROSTER, Compartment.MAIN)
    clara = town.join("clara", "counsel", also="dina").vault
    assert nameable(clara) == (Compartment.PAPERS, Compartment.COUNSEL)
    town.sync()
    assert nameable(anna) == (Compartment.ROSTER, Compartment.MAIN)
    boris = town.join("boris", "first_line", also="dina").vault
    with pytest.raises(LogError, match="'first_line' may not do this") as error:
        nameable(boris)
    assert error.value.kind == "not allowed"


def test_an_opened_desk_knows_every_mailbox_at_a_relay_that_it_may_have_posted_to(
    town: Town,
) -> None:
    anna = town.found()
    for_sticks(anna.vault)
    for first in (1, 11):
        set_all(anna.vault, first)
    marks = sorted(box[0] for box in anna.reopen().slots)
    assert marks == [1, 2, 3, 4, 11, 12, 13, 14]
    (slot,) = (slot for of, slot in anna.vault.slots.values() if slot.mailbox[0] == 12)
    assert slot.mailbox in {one.mailbox for one in addresses(anna.vault)}
