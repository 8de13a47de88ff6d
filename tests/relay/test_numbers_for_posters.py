"""Who may only leave something learns no number of what others left (spec §12)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from safeconduct.base.parcel import EVERY_RIGHT, MAX_BODY_BYTES, Right, capability_hash
from safeconduct.relay.protocol import Allowance, Wish
from tests.relay.relay_kit import DAY, Box, named, opened, some_items

POSTER = capability_hash(b"p" * 32)


@pytest.fixture
def box(tmp_path: Path) -> Iterator[Box]:
    with opened(tmp_path / "relay.db") as found:
        yield found


def allow(box: Box, rights: Right) -> None:
    wanted = Allowance(mailbox=box.mailbox, capability=POSTER, rights=rights)
    box.store.allow(box.administrator, wanted)


def test_who_may_only_post_learns_no_number(box: Box) -> None:
    allow(box, Right.POST | Right.DROP)
    mine = some_items(2, seed=5)
    assert box.store.post(POSTER, named(mine), DAY) == (0, 0)
    box.store.post(box.holder, named(some_items(7, seed=6)), DAY)
    # Also not whether it was there already.
    again = named([*mine, *some_items(1, seed=7)])
    assert box.store.post(POSTER, again, DAY) == (0, 0, 0)
    wish = Wish(after=0, most_bytes=MAX_BODY_BYTES)
    assert box.store.fetch(box.holder, wish).last == 10


def test_who_may_look_is_told_the_numbers(box: Box) -> None:
    allow(box, EVERY_RIGHT)
    assert box.store.post(POSTER, named(some_items(2)), DAY) == (1, 2)
