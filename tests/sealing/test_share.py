"""Shares of the recovery key."""

from itertools import combinations
from unittest.mock import ANY, patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safeconduct.base.errors import InputError
from safeconduct.sealing.errors import Failure, SealError
from safeconduct.sealing.opening import OpeningKey
from safeconduct.sealing.share import combine, drill, split
from tests.sealing.maker import RECOVERY, fixed

PUBLIC = RECOVERY.public()
OTHER = OpeningKey(seed=fixed("another recovery seed"))


@given(st.data())
@settings(max_examples=20, deadline=None)
def test_any_that_are_enough_open_it_and_fewer_do_not(data: st.DataObject) -> None:
    number = data.draw(st.integers(min_value=2, max_value=16))
    needed = data.draw(st.integers(min_value=2, max_value=number))
    shares = split(RECOVERY, needed=needed, shares=number)
    order = data.draw(st.permutations(shares))
    assert combine(order[:needed]) == RECOVERY
    with pytest.raises(SealError) as caught:
        combine(order[: needed - 1])
    assert caught.value.kind is Failure.TOO_FEW


def test_each_pair_of_three_opens_it() -> None:
    shares = split(RECOVERY, needed=2, shares=3)
    assert all(combine(pair) == RECOVERY for pair in combinations(shares, 2))


def test_every_split_is_another() -> None:
    one, two = (split(RECOVERY, needed=2, shares=2) for _ in range(2))
    assert not set(one) & set(two)


@pytest.mark.parametrize(("needed", "number"), [(1, 1), (1, 3), (4, 3), (2, 17)])
def test_numbers_that_make_no_sense_are_refused(needed: int, number: int) -> None:
    with pytest.raises(InputError, match="2 to 16 shares"):
        split(RECOVERY, needed=needed, shares=number)


def test_a_drill_says_yes_or_no() -> None:
    shares = split(RECOVERY, needed=2, shares=3)
    assert drill(shares, PUBLIC)
    assert drill(shares[1:], PUBLIC)
    assert not drill(shares[:1], PUBLIC)
    assert not drill(shares, OTHER.public())
    assert not drill(["a word"], PUBLIC)


def test_more_than_enough_that_give_two_keys_are_refused() -> None:
    def same(size: int) -> bytes:
        return fixed("the same", size)

    with patch("shamir_mnemonic.shamir.RANDOM_BYTES", same):
        ours = split(RECOVERY, needed=2, shares=3)
        theirs = split(OTHER, needed=2, shares=3)
    # Four bytes of digest can be forged by a holder with time.
    forged = patch("shamir_mnemonic.shamir._create_digest", lambda *_: ANY)
    with forged, pytest.raises(SealError) as caught:
        combine([*ours[:2], theirs[2]])
    assert caught.value.kind is Failure.NOT_TOGETHER


def test_a_refusal_shows_no_word_of_a_share() -> None:
    share = split(RECOVERY, needed=2, shares=2)[0]
    with pytest.raises(SealError) as caught:
        combine([share.replace(share.split()[5], "wrongword", 1)])
    assert "wrongword" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__
