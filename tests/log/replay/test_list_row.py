"""Rows of the list: sealed under a key of their log, and disposable."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.log.cases.case_work import main_log, new_case
from safeconduct.log.entries.body import Opened
from safeconduct.log.entries.frame import MAX_MINUTE
from safeconduct.log.group.people import remove
from safeconduct.log.name import DeviceId, EntryId, KeyId
from safeconduct.log.replay.list_row import STORE, ListRow, open_list_row, seal_list_row
from safeconduct.log.replay.log_view import DIFFERS
from safeconduct.sealing.row import seal_row
from safeconduct.sealing.symmetric import CircleKey, LogKey
from safeconduct.sealing.wrap import open_wrap
from tests.log.group_kit import MAIN, ROSTER
from tests.log.town_kit import Town

KEY = LogKey(raw=b"k" * 32)
HELD = {KeyId(KEY.id): KEY}
_NUMBERS = st.integers(0, 2**32 - 1)
ROWS = st.builds(
    ListRow,
    log=st.just(MAIN),
    alias=st.text(max_size=20),
    stage=st.text(max_size=20),
    day=st.integers(0, MAX_MINUTE // (24 * 60)),
    entries=_NUMBERS,
    upto=st.dictionaries(
        st.binary(min_size=16, max_size=16).map(DeviceId),
        st.tuples(_NUMBERS, st.binary(min_size=32, max_size=32).map(EntryId)),
        max_size=3,
    ),
)


@given(ROWS, st.binary(min_size=32, max_size=32))
def test_a_row_comes_back_as_it_was(row: ListRow, salt: bytes) -> None:
    raw = seal_list_row(row, key=KEY.row_key(), salt=salt)
    assert open_list_row(raw, MAIN, HELD) == row
    assert row.alias.encode() not in raw or len(row.alias.encode()) < 3


def test_a_row_without_its_key_or_of_another_log_is_none() -> None:
    row = ListRow(log=MAIN, alias="Sparrow", stage="", day=1, entries=1, upto={})
    raw = seal_list_row(row, key=KEY.row_key(), salt=b"s" * 32)
    other = LogKey(raw=b"o" * 32)
    assert open_list_row(raw, MAIN, {KeyId(other.id): other}) is None
    assert open_list_row(raw, ROSTER, HELD) is None
    assert open_list_row(raw[:-1], MAIN, HELD) is None


def test_a_case_of_two_names_is_found_by_each() -> None:
    alias = f"Bait{DIFFERS}Sparrow"
    row = ListRow(log=MAIN, alias=alias, stage="", day=1, entries=1, upto={})
    assert all(map(row.is_called, ("sparrow", "BAIT", alias)))
    assert not any(map(row.is_called, ("Spar", "", "Finch")))


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"\xff",
        b"1",
        b"[]",
        b"[" * 5000,
        b'[1,"",1,1,{}]',
        b'["","","1",1,{}]',
        b'["","",1e9,1,{}]',
        b'["","",99999999999,1,{}]',
        b'["","",1,1,[]]',
        b'["","",1,1,{"zz":[1,"00"]}]',
        b'["","",1,1,{"00":1}]',
        b'["","",1,1,{"00":[-1,"00"]}]',
        b'["","",1,1,{"00":[4294967296,"00"]}]',
        b'["","",1,1,{"00":[Infinity,"00"]}]',
    ],
)
def test_a_row_that_another_program_wrote_is_none(text: bytes) -> None:
    key = KEY.row_key()
    raw = seal_row(text, key=key, log=MAIN.raw, store=STORE, salt=b"s" * 32)
    assert open_list_row(raw, MAIN, HELD) is None


def test_a_list_opens_one_key_of_each_log_however_many_there_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    town = Town(folder=tmp_path)
    vault = town.found().vault
    for alias in ("Sparrow", "Finch"):
        new_case(vault, Opened(alias=alias))
    for name in ("boris", "carl"):
        town.join(name, "first_line")
        remove(vault, name, why="left")
    opened: list[bytes] = []

    def noted(wrap: bytes, *, keys: Mapping[bytes, CircleKey]) -> LogKey:
        opened.append(wrap)
        return open_wrap(wrap, keys=keys)

    monkeypatch.setattr("safeconduct.log.stores.keyring.open_wrap", noted)
    vault = town.desks["anna"].reopen()
    opened.clear()
    assert sorted(row.alias for row in vault.cases()) == ["Finch", "Sparrow"]
    assert len(opened) == 2


def test_a_row_that_is_none_is_not_in_the_list(tmp_path: Path) -> None:
    vault = Town(folder=tmp_path).found().vault
    log = main_log(new_case(vault, Opened(alias="Sparrow")))
    vault.store.append((), tip=vault.tip, rows={log: b"row"})
    assert vault.cases() == ()
