"""Who is granted one log of a case reads it till that ends, and no other (§7)."""

import pytest

from safeconduct.log.cases.case_work import main_log, new_case, say, share
from safeconduct.log.cases.passing import pass_to_counsel, sealed_alone
from safeconduct.log.entries.act import Propose
from safeconduct.log.entries.body import Membership, Opened, TextWritten
from safeconduct.log.errors import LogError
from safeconduct.log.exchange.exchange import write_out
from safeconduct.log.exchange.intake import take
from safeconduct.log.group.people import approve, remove
from safeconduct.log.name import Compartment, DeviceId, LogName
from safeconduct.log.rescue.verifying import verify
from safeconduct.log.sharing.single_work import give
from safeconduct.log.vault.standing import act_in
from safeconduct.sealing.grant import grant_log
from safeconduct.sealing.item import (
    GrantItem,
)
from safeconduct.sealing.symmetric import LogKey
from tests.log.single_kit import (
    could_read,
    grant,
    late,
    papers,
    read,
    revoke,
    vault_of,
    wrapped,
    write,
)
from tests.log.town_kit import Town


def test_he_reads_what_was_before_and_what_comes(town: Town) -> None:
    grant(town, history=True)
    town.sync("clara", "boris")
    assert read(town, "boris") == ["before"]
    write(town, "clara", papers(town), "later")
    town.sync("clara", "boris")
    assert read(town, "boris") == ["before", "later"]
    assert list(verify(vault_of(town, "boris"))) == []


def test_without_history_he_reads_what_comes_and_misses_nothing(town: Town) -> None:
    grant(town, history=False)
    write(town, "clara", papers(town), "later")
    town.sync("clara", "boris")
    assert read(town, "boris") == ["later"]
    assert not could_read(town, "boris", "before")
    told = {one.weight for one in verify(vault_of(town, "boris"))}
    assert told == {"unseen"}


def test_a_key_of_before_is_not_gone_on_with_after_a_grant_without_history(
    town: Town,
) -> None:
    """Two who opened the same papers at once made two keys, and know of one each."""
    town.join("carl", "counsel", also="dina")
    town.sync()
    town.sync()
    clara, boris = vault_of(town, "clara"), vault_of(town, "boris")
    cases = [new_case(clara, Opened(alias=f"case {number}")) for number in range(8)]
    town.sync("clara", "carl", "boris")
    for case in cases:
        log = LogName(case=case, compartment=Compartment.PAPERS)
        for who in ("clara", "carl"):
            write(town, who, log, f"{who} before")
        share(clara, log, boris.me().member, history=False)
    town.sync("clara", "carl", "clara", "carl")
    for case in cases:
        log = LogName(case=case, compartment=Compartment.PAPERS)
        write(town, "carl", log, "later")
    town.sync("carl", "clara", "boris", "clara", "boris")
    for case in cases:
        view = boris.view(LogName(case=case, compartment=Compartment.PAPERS))
        assert [body.text for _, body in view.current(TextWritten)] == ["later"]
        assert not view.faults
    assert not could_read(town, "boris", "carl before")


def test_after_a_revocation_nothing_new_comes_and_he_is_told(town: Town) -> None:
    grant(town, history=True)
    town.sync("clara", "boris")
    revoke(town)
    write(town, "clara", papers(town), "later")
    town.sync("clara", "boris")
    assert read(town, "boris") == ["before"]
    assert not could_read(town, "boris", "later")
    view = vault_of(town, "boris").view(papers(town))
    assert any(body.retires for _, body in view.current(Membership))
    with pytest.raises(LogError, match="may not do this"):
        write(town, "boris", papers(town), "still here")


def test_granted_anew_he_reads_on(town: Town) -> None:
    grant(town, history=True)
    town.sync("clara", "boris")
    revoke(town)
    write(town, "clara", papers(town), "between")
    grant(town, history=False)
    write(town, "clara", papers(town), "after")
    town.sync("clara", "boris")
    assert read(town, "boris") == ["before", "after"]
    assert not could_read(town, "boris", "between")


def test_who_stays_granted_reads_on_after_another_is_revoked(town: Town) -> None:
    grant(town, history=True)
    grant(town, "anna", history=True)
    town.sync("clara", "boris", "anna")
    revoke(town)
    write(town, "clara", papers(town), "later")
    town.sync("clara", "anna", "boris")
    assert read(town, "anna") == ["before", "later"]
    assert read(town, "boris") == ["before"]


def test_he_reads_on_after_the_circle_has_turned(town: Town) -> None:
    grant(town, history=True)
    town.join("carl", "counsel", also="dina")
    town.sync()
    remove(vault_of(town, "dina"), "carl", why="left")
    town.sync("dina", "clara")
    write(town, "clara", papers(town), "later")
    town.sync("clara", "boris")
    assert read(town, "boris") == ["before", "later"]
    assert not could_read(town, "carl", "later")


def test_who_is_removed_reads_nothing_written_after(town: Town) -> None:
    grant(town, history=True)
    town.sync()
    remove(vault_of(town, "anna"), "boris", why="safety")
    town.sync("anna", "clara")
    write(town, "clara", papers(town), "later")
    town.sync()
    assert could_read(town, "boris", "before")
    assert not could_read(town, "boris", "later")


def test_a_key_that_only_a_stranger_uses_is_not_written_under(town: Town) -> None:
    """Who is not on the papers makes up a key, an entry and a grant for boris."""
    grant(town, history=True)
    town.sync()
    log, false = papers(town), LogKey(raw=b"f" * 32)
    dina, boris = vault_of(town, "dina"), vault_of(town, "boris")
    forged = grant_log(
        false,
        group=dina.group,
        log=log.raw,
        device=boris.device,
        to=boris.ring.device.card.opening,
    )
    body = Membership(member=boris.me().member, grants=(forged,))
    item, _ = sealed_alone(dina, log, body, false)
    take(boris, [GrantItem(subject=log.raw, grant=forged), item])
    assert false.id in boris.ring.of_log(log)
    write(town, "boris", log, "his own")
    (own,) = [one for one in boris.view(log).entries if one.device == boris.device]
    assert own.key != false.id
    assert not could_read(town, "dina", "his own")


def test_counsel_writes_under_no_key_that_first_line_made(town: Town) -> None:
    case = papers(town).case
    log = LogName(case=case, compartment=Compartment.COUNSEL)
    write(town, "clara", log, "counsel's own")
    for number in range(4):
        said = say(
            vault_of(town, "boris"), main_log(case), TextWritten(text=f"fired {number}")
        )
        pass_to_counsel(vault_of(town, "boris"), case, said)
        town.sync("boris", "clara")
        write(town, "clara", log, f"counsel's word {number}")
    clara = vault_of(town, "clara")
    under = {one.key: set[DeviceId]() for one in clara.view(log).entries}
    for one in clara.view(log).entries:
        under[one.key].add(one.device)
    assert all(len(devices) == 1 for devices in under.values())
    assert len(under) == 5


def test_who_was_removed_and_is_back_is_granted_nothing_by_itself(town: Town) -> None:
    grant(town, history=True)
    town.sync()
    member = vault_of(town, "boris").me()
    remove(vault_of(town, "anna"), "boris", why="left")
    town.sync("anna", "clara", "dina")
    anna, card = vault_of(town, "anna"), town.desks["boris"].device.card
    again = Propose(
        member=member.member, name="boris", role="first_line", card=card.to_bytes()
    )
    proposal = act_in(anna, again)
    town.sync("anna", "dina")
    approve(vault_of(town, "dina"), proposal)
    town.sync()
    write(town, "clara", papers(town), "later")
    town.sync()
    town.sync()
    assert vault_of(town, "boris").me().role == "first_line"
    assert not could_read(town, "boris", "later")
    with pytest.raises(LogError, match="taken out once") as error:
        grant(town, history=True)
    assert error.value.kind == "refused"


def test_who_was_counsel_keeps_no_single_log_of_it(town: Town) -> None:
    town.join("carl", "counsel", also="dina")
    town.sync()
    town.sync()
    grant(town, "carl", history=True)
    carl = vault_of(town, "carl").me().member
    lesser = Propose(member=carl, name="carl", role="first_line")
    proposal = act_in(vault_of(town, "anna"), lesser)
    town.sync("clara", "anna", "dina")
    approve(vault_of(town, "dina"), proposal)
    town.sync("dina", "clara", "carl")
    write(town, "clara", papers(town), "later")
    town.sync()
    town.sync()
    assert could_read(town, "carl", "before")
    assert not could_read(town, "carl", "later")


def test_what_is_said_of_counsels_log_grants_it_to_nobody_else(town: Town) -> None:
    clara, boris = vault_of(town, "clara"), vault_of(town, "boris")
    log = LogName(case=papers(town).case, compartment=Compartment.COUNSEL)
    write(town, "clara", log, "counsel's own")
    key = clara.write_key(log)
    to = [(boris.me().devices[0], key)]
    give(clara, log, boris.me().member, to)
    town.sync("clara", "boris")
    assert log not in boris.store.logs()
    assert wrapped(town) == []


@pytest.mark.parametrize("seized", ["boris", "carl"])
def test_what_a_seized_desk_writes_late_is_apart_for_all_who_read(
    town: Town, seized: str
) -> None:
    """Granted the log alone, or of its circle; the others are clara and anna."""
    town.join("carl", "counsel", also="dina")
    town.sync()
    town.sync()
    for who in ("boris", "anna"):
        grant(town, who, history=True)
    town.sync()
    write(town, seized, papers(town), "in time")
    town.sync(seized, "clara", "anna")
    remove(vault_of(town, "dina"), seized, why="safety")
    town.sync("dina", "clara", "anna", "clara")
    write(town, seized, papers(town), "too late")
    slots = {one: town.line(one) for one in Compartment}
    for one in write_out(vault_of(town, seized), slots, whole=False):
        (circle,) = (at for at in slots if slots[at].mailbox == one.mailbox)
        town.boxes[circle].post([one.item])
    town.sync("clara", "anna")
    for who in ("clara", "anna"):
        assert read(town, who) == ["before", "in time"]
        assert late(town, who) == ["too late"]
