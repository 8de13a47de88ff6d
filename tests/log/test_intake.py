"""What others send is taken, and what is unsound of it stops nobody."""

from pathlib import Path

import pytest

from safeconduct.log.body import Opened
from safeconduct.log.case_work import main_log, new_case
from safeconduct.log.intake import take
from safeconduct.sealing.grant import GRANT_BYTES
from safeconduct.sealing.item import EntryItem, GrantItem, Item, PieceItem, WrapItem
from tests.log.town_kit import Town

ROSTER = b"\x00"
UNSOUND: dict[str, Item] = {
    "a grant of nothing": GrantItem(subject=ROSTER, grant=b""),
    "a grant of a later suite": GrantItem(subject=ROSTER, grant=b"\xff" * GRANT_BYTES),
    "a grant for no log": GrantItem(subject=b"\xff" * 17, grant=b"\x00\x01"),
    "a wrap of nothing": WrapItem(wrap=b""),
    "an entry of no log": EntryItem(log=b"\xff" * 17, envelope=b""),
    "a piece far behind the end": PieceItem(
        log=bytes(17), name=bytes(32), offset=(1 << 64) - 1, content=b""
    ),
}


@pytest.mark.parametrize("item", UNSOUND.values(), ids=UNSOUND)
def test_what_is_unsound_keeps_nothing_else_away(tmp_path: Path, item: Item) -> None:
    town = Town(folder=tmp_path)
    anna, boris = town.found(), town.join("boris", "first_line")
    case = new_case(anna.vault, Opened(alias="Sparrow"))
    sent = [
        EntryItem(log=main_log(case).raw, envelope=one.envelope)
        for one in anna.vault.store.envelopes(main_log(case))
    ]
    wraps = [WrapItem(wrap=wrap) for wrap in anna.vault.bag.wraps(main_log(case))]
    assert take(boris.vault, [item, *wraps, *sent]).entries == len(sent)
    assert boris.vault.view(main_log(case)).alias() == "Sparrow"
