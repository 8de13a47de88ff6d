"""What is for a few of those who read a mailbox; the vectors hold every failure."""

import pytest

from safeconduct.base.errors import OurFaultError
from safeconduct.sealing.device import make_device, new_seeds
from safeconduct.sealing.errors import Failure, SealError
from safeconduct.sealing.item import (
    EntryItem,
    GrantItem,
    HandedItem,
    Item,
    ParcelItem,
    PieceItem,
    WrapItem,
    open_item,
    read_item,
    seal_item,
    write_item,
)
from safeconduct.sealing.parcel import hand_over, open_handed, open_parcel, seal_parcel
from tests.sealing.content_makers import MAILBOX, POST_KEY
from tests.sealing.maker import (
    DEVICE,
    GROUP,
    LOG_KEY,
    MAIN,
    OTHER_KEY,
    PAPERS,
    fixed,
)

SALT = fixed("salt")
STRANGER = make_device(new_seeds(lambda size: fixed("another device", size)))
ITEMS: dict[str, Item] = {
    "entry": EntryItem(log=MAIN, envelope=b"envelope"),
    "wrap": WrapItem(wrap=b"wrap"),
    "grant": GrantItem(subject=MAIN, grant=b"grant"),
    "piece": PieceItem(log=MAIN, name=fixed("name"), offset=7, content=b"piece"),
}
WRAPPED: dict[str, Item] = {
    "handed over": hand_over(ITEMS["grant"], group=GROUP, card=DEVICE.card),
    "parcel": seal_parcel(ITEMS["entry"], log=MAIN, key=LOG_KEY, salt=SALT),
}


def handed(item: Item) -> HandedItem:
    return hand_over(item, group=GROUP, card=DEVICE.card)


def kind_of_opening(item: HandedItem, *, group: bytes, device: bytes) -> Failure:
    with pytest.raises(SealError) as caught:
        open_handed(item, group=group, device=device, key=DEVICE.opening_key)
    return caught.value.kind


@pytest.mark.parametrize("item", [*ITEMS.values(), *WRAPPED.values()])
def test_whatever_is_on_its_way_comes_back_from_its_text(item: Item) -> None:
    assert read_item(write_item(item)) == item


@pytest.mark.parametrize("item", ITEMS.values(), ids=ITEMS)
def test_anything_may_be_handed_over_or_put_into_a_parcel(item: Item) -> None:
    key = DEVICE.opening_key
    opened = open_handed(handed(item), group=GROUP, device=DEVICE.id, key=key)
    parcel = seal_parcel(item, log=MAIN, key=LOG_KEY, salt=SALT)
    assert opened == item == open_parcel(parcel, log=MAIN, key=LOG_KEY)


@pytest.mark.parametrize("item", WRAPPED.values(), ids=WRAPPED)
def test_nothing_is_wrapped_twice(item: Item) -> None:
    key = DEVICE.opening_key
    parcel = seal_parcel(item, log=MAIN, key=LOG_KEY, salt=SALT)
    with pytest.raises(SealError) as caught:
        open_parcel(parcel, log=MAIN, key=LOG_KEY)
    assert caught.value.kind is Failure.UNKNOWN_FORM
    with pytest.raises(SealError) as caught:
        open_handed(handed(item), group=GROUP, device=DEVICE.id, key=key)
    assert caught.value.kind is Failure.UNKNOWN_FORM


def test_what_is_handed_over_opens_for_its_device_in_its_group_only() -> None:
    item = handed(ITEMS["grant"])
    with pytest.raises(SealError) as caught:
        open_handed(item, group=GROUP, device=DEVICE.id, key=STRANGER.opening_key)
    assert caught.value.kind is Failure.DOES_NOT_OPEN
    other = fixed("another group", 16)
    shut = Failure.DOES_NOT_OPEN
    assert kind_of_opening(item, group=other, device=DEVICE.id) is shut
    assert kind_of_opening(item, group=GROUP, device=STRANGER.id) is shut


def test_what_is_handed_over_names_nobody_and_is_new_each_time() -> None:
    one, two = handed(ITEMS["grant"]), handed(ITEMS["grant"])
    assert one.sealed[:32] != two.sealed[:32]
    assert not [x for x in (DEVICE.id, GROUP, MAIN) if x in one.sealed]


def test_a_parcel_opens_under_its_log_and_key_only_and_names_neither() -> None:
    parcel = WRAPPED["parcel"]
    assert isinstance(parcel, ParcelItem)
    for log, key in ((PAPERS, LOG_KEY), (MAIN, OTHER_KEY)):
        with pytest.raises(SealError) as caught:
            open_parcel(parcel, log=log, key=key)
        assert caught.value.kind is Failure.DOES_NOT_OPEN
    assert not [x for x in (MAIN, LOG_KEY.id) if x in parcel.salt + parcel.box]


@pytest.mark.parametrize("least", [b"\x06" + bytes(1137), b"\x07" + bytes(49)])
def test_what_is_too_short_to_hold_anything_is_not_tried(least: bytes) -> None:
    assert write_item(read_item(least)) == least
    with pytest.raises(SealError) as caught:
        read_item(least[:-1])
    assert caught.value.kind is Failure.TRUNCATED


def test_the_least_that_can_be_on_its_way_comes_back() -> None:
    least = WrapItem(wrap=b"")
    raw = seal_item(least, mailbox=MAILBOX, key=POST_KEY, salt=SALT)
    assert open_item(raw, mailbox=MAILBOX, key=POST_KEY) == least


@pytest.mark.parametrize("cut", [b"\x03", b"\x03\x01", b"\x03\x11" + MAIN[1:]])
def test_a_grant_whose_subject_is_cut_off_is_none(cut: bytes) -> None:
    with pytest.raises(SealError) as caught:
        read_item(cut)
    assert caught.value.kind is Failure.MALFORMED


def test_a_name_of_another_size_is_our_fault() -> None:
    item = ITEMS["grant"]
    with pytest.raises(OurFaultError):
        hand_over(item, group=GROUP[1:], card=DEVICE.card)
    with pytest.raises(OurFaultError):
        kind_of_opening(handed(item), group=GROUP, device=DEVICE.id[1:])
    with pytest.raises(OurFaultError):
        seal_parcel(item, log=GROUP, key=LOG_KEY, salt=SALT)
    with pytest.raises(OurFaultError):
        seal_parcel(item, log=MAIN, key=LOG_KEY, salt=SALT[1:])
