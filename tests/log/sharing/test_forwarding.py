"""What was granted alone comes through a mailbox that others read too (§7)."""

import io

import pytest

from safeconduct.log.cases.attachment import attach, attachments, write_clear
from safeconduct.log.cases.erasing import erase_case
from safeconduct.log.entries.body import Membership, TextWritten
from safeconduct.log.exchange.exchange import post_again, take_in, write_out
from safeconduct.log.exchange.intake import take
from safeconduct.log.group.people import approve, propose_device, remove
from safeconduct.log.name import Compartment
from safeconduct.log.sharing.forwarding import every_parcel
from safeconduct.sealing.device import make_device, new_seeds
from safeconduct.sealing.item import (
    EntryItem,
    GrantItem,
    HandedItem,
    WrapItem,
)
from safeconduct.sealing.parcel import hand_over, seal_parcel
from tests.log.single_kit import (
    grant,
    logs,
    papers,
    read,
    vault_of,
    wrapped,
    write,
)
from tests.log.town_kit import Town


def test_what_he_writes_reaches_the_circle_and_the_others_granted(town: Town) -> None:
    grant(town, history=True)
    grant(town, "anna", history=True)
    town.sync("clara", "boris", "anna")
    write(town, "boris", papers(town), "his own")
    town.sync("boris", "clara", "anna")
    assert read(town, "clara") == read(town, "anna") == ["before", "his own"]


def test_he_gets_nothing_of_other_logs_and_the_others_see_no_grant(town: Town) -> None:
    grant(town, history=True)
    town.sync()
    town.sync()
    mine = {one for one in vault_of(town, "boris").store.logs() if one.compartment > 1}
    assert mine == {papers(town)}
    for who in ("anna", "dina"):
        vault = vault_of(town, who)
        assert papers(town) not in vault.store.logs()
        assert vault.bag.grants(subject=papers(town).raw) == ()


def test_a_file_comes_with_its_entry(town: Town) -> None:
    grant(town, history=True)
    town.sync("clara", "boris")
    content = bytes(range(256)) * 8192
    attach(
        vault_of(town, "clara"),
        papers(town),
        io.BytesIO(content),
        length=len(content),
        kind="image/png",
        title="passport",
    )
    town.sync("clara", "boris")
    boris, target = vault_of(town, "boris"), io.BytesIO()
    (found,) = attachments([boris.view(papers(town))])
    write_clear(boris, found, target)
    assert target.getvalue() == content
    # The last of three pieces is here, and nothing of it in clear.
    assert len(wrapped(town)) > 3


def test_what_an_author_wrote_who_had_not_heard_of_the_grant_comes(town: Town) -> None:
    town.join("carl", "counsel", also="dina")
    town.sync()
    town.sync()
    grant(town, history=True)
    town.sync("clara", "boris")
    write(town, "carl", papers(town), "by carl")
    for circle in Compartment:
        # He sends and does not look.
        slots = {circle: town.line(circle)}
        sent = write_out(vault_of(town, "carl"), slots, whole=False)
        town.boxes[circle].post([one.item for one in sent])
    town.sync("boris")
    assert read(town, "boris") == ["before"]
    town.sync("clara", "boris")
    assert sorted(read(town, "boris")) == ["before", "by carl"]


def test_when_the_keeper_left_another_keeps_the_log(town: Town) -> None:
    town.join("carl", "counsel", also="dina")
    town.sync()
    town.sync()
    grant(town, history=True)
    town.sync()
    remove(vault_of(town, "anna"), "clara", why="left")
    town.sync("anna", "carl", "boris")
    write(town, "carl", papers(town), "by carl")
    town.sync("carl", "boris")
    log = logs(town, "carl")["Sparrow"]
    view = vault_of(town, "boris").view(log)
    assert [body.text for _, body in view.current(TextWritten)] == ["before", "by carl"]
    newest = [item for item, body in view.current(Membership) if body.grants][-1]
    assert newest.device == vault_of(town, "carl").device


def test_another_device_of_his_gets_all_of_it(town: Town) -> None:
    grant(town, history=True)
    town.sync("clara", "boris")
    phone = second_device(town)
    write(town, "clara", papers(town), "later")
    town.sync("clara", phone, "boris")
    assert read(town, phone) == ["before", "later"]
    write(town, phone, papers(town), "from the phone")
    town.sync(phone, "boris", "clara")
    assert "from the phone" in read(town, "boris")
    assert "from the phone" in read(town, "clara")


def second_device(town: Town) -> str:
    """Another device of boris, which everybody but it has heard of."""
    name, around = "phone", town.around("phone")
    device = make_device(new_seeds(around.entropy))
    boris, anna = vault_of(town, "boris"), vault_of(town, "anna")
    proposal = propose_device(boris, device.card, boris.me().member)
    town.sync("boris", "anna")
    approve(anna, proposal)
    town.enter(name, device, around)
    town.sync("anna", "clara", "boris")
    return name


def test_a_grant_waits_till_its_case_is_erased_also_where_nobody_fetched_it(
    town: Town,
) -> None:
    """Who posted it drops it, and nobody else."""
    grant(town, history=True)
    town.sync("clara")
    assert any(isinstance(item, HandedItem) for item in wrapped(town))
    town.sync("anna", "dina")
    erase_case(vault_of(town, "anna"), papers(town).case)
    town.sync("anna")
    assert any(isinstance(item, HandedItem) for item in wrapped(town))
    town.sync("clara")
    assert wrapped(town) == []


def test_an_erasure_drops_what_was_sent_to_him(town: Town) -> None:
    grant(town, history=True)
    town.sync("clara", "boris")
    write(town, "boris", papers(town), "his own")
    grant(town, "anna", history=True)
    town.sync("boris", "clara", "anna", "boris")
    assert wrapped(town)
    case = papers(town).case
    erase_case(vault_of(town, "anna"), case)
    town.sync("anna", "clara", "boris", "clara")
    assert wrapped(town) == []
    for who in ("boris", "clara"):
        assert all(log.case != case for log in vault_of(town, who).store.logs())


def test_after_a_relay_is_lost_all_comes_again(town: Town) -> None:
    grant(town, history=True)
    town.lose_relay()
    # Nothing of it had come to him: the relay was lost before he synced.
    vault = vault_of(town, "clara")
    for circle in Compartment:
        vault.store.sent(one.number for one in vault.store.outgoing(circle, 1 << 62))
    post_again(vault)
    write(town, "clara", papers(town), "later")
    town.sync("clara", "boris")
    assert read(town, "boris") == ["before", "later"]


@pytest.mark.parametrize("whole", [False, True])
def test_a_stick_carries_it_too(town: Town, *, whole: bool) -> None:
    grant(town, history=True)
    slots = {one: town.line(one) for one in Compartment}
    carried = write_out(vault_of(town, "clara"), slots, whole=whole)
    take_in(vault_of(town, "boris"), carried, slots.values())
    assert read(town, "boris") == ["before"]


def test_what_is_wrapped_and_is_neither_grant_nor_of_the_log_is_left(
    town: Town,
) -> None:
    """Who holds a key of one log can put nothing into another by it."""
    grant(town, history=True)
    town.sync("clara", "boris")
    clara, boris, log = vault_of(town, "clara"), vault_of(town, "boris"), papers(town)
    other = logs(town, "clara")["Finch"]
    foreign = EntryItem(
        log=other.raw, envelope=clara.store.envelopes(other)[0].envelope
    )
    wrap = WrapItem(wrap=clara.bag.wraps(log)[0])
    key, card, salt = clara.write_key(log), boris.ring.device.card, b"s" * 32
    group, circle = clara.group, boris.bag.grants(subject=b"\x01")[0][1]
    before = (boris.store.logs(), boris.bag.grants(), boris.bag.every_wrap())
    took = take(
        boris,
        [
            *(
                seal_parcel(one, log=log.raw, key=key, salt=salt)
                for one in (foreign, wrap)
            ),
            hand_over(wrap, group=group, card=card),
            hand_over(GrantItem(subject=b"\x02", grant=circle), group=group, card=card),
        ],
    )
    assert (took.entries, took.logs) == (0, set())
    assert before == (boris.store.logs(), boris.bag.grants(), boris.bag.every_wrap())


def test_who_holds_no_key_names_no_parcel(town: Town) -> None:
    grant(town, history=True)
    dina = vault_of(town, "dina")
    assert list(every_parcel(dina, papers(town))) == []


def test_what_was_deleted_a_moment_ago_is_in_no_parcel(town: Town) -> None:
    """Its bytes are gone before the view of the log is made anew."""
    clara, log = vault_of(town, "clara"), papers(town)
    grant(town, history=True)
    before = set(every_parcel(clara, log))
    gone = clara.view(log).entries[1].id
    clara.store.erase_entries(log, [gone])
    assert gone in {item.id for item in clara.view(log).entries}
    after = set(every_parcel(clara, log))
    assert after < before
