"""Devices, their cards and grants, and what is compared by voice."""

import pytest

from safeconduct.base.errors import OurFaultError
from safeconduct.sealing.device import (
    make_device,
    new_seeds,
    read_card,
    read_seeds,
    recovery_id,
)
from safeconduct.sealing.errors import Failure, SealError
from safeconduct.sealing.fingerprint import card_fingerprint, group_fingerprint
from safeconduct.sealing.grant import (
    GrantHead,
    grant_circle,
    grant_log,
    is_grant,
    open_circle_grant,
    open_log_grant,
    read_grant,
)
from safeconduct.sealing.opening import OpeningKey
from safeconduct.sealing.wrap import open_wrap, read_wrap, seal_wrap
from tests.sealing.maker import (
    CIRCLE_KEY,
    DEVICE,
    GROUP,
    LATER,
    LOG_KEY,
    MAIN,
    RECOVERY,
    SEEDS,
    fixed,
)

TO = DEVICE.card.opening
HEAD = GrantHead(device=DEVICE.id, key_id=LOG_KEY.id)


def test_the_same_seeds_make_the_same_device() -> None:
    assert read_seeds(SEEDS.to_bytes()) == SEEDS
    assert make_device(read_seeds(SEEDS.to_bytes())) == DEVICE


def test_seeds_that_are_cut_off_are_refused() -> None:
    with pytest.raises(SealError) as caught:
        read_seeds(SEEDS.to_bytes()[:-1])
    assert caught.value.kind is Failure.TRUNCATED


def test_each_seed_is_drawn_for_itself() -> None:
    drawn = iter((b"a" * 32, b"b" * 32, b"c" * 32))
    seeds = new_seeds(lambda size: next(drawn)[:size])
    assert seeds.to_bytes() == b"a" * 32 + b"b" * 32 + b"c" * 32


def test_a_card_comes_back_from_its_bytes() -> None:
    assert read_card(DEVICE.card.to_bytes()) == DEVICE.card


def test_a_grant_opens_on_its_device_only() -> None:
    other = make_device(new_seeds(lambda size: fixed("another device", size)))
    grant = grant_log(LOG_KEY, group=GROUP, log=MAIN, device=DEVICE.id, to=TO)
    assert read_grant(grant) == HEAD
    key = DEVICE.opening_key
    opened = open_log_grant(grant, group=GROUP, log=MAIN, expected=HEAD, key=key)
    assert opened == LOG_KEY
    with pytest.raises(SealError) as caught:
        open_log_grant(
            grant, group=GROUP, log=MAIN, expected=HEAD, key=other.opening_key
        )
    assert caught.value.kind is Failure.DOES_NOT_OPEN


def test_two_grants_of_one_key_have_nothing_in_common() -> None:
    one, two = (
        grant_log(LOG_KEY, group=GROUP, log=MAIN, device=DEVICE.id, to=TO)
        for _ in range(2)
    )
    assert one[:50] == two[:50]
    assert one[50:] != two[50:]


def test_what_has_not_the_form_of_a_grant_is_none() -> None:
    grant = grant_log(LOG_KEY, group=GROUP, log=MAIN, device=DEVICE.id, to=TO)
    assert is_grant(grant)
    for raw in (b"", LATER + grant[2:], grant[:-1], grant + b"x"):
        assert not is_grant(raw)


def test_the_recovery_key_is_granted_as_a_device_is() -> None:
    public = RECOVERY.public()
    device, circle = recovery_id(public), b"\x02"
    grant = grant_circle(
        CIRCLE_KEY, group=GROUP, circle=circle, device=device, to=public
    )
    head = GrantHead(device=device, key_id=CIRCLE_KEY.id)
    opened = open_circle_grant(
        grant, group=GROUP, circle=circle, expected=head, key=RECOVERY
    )
    assert opened == CIRCLE_KEY


def test_two_recovery_keys_have_two_ids() -> None:
    other = OpeningKey(seed=fixed("another recovery seed")).public()
    assert recovery_id(RECOVERY.public()) != recovery_id(other)


def test_a_name_of_another_size_is_our_fault() -> None:
    with pytest.raises(OurFaultError):
        grant_circle(CIRCLE_KEY, group=GROUP, circle=MAIN, device=DEVICE.id, to=TO)
    with pytest.raises(OurFaultError):
        grant_log(LOG_KEY, group=GROUP[1:], log=MAIN, device=DEVICE.id, to=TO)


def test_a_wrap_says_whose_key_it_holds() -> None:
    wrap = seal_wrap(LOG_KEY, log=MAIN, circle_key=CIRCLE_KEY)
    head = read_wrap(wrap)
    assert (head.log, head.key_id) == (MAIN, LOG_KEY.id)
    assert head.circle_key_id == CIRCLE_KEY.id
    assert open_wrap(wrap, keys={CIRCLE_KEY.id: CIRCLE_KEY}) == LOG_KEY
    assert LOG_KEY.raw not in wrap


def test_a_fingerprint_is_ten_words_that_never_change() -> None:
    words = card_fingerprint(DEVICE.card)
    assert " ".join(words) == (
        "calcium else armed dictate crush valid heat tactics flavor repeat"
    )
    group = group_fingerprint(GROUP, fixed("first act"))
    assert " ".join(group) == (
        "gasoline fake biology pipeline graduate "
        "manager pharmacy benefit daughter mother"
    )


def test_another_first_act_has_other_words() -> None:
    one, two = (group_fingerprint(GROUP, fixed(name)) for name in ("one", "two"))
    assert one != two
